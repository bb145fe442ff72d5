"""What a reporter may do: add something, answer, rate the reply, object, withdraw, switch the e-mails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.complaints import actions
from gongkai.complaints.actions import Given
from gongkai.complaints.actions.files import MOST_FILES
from gongkai.complaints.forms.following import AddForm, ObjectForm, RateForm, version_of
from gongkai.complaints.public import mine
from gongkai.complaints.public.guard import own_page
from gongkai.complaints.public.present import content_lang, crumbs
from gongkai.complaints.queries import following as queries
from gongkai.complaints.queries.following import Exchange, Matter
from gongkai.core.formfields import largest, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.complaints import OPEN

FORMS: dict[str, type[forms.Form]] = {"add": AddForm, "rate": RateForm, "object": ObjectForm}


@own_page("add")
def add(request: HttpRequest, found: Matter) -> HttpResponse:
    """Adds words and photos, or answers a question; both in the matter's own record."""
    if request.method != "POST":
        if not _stands_open(found, "add"):
            return redirect("portal:complaint_mine")
        return _page(request, found, "add", AddForm(), asked=request.GET.get("question", ""))
    form, question = AddForm(request.POST, request.FILES), _question(found, request.POST.get("question", ""))

    def deed() -> None:
        actions.add_words(
            matter_id=found.pk,
            actor=queries.actor_of(found),
            text=form.cleaned_data["text"],
            exchange_id=question.pk if question else None,
            files=form.cleaned_data["photos"],
        )

    said = "answered" if question else "added"
    return _try(request, found, "add", form, deed, said)


@own_page("rate")
def rate(request: HttpRequest, found: Matter) -> HttpResponse:
    """Rates the reply: answered, solved and content are three questions."""
    if request.method != "POST":
        if not _stands_open(found, "rate"):
            return redirect("portal:complaint_mine")
        return _page(request, found, "rate", RateForm())
    form = RateForm(request.POST)

    def deed() -> None:
        actions.rate(matter_id=found.pk, actor=queries.actor_of(found), found=form.given())

    return _try(request, found, "rate", form, deed, "rated")


@own_page("object")
def object_to(request: HttpRequest, found: Matter) -> HttpResponse:
    """Objects to the closing, or to not being taken up, with reasons."""
    if request.method != "POST":
        if not _stands_open(found, "object"):
            return redirect("portal:complaint_mine")
        return _page(request, found, "object", ObjectForm(initial={"version": found.version}))
    form = ObjectForm(request.POST)

    def deed() -> None:
        actions.move(
            matter_id=found.pk,
            key="object",
            actor=queries.actor_of(found),
            expected_version=form.cleaned_data["version"],
            given=Given(reason=form.cleaned_data["text"]),
        )

    return _try(request, found, "object", form, deed, "objected")


def _stands_open(found: Matter, writes: str) -> bool:
    if writes == "add":
        return found.state in OPEN
    if writes == "rate":
        return queries.following(found).may_rate
    return "object" in mine.may(found)


def _question(found: Matter, written: str) -> Exchange | None:
    """The question that is answered; one that was answered before, or is another matter's, is none."""
    small = written.isascii() and written.isdigit() and len(written) < 19
    return queries.open_question(found, int(written)) if small else None


def _try(
    request: HttpRequest, found: Matter, writes: str, form: forms.Form, deed: Callable[[], None], said: str
) -> HttpResponse:
    if form.is_valid():
        try:
            deed()
        except Refusal as refusal:
            if getattr(refusal, "field", "") in ("photo", "files", "file") and "photos" in form.fields:
                form.add_error("photos", in_words(refusal.reason))
            else:
                refuse(form, refusal)
        else:
            return _back(said)
    fresh = queries.followed(found.pk) or found
    return _page(request, fresh, writes, form, asked=request.POST.get("question", ""), status=422)


def given_back(request: HttpRequest, found: Matter, writes: str, text: str) -> HttpResponse:
    """The page with what was written when the hour was over."""
    form = FORMS[writes](initial={"text": text, "version": found.version})
    return _page(request, found, writes, form)


def _page(
    request: HttpRequest, found: Matter, writes: str, form: forms.Form, *, asked: str = "", status: int = 200
) -> HttpResponse:
    titles = {
        "add": gettext("Add something"),
        "rate": gettext("Say what you think of the reply"),
        "object": gettext("Object to how it ended"),
    }
    question = _question(found, asked)
    title = gettext("Answer the question") if question else titles[writes]
    context: dict[str, Any] = {
        "form": form,
        # The page is also shown behind number and code, at another address.
        "action": reverse(f"portal:complaint_{writes}"),
        "matter_number": found.number,
        # The version shown now, so that sending it once more is a deed on what is seen.
        "version": found.version,
        "open": _stands_open(found, writes),
        "question": question,
        "replies": queries.following(found).replies[:1] if writes == "rate" else [],
        "largest": largest(),
        "most": MOST_FILES,
        "lang": content_lang(),
        "title": title,
        "crumbs": crumbs((found.number, reverse("portal:complaint_mine")), (title, "")),
    }
    return render(request, f"complaints/public/{writes}.html", context, status=status)


def _back(said: str) -> HttpResponse:
    return redirect(f"{reverse('portal:complaint_mine')}?{urlencode({'said': said})}")


@own_page()
def withdraw(request: HttpRequest, found: Matter) -> HttpResponse:
    """Asks once more, and withdraws the matter."""
    problem = ""
    if request.method == "POST":
        try:
            actions.move(
                matter_id=found.pk,
                key="withdraw",
                actor=queries.actor_of(found),
                expected_version=version_of(request.POST),
            )
        except Refusal as refusal:
            problem = in_words(refusal.reason)
            found = queries.followed(found.pk) or found
        else:
            return _back("withdrawn")
    context = {
        "found": found,
        "matter_number": found.number,
        "problem": problem,
        "may": "withdraw" in mine.may(found),
        "lang": content_lang(),
        "crumbs": crumbs(
            (found.number, reverse("portal:complaint_mine")), (gettext("Withdraw the matter yourself"), "")
        ),
    }
    return render(request, "complaints/public/withdraw.html", context, status=422 if problem else 200)


@own_page()
def notices(request: HttpRequest, found: Matter) -> HttpResponse:
    """Switches the notices by e-mail on or off."""
    if request.method != "POST":
        return redirect("portal:complaint_mine")
    try:
        actions.switch_notices(
            matter_id=found.pk, actor=queries.actor_of(found), on=request.POST.get("on") == "yes"
        )
    except Refusal as refusal:
        return mine.shown(request, queries.following(found), problem=in_words(refusal.reason), status=422)
    return _back("notices")

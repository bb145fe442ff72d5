"""What an applicant may do: complete the request, give reasons, withdraw it, switch notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.requests import actions
from gongkai.requests.actions import Given
from gongkai.requests.forms.base import kinds_of_files, largest, refuse
from gongkai.requests.forms.following import CompleteForm, ReasonsForm, version_of
from gongkai.requests.public import mine
from gongkai.requests.public.guard import own_page
from gongkai.requests.public.present import chip, content_lang, crumbs
from gongkai.requests.queries import following as queries
from gongkai.requests.queries.following import Request

WRITING: dict[str, tuple[str, type[forms.Form]]] = {
    "complete": ("correction", CompleteForm),
    "reasons": ("excessive", ReasonsForm),
}


@own_page("complete")
def complete(request: HttpRequest, found: Request) -> HttpResponse:
    """The correction that was asked for (Article 30): words, and files where they help."""
    if request.method != "POST":
        return _asked(request, found, "complete")
    form = CompleteForm(request.POST, request.FILES)

    def deed() -> None:
        actions.complete(
            request_id=found.pk,
            actor=queries.actor_of(found),
            expected_version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
            files=form.uploads(),
        )

    return _try(request, found, "complete", form, deed, "completed")


@own_page("reasons")
def reasons(request: HttpRequest, found: Request) -> HttpResponse:
    """The reasons of the many requests (Article 35)."""
    if request.method != "POST":
        return _asked(request, found, "reasons")
    form = ReasonsForm(request.POST)

    def deed() -> None:
        actions.move(
            request_id=found.pk,
            key="reasons_given",
            actor=queries.actor_of(found),
            expected_version=form.cleaned_data["version"],
            given=Given(reasons=form.cleaned_data["text"]),
        )

    return _try(request, found, "reasons", form, deed, "reasons")


def _try(
    request: HttpRequest,
    found: Request,
    writes: str,
    form: forms.Form,
    deed: Callable[[], None],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            deed()
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _back(said)
    fresh = queries.followed(found.pk) or found
    return _page(request, fresh, writes, form, status=422)


def _asked(request: HttpRequest, found: Request, writes: str, text: str = "") -> HttpResponse:
    state, form = WRITING[writes]
    if found.state != state and not text:
        return redirect("portal:request_mine")
    return _page(request, found, writes, form(initial={"version": found.version, "text": text}))


def given_back(request: HttpRequest, found: Request, writes: str, text: str) -> HttpResponse:
    """The page with what was written when the hour was over."""
    return _asked(request, found, writes, text)


def _page(
    request: HttpRequest, found: Request, writes: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    own = queries.following(found).own
    context: dict[str, Any] = {
        "form": form,
        # The page is also shown behind number and code, at another address.
        "action": reverse(f"portal:request_{writes}"),
        "request_number": found.number,
        # The version shown now, so that sending it once more is a deed on what is seen.
        "version": found.version,
        "open": found.state == WRITING[writes][0],
        "wanted": found.correction_wanted if writes == "complete" else "",
        "own": chip(own) if own else None,
        "kinds": kinds_of_files(),
        "largest": largest(),
        "lang": content_lang(),
        "crumbs": crumbs((found.number, reverse("portal:request_mine")), (_title(writes), "")),
        "title": _title(writes),
    }
    return render(request, f"requests/public/{writes}.html", context, status=status)


def _title(writes: str) -> str:
    return gettext("Complete the request") if writes == "complete" else gettext("Give your reasons")


def _back(said: str) -> HttpResponse:
    return redirect(f"{reverse('portal:request_mine')}?{urlencode({'said': said})}")


@own_page()
def withdraw(request: HttpRequest, found: Request) -> HttpResponse:
    """Asks once more, and withdraws the request."""
    problem = ""
    if request.method == "POST":
        try:
            actions.move(
                request_id=found.pk,
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
        "request_number": found.number,
        "problem": problem,
        "may": "withdraw" in mine.may(found),
        "lang": content_lang(),
        "crumbs": crumbs(
            (found.number, reverse("portal:request_mine")), (gettext("Withdraw the request"), "")
        ),
    }
    return render(request, "requests/public/withdraw.html", context, status=422 if problem else 200)


@own_page()
def notices(request: HttpRequest, found: Request) -> HttpResponse:
    """Switches the notices by e-mail on or off."""
    if request.method != "POST":
        return redirect("portal:request_mine")
    try:
        actions.switch_notices(
            request_id=found.pk, actor=queries.actor_of(found), on=request.POST.get("on") == "yes"
        )
    except Refusal as refusal:
        return mine.shown(request, queries.following(found), problem=in_words(refusal.reason), status=422)
    return _back("notices")

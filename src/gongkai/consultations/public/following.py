"""Being told of consultations by e-mail (邮件订阅): the form, the link that confirms it, and leaving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations import followers
from gongkai.consultations.actions import following as actions
from gongkai.consultations.forms.following import FollowForm
from gongkai.consultations.public import present
from gongkai.consultations.queries import following as reads
from gongkai.consultations.queries.records import Follower
from gongkai.core import rate
from gongkai.core.access import form_page, key_page
from gongkai.core.formfields import one_line, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.consultations import rules
from gongkai.domain.text import say
from gongkai.people import directory

#: Wishes a minute from one caller, and messages a minute to one address.
MOST_A_CALLER, MOST_AN_ADDRESS = 5, 1


@form_page
def follow(request: HttpRequest) -> HttpResponse:
    """The form; sent, that a message is on its way. The same whether the address follows already or not."""
    agencies = directory.agencies()
    if not reads.offered():
        return _note(request, _no_mail(), sent=request.method == "POST")
    if request.method != "POST":
        chosen = one_line(request.GET.get("agency", ""), 40)
        known = chosen if chosen in {each.code for each in agencies} else ""
        return _ask(request, FollowForm(agencies=agencies, initial={"agency": known}))
    form = FollowForm(request.POST, agencies=agencies)
    if not form.is_valid():
        return _ask(request, form, status=422)
    wish = form.wish(get_language() or "zh-hans")
    seconds = rate.wait("consultations.follow", rate.caller(request), MOST_A_CALLER)
    seconds = seconds or rate.wait("consultations.follow.address", wish.email.lower(), MOST_AN_ADDRESS)
    if seconds:
        form.add_error(None, in_words(_too_many(seconds)))
        return _ask(request, form, status=429)
    try:
        actions.ask(wish)
    except Refusal as refusal:
        refuse(form, refusal)
        return _ask(request, form, status=422)
    title = _("A message is on its way to {email}").format(email=wish.email)
    text = _(
        "Open the link in it within two days and confirm. Until then nothing is kept, and you are told of nothing. If "
        "no message comes, look among the unwanted ones."
    )
    return _note(request, {"title": title, "text": text})


def _too_many(seconds: int) -> Any:
    return say(
        "A message was asked for just now. Look for it, also among the unwanted ones; another one can be asked for in "
        "{seconds} seconds.",
        seconds=seconds,
    )


def _ask(request: HttpRequest, form: FollowForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "days": rules.house("reminder")["days"],
        "lang": words.content_lang(),
        "crumbs": present.crumbs((_title(), "")),
    }
    return render(request, "consultations/public/follow.html", context, status=status)


def _title() -> str:
    return _("Be told of drafts by e-mail")


def _no_mail() -> dict[str, str]:
    return {
        "title": _("No e-mail can be sent from here at present"),
        "text": _("The Atom feed and the calendar of last days tell the same, without an address."),
        "kind": "warning",
    }


def _too_old() -> dict[str, str]:
    return {
        "title": _("This link holds no more"),
        "text": _("It is older than two days, or was not copied as a whole. Ask for a new one."),
        "kind": "warning",
        "url": reverse("portal:consultation_follow"),
        "label": _title(),
    }


def _note(
    request: HttpRequest,
    note: dict[str, str],
    *,
    heading: str = "",
    button: str = "",
    refused: bool = False,
    sent: bool = False,
) -> HttpResponse:
    """Something said, with at most one button that sends this very page."""
    heading = heading or _title()
    context = {
        "heading": heading,
        "note": note,
        "button": button,
        "crumbs": present.crumbs((heading, "")),
    }
    status = 422 if sent or refused else 200
    return render(request, "consultations/public/follow_note.html", context, status=status)


@form_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the message: a page with a button, for programs that look into messages open every link."""
    heading = _("Confirm that you want to be told of drafts")
    posted = request.method == "POST"
    wish = followers.read_wish(token)
    if wish is None:
        return _note(request, _too_old(), heading=heading, sent=posted)
    if not posted:
        note = {"title": wish.email, "text": _of(wish.agency)}
        return _note(request, note, heading=heading, button=_("Yes, tell me by e-mail"))
    try:
        made = actions.confirm(token)
    except Refusal as refusal:
        note = {"title": in_words(refusal.reason), "text": "", "kind": "warning"}
        return _note(request, note, heading=heading, refused=True)
    note = {
        "title": _("From now on you are told by e-mail"),
        "text": _("Every message has a link with which you leave at once."),
        "kind": "success",
        "url": reverse("portal:consultation_leave", args=[followers.leave_key(made.pk)]),
        "label": _("Leave again"),
    }
    return _note(request, note, heading=heading)


def _of(code: str) -> str:
    """Whose drafts they are, in a sentence."""
    agency = directory.agency(code) if code else None
    if agency is None:
        return _("This address is told of the drafts of every agency.")
    return _("This address is told of the drafts of {agency}.").format(agency=words.agency_name(agency))


@form_page
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The page to leave: a button, and then that the address is erased."""
    heading = _("Get no more messages")
    posted = request.method == "POST"
    found = reads.by_leave_key(token)
    if found is None:
        return _note(request, _not_copied(), heading=heading, sent=posted)
    if posted:
        actions.leave(token)
    elif found.left_at is None:
        return _note(request, {"title": "", "text": _whose(found)}, heading=heading, button=heading)
    note = {
        "title": _("You get no more messages"),
        "text": _("Your address was erased. A message that was on its way already may still arrive."),
        "kind": "success",
        "url": reverse("portal:consultations"),
        "label": _("Drafts open for your opinion"),
    }
    return _note(request, note, heading=heading)


def _not_copied() -> dict[str, str]:
    return {
        "title": _("This link leads to nobody"),
        "text": _("It was not copied as a whole. Copy it from the message again."),
        "kind": "warning",
    }


def _whose(found: Follower) -> str:
    return _of(found.agency.code if found.agency else "")


@key_page
def leave_at_once(request: HttpRequest, token: str) -> HttpResponseBase:
    """For mail programs (RFC 8058): sent, it leaves at once; opened, it is the page to leave."""
    found = reads.by_leave_key(token)
    if found is None:
        return JsonResponse({"message": _("This link leads to nobody")}, status=403)
    if request.method != "POST":
        return redirect("portal:consultation_leave", token)
    actions.leave(token)
    return HttpResponse(_("You get no more messages"), content_type="text/plain; charset=utf-8")


leave_at_once.csrf_exempt = True  # type: ignore[attr-defined]  # the key in the address stands for the reader

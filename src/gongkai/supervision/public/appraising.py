"""Filling in a sheet: the open one for everybody, and the one of an invitation, by its code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock, rate, secret_codes
from gongkai.core.access import form_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render as in_words
from gongkai.domain.text import Text, say
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.forms.appraisal import CodeForm, OpenSheetForm, SheetForm
from gongkai.supervision.public.appraisals import address_of, found_or_404, sentence, trail
from gongkai.supervision.queries import appraisal_public as reads
from gongkai.supervision.queries.appraisal_records import Round

#: Codes one caller may try in a minute.
CODES_PER_MINUTE = 10
#: The name of the mark that this browser has sent the open sheet; it holds the round's number and nothing else.
COOKIE = "appraised"
_LONGEST_CODE = 40


@form_page
def take_part(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """The open sheet; sent, that it arrived."""
    found = found_or_404(agency, number)
    if not reads.is_open(found):
        return _closed(request, found)
    sheet = words.sheet_of(found)
    if request.method != "POST":
        return _ask(request, found, OpenSheetForm(sheet=sheet), before=_sent_before(request, found))
    form = OpenSheetForm(_sent(request), sheet=sheet)
    stopped = _stopped(request, form)
    if stopped or not form.is_valid():
        return _ask(request, found, form, 429 if stopped else 422)
    try:
        answering.fill_in(round_id=found.pk, token=form.sending, answers=form.answers())
    except Refusal as refusal:
        return _refused(request, found, form, refusal)
    response = _done(request, found, invited=False)
    age = ((found.closes_on - clock.today()).days + 1) * 86400
    response.set_cookie(f"{COOKIE}-{found.pk}", "1", max_age=age, httponly=True, samesite="Lax")
    return response


@form_page
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of an invitation, and leads to its sheet."""
    form = CodeForm(_sent(request)) if request.method == "POST" else CodeForm()
    status = 200
    if form.is_bound and form.is_valid():
        plain = secret_codes.plain(form.cleaned_data["code"])
        if not plain:
            form.add_error("code", in_words(reads.WHY_NO_CODE))
        else:
            return HttpResponseRedirect(reverse("portal:appraisal_invited", args=[plain]))
    if form.is_bound:
        status = 422
    context = {"form": form, "crumbs": trail((_("I was invited"), ""))}
    return render(request, "supervision/public/appraisal_code.html", context, status=status)


@form_page
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of an invitation. A code that is no good is told as such, however often it is asked."""
    seconds = rate.wait("supervision.appraisal_codes", rate.caller(request), CODES_PER_MINUTE)
    if seconds:
        return _no_code(request, _too_many_codes(seconds), 429)
    invitation = reads.invitation_by_code(code[:_LONGEST_CODE])
    if invitation is None:
        return _no_code(request, reads.WHY_NO_CODE, 422 if request.method == "POST" else 200)
    found = invitation.round
    sheet = words.sheet_of(found)
    if request.method != "POST":
        return _ask(request, found, SheetForm(sheet=sheet), invited=True)
    form = SheetForm(_sent(request), sheet=sheet)
    if not form.is_valid():
        return _ask(request, found, form, 422, invited=True)
    try:
        answering.answer_by_code(code=code[:_LONGEST_CODE], answers=form.answers())
    except Invalid as invalid:
        refuse(form, invalid)
        return _ask(request, found, form, 422, invited=True)
    except Refusal as refusal:
        return _no_code(request, refusal.reason, 422)
    return _done(request, found, invited=True)


# --- what they share --------------------------------------------------------------------------------------------------


def _sent(request: HttpRequest) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in request.POST:
        plain.setlist(key, [value.replace("\x00", "") for value in request.POST.getlist(key)])
    return plain


def _stopped(request: HttpRequest, form: OpenSheetForm) -> bool:
    """Whether too much came from one place; the form says so then."""
    most = settings.GONGKAI_OPINIONS_PER_MINUTE
    seconds = rate.wait("supervision.appraisals", rate.caller(request), most)
    if seconds:
        form.is_valid()
        form.add_error(None, in_words(_too_many(most, seconds)))
    return bool(seconds)


def _too_many_codes(seconds: int) -> Text:
    return say(
        "More than {most} codes were tried from your address within a minute. Wait {seconds} seconds and open the link "
        "again.",
        most=CODES_PER_MINUTE,
        seconds=seconds,
    )


def _too_many(most: int, seconds: int) -> Text:
    return say(
        "More than {most} forms came from your address within a minute, so this one was not taken yet. Wait {seconds} "
        "seconds and send it again; what you typed still stands.",
        most=most,
        seconds=seconds,
    )


def _sent_before(request: HttpRequest, found: Round) -> bool:
    return f"{COOKIE}-{found.pk}" in request.COOKIES


def _ask(
    request: HttpRequest,
    found: Round,
    form: SheetForm,
    status: int = 200,
    *,
    invited: bool = False,
    before: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "invited": invited,
        "sent_before": before,
        "closes_on": found.closes_on,
        "days_left": (found.closes_on - clock.today()).days,
        "today": clock.today(),
        "action": request.get_full_path(),
        **_around(found, words.sheet_title(words.sheet_of(found))),
    }
    return render(request, "supervision/public/appraisal_sheet.html", context, status=status)


def _refused(request: HttpRequest, found: Round, form: SheetForm, refusal: Refusal) -> HttpResponse:
    now = found_or_404(found.agency.code, found.number)
    if not reads.is_open(now):
        return _closed(request, now)
    refuse(form, refusal)
    return _ask(request, found, form, 422)


def _closed(request: HttpRequest, found: Round) -> HttpResponse:
    """Why nothing can be sent; what was written stands there to be copied."""
    context = {
        "sentence": sentence(found),
        "written": _written(request),
        **_around(found, words.sheet_title(words.sheet_of(found))),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/public/appraisal_closed.html", context, status=status)


def _written(request: HttpRequest) -> str:
    """What somebody wrote in their own words and could not send."""
    written = [
        value.replace("\x00", "").strip()
        for name, values in request.POST.lists()
        if name.startswith("q:")
        for value in values
        if len(value) > 3
    ]
    return "\n\n".join(written)


def _no_code(request: HttpRequest, reason: Text, status: int) -> HttpResponse:
    """That the code is no good, or not now; what was written stands there to be copied."""
    context = {"reason": reason, "written": _written(request), "crumbs": trail((_("I was invited"), ""))}
    return render(request, "supervision/public/appraisal_no_code.html", context, status=status)


def _done(request: HttpRequest, found: Round, *, invited: bool) -> HttpResponse:
    context = {"invited": invited, **_around(found, _("It has arrived"))}
    return render(request, "supervision/public/appraisal_done.html", context)


def _around(found: Round, title: str) -> dict[str, Any]:
    return {
        "of": found,
        "title": title,
        "round_title": words.title(found),
        "agency_name": words.agency_name(found.agency),
        "of_url": address_of(found),
        "crumbs": trail((words.title(found), address_of(found)), (title, "")),
    }

"""Whom to call, and a call: the number, the questions, what came of it. Nothing else of anybody is shown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.actions.appraisal_answers import note_call
from gongkai.supervision.forms.appraisal import CallForm
from gongkai.supervision.queries import appraisals as reads
from gongkai.supervision.queries.appraisal_records import Invitation
from gongkai.supervision.staff.common import show, without_nul

#: People on a page: nobody makes more calls in a day.
SIZE = 50


@staff_page
def calls(request: HttpRequest) -> HttpResponse:
    """The list: fewest tries first."""
    acting = _interviewer(request)
    waiting = reads.to_call(acting)
    count = waiting.count()
    context = {
        "rows": [_row(each) for each in waiting[:SIZE]],
        "shown": ngettext("{count} person to call", "{count} people to call", count).format(count=count),
        "tries": reads.tries(),
        "crumbs": _trail(acting),
    }
    return show(request, "appraisal_calls", context)


@staff_page
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call; sent, what came of it."""
    acting = _interviewer(request)
    found = reads.call_one(acting, pk) if pk < 2**63 else None
    if request.method != "POST":
        if found is None:
            raise Http404
        return _page(request, acting, found, _blank(found))
    if found is None:
        return _again(request, acting, pk)
    form = CallForm(without_nul(request.POST), sheet=words.sheet_of(found.round))
    if not form.is_valid():
        return _page(request, acting, found, form, status=422)
    try:
        noted = note_call(
            invitation_id=pk,
            actor=acting,
            tries_seen=form.cleaned_data.get("tries") or 0,
            result=form.cleaned_data["result"],
            answers=form.answers(),
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return _page(request, acting, found, form, status=422)
    except Conflict as conflict:
        return _page(request, acting, found, form, refusal=conflict, status=conflict.status)
    except Refusal as refusal:
        return _page(request, acting, found, form, refusal=refusal, status=refusal.status)
    tell(request, _("Noted for no. {place}: {result}").format(place=noted.place, result=_said(noted)))
    return go("appraisal_calls")


def _again(request: HttpRequest, acting: StaffActor, pk: int) -> HttpResponse:
    """Sent twice, it is told as done; of anybody else there is no such page."""
    result = request.POST.get("result", "")
    if pk < 2**63 and result in dict(CallForm.base_fields["result"].choices):  # type: ignore[attr-defined]
        try:
            noted = note_call(invitation_id=pk, actor=acting, tries_seen=0, result=result)
        except Refusal as refusal:
            raise Http404 from refusal
        tell(request, _("Noted for no. {place}: {result}").format(place=noted.place, result=_said(noted)))
        return go("appraisal_calls")
    raise Http404


def _interviewer(request: HttpRequest) -> StaffActor:
    acting = actor(request)
    if not acting.roles & access.INTERVIEWERS:
        raise Http404
    return acting


def _blank(found: Invitation) -> CallForm:
    return CallForm(sheet=words.sheet_of(found.round), initial={"tries": found.tries})


def _said(found: Invitation) -> str:
    if found.outcome:
        return words.outcome_name(found.outcome)
    return _("to be called again, {tries} of {most} tries made").format(tries=found.tries, most=reads.tries())


def _row(found: Invitation) -> dict[str, Any]:
    return {
        "title": _("No. {place}").format(place=found.place),
        "url": address("appraisal_call", found.pk),
        "round": words.title(found.round),
        "stratum": words.stratum_name(found.stratum),
        "tries": found.tries,
    }


def _trail(acting: StaffActor, *rest: tuple[str, str]) -> list[dict[str, str]]:
    sees = bool(acting.roles & access.SEEING)
    first = (_("Appraisal by citizens"), address("appraisals")) if sees else (_("My work"), address("home"))
    return crumbs(first, (_("Whom to call"), address("appraisal_calls") if rest else ""), *rest)


def _page(
    request: HttpRequest,
    acting: StaffActor,
    found: Invitation,
    form: CallForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    name = _("No. {place}").format(place=found.place)
    context = {
        "of": found,
        "form": form,
        "refusal": refusal,
        "name": name,
        "round_title": words.title(found.round),
        "agency_name": words.agency_name(found.round.agency),
        "telephone": reads.telephone_of(found),
        "stratum": words.stratum_name(found.stratum),
        "tries": found.tries,
        "most": reads.tries(),
        "closes_on": found.round.closes_on,
        "days_left": (found.round.closes_on - clock.today()).days,
        "crumbs": _trail(acting, (name, "")),
    }
    return show(request, "appraisal_call", context, status)

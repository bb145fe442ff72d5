"""A finding's record: what is wrong, what the monitor looks for, the notice and its answer, the course, the deeds."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.domain import swimlane
from gongkai.domain.supervision.course import OPEN, PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import Told
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import access_accountability as accountability
from gongkai.supervision import words
from gongkai.supervision.actions.moving import move_finding
from gongkai.supervision.forms.findings import MoveForm
from gongkai.supervision.queries import case_choices, findings, lists, reach
from gongkai.supervision.queries.records import Finding
from gongkai.supervision.staff import cards
from gongkai.supervision.staff.common import Tried, found_finding, show, trail, typed, without_nul


@staff_page
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_finding(request, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: Finding,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    is_open = found.state in OPEN
    context: dict[str, Any] = {
        "finding": found,
        "badges": [
            {"label": words.monitor_name(found.monitor), "kind": "info"},
            words.state_badge(found),
        ],
        "facts": _facts(found),
        "due_on": found.act_by if is_open else None,
        "days_left": lists.days_left(found, clock.calendar()) if is_open else None,
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step(found),
        "said": findings.said(found),
        **_record(found, acting),
        "monitor": words.monitor_shown(found.monitor),
        "moves": cards.of(found, acting, tried),
        **_accountability(found, acting),
        "tried": tried,
        "timeline": _course(found),
        "process_svg": _picture(words.language(), found.state),
        "process_table": _table(),
        "process_name": _(PROCESS.title),
        "crumbs": trail(found),
    }
    return show(request, "finding_record", context, status)


def _record(found: Finding, acting: StaffActor) -> dict[str, Any]:
    """The way to the record that is wrong, or that the person's posts do not show it; nothing where it has no page."""
    url = address_if_any(found.address, *found.address_args) if found.address else ""
    shown = bool(url) and reach.may_open(acting, found)
    return {"record_url": url if shown else "", "kept_from": bool(url) and not shown}


def _accountability(found: Finding, acting: StaffActor) -> dict[str, Any]:
    """The cases begun from the finding, and the way to begin one, for whom each is."""
    begin = f"{address('accountability_new')}?finding={found.pk}"
    return {
        "cases": [
            {"number": case.number, "url": address("accountability_case", case.pk)}
            for case in case_choices.of_finding(acting, found)
        ],
        "begin_url": begin if found.agency_id in accountability.opening_in(acting) else "",
    }


def _facts(found: Finding) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Unit concerned"), "value": words.unit_name(found.unit)},
        {"label": _("First found on"), "value": date_format(found.found_on, "DATE_FORMAT")},
        {"label": _("Last seen on"), "value": date_format(found.last_seen_on, "DATE_FORMAT")},
    ]
    if found.closed_on is not None:
        rows.append({"label": _("Closed on"), "value": date_format(found.closed_on, "DATE_FORMAT")})
    return rows


def _course(found: Finding) -> list[Any]:
    """What happened, newest first: the ledger's sentences, and what the monitor did by itself at either end."""
    by_itself = [each for each in findings.steps(found) if each.person_id is None]
    ended = [{"at": each.at, "sentence": _("The monitor does not find it any more.")} for each in by_itself]
    name = words.monitor_name(found.monitor)
    begun = {"at": found.found_on, "sentence": _("The monitor “{monitor}” found it.").format(monitor=name)}
    told = [_with_words(each) for each in sentences(findings.told(found))]
    return [*ended, *reversed(told), begun]


def _with_words(told: Told) -> Told:
    """What a notice asked for and what was answered are told as words: they are no reasons."""
    if told.verb.rpartition(".")[2] not in ("urge", "answer") or not told.reason:
        return told
    sentence = _("{sentence}. In words: {words}").format(sentence=told.sentence, words=told.reason)
    return replace(told, sentence=sentence, reason="")


@lru_cache(maxsize=16)
def _picture(_language: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESS, label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


def _table() -> dict[str, Any]:
    rows = swimlane.text_alternative(PROCESS, gettext)
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                each.step,
                each.who,
                gettext("; ").join(f"{move.words} → {move.leads_to}" for move in each.next) or "—",
            ]
            for each in rows
        ],
    }


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    found, acting = found_finding(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = move_finding(
            finding_id=pk, key=key, actor=acting, expected_revision=version_seen(request), **form.given()
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, tried=tried, status=422)
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = found_finding(request, pk)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("supervision_finding", pk)

"""A case's record: what it is about, who was told and heard, talks, result, review, the course, the deeds."""

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
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.domain import swimlane
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import OPEN, PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import Told
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import access_accountability as access
from gongkai.supervision import case_words, words
from gongkai.supervision.actions.moving_cases import move_case
from gongkai.supervision.forms.cases import CaseMoveForm
from gongkai.supervision.queries import case_choices, cases
from gongkai.supervision.queries.cases import Case
from gongkai.supervision.staff import case_cards
from gongkai.supervision.staff.case_common import Tried, found_case, show, trail
from gongkai.supervision.staff.common import typed, without_nul

#: Moves whose words are a reason to be read beside their sentence.
REASONED = frozenset({"look_again", "send_back", "drop", "decline"})


@staff_page
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_case(request, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: Case,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    sight = access.sight(acting, found)
    fault = liability.faults().get(found.fault)
    measure = liability.measures().get(found.measure)
    is_open = found.state in OPEN and found.act_by is not None
    context: dict[str, Any] = {
        "case": found,
        "full": sight == "full",
        "reads": sight != "head",
        "concerned": sight == "concerned",
        "badges": [
            {"label": case_words.fault_name(found.fault), "kind": "info"},
            case_words.state_badge(found),
        ],
        "facts": _facts(found),
        "due_on": found.act_by if is_open else None,
        "days_left": clock.calendar().between(clock.today(), found.act_by) if found.act_by else None,
        "sentence": PROCESS.state(found.state).label,
        "next": case_words.next_step(found),
        "fault": case_words.shown(fault) if fault else None,
        "measure": case_words.shown(measure) if measure else None,
        "proposed": case_words.measure_name(found.proposed_measure),
        "source": _source(found, acting) if sight == "full" else None,
        "talks": cases.talks(found, sight),
        "statements": cases.statements(found, sight),
        "moves": case_cards.of(found, acting, tried),
        "tried": tried,
        "timeline": _course(found, sight),
        "process_svg": _picture(words.language(), found.state),
        "process_table": _table(),
        "process_name": _(PROCESS.title),
        "crumbs": trail((found.number, "")),
    }
    return show(request, "case_record", context, status)


def _facts(found: Case) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Unit concerned"), "value": words.unit_name(found.unit)},
        {"label": _("Person concerned"), "value": case_words.person_name(found.person)},
    ]
    days = (
        (_("Case opened on"), found.opened_on),
        (_("Decided on"), found.decided_on),
        (_("Review until"), found.appeal_until if not found.appealed_on else None),
        (_("Closed on"), found.closed_on),
    )
    rows += [{"label": label, "value": date_format(day, "DATE_FORMAT")} for label, day in days if day]
    return rows


def _source(found: Case, acting: StaffActor) -> dict[str, str]:
    """Where the case came from, with the way there for whom it opens."""
    name = case_words.source_name(found.source)
    if found.finding is not None and case_choices.sees_finding(acting, found.finding.pk):
        url = address("supervision_finding", found.finding.pk)
        return {"name": name, "title": found.finding.title, "url": url}
    if found.matter is not None and case_choices.sees_matter(acting, found.matter.pk):
        return {
            "name": name,
            "title": f"{found.matter.number} {found.matter.title}",
            "url": address("complaint", found.matter.pk),
        }
    return {"name": name, "title": "", "url": ""}


def _course(found: Case, sight: access.Sight) -> list[Told]:
    """What happened, newest first: the ledger's sentences, with the reasons of what was sent back or dropped."""
    told = sentences(cases.told(found, sight))
    steps = [each for each in cases.steps(found) if sight == "full" or each.move not in cases.INSIDE]
    reasons = [each.words if each.move in REASONED else "" for each in steps]
    if sight == "head" or len(reasons) != len(told):
        return told[::-1]
    return [replace(each, reason=why) for each, why in zip(told, reasons, strict=True)][::-1]


@lru_cache(maxsize=32)
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
    found, acting = found_case(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = CaseMoveForm(without_nul(request.POST), move=PROCESS.move(key), case=found)
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = move_case(
            case_id=pk, key=key, actor=acting, expected_revision=version_seen(request), given=form.given()
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, tried=tried, status=422)
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = found_case(request, pk)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("accountability_case", pk)

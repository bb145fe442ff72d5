"""A round's record: where it stands, how it was drawn, how many answered, the course, the moves."""

from __future__ import annotations

from dataclasses import dataclass
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
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.domain import swimlane
from gongkai.domain.process import Kind, Move
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision.appraisal import PROCESS, PUBLIC
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import access_appraisal as access
from gongkai.supervision import appraisal_words as words
from gongkai.supervision.actions.appraisal_moving import move_round
from gongkai.supervision.forms.appraisal import MoveForm
from gongkai.supervision.public.appraisals import address_of
from gongkai.supervision.queries import appraisals as reads
from gongkai.supervision.queries.appraisal_records import Round
from gongkai.supervision.staff.common import Tried, show, typed, without_nul

#: What is asked before a move that cannot be taken back.
QUESTIONS = {
    "draw": N_("The frame is frozen and the sample drawn; the days cannot be changed any more. Draw it?"),
    "count": N_("The answers are counted once. Count them now?"),
    "publish": N_("Everybody can read the results then. Publish them?"),
    "call_off": N_("The appraisal ends here, and nothing of it is published. Call it off?"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: MoveForm
    question: str
    open: bool
    url: str


@staff_page
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_round(request, pk)
    return page(request, found, acting)


def found_round(request: HttpRequest, pk: int) -> tuple[Round, StaffActor]:
    """The round and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = reads.one(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def page(
    request: HttpRequest, found: Round, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    result = reads.result_of(found)
    under_way = found.state in ("prepared", "drawn", "open")
    context: dict[str, Any] = {
        "of": found,
        "title": words.title(found),
        "badges": [words.state_badge(found)],
        "facts": _facts(found),
        "due_on": found.closes_on if under_way else None,
        "days_left": clock.calendar().between(clock.today(), found.closes_on) if under_way else None,
        "sentence": PROCESS.state(found.state).label,
        "next": _next(found),
        "strata": words.stratum_rows(reads.strata(found)) if found.seed else [],
        "outcomes": words.outcome_rows(reads.outcomes(found)) if found.seed else [],
        "counts": reads.answer_counts(found),
        "result": _result(found, result),
        "public_url": address_of(found) if found.state in PUBLIC else "",
        "edit_url": address("appraisal_edit", found.pk) if access.may_write(acting, found) else "",
        "calls_url": address("appraisal_calls") if found.state == "open" and acting.roles & access.INTERVIEWERS else "",
        "words": _words(found, acting),
        "moves": _cards(found, acting, tried),
        "tried": tried,
        "timeline": list(reversed(sentences(reads.told(found)))),
        "process_svg": _picture(words.language(), found.state),
        "process_table": _table(),
        "process_name": _(PROCESS.title),
        "crumbs": crumbs((_("Appraisal by citizens"), address("appraisals")), (words.title(found), "")),
    }  # fmt: skip
    return show(request, "appraisal_record", context, status)


def _facts(found: Round) -> list[dict[str, Any]]:
    rows = [
        (_("Number"), found.number),
        (_("Agency"), words.agency_name(found.agency)),
        (_("Who may be drawn dealt with it"), words.days(found)),
        (_("Question sheet"), words.sheet_title(words.sheet_of(found))),
        (_("Answers until"), date_format(found.closes_on, "DATE_FORMAT")),
        (_("Drawn on"), date_format(found.drawn_on, "DATE_FORMAT") if found.drawn_on else ""),
        (_("Opened on"), date_format(found.opened_on, "DATE_FORMAT") if found.opened_on else ""),
        (_("Reminded on"), date_format(found.reminded_on, "DATE_FORMAT") if found.reminded_on else ""),
        (_("Published on"), date_format(found.published_on, "DATE_FORMAT") if found.published_on else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _next(found: Round) -> str:
    state = PROCESS.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def _result(found: Round, result: Any) -> dict[str, Any] | None:
    """The figures before they are public: who publishes them must have read them."""
    if result is None:
        return None
    sheet = words.sheet_of(found)
    return {
        "response": words.response(result),
        "sample": result.sample,
        "open": result.open,
        "dimensions": words.dimension_rows(result.sample, None),
        "questions": words.question_rows(sheet, result.sample),
        "open_questions": words.question_rows(sheet, result.open),
        "fewest": found.rules.get("fewest"),
        "cell": found.rules.get("cell"),
    }


def _words(found: Round, acting: StaffActor) -> dict[str, Any] | None:
    """How many texts there are and wait; only where they are looked at."""
    if found.state not in ("closed", "counted"):
        return None
    return {
        "count": reads.words_of(found).count(),
        "waiting": reads.words_waiting(found).count(),
        "url": address("appraisal_words", found.pk) if access.may_look(acting, found) else "",
    }


def _cards(found: Round, acting: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and calling off last."""
    offered = sorted(
        reads.offers(found, acting), key=lambda each: (each.refused is not None, each.move.key == "call_off")
    )
    cards = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine and isinstance(tried.form, MoveForm) else MoveForm(move=offer.move)
        first = not at and offer.refused is None and key != "call_off"
        cards.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address("appraisal_move", found.pk, key),
            )
        )
    return cards


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
    found, acting = found_round(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return page(request, found, acting, tried=tried, status=422)
    try:
        moved = move_round(
            round_id=pk, key=key, actor=acting, expected_revision=version_seen(request), **form.given()
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, tried=tried, status=422)
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        found, acting = found_round(request, pk)
        return page(request, found, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("appraisal", pk)

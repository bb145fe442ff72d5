"""An assessment's record: where it stands, who is assessed and with what result, the course, the deeds."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.assessment import ROUND
from gongkai.domain.supervision.scoring import written
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import assessment_access as access
from gongkai.supervision import assessment_words as words
from gongkai.supervision.actions import assessing
from gongkai.supervision.forms.assessing import MoveForm, WhoForm
from gongkai.supervision.queries import assessed, assessments
from gongkai.supervision.queries.records import Assessed, Assessment
from gongkai.supervision.queries.scoring import score_of, subjects
from gongkai.supervision.staff.assessing.common import (
    Again,
    Card,
    attempt,
    found_assessment,
    next_step,
    picture,
    sorted_offers,
    table,
)
from gongkai.supervision.staff.common import Tried, show, without_nul
from gongkai.supervision.words import language

#: What is asked before a move that cannot be taken back.
QUESTIONS = {
    "review": N_("Self-assessments end, and the records of everybody are counted now. Begin the review?"),
    "tell": N_("Those assessed read their results and may appeal from now on. Tell them?"),
    "publish": N_("Everybody can read the results then, and they stand. Publish them?"),
    "call_off": N_("The assessment ends here without a result. Call it off?"),
}
ASIDE = frozenset({"call_off"})


@staff_page
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_assessment(request, pk)
    return page(request, found, acting, Tried(), 200)


def page(
    request: HttpRequest, found: Assessment, acting: StaffActor, tried: Tried, status: int
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    rows = assessments.entries(acting, found)
    said = assessed.handed_in(found)
    due = {"self": found.self_until, "told": found.appeal_until}.get(found.state)
    prepares = bool(access.may_prepare(acting, found.agency_id))
    context: dict[str, Any] = {
        "of": found,
        "badges": [words.state_badge(found)],
        "facts": _facts(found, acting),
        "due_on": due,
        "days_left": clock.calendar().between(clock.today(), due) if due else None,
        "sentence": ROUND.state(found.state).label,
        "next": next_step(ROUND, found.state),
        "entries": [_entry(each, found, said) for each in rows],
        "counted": found.state not in ("prepared", "self"),
        "names": _names(found) if found.state == "prepared" else [],
        "who_form": _who(found, tried) if found.state == "prepared" and prepares else None,
        "recount_url": address("assessment_recount", found.pk)
        if found.state == "review" and prepares
        else "",
        "cards": _cards(found, acting, tried),
        "tried": tried,
        "timeline": list(reversed(sentences(assessed.told(found)))),
        "process_svg": picture(language(), ROUND.key, found.state),
        "process_table": table(ROUND),
        "process_name": _(ROUND.title),
        "crumbs": crumbs((_("Assessment"), address("assessments")), (found.title, "")),
    }
    return show(request, "assess_record", context, status)


def _facts(found: Assessment, acting: StaffActor) -> list[dict[str, Any]]:
    sheet = assessments.sheet(acting, found.sheet_id)
    rows: list[dict[str, Any]] = [
        {"label": _("Year"), "value": str(found.year)},
        {
            "label": _("Score sheet"),
            "value": found.sheet.title,
            "url": address("score_sheet", found.sheet_id) if sheet else "",
        },
        {"label": _("Who is assessed"), "value": words.kind_name(found.sheet.kind)},
    ]
    for label, day in (
        (_("Self-assessments until"), found.self_until),
        (_("Results told on"), found.told_on),
        (_("Appeals until"), found.appeal_until),
        (_("Published on"), found.published_on),
    ):
        if day is not None:
            rows.append({"label": label, "value": date_format(day, "DATE_FORMAT")})
    if found.digest:
        rows.append({"label": _("Digest of the results"), "value": found.digest, "wide": True})
    return rows


def _entry(each: Assessed, found: Assessment, said: set[int]) -> dict[str, Any]:
    """One row: nothing is scored before records are counted."""
    counted = found.state not in ("prepared", "self")
    own = written(score_of(each, own=True).points) if counted and each.pk in said else ""
    return {
        "name": words.who(each.unit or each.agency),
        "url": address("assessed", each.pk),
        "own": own,
        "points": "" if each.points is None else words.points(each.points),
        "percent": "" if each.percent is None else written(each.percent),
        "grade": words.grade_badge(each.grade),
        "rank": each.rank,
        "badge": words.state_badge(each),
    }


def _names(found: Assessment) -> list[str]:
    return [words.who(each) for each in subjects(found.agency_id, found.sheet.kind, found.subjects)]


def _who(found: Assessment, tried: Tried) -> WhoForm:
    if isinstance(tried.form, WhoForm):
        return tried.form
    return WhoForm(subjects=subjects(found.agency_id, found.sheet.kind), initial={"who": found.subjects})


def _cards(found: Assessment, acting: StaffActor, tried: Tried) -> list[Card]:
    last_day = clock.calendar().after(clock.today(), sheets.days("self_assessment"))
    made: list[Card] = []
    for at, offer in enumerate(sorted_offers(found, acting, ASIDE)):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine and tried.form is not None else MoveForm(move=offer.move, last_day=last_day)
        first = not at and offer.refused is None and key not in ASIDE
        question = _(QUESTIONS[key]) if key in QUESTIONS else ""
        url = address("assessment_move", found.pk, key)
        made.append(Card(offer.move, "" if first else "secondary", offer.refused, form, question, mine, url))
    return made


def _again(request: HttpRequest, pk: int) -> Again:
    def again(tried: Tried, status: int) -> HttpResponse:
        found, acting = found_assessment(request, pk)
        return page(request, found, acting, tried, status)

    return again


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    _found, acting = found_assessment(request, pk)
    if not ROUND.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=ROUND.move(key))

    def do() -> object:
        return assessing.move_assessment(
            assessment_id=pk, key=key, actor=acting, expected_revision=version_seen(request), **form.given()
        )

    state = _(ROUND.state(ROUND.move(key).target).label)
    sentence = _("Done: {move}. It now stands at: {state}.")
    done = sentence.format(move=_(ROUND.move(key).label), state=state)
    return attempt(request, key, form, do, done, _again(request, pk)) or go("assessment", pk)


@staff_page
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Chooses anew who is assessed."""
    found, acting = found_assessment(request, pk)
    form = WhoForm(without_nul(request.POST), subjects=subjects(found.agency_id, found.sheet.kind))

    def do() -> object:
        return assessing.choose(
            assessment_id=pk,
            actor=acting,
            expected_revision=version_seen(request),
            who=form.cleaned_data["who"],
        )

    done = _("It is kept who is assessed.")
    return attempt(request, "choose", form, do, done, _again(request, pk)) or go("assessment", pk)


@staff_page
@require_POST
def recount(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts the records of everybody again."""
    _found, acting = found_assessment(request, pk)
    try:
        assessing.recount(assessment_id=pk, actor=acting, expected_revision=version_seen(request))
    except Refusal as refusal:
        return _again(request, pk)(Tried("recount", None, refusal), refusal.status)
    tell(request, _("The records of everybody are counted again."))
    return go("assessment", pk)

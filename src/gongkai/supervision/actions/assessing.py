"""Assessments of a year: prepared, opened, reviewed, told, published. One door for each move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.supervision import scoring, sheets
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.actions import assessment_base as base
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, ScoreSheet
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.assessed import subject as subject_of_entry
from gongkai.supervision.queries.scoring import (
    counted,
    digest,
    indicators_of,
    lines_plain,
    score_of,
    subjects,
)

PREPARED = ledger.verb("supervision.assessment.prepared", N_("{actor} prepared the assessment {title}"))
CHOSEN = ledger.verb("supervision.assessment.chosen", N_("{actor} chose who is assessed in {title}"))
RECOUNTED = ledger.verb(
    "supervision.assessment.recounted", N_("{actor} counted the records of {title} again")
)
#: Days from today up to which the self-assessment may last.
FARTHEST = 366


def prepare(
    *, sheet_id: int, actor: StaffActor, year: int, title: str = "", who: Sequence[int] | None = None
) -> Assessment:
    """A new assessment by an adopted sheet; ``who``: units or agencies (``None``: all there are).

    Raises ``NotAllowed``, ``Refusal`` where the sheet is not in use, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        sheet = base.in_hand(ScoreSheet, sheet_id, actor, None)
        access.may_prepare(actor, sheet.agency_id).require()
        if sheet.state != "adopted":
            raise Refusal(
                say("Only a sheet in use can be assessed by. Let it be simulated and adopted first.")
            )
        today = clock.today()
        if not 2000 <= year <= today.year:
            raise Invalid(say("Choose a year of which there are records."), field="year")
        if Assessment.objects.filter(sheet=sheet, year=year).exclude(state="called_off").exists():
            raise Invalid(say("By this sheet the year is assessed already."), field="year")
        now = clock.now()
        made = Assessment.objects.create(
            agency_id=sheet.agency_id,
            sheet=sheet,
            year=year,
            title=base.words(title, "title", 120) or f"{sheet.title}（{year}年）"[:120],
            subjects=[each.key for each in subjects(sheet.agency_id, sheet.kind, who)],
            created_at=now,
            updated_at=now,
        )
        doing = actor.acting_as(access.roles_over(actor, made).get("people.supervisor"))
        ledger.record(
            PREPARED,
            subject=assessments.subject_of(made),
            actor=doing,
            data={"title": made.title, "year": year, "subjects": made.subjects},
        )
    return made


def choose(
    *, assessment_id: int, actor: StaffActor, expected_revision: int | None, who: Sequence[int]
) -> Assessment:
    """Chooses anew who is assessed, while nothing is opened."""
    with transaction.atomic():
        found = base.in_hand(Assessment, assessment_id, actor, expected_revision)
        access.may_prepare(actor, found.agency_id).require()
        if found.state != "prepared":
            raise Refusal(say("The assessment was opened: who is assessed stays as it is."))
        found.subjects = [each.key for each in subjects(found.agency_id, found.sheet.kind, who)]
        base.put_back(found)
        ledger.record(
            CHOSEN,
            subject=assessments.subject_of(found),
            actor=actor.acting_as(access.roles_over(actor, found).get("people.supervisor")),
            data={"title": found.title, "subjects": found.subjects},
        )
    return found


def move_assessment(
    *,
    assessment_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    reason: str = "",
    until: date | None = None,
) -> Assessment:
    """Makes the move ``key`` (``domain.supervision.assessment.ROUND``); ``until``: last day of the self-assessment.

    A second click changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = base.in_hand(Assessment, assessment_id, actor, expected_revision)
        except Conflict:
            again = base.done_before(Assessment, assessment_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        why = base.words(reason, "reason")
        if key == "open":
            _check_day(until)
            found.self_until = until or clock.calendar().after(clock.today(), sheets.days("self_assessment"))
        # Before the table is asked: a refusal takes everything back, and the event tells what came of it.
        effect = _EFFECTS.get(key)
        data = effect(found) if effect is not None else {}
        base.moved(
            found, key, actor, given={"reason"} if why else (), reason=why, data={"year": found.year, **data}
        )
        if key == "publish":
            _fix(found)
    return found


def recount(*, assessment_id: int, actor: StaffActor, expected_revision: int | None) -> Assessment:
    """Counts the records of everybody again while the assessment is reviewed; who was reviewed stays so."""
    with transaction.atomic():
        found = base.in_hand(Assessment, assessment_id, actor, expected_revision)
        access.may_prepare(actor, found.agency_id).require()
        if found.state != "review":
            raise Refusal(say("Records are counted again only while the assessment is reviewed."))
        _count(found)
        base.put_back(found)
        ledger.record(
            RECOUNTED,
            subject=assessments.subject_of(found),
            actor=actor.acting_as(access.roles_over(actor, found).get("people.supervisor")),
            data={"title": found.title},
        )
    return found


def _check_day(until: date | None) -> None:
    today = clock.today()
    if until is not None and until < today:
        raise Invalid(say("This day is over already."), field="until")
    if until is not None and (until - today).days > FARTHEST:
        raise Invalid(say("This day is more than a year away."), field="until")


def _open(found: Assessment) -> dict[str, object]:
    """Everybody chosen has an entry from here on, and the sheet stays as it stands now."""
    now = clock.now()
    found.indicators = found.sheet.indicators
    who = subjects(found.agency_id, found.sheet.kind, found.subjects)
    if found.state == "prepared":
        Assessed.objects.bulk_create(
            Assessed(assessment=found, unit_id=each.unit, agency=each.agency, updated_at=now) for each in who
        )
    return {"subjects": [each.key for each in who]}


def _count(found: Assessment) -> dict[str, object]:
    """The records of everybody, counted at one moment; who is reviewed already is scored anew."""
    indicators = indicators_of(found)
    now = clock.now()
    changed = list(found.assessed.select_related("unit", "agency"))
    # Of everybody with an entry: a unit closed meanwhile is still assessed for its year.
    counts = counted(indicators, found.year, [subject_of_entry(each) for each in changed])
    for each in changed:
        each.assessment = found
        each.computed, each.counted_at = counts.get(each.unit_id or each.agency_id, {}), now
        _shares(each, indicators)
        each.revision += 1
        if each.state not in ("awaited", "handed_in"):
            put_points(each)
    Assessed.objects.bulk_update(
        changed, ["computed", "counted_at", "judged", "points", "percent", "grade", "revision"]
    )
    return {}


def _shares(entry: Assessed, indicators: Sequence[scoring.Indicator]) -> None:
    """What a reviewer corrected is a share of what records count now, not of what they counted then."""
    for rule in (rule for each in indicators for rule in each.rules):
        if rule.measure and rule.way == "share" and rule.key in entry.judged:
            entry.judged[rule.key]["of"] = entry.computed.get(rule.measure, {}).get("of")


def put_points(entry: Assessed) -> None:
    """Sets points, percent and grade from what was counted and judged."""
    found = score_of(entry)
    entry.points, entry.percent = found.points, found.percent
    entry.grade = scoring.grade(found.percent, sheets.grades()).key


def _tell(found: Assessment) -> dict[str, object]:
    found.told_on = clock.today()
    found.appeal_until = clock.calendar().after(found.told_on, sheets.days("appeal"))
    _rank(found)
    return {"appeal_until": found.appeal_until.isoformat()}


def _rank(found: Assessment) -> list[Assessed]:
    rows = list(found.assessed.select_related("unit", "agency"))
    order = scoring.ranks((each.pk, each.points or scoring.ZERO) for each in rows)
    for each in rows:
        each.assessment, each.rank = found, order[each.pk]
    Assessed.objects.bulk_update(rows, ["rank"])
    return rows


def _publish(found: Assessment) -> dict[str, object]:
    """The results as they are published: they stand from here on, and their digest says so."""
    rows = _rank(found)
    found.published_on = clock.today()
    found.results = {
        "agency": found.agency.code,
        "agency_name": found.agency.name,
        "year": found.year,
        "title": found.title,
        "source": found.sheet.source,
        "published_on": found.published_on.isoformat(),
        "grades": [[each.key, each.label, str(each.from_percent)] for each in sheets.grades()],
        "indicators": found.indicators,
        "assessed": [_published(each) for each in sorted(rows, key=lambda each: (each.rank or 0, each.pk))],
    }
    found.digest = digest(found.results)
    return {"digest": found.digest, "assessed": [each.pk for each in rows]}


def _fix(found: Assessment) -> None:
    """The results stand: the ledger tells it with the publication, which names the entries."""
    now = clock.now()
    rows = list(found.assessed.all())
    AssessmentStep.objects.bulk_create(AssessmentStep(assessed=each, move="fix", at=now) for each in rows)
    found.assessed.update(state="final", updated_at=now, revision=F("revision") + 1)


def _published(entry: Assessed) -> dict[str, object]:
    who = entry.unit or entry.agency
    return {
        "name": who.name,
        "name_en": who.name_en,
        "points": str(entry.points),
        "percent": str(entry.percent),
        "grade": entry.grade,
        "rank": entry.rank,
        "lines": lines_plain(score_of(entry)),
    }


_EFFECTS = {"open": _open, "review": _count, "tell": _tell, "publish": _publish}

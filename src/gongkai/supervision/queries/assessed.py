"""What the screens of assessments read besides: live counts, records behind them, evidence, how far each has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain.supervision.assessment import ROUND
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.measures import measure
from gongkai.supervision.measures.base import MOST_NAMED
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, Evidence, ScoreSheet
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.scoring import Counts, Subject, counted, indicators_of, measures_of

#: Assessments a list shows at the most; one a sheet and year.
MOST = 300
#: How long after it was prepared the very same assessment is taken for a second click.
SOON_AFTER = timedelta(minutes=10)
Named = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a count: how many cases, of how many, and those named, each with its address."""

    cases: int
    of: int | None
    records: Sequence[Named]

    @property
    def unnamed(self) -> int:
        """Cases counted beyond those that are named at the most; a count may also be of something else than records."""
        return max(0, self.cases - MOST_NAMED) if len(self.records) >= MOST_NAMED else 0


def listed(actor: StaffActor) -> list[Assessment]:
    """The assessments the actor sees, the newest first."""
    return list(assessments.for_staff(actor)[:MOST])


def by_state(actor: StaffActor, rows: Iterable[Assessment]) -> dict[int, dict[str, int]]:
    """Assessment → state → entries the actor sees in it; one query."""
    keys = [each.pk for each in rows]
    if not keys:
        return {}
    seen = Assessed.objects.filter(access.entries_visible_to(actor), assessment_id__in=keys)
    found: dict[int, dict[str, int]] = {}
    for pk, state, number in seen.order_by().values_list("assessment_id", "state").annotate(Count("pk")):
        found.setdefault(pk, {})[state] = number
    return found


def in_use(actor: StaffActor) -> list[ScoreSheet]:
    """The sheets by which the actor may prepare an assessment."""
    rows = assessments.sheets_for_staff(actor).filter(state="adopted")
    return [each for each in rows if access.may_prepare(actor, each.agency_id)]


def prepared_just_now(sheet_id: int, year: int, who: Sequence[int]) -> Assessment | None:
    """The assessment a first click prepared with the very same input."""
    since = clock.now() - SOON_AFTER
    rows = Assessment.objects.filter(sheet_id=sheet_id, year=year, state="prepared", created_at__gte=since)
    return next((each for each in rows if set(each.subjects) == set(who)), None)


def handed_in(assessment: Assessment) -> set[int]:
    """The entries whose self-assessment was handed in; one query."""
    steps = AssessmentStep.objects.filter(assessed__assessment=assessment, move="hand_in")
    return {pk for pk in steps.order_by().values_list("assessed_id", flat=True) if pk is not None}


def subject(entry: Assessed) -> Subject:
    """Who is assessed, as the counts know them."""
    who = entry.unit or entry.agency
    return Subject(entry.unit_id, entry.agency, who.name, who.name_en)


def computed(entry: Assessed) -> Counts:
    """What records count: as they stand now until the review begins, from then on as they were counted."""
    if entry.assessment.state != "self":
        return dict(entry.computed)
    mine = subject(entry)
    return counted(indicators_of(entry.assessment), entry.assessment.year, [mine])[mine.key]


def behind(entry: Assessed, key: str) -> Behind | None:
    """The records a measure counted for the entry; ``None`` where its sheet asks for no such measure."""
    if key not in measures_of(indicators_of(entry.assessment)):
        return None
    if entry.assessment.state != "self":
        row = entry.computed.get(key)
        return Behind(row["cases"], row.get("of"), list(row["records"])) if row else Behind(0, None, [])
    measured = measure(entry.agency, entry.assessment.year, [key]).get(key)
    if measured is None:
        return None
    whole = entry.unit_id is None
    count, named = measured.count(entry.unit_id, whole=whole), measured.named(entry.unit_id, whole=whole)
    rows = [[each.name, each.address, list(each.args)] for each in named[:MOST_NAMED]]
    return Behind(count.cases, count.of, rows)


def evidence(entry: Assessed) -> list[Evidence]:
    """What was added to the lines, oldest first."""
    return list(entry.evidence.select_related("person", "file"))


def piece(entry: Assessed, pk: int) -> Evidence | None:
    """One piece of it, with its file."""
    return entry.evidence.select_related("file").filter(pk=pk).first()


def told(record: assessments.Record) -> list[Event]:
    """The events of its ledger, oldest first."""
    return list(ledger.events_of([assessments.subject_of(record)]))


def public_counts(agency_id: int | None = None) -> dict[str, int]:
    """State → assessments the public is told of, those it is told the same words of together; one query."""
    counts = assessments.state_counts(Assessment, agency_id)
    first: dict[str, str] = {}
    found: dict[str, int] = {}
    for state in ROUND.states:
        if state.sentence:
            key = first.setdefault(state.sentence, state.key)
            found[key] = found.get(key, 0) + counts[state.key]
    return found

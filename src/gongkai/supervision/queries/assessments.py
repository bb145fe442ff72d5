"""Score sheets, assessments and entries as people see them, and what may be done with them next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.supervision import assessment as course
from gongkai.domain.supervision import scoring, sheets
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, ScoreSheet
from gongkai.supervision.queries.scoring import indicators_of, score_of

Record = ScoreSheet | Assessment | Assessed
PROCESS_OF: dict[type[Any], process.Process] = {
    ScoreSheet: course.SHEET,
    Assessment: course.ROUND,
    Assessed: course.ENTRY,
}
SUBJECT_OF: dict[type[Any], str] = {
    ScoreSheet: "supervision.score_sheet",
    Assessment: "supervision.assessment",
    Assessed: "supervision.assessed",
}


def subject_of(record: Record) -> tuple[str, object]:
    """The record as a subject of the ledger."""
    return SUBJECT_OF[type(record)], record.pk


def sheets_for_staff(actor: StaffActor) -> QuerySet[ScoreSheet]:
    """The sheets the actor sees, the newest first."""
    return ScoreSheet.objects.filter(access.sheets_visible_to(actor)).select_related("agency").order_by("-id")


def sheet(actor: StaffActor, pk: int) -> ScoreSheet | None:
    """One sheet."""
    return sheets_for_staff(actor).filter(pk=pk).first()


def for_staff(actor: StaffActor) -> QuerySet[Assessment]:
    """The assessments the actor sees, the newest first."""
    rows = Assessment.objects.filter(access.visible_to(actor)).select_related("agency", "sheet")
    return rows.annotate(
        entries=Count("assessed", distinct=True),
        done=Count("assessed", filter=~Q(assessed__state__in=("awaited", "handed_in")), distinct=True),
    ).order_by("-year", "-id")


def one(actor: StaffActor, pk: int) -> Assessment | None:
    """One assessment."""
    return for_staff(actor).filter(pk=pk).first()


def entries(actor: StaffActor, assessment: Assessment) -> list[Assessed]:
    """Who is assessed, as far as the actor sees them; the best first once there are ranks."""
    rows = Assessed.objects.filter(access.entries_visible_to(actor), assessment=assessment)
    listed = rows.select_related("unit", "agency", "assessment__sheet", "assessment__agency")
    return sorted(listed, key=lambda each: (each.rank or 10**6, each.pk))


def entry(actor: StaffActor, pk: int) -> Assessed | None:
    """One entry."""
    rows = Assessed.objects.filter(access.entries_visible_to(actor), pk=pk)
    return rows.select_related("unit", "agency", "assessment__sheet", "assessment__agency").first()


def steps(record: Record) -> list[AssessmentStep]:
    """Who made which move, oldest first."""
    return list(record.steps.select_related("person"))


def told(record: Record) -> list[Event]:
    """The events of its ledger, oldest first."""
    return list(ledger.events_of([subject_of(record)]))


def facts(record: Record, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the tables are asked with; ``given``: ``reason`` and flags the form fills."""
    doers: dict[str, set[str]] = {}
    for step in record.steps.all():
        for who in (step.person_id, step.on_behalf_of_id):
            if who is not None:
                doers.setdefault(step.move, set()).add(str(who))
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, record)),
        doers={key: frozenset(who) for key, who in doers.items()},
        given=frozenset(given) & {"reason"},
        flags=flags(record) | (frozenset(given) & {"told_why", "judged"}),
    )


def flags(record: Record) -> frozenset[str]:
    """What is true of the record by itself."""
    if isinstance(record, ScoreSheet):
        found = {
            "whole": not scoring.faults(indicators_of(record), sheets.measures()),
            "simulated": bool(record.simulated_digest) and record.simulated_digest == record.digest,
        }
    elif isinstance(record, Assessment):
        found = _assessment_flags(record)
    else:
        found = _entry_flags(record)
    return frozenset(name for name, true in found.items() if true)


def _assessment_flags(record: Assessment) -> dict[str, bool]:
    today = clock.today()
    states = list(record.assessed.values_list("state", flat=True))
    return {
        "peopled": bool(record.subjects),
        "over": (record.self_until is not None and record.self_until < today) or "awaited" not in states,
        "all_reviewed": bool(states) and not {"awaited", "handed_in"} & set(states),
        "settled": "appealed" not in states and (record.appeal_until is None or record.appeal_until < today),
    }


def _entry_flags(record: Assessed) -> dict[str, bool]:
    today = clock.today()
    state, until = record.assessment.state, record.assessment.appeal_until
    return {
        "self_time": state == "self",
        "review_time": state == "review",
        "judged": not score_of(record).open,
        "appeal_time": state == "told" and (until is None or today <= until),
        "published": state == "published",
    }


def offers(record: Record, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now; what a form asks for is not missing yet."""
    given = ("reason", "told_why", "judged")
    return process.offers(PROCESS_OF[type(record)], record.state, facts(record, actor, given))


def to_do(actor: StaffActor) -> list[Record]:
    """What waits for the actor: self-assessments, reviews, appeals, sheets to adopt, results to publish."""
    found: list[Record] = []
    own = Q(unit_id__in=access.units_answered_for(actor)) | Q(
        unit__isnull=True, agency_id__in=_agencies(actor, "publishing.office")
    )
    rows = Assessed.objects.select_related("unit", "agency", "assessment")
    found += rows.filter(own, state="awaited", assessment__state="self")
    # The result was told, and the days to appeal run.
    found += rows.filter(
        own, state="reviewed", assessment__state="told", assessment__appeal_until__gte=clock.today()
    )
    supervised = _agencies(actor, "people.supervisor")
    led = _agencies(actor, "duties.leader")
    found += rows.filter(
        assessment__agency_id__in=supervised, assessment__state="review", state__in=("awaited", "handed_in")
    )
    found += rows.filter(assessment__agency_id__in=led, state="appealed")
    found += ScoreSheet.objects.filter(agency_id__in=led, state="simulated").select_related("agency")
    ready = Assessment.objects.select_related("agency", "sheet")
    waiting = ready.filter(agency_id__in=led, state="told", appeal_until__lt=clock.today())
    found += waiting.exclude(assessed__state="appealed")
    mine = ready.filter(agency_id__in=supervised)
    # The review can begin when the days are over or nobody is awaited; it is told when nobody is left to review.
    awaited, left = Q(assessed__state="awaited"), Q(assessed__state__in=("awaited", "handed_in"))
    over = Q(self_until__lt=clock.today()) | ~Q(pk__in=ready.filter(awaited).values("pk"))
    found += mine.filter(over, state="self")
    found += mine.filter(state="review").exclude(pk__in=ready.filter(left).values("pk"))
    return found


def to_do_count(actor: StaffActor) -> int:
    """How much waits for the actor."""
    return len(to_do(actor)) if actor.roles & access.SEEING else 0


def _agencies(actor: StaffActor, role: str) -> set[int]:
    return {holding.agency_id for holding in actor.holdings if role in holding.roles}


def published(agency_id: int | None = None) -> QuerySet[Assessment]:
    """Published assessments, the newest first: what the public reads."""
    rows = Assessment.objects.filter(state="published").select_related("agency", "sheet")
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return rows.order_by("-year", "-published_on", "-id")


def state_counts(kind: type[Any], agency_id: int | None = None) -> dict[str, int]:
    """State → records of the kind, of one agency or of all; one query."""
    rows = kind.objects.all()
    if agency_id is not None:
        path = "assessment__agency_id" if kind is Assessed else "agency_id"
        rows = rows.filter(**{path: agency_id})
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: counted.get(state.key, 0) for state in PROCESS_OF[kind].states}

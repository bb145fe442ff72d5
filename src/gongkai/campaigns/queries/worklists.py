"""What campaigns ask of each person: to do, waiting for others, done lately; and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.campaigns import access
from gongkai.campaigns.models import (
    Campaign,
    CampaignStep,
    Inspection,
    InspectionStep,
    Listed,
    Notice,
)
from gongkai.campaigns.queries import campaigns, inspections, notices, sites
from gongkai.campaigns.queries.subjects import INSPECTION
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.campaigns.course import INSPECTOR, ORGANISER, PUBLISHER
from gongkai.people.actor import StaffActor

DONE_DAYS, BOARD_ROWS = 30, 500


@dataclass(frozen=True, slots=True)
class ToVisit:
    """A site that waits for an inspection, and why."""

    listed: Listed
    standing: sites.Standing


@dataclass(frozen=True, slots=True)
class Worklist:
    """My campaigns and records; the sites my unit is to visit; how many letters are late."""

    campaigns: Sequence[Campaign] = ()
    records: Sequence[Inspection] = ()
    visits: Sequence[ToVisit] = ()
    waiting: Sequence[Inspection] = ()
    done: Sequence[Inspection] = ()
    late_letters: int = 0
    clocks: dict[int, deadlines.Standing] = field(default_factory=dict)


def _never(steps: type[CampaignStep] | type[InspectionStep], column: str, actor: StaffActor) -> Q:
    """Not written by the actor: the author's own eyes are not the second pair."""
    wrote = steps.objects.filter(**{column: OuterRef("pk")}, move__in=("author", "submit"))
    return ~Q(Exists(wrote.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))))


def _owed_campaigns(actor: StaffActor) -> Q:
    organised = access.agencies_seen(actor, frozenset({ORGANISER}))
    announced = access.agencies_seen(actor, frozenset({PUBLISHER}))
    return Q(state="draft", agency_id__in=organised) | (
        Q(state="in_review", agency_id__in=announced) & _never(CampaignStep, "campaign", actor)
    )


def _owed_records(actor: StaffActor) -> Q:
    announced = access.agencies_seen(actor, frozenset({PUBLISHER}))
    mine = Q(inspector_id=actor.person_id) | Q(second_id=actor.person_id)
    return (Q(state="returned", unit_id__in=actor.units_where(INSPECTOR)) & mine) | (
        Q(state="recorded", agency_id__in=announced) & _never(InspectionStep, "inspection", actor)
    )


def to_do_count(actor: StaffActor) -> int:
    """How many campaigns and records wait for the actor, late letters together as one; no query for whoever has no
    part."""
    if not actor.roles & {ORGANISER, PUBLISHER, INSPECTOR}:
        return 0
    owed = campaigns.for_staff(actor).filter(_owed_campaigns(actor)).count()
    owed += inspections.for_staff(actor).filter(_owed_records(actor)).count()
    return owed + (ORGANISER in actor.roles and _late_letters(actor).exists())


def _late_letters(actor: StaffActor) -> QuerySet[Notice]:
    organised = access.agencies_seen(actor, frozenset({ORGANISER}))
    return notices.overdue().filter(campaign__agency_id__in=organised)


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The lists; a fixed number of queries however many there are."""
    if not actor.roles & {ORGANISER, PUBLISHER, INSPECTOR}:
        return Worklist()
    owed = list(campaigns.for_staff(actor).filter(_owed_campaigns(actor)).order_by("updated_at")[:limit])
    every = inspections.for_staff(actor)
    records = list(every.filter(_owed_records(actor)).order_by("made_at", "id")[:limit])
    mine = every.filter(Q(inspector_id=actor.person_id) | Q(second_id=actor.person_id))
    taken = [each.pk for each in records]
    waiting = list(mine.filter(state="recorded").exclude(pk__in=taken)[:limit])
    since = clock.now() - timedelta(days=DONE_DAYS)
    ended = mine.filter(state__in=("published", "withheld"), updated_at__gte=since)
    return Worklist(
        owed,
        records,
        to_visit(actor)[:limit],
        waiting,
        list(ended[:limit]),
        _late_letters(actor).count(),
        clocks_of([*records, *waiting]),
    )


def to_visit(actor: StaffActor) -> list[ToVisit]:
    """The sites of the actor's units in running campaigns that are late, to be looked at again, or not seen yet."""
    units = actor.units_where(INSPECTOR)
    if not units:
        return []
    rows = Listed.objects.filter(
        Q(site__ended_on__isnull=True) | Q(site__ended_on__gte=clock.today()),
        campaign__state="running",
        site__unit_id__in=units,
        taken_out_at__isnull=True,
    )
    listed = list(rows.select_related("campaign", "site__unit").order_by("site__code"))
    stands = sites.standings(listed)
    waiting = [ToVisit(each, stands[each.pk]) for each in listed if stands[each.pk].stand != "passed"]
    order = ("overdue", "to_correct", "unseen")
    return sorted(waiting, key=lambda each: (order.index(each.standing.stand), each.listed.site.code))


def clocks_of(rows: Sequence[Inspection]) -> dict[int, deadlines.Standing]:
    """The running clock of each record that has one; one query."""
    keys = [str(each.pk) for each in rows]
    if not keys:
        return {}
    running = Deadline.objects.filter(subject_type=INSPECTION, subject__in=keys, stopped_on__isnull=True)
    today, calendar = clock.today(), clock.calendar()
    return {int(row.subject): deadlines.standing(row, today=today, calendar=calendar) for row in running}


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    agencies = {each.agency_code for each in actor.holdings if each.roles & access.SEEING_ALL}
    seen = Q(agency__in=agencies) | Q(unit__in=list(actor.units_where(INSPECTOR)))
    return deadlines.board().filter(seen, subject_type=INSPECTION)


def board(actor: StaffActor) -> list[deadlines.Standing]:
    """The days on which records must be public; the next due first."""
    if not actor.roles & access.SEEING:
        return []
    today, calendar = clock.today(), clock.calendar()
    rows = _board_rows(actor)[:BOARD_ROWS]
    return [deadlines.standing(row, today=today, calendar=calendar) for row in rows]


def overdue_count(actor: StaffActor) -> int:
    """How many of them are late."""
    if not actor.roles & access.SEEING:
        return 0
    return _board_rows(actor).filter(due_on__lt=clock.today()).count()


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One of these clocks, running or not, if the actor may see its record."""
    row = Deadline.objects.filter(pk=pk, subject_type=INSPECTION).first()
    seen = row is not None and inspections.for_staff(actor).filter(pk=int(row.subject)).exists()
    return row if seen else None

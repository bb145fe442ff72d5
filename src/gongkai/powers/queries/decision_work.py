"""What decisions ask of each person, what falls due with them, and what their ledger tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline, Event
from gongkai.domain.powers.decision_course import HANDLER, LEADER, PUBLISHER, REVIEWER
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access
from gongkai.powers.models import Decision, DecisionStep
from gongkai.powers.queries.decision_lists import OPEN
from gongkai.powers.queries.decisions import DECISION, for_staff, subject_of

#: Days back in "done", and working days before the end in "due soon".
DONE_DAYS, SOON_DAYS = 30, 3
BOARD_ROWS = 500
#: Role of the agency → the states that wait for it, and whose earlier moves keep a person from the next one.
_TURN = {
    REVIEWER: (("in_review",), ("author",)),
    LEADER: (("to_decide",), ("author", "reviewed")),
    PUBLISHER: (("served", "revoked"), ("author",)),
}


@dataclass(frozen=True, slots=True)
class Worklist:
    """My decisions: to do, waiting for others, done lately, due soon; with the clocks of those that have one."""

    to_do: Sequence[Decision] = ()
    waiting: Sequence[Decision] = ()
    done: Sequence[Decision] = ()
    due_soon: Sequence[Decision] = ()
    clocks: dict[int, deadlines.Standing] = field(default_factory=dict)


def _owed(actor: StaffActor) -> Q:
    """The cases a handler of the unit has, and those that wait for a role of the agency."""
    mine = Q(officer_id=actor.person_id) | Q(officer_id__isnull=True)
    owed = Q(unit_id__in=actor.units_where(HANDLER), state__in=("filed", "notified", "decided")) & mine
    for role, (states, never) in _TURN.items():
        agencies = {each.agency_id for each in actor.holdings if role in each.roles}
        if agencies:
            did = DecisionStep.objects.filter(decision=OuterRef("pk"), move__in=never)
            did = did.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))
            owed |= Q(~Exists(did), state__in=states, agency_id__in=agencies)
    return owed


def to_do_count(actor: StaffActor) -> int:
    """How many decisions wait for the actor; no query for whoever has no part."""
    if not actor.roles & {HANDLER, REVIEWER, LEADER, PUBLISHER}:
        return 0
    return Decision.objects.filter(decision_access.visible_to(actor)).filter(_owed(actor)).count()


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The four lists; a fixed number of queries however many decisions."""
    if not actor.roles & {HANDLER, REVIEWER, LEADER, PUBLISHER}:
        return Worklist()
    every = for_staff(actor).select_related("officer")
    owed = every.filter(_owed(actor))
    to_do = list(owed.order_by("updated_at", "id")[:limit])
    acted = DecisionStep.objects.filter(decision=OuterRef("pk"), person_id=actor.person_id)
    mine = every.filter(Exists(acted)).exclude(pk__in=[each.pk for each in to_do])
    waiting = list(mine.filter(state__in=OPEN).order_by("updated_at", "id")[:limit])
    since = clock.now() - timedelta(days=DONE_DAYS)
    ended = every.filter(Exists(acted.filter(at__gte=since).exclude(move="author"))).exclude(state__in=OPEN)
    done = list(ended.order_by("-updated_at", "-id")[:limit])
    clocks = clocks_of([*to_do, *waiting])
    soon = [
        each
        for each in (*to_do, *waiting)
        if each.pk in clocks
        and clocks[each.pk].days_left is not None
        and clocks[each.pk].days_left <= SOON_DAYS  # type: ignore[operator]
    ]
    return Worklist(to_do, waiting, done, soon, clocks)


def clocks_of(rows: Sequence[Decision]) -> dict[int, deadlines.Standing]:
    """The running clock of each decision that has one; one query."""
    keys = [str(each.pk) for each in rows]
    if not keys:
        return {}
    running = Deadline.objects.filter(subject_type=DECISION, subject__in=keys, stopped_on__isnull=True)
    today, calendar = clock.today(), clock.calendar()
    return {
        int(row.subject): deadlines.standing(row, today=today, calendar=calendar)
        for row in running.filter(due_on__isnull=False).order_by("-due_on")
    }


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    """The clocks of the decisions the actor sees: of whole agencies, or of the own units."""
    agencies = {each.agency_code for each in actor.holdings if each.roles & decision_access.SEEING_ALL}
    seen = Q(agency__in=agencies) | Q(unit__in=list(actor.units_where(HANDLER)))
    return deadlines.board().filter(seen, subject_type=DECISION)


def board(actor: StaffActor) -> list[deadlines.Standing]:
    """The days on which decisions must be public, or withdrawn; the next due first."""
    if not actor.roles & decision_access.SEEING:
        return []
    today, calendar = clock.today(), clock.calendar()
    rows = _board_rows(actor)[:BOARD_ROWS]
    return [deadlines.standing(row, today=today, calendar=calendar) for row in rows]


def overdue_count(actor: StaffActor) -> int:
    """How many of them are late."""
    if not actor.roles & decision_access.SEEING:
        return 0
    return _board_rows(actor).filter(due_on__lt=clock.today()).count()


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One of these clocks, running or not, if the actor may see its decision."""
    row = Deadline.objects.filter(pk=pk, subject_type=DECISION).first()
    seen = row is not None and for_staff(actor).filter(pk=int(row.subject)).exists()
    return row if seen else None


def told(found: Decision) -> list[Event]:
    """The events of a decision, oldest first."""
    return list(ledger.events_of([subject_of(found)]))

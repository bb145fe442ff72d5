"""What each person has to do with matters, waits for, has done, and what falls due.

Everything begins from what the person may see: a report against somebody never reaches them, neither as a row nor as
a number (信访工作条例第三十条).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from gongkai.complaints import access
from gongkai.complaints.models import Instruction, Matter, Nudge, Step
from gongkai.complaints.queries.desk import Item, agencies_of, items, seen_by
from gongkai.complaints.queries.subjects import INSTRUCTION, SESSION, SUBJECT
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CALLER, CHIEF, DESK, HANDLER, HEAD, LEADER, OPEN
from gongkai.people.actor import StaffActor

#: Which states wait for which role of the agency. What waits for a unit is worked out below.
WAITING_FOR = {
    DESK: ("received", "registered", "to_send"),
    CHIEF: ("disputed", "deciding"),
    CALLER: ("replied",),
}
#: Days for which a step of the ladder stays on My work, and days back in "done".
REMINDED_DAYS, DONE_DAYS = 7, 30
#: Most rows of the deadline board.
BOARD_ROWS = 500
_FAR = "9999"


@dataclass(frozen=True, slots=True)
class Worklist:
    """My work: to do, waiting for others, done lately, and due soon."""

    to_do: Sequence[Item] = ()
    waiting: Sequence[Item] = ()
    done: Sequence[Item] = ()
    due_soon: Sequence[Item] = ()


def _owed_by(actor: StaffActor) -> Q:
    """What waits for the actor: for a handler what was given to them, or to their unit and to nobody in it."""
    owed = Q(pk__in=[])
    undecided = Q(extension_asked__gt=0, extension_days=0)
    for holding in actor.holdings:
        here, unit = Q(agency_id=holding.agency_id), Q(unit_id=holding.unit_id)
        for role, states in WAITING_FOR.items():
            if role in holding.roles:
                owed |= here & Q(state__in=states)
        if holding.roles & {HANDLER, HEAD}:
            owed |= unit & Q(state="dispatched")
            owed |= Q(pk__in=_helping(holding.unit_id))
        if HANDLER in holding.roles:
            mine = Q(handler_id=actor.person_id) | Q(handler_id__isnull=True)
            if holding.absent is not None:
                mine |= Q(handler_id=holding.absent)
            owed |= unit & Q(state="handling") & mine
        if HEAD in holding.roles:
            owed |= unit & Q(state="review")
        if CHIEF in holding.roles:
            owed |= here & Q(state="handling") & undecided
        if LEADER in holding.roles:
            owed |= here & Q(state="handling") & (undecided | Q(shelving_asked=True))
    return owed


def _helping(unit_id: int) -> QuerySet[Matter, int]:
    """The open matters on which the unit was asked to help and has not said anything yet."""
    return (
        Matter.objects.filter(
            state__in=OPEN,
            co_units__unit_id=unit_id,
            co_units__ended_at__isnull=True,
            co_units__contributed_at__isnull=True,
        )
        .order_by()
        .values_list("pk", flat=True)
    )


def _owed(actor: StaffActor) -> QuerySet[Matter]:
    return seen_by(actor).filter(_owed_by(actor))


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The four lists; a fixed number of queries however many rows. Nothing for whoever sees no matter."""
    if not agencies_of(actor):
        return Worklist()
    every = seen_by(actor).select_related("unit", "handler")
    to_do = list(
        _owed(actor).select_related("unit", "handler").order_by("-urgent", "updated_at", "id")[:limit]
    )
    acted = Step.objects.filter(person_id=actor.person_id)
    mine = Q(handler_id=actor.person_id) | Q(pk__in=acted.values("matter_id"))
    waiting = list(
        every.filter(mine, state__in=OPEN)
        .exclude(pk__in=[each.pk for each in to_do])
        .order_by("-updated_at", "-id")[:limit]
    )
    lately = acted.filter(at__gte=clock.now() - timedelta(days=DONE_DAYS)).exclude(move="author")
    done = list(
        every.filter(pk__in=lately.values("matter_id"))
        .exclude(pk__in=[each.pk for each in to_do + waiting])
        .order_by("-updated_at", "-id")[:limit]
    )
    rows = iter(items([*to_do, *waiting, *done]))
    parts = [[next(rows) for _ in part] for part in (to_do, waiting, done)]
    pressing = [
        item
        for part in parts[:2]
        for item in part
        if item.standing and item.standing.state in ("soon", "today", "overdue")
    ]
    pressing.sort(key=lambda item: (_due(item), item.matter.pk))
    return Worklist(parts[0], parts[1], parts[2], pressing)


def _due(item: Item) -> str:
    due: datetime | None = item.standing.deadline.due_at if item.standing else None
    return due.isoformat() if due else _FAR


def to_do_count(actor: StaffActor) -> int:
    """How many matters wait for the actor."""
    return _owed(actor).order_by().count() if agencies_of(actor) else 0


def reminders(actor: StaffActor, *, limit: int = 10) -> list[Nudge]:
    """The steps of the ladder, and the urging by hand, of the last week that reached the actor; the newest first."""
    since = clock.now() - timedelta(days=REMINDED_DAYS)
    seen = seen_by(actor).filter(state__in=OPEN).order_by()
    rows = Nudge.objects.filter(person_id=actor.person_id, at__gte=since, matter__in=seen.values("pk"))
    return list(rows.select_related("matter").order_by("-at", "-pk")[:limit])


def board(actor: StaffActor, *, limit: int = BOARD_ROWS) -> list[deadlines.Standing]:
    """Every clock of matters, instructions and sessions the actor answers for, the next due first."""
    if not agencies_of(actor):
        return []
    now, today, calendar = clock.now(), clock.today(), clock.calendar()
    return [
        deadlines.standing(row, today=today, calendar=calendar, now=now) for row in _board_rows(actor)[:limit]
    ]


def overdue_count(actor: StaffActor) -> int:
    """How many of them have run out."""
    if not agencies_of(actor):
        return 0
    past = Q(due_at__isnull=True, due_on__lt=clock.today()) | Q(due_at__lt=clock.now())
    return _board_rows(actor).filter(past).order_by().count()


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    """A clock's own unit and agency say whose it is; what is against the actor is left out, also in the count."""
    seen = Q(pk__in=[])
    for holding in actor.holdings:
        if holding.roles & set(access.SEEING_ALL):
            seen |= Q(agency=holding.agency_code)
        elif holding.roles & set(access.OF_UNIT):
            seen |= Q(agency=holding.agency_code, unit=holding.unit_id)
    key = OuterRef("subject")
    hidden = Matter.objects.filter(access.against(actor))
    matters = hidden.annotate(key=Cast("pk", CharField())).filter(key=key)
    instructed = (
        Instruction.objects.filter(matter__in=hidden.order_by().values("pk"))
        .annotate(key=Cast("pk", CharField()))
        .filter(key=key)
    )
    return (
        deadlines.board()
        .filter(seen, subject_type__in=(SUBJECT, INSTRUCTION, SESSION))
        .exclude(Q(subject_type=SUBJECT) & Exists(matters))
        .exclude(Q(subject_type=INSTRUCTION) & Exists(instructed))
    )


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One clock, if it runs on a matter of the room that the actor may see."""
    row = Deadline.objects.filter(pk=pk, subject_type__in=(SUBJECT, INSTRUCTION, SESSION)).first()
    if row is None:
        return None
    if row.subject_type == SESSION:
        return row if _sees_agency(actor, row.agency) else None
    wanted = int(row.subject)
    if row.subject_type == INSTRUCTION:
        wanted = matters_of([wanted]).get(wanted, 0)
    return row if seen_by(actor).filter(pk=wanted).exists() else None


def _sees_agency(actor: StaffActor, code: str) -> bool:
    return any(each.agency_code == code and each.roles & set(access.SEEING_ALL) for each in actor.holdings)


def matters_of(instructions: Sequence[int]) -> dict[int, int]:
    """The matter to which each of these instructions belongs; one query."""
    return dict(Instruction.objects.filter(pk__in=instructions).values_list("pk", "matter_id"))

"""What each person has to do with requests, waits for, has done, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.requests import DESK, HEAD, LEADER, LEGAL, OFFICER, OPEN
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.models import Consultation, Dispute, Notice, Request, Step
from gongkai.requests.queries.desk import Item, items, seen_by
from gongkai.requests.queries.subjects import CONSULTATION, DISPUTE, SUBJECT

#: Which states wait for which role of the agency. What waits for an officer is worked out below.
WAITING_FOR = {
    DESK: ("received", "registered", "approved", "issued"),
    LEGAL: ("legal_check",),
    LEADER: ("approval",),
}
#: Days for which a reminder stays on My work.
REMINDED_DAYS = 7
#: Days back in "done".
DONE_DAYS = 30
#: Most rows of the deadline board.
BOARD_ROWS = 500


@dataclass(frozen=True, slots=True)
class Worklist:
    """My work: to do, waiting for others, done lately, and due soon."""

    to_do: Sequence[Item]
    waiting: Sequence[Item]
    done: Sequence[Item]
    due_soon: Sequence[Item]


def _owed_by(actor: StaffActor) -> Q:
    """What waits for the actor: for an officer what was given to them, or to their unit and to nobody in it."""
    owed = Q(pk__in=[])
    for holding in actor.holdings:
        here = Q(agency_id=holding.agency_id)
        for role, states in WAITING_FOR.items():
            if role in holding.roles:
                owed |= here & Q(state__in=states)
        if OFFICER in holding.roles:
            mine = Q(officer_id=actor.person_id) | Q(officer_id__isnull=True)
            if holding.absent is not None:
                mine |= Q(officer_id=holding.absent)
            owed |= Q(state="handling", unit_id=holding.unit_id) & mine
        if HEAD in holding.roles:
            undecided = Q(extension_asked__gt=0, extension_days=0)
            untold = Q(fees__notified_on__isnull=True, fees__cancelled_on__isnull=True, fees__amount__gt=0)
            owed |= here & Q(state="handling") & (undecided | untold)
    return owed


def _owed(actor: StaffActor) -> QuerySet[Request]:
    # The fees of the head's part are several rows: the requests are looked up by their number, once each.
    return seen_by(actor).filter(pk__in=seen_by(actor).filter(_owed_by(actor)).order_by().values("pk"))


def reminders(actor: StaffActor, *, limit: int = 10) -> list[Notice]:
    """The reminders of the last week on requests still open: the actor's own, and those nobody is named for."""
    since = clock.now() - timedelta(days=REMINDED_DAYS)
    seen = seen_by(actor).filter(state__in=OPEN)
    mine = Q(person_id=actor.person_id) | Q(person__isnull=True)
    found = Notice.objects.filter(mine, at__gte=since, request__in=seen.values("pk"))
    return list(found.select_related("request").order_by("-at", "-pk")[:limit])


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The four lists; a fixed number of queries however many rows."""
    every = seen_by(actor).select_related("unit", "officer")
    to_do = list(_owed(actor).select_related("unit", "officer").order_by("updated_at")[:limit])
    acted = Step.objects.filter(person_id=actor.person_id)
    mine = Q(officer_id=actor.person_id) | Q(pk__in=acted.values("request_id"))
    waiting = list(
        every.filter(mine, state__in=OPEN)
        .exclude(pk__in=[each.pk for each in to_do])
        .order_by("-updated_at")[:limit]
    )
    lately = acted.filter(at__gte=clock.now() - timedelta(days=DONE_DAYS)).exclude(move="author")
    done = list(
        every.filter(pk__in=lately.values("request_id"))
        .exclude(pk__in=[each.pk for each in to_do + waiting])
        .order_by("-updated_at")[:limit]
    )
    rows = iter(items([*to_do, *waiting, *done]))
    parts = [[next(rows) for _ in part] for part in (to_do, waiting, done)]
    pressing = [
        item
        for part in parts[:2]
        for item in part
        if item.standing and item.standing.state in ("soon", "today", "overdue")
    ]
    pressing.sort(key=lambda item: (_due(item), item.request.pk))
    return Worklist(parts[0], parts[1], parts[2], pressing)


def _due(item: Item) -> str:
    due = item.standing.deadline.due_on if item.standing else None
    return due.isoformat() if due else "9999"


def to_do_count(actor: StaffActor) -> int:
    """How many requests wait for the actor."""
    return _owed(actor).count()


def board(actor: StaffActor, *, limit: int = BOARD_ROWS) -> list[deadlines.Standing]:
    """Every clock of requests, hearings and disputes the actor answers for, the next due first."""
    today, calendar = clock.today(), clock.calendar()
    return [deadlines.standing(row, today=today, calendar=calendar) for row in _board_rows(actor)[:limit]]


def overdue_count(actor: StaffActor) -> int:
    """How many of them have run out."""
    return _board_rows(actor).filter(due_on__lt=clock.today()).count()


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    seen = Q(pk__in=[])
    for holding in actor.holdings:
        if holding.roles & set(access.SEEING_ALL):
            seen |= Q(agency=holding.agency_code)
        elif OFFICER in holding.roles:
            seen |= Q(agency=holding.agency_code, unit=holding.unit_id)
    return deadlines.board().filter(seen, subject_type__in=(SUBJECT, CONSULTATION, DISPUTE))


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One clock, if it runs on a matter of the room that the actor may see."""
    row = Deadline.objects.filter(pk=pk, subject_type__in=(SUBJECT, CONSULTATION, DISPUTE)).first()
    if row is None:
        return None
    matter = int(row.subject)
    if row.subject_type == DISPUTE:
        seen = Dispute.objects.filter(access.disputes_visible_to(actor), pk=matter).exists()
    elif row.subject_type == CONSULTATION:
        seen = seen_by(actor).filter(consultations=matter).exists()
    else:
        seen = seen_by(actor).filter(pk=matter).exists()
    return row if seen else None


def requests_of(consultations: Sequence[int]) -> dict[int, int]:
    """The request to which each of these hearings belongs; one query."""
    return dict(Consultation.objects.filter(pk__in=consultations).values_list("pk", "request_id"))

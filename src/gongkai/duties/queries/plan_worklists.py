"""What plans, tasks, meetings and themes ask of each person; and the limits on the deadline board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.duties import plan_access
from gongkai.duties.access import DOER, LEADER, PLANNER, agencies_seen
from gongkai.duties.models import Called, DutyStep, Meeting, Task, Theme, WorkPlan
from gongkai.duties.queries import meetings, plans, tasks, themes
from gongkai.duties.queries.plan_subjects import TASK
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Membership

DONE_DAYS, BOARD_ROWS = 30, 500
_WORKING = frozenset({PLANNER, DOER, LEADER})


@dataclass(frozen=True, slots=True)
class Worklist:
    """My plans, tasks, meetings and themes; meetings I am called to; what others have in hand; what was done."""

    plans: Sequence[WorkPlan] = ()
    tasks: Sequence[Task] = ()
    meetings: Sequence[Meeting] = ()
    themes: Sequence[Theme] = ()
    invited: Sequence[Meeting] = ()
    waiting: Sequence[Task] = ()
    done: Sequence[Task] = ()
    clocks: dict[int, deadlines.Standing] = field(default_factory=dict)


def works_here(actor: StaffActor) -> bool:
    """Whether the person has a part in plans, beyond seeing them."""
    return bool(actor.roles & _WORKING)


def _others(kind: str, moves: tuple[str, ...], actor: StaffActor) -> Q:
    """Not done by the actor: one's own eyes are not the second pair."""
    rows = DutyStep.objects.filter(kind=kind, record=OuterRef("pk"), move__in=moves)
    return ~Q(Exists(rows.filter(Q(person_id=actor.person_id) | Q(on_behalf_of_id=actor.person_id))))


def _of(actor: StaffActor, role: str) -> set[int]:
    return agencies_seen(actor, frozenset({role}))


def _plans(actor: StaffActor) -> Q:
    return Q(state="draft", agency_id__in=_of(actor, PLANNER)) | (
        Q(state="in_review", agency_id__in=_of(actor, LEADER)) & _others("plan", ("author", "submit"), actor)
    )


def _tasks(actor: StaffActor) -> Q:
    mine = Q(unit_id__in=actor.units_where(DOER), state__in=("planned", "doing"), given_on__isnull=False)
    checks = _of(actor, PLANNER) | _of(actor, LEADER)
    return mine | (Q(state="reported", agency_id__in=checks) & _others("task", ("report",), actor))


def _meetings(actor: StaffActor) -> Q:
    planned = Q(agency_id__in=_of(actor, PLANNER))
    mine = planned & (Q(state="draft") | Q(state="called", begins_at__lte=clock.now()))
    unwritten = planned & Q(state="held", minutes="")
    signs = Q(state="held", agency_id__in=_of(actor, LEADER)) & ~Q(minutes="")
    return mine | unwritten | (signs & _others("meeting", ("author",), actor))


def _themes(actor: StaffActor) -> Q:
    opens = Q(state="draft", agency_id__in=_of(actor, LEADER)) & ~Q(aim="") & ~Q(measures="")
    return opens & _others("theme", ("author",), actor)


def sits_only(actor: StaffActor) -> bool:
    """Whether the person sits in a body and has no post that shows plans: the meetings are all they see here."""
    if actor.roles & plan_access.SEEING:
        return False
    return Membership.objects.filter(plan_access.seats_of(actor), current_on(clock.today())).exists()


def invitations(actor: StaffActor) -> QuerySet[Meeting]:
    """The meetings of today and later the actor was called to, the next first."""
    called = Called.objects.filter(plan_access.seats_of(actor, "member__")).values("meeting_id")
    day = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Meeting.objects.filter(pk__in=called, state="called", begins_at__gte=day)
    return rows.exclude(_meetings(actor)).select_related("body").order_by("begins_at", "pk")


def invitations_count(actor: StaffActor) -> int:
    """How many of them."""
    return invitations(actor).count()


def to_do_count(actor: StaffActor) -> int:
    """How many records wait for the actor, and the meetings called to."""
    invited = invitations_count(actor)
    if not works_here(actor):
        return invited
    return invited + (
        plans.for_staff(actor).filter(_plans(actor)).count()
        + tasks.for_staff(actor).filter(_tasks(actor)).count()
        + meetings.for_staff(actor).filter(_meetings(actor)).count()
        + themes.for_staff(actor).filter(_themes(actor)).count()
    )


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The lists; a fixed number of queries however many there are."""
    invited = list(invitations(actor)[:limit])
    if not works_here(actor):
        return Worklist(invited=invited)
    every = tasks.for_staff(actor)
    owed = list(every.filter(_tasks(actor))[:limit])
    mine = Q(unit_id__in=actor.units_where(DOER))
    waiting = list(every.filter(mine, state="reported").exclude(pk__in=[each.pk for each in owed])[:limit])
    since = clock.today() - timedelta(days=DONE_DAYS)
    done = every.filter(mine, state="done", done_on__gte=since).order_by("-done_on", "-id")
    return Worklist(
        list(plans.for_staff(actor).filter(_plans(actor)).order_by("updated_at")[:limit]),
        owed,
        list(meetings.for_staff(actor).filter(_meetings(actor)).order_by("begins_at")[:limit]),
        list(themes.for_staff(actor).filter(_themes(actor)).order_by("updated_at")[:limit]),
        invited,
        waiting,
        list(done[:limit]),
        tasks.clocks_of([*owed, *waiting]),
    )


def _board_rows(actor: StaffActor) -> QuerySet[Deadline]:
    agencies = {each.agency_code for each in actor.holdings if each.roles & plan_access.SEEING_ALL}
    seen = Q(agency__in=agencies) | Q(unit__in=list(actor.units_where(DOER)))
    return deadlines.board().filter(seen, subject_type=TASK)


def board(actor: StaffActor) -> list[deadlines.Standing]:
    """The limits of tasks; the next due first."""
    if not actor.roles & plan_access.SEEING:
        return []
    today, calendar = clock.today(), clock.calendar()
    return [
        deadlines.standing(row, today=today, calendar=calendar) for row in _board_rows(actor)[:BOARD_ROWS]
    ]


def overdue_count(actor: StaffActor) -> int:
    """How many of them are over."""
    if not actor.roles & plan_access.SEEING:
        return 0
    return _board_rows(actor).filter(due_on__lt=clock.today()).count()


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One of these clocks, running or not, if the actor may see its task."""
    row = Deadline.objects.filter(pk=pk, subject_type=TASK).first()
    seen = row is not None and tasks.task(actor, int(row.subject)) is not None
    return row if seen else None

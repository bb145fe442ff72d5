"""Lists of plans, tasks, meetings and themes for staff: narrowed by filters, paged by the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, SmallIntegerField, When
from django.db.models.functions import Coalesce, TruncDate

from gongkai.core import clock
from gongkai.domain.duties.tasks import OPEN
from gongkai.duties import plan_access
from gongkai.duties.access import PLANNER, agencies_seen
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan
from gongkai.duties.queries import meetings, plans, tasks, themes
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person, Post, Unit

#: Rows of a page, and what parts the two halves of a cursor.
SIZE, MARK = 30, "~"
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Any]
    after: str


def sees_plans(actor: StaffActor) -> bool:
    """Whether plans are among the person's posts."""
    return bool(actor.roles & plan_access.SEEING)


def agencies_planned(actor: StaffActor) -> list[int]:
    """The agencies the actor plans for, the own one first."""
    found = agencies_seen(actor, frozenset({PLANNER}))
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units of the agencies whose tasks the actor sees."""
    rows = Unit.objects.filter(agency_id__in=agencies_seen(actor, plan_access.SEEING))
    return list(rows.select_related("agency").order_by("agency_id", "position", "id"))


def people_of(agency_id: int) -> list[Person]:
    """Whom a task may be given to."""
    return list(Person.objects.filter(agency_id=agency_id, is_active=True).order_by("name", "pk"))


def posts_of(agency_id: int) -> list[Post]:
    """The open posts a task may be given to."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    rows = Post.objects.filter(is_open, unit__agency_id=agency_id).select_related("unit")
    return list(rows.order_by("unit__position", "unit_id", "id"))


def listed(kind: str, actor: StaffActor, *, text: str = "", state: str = "") -> QuerySet[Any]:
    """The plans, meetings or themes the actor sees, narrowed."""
    reads: dict[str, Any] = {
        "plan": plans.for_staff,
        "meeting": meetings.for_staff,
        "theme": themes.for_staff,
    }
    rows: QuerySet[Any] = reads[kind](actor)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    return rows.filter(state=state) if state else rows


def with_tasks(rows: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """Plans with ``task_count``, ``done_count`` and ``late_count``."""
    kept = ~Q(tasks__state="dropped")
    late = Q(tasks__state__in=OPEN, tasks__due_on__lt=clock.today(), tasks__given_on__isnull=False)
    return rows.annotate(
        task_count=Count("tasks", filter=kept),
        done_count=Count("tasks", filter=Q(tasks__state="done")),
        late_count=Count("tasks", filter=late),
    )


def counts_by_state(kind: str, actor: StaffActor) -> dict[str, int]:
    """How many of each state the actor sees; one query."""
    rows = listed(kind, actor).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def page(rows: QuerySet[Any], after: str) -> Page:
    """The rows after the cursor, the newest first; one query."""
    if after.isascii() and after.isdigit() and len(after) <= _DIGITS:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return Page(found[:SIZE], str(found[SIZE - 1].pk) if len(found) > SIZE else "")


def task_page(rows: QuerySet[Task], after: str) -> Page:
    """The tasks after the cursor: the open ones, the next due first, then the finished ones, the latest first.

    One query. The cursor says whether the last row is finished, its day and its key.
    """
    is_open, own = Q(state__in=OPEN), DateField()
    marked: QuerySet[Any] = rows.annotate(
        finished=Case(When(is_open, then=0), default=1, output_field=SmallIntegerField()),
        ended_on=Coalesce("done_on", TruncDate("updated_at"), output_field=own),
    )
    marked = _after_task(marked, after)
    due, ended = Case(When(is_open, then=F("due_on"))), Case(When(~is_open, then=F("ended_on")))
    within = Case(When(is_open, then=F("pk")), default=-F("pk"))
    found = list(marked.order_by("finished", due.asc(), ended.desc(), within.asc())[: SIZE + 1])
    return Page(found[:SIZE], _mark_of(found[SIZE - 1]) if len(found) > SIZE else "")


def _after_task(rows: QuerySet[Any], after: str) -> QuerySet[Any]:
    """The rows behind the cursor; all of them behind one that is none."""
    finished, day, number = [*after.split(MARK), "", ""][:3]
    known = _day(day)
    if finished not in ("0", "1") or known is None or not number.isascii() or not number.isdigit():
        return rows
    if len(number) > _DIGITS:
        return rows
    if finished == "0":
        behind = Q(due_on__gt=known) | Q(due_on=known, pk__gt=int(number))
        return rows.filter(Q(finished=1) | (Q(finished=0) & behind))
    return rows.filter(Q(finished=1) & (Q(ended_on__lt=known) | Q(ended_on=known, pk__lt=int(number))))


def _mark_of(row: Any) -> str:
    day = row.ended_on if row.finished else row.due_on
    return MARK.join((str(row.finished), day.isoformat(), str(row.pk)))


def numbered(actor: StaffActor, text: str) -> WorkPlan | Task | Meeting | Theme | None:
    """The plan, task, meeting or theme with this very number, if the actor sees it."""
    reads: tuple[Any, ...] = (meetings.for_staff,)
    if sees_plans(actor):
        reads = (plans.for_staff, tasks.for_staff, meetings.for_staff, themes.for_staff)
    return next((found for read in reads if (found := read(actor).filter(number__iexact=text).first())), None)


def page_of(found: WorkPlan | Task | Meeting | Theme) -> str:
    """The name of the page of one of them."""
    names: dict[type, str] = {WorkPlan: "plan", Task: "task", Meeting: "meeting", Theme: "theme"}
    return names[type(found)]


def adopted_plans(agency_id: int) -> list[tuple[int, str]]:
    """The plans of the agency that are being carried out, for a choice."""
    rows = WorkPlan.objects.filter(agency_id=agency_id, state="adopted").order_by(F("year").desc(), "id")
    return [(each.pk, f"{each.number} {each.title}") for each in rows]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

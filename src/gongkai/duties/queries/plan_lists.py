"""Lists of plans, tasks, meetings and themes for staff: narrowed by filters, paged by the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

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
    """The tasks after the cursor, the next due first; one query."""
    day, mark, number = after.partition(MARK)
    known = _day(day)
    if mark and known is not None and number.isascii() and number.isdigit() and len(number) <= _DIGITS:
        rows = rows.filter(Q(due_on__gt=known) | Q(due_on=known, pk__gt=int(number)))
    found = list(rows.order_by("due_on", "id")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], f"{last.due_on.isoformat()}{MARK}{last.pk}" if last else "")


def numbered(actor: StaffActor, text: str) -> WorkPlan | Task | Meeting | Theme | None:
    """The plan, task, meeting or theme with this very number, if the actor sees it."""
    if not sees_plans(actor):
        return None
    reads: tuple[Any, ...] = (plans.for_staff, tasks.for_staff, meetings.for_staff, themes.for_staff)
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

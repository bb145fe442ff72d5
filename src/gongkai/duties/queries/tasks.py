"""Tasks as staff see them: narrowed, their clock, what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline, Event
from gongkai.domain import process
from gongkai.domain.duties import plans as plan_rules
from gongkai.domain.duties.tasks import OPEN, PROCESS
from gongkai.duties import access, plan_access
from gongkai.duties.access import SUPERVISOR, agencies_seen
from gongkai.duties.models import Task, TaskEvidence
from gongkai.duties.queries.plan_subjects import TASK, subject_of
from gongkai.duties.queries.plans import doers
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: In a filter: every open state, every finished one.
OPEN_ONES, FINISHED = "open", "finished"


def for_staff(actor: StaffActor) -> QuerySet[Task]:
    """The tasks the actor sees, the next due first; those taken out of a draft left out."""
    rows = Task.objects.filter(plan_access.tasks_seen(actor)).exclude(state="dropped", given_on__isnull=True)
    return rows.select_related(
        "agency", "plan", "meeting", "unit", "person", "post", "theme", "measure__goal"
    ).order_by("due_on", "id")


def task(actor: StaffActor, pk: int) -> Task | None:
    """One of them, one that was taken out of a draft too."""
    rows = Task.objects.filter(plan_access.tasks_seen(actor), pk=pk)
    return rows.select_related(
        "agency", "plan", "meeting", "unit", "person", "post", "theme", "measure__goal"
    ).first()


def openable(actor: StaffActor, keys: Collection[int]) -> set[int]:
    """Which of these tasks the actor may open; one query, none without tasks."""
    if not keys:
        return set()
    return set(Task.objects.filter(plan_access.tasks_seen(actor), pk__in=keys).values_list("pk", flat=True))


def narrowed(
    rows: QuerySet[Task],
    *,
    text: str = "",
    state: str = "",
    unit: int = 0,
    overdue: bool = False,
    mine: int = 0,
) -> QuerySet[Task]:
    """Narrowed by words, state, unit (lead or helping), whether the limit is over, and the person.

    ``state`` is a state, ``open`` (what is not finished), ``finished``, or nothing: every one.
    """
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if state in (OPEN_ONES, FINISHED):
        rows = rows.filter(state__in=OPEN) if state == OPEN_ONES else rows.exclude(state__in=OPEN)
    elif state:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(Q(unit_id=unit) | Q(pk__in=Task.objects.filter(co_units=unit).values("pk")))
    if overdue:
        rows = rows.filter(state__in=OPEN, due_on__lt=clock.today(), given_on__isnull=False)
    return rows.filter(person_id=mine) if mine else rows


def overdue(agency_ids: Collection[int]) -> QuerySet[Task]:
    """The tasks in force of these agencies whose limit is over: what supervision looks at."""
    rows = Task.objects.filter(
        agency_id__in=agency_ids, state__in=OPEN, due_on__lt=clock.today(), given_on__isnull=False
    )
    return rows.select_related("agency", "plan", "meeting", "unit", "person").order_by("due_on", "id")


def supervised(actor: StaffActor) -> QuerySet[Task]:
    """The overdue tasks of the agencies the actor supervises."""
    return overdue(agencies_seen(actor, frozenset({SUPERVISOR})))


def in_force(found: Task) -> bool:
    """Whether it was given and its plan, if it has one, is not closed."""
    return found.given_on is not None and (found.plan is None or found.plan.state == "adopted")


def flags(found: Task) -> frozenset[str]:
    """What is true of it, in the words of ``domain.duties.tasks.FLAGS``."""
    facts = {
        "in_force": in_force(found),
        "in_draft": found.plan is not None and found.plan.state in plan_rules.WRITABLE and not found.given_on,
        "evidence": found.evidence.exists(),
    }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Task, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id, found.unit_id)),
        doers=doers("task", found.pk),
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Task, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: Task) -> list[Event]:
    """The events of a task, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def clocks_of(rows: Sequence[Task]) -> dict[int, deadlines.Standing]:
    """The running clock of each task that has one; one query."""
    keys = [str(each.pk) for each in rows]
    if not keys:
        return {}
    running = Deadline.objects.filter(subject_type=TASK, subject__in=keys, stopped_on__isnull=True)
    today, calendar = clock.today(), clock.calendar()
    return {int(row.subject): deadlines.standing(row, today=today, calendar=calendar) for row in running}


def open_in(agency_id: int) -> QuerySet[Task]:
    """The open tasks in force of the agency, the overdue first: what a meeting may speak about."""
    rows = Task.objects.filter(agency_id=agency_id, state__in=OPEN, given_on__isnull=False)
    return rows.select_related("unit").order_by("due_on", "id")


def units_of(agency_id: int, kept: Collection[int] = ()) -> list[Unit]:
    """The open units of an agency, and those chosen before."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today()) | Q(pk__in=kept)
    rows = Unit.objects.filter(is_open, agency_id=agency_id).select_related("agency")
    return list(rows.order_by("position", "id"))


def evidence(actor: StaffActor, pk: int) -> TaskEvidence | None:
    """A piece of evidence of a task the actor sees."""
    found = TaskEvidence.objects.select_related("file").filter(pk=pk).first()
    return found if found is not None and task(actor, found.task_id) is not None else None

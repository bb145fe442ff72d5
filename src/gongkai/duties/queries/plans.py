"""Plans as staff see them: what is in one, what is missing, what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.duties import tasks as task_rules
from gongkai.domain.duties.plans import PROCESS
from gongkai.domain.text import Text, say
from gongkai.duties import access, plan_access
from gongkai.duties.models import DutyStep, Goal, Task, WorkPlan
from gongkai.duties.queries import steps
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its tasks."""

    title: str
    tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its measures."""

    title: str
    measures: list[MeasureRow] = field(default_factory=list)


def for_staff(actor: StaffActor) -> QuerySet[WorkPlan]:
    """The plans the actor sees, the latest first."""
    rows = WorkPlan.objects.filter(plan_access.plans_seen(actor))
    return rows.select_related("agency").order_by("-year", "-id")


def plan(actor: StaffActor, pk: int) -> WorkPlan | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def tasks_of(found: WorkPlan) -> QuerySet[Task]:
    """Its tasks, those taken out of the draft left out."""
    rows = found.tasks.exclude(state="dropped", given_on__isnull=True)
    rows = rows.select_related("unit", "person", "post", "theme", "measure__goal", "agency")
    return rows.prefetch_related("co_units").order_by(
        F("measure__goal_id").asc(nulls_last=True), F("measure_id").asc(nulls_last=True), "number"
    )


def outline(rows: Sequence[Task]) -> list[GoalRow]:
    """The tasks under their measures and goals, in the order of the rows."""
    goals: dict[int | None, GoalRow] = {}
    measures: dict[int | None, MeasureRow] = {}
    for each in rows:
        goal = each.measure.goal if each.measure else None
        under = goals.setdefault(goal.pk if goal else None, GoalRow(goal.title if goal else ""))
        if each.measure_id not in measures:
            measures[each.measure_id] = MeasureRow(each.measure.title if each.measure else "")
            under.measures.append(measures[each.measure_id])
        measures[each.measure_id].tasks.append(each)
    return list(goals.values())


def goals_of(found: WorkPlan) -> list[tuple[str, list[str]]]:
    """Goals and their measures by title, for who adds a task; two queries."""
    rows = Goal.objects.filter(plan=found).prefetch_related("measures")
    return [(each.title, [one.title for one in each.measures.all()]) for each in rows]


def faults(found: WorkPlan) -> list[tuple[str, Text]]:
    """Field → what the plan still needs before it may be adopted."""
    missing = say("This is missing. Write it.")
    wrong = [(name, missing) for name in ("title", "basis", "text") if not getattr(found, name).strip()]
    rows = list(tasks_of(found))
    if not rows:
        wrong.append(("tasks", say("Put at least one task into the plan.")))
    for each in rows:
        fault = task_rules.fault_of(each.begins_on, each.due_on, found.year)
        if fault is not None:
            wrong.append((each.number, fault.text))
        elif not each.standard.strip():
            wrong.append((each.number, say("Write what counts as done.")))
    return wrong


def flags(found: WorkPlan) -> frozenset[str]:
    """What is true of it, in the words of ``domain.duties.plans.FLAGS``."""
    known = set()
    if found.state in ("draft", "in_review") and not faults(found):
        known.add("complete")
    if found.state == "adopted" and not found.tasks.filter(state__in=task_rules.OPEN).exists():
        known.add("nothing_open")
    return frozenset(known)


def facts(found: WorkPlan, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id)),
        doers=doers("plan", found.pk),
        given=frozenset(given),
        flags=flags(found),
    )


def doers(kind: str, pk: int) -> Mapping[str, frozenset[str]]:
    """Who made which move, as the process tables ask it."""
    return {move: frozenset(map(str, people)) for move, people in steps.did(kind, pk).items()}


def offers(found: WorkPlan, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def told(found: WorkPlan) -> list[Event]:
    """The events of a plan, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def last_reason(kind: str, pk: int) -> str:
    """Why the record was returned, where that was its last move; what its author has to mend."""
    last = DutyStep.objects.filter(kind=kind, record=pk).exclude(move="author").order_by("-id").first()
    return last.reason if last is not None and last.move in ("send_back", "not_enough", "reopen") else ""

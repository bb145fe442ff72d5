"""Tasks brought in from a file: looked at first, then all of it or nothing; what the plan holds already stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.duties import plan_access
from gongkai.duties.access import PLANNER
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back
from gongkai.duties.actions.tasks import TaskInput, checked, co_units, put_in
from gongkai.duties.models import WorkPlan
from gongkai.duties.plan_files import COLUMNS, Fault, TaskRow
from gongkai.duties.queries import tasks
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Appointment


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the file as the task it would be."""

    row: TaskRow
    given: TaskInput


@dataclass(frozen=True, slots=True)
class Look:
    """What the file comes to: new tasks, those the plan holds already, and what is wrong."""

    new: Sequence[Planned] = ()
    same: Sequence[Planned] = ()
    faults: Sequence[Fault] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be brought in: nothing stands in the way, and something would be added."""
        return not self.faults and bool(self.new)


def look(plan: WorkPlan, read_in: Iterable[TaskRow | Fault]) -> Look:
    """The lines of a file against the plan. A task is known by goal, measure and title. Nothing is written."""
    units = tasks.units_of(plan.agency_id)
    by_name = {each.name: each.pk for each in units} | {each.code: each.pk for each in units}
    people = _people(plan.agency_id)
    known = {
        (each.measure.goal.title, each.measure.title, each.title)
        for each in plan.tasks.exclude(state="dropped").select_related("measure__goal")
        if each.measure
    }
    new: list[Planned] = []
    same: list[Planned] = []
    faults: list[Fault] = []
    above: set[tuple[str, str, str]] = set()
    for row in read_in:
        made = row if isinstance(row, Fault) else _planned(plan, row, by_name, people)
        if isinstance(made, Fault):
            faults.append(made)
            continue
        key = (made.row.goal, made.row.measure, made.row.title)
        if key in above:
            faults.append(
                Fault(made.row.line, COLUMNS["title"], say("This task stands in the file already."))
            )
        above.add(key)
        (same if key in known else new).append(made)
    return Look(new, same, sorted(faults, key=lambda fault: fault.line))


def bring_tasks(
    *, plan_id: int, actor: StaffActor, expected_revision: int | None, rows: Iterable[TaskRow | Fault]
) -> int:
    """Puts the file's tasks into a draft; gives how many are new. The same file again adds nothing.

    Raises ``NotAllowed``, ``Conflict``, ``Invalid`` (field ``file``) naming the first line that is wrong.
    """
    with transaction.atomic():
        ledger.take_turn()
        plan = in_hand(WorkPlan, plan_id, plan_access.plans_seen(actor), expected_revision)
        plan_access.may_write_plan(actor, plan).require()
        found = look(plan, rows)
        if found.faults:
            raise _refusal(found.faults[0])
        doing = in_post(actor, plan.agency_id, (PLANNER,))
        for each in found.new:
            put_in(plan, each.given, doing)
        if found.new:
            put_back(plan)
            note_author("plan", plan, doing)
    return len(found.new)


def _planned(
    plan: WorkPlan, row: TaskRow, units: dict[str, int], people: dict[tuple[int, str], int]
) -> Planned | Fault:
    missing = next((code for code in (row.unit, *row.co_units) if code not in units), None)
    if missing is not None:
        column = COLUMNS["unit" if missing == row.unit else "co_units"]
        reason = say("There is no unit {code}. Write its code or its name.", code=missing)
        return Fault(row.line, column, reason)
    unit = units[row.unit]
    person = people.get((unit, row.person)) if row.person else None
    if row.person and person is None:
        reason = say("Nobody of that account or name holds a post in the lead unit.")
        return Fault(row.line, COLUMNS["person"], reason)
    given = TaskInput(
        title=row.title,
        goal=row.goal,
        measure=row.measure,
        unit_id=unit,
        begins_on=row.begins_on,
        due_on=row.due_on,
        standard=row.standard,
        co_units=tuple(units[code] for code in row.co_units),
        person_id=person,
    )
    try:
        checked(given, plan.agency_id, plan.year)
        co_units(given, plan.agency_id)
    except Invalid as invalid:
        return Fault(row.line, COLUMNS.get(invalid.field, ""), invalid.reason)
    return Planned(row, given)


def _people(agency_id: int) -> dict[tuple[int, str], int]:
    """Unit and account or name → who holds a post there today; two of one name are known by their accounts."""
    rows = Appointment.objects.filter(
        current_on(clock.today()), post__unit__agency_id=agency_id, person__is_active=True
    )
    found: dict[tuple[int, str], int] = {}
    for unit, account, name, pk in rows.values_list(
        "post__unit_id", "person__username", "person__name", "person_id"
    ):
        found[unit, name] = pk if found.get((unit, name), pk) == pk else 0
        found[unit, account] = pk
    return {key: pk for key, pk in found.items() if pk}


def _refusal(fault: Fault) -> Invalid:
    if not fault.line:
        return Invalid(fault.reason, field="file")
    at = f"{fault.line} {fault.column}".strip()
    return Invalid(say("Line {line}: {reason}", line=at, reason=fault.reason), field="file")

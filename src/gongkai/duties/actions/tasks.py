"""Tasks: put into a plan, written on while it is a draft, and moved on by unit and leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.core import clock, deadlines, ledger, numbering, public_version
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.duties import tasks as rules
from gongkai.domain.duties.plans import PLANNER
from gongkai.domain.duties.tasks import PROCESS
from gongkai.domain.text import N_, say
from gongkai.duties import plan_access
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.actions.plan_moving import Way, move, verbs_of
from gongkai.duties.actions.task_clocks import begin, start
from gongkai.duties.models import Goal, Measure, Task, Theme, WorkPlan
from gongkai.duties.queries import tasks
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Appointment, Post, Unit

ADDED = ledger.verb("duties.task.added", N_("{actor} put task {number} into the plan"))
WRITTEN = ledger.verb("duties.task.written", N_("{actor} changed task {number}"))
TAGGED = ledger.verb("duties.task.tagged", N_("{actor} put task {number} under theme {theme}"))
VERBS = verbs_of("task", PROCESS)
LONGEST = {"title": 200, "standard": 1000}
LONGEST_HEAD, LONGEST_WHY, MOST_CO_UNITS = 200, 500, 20


@dataclass(frozen=True, slots=True)
class TaskInput:
    """What a task says; goal and measure are found by their titles in the plan, or made."""

    title: str
    goal: str
    measure: str
    unit_id: int
    begins_on: date
    due_on: date
    standard: str = ""
    co_units: tuple[int, ...] = ()
    person_id: int | None = None
    post_id: int | None = None


def add_task(
    *, plan_id: int, actor: StaffActor, expected_revision: int | None, given: TaskInput, reason: str = ""
) -> Task:
    """Puts a task into a draft, or with a ``reason`` into an adopted plan: there it is in force at once.

    Raises ``NotAllowed``, ``Conflict``, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        plan = in_hand(WorkPlan, plan_id, plan_access.plans_seen(actor), expected_revision)
        plan_access.may_add_task(actor, plan).require()
        why = words(reason, "reason", LONGEST_WHY, needed=plan.state == "adopted")
        if privacy.findings(why):
            raise Invalid(
                say("The public reads this: leave out names and numbers of persons."), field="reason"
            )
        doing = in_post(actor, plan.agency_id, (PLANNER,))
        made = put_in(plan, given, doing, why=why if plan.state == "adopted" else "")
        put_back(plan)
        note_author("plan", plan, doing)
    return made


def put_in(plan: WorkPlan, given: TaskInput, actor: StaffActor | None, *, why: str = "") -> Task:
    """The task in the plan, with its event; in force where the plan is adopted. Part of a deed."""
    fields = checked(given, plan.agency_id, plan.year)
    now = clock.now()
    serial = numbering.next_in(f"plan.tasks.{plan.pk}")
    made = Task.objects.create(
        agency=plan.agency,
        plan=plan,
        measure=_measure(plan, given.goal, given.measure),
        number=f"{plan.number}-{serial:02d}",
        added_because=why,
        created_by_id=actor.person_id if actor else None,
        created_at=now,
        updated_at=now,
        **fields,
    )
    made.co_units.set(co_units(given, plan.agency_id))
    note_author("task", made, actor)
    if plan.state == "adopted":
        begin(made)
        public_version.public_changed()
    tell(ADDED, made, actor, {"title": made.title, "unit": made.unit.code, "due": str(made.due_on)}, why)
    return made


def write_task(*, task_id: int, actor: StaffActor, expected_revision: int | None, given: TaskInput) -> Task:
    """Changes a task of a draft. Raises ``NotAllowed``, ``Conflict``, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(
            Task, task_id, plan_access.tasks_seen(actor), expected_revision, "plan__agency", "unit"
        )
        plan_access.may_write_task(actor, found).require()
        assert found.plan is not None
        fields = checked(given, found.agency_id, found.plan.year)
        fields["measure_id"] = _measure(found.plan, given.goal, given.measure).pk
        chosen = co_units(given, found.agency_id)
        changed = {name for name, value in fields.items() if getattr(found, name) != value}
        if {each.pk for each in chosen} != set(found.co_units.values_list("pk", flat=True)):
            changed.add("co_units")
        if not changed:
            return found
        for name in changed - {"co_units"}:
            setattr(found, name, fields[name])
        found.co_units.set(chosen)
        doing = in_post(actor, found.agency_id, (PLANNER,))
        put_back(found)
        note_author("plan", found.plan, doing)
        tell(WRITTEN, found, doing, {"fields": sorted(changed)})
    return found


def move_task(
    *, task_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Task:
    """Makes the move ``key`` (``domain.duties.tasks``); see ``plan_moving.move``."""
    moved: Task = move(
        WAY, pk=task_id, key=key, actor=actor, expected_revision=expected_revision, reason=reason
    )
    return moved


def tag_task(*, task_id: int, actor: StaffActor, expected_revision: int | None, theme_id: int | None) -> Task:
    """Puts a task under a theme of the agency, or under none. Raises ``NotAllowed``, ``Conflict``, ``Invalid``."""
    with transaction.atomic():
        found = in_hand(Task, task_id, plan_access.tasks_seen(actor), expected_revision, "theme")
        plan_access.may_plan(actor, found.agency_id).require()
        theme = None
        if theme_id is not None:
            theme = Theme.objects.filter(pk=theme_id, agency_id=found.agency_id).first()
            if theme is None:
                raise Invalid(say("Choose a theme of the agency."), field="theme")
        for each in (found.theme, theme):
            if each is not None:
                plan_access.may_tag(actor, each).require()
        if found.theme_id == theme_id:
            return found
        found.theme = theme
        put_back(found)
        doing = in_post(actor, found.agency_id, (PLANNER,))
        tell(TAGGED, found, doing, {"theme": theme.number if theme else "—"})
        public_version.public_changed()
    return found


def _effects(found: Task, key: str, _actor: StaffActor) -> None:
    if key == "find_done":
        found.done_on, found.percent = clock.today(), 100
    elif key == "reopen":
        found.done_on = None
        start(found)
    elif key == "drop":
        found.dropped_on = clock.today()
    if any(effect.action == "stop" for effect in PROCESS.move(key).effects):
        deadlines.stop(subject_of(found))
    if found.plan_id is not None and found.given_on is not None:
        public_version.public_changed()


WAY = Way(
    Task,
    PROCESS,
    plan_access.tasks_seen,
    tasks.facts,
    VERBS,
    _effects,
    ("plan",),
)


def checked(given: TaskInput, agency_id: int, year: int | None) -> dict[str, Any]:
    """The fields of a task as they are kept. Raises ``Invalid`` naming the field."""
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name == "title") for name in LONGEST
    }
    for name, value in fields.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    fault = rules.fault_of(given.begins_on, given.due_on, year)
    if fault is not None:
        raise Invalid(fault.text, field=fault.field)
    if not Unit.objects.filter(_open(), pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    holds = Appointment.objects.filter(current_on(clock.today()), post__unit_id=given.unit_id)
    if given.person_id is not None and not holds.filter(person_id=given.person_id).exists():
        raise Invalid(say("Choose somebody who holds a post in the lead unit."), field="person")
    if (
        given.post_id is not None
        and not Post.objects.filter(pk=given.post_id, unit_id=given.unit_id).exists()
    ):
        raise Invalid(say("Choose a post of the lead unit."), field="post")
    return fields | {
        "unit_id": given.unit_id,
        "person_id": given.person_id,
        "post_id": given.post_id,
        "begins_on": given.begins_on,
        "due_on": given.due_on,
    }


def co_units(given: TaskInput, agency_id: int) -> list[Unit]:
    """The helping units, the lead unit left out. Raises ``Invalid`` for one of another agency."""
    wanted = set(given.co_units) - {given.unit_id}
    found = list(Unit.objects.filter(_open(), pk__in=wanted, agency_id=agency_id))
    if len(found) != len(wanted) or len(found) > MOST_CO_UNITS:
        raise Invalid(say("Choose units of the agency."), field="co_units")
    return found


def _open() -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())


def _measure(plan: WorkPlan, goal: str, measure: str) -> Measure:
    heads = []
    for value, field in ((goal, "goal"), (measure, "measure")):
        plain = " ".join(words(value, field, LONGEST_HEAD, needed=True).split())
        if privacy.findings(plain):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=field)
        heads.append(plain)
    above, _new = Goal.objects.get_or_create(plan=plan, title=heads[0])
    return Measure.objects.get_or_create(goal=above, title=heads[1])[0]


def tell(
    verb: ledger.Verb, found: Task, actor: StaffActor | None, data: dict[str, Any], reason: str = ""
) -> None:
    """The event of a task's deed."""
    tell_ledger(
        verb,
        subject_of(found),
        actor,
        agency=found.agency.code,
        number=found.number,
        data=data,
        reason=reason,
    )

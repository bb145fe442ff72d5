"""Writing a work plan and moving it on; adopted, its tasks are in force and their clocks run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.duties.plans import PLANNER, PROCESS
from gongkai.domain.text import N_, say
from gongkai.duties import plan_access
from gongkai.duties.actions.base import in_hand, in_post, note_author, put_back, tell_ledger, words
from gongkai.duties.actions.plan_moving import Way, move, verbs_of
from gongkai.duties.actions.task_clocks import begin
from gongkai.duties.indexing_plans import follow
from gongkai.duties.models import WorkPlan
from gongkai.duties.queries import plans
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

DRAFTED = ledger.verb("duties.plan.drafted", N_("{actor} drafted plan {number}"))
WRITTEN = ledger.verb("duties.plan.written", N_("{actor} changed the draft of plan {number}"))
VERBS = verbs_of("plan", PROCESS)
LONGEST = {"title": 120, "basis": 2000, "text": 20000}


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What a plan says."""

    title: str
    year: int
    basis: str = ""
    text: str = ""


def draft_plan(*, actor: StaffActor, agency_id: int, given: PlanInput) -> WorkPlan:
    """Begins a plan. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given)
    with transaction.atomic():
        ledger.take_turn()
        plan_access.may_plan(actor, agency_id).require()
        agency, now = Agency.objects.get(pk=agency_id), clock.now()
        serial = numbering.next_in(f"plan.{agency.code}.{given.year}")
        made = WorkPlan.objects.create(
            agency=agency,
            number=f"{agency.code.upper()}-FA-{given.year}-{serial:02d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, agency_id, (PLANNER,))
        note_author("plan", made, doing)
        _tell(DRAFTED, made, doing, {"title": made.title})
    return made


def write_plan(
    *, plan_id: int, actor: StaffActor, expected_revision: int | None, given: PlanInput
) -> WorkPlan:
    """Changes a draft; its year stays, for its number says it. Raises ``Conflict``, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(WorkPlan, plan_id, plan_access.plans_seen(actor), expected_revision)
        plan_access.may_write_plan(actor, found).require()
        fields = _checked(given) | {"year": found.year}
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (PLANNER,))
        put_back(found)
        note_author("plan", found, doing)
        _tell(WRITTEN, found, doing, {"fields": sorted(changed)})
    return found


def move_plan(
    *, plan_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> WorkPlan:
    """Makes the move ``key`` (``domain.duties.plans``); see ``plan_moving.move``."""
    moved: WorkPlan = move(
        WAY, pk=plan_id, key=key, actor=actor, expected_revision=expected_revision, reason=reason
    )
    return moved


def _effects(found: WorkPlan, key: str, _actor: StaffActor) -> None:
    if key == "adopt":
        found.adopted_on = clock.today()
        for task in plans.tasks_of(found).select_for_update(of=("self",), no_key=True):
            begin(task)
    elif key == "close":
        found.closed_on = clock.today()
    if key in ("adopt", "close"):
        follow(found)
        public_version.public_changed()


WAY = Way(WorkPlan, PROCESS, plan_access.plans_seen, plans.facts, VERBS, _effects)


def _checked(given: PlanInput) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name == "title") for name in LONGEST
    }
    for name, value in fields.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    if not 2000 <= given.year <= 2100:
        raise Invalid(say("Write the year with four figures."), field="year")
    return fields | {"year": given.year}


def _tell(verb: ledger.Verb, found: WorkPlan, actor: StaffActor, data: dict[str, Any]) -> None:
    tell_ledger(verb, subject_of(found), actor, agency=found.agency.code, number=found.number, data=data)

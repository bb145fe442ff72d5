"""Keeping the roster: one entry by hand, or all of them from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.core.table_files import Fault, Row
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.base import in_hand, put_back, words
from gongkai.duties.actions.learning.base import tell, tell_agency, training
from gongkai.duties.models import Learner
from gongkai.duties.queries.learning import looking
from gongkai.duties.queries.learning.subjects import ROSTER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Person, Unit

ENTERED = ledger.verb("duties.learner.entered", N_("{actor} entered {number} in the roster"))
WRITTEN = ledger.verb("duties.learner.written", N_("{actor} changed {number} in the roster"))
BROUGHT = ledger.verb(
    "duties.roster.brought", N_("{actor} brought a roster in: {new} new, {changed} changed")
)

LONGEST = {"staff_number": 40, "name": 60, "account": 40}


@dataclass(frozen=True, slots=True)
class LearnerInput:
    """An entry as it is typed; ``account``: the name of the person's account, if there is one."""

    name: str
    unit_id: int
    account: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows are new, changed, and as they were."""

    new: int
    changed: int
    same: int


def enter_learner(*, actor: StaffActor, agency_id: int, staff_number: str, given: LearnerInput) -> Learner:
    """Enters somebody. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    number = words(staff_number, "staff_number", LONGEST["staff_number"], needed=True)
    with transaction.atomic():
        ledger.take_turn()
        access.may_train(actor, agency_id).require()
        if Learner.objects.filter(agency_id=agency_id, staff_number=number).exists():
            raise Invalid(say("“{code}” stands in the roster already.", code=number), field="staff_number")
        fields = _checked(agency_id, given)
        now = clock.now()
        made = Learner.objects.create(
            agency=Agency.objects.get(pk=agency_id),
            staff_number=number,
            created_at=now,
            updated_at=now,
            **fields,
        )
        tell(ENTERED, made, number, training(actor, agency_id), {"unit": made.unit.code})
    return made


def write_learner(
    *, learner_id: int, actor: StaffActor, expected_revision: int | None, given: LearnerInput
) -> Learner:
    """Changes an entry. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(Learner, learner_id, access.learners_seen(actor), expected_revision)
        access.may_train(actor, found.agency_id).require()
        fields = _checked(found.agency_id, given, found)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        put_back(found)
        tell(
            WRITTEN, found, found.staff_number, training(actor, found.agency_id), {"fields": sorted(changed)}
        )
    return found


def bring_roster(*, actor: StaffActor | None, agency_id: int, rows: Iterable[Row | Fault]) -> Brought:
    """Enters and changes people as the file says, all of it or nothing; the same file again changes nothing.

    ``actor`` ``None``: the operator's shell. Raises ``NotAllowed``, or ``Invalid`` (field ``file``).
    """
    with transaction.atomic():
        ledger.take_turn()
        if actor is not None:
            access.may_train(actor, agency_id).require()
        look = looking.of_roster(agency_id, rows)
        if look.faults:
            raise look.faults[0].refusal()
        now = clock.now()
        Learner.objects.bulk_create(
            (
                Learner(
                    agency_id=agency_id, staff_number=each.code, created_at=now, updated_at=now, **each.fields
                )
                for each in look.new
            ),
            batch_size=500,
        )
        for each in look.changed:
            for name, value in each.fields.items():
                setattr(each.record, name, value)
            put_back(each.record)
        if look.new or look.changed:
            data = {"new": len(look.new), "changed": len(look.changed)}
            tell_agency(BROUGHT, ROSTER, Agency.objects.get(pk=agency_id), training(actor, agency_id), data)
    return Brought(len(look.new), len(look.changed), len(look.same))


def _checked(agency_id: int, given: LearnerInput, found: Learner | None = None) -> dict[str, Any]:
    if not Unit.objects.filter(pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    account = words(given.account, "account", LONGEST["account"])
    person = Person.objects.filter(username=account, agency_id=agency_id).first() if account else None
    if account and person is None:
        raise Invalid(say("There is no account “{name}”.", name=account), field="account")
    taken = Learner.objects.filter(person=person) if person else Learner.objects.none()
    if taken.exclude(pk=found.pk if found else 0).exists():
        raise Invalid(say("This account belongs to somebody else of the roster."), field="account")
    return {
        "name": words(given.name, "name", LONGEST["name"], needed=True),
        "unit_id": given.unit_id,
        "person_id": person.pk if person else None,
        "left_on": given.left_on,
    }

"""Writing courses, ticking who was there, and moving them on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid
from gongkai.core.table_files import Fault, Row
from gongkai.domain.duties import learning
from gongkai.domain.duties.learning import PROCESS, TRAINER
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.access import roles_over
from gongkai.duties.actions.base import (
    done_before,
    in_hand,
    in_post,
    note_author,
    note_step,
    put_back,
    refusal,
    words,
)
from gongkai.duties.actions.learning.base import LONGEST_REASON, tell, training, unit_of
from gongkai.duties.actions.learning.roster import Brought
from gongkai.duties.models import Attendance, Course, Learner
from gongkai.duties.queries.learning import courses, looking
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

DRAFTED = ledger.verb("duties.course.drafted", N_("{actor} drafted course {number}"))
WRITTEN = ledger.verb("duties.course.written", N_("{actor} changed course {number}"))
TICKED = ledger.verb("duties.course.ticked", N_("{actor} ticked who was at course {number}: {there} present"))
VERBS = {move.key: ledger.verb(f"duties.course.{move.key}", move.done) for move in PROCESS.moves}

LONGEST = {"title": 120, "place": 120, "teacher": 120, "about": 2000}
#: Hours of a course at most, and days it lasts at most.
MOST_HOURS, LONGEST_DAYS = Decimal(400), 366


@dataclass(frozen=True, slots=True)
class CourseInput:
    """What a course says; ``units`` the keys of the units invited."""

    title: str
    topic: str
    kind: str
    begins_on: date
    ends_on: date
    hours: Decimal = Decimal(0)
    place: str = ""
    teacher: str = ""
    about: str = ""
    units: Sequence[int] = ()


def draft_course(*, actor: StaffActor, agency_id: int, given: CourseInput) -> Course:
    """Begins a course. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_train(actor, agency_id).require()
        fields = _checked(given, agency_id)
        agency, year, now = Agency.objects.get(pk=agency_id), clock.today().year, clock.now()
        serial = numbering.next_in(f"duties.course.{agency.code}.{year}")
        made = Course.objects.create(
            agency=agency,
            number=f"{agency.code.upper()}-PX-{year}-{serial:03d}",
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, agency_id, (TRAINER,))
        note_author(courses.KIND, made, doing)
        tell(DRAFTED, made, made.number, doing, {"title": made.title, "topic": made.topic})
    return made


def write_course(
    *, course_id: int, actor: StaffActor, expected_revision: int | None, given: CourseInput
) -> Course:
    """Changes a course that is not over. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = in_hand(Course, course_id, access.courses_seen(actor), expected_revision)
        access.may_write_course(actor, found).require()
        fields = _checked(given, found.agency_id)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (TRAINER,))
        put_back(found)
        note_author(courses.KIND, found, doing)
        tell(WRITTEN, found, found.number, doing, {"fields": sorted(changed)})
    return found


def move_course(
    *, course_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Course:
    """Makes the move ``key`` (``domain.duties.learning``); a second click on the same button changes nothing.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster.
    """
    with transaction.atomic():
        try:
            found = in_hand(Course, course_id, access.courses_seen(actor), expected_revision)
        except Conflict:
            again = courses.course(actor, course_id)
            if again is not None and done_before(courses.KIND, again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if reason.strip() else ()
        answer = step(PROCESS, found.state, key, courses.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise refusal(PROCESS, key, answer, roles_over(actor, found.agency_id))
        before, found.state = found.state, answer.state.key
        if key == "announce":
            found.announced_on = clock.today()
        elif key == "hold":
            found.held_on = clock.today()
        doing = in_post(actor, found.agency_id, PROCESS.move(key).roles)
        put_back(found)
        plain = reason.strip()[:LONGEST_REASON]
        note_step(courses.KIND, found, key, doing, reason=plain)
        tell(VERBS[key], found, found.number, doing, {"from": before, "to": found.state}, plain)
        if key == "hold":
            public_version.public_changed()
    return found


def tick_unit(*, course_id: int, actor: StaffActor, unit_id: int, present: Sequence[int]) -> int:
    """Ticks who of a unit was there (keys of learners); who is not named was not. Gives how many were there."""
    with transaction.atomic():
        found = in_hand(Course, course_id, access.courses_seen(actor), None)
        access.may_tick(actor, found).require()
        unit_of(found.agency_id, unit_id)
        listed = courses.to_tick(found, unit_id)
        known = {learner.pk for learner, _row in listed}
        if not set(present) <= known:
            raise Invalid(say("Choose people of the unit."), field="present")
        wanted = {learner.pk: learner.pk in set(present) for learner, _row in listed}
        changed = _set(found, {pk: (there, found.hours) for pk, there in wanted.items()}, actor, unit_id)
        if changed:
            data = {"there": sum(wanted.values()), "changed": changed}
            tell(TICKED, found, found.number, training(actor, found.agency_id), data)
    return sum(wanted.values())


def bring_attendance(*, course_id: int, actor: StaffActor, rows: Iterable[Row | Fault]) -> Brought:
    """Ticks who was there as the file says, all of it or nothing; nobody is taken back."""
    with transaction.atomic():
        found = in_hand(Course, course_id, access.courses_seen(actor), None)
        access.may_tick(actor, found).require()
        look = looking.of_attendance(found, rows)
        if look.faults:
            raise look.faults[0].refusal()
        planned = {
            each.fields["learner_id"]: (True, each.fields["hours"]) for each in [*look.new, *look.changed]
        }
        if planned:
            _set(found, planned, actor)
            data = {"there": found.attendances.filter(present=True).count(), "changed": len(planned)}
            tell(TICKED, found, found.number, training(actor, found.agency_id), data)
    return Brought(len(look.new), len(look.changed), len(look.same))


def _set(
    found: Course, wanted: dict[int, tuple[bool, Decimal]], actor: StaffActor, unit_id: int | None = None
) -> int:
    """Enters and changes attendances (learner → present, hours); gives how many changed. A fixed number of queries."""
    now = clock.now()
    rows = {each.learner_id: each for each in found.attendances.filter(learner__in=list(wanted))}
    people = {each.pk: each for each in Learner.objects.filter(pk__in=list(wanted))}
    new = [
        Attendance(
            course=found,
            learner_id=pk,
            unit_id=unit_id or people[pk].unit_id,
            hours=hours,
            entered_by_id=actor.person_id,
            entered_at=now,
        )
        for pk, (there, hours) in wanted.items()
        if there and pk not in rows
    ]
    Attendance.objects.bulk_create(new, batch_size=500)
    changed = []
    for pk, row in rows.items():
        there, hours = wanted[pk]
        if (row.present, row.hours) != (there, hours) and (row.present or there):
            row.present, row.hours, row.entered_by_id, row.entered_at = there, hours, actor.person_id, now
            changed.append(row)
    Attendance.objects.bulk_update(changed, ["present", "hours", "entered_by", "entered_at"], batch_size=500)
    return len(new) + len(changed)


def _checked(given: CourseInput, agency_id: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, longest, needed=name == "title")
        for name, longest in LONGEST.items()
    }
    if given.ends_on < given.begins_on or (given.ends_on - given.begins_on).days > LONGEST_DAYS:
        raise Invalid(say("The last day comes after the first, within a year."), field="ends_on")
    if learning.row("topic", given.topic) is None:
        raise Invalid(say("Choose the topic."), field="topic")
    if learning.row("course_kind", given.kind) is None:
        raise Invalid(say("Choose the kind."), field="kind")
    if not 0 <= given.hours <= MOST_HOURS:
        raise Invalid(say("Hours go from 0 to {most}.", most=int(MOST_HOURS)), field="hours")
    known = set(
        Unit.objects.filter(agency_id=agency_id, pk__in=list(given.units)).values_list("pk", flat=True)
    )
    if known != set(given.units):
        raise Invalid(say("Choose units of the agency."), field="units")
    return fields | {
        "topic": given.topic,
        "kind": given.kind,
        "begins_on": given.begins_on,
        "ends_on": given.ends_on,
        "hours": round(given.hours, 1),
        "invited": sorted(known),
    }

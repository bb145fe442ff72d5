"""Courses as staff see them: lists, what is missing, who was there, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.table_files import Shape
from gongkai.domain import process
from gongkai.domain.duties.learning import PROCESS, of_the_regulation
from gongkai.domain.text import Text, say
from gongkai.duties import access, access_learning
from gongkai.duties.models import Attendance, Course, Learner
from gongkai.duties.queries.learning import roster
from gongkai.duties.queries.learning.facts import facts as asked
from gongkai.duties.queries.learning.subjects import COURSE
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

KIND = "course"
#: The file of an attendance: 工号、姓名、学时.
SHAPE = Shape(
    columns={"number": "工号", "name": "姓名", "hours": "学时"},
    needed=("number",),
    longest={"number": 40, "name": 60, "hours": 10},
    known_by="number",
)


@dataclass(frozen=True, slots=True)
class UnitThere:
    """A unit at a course: how many of it are in the roster, were there, and their hours."""

    unit: Unit
    people: int
    present: int
    hours: Decimal


def for_staff(actor: StaffActor) -> QuerySet[Course]:
    """The courses the actor sees."""
    return Course.objects.filter(access_learning.courses_seen(actor)).select_related("agency")


def course(actor: StaffActor, pk: int) -> Course | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def listed(actor: StaffActor, *, text: str = "", state: str = "", topic: str = "") -> QuerySet[Course]:
    """The courses the actor sees, narrowed."""
    rows = for_staff(actor)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if state:
        rows = rows.filter(state=state)
    return rows.filter(topic=topic) if topic else rows


def counts_by_state(actor: StaffActor) -> dict[str, int]:
    """How many courses of each state the actor sees; one query."""
    return dict(for_staff(actor).order_by().values_list("state").annotate(Count("pk")))


def with_counts(rows: QuerySet[Course]) -> QuerySet[Course]:
    """The same, each with ``present_count``."""
    return rows.annotate(present_count=Count("attendances", filter=Q(attendances__present=True)))


def faults(found: Course) -> list[tuple[str, Text]]:
    """Field → what it still needs before the course may be announced."""
    wrong = []
    if found.hours <= 0:
        wrong.append(("hours", say("Write how many hours it takes.")))
    if not found.invited:
        wrong.append(("units", say("Choose at least one unit.")))
    if found.kind in ("lecture", "discussion") and not found.place:
        wrong.append(("place", say("This is missing. Write it.")))
    return wrong


def facts(found: Course, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    flags = {
        "complete": not faults(found),
        "begun": found.begins_on <= clock.today(),
        "attended": found.attendances.filter(present=True).exists(),
    }
    return asked(KIND, found.pk, found.agency_id, actor, flags, given)


def offers(found: Course, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def units_there(found: Course, actor: StaffActor) -> list[UnitThere]:
    """The units invited or present, with their numbers, as far as the actor sees names; a fixed number of queries."""
    seen = found.attendances.filter(access_learning.attendances_seen(actor), present=True)
    there = {
        row["unit_id"]: row
        for row in seen.order_by().values("unit_id").annotate(n=Count("pk"), hours=Sum("hours"))
    }
    units = Unit.objects.filter(pk__in={*found.invited, *there}).select_related("agency")
    if found.agency_id not in access.agencies_seen(actor, access_learning.SEEING_ALL):
        units = units.filter(pk__in=actor.units_where(access.DOER))
    of_unit = Learner.objects.filter(roster.still_here(), agency_id=found.agency_id).order_by()
    people = dict(of_unit.values_list("unit_id").annotate(Count("pk")))
    return [
        UnitThere(
            each,
            people.get(each.pk, 0),
            there[each.pk]["n"] if each.pk in there else 0,
            there[each.pk]["hours"] if each.pk in there else Decimal(0),
        )
        for each in units.order_by("position", "id")
    ]


def to_tick(found: Course, unit_id: int) -> list[tuple[Learner, Attendance | None]]:
    """The people of a unit (and who was ticked for it), each with the attendance, if there is one; two queries."""
    rows = {each.learner_id: each for each in found.attendances.filter(unit_id=unit_id)}
    people = Learner.objects.filter(agency_id=found.agency_id).filter(
        Q(pk__in=rows) | (Q(unit_id=unit_id) & roster.still_here())
    )
    return [(each, rows.get(each.pk)) for each in people.order_by("staff_number", "id")]


def names_there(found: Course, actor: StaffActor) -> QuerySet[Attendance]:
    """Who was there, as far as the actor sees names."""
    rows = found.attendances.filter(access_learning.attendances_seen(actor), present=True)
    return rows.select_related("learner", "unit")


def not_studied(agency_id: int, year: int, unit_ids: Collection[int] | None = None) -> QuerySet[Learner]:
    """Who of the roster attended no course on the regulation held in the year (study records of the regulation)."""
    rows = Learner.objects.filter(roster.still_here(), agency_id=agency_id)
    studied = Attendance.objects.filter(
        learner=OuterRef("pk"),
        present=True,
        course__state="held",
        course__topic__in=of_the_regulation(),
        course__ends_on__range=(date(year, 1, 1), date(year, 12, 31)),
    )
    rows = rows.filter(~Exists(studied)).select_related("unit__agency")
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def not_studied_seen(actor: StaffActor, agency_id: int, year: int) -> QuerySet[Learner]:
    """The same, as far as the actor sees names."""
    whole = agency_id in access.agencies_seen(actor, access_learning.SEEING_ALL)
    return not_studied(agency_id, year, None if whole else actor.units_where(access.DOER))


def told(found: Course) -> list[Event]:
    """The events of a course, oldest first."""
    return list(ledger.events_of([(COURSE, found.pk)]))


def numbered(actor: StaffActor, text: str) -> Course | None:
    """The course with this very number, if the actor sees it."""
    return for_staff(actor).filter(number__iexact=text).first()

"""The roster (学员名册) as staff see it, and the record of one person: studies, examinations, certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.table_files import Shape
from gongkai.domain.duties.learning import TRAINER
from gongkai.duties import access, access_learning
from gongkai.duties.models import Attendance, Candidate, Learner
from gongkai.duties.queries.learning.subjects import LEARNER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

#: The file of the roster: 工号、姓名、单位、账号.
SHAPE = Shape(
    columns={"number": "工号", "name": "姓名", "unit": "单位", "account": "账号"},
    needed=("number", "name", "unit"),
    longest={"number": 40, "name": 60, "unit": 80, "account": 40},
    known_by="number",
)


def for_staff(actor: StaffActor) -> QuerySet[Learner]:
    """The people the actor sees."""
    return Learner.objects.filter(access_learning.learners_seen(actor)).select_related(
        "unit__agency", "person"
    )


def learner(actor: StaffActor, pk: int) -> Learner | None:
    """One of them."""
    return for_staff(actor).select_related("agency").filter(pk=pk).first()


def listed(actor: StaffActor, *, text: str = "", unit: int = 0, left: str = "") -> QuerySet[Learner]:
    """The roster narrowed by number or name, unit, and whether they have left."""
    rows = for_staff(actor)
    if text:
        rows = rows.filter(Q(staff_number__icontains=text) | Q(name__icontains=text))
    if unit:
        rows = rows.filter(unit_id=unit)
    return rows.filter(left_on__isnull=left != "left") if left else rows


def here(agency_id: int) -> QuerySet[Learner]:
    """Who is with the agency today."""
    return Learner.objects.filter(still_here(), agency_id=agency_id)


def still_here() -> Q:
    """Who has not left."""
    return Q(left_on__isnull=True) | Q(left_on__gte=clock.today())


def studies(found: Learner, actor: StaffActor) -> list[Attendance]:
    """The courses the person attended whose attendance is closed, the latest first."""
    rows = found.attendances.filter(
        access_learning.attendances_seen(actor), present=True, course__state="held"
    )
    return list(rows.select_related("course").order_by("-course__ends_on", "-id")[:200])


def candidacies(found: Learner, actor: StaffActor) -> list[Candidate]:
    """The sittings the person was enrolled in, the latest first."""
    rows = found.candidacies.filter(access_learning.candidates_seen(actor), withdrawn_at__isnull=True)
    return list(rows.select_related("sitting__examination").order_by("-sitting__begins_at", "-id")[:200])


def told(found: Learner) -> list[Event]:
    """What was done with the entry."""
    return list(ledger.events_of([(LEARNER, found.pk)]))


def keeps(actor: StaffActor) -> list[int]:
    """The agencies the actor keeps training for, the own one first."""
    found = access.agencies_seen(actor, frozenset({TRAINER}))
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def sees(actor: StaffActor) -> bool:
    """Whether training and examinations are among the person's posts."""
    return bool(actor.roles & access_learning.SEEING)


def agencies(actor: StaffActor) -> list[int]:
    """The agencies whose training the actor sees as a post gives it, the own one first."""
    found = access.agencies_seen(actor, access_learning.SEEING)
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units of the people the actor sees."""
    whole = Q(agency_id__in=access.agencies_seen(actor, access_learning.SEEING_ALL))
    rows = Unit.objects.filter(whole | Q(pk__in=actor.units_where(access.DOER))).select_related("agency")
    return list(rows.order_by("agency_id", "position", "id"))


def units_of(agency_id: int) -> list[Unit]:
    """The open units of an agency."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    rows = Unit.objects.filter(is_open, agency_id=agency_id).select_related("agency")
    return list(rows.order_by("position", "id"))


def unit_of_words(agency_id: int) -> Mapping[str, int]:
    """Code or name of an open unit → its key."""
    units = units_of(agency_id)
    return {each.name: each.pk for each in units} | {each.code: each.pk for each in units}


def agency(pk: int) -> Agency:
    """An agency."""
    return Agency.objects.get(pk=pk)


def as_rows(rows: QuerySet[Learner]) -> Iterator[dict[str, Any]]:
    """The people as rows of the file."""
    for each in rows.select_related("unit", "person").order_by("staff_number", "id"):
        account = each.person.username if each.person else ""
        yield {"number": each.staff_number, "name": each.name, "unit": each.unit.name, "account": account}

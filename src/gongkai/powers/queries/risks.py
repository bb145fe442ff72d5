"""Risk points as counted and listed: heat map, categories and posts, re-gradings due, and the steps they are pinned to.

What is in force today is read from the projection (``RiskPoint``); what was in force on another day from the versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.powers.schema import choices
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.powers import access
from gongkai.powers.models import Entry, RiskPoint, Version
from gongkai.powers.queries.public import in_force

__all__ = [
    "Agency", "Asked", "Counts", "HeatMap", "HeatRow", "Pinned", "Version", "agencies", "by_category", "by_post",
    "counts", "due", "for_staff", "heat_map", "listed", "number_due", "one", "pinned_to", "points", "units",
]  # fmt: skip
#: Posts listed with their numbers.
MOST_POSTS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """Which risk points; empty: not narrowed."""

    text: str = ""
    agency: str = ""
    unit: int | None = None
    category: str = ""
    grade: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit's numbers: ``cells`` in the order of the grades."""

    unit: Unit
    cells: tuple[int, ...]

    @property
    def total(self) -> int:
        """All points of the unit."""
        return sum(self.cells)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Units × grades. ``most`` is the largest number in a cell."""

    grades: tuple[str, ...]
    rows: tuple[HeatRow, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The numbers of all units, by grade."""
        return tuple(sum(row.cells[at] for row in self.rows) for at in range(len(self.grades)))

    @property
    def total(self) -> int:
        """All points."""
        return sum(self.totals)

    @property
    def most(self) -> int:
        """The largest number in a cell."""
        return max((number for row in self.rows for number in row.cells), default=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Points and measures in force on a day."""

    points: int
    measures: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """A risk point at a step of a flowchart."""

    code: str
    title: str
    grade: str
    agency: str


def points(asked: Asked) -> QuerySet[RiskPoint]:
    """The risk points in force today that are asked for, in no order."""
    rows = RiskPoint.objects.order_by()
    if asked.agency:
        rows = rows.filter(agency__code=asked.agency)
    if asked.unit is not None:
        rows = rows.filter(unit_id=asked.unit)
    for name in ("category", "grade", "post"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value else rows
    if asked.text:
        rows = rows.filter(Exists(_said(asked.text).filter(entry=OuterRef("entry_id"))))
    return rows


def _said(text: str) -> QuerySet[Version]:
    fields = ("title", "entry__code", "content__shows", "content__measure", "content__post")
    words = Q(*((f"{name}__icontains", text) for name in fields), _connector=Q.OR)
    return Version.objects.filter(in_force(), words, entry__kind="risk")


def listed(asked: Asked) -> QuerySet[Version]:
    """The versions in force of the risk points asked for, by unit and code."""
    rows = Version.objects.filter(
        in_force(), entry__kind="risk", entry__risk_point__in=points(asked).values("pk")
    )
    rows = rows.select_related("entry__agency", "entry__unit", "entry__risk_point")
    return rows.order_by("entry__agency_id", "entry__unit__position", "entry__unit_id", "entry__code")


def heat_map(asked: Asked) -> HeatMap:
    """How many points of each grade each unit has; two queries. Units without any are left out."""
    grades = tuple(each.key for each in choices("risk_grade"))
    counted: dict[int, dict[str, int]] = {}
    for unit, grade, number in (
        points(asked)
        .values_list("unit_id", "grade")
        .annotate(n=Count("pk"))
        .values_list("unit_id", "grade", "n")
    ):
        counted.setdefault(unit, {})[grade] = number
    units = Unit.objects.filter(pk__in=counted).select_related("agency")
    rows = tuple(
        HeatRow(unit, tuple(counted[unit.pk].get(grade, 0) for grade in grades))
        for unit in units.order_by("agency_id", "position", "pk")
    )
    return HeatMap(grades, rows)


def counts(on: date | None = None, agency: str = "") -> Counts:
    """Points and measures in force on the day (today), from the versions themselves; one query."""
    rows = Version.objects.filter(in_force(on), entry__kind="risk")
    if agency:
        rows = rows.filter(entry__agency__code=agency)
    measured = Q(content__has_key="measure") & ~Q(content__measure="")
    found = rows.aggregate(points=Count("pk"), measures=Count("pk", filter=measured))
    return Counts(**found)


def by_category(asked: Asked) -> dict[str, int]:
    """Category → points, in the order of the data; one query."""
    found = dict(points(asked).values_list("category").annotate(n=Count("pk")))
    return {each.key: found.get(each.key, 0) for each in choices("risk_category")}


def by_post(asked: Asked) -> list[tuple[str, int]]:
    """The posts with the most points; one query."""
    rows = points(asked).values_list("post").annotate(n=Count("pk")).order_by("-n", "post")
    return list(rows[:MOST_POSTS])


def due(on: date | None = None) -> Q:
    """Points to be graded again by the day (today): their day has come, or the flowchart changed since."""
    day = on or clock.today()
    changed = Version.objects.filter(
        in_force(day), entry_id=OuterRef("chart_id"), in_force_from__gt=OuterRef("graded_on")
    )
    return Q(regrade_on__lte=day) | Q(Exists(changed))


def pinned_to(chart: Entry) -> dict[str, list[Pinned]]:
    """Step → the risk points pinned to it, the graver first; key "" for those of the whole chart. One query."""
    order = {each.key: at for at, each in enumerate(choices("risk_grade"))}
    rows = Version.objects.filter(in_force(), entry__kind="risk", entry__risk_point__chart=chart)
    found: dict[str, list[Pinned]] = {}
    for version in rows.select_related("entry__risk_point", "entry__agency").order_by("entry__code"):
        entry = version.entry
        pinned = Pinned(entry.code, version.title, entry.risk_point.grade, entry.agency.code)
        found.setdefault(entry.risk_point.step, []).append(pinned)
    for each in found.values():
        each.sort(key=lambda pinned: order.get(pinned.grade, len(order)))
    return found


def units(agency: str = "") -> list[Unit]:
    """The units that have risk points in force."""
    held = RiskPoint.objects.order_by().values("unit_id")
    rows = Unit.objects.filter(pk__in=held).select_related("agency")
    if agency:
        rows = rows.filter(agency__code=agency)
    return list(rows.order_by("agency_id", "position", "pk"))


def agencies() -> list[Agency]:
    """The agencies that have risk points in force."""
    return list(Agency.objects.filter(pk__in=RiskPoint.objects.order_by().values("agency_id")).order_by("pk"))


def one(agency: str, code: str) -> Version | None:
    """A risk point in force today."""
    rows = Version.objects.filter(
        in_force(), entry__kind="risk", entry__agency__code=agency, entry__code=code
    )
    return rows.select_related("entry__agency", "entry__unit", "entry__risk_point__chart").first()


def for_staff(actor: StaffActor, asked: Asked, *, due_only: bool = False) -> QuerySet[Version]:
    """The risk points in force of the actor's agencies; ``is_due``: to be graded again today."""
    now_due = Exists(RiskPoint.objects.filter(due(), entry=OuterRef("entry_id")))
    rows = listed(asked).filter(entry__agency_id__in=access.agencies_seen(actor)).annotate(is_due=now_due)
    return rows.filter(is_due=True) if due_only else rows


def number_due(actor: StaffActor) -> int:
    """How many of the actor's agencies are to be graded again today."""
    return RiskPoint.objects.filter(due(), agency_id__in=access.agencies_seen(actor)).count()

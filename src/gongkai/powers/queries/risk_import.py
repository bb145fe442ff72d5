"""A file of risk points against the register: what it would add and change, and what is wrong in which line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.domain.powers import checks
from gongkai.domain.powers.course import OPEN
from gongkai.domain.powers.risk_file import LineFault, Point, Table
from gongkai.domain.powers.schema import Fault, kinds
from gongkai.domain.text import say
from gongkai.people.models import Unit
from gongkai.powers.models import Version
from gongkai.powers.queries.public import in_force
from gongkai.powers.queries.remembering import Remembered


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A point that can be taken over as a draft, and what is to be mended or looked at before it is submitted."""

    point: Point
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What taking the file over would do. ``faults``: lines that cannot be taken over at all."""

    new: tuple[Point, ...]
    changed: tuple[Point, ...]
    same: tuple[Point, ...]
    faults: tuple[LineFault, ...]
    incomplete: tuple[Incomplete, ...]

    @property
    def sound(self) -> bool:
        """Something would change, and no line stands in the way."""
        return bool(self.new or self.changed) and not self.faults


def names_of(agency_id: int) -> dict[str, str]:
    """Unit code → name, of the agency's units."""
    return dict(Unit.objects.filter(agency_id=agency_id).values_list("code", "name"))


def units_of(agency_id: int) -> dict[str, str]:
    """Name or code → code; what a file may call a unit."""
    names = names_of(agency_id)
    return {**{name: code for code, name in names.items()}, **{code: code for code in names}}


def named(agency_id: int) -> dict[str, Unit]:
    """Code → unit of the agency."""
    return {unit.code: unit for unit in Unit.objects.filter(agency_id=agency_id).select_related("agency")}


def look(agency_id: int, table: Table, units: Mapping[str, bool]) -> Look:
    """The file against the register. ``units``: unit code → whether the reader may draft for it."""
    faults = list(table.faults)
    sorted_out: dict[str, list[Point]] = {"new": [], "changed": [], "same": []}
    known, taken = _known(agency_id, table.points)
    incomplete = []
    looking_up = Remembered(agency_id)
    for point in table.points:
        fault = _in_the_way(point, units, taken.get(point.code))
        if fault is not None:
            faults.append(fault)
            continue
        there = known.get(point.code)
        same = there is not None and there == (point.title, dict(point.content))
        sorted_out["same" if same else "changed" if there else "new"].append(point)
        found = checks.faults("risk", point.title, point.content, looking_up)
        if found and not same:
            incomplete.append(Incomplete(point, tuple(found)))
    return Look(
        tuple(sorted_out["new"]),
        tuple(sorted_out["changed"]),
        tuple(sorted_out["same"]),
        tuple(sorted(faults, key=lambda each: each.line)),
        tuple(incomplete),
    )


def _in_the_way(point: Point, units: Mapping[str, bool], taken: Version | None) -> LineFault | None:
    if not units.get(point.unit, False):
        return LineFault(point.line, "单位/科室", say("You may not draft for this unit."))
    if taken is None:
        return None
    if taken.entry.unit.code != point.unit:
        reason = say("The code {code} belongs to another unit's risk point.", code=point.code)
        return LineFault(point.line, "编号", reason)
    if taken.state in OPEN and taken.state != "draft":
        reason = say("A version of {code} is under review. Take it back first.", code=point.code)
        return LineFault(point.line, "编号", reason)
    return None


def _known(
    agency_id: int, points: Iterable[Point]
) -> tuple[dict[str, tuple[str, dict[str, object]]], dict[str, Version]]:
    """Code → what the register says (the draft before what is in force), and the version; two queries."""
    codes = {point.code for point in points}
    rows = Version.objects.filter(entry__agency_id=agency_id, entry__kind="risk")
    found: dict[str, tuple[str, dict[str, object]]] = {}
    taken: dict[str, Version] = {}
    for query in (rows.filter(in_force()), rows.filter(state__in=OPEN)):
        for version in query.select_related("entry__unit"):
            if version.entry.code in codes:
                found[version.entry.code] = (version.title, version.content)
                taken[version.entry.code] = version
    return found, taken


def register(agency_id: int, unit_ids: Iterable[int] | None = None, on: date | None = None) -> list[Point]:
    """The register in force on the day (today), by unit and code, as the points of a file."""
    rows = Version.objects.filter(in_force(on), entry__kind="risk", entry__agency_id=agency_id)
    if unit_ids is not None:
        rows = rows.filter(entry__unit_id__in=list(unit_ids))
    rows = rows.select_related("entry__unit").order_by(
        "entry__unit__position", "entry__unit_id", "entry__code"
    )
    fields = [field.key for field in kinds()["risk"].fields]
    return [
        Point(
            line,
            version.entry.unit.code,
            version.entry.code,
            version.title,
            {key: version.content.get(key, "") for key in fields},
        )
        for line, version in enumerate(rows, start=1)
    ]

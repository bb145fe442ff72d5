"""The numbers of the dashboard. A fixed number of queries, however many records and units there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from gongkai.complaints.queries.standing import satisfied
from gongkai.domain.supervision.dashboard import Days, months
from gongkai.supervision.queries.dashboard import clocks, rooms
from gongkai.supervision.queries.dashboard.rooms import Room
from gongkai.supervision.queries.dashboard.scope import NO_UNIT, Scope

#: Unit → name of a number → the number.
Numbers = dict[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class RoomNumbers:
    """What stands of a room: its limits that day, its intake and closing in the span and before, by unit."""

    room: Room
    units: Numbers = field(default_factory=dict)

    def number(self, name: str, unit: int | None = None) -> int:
        """A number of one unit, or of all."""
        rows = self.units.values() if unit is None else [self.units.get(unit, {})]
        return sum(row.get(name, 0) for row in rows)


@dataclass(frozen=True, slots=True)
class Board:
    """All numbers: of each room the reader sees, by place for open matters, and what reporters said."""

    scope: Scope
    days: Days
    months: tuple[Days, ...]
    rooms: tuple[RoomNumbers, ...]
    places: Mapping[str, int]
    ratings: Mapping[str, int]
    late_replies: int

    def number(self, name: str, unit: int | None = None, room: str = "") -> int:
        """A number over the rooms, or of one; of all units, or of one."""
        return sum(each.number(name, unit) for each in self.rooms if room in ("", each.room.key))

    def has(self, room: str) -> bool:
        """Whether the reader sees the room."""
        return any(each.room.key == room for each in self.rooms)

    @property
    def unit_keys(self) -> list[int]:
        """The units of which there is any number; 0 for what is no unit's."""
        return sorted({unit for each in self.rooms for unit, row in each.units.items() if any(row.values())})


def board(scope: Scope, days: Days) -> Board:
    """Everything the dashboard shows of the scope, for the span ``days``."""
    seen = rooms.seen(scope)
    found = {room.key: RoomNumbers(room) for room in seen}
    past = months(scope.day)
    for room in seen:
        _add(found[room.key].units, _records(scope, room, days, past))
    for key, counted in _clocks(scope, seen, days).items():
        _add(found[key].units, counted)
    if "findings" in found:
        _add(found["findings"].units, _findings(scope))
    said = _said(scope, days) if "matters" in found else {}
    late = said.pop("late", 0)
    return Board(scope, days, past, tuple(found.values()), _places(scope, seen), said, late)


def _add(into: Numbers, more: Numbers) -> None:
    for unit, numbers in more.items():
        row = into.setdefault(unit, {})
        for name, number in numbers.items():
            row[name] = row.get(name, 0) + number


def _records(scope: Scope, room: Room, days: Days, past: Sequence[Days]) -> Numbers:
    """Intake and closing by unit: in the span, before it, by month, and what is open; one query."""
    conditions = {
        "came": room.came_in(days),
        "came_before": room.came_in(days.before),
        "closed": room.closed_in(days),
        "closed_before": room.closed_in(days.before),
        "open": room.open_on(scope.day),
    }
    for at, month in enumerate(past):
        conditions |= {f"came_{at}": room.came_in(month), f"closed_{at}": room.closed_in(month)}
    rows = room.narrowed(scope).filter(room.lately(min(past[0].first, days.before.first)))
    names = {f"n_{name}": Count("pk", filter=found) for name, found in conditions.items()}
    grouped = rows.values(room.unit) if room.unit else rows.values("agency")
    counted: Numbers = {}
    for row in grouped.annotate(**names):
        unit = (row[room.unit] if room.unit else None) or NO_UNIT
        _add(counted, {unit: {name: row[f"n_{name}"] for name in conditions}})
    return counted


def _clocks(scope: Scope, seen: Sequence[Room], days: Days) -> dict[str, Numbers]:
    """Limits by room and unit; one query."""
    conditions = {**clocks.standing(scope), **clocks.stopped(days)}
    names = {f"n_{name}": Count("pk", filter=found) for name, found in conditions.items()}
    rows = clocks.clocks(scope, seen).filter(clocks.running(scope) | conditions["stopped"])
    found: dict[str, Numbers] = {}
    for row in rows.values("subject_type", "unit").annotate(**names):
        numbers: dict[str, Any] = dict(row)
        counted = {name: numbers[f"n_{name}"] for name in conditions}
        _add(found.setdefault(clocks.ROOM_OF[row["subject_type"]], {}), {row["unit"] or NO_UNIT: counted})
    return found


def _findings(scope: Scope) -> Numbers:
    """Notices to answer by unit; one query."""
    conditions = clocks.to_answer(scope)
    names = {f"n_{name}": Count("pk", filter=found) for name, found in conditions.items()}
    rows = (
        rooms.BY_KEY["findings"].narrowed(scope).filter(conditions["urged"]).values("unit").annotate(**names)
    )
    return {row["unit"] or NO_UNIT: {name: row[f"n_{name}"] for name in conditions} for row in rows}


def _places(scope: Scope, seen: Sequence[Room]) -> dict[str, int]:
    """Grid → open matters, "" those without one; one query."""
    room = rooms.BY_KEY["matters"]
    if room not in seen:
        return {}
    rows = room.narrowed(scope).filter(room.open_on(scope.day))
    return dict(rows.values_list("grid").annotate(number=Count("pk")))


def _said(scope: Scope, days: Days) -> dict[str, int]:
    """``yes`` and ``no``: closed matters whose reporter is content or not; ``late``: first replies too late."""
    room = rooms.BY_KEY["matters"]
    closed, late = room.closed_in(days), late_replies(days)
    rows = room.narrowed(scope).filter(closed | late)
    counted = {"yes": 0, "no": 0, "late": 0}
    names = {"n_closed": Count("pk", filter=closed), "n_late": Count("pk", filter=late)}
    for row in rows.values("rating").annotate(**names):
        counted["late"] += row["n_late"]
        if content := satisfied(row["rating"]):
            counted[content] += row["n_closed"]
    return counted


def late_replies(days: Days) -> Q:
    """Matters whose first reply came in the span, after its limit."""
    return rooms.moments_within("replied_at", days) & Q(on_time=False)

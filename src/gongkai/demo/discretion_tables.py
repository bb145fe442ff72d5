"""The demonstration's discretion tables: several in two versions, one loaded as it was published, with its faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.core import clock
from gongkai.demo import discretion_texts as texts
from gongkai.demo.stage import at
from gongkai.domain.discretion.grid import Column, Grid, Line, text_of
from gongkai.people.models import Agency, Unit
from gongkai.powers import actions
from gongkai.powers.actions import BroughtIn

#: The day from which the first versions hold.
FIRST = date(2013, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a table as it is brought in, and by which unit."""

    unit: str
    said: BroughtIn


def versions() -> Iterator[Told]:
    """Every version of every table, table by table."""
    for block in texts.TABLES.strip().split("\n\n"):
        head, *lines = block.splitlines()
        code, power, unit, conduct, basis = head.removeprefix("# ").split("|")
        begins, note = FIRST, ""
        grid = Grid(conduct, basis)
        for line in [*lines, "@"]:
            if line.startswith("@"):
                said = BroughtIn(
                    "discretion", code, conduct, {"table": text_of(grid, code)}, begins, power, note
                )
                yield Told(unit, said)
                day, _blank, note = line.removeprefix("@").strip().partition(" ")
                begins = date.fromisoformat(day) if day else begins
            elif line.startswith("*"):
                grid = replace(
                    grid, columns=tuple(map(_column, line.removeprefix("* ").split("|"))), lines=()
                )
            else:
                grid = replace(grid, lines=(*grid.lines, _line(line)))


def _column(text: str) -> Column:
    name, kind, unit, values = text.split(":")
    return Column(name, kind, unit, values.replace(";", "|"))


def _line(text: str) -> Line:
    key, *cells, outcome, minimum, maximum, unit = text.split("|")
    return Line(key, tuple(each.replace(";", "|") for each in cells), outcome, minimum, maximum, unit)


def play(bureau: Agency) -> int:
    """Brings the tables in, day by day; gives how many there are."""
    units = {unit.code: unit for unit in Unit.objects.filter(agency=bureau).select_related("agency")}
    told = list(versions())
    days: dict[date, dict[str, list[BroughtIn]]] = {}
    for each in told:
        days.setdefault(each.said.in_force_from, {}).setdefault(each.unit, []).append(each.said)
    for day in sorted(day for day in days if day <= clock.today()):
        with clock.travel_to(at(day, 20)):
            for unit, entries in days[day].items():
                faulty = any(each.code == texts.FAULTY for each in entries)
                actions.bring_in(unit=units[unit], entries=entries, as_published=faulty)
    return len({each.said.code for each in told})

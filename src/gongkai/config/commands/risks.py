"""The register of integrity risks from the shell: bring one in, take it out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.config.commands.base import setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

if TYPE_CHECKING:
    from gongkai.domain.powers.risk_file import Point, Table
    from gongkai.people.models import Agency

FORMS = ("csv", "xlsx")


def risks_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai risks import FILE``: all of it or nothing; running it again changes nothing."""
    parser.add_argument("file", type=Path, help="CSV or XLSX in the columns of docs/rooms/powers.md")
    parser.add_argument(
        "--unit", default="", metavar="UNIT", help="name or code, where the file names no unit"
    )
    parser.add_argument(
        "--from", dest="begins", default="", metavar="DAY", help="first day in force; default: today"
    )
    parser.add_argument(
        "--rule", default="", help="grading rule where the file names none: product or three_levels"
    )
    parser.add_argument(
        "--graded-on", default="", metavar="DAY", help="day of grading where the file names none"
    )
    parser.add_argument("--post", default="", help="post where the file names none")
    parser.add_argument(
        "--as-published",
        action="store_true",
        help="keep points with gaps, and show to everybody that they have some",
    )
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    begins, graded_on = _day(parser, given.begins), _day(parser, given.graded_on)
    setup()
    agency = _agency(given.agency)
    empty = {"unit": given.unit, "rule": given.rule, "post": given.post}
    empty["graded_on"] = graded_on.isoformat() if graded_on else ""
    table = _read(given.file, agency, {name: value for name, value in empty.items() if value})
    faults = [(fault.line, fault.column, fault.reason) for fault in table.faults]
    if not given.as_published:
        faults += _faults(agency, table.points)
    _say(given.file.name, sorted(faults, key=lambda fault: fault[0]))
    if faults:
        print("Nothing was changed.")
        return 1
    if given.dry_run:
        print(f"{len(table.points):,} risk points could be brought in. Nothing was changed.")
        return 0
    from gongkai.core import clock
    from gongkai.powers.actions.risks import bring_in_register
    from gongkai.powers.models import Version

    before = Version.objects.count()
    bring_in_register(
        agency=agency,
        points=table.points,
        in_force_from=begins or clock.today(),
        as_published=given.as_published,
    )
    new = Version.objects.count() - before
    print(f"{new:,} brought in, {len(table.points) - new:,} known before.")
    return 0


def risks_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai risks export FILE``: the register in force, as a file that can be brought in again."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .csv or .xlsx")
    parser.add_argument("--on", default="", metavar="DAY", help="as in force on this day; default: today")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    form = given.file.suffix.lower().lstrip(".")
    if form not in FORMS:
        parser.error("the file's name must end in .csv or .xlsx")
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    on = _day(parser, given.on)
    setup()
    from gongkai.domain.powers import risk_file
    from gongkai.powers import risk_sheets
    from gongkai.powers.queries import risk_import

    agency = _agency(given.agency)
    points = risk_import.register(agency.pk, on=on)
    content, _kind = risk_sheets.file_of(risk_file.table(points, risk_import.names_of(agency.pk)), form)
    given.file.write_bytes(content)
    print(f"{given.file}: {len(points):,} risk points.")
    return 0


def _read(file: Path, agency: Agency, empty: dict[str, str]) -> Table:
    from gongkai.domain.powers import risk_file
    from gongkai.powers import risk_sheets
    from gongkai.powers.queries import risk_import

    cells = risk_sheets.cells_of(file)
    if isinstance(cells, risk_file.LineFault):
        return risk_file.Table((), (cells,), 0)
    return risk_file.read(cells, risk_import.units_of(agency.pk), empty)


def _faults(agency: Agency, points: Iterable[Point]) -> list[tuple[int, str, Text]]:
    """What keeps points from being published, by their lines."""
    from gongkai.domain.powers import checks
    from gongkai.powers.queries.remembering import Remembered

    looking_up = Remembered(agency.pk)
    return [
        (point.line, fault.field, fault.reason)
        for point in points
        for fault in checks.faults("risk", point.title, point.content, looking_up)
    ]


def _say(name: str, faults: Iterable[tuple[int, str, Text]]) -> None:
    from gongkai.core.text import render

    for line, column, reason in faults:
        print(f"{name}:{line}{':' + column if column else ''}: {render(reason)}")


def _day(parser: argparse.ArgumentParser, word: str) -> date | None:
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        parser.error(f"{word} is no day; write it as 2026-11-23")


def _agency(code: str) -> Agency:
    from gongkai.people import directory
    from gongkai.people.context import host_agency

    found = directory.agency(code) if code else host_agency()
    if found is None and code:
        raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
    if found is None:
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return found

"""The register of powers from the shell: powers and services in and out."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.config.commands.base import setup
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.people.models import Agency, Unit
    from gongkai.powers.models import Version
    from gongkai.powers.reading_files import FileFault, FileRow

KINDS = ("item", "service")


def entries_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai powers import FILE``: all of it or nothing; running it again changes nothing."""
    parser.add_argument("file", type=Path, help="CSV or JSON as docs/rooms/powers.md describes it")
    parser.add_argument("--unit", default="", metavar="CODE", help="whose the entries are that name no unit")
    parser.add_argument("--kind", choices=KINDS, default="item", help="item (powers, the default) or service")
    parser.add_argument(
        "--from",
        dest="begins",
        default="",
        metavar="DAY",
        help="first day in force of entries that name none",
    )
    parser.add_argument(
        "--as-published", action="store_true", help="keep entries with gaps, and show the gaps to everybody"
    )
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    if given.file.suffix.lower() not in (".csv", ".json"):
        parser.error("the file's name must end in .csv or .json")
    begins = _day(parser, given.begins)
    setup()
    from gongkai.powers import reading_files

    agency = _agency(given.agency)
    found = reading_files.read_file(
        given.file, kind=given.kind, begins=begins, as_published=given.as_published
    )
    units, unknown = _units(agency, given.unit, found.rows)
    faults = [*found.faults, *unknown, *_parents(agency, found.rows)]
    if not faults:
        faults = _bring(units, found.rows, given.as_published, only_look=given.dry_run)
    if faults:
        _say(given.file.name, sorted(faults, key=lambda fault: fault.line))
        print("Nothing was changed.")
        return 1
    if given.dry_run:
        print(f"{len(found.rows):,} entries could be brought in. Nothing was changed.")
    return 0


def _bring(
    units: dict[str, Unit], rows: Sequence[FileRow], as_published: bool, *, only_look: bool
) -> list[FileFault]:
    """Brings the rows in and says how many are new; the faults, where one keeps them all out."""
    from django.db import transaction

    from gongkai.powers.actions import bring_in
    from gongkai.powers.models import Version

    before = Version.objects.count()
    try:
        with transaction.atomic():
            for code, unit in units.items():
                own = [row.said for row in rows if row.unit == code]
                bring_in(unit=unit, entries=own, as_published=as_published)
            new = Version.objects.count() - before
            transaction.set_rollback(only_look)
    except Invalid:
        return _one_by_one(units, rows, as_published)
    if not only_look:
        print(f"{new:,} brought in, {len(rows) - new:,} known before.")
    return []


def _one_by_one(units: dict[str, Unit], rows: Sequence[FileRow], as_published: bool) -> list[FileFault]:
    """Which lines the register refuses: each is tried, and all of it undone."""
    from django.db import transaction

    from gongkai.powers.actions import bring_in
    from gongkai.powers.reading_files import FileFault

    faults = []
    with transaction.atomic():
        for row in rows:
            try:
                bring_in(unit=units[row.unit], entries=[row.said], as_published=as_published)
            except Invalid as invalid:
                faults.append(FileFault(row.line, invalid.field, invalid.reason))
        transaction.set_rollback(True)
    return faults


def entries_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai powers export FILE``: what is in force, as a file that can be brought in again."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .csv or .json")
    parser.add_argument("--kind", choices=KINDS, default="item", help="item (powers, the default) or service")
    parser.add_argument("--on", default="", metavar="DAY", help="as of this day; default: today")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    given = parser.parse_args(words)
    form = given.file.suffix.lower().lstrip(".")
    if form not in ("csv", "json"):
        parser.error("the file's name must end in .csv or .json")
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    day = _day(parser, given.on)
    setup()
    from gongkai.powers.queries import catalogue

    agency = _agency(given.agency).code if given.agency else ""
    try:
        count = _write(given.file, form, given.kind, catalogue.everything(given.kind, day, agency))
    except BaseException:
        given.file.unlink(missing_ok=True)
        raise
    print(f"{given.file}: {count:,} entries.")
    return 0


def _write(path: Path, form: str, kind: str, versions: Iterable[Version]) -> int:
    from gongkai.powers import exchange

    count = 0
    with path.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
        if form == "csv":
            writer = csv.DictWriter(file, exchange.columns(kind))
            writer.writeheader()
            for version in versions:
                writer.writerow(exchange.line(version))
                count += 1
            return count
        file.write('{"entries": [')
        for version in versions:
            file.write(
                ("," if count else "") + "\n" + json.dumps(exchange.record(version), ensure_ascii=False)
            )
            count += 1
        file.write("\n]}\n")
    return count


def _units(agency: Agency, chosen: str, rows: Sequence[FileRow]) -> tuple[dict[str, Unit], list[FileFault]]:
    """The code a row names → its unit (empty: the one chosen for all); and the rows whose unit nobody knows."""
    from gongkai.people.models import Unit
    from gongkai.powers.reading_files import FileFault

    known = {unit.code: unit for unit in Unit.objects.filter(agency=agency).select_related("agency")}
    if chosen and chosen not in known:
        raise Refusal(say("{agency} has no unit with the code “{code}”.", agency=agency.name, code=chosen))
    found: dict[str, Unit] = {}
    faults = []
    for row in rows:
        unit = known.get(row.unit or chosen)
        if unit is None:
            reason = (
                say("There is no unit with the code “{code}”.", code=row.unit)
                if row.unit
                else say("The entry names no unit. Say with --unit whose it is.")
            )
            faults.append(FileFault(row.line, "unit", reason))
        else:
            found[row.unit] = unit
    return found, faults


def _parents(agency: Agency, rows: Sequence[FileRow]) -> list[FileFault]:
    """The rows that belong to a power nobody knows: neither the register nor the file."""
    from gongkai.powers.queries import lists
    from gongkai.powers.reading_files import FileFault

    known = lists.power_codes(agency.pk) | {row.said.code for row in rows if row.said.kind == "item"}
    return [
        FileFault(row.line, "parent", say("There is no power with the code “{code}”.", code=row.said.parent))
        for row in rows
        if row.said.parent and row.said.parent not in known
    ]


def _say(name: str, faults: Iterable[FileFault]) -> None:
    from gongkai.core.text import render

    for fault in faults:
        print(f"{name}:{fault.line}{':' + fault.column if fault.column else ''}: {render(fault.reason)}")


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

    if code:
        found = directory.agency(code)
        if found is None:
            raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
        return found
    host = host_agency()
    if host is None:
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return host

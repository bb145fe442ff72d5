"""Training and examinations from the shell: the roster and results come in from files, all of it or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config.commands.base import agency_of, setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.core.table_files import Fault
    from gongkai.duties.queries.learning.looking import Look
    from gongkai.duties.queries.learning.records import Sitting

_AGENCY: dict[str, Any] = {
    "default": "",
    "metavar": "CODE",
    "help": "default: the agency of this installation",
}


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV or XLSX in the columns of docs/rooms/duties.md")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")


def roster_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai training roster import FILE``: all of it or nothing; running it again changes nothing."""
    _file(parser)
    parser.add_argument(
        "--by", default="", metavar="ACCOUNT", help="who brings it in; their post is asked for"
    )
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.config.commands.records import actor_named
    from gongkai.core import table_files
    from gongkai.duties.actions.learning.roster import bring_roster
    from gongkai.duties.queries.learning import looking, roster

    agency = agency_of(given.agency)
    rows = table_files.read(given.file.read_bytes(), given.file.name, roster.SHAPE)
    stopped = _looked(given.file.name, looking.of_roster(agency.pk, rows), dry=given.dry_run)
    if stopped is not None:
        return stopped
    actor = actor_named(given.by) if given.by else None
    brought = bring_roster(actor=actor, agency_id=agency.pk, rows=rows)
    print(f"{brought.new:,} new, {brought.changed:,} changed, {brought.same:,} known before.")
    return 0


def results(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai training results FILE --exam NUMBER --by ACCOUNT``: marks of a sitting, all of them or none."""
    _file(parser)
    parser.add_argument("--exam", required=True, metavar="NUMBER", help="number of the examination")
    parser.add_argument(
        "--by", required=True, metavar="ACCOUNT", help="who enters them; their post is asked for"
    )
    parser.add_argument(
        "--sitting", type=int, default=0, metavar="N", help="which sitting, counted by its day from 1"
    )
    parser.add_argument("--reason", default="", help="why, where confirmed results are corrected")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.config.commands.records import actor_named
    from gongkai.core import table_files
    from gongkai.duties.actions.learning.results import bring_results
    from gongkai.duties.queries.learning import examinations, looking

    actor = actor_named(given.by)
    sitting = _sitting(agency_of(given.agency).pk, given.exam, given.sitting)
    rows = table_files.read(given.file.read_bytes(), given.file.name, examinations.SHAPE)
    stopped = _looked(given.file.name, looking.of_results(sitting, rows), dry=given.dry_run)
    if stopped is not None:
        return stopped
    brought = bring_results(sitting_id=sitting.pk, actor=actor, rows=rows, reason=given.reason)
    print(f"{brought.new:,} new, {brought.changed:,} changed, {brought.same:,} known before.")
    return 0


def _sitting(agency: int, number: str, at: int) -> Sitting:
    """The sitting meant; the last one that has begun where none is named."""
    from gongkai.core import clock
    from gongkai.duties.models import Sitting

    rows = Sitting.objects.filter(
        examination__agency_id=agency, examination__number=number, called_off_at__isnull=True
    )
    listed = list(rows.select_related("examination__agency").order_by("begins_at", "pk"))
    begun = [each for each in listed if each.begins_at <= clock.now()]
    if (at and not 1 <= at <= len(listed)) or (not at and not begun):
        raise Refusal(say("There is no such sitting of “{number}”.", number=number))
    return listed[at - 1] if at else begun[-1]


def _looked(name: str, found: Look, *, dry: bool) -> int | None:
    """Says what is wrong or, on a dry run, what would change; the status then, ``None`` where it goes on."""
    _say(name, found.faults)
    if found.faults:
        print("Nothing was changed.")
        return 1
    if dry:
        counts = f"{len(found.new):,} new, {len(found.changed):,} changed, {len(found.same):,} as they are"
        print(f"{counts}. Nothing was changed.")
        return 0
    return None


def _say(name: str, faults: Iterable[Fault]) -> None:
    from gongkai.core.text import render

    for fault in faults:
        at = f":{fault.line}" if fault.line else ""
        print(f"{name}{at}{':' + fault.column if fault.column else ''}: {render(fault.reason)}")

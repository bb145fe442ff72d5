"""The registers of requests and of reviews and suits, from the shell: bring one in, take one out."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import MAXYEAR, MINYEAR
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config.commands.base import setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.people.actor import StaffActor
    from gongkai.people.models import Agency
    from gongkai.requests.importing import Findings, Problem, Register

WORDS = {"requests": "requests", "disputes": "reviews and suits"}


def requests_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai requests import FILE``."""
    return _import("requests", parser, words)


def disputes_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai disputes import FILE``."""
    return _import("disputes", parser, words)


def requests_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai requests export FILE``."""
    return _export("requests", parser, words)


def disputes_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai disputes export FILE``."""
    return _export("disputes", parser, words)


def _import(register: Register, parser: argparse.ArgumentParser, words: list[str]) -> int:
    parser.add_argument("file", type=Path, help=f"CSV or XLSX with the columns {_columns(register)}")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the account's, else the site's"
    )
    parser.add_argument("--by", default="", metavar="ACCOUNT", help="who brings it in, for the ledger")
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.core import clock
    from gongkai.requests import importing
    from gongkai.requests.actions.importing import bring_in, may_bring_in
    from gongkai.requests.queries import register as held

    actor = _actor(given.by)
    agency = _agency(given.agency, actor)
    may_bring_in(actor, agency.pk, register)
    found = importing.look(
        register,
        given.file,
        today=clock.today(),
        taken=held.taken(agency.pk),
        before=held.brought_in(agency, register),
        progress=(bar := _Bar("Looking")).show,
    )
    bar.done()
    _say(found)
    if not found.sound:
        print(f"Nothing was imported: {_many(found.problems, 'problem')}. Mend them and run it again.")
        return 1
    _summary(found)
    if given.dry_run:
        print(f"{found.rows:,} {WORDS[register]} would be imported. Nothing was changed.")
        return 0
    rows = bring_in(
        actor=actor,
        agency_id=agency.pk,
        path=given.file,
        findings=found,
        progress=(bar := _Bar("Importing")).show,
    )
    bar.done()
    print(f"{rows:,} {WORDS[register]} imported into the register of {agency.name}.")
    return 0


def _columns(register: Register) -> str:
    columns = {
        "requests": "number,received_on,applicant_kind,channel,subject,outcome,closed_on",
        "disputes": "kind,filed_on,result,closed_on",
    }
    return columns[register]


def _say(found: Findings) -> None:
    for note in found.notes:
        print(f"note: {_told(found, note)}")
    for problem in found.errors:
        print(_told(found, problem))
    if found.more:
        print(f"and {_many(found.more, 'more problem')}")


def _told(found: Findings, problem: Problem) -> str:
    from gongkai.core.text import render

    place = ":".join(str(part) for part in (found.name, problem.line, problem.column) if part)
    return f"{place}: {render(problem.message)}"


def _summary(found: Findings) -> None:
    print(f"{found.name}: {found.rows:,} lines, {found.closed:,} closed, {found.open:,} open.")
    _list("By year", found.years)
    _list("By end", Counter({end or "(open)": count for end, count in found.ends.items()}))


def _list(title: str, counted: Counter[Any]) -> None:
    listed = ", ".join(
        f"{key} {count:,}" for key, count in sorted(counted.items(), key=lambda pair: str(pair[0]))
    )
    print(f"{title}: {listed}")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _actor(account: str) -> StaffActor | None:
    from gongkai.config.commands.records import actor_named

    return actor_named(account) if account else None


def _agency(code: str, actor: StaffActor | None) -> Agency:
    from gongkai.people.context import host_agency
    from gongkai.requests.queries import register as held

    if code:
        found = held.agency_coded(code)
        if found is None:
            raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
        return found
    if actor is not None:
        return held.agency_by_id(actor.agency_id)
    found = host_agency()
    if found is None:
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return found


class _Bar:
    """How far it has come, in one line on a terminal; nothing anywhere else."""

    def __init__(self, what: str) -> None:
        self.what, self.shown, self.at = what, sys.stderr.isatty(), 0.0

    def show(self, fraction: float | None, rows: int) -> None:
        """Draws the line anew, a few times a second."""
        now = time.monotonic()
        if not self.shown or now - self.at < 0.1:
            return
        self.at = now
        filled = round(30 * (fraction or 0))
        percent = f"[{'#' * filled}{'.' * (30 - filled)}] {fraction:4.0%}" if fraction is not None else ""
        print(f"\r{self.what}: {percent}  {rows:,} rows ", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Leaves the line."""
        if self.at:
            print(file=sys.stderr)


def _export(register: Register, parser: argparse.ArgumentParser, words: list[str]) -> int:
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .csv or .xlsx")
    parser.add_argument("--year", type=int, help="only what came in in this year")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    if given.year is not None and not MINYEAR <= given.year <= MAXYEAR:
        parser.error(f"{given.year} is no year")
    form = given.file.suffix.lower().lstrip(".")
    if form not in ("csv", "xlsx"):
        parser.error("the file's name must end in .csv or .xlsx")
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    setup()
    from gongkai.requests import exporting
    from gongkai.requests.queries import register as held

    agency = _agency(given.agency, None)
    rows = (
        exporting.request_rows(held.request_lines(agency.pk, given.year), words=False)
        if register == "requests"
        else exporting.dispute_rows(held.dispute_lines(agency.pk, given.year), words=False)
    )
    write = exporting.write_csv if form == "csv" else exporting.write_xlsx
    try:
        count = write(given.file, register, rows, words=False)
    except BaseException:
        given.file.unlink(missing_ok=True)
        raise
    print(f"{given.file}: {count:,} {WORDS[register]}.")
    return 0

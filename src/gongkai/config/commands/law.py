"""The law's clocks and the calendar, from the shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from gongkai.config import clock_command


def clock(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai clock``: needs no installation; knows the loaded notices where there is one."""
    from gongkai.config.commands.base import installed, setup

    if {"-h", "--help", "--list"} & set(words) or not installed():
        return clock_command.run(words)
    setup()
    from django.db import ProgrammingError

    from gongkai.core import calendars

    try:
        overrides, announced = calendars.overrides(), calendars.announced_years()
    except ProgrammingError:  # a database without tables yet: no notice has been loaded
        return clock_command.run(words)
    return clock_command.run(words, overrides=overrides, announced_years=announced)


def calendar_load(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai calendar load FILE --year Y --title T``."""
    parser.add_argument(
        "file", type=Path, help="CSV with the columns date,kind,name; kind is holiday or workday"
    )
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--title", required=True, help="title of the notice")
    parser.add_argument("--number", default="", help="document number of the notice")
    parser.add_argument("--published", type=_day, default=None, metavar="YYYY-MM-DD")
    given = parser.parse_args(words)
    from gongkai.config.commands.base import setup

    setup()
    from gongkai.core import ledger, notices

    moved = notices.load_notice(
        year=given.year,
        title=given.title,
        document_number=given.number,
        published_on=given.published,
        text=given.file.read_text(encoding="utf-8-sig"),
        actor=ledger.System(),
        progress=_progress(),
    )
    print(f"The notice for {given.year} is loaded; {moved} due dates moved.")
    return 0


def calendar_recompute(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai calendar recompute``: also what is left of a loading that was broken off."""
    parser.parse_args(words)
    from gongkai.config.commands.base import setup

    setup()
    from gongkai.core import ledger, notices

    moved = notices.recompute(actor=ledger.System(), progress=_progress())
    print(f"Every running due date is computed again; {moved} moved.")
    return 0


def _progress() -> Callable[[int, int], None] | None:
    """Shows on a terminal how many due dates are computed."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\rDue dates: {done:,} of {total:,} ", end=end, file=sys.stderr, flush=True)

    return show


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}” is not a date: write it as YYYY-MM-DD") from None


def calendar_show(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai calendar show``."""
    parser.parse_args(words)
    from gongkai.config.commands.base import setup

    setup()
    from gongkai.core import calendars, workdays

    years = sorted({*workdays.library_years(), *calendars.announced_years()})
    print(f"Announced: {years[0]} to {years[-1]}. Later years give provisional dates.")
    for notice in calendars.notices():
        note = " (replaced)" if notice.replaced_at else ""
        print(f"{notice.year}  {notice.title} {notice.document_number}, {notice.days.count()} days{note}")
    return 0

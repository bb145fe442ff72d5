"""Decisions from the shell: in from the case system, out to the sites of double publicity, figures counted anew."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from gongkai.config.commands.base import agency_of, setup


def bring_in(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai decisions import FILE``: running it again takes in only what is new."""
    parser.add_argument("file", type=Path, help="JSON or CSV as docs/decisions_file.md describes it")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.core.text import render
    from gongkai.powers import case_files
    from gongkai.powers.actions.decisions.bringing import take_decisions

    found = case_files.read_file(given.file)
    agency = agency_of(given.agency)
    if given.dry_run:
        faults = found.faults
        print(f"{len(found.cases):,} of {found.rows:,} decisions could be taken in. Nothing was changed.")
    else:
        taken = take_decisions(agency=agency, cases=found.cases, progress=_progress(len(found.cases)))
        faults = (*found.faults, *taken.faults)
        refused = len({fault.row for fault in faults})
        print(f"{taken.new:,} new, {taken.known:,} known before, {refused:,} refused.")
    for fault in faults:
        column = f":{fault.field}" if fault.field else ""
        print(f"{given.file.name}:{fault.row}{column}: {render(fault.reason)}")
    return 1 if faults else 0


def export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai decisions export FILE.csv``: published decisions, for double publicity."""
    parser.add_argument("file", type=Path, help="the CSV to write")
    parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="published on this day or later")
    parser.add_argument("--kind", choices=("penalty", "licence", "coercion"), default="", help="default: all")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    setup()
    from datetime import date

    from gongkai.powers.case_files import double_publicity

    try:
        since = date.fromisoformat(given.since) if given.since else None
    except ValueError:
        parser.error(f"{given.since} is no day; write it as 2026-11-23")
    rows = double_publicity.rows(agency_of(given.agency).pk, since=since, kind=given.kind)
    count = 0
    with given.file.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(double_publicity.heading())
        for row in rows:
            writer.writerow(row)
            count += 1
    print(f"{count:,} decisions written to {given.file}.")
    return 0


def recount(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai decisions recount``: the prepared figures from the records."""
    parser.parse_args(words)
    setup()
    from gongkai.powers.actions.decisions import recounting

    print(f"{recounting.recount_all():,} decisions counted.")
    return 0


def _progress(total: int):  # type: ignore[no-untyped-def]
    """Shows on a terminal how far it has come."""
    if not sys.stderr.isatty():
        return None

    def show(done: int) -> None:
        print(f"\r{done:,} of {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show

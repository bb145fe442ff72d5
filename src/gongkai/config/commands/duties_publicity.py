"""Publicity from the shell: activities in from a table as drafts, the published ones out."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any, cast

from gongkai.config.commands.base import agency_of, setup

_AGENCY: dict[str, Any] = {
    "default": "",
    "metavar": "CODE",
    "help": "default: the agency of this installation",
}


def publicity_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai publicity import FILE``: all of it or nothing; running it again changes nothing."""
    parser.add_argument("file", type=Path, help="CSV or XLSX in the columns of docs/rooms/duties.md")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
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
    from gongkai.core.text import render
    from gongkai.duties.actions import publicity_bringing as bringing
    from gongkai.duties.queries.publicity_import import SHAPE

    agency = agency_of(given.agency)
    actor = actor_named(given.by) if given.by else None
    rows = table_files.read(given.file.read_bytes(), given.file.name, SHAPE)
    found = bringing.look(agency.pk, rows)
    for fault in found.faults:
        print(f"{given.file.name}:{fault.line}: {fault.column} {render(fault.reason)}")
    if found.faults:
        print("Nothing was changed.")
        return 1
    if given.dry_run:
        print(f"{len(found.new):,} new, {len(found.same):,} known before. Nothing was changed.")
        return 0
    brought = bringing.bring_activities(actor=actor, agency_id=agency.pk, rows=rows)
    print(f"{brought.new:,} new, as drafts; {brought.same:,} known before.")
    return 0


def publicity_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai publicity export FILE``: the published activities, as the public reads them."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .json or .csv")
    parser.add_argument("--year", type=int, default=0, help="default: every year")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    if given.file.suffix not in (".json", ".csv"):
        parser.error("the name of the file ends in .json or .csv")
    setup()
    from django.http import HttpRequest
    from django.utils import translation

    from gongkai.core.cells import harmless
    from gongkai.duties.public.publicity import COLUMNS, record
    from gongkai.duties.queries import publicity_public as reads

    rows = reads.published(agency=agency_of(given.agency).code, year=given.year)
    with translation.override("zh-hans"):
        told = [
            record(cast("HttpRequest", _Shell()), each)
            for each in rows.prefetch_related("partners", "photos")
        ]
    if given.file.suffix == ".json":
        text = json.dumps({"activities": told}, ensure_ascii=False, indent=1)
        given.file.write_text(f"{text}\n", encoding="utf-8")
    else:
        with given.file.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for each in told:
                cells = {**each, "partners": "、".join(each["partners"])}
                writer.writerow("" if cells[name] is None else harmless(cells[name]) for name in COLUMNS)
    print(f"{given.file}: {len(told):,} activities.")
    return 0


class _Shell:
    """Stands in for a request: without ``GONGKAI_PUBLIC_URL`` an address begins with its path."""

    def build_absolute_uri(self, path: str) -> str:
        return path

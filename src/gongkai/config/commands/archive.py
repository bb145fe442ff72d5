"""The archive from the shell: ``archive build``, ``list``, ``export`` and ``check``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gongkai.config.commands.base import setup


def build(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai archive build``: archives now what ended long enough ago. Exit 1 when one could not be archived."""
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    given = parser.parse_args(words)
    setup()
    from gongkai.archive.actions.archiving import archive_due
    from gongkai.people.models import Agency

    rows = Agency.objects.filter(closed_on__isnull=True).order_by("id")
    agencies = list(rows.filter(code=given.agency) if given.agency else rows)
    if not agencies:
        parser.error(f"there is no agency {given.agency}")
    failures = 0
    for agency in agencies:
        done, failed = archive_due(agency)
        failures += failed
        print(f"{agency.code}: {done} archived, {failed} could not be archived")
    return 1 if failures else 0


def listing(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai archive list``: the yearly list, as lines, CSV or JSON."""
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    parser.add_argument("--format", choices=("lines", "csv", "json"), default="lines")
    given = parser.parse_args(words)
    setup()
    from gongkai.archive import year_files
    from gongkai.archive.models import Package

    rows = Package.objects.filter(year=given.year).select_related("agency", "unit", "superseded_by")
    if given.agency:
        rows = rows.filter(agency__code=given.agency)
    rows = rows.order_by("agency__code", "number")
    if given.format == "csv":
        sys.stdout.write(year_files.as_csv(rows.iterator(chunk_size=1000)).decode())
        return 0
    if given.format == "json":
        told = [dict(zip(year_files.HEAD, line, strict=True)) for line in year_files.lines(rows.iterator())]
        print(json.dumps({"year": given.year, "packages": told}, ensure_ascii=False, indent=1))
        return 0
    count = 0
    for each in rows.iterator(chunk_size=1000):
        print(
            f"{each.number} {each.closed_on.isoformat()} {each.retention} {each.record_number} {each.title}"
        )
        count += 1
    print(f"{count} packages of {given.year}.")
    return 0


def export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai archive export``: packages as folders or ZIPs. Exit 1 when a file is not as it was archived."""
    parser.add_argument(
        "--number", action="append", default=[], metavar="NUMBER", help="archive number; may be repeated"
    )
    parser.add_argument("--year", type=int, help="every package of a year that stands")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--zip", action="store_true", help="a ZIP each instead of a folder")
    parser.add_argument("--purpose", default="gongkai archive export", help="stands in the ledger")
    given = parser.parse_args(words)
    if not given.number and given.year is None:
        parser.error("say which: --number or --year")
    setup()
    from django.db.models import Q

    from gongkai.archive.actions.taking_out import export_to_disk
    from gongkai.archive.models import Package
    from gongkai.core.refusals import Refusal

    wanted = Q(number__in=given.number)
    if given.year is not None:
        wanted |= Q(year=given.year, standing=True)
    rows = list(Package.objects.filter(wanted).select_related("agency").order_by("number"))
    unknown = set(given.number) - {each.number for each in rows}
    if unknown:
        parser.error(f"there is no package {sorted(unknown)[0]}")
    wrong = 0
    for each in rows:
        try:
            target, faults = export_to_disk(each, given.out, as_zip=given.zip, purpose=given.purpose)
        except (OSError, Refusal) as error:
            print(f"{each.number}: {error}", file=sys.stderr)
            wrong += 1
            continue
        print(target)
        for fault in faults:
            print(f"  {fault.path} is {fault.what}", file=sys.stderr)
        wrong += bool(faults)
    return 1 if wrong else 0


def check(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai archive check``: any bag, folder or ZIP, offline. Exit 1 when one is not whole."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER|ZIP")
    given = parser.parse_args(words)
    from gongkai.archive.checking import check as checks

    wrong = count = 0
    for path in given.paths:
        if not path.exists():
            parser.error(f"there is no {path}")
        for each in checks(path):
            count += 1
            wrong += bool(each.faults)
            print(f"{each.name}: {'not whole' if each.faults else f'whole, {each.files} files'}")
            for fault in each.faults:
                print(f"  {fault}", file=sys.stderr)
    print(f"{count} bags checked, {wrong} not whole.")
    return 1 if wrong else 0

"""Campaigns on the street from the shell: lists of sites in and out, the published records out by site."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gongkai.config.commands.base import agency_of, setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from gongkai.campaigns.queries.records import Campaign
    from gongkai.campaigns.site_files import Fault

_AGENCY: dict[str, Any] = {
    "default": "",
    "metavar": "CODE",
    "help": "default: the agency of this installation",
}


def sites_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai sites import FILE``: all of it or nothing; running it again changes nothing."""
    parser.add_argument("file", type=Path, help="CSV or XLSX in the columns of docs/rooms/campaigns.md")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument(
        "--by", default="", metavar="ACCOUNT", help="who brings them in; their post is asked for"
    )
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.campaigns import site_files
    from gongkai.campaigns.actions.bringing import bring_sites
    from gongkai.campaigns.queries import site_import
    from gongkai.config.commands.records import actor_named

    agency = agency_of(given.agency)
    actor = actor_named(given.by) if given.by else None
    rows = site_files.read(given.file.read_bytes(), given.file.name)
    found = site_import.look(agency.pk, rows)
    _say(given.file.name, found.faults)
    if found.faults:
        print("Nothing was changed.")
        return 1
    if given.dry_run:
        counts = f"{len(found.new):,} new, {len(found.changed):,} changed, {len(found.same):,} as they are"
        print(f"{counts}. Nothing was changed.")
        return 0
    brought = bring_sites(actor=actor, agency_id=agency.pk, rows=rows)
    print(f"{brought.new:,} new, {brought.changed:,} changed, {brought.same:,} known before.")
    return 0


def sites_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai sites export FILE.csv``: a file that can be brought in again, contact persons with it."""
    parser.add_argument("file", type=Path, help="the CSV to write; it holds contact persons: keep it safe")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    _writable(parser, given.file, ("csv",))
    setup()
    from gongkai.campaigns import site_files
    from gongkai.campaigns.models import Site
    from gongkai.campaigns.queries import site_import

    sites = Site.objects.filter(agency=agency_of(given.agency)).select_related("unit").order_by("code")
    rows = site_import.as_rows(sites)
    with _private(given.file) as file:
        file.write(site_files.write_csv(rows))
    print(f"{given.file}: {len(rows):,} sites. It holds contact persons: keep it safe.")
    return 0


def campaigns_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai campaigns export FILE``: what was found at each site, as the public reads it."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .json or .csv")
    parser.add_argument("--campaign", default="", metavar="NUMBER", help="default: every announced campaign")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    form = _writable(parser, given.file, ("json", "csv"))
    setup()
    from django.utils import translation

    from gongkai.campaigns.queries import public

    agency = agency_of(given.agency)
    found = [each for each in public.campaigns() if each.agency_id == agency.pk]
    if given.campaign:
        found = [each for each in found if each.number == given.campaign]
        if not found:
            raise Refusal(say("There is no announced campaign “{number}”.", number=given.campaign))
    with translation.override("zh-hans"):
        told = [_campaign(each) for each in found]
    records = [record for each in told for site in each["sites"] for record in site["records"]]
    if form == "json":
        text = json.dumps({"campaigns": told}, ensure_ascii=False, indent=1)
        given.file.write_text(f"{text}\n", encoding="utf-8")
    else:
        _write_csv(given.file, records)
    print(f"{given.file}: {len(records):,} records of {len(told):,} campaigns.")
    return 0


def _campaign(found: Campaign) -> dict[str, Any]:
    """A campaign with its sites, the gravest stand first, each with its published records."""
    from gongkai.campaigns.public.files import record
    from gongkai.campaigns.queries import public

    by_site: dict[str, list[dict[str, Any]]] = {}
    for each in public.published(found):
        by_site.setdefault(each.listed.site.code, []).append(
            record(cast("HttpRequest", _Shell()), found, each)
        )
    sites = [
        {
            "site": row.site.code,
            "name": row.site.name,
            "address": row.site.address,
            "unit": row.site.unit.code,
            "stand": row.standing.stand,
            "records": by_site.get(row.site.code, []),
        }
        for row in public.site_rows(found)
    ]
    return {
        "number": found.number,
        "title": found.title,
        "state": found.state,
        "begins_on": found.begins_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "results": found.results,
        "sites": sites,
    }


class _Shell:
    """Stands in for a request: without ``GONGKAI_PUBLIC_URL`` an address begins with its path."""

    def build_absolute_uri(self, path: str) -> str:
        return path


def _write_csv(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """A line for each item of a record, as the file on the campaign's page has it."""
    from gongkai.campaigns.public.files import COLUMNS
    from gongkai.core.cells import harmless

    def lines() -> Iterator[list[Any]]:
        for told in records:
            for item in told["items"]:
                said = {**told, "item": item["key"], "item_label": item["label"], **item}
                yield ["" if said[name] is None else harmless(said[name]) for name in COLUMNS]

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(lines())


def _writable(parser: argparse.ArgumentParser, path: Path, forms: tuple[str, ...]) -> str:
    """The form the file's name asks for; ends the command where it cannot be written."""
    form = path.suffix.lower().lstrip(".")
    if form not in forms:
        parser.error(f"the file's name must end in {' or '.join(f'.{each}' for each in forms)}")
    if path.exists():
        parser.error(f"{path} exists already; choose another name")
    if not path.resolve().parent.is_dir():
        parser.error(f"there is no folder {path.resolve().parent}")
    return form


def _private(path: Path) -> Any:
    """A new file nobody else of the machine may read."""
    path.touch(mode=0o600, exist_ok=False)
    return path.open("w", encoding="utf-8", newline="")


def _say(name: str, faults: Iterable[Fault]) -> None:
    from gongkai.core.text import render

    for fault in faults:
        at = f":{fault.line}" if fault.line else ""
        print(f"{name}{at}{':' + fault.column if fault.column else ''}: {render(fault.reason)}")

"""Matters from the shell: the city's work orders in and out, the routing rules in and out."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config.commands.base import setup
from gongkai.core.cells import harmless
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.complaints.orders import Fault
    from gongkai.people.actor import StaffActor
    from gongkai.people.models import Agency


def orders_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai complaints import FILE``: running it again takes in only what is new."""
    parser.add_argument("file", type=Path, help="JSON or CSV as docs/work_orders.md describes it")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the account's, else the site's"
    )
    parser.add_argument(
        "--by", default="", metavar="ACCOUNT", help="who brings them in; their post is asked for"
    )
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.complaints import orders
    from gongkai.complaints.actions.orders import take_orders

    actor = _actor(given.by)
    agency = _agency(given.agency, actor)
    found = orders.read_file(given.file)
    _say(given.file.name, found.faults)
    if given.dry_run:
        print(f"{len(found.orders):,} of {found.rows:,} work orders could be taken in. Nothing was changed.")
        return 1 if found.faults else 0
    taken = take_orders(
        agency_id=agency.pk, actor=actor, orders=found.orders, progress=_progress(len(found.orders))
    )
    _say(given.file.name, taken.faults)
    refused = len({fault.row for fault in (*found.faults, *taken.faults)})
    print(f"{len(taken.new):,} new, {len(taken.known):,} known before, {refused:,} refused.")
    return 1 if refused else 0


def orders_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai complaints export FILE``."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .json or .csv")
    parser.add_argument(
        "--since", default="", metavar="MOMENT", help="only what changed since, such as 2026-11-23"
    )
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    given = parser.parse_args(words)
    form = given.file.suffix.lower().lstrip(".")
    if form not in ("json", "csv"):
        parser.error("the file's name must end in .json or .csv")
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    setup()
    since = _moment(parser, given.since)
    from gongkai.complaints.queries import orders

    rows = orders.progress(_agency(given.agency, None).pk, since=since)
    try:
        count = _write(given.file, form, rows, orders.FIELDS)
    except BaseException:
        given.file.unlink(missing_ok=True)
        raise
    print(f"{given.file}: {count:,} work orders.")
    return 0


def rules(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai complaints rules [FILE]``: without a file the rules in force on standard output."""
    parser.add_argument("file", type=Path, nargs="?", help="TOML with the rules that shall hold from now on")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument("--reason", default="", help="why they change; stands in the ledger")
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the account's, else the site's"
    )
    parser.add_argument(
        "--by", default="", metavar="ACCOUNT", help="who brings them in: the head of the desk"
    )
    given = parser.parse_args(words)
    if given.file is not None and not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    if given.file is not None and not given.dry_run and not (given.by and given.reason):
        parser.error("bringing rules in needs --by ACCOUNT and --reason")
    setup()
    from gongkai.complaints.actions import replace_rules
    from gongkai.complaints.queries import routing
    from gongkai.core import clock
    from gongkai.core.text import render
    from gongkai.domain.complaints.routing_faults import faults
    from gongkai.domain.complaints.routing_file import dump_rules, parse_rules

    actor = _actor(given.by)
    agency = _agency(given.agency, actor)
    if given.file is None:
        print(dump_rules([routing.as_rule(row) for row in routing.rules_of(agency.pk)]), end="")
        return 0
    parsed = parse_rules(given.file.read_text(encoding="utf-8"))
    for fault in parsed.faults:
        print(f"{given.file.name}:{fault.line}: {render(fault.reason)}")
    if parsed.faults:
        print("Nothing was changed.")
        return 1
    for found in faults(parsed.rules, routing.known_of(agency.pk), clock.today()):
        print(f"note: {render(found.reason)}")
    if given.dry_run:
        print(f"{len(parsed.rules):,} rules could be brought in. Nothing was changed.")
        return 0
    assert actor is not None  # asked for above
    replace_rules(agency_id=agency.pk, actor=actor, rules=parsed.rules, reason=given.reason)
    print(f"{len(parsed.rules):,} rules hold from now on.")
    return 0


def _write(path: Path, form: str, rows: Iterable[dict[str, Any]], fields: tuple[str, ...]) -> int:
    """Writes row by row, so that a large register needs no memory."""
    count = 0
    if form == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fields)
            writer.writeheader()
            for row in rows:
                writer.writerow({name: harmless(value) for name, value in row.items()})
                count += 1
        return count
    with path.open("w", encoding="utf-8") as file:
        file.write('{"work_orders": [')
        for row in rows:
            file.write(("," if count else "") + "\n" + json.dumps(row, ensure_ascii=False))
            count += 1
        file.write("\n]}\n")
    return count


def _moment(parser: argparse.ArgumentParser, word: str) -> datetime | None:
    from django.utils import timezone

    if not word:
        return None
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        parser.error(f"{word} is no moment; write it as 2026-11-23 or 2026-11-23T09:30")
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _say(name: str, faults: Iterable[Fault]) -> None:
    from gongkai.core.text import render

    for fault in faults:
        print(f"{name}:{fault.row}{':' + fault.field if fault.field else ''}: {render(fault.reason)}")


def _progress(total: int) -> Any:
    if not sys.stderr.isatty():
        return None

    def show(done: int) -> None:
        if done % 50 == 0 or done == total:
            end = "\n" if done == total else ""
            print(f"\r{done:,} of {total:,} ", end=end, file=sys.stderr, flush=True)

    return show


def _actor(account: str) -> StaffActor | None:
    from gongkai.config.commands.records import actor_named

    return actor_named(account) if account else None


def _agency(code: str, actor: StaffActor | None) -> Agency:
    from gongkai.people import directory
    from gongkai.people.context import host_agency

    if code:
        found = directory.agency(code)
        if found is None:
            raise Refusal(say("There is no agency “{code}” in this installation.", code=code))
        return found
    if actor is not None:
        own = directory.agency(actor.agency_code)
        assert own is not None  # an account belongs to an agency
        return own
    host = host_agency()
    if host is None:
        raise Refusal(say("There is no agency yet. Run gongkai init, or name one with --agency."))
    return host

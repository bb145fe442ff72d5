"""Discretion tables from the shell: bring them in with proof, ask them for the lawful range, take them out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config.commands.base import setup, unit_of
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.domain.discretion import Fault, Milder, Outcome, Parsed
    from gongkai.powers.models import Version


def bring_in(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai discretion import FILE.csv``: refuses overlaps and gaps, naming the very case."""
    parser.add_argument("file", type=Path, help="CSV as docs/discretion.md describes it")
    parser.add_argument(
        "--allow-faults", action="store_true", help="load a published table as it is, and list its faults"
    )
    parser.add_argument(
        "--from",
        dest="begins",
        type=_day,
        default=None,
        metavar="YYYY-MM-DD",
        help="first day in force; default: a code's first version always held, a later one begins today",
    )
    parser.add_argument("--unit", default="", metavar="CODE", help="the unit that answers for them")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    parser.add_argument("--dry-run", action="store_true", help="only look at the file; needs no installation")
    parser.add_argument("--json", action="store_true", help="what was found and brought in, for a machine")
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.domain import discretion

    parsed = discretion.read(given.file.read_bytes(), in_force_from=date.min)
    faults = [fault for table in parsed.tables for fault in discretion.prove(table)]
    refused = bool(parsed.faults) or bool(faults and not given.allow_faults)
    new: Sequence[Version] = ()
    known = 0
    if not (refused or given.dry_run):
        from gongkai.powers.actions.tables import bring_in_tables

        unit = unit_of(given.agency, given.unit)
        done = bring_in_tables(unit=unit, tables=parsed.tables, on=given.begins, as_published=bool(faults))
        new, known = done.new, len(done.versions) - len(done.new)
    if given.json:
        print(json.dumps(_brought(parsed, faults, new, known), ensure_ascii=False, indent=1))
    else:
        _tell_brought(given, parsed, faults, new, known)
    return 1 if refused else 0


def _brought(parsed: Parsed, faults: Sequence[Fault], new: Sequence[Version], known: int) -> dict[str, Any]:
    """What came of a file, for a machine."""
    from gongkai.core.text import render

    return {
        "tables": len(parsed.tables),
        "lines": [{"line": each.line, "reason": render(each.reason)} for each in parsed.faults],
        "faults": [each.as_json() for each in faults],
        "brought_in": [
            {"code": each.entry.code, "version": each.number, "in_force_from": str(each.in_force_from)}
            for each in new
        ],
        "there_already": known,
    }


def _tell_brought(
    given: argparse.Namespace, parsed: Parsed, faults: Sequence[Fault], new: Sequence[Version], known: int
) -> None:
    """The same for a person: every fault with its line or its case, then what was done."""
    from gongkai.core.text import render

    name, tables = given.file.name, len(parsed.tables)
    for line in parsed.faults:
        print(f"{name}:{line.line}: {render(line.reason)}")
    for fault in faults:
        print(f"{name}: {render(fault.reason)}")
    if parsed.faults:
        print("Nothing was brought in.")
    elif faults and not given.allow_faults:
        print(
            f"{len(faults):,} faults in {tables:,} tables; nothing was brought in. "
            "Mend the rows named, or load a published table as it is with --allow-faults."
        )
    elif given.dry_run:
        print(f"{tables:,} tables could be brought in. Nothing was changed.")
    else:
        for version in new:
            print(f"{version.entry.code}: version {version.number}, in force from {version.in_force_from}")
        print(f"{len(new):,} tables brought in, {known:,} there already, {len(faults):,} faults listed.")


def export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai discretion export``: the tables in force on a day, as the same CSV."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="default: every table")
    parser.add_argument("--on", type=_day, default=None, metavar="YYYY-MM-DD", help="default: today")
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    given = parser.parse_args(words)
    setup()
    from gongkai.domain import discretion
    from gongkai.powers.queries import public, tables

    rows = public.current("discretion", given.on)
    if given.agency:
        rows = rows.filter(entry__agency__code=given.agency)
    found = [each for each in map(tables.table, rows) if each is not None]
    lacking = set(given.codes) - {each.code for each in found}
    if lacking:
        raise Refusal(say("There is no discretion table {code}.", code=", ".join(sorted(lacking))))
    print(discretion.write([each for each in found if not given.codes or each.code in given.codes]), end="")
    return 0


def ask(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai discretion CODE --facts JSON --on DAY``: rows, range and why."""
    parser.add_argument("code", nargs="?", default="", help="left out: the tables in force are listed")
    parser.add_argument(
        "--facts", default="{}", metavar="JSON", help='such as \'{"area": 7, "party": "organisation"}\''
    )
    parser.add_argument(
        "--on", type=_day, default=None, metavar="YYYY-MM-DD", help="the day of the conduct; default: today"
    )
    parser.add_argument(
        "--decided",
        type=_day,
        default=None,
        metavar="YYYY-MM-DD",
        help="the day of the decision; default: today",
    )
    parser.add_argument(
        "--circumstance",
        action="append",
        default=[],
        metavar="KEY",
        help="a circumstance of law/discretion.toml that is there; may be given several times",
    )
    parser.add_argument("--agency", default="", metavar="CODE", help="default: the agency the site is of")
    parser.add_argument("--json", action="store_true", help="for a machine")
    given = parser.parse_args(words)
    facts = {**_facts(parser, given.facts), **dict.fromkeys(given.circumstance, True)}
    setup()
    if not given.code:
        return _listed(given.on, as_json=given.json)
    from gongkai.core import clock
    from gongkai.domain.discretion import Outcome
    from gongkai.domain.refusal import Refused
    from gongkai.powers.queries import tables

    entry = tables.entry_by_code(given.code, given.agency)
    if entry is None:
        raise Refusal(say("There is no discretion table {code}.", code=given.code))
    on = given.on or clock.today()
    answer = tables.judge(entry, facts, on, given.decided or max(on, clock.today()))
    if isinstance(answer, Refused):
        raise Refusal(answer.reason, citation=answer.citation)
    milder = None if isinstance(answer, Outcome) else answer
    outcome = answer if isinstance(answer, Outcome) else _of_the_day(answer)
    if given.json:
        print(json.dumps(_as_json(outcome, milder), ensure_ascii=False, indent=1))
    else:
        _tell(outcome, milder)
    return 0


def _of_the_day(found: Milder) -> Outcome:
    """What the version of the day of the conduct says; ``judge`` gives no comparison without it."""
    from gongkai.domain.discretion import Outcome

    older = found.outcome if found.chosen == "old" else found.other
    assert isinstance(older, Outcome)  # a refused one is given as such, not as a comparison
    return older


def _as_json(outcome: Outcome, milder: Milder | None) -> dict[str, Any]:
    said = outcome.as_json()
    if milder is not None and milder.chosen == "new":
        said["milder"] = {
            **milder.outcome.as_json(),
            "reason": str(milder.reason),
            "law": str(milder.citation),
        }
    elif milder is not None and not milder.sure:
        said["milder"] = {"chosen": "old", "reason": str(milder.reason), "law": str(milder.citation)}
    return said


def _tell(outcome: Outcome, milder: Milder | None) -> None:
    from gongkai.core.text import render
    from gongkai.domain.discretion import what_follows

    print(f"{outcome.table.code} {outcome.table.conduct} (version {outcome.table.version})")
    for line in outcome.trace:
        print(f"  {'✓' if line.holds else '✗'} {render(line.text())}")
    print(f"rows: {', '.join(row.key for row in outcome.rows) or '-'}")
    print(render(what_follows(outcome)))
    for remark in outcome.remarks():
        print(render(remark))
    print(outcome.citation)
    if milder is not None:
        print(render(milder.reason), milder.citation)


def _listed(on: date | None, *, as_json: bool) -> int:
    from gongkai.powers.public.discretion import summary
    from gongkai.powers.queries import discretion as reads

    rows = reads.listed(reads.Asked(on=on)).order_by("entry__agency__code", "entry__code")
    if as_json:
        print(json.dumps([summary(version) for version in rows], ensure_ascii=False, indent=1))
        return 0
    for version in rows:
        fault = "  (published with faults)" if version.as_published else ""
        print(f"{version.entry.code}  {version.title}  from {version.in_force_from}{fault}")
    return 0


def _facts(parser: argparse.ArgumentParser, text: str) -> Mapping[str, Any]:
    from decimal import Decimal

    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        parser.error("--facts is no JSON; write it as '{\"area\": 7}'")
    if not isinstance(found, dict):
        parser.error("--facts is a JSON object: factor and value, such as '{\"area\": 7}'")
    return found


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word} is no day; write it as 2026-11-23") from None

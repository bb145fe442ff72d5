"""Work plans from the shell: tasks of a plan in from a file, and out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.config.commands.base import agency_of, setup
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

if TYPE_CHECKING:
    from gongkai.duties.models import WorkPlan

_AGENCY: dict[str, Any] = {
    "default": "",
    "metavar": "CODE",
    "help": "default: the agency of this installation",
}
FORMS = ("csv", "xlsx", "json")


def plans_import(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai plans import FILE --plan NUMBER --by ACCOUNT``: all of it or nothing; again it adds nothing."""
    parser.add_argument("file", type=Path, help="CSV or XLSX in the columns of docs/rooms/duties.md")
    parser.add_argument("--plan", required=True, metavar="NUMBER", help="the draft the tasks are put into")
    parser.add_argument(
        "--by", required=True, metavar="ACCOUNT", help="who brings them in; their post is asked for"
    )
    parser.add_argument("--dry-run", action="store_true", help="only look at the file")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    setup()
    from gongkai.config.commands.records import actor_named
    from gongkai.core.text import render
    from gongkai.duties import plan_files
    from gongkai.duties.actions import plan_import

    plan = _plan(given.agency, given.plan)
    rows = plan_files.read(given.file.read_bytes(), given.file.name)
    found = plan_import.look(plan, rows)
    for fault in found.faults:
        at = f":{fault.line}" if fault.line else ""
        column = f":{fault.column}" if fault.column else ""
        print(f"{given.file.name}{at}{column}: {render(fault.reason)}")
    if found.faults:
        print("Nothing was changed.")
        return 1
    if given.dry_run:
        print(f"{len(found.new):,} new, {len(found.same):,} known before. Nothing was changed.")
        return 0
    new = plan_import.bring_tasks(
        plan_id=plan.pk, actor=actor_named(given.by), expected_revision=None, rows=rows
    )
    print(f"{new:,} new, {len(found.same):,} known before.")
    return 0


def plans_export(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai plans export FILE --plan NUMBER``: the tasks of a plan; CSV and XLSX can be brought in again."""
    parser.add_argument("file", type=Path, help="the file to write; its name ends in .csv, .xlsx or .json")
    parser.add_argument("--plan", required=True, metavar="NUMBER", help="the plan")
    parser.add_argument("--agency", **_AGENCY)
    given = parser.parse_args(words)
    form = given.file.suffix.lower().lstrip(".")
    if form not in FORMS:
        parser.error("the file's name must end in .csv, .xlsx or .json")
    if given.file.exists():
        parser.error(f"{given.file} exists already; choose another name")
    if not given.file.resolve().parent.is_dir():
        parser.error(f"there is no folder {given.file.resolve().parent}")
    setup()
    from gongkai.duties import plan_files
    from gongkai.duties.queries import plan_rows

    plan = _plan(given.agency, given.plan)
    rows = plan_rows.for_staff(plan)
    if form == "xlsx":
        given.file.write_bytes(plan_files.write_xlsx(rows))
    elif form == "csv":
        given.file.write_text("".join(plan_files.write_csv(rows)), encoding="utf-8", newline="")
    else:
        told = {"plan": plan.number, "tasks": plan_rows.plain(rows)}
        given.file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{given.file}: {len(rows):,} tasks.")
    return 0


def _plan(agency: str, number: str) -> WorkPlan:
    from gongkai.duties.models import WorkPlan

    found = WorkPlan.objects.filter(agency=agency_of(agency), number=number).first()
    if found is None:
        raise Refusal(say("There is no plan “{number}”.", number=number))
    return found

"""Supervision from the shell: ``supervision look``, ``supervision findings`` and ``supervision cases``."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.config.commands.base import setup


def look(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai supervision look``: the monitors look now. Exit 1 when one of them failed."""
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    parser.add_argument("--monitor", action="append", default=[], metavar="KEY", help="this one alone")
    given = parser.parse_args(words)
    setup()
    from gongkai.domain.supervision.monitors import monitors
    from gongkai.people.models import Agency
    from gongkai.supervision.actions.looking import look as looks

    unknown = [key for key in given.monitor if key not in monitors()]
    if unknown:
        parser.error(f"there is no monitor {unknown[0]}; there are {', '.join(monitors())}")
    rows = Agency.objects.filter(closed_on__isnull=True).order_by("id")
    agencies = list(rows.filter(code=given.agency) if given.agency else rows)
    if not agencies:
        parser.error(f"there is no agency {given.agency}")
    failed = 0
    for agency in agencies:
        for each in looks(agency, keys=given.monitor):
            failed += bool(each.error)
            said = each.error or f"{each.found} found, {each.new} new, {each.gone} gone"
            print(f"{agency.code} {each.monitor}: {said}", file=sys.stderr if each.error else sys.stdout)
    return 1 if failed else 0


def findings(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai supervision findings``: what is open, as lines or JSON."""
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    setup()
    from gongkai.core.text import render
    from gongkai.domain.supervision.course import OPEN
    from gongkai.supervision.models import Finding
    from gongkai.supervision.queries.findings import said

    rows = Finding.objects.filter(state__in=OPEN).select_related("agency", "unit").order_by("act_by", "id")
    if given.agency:
        rows = rows.filter(agency__code=given.agency)
    told = [
        {
            "agency": each.agency.code,
            "unit": each.unit.name if each.unit else "",
            "monitor": each.monitor,
            "title": each.title,
            "says": render(said(each)),
            "state": each.state,
            "found_on": each.found_on.isoformat(),
            "act_by": each.act_by.isoformat(),
        }
        for each in rows
    ]
    if given.json:
        print(json.dumps({"findings": told}, ensure_ascii=False, indent=1))
        return 0
    for row in told:
        print(
            f"{row['act_by']} {row['agency']} {row['monitor']} [{row['state']}] {row['title']}: {row['says']}"
        )
    print(f"{len(told)} findings are open.")
    return 0


def cases(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai supervision cases``: the register of cases as lines or JSON, without names and words."""
    parser.add_argument("--agency", default="", metavar="CODE", help="default: every agency")
    parser.add_argument("--all", action="store_true", help="those that are over as well")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    setup()
    from gongkai.domain.supervision.accountability import OPEN
    from gongkai.supervision.models import Case
    from gongkai.supervision.queries import case_numbers

    rows = Case.objects.select_related("agency", "unit").order_by("id")
    rows = rows.filter(agency__code=given.agency) if given.agency else rows
    rows = rows if given.all else rows.filter(state__in=OPEN)
    told = list(case_numbers.rows(rows, with_person=False))
    if given.json:
        print(json.dumps({"cases": told}, ensure_ascii=False, indent=1))
        return 0
    for row in told:
        print(
            f"{row['number']} {row['agency']} {row['unit']} {row['fault']} [{row['state']}] {row['measure']}".strip()
        )
    print(f"{len(told)} cases.")
    return 0

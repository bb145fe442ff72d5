"""Assessment from the shell: ``assessment score``, ``assessment sheets`` and ``assessment results``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gongkai.config.commands.base import setup


def score(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai assessment score YEAR``: a sheet on a year's records, line by line; nothing is kept.

    The sheet is a template of the data, the number of a sheet kept here, or a table (CSV, XLSX) of a published one.
    """
    parser.add_argument("year", type=int)
    parser.add_argument(
        "--sheet", required=True, metavar="KEY|NUMBER|FILE", help="see: gongkai assessment sheets"
    )
    parser.add_argument(
        "--agency", default="", metavar="CODE", help="default: the agency that keeps the site"
    )
    parser.add_argument(
        "--kind", choices=("units", "agencies"), default="", help="who is assessed by a table"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    setup()
    from gongkai.core.refusals import Refusal
    from gongkai.core.text import render
    from gongkai.domain.supervision import scoring
    from gongkai.domain.supervision.sheets import measures
    from gongkai.people.models import Agency
    from gongkai.supervision.queries.scoring import counted, scored, subjects

    agency = Agency.objects.filter(**({"code": given.agency} if given.agency else {"is_host": True})).first()
    if agency is None:
        parser.error(f"there is no agency {given.agency}")
    try:
        title, kind, indicators = _sheet(given.sheet, given.kind)
    except Refusal as refusal:
        print(render(refusal.reason), file=sys.stderr)
        return 1
    faults = scoring.faults(indicators, measures())
    for fault in faults:
        print(render(fault), file=sys.stderr)
    if faults:
        return 1
    who = subjects(agency.pk, kind, None)
    counts = counted(indicators, given.year, who)
    told = [_told(each.name, scored(indicators, counts[each.key], {})) for each in who]
    if given.json:
        print(
            json.dumps({"sheet": title, "year": given.year, "assessed": told}, ensure_ascii=False, indent=1)
        )
        return 0
    print(f"{title} {given.year}")
    for row in sorted(told, key=lambda row: -float(row["percent"])):
        print(f"\n{row['name']}: {row['points']} / {row['full']} ({row['percent']}%, {row['grade']})")
        for line in row["lines"]:
            print(f"  {line['title']}: {line['points']} / {line['full']}")
            for rule in line["rules"]:
                print(f"    {rule['points']:>6}  {rule['text']}: {rule['why']}")
    return 0


def _sheet(name: str, kind: str) -> tuple[str, str, Any]:
    """Title, kind and indicators of the sheet named on the line."""
    from gongkai.core.refusals import Refusal
    from gongkai.domain.supervision import sheets
    from gongkai.domain.text import say
    from gongkai.supervision import sheet_files
    from gongkai.supervision.models import ScoreSheet
    from gongkai.supervision.queries.scoring import indicators_of

    template = sheets.templates().get(name)
    if template is not None:
        return template.label, template.kind, template.indicators
    if name.isascii() and name.isdigit() and len(name) < 19:
        kept = ScoreSheet.objects.filter(pk=int(name)).first()
        if kept is not None:
            return kept.title, kept.kind, indicators_of(kept)
    path = Path(name)
    if not path.is_file():
        raise Refusal(say("“{name}” is no template, no sheet kept here and no file.", name=name))
    return path.stem, kind or "agencies", sheet_files.read(path.read_bytes(), path.name)


def _told(name: str, found: Any) -> dict[str, Any]:
    from gongkai.core.text import render
    from gongkai.domain.supervision import scoring, sheets

    return {
        "name": name,
        "points": scoring.written(found.points),
        "full": scoring.written(found.full),
        "percent": scoring.written(found.percent),
        "grade": scoring.grade(found.percent, sheets.grades()).label,
        "not_judged": found.open,
        "lines": [
            {
                "title": line.indicator.title,
                "points": scoring.written(line.points),
                "full": scoring.written(line.indicator.points),
                "rules": [
                    {
                        "text": each.rule.text,
                        "measure": each.rule.measure,
                        "cases": None if each.count is None else each.count.cases,
                        "of": None if each.count is None else each.count.of,
                        "points": scoring.written(each.points),
                        "why": render(each.why),
                    }
                    for each in line.deductions
                ],
            }
            for line in found.lines
        ],
    }


def listed(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai assessment sheets``: the templates of the data, the sheets kept here, and what can be counted."""
    parser.parse_args(words)
    setup()
    from gongkai.domain.supervision import sheets
    from gongkai.supervision.models import ScoreSheet

    print("Templates")
    for key, each in sheets.templates().items():
        print(f"  {key:<14} {each.label} ({each.kind}; {each.citation})")
    print("Sheets")
    for row in ScoreSheet.objects.order_by("id"):
        print(f"  {row.pk:<14} {row.title} ({row.kind}; {row.state})")
    print("What records count")
    for key, measure in sheets.measures().items():
        print(f"  {key:<20} {measure.label}: {measure.says}")
    return 0


def results(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai assessment results``: what was published, with its digest computed anew. Exit 1 where one differs."""
    parser.add_argument("--agency", default="", metavar="CODE")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(words)
    setup()
    from gongkai.domain.supervision.sheets import grades
    from gongkai.supervision.queries.assessments import published
    from gongkai.supervision.queries.scoring import digest

    rows = [each for each in published() if not given.agency or each.agency.code == given.agency]
    sound = True
    told = []
    for each in rows:
        same = digest(each.results) == each.digest
        sound = sound and same
        told.append({**each.results, "digest": each.digest, "sound": same})
    if given.json:
        print(json.dumps({"results": told}, ensure_ascii=False, indent=1))
        return 0 if sound else 1
    labels = {each.key: each.label for each in grades()}
    for row in told:
        print(f"{row['title']} [{'sound' if row['sound'] else 'CHANGED'}] {row['digest']}")
        for entry in row["assessed"]:
            grade = labels.get(entry["grade"], entry["grade"])
            print(f"  {entry['rank']:>3}  {entry['name']}: {entry['points']} ({entry['percent']}%, {grade})")
    return 0 if sound else 1

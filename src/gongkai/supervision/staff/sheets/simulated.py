"""What a simulation of a score sheet gave: what it would have cost whom, and which rules did nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongkai.domain.supervision import scoring
from gongkai.supervision import assessment_words as words
from gongkai.supervision.queries.records import ScoreSheet
from gongkai.supervision.queries.scoring import indicators_of

#: Rules of all those simulated together, up to which each is explained on the page.
MOST_EXPLAINED = 1500


def shown(sheet: ScoreSheet) -> dict[str, Any] | None:
    """The simulation as it is kept; ``None``: there was none. ``current``: the sheet stands as it was simulated."""
    kept = sheet.simulation
    if not kept:
        return None
    current = sheet.simulated_digest == sheet.digest
    rows = sorted(kept["subjects"], key=lambda row: (-Decimal(row["percent"]), row["key"]))
    ranked = scoring.ranks((row["key"], Decimal(row["points"])) for row in rows)
    indicators = indicators_of(sheet) if current else ()
    rules = sum(len(each.rules) for each in indicators)
    explains = rules * len(rows) <= MOST_EXPLAINED
    return {
        "year": kept["year"],
        "at": datetime.fromisoformat(kept["at"]),
        "current": current,
        "rows": [_row(row, ranked[row["key"]], indicators if explains else ()) for row in rows],
        "explained": bool(indicators) and explains,
        "rules": _rules(sheet, rows) if current else [],
    }


def _row(row: dict[str, Any], rank: int, indicators: Sequence[scoring.Indicator]) -> dict[str, Any]:
    counts = {
        each["key"]: scoring.Count(each["cases"], each["of"])
        for line in row["lines"]
        for each in line["deductions"]
        if each["cases"] is not None
    }
    return {
        "rank": rank,
        "name": words.who(_Named(row["name"], row["name_en"])),
        "points": words.points(row["points"]),
        "percent": words.points(row["percent"]),
        "grade": words.grade_badge(row["grade"]),
        "lines": [words.line_shown(line) for line in scoring.score(indicators, {}, counts).lines],
    }


class _Named:
    def __init__(self, name: str, name_en: str) -> None:
        self.name, self.name_en = name, name_en


def _rules(sheet: ScoreSheet, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each rule with what it would have taken from how many: a rule that takes from nobody tells nobody apart."""
    taken: dict[str, list[Decimal]] = {}
    cases: dict[str, int] = {}
    for row in rows:
        for line in row["lines"]:
            for each in line["deductions"]:
                taken.setdefault(each["key"], []).append(Decimal(each["points"]))
                cases[each["key"]] = cases.get(each["key"], 0) + (each["cases"] or 0)
    found = []
    for indicator in indicators_of(sheet):
        for rule in indicator.rules:
            points = taken.get(rule.key, [])
            found.append(
                {
                    "indicator": indicator.title,
                    "text": rule.text,
                    "counts": words.measure_name(rule.measure),
                    "judged": not rule.measure,
                    "cases": cases.get(rule.key, 0),
                    "subjects": sum(bool(each) for each in points),
                    "points": words.points(sum(points, scoring.ZERO)),
                }
            )
    return found

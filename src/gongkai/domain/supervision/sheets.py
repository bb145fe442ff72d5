"""Score sheets (考核评分表) as data: from the law floor's file, to and from JSON.

How they are read from the rows of a table stands in ``sheet_reading``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.supervision.scoring import Grade, Indicator, Rule

#: Signs of a text in a sheet at the most.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Measure:
    """What records count (考核数据): ``says`` what one case is; ``of`` what a share is taken of (empty: no share)."""

    key: str
    label: str
    label_en: str
    says: str
    says_en: str
    of: str
    of_en: str
    suggests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A score sheet of the data, to be taken over as a draft."""

    key: str
    label: str
    label_en: str
    kind: str
    indicators: tuple[Indicator, ...]
    citation: Citation


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its key, in the order of the data."""
    return {
        row["key"]: Measure(
            row["key"],
            row["label"],
            row["label_en"],
            row["says"],
            row["says_en"],
            row["of"],
            row.get("of_en", ""),
            tuple(row["suggests"]),
        )
        for row in load("assessment")["measure"]
    }


@cache
def grades() -> tuple[Grade, ...]:
    """The grades, best first."""
    return tuple(
        Grade(row["key"], row["label"], row["label_en"], Decimal(row["from_percent"]))
        for row in load("assessment")["grade"]
    )


def grades_source() -> Citation:
    """Where the grades stand written."""
    return citation_of(load("assessment")["grades"])


def days(name: str) -> int:
    """Working days of a step: ``self_assessment`` or ``appeal``. Configuration."""
    return int(load("assessment")["days"][name])


@cache
def templates() -> dict[str, Template]:
    """The sheets of the data by their key."""
    return {
        row["key"]: Template(
            row["key"],
            row["label"],
            row["label_en"],
            row["kind"],
            indicators_from(row["indicator"]),
            citation_of(row),
        )
        for row in load("assessment")["sheet"]
    }


def indicators_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Indicator, ...]:
    """Indicators as the data and the tables of the database keep them; numbered where they have no number."""
    found = []
    for place, row in enumerate(rows, start=1):
        key = str(row.get("key") or place)
        rules = tuple(_rule(each, f"{key}.{number}") for number, each in enumerate(row["rules"], start=1))
        found.append(
            Indicator(
                key,
                row["title"],
                Decimal(row["points"]),
                rules,
                row.get("group", ""),
                row.get("evidence", ""),
            )
        )
    return tuple(found)


def _rule(row: Mapping[str, Any], key: str) -> Rule:
    most = row.get("most")
    return Rule(
        str(row.get("key") or key),
        row["text"],
        Decimal(row["points"]),
        row.get("way", "case"),
        row.get("measure", ""),
        Decimal(most) if most else None,
        int(row.get("wanted", 0)),
        bool(row.get("adds", False)),
    )


def to_json(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Indicators as JSON keeps them: points as text, so that no database rounds them."""
    return [
        {
            "key": each.key,
            "group": each.group,
            "title": each.title,
            "points": str(each.points),
            "evidence": each.evidence,
            "rules": [
                {
                    "key": rule.key,
                    "text": rule.text,
                    "points": str(rule.points),
                    "way": rule.way,
                    "measure": rule.measure,
                    "most": "" if rule.most is None else str(rule.most),
                    "wanted": rule.wanted,
                    "adds": rule.adds,
                }
                for rule in each.rules
            ],
        }
        for each in indicators
    ]

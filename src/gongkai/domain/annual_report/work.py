"""The yearly work report (年度工作报告): its figures, how each is written, what changed between two counts.

The statutory report has a national form; this one is the agency's own words around figures counted from records. A
figure is a whole number, or a share with its base; ``law/work_report.toml`` says what each counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Literal, cast

from gongkai.domain.law import load

SCHEMA = "gongkai.work-report/1"
Shown = Literal["plain", "percent_down", "percent", "hundreds"]
#: Names a template may use beside the figures.
YEARS = ("year", "next_year")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report. ``counts`` and ``of`` name what is counted, and what a share is out of ("": no share)."""

    key: str
    label: str
    label_en: str
    unit: str
    unit_en: str
    counts: str
    of: str
    shown: Shown
    count_of: str
    count_of_en: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many, and of a share out of how many (``None``: no share)."""

    number: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section or topic of the report: its number and name, and the template's text ("": it has topics)."""

    key: str
    number: str
    label: str
    label_en: str
    text: str
    topics: tuple[Part, ...] = ()


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure, in the order of the report."""
    return tuple(
        Figure(
            key=row["key"],
            label=row["label"],
            label_en=row["label_en"],
            unit=row["unit"],
            unit_en=row["unit_en"],
            counts=row["counts"],
            of=row.get("of", ""),
            shown=cast(Shown, row.get("shown", "plain")),
            count_of=row["count_of"],
            count_of_en=row["count_of_en"],
        )
        for row in load("work_report")["figure"]
    )


def figure(key: str) -> Figure | None:
    """One figure."""
    return next((each for each in figures() if each.key == key), None)


@cache
def parts() -> tuple[Part, ...]:
    """The four sections with the template the installation comes with."""
    return tuple(_part(row) for row in load("work_report")["section"])


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        key=row["key"],
        number=row["number"],
        label=row["label"],
        label_en=row["label_en"],
        text=row.get("text", "").strip(),
        topics=tuple(_part(each) for each in row.get("topic", ())),
    )


def text_keys() -> tuple[str, ...]:
    """The keys under which the text is kept: a section, or ``section.topic``."""
    return tuple(
        key
        for part in parts()
        for key in ([f"{part.key}.{each.key}" for each in part.topics] if part.topics else [part.key])
    )


def template() -> dict[str, str]:
    """The texts the installation comes with, by their keys."""
    texts: dict[str, str] = {}
    for part in parts():
        texts |= (
            {f"{part.key}.{each.key}": each.text for each in part.topics}
            if part.topics
            else {part.key: part.text}
        )
    return texts


def exact(one: Figure, counted: Counted) -> int | Decimal | None:
    """The figure unrounded: a count; of a share the per cent to two decimals (half up), ``None`` out of nothing."""
    if not one.of:
        return counted.number
    if not counted.of:
        return None
    return (Decimal(counted.number) * 100 / Decimal(counted.of)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def value(one: Figure, counted: Counted) -> int | float | str | None:
    """The figure as the report states it; ``None``: a share out of nothing."""
    if one.shown == "hundreds":
        hundreds = counted.number // 100 * 100
        return f"{hundreds}+" if hundreds else counted.number
    if not one.of:
        return counted.number
    if not counted.of:
        return None
    share = Decimal(counted.number) * 100 / Decimal(counted.of)
    if one.shown == "percent_down":
        return int(share.quantize(Decimal(1), ROUND_DOWN))
    return float(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def written(one: Figure, counted: Counted) -> str:
    """The same in a sentence: "100+" is written 100余."""
    found = value(one, counted)
    if found is None:
        return "—"
    if isinstance(found, float):
        return f"{found:.2f}"
    return str(found).replace("+", "余")


def is_nil(counted: Counted | None) -> bool:
    """Whether there is nothing to tell of."""
    return counted is None or counted.number == 0


def dump(counts: Mapping[str, Counted]) -> dict[str, list[int | None]]:
    """The counts as JSON keeps them."""
    return {key: [each.number, each.of] for key, each in sorted(counts.items())}


def parse(kept: Mapping[str, Any]) -> dict[str, Counted]:
    """The counts from ``dump``; what is none is left out."""
    found = {}
    for key, pair in kept.items():
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int):
            found[str(key)] = Counted(pair[0], pair[1] if isinstance(pair[1], int) else None)
    return found


def digest(counts: Mapping[str, Counted]) -> str:
    """SHA-256 over the counts, in hex digits."""
    text = json.dumps(dump(counts), separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Mapping[str, Counted], now: Mapping[str, Counted]) -> list[Figure]:
    """The figures whose counts are not the same, in the order of the report; those only one of the two has too."""
    return [each for each in figures() if before.get(each.key) != now.get(each.key)]

"""The picture of a plan (甘特图) as plain numbers: months as columns, a bar for each task, a line for today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Widths and heights in the units of the picture.
NAMES, DAY, ROW, HEAD = 210, 2, 26, 24


@dataclass(frozen=True, slots=True)
class Span:
    """A task: its key, what stands before its bar, its days."""

    key: int
    label: str
    begins_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Month:
    """A column."""

    year: int
    month: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a task."""

    key: int
    label: str
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture; ``today`` is where today's line stands, ``None`` where today lies outside."""

    width: int
    height: int
    months: tuple[Month, ...]
    bars: tuple[Bar, ...]
    today: int | None


def chart(spans: Sequence[Span], today: date, *, shown: int = 14) -> Chart | None:
    """The picture of the tasks in their order; ``None`` where there is none. ``shown``: signs of a label.

    The months go from the first day of the earliest task to the last day of the latest.
    """
    if not spans:
        return None
    first = min(each.begins_on for each in spans).replace(day=1)
    end = _next_month(max(max(each.due_on, each.begins_on) for each in spans))
    months, at = [], first
    while at < end:
        following = _next_month(at)
        months.append(Month(at.year, at.month, _x(at, first), (following - at).days * DAY))
        at = following
    bars = tuple(
        Bar(
            each.key,
            each.label if len(each.label) <= shown else f"{each.label[: shown - 1]}…",
            _x(each.begins_on, first),
            HEAD + number * ROW,
            ((max(each.due_on, each.begins_on) - each.begins_on).days + 1) * DAY,
        )
        for number, each in enumerate(spans)
    )
    line = _x(today, first) if first <= today < end else None
    return Chart(_x(end, first), HEAD + len(spans) * ROW, tuple(months), bars, line)


def _x(day: date, first: date) -> int:
    return NAMES + (day - first).days * DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

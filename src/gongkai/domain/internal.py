"""Staff-only publications (内部公开): their kinds, by when a month is owed, and what its cell in the calendar says.

The data stand in ``law/internal.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from gongkai.domain.law import Citation, citation_of, load

MONTHLY = "monthly"
#: What a cell says: something is published; missing though it was owed; not owed yet; the month lies ahead; nothing.
Cell = Literal["published", "missing", "due", "ahead", "none"]


@dataclass(frozen=True, slots=True)
class InternalKind:
    """A kind of staff-only publication; ``last_day`` of the following month, for a monthly one."""

    key: str
    label: str
    label_en: str
    rhythm: str
    last_day: int
    citation: Citation

    @property
    def monthly(self) -> bool:
        """Whether one is owed for each month."""
        return self.rhythm == MONTHLY


@cache
def kinds() -> Mapping[str, InternalKind]:
    """Every kind by its key, in the order of the data."""
    return {
        row["key"]: InternalKind(
            row["key"],
            row["label"],
            row["label_en"],
            row["rhythm"],
            row.get("last_day", 0),
            citation_of(row),
        )
        for row in load("internal")["kind"]
    }


def first_of(day: date) -> date:
    """The first day of the month of ``day``: how a month is written down."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the following month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def owed_by(kind: InternalKind, month: date) -> date | None:
    """The last day on which a monthly kind's month is published in time; ``None``: nothing is owed by a day."""
    return after(month).replace(day=kind.last_day) if kind.monthly else None


def cell(kind: InternalKind, month: date, count: int, today: date, since: date | None = None) -> Cell:
    """What the cell of a kind and month says on a day; before ``since`` (the agency's beginning) nothing is owed."""
    if count:
        return "published"
    if month > first_of(today):
        return "ahead"
    owed = owed_by(kind, month)
    if owed is None or (since is not None and month < first_of(since)):
        return "none"
    return "missing" if today > owed else "due"

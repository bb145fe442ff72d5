"""Lists of the register paged by their last row: by code, then by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

#: Rows of a page.
SIZE = 30
#: Between the code and the number of a cursor; no code holds it.
MARK = "~"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of a list: its rows, and the cursor of the next page (empty: this is the last)."""

    rows: Sequence[Row]
    after: str


def behind(after: str, prefix: str = "") -> Q:
    """What comes after the cursor; an unreadable cursor means the beginning. ``prefix``: where the entry is."""
    code, mark, number = after.rpartition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18 or "\x00" in code:
        return Q()
    later = Q(**{f"{prefix}code__gt": code[:60]})
    return later | Q(**{f"{prefix}code": code[:60], f"{prefix}pk__gt": int(number)})


def page(query: QuerySet[Row], after: str, prefix: str = "", size: int = SIZE) -> Page[Row]:
    """The rows after the cursor, by code; one query."""
    ordered = query.filter(behind(after, prefix)).order_by(f"{prefix}code", f"{prefix}pk")
    rows = list(ordered[: size + 1])
    if len(rows) <= size:
        return Page(rows, "")
    last: Any = getattr(rows[size - 1], "entry", rows[size - 1])
    return Page(rows[:size], f"{last.code}{MARK}{last.pk}")

"""Lists paged by their last row, the newest day first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.powers.models import Decision

#: Rows of a page, and what parts day and number of a cursor.
SIZE, MARK = 30, "~"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Decision]
    after: str


def page(rows: QuerySet[Decision], after: str, *, by: str = "filed_on", size: int = SIZE) -> Page:
    """The rows after the cursor, the newest first by the day ``by``; one query."""
    found = list(rows.filter(behind(after, by)).order_by(f"-{by}", "-id")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    return Page(found[:size], f"{getattr(last, by).isoformat()}{MARK}{last.pk}")


def behind(after: str, by: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    day, mark, number = after.partition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(**{f"{by}__lt": known}) | Q(**{by: known, "pk__lt": int(number)})

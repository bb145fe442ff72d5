"""Announced campaigns paged by their last row, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.campaigns.models import Campaign
from gongkai.campaigns.queries import public

#: Campaigns on a page, and what parts day and number of a cursor.
SIZE, MARK = 30, "~"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Campaign]
    after: str


def announced(state: str = "", agency: str = "") -> QuerySet[Campaign]:
    """The announced campaigns with their counts, of one state or of all, of one agency or of all."""
    rows = public.with_counts()
    rows = rows.filter(state=state) if state else rows
    return rows.filter(agency__code=agency) if agency else rows


def page(rows: QuerySet[Campaign], after: str, size: int = SIZE) -> Page:
    """The campaigns after the cursor; one query."""
    found = list(rows.filter(_behind(after)).order_by("-begins_on", "-id")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    return Page(found[:size], f"{last.begins_on.isoformat()}{MARK}{last.pk}")


def _behind(after: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    day, mark, number = after.partition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(begins_on__lt=known) | Q(begins_on=known, pk__lt=int(number))

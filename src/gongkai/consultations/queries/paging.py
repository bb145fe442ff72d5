"""What the public reads, page by page: documents that are no longer open, and opinions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet

from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import public
from gongkai.core import clock

#: Documents and opinions on a page.
SIZE = 30
#: States of what is decided; what is neither open nor decided is on its way.
DECIDED = ("published", "in_force", "repealed", "lapsed")
STATES = ("open", "under_way", "decided")
Row = TypeVar("Row", Document, Opinion)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Row]
    after: str


def documents(state: str = "", agency: str = "") -> QuerySet[Document]:
    """The public documents: ``open``, ``under_way``, ``decided`` or all; those begun last first."""
    rows = public.documents()
    now_open = Q(state="consulting", closes_on__gte=clock.today())
    if state == "open":
        rows = rows.filter(now_open)
    elif state == "decided":
        rows = rows.filter(state__in=DECIDED)
    elif state == "under_way":
        rows = rows.exclude(now_open).exclude(state__in=DECIDED)
    rows = rows.filter(agency__code=agency) if agency else rows
    return rows.order_by("-id")


def opinions(
    document: Document, *, clause: str | None = None, verdict: str = "", channel: str = ""
) -> QuerySet[Opinion]:
    """The opinions shown, oldest first; ``clause`` empty: those on the whole text, ``None``: all."""
    rows = public.opinions(document)
    rows = rows if clause is None else rows.filter(clause=clause)
    rows = rows.filter(verdict=verdict) if verdict else rows
    return rows.filter(channel=channel) if channel else rows


def documents_page(rows: QuerySet[Document], after: str, size: int = SIZE) -> Page[Document]:
    """The documents after the cursor; one query."""
    last = _number(after)
    found = list((rows.filter(pk__lt=last) if last else rows)[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def opinions_page(rows: QuerySet[Opinion], after: str, size: int = SIZE) -> Page[Opinion]:
    """The opinions after the cursor; one query."""
    found = list(rows.filter(pk__gt=_number(after))[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def _number(after: str) -> int:
    """What comes after the cursor; an unreadable one means the beginning."""
    return int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0

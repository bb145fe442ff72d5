"""The documents of a clean-up list page by page, in one order wherever the list is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongkai.consultations.models import CleanUpEntry

#: Entries on a page; of a form as well, which sends two fields for each.
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and how many entries stand before the next one (empty: this is the last)."""

    rows: Sequence[CleanUpEntry]
    after: str


def entries(rows: QuerySet[CleanUpEntry], after: str, size: int = SIZE) -> Page:
    """The entries after so many others; one query. What is no number means the beginning."""
    at = before(after)
    found: list[Any] = list(rows[at : at + size + 1])
    return Page(found[:size], str(at + size) if len(found) > size else "")


def before(after: str) -> int:
    """How many entries the cursor leaves out."""
    return int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0

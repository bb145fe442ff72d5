"""Lists paged by their last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

#: Rows of a page, and what parts the two halves of a cursor.
SIZE, MARK = 50, "~"
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Any]
    after: str


def by_key(rows: QuerySet[Any], after: str, size: int = SIZE) -> Page:
    """The newest first, by their keys; one query."""
    if is_key(after):
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-id")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def by_word(rows: QuerySet[Any], field: str, after: str, size: int = SIZE) -> Page:
    """By a column of words (``learner__staff_number``), then by their keys; one query."""
    number, mark, word = after.partition(MARK)
    if mark and is_key(number) and "\x00" not in word:
        rows = rows.filter(Q(**{f"{field}__gt": word}) | Q(**{field: word, "pk__gt": int(number)}))
    found = list(rows.order_by(field, "id")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    value: Any = last
    for part in field.split("__"):
        value = getattr(value, part)
    return Page(found[:size], f"{last.pk}{MARK}{value}")


def is_key(number: str) -> bool:
    """Whether an address's word is a key."""
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS

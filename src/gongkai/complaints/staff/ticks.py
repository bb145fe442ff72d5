"""Rows ticked for one deed: read from the form, and shown again as they were."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from gongkai.domain.text import Text

#: List of its own → the move made on the rows ticked.
BULK = {"register": "register", "dispatch": "dispatch"}
#: Most rows done at once.
MOST = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """A row that was not done, and why."""

    number: str
    title: str
    url: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Row:
    """A tick: matter, the version seen, and the unit that was proposed (0: none)."""

    pk: int
    version: int
    unit: int


def ticked(request: HttpRequest) -> list[Row]:
    """The rows ticked; what is no row is left out."""
    found = []
    for value in request.POST.getlist("chosen")[:MOST]:
        parts = value.split(":")
        if len(parts) in (2, 3) and all(
            each.isascii() and each.isdigit() and len(each) < 19 for each in parts
        ):
            found.append(Row(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 0))
    return found


def ticked_rows(request: HttpRequest) -> set[str]:
    """The matters ticked in the form that was sent, to show them so again."""
    return {str(row.pk) for row in ticked(request)} if request.method == "POST" else set()

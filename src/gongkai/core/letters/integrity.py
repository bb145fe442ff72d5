"""Proves that every letter still says what was sent, that no number is missing, and that the database guards it."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count

from gongkai.core import triggers
from gongkai.core.letters.issuing import is_whole, series_name
from gongkai.core.models import Counter, Letter
from gongkai.domain.text import Text, say

#: The database's own protection: trigger → table.
TRIGGERS = {
    "letter_update": "core_letter",
    "letter_delete": "core_letter",
    "letter_service_update": "core_letterservice",
    "letter_service_delete": "core_letterservice",
    "letter_text_update": "core_lettertemplate",
    "letter_text_delete": "core_lettertemplate",
    "letter_head_update": "core_letterhead",
    "letter_head_delete": "core_letterhead",
}


def verify() -> tuple[int, Text | None]:
    """Walks all letters: how many were whole, and the first fault."""
    checked = 0
    for letter in Letter.objects.order_by("id").iterator(chunk_size=500):
        if not is_whole(letter):
            return checked, say("The letter {number} is not as it was sent.", number=letter.number)
        checked += 1
    gap = _gap()
    if gap is not None:
        return checked, gap
    missing = set(TRIGGERS) - triggers.standing(connection, TRIGGERS)
    if missing:
        names = ", ".join(sorted(missing))
        return checked, say("The database's own protection of letters is gone: {names}.", names=names)
    return checked, None


def _gap() -> Text | None:
    """A series that gave more numbers than there are letters, the last ones included."""
    given = dict(Counter.objects.filter(series__startswith="letters.").values_list("series", "last"))
    rows = Letter.objects.values("agency", "series", "year").annotate(count=Count("id"))
    kept = {series_name(row["agency"], row["year"], row["series"]): row["count"] for row in rows}
    for name in sorted({*given, *kept}):
        if given.get(name, 0) != kept.get(name, 0):
            return say("A number is missing among the letters of the series {series}.", series=name)
    return None

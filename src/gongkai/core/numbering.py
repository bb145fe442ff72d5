"""Gapless series of numbers: given inside the deed's transaction, never reused."""

from __future__ import annotations

from django.db import connection

from gongkai.core.models import Counter

#: One statement, so that the series' row is locked once and read as it was written.
_COUNT = (
    "INSERT INTO core_counter (series, last) VALUES (%s, %s)"
    " ON CONFLICT (series) DO UPDATE SET last = core_counter.last + excluded.last RETURNING last"
)


def next_in(series: str, count: int = 1) -> int:
    """The next number of ``series``, starting at 1; of ``count`` numbers taken at once, the last.

    Rolled back with the deed, so the series has no gap.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number belongs to the transaction of its deed.")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [series, count])
        return int(cursor.fetchone()[0])


def raise_to(series: str, at_least: int) -> None:
    """Makes sure that ``series`` goes on after ``at_least`` (numbers brought in from elsewhere)."""
    Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
    Counter.objects.filter(pk=series, last__lt=at_least).update(last=at_least)

"""Gapless series of numbers: given inside the deed's transaction, never reused."""

from __future__ import annotations

from django.db import connection
from django.db.models import F

from gongkai.core.models import Counter


def next_in(series: str, count: int = 1) -> int:
    """The next number of ``series``, starting at 1; of ``count`` numbers taken at once, the last.

    Rolled back with the deed, so the series has no gap.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number belongs to the transaction of its deed.")
    if not Counter.objects.filter(pk=series).update(last=F("last") + count):
        Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
        Counter.objects.filter(pk=series).update(last=F("last") + count)
    return Counter.objects.values_list("last", flat=True).get(pk=series)


def raise_to(series: str, at_least: int) -> None:
    """Makes sure that ``series`` goes on after ``at_least`` (numbers brought in from elsewhere)."""
    Counter.objects.bulk_create([Counter(series=series)], ignore_conflicts=True)
    Counter.objects.filter(pk=series, last__lt=at_least).update(last=at_least)

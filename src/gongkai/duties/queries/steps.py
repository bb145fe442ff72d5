"""Who made which move with a record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.duties.models import DutyStep


def of(kind: str, pk: int) -> list[DutyStep]:
    """The moves of a record in their order, without the notes who wrote in it."""
    rows = DutyStep.objects.filter(kind=kind, record=pk).exclude(move="author")
    return list(rows.select_related("person", "on_behalf_of"))


def did(kind: str, pk: int) -> dict[str, set[int]]:
    """Move (``author`` too) → the people who made it, in their own name or for somebody."""
    found: dict[str, set[int]] = {}
    for step in DutyStep.objects.filter(kind=kind, record=pk):
        people = {each for each in (step.person_id, step.on_behalf_of_id) if each is not None}
        found.setdefault(step.move, set()).update(people)
    return found


def last_at(kind: str, keys: Iterable[int]) -> dict[int, datetime]:
    """When each record was last moved; one query."""
    rows = DutyStep.objects.filter(kind=kind, record__in=list(keys)).order_by("id")
    return dict(rows.values_list("record", "at"))

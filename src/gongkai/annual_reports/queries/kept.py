"""What the records of other rooms count of the declared table: decisions, and normative documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import QuerySet

from gongkai.consultations.queries import yearly as rules
from gongkai.powers.queries import yearly as decisions

Source = Literal["decisions", "rules"]


def counted(agency_id: int, year: int) -> Mapping[str, int]:
    """Figure of the report → how many, where a room keeps such records; two queries."""
    return {**decisions.counted(agency_id, year), **rules.counted(agency_id, year)}


def behind(agency_id: int, year: int, field: str) -> tuple[Source, QuerySet[Any]]:
    """The records a figure counts, and which kind they are."""
    if field.startswith(rules.ROW):
        return "rules", rules.behind(agency_id, year, field)
    return "decisions", decisions.behind(agency_id, year, field)

"""What is counted of complaints: late, sent back, not to content. Reports against somebody are counted nowhere here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.complaints.models import Matter, Return
from gongkai.domain.law import load
from gongkai.people.models import Agency
from gongkai.supervision.measures.base import Measured, Record, by_unit
from gongkai.supervision.measures.openness import over

_NAMED = Q(against_person__isnull=True, against_unit__isnull=True)
#: Ratings that say something; what nobody said is taken of nobody's share.
SILENT = ("", "undecided", "unreached")


def late(agency: Agency, year: int) -> Measured:
    """Matters past a limit, but for those on the shelved list."""
    found, ended = over(agency, year, "complaints.matter")
    rows = Matter.objects.filter(_NAMED, pk__in=[int(key) for key in ended]).exclude(state="shelved")
    listed = list(rows.order_by("id").values_list("pk", "unit", "number"))
    records = [_record(pk, unit, number) for pk, unit, number in listed if str(pk) in found]
    return Measured(tuple(records), by_unit(unit for _pk, unit, _number in listed))


def returned(agency: Agency, year: int) -> Measured:
    """Matters a unit sent back, each time."""
    rows = Return.objects.filter(
        matter__agency=agency,
        at__year=year,
        matter__against_person__isnull=True,
        matter__against_unit__isnull=True,
    )
    listed = rows.order_by("id").values_list("matter", "from_unit", "matter__number")
    return Measured(tuple(_record(pk, unit, number) for pk, unit, number in listed))


def discontent(agency: Agency, year: int) -> Measured:
    """Matters closed in the year whose reporters are not content, among those who said something."""
    rows: Any = Matter.objects.filter(_NAMED, agency=agency, closed_at__year=year).exclude(rating__in=SILENT)
    listed = list(rows.order_by("id").values_list("pk", "unit", "number", "rating"))
    content = {row["key"] for row in load("complaints")["rating"] if row["content"]}
    records = [_record(pk, unit, number) for pk, unit, number, rating in listed if rating not in content]
    return Measured(tuple(records), by_unit(unit for _pk, unit, _number, _rating in listed))


def _record(pk: int, unit: int | None, number: str) -> Record:
    return Record(unit, number, "workspace:complaint", (pk,))

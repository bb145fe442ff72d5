"""The anonymised projection as other programs ask for it (Open311). Nothing else of a matter is read here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cos, Power, Radians, Sin

from gongkai.complaints.models import MatterFile, PublicMatter, PublicUpdate
from gongkai.domain.coordinates import EARTH_M, Box, Point
from gongkai.people import directory


@dataclass(frozen=True, slots=True)
class Asked:
    """Which matters: ``ids`` given (even if none), nothing else counts. Bounds of time include both ends."""

    ids: Sequence[str] | None = None
    #: Small classes; "" stands for matters that are not classed yet. Empty: all.
    categories: Sequence[str] = ()
    statuses: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    #: Only within so many metres of a point; what has no place is not among them.
    near: tuple[Point, float] | None = None
    first: int = 0
    count: int = 1000


def matters(asked: Asked) -> list[PublicMatter]:
    """The matters asked for, the newest first; those last changed first where changes are asked for. Two queries."""
    found = PublicMatter.objects.filter(agency__in=_agencies(), hidden_at__isnull=True)
    found = found.filter(public_id__in=asked.ids) if asked.ids is not None else _narrowed(found, asked)
    changed = asked.ids is None and (asked.updated_after or asked.updated_before)
    order = ("-updated_at", "-id") if changed else ("-requested_at", "-id")
    return list(found.order_by(*order)[asked.first : asked.first + asked.count])


def _narrowed(found: QuerySet[PublicMatter], asked: Asked) -> QuerySet[PublicMatter]:
    bounds = {
        "requested_at__gte": asked.start,
        "requested_at__lte": asked.end,
        "updated_at__gte": asked.updated_after,
        "updated_at__lte": asked.updated_before,
        "category__in": asked.categories,
        "status__in": asked.statuses,
    }
    found = found.filter(**{name: value for name, value in bounds.items() if value})
    return within(found, *asked.near) if asked.near else found


def within(found: QuerySet[PublicMatter], middle: Point, metres: float) -> QuerySet[PublicMatter]:
    """Those whose rounded place lies within ``metres`` of ``middle``, along the ground.

    The box is cheap and leaves few; of those alone the distance is worked out, in the database, so that pages and
    their order are its own. Half the chord, squared, stands for the distance: both grow together.
    """
    box = Box(middle.lat, middle.lon, middle.lat, middle.lon).wider(metres)
    north = Power(Sin(Radians(F("lat") - Value(middle.lat)) / Value(2.0)), Value(2.0))
    east = Power(Sin(Radians(F("lon") - Value(middle.lon)) / Value(2.0)), Value(2.0))
    across = Cos(Radians(F("lat"))) * Value(math.cos(math.radians(middle.lat)))
    inside = found.filter(lat__gte=box.south, lat__lte=box.north, lon__gte=box.west, lon__lte=box.east)
    return inside.alias(apart=north + across * east).filter(apart__lte=math.sin(metres / 2 / EARTH_M) ** 2)


def updates(asked: Asked) -> list[PublicUpdate]:
    """The changes between the bounds of time (of the matters named, if any), the oldest first. Two queries."""
    found = PublicUpdate.objects.filter(public__agency__in=_agencies(), public__hidden_at__isnull=True)
    bounds = {"at__gte": asked.start, "at__lte": asked.end}
    found = found.filter(**{name: value for name, value in bounds.items() if value})
    if asked.ids is not None:
        found = found.filter(public__public_id__in=asked.ids)
    rows = found.select_related("public").order_by("at", "id")
    return list(rows[asked.first : asked.first + asked.count])


def photo(public_id: str, number: int) -> MatterFile | None:
    """The photo of a released matter that stands at that place (from 1), if it was looked through and veiled."""
    row = PublicMatter.objects.filter(
        public_id=public_id, agency__in=_agencies(), hidden_at__isnull=True, released_at__isnull=False
    ).first()
    if row is None or not 1 <= number <= len(row.photos):
        return None
    found = MatterFile.objects.filter(
        pk=row.photos[number - 1], matter_id=row.matter_id, removed_at__isnull=True, erased_at__isnull=True
    )
    return found.exclude(veiled_key="").first()


def _agencies() -> list[str]:
    return [agency.code for agency in directory.agencies(with_closed=True)]

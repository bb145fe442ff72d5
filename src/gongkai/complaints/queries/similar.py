"""Matters that may be the same: for the public from the anonymised projection alone, for the desk from the records."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from gongkai.complaints import access
from gongkai.complaints.models import Matter, PublicMatter
from gongkai.core import clock
from gongkai.domain.complaints import OPEN, similar
from gongkai.domain.complaints.similar import Similar
from gongkai.people.actor import StaffActor

#: Rows looked at for one suggestion, the newest first.
MOST = 300
#: Suggestions shown to the public.
MOST_SHOWN = 4
_METRES_PER_DEGREE = 111_000.0


@dataclass(frozen=True, slots=True)
class Near:
    """An open matter nearby as anybody may know it. ``metres`` is rounded: the place itself is."""

    public_id: str
    category: str
    district: str
    metres: int
    received: date
    detailed: str


def for_public(
    *, agency: str, category: str, point: tuple[float, float] | None, on: date | None = None
) -> list[Near]:
    """Open matters that may be the same as one of this class at this point (longitude, latitude). One query.

    Nothing without a class or a point: what is alike in one respect only is no likeness.
    """
    if not category or point is None:
        return []
    within, today = similar.limits("public"), on or clock.today()
    rows = PublicMatter.objects.filter(
        agency=agency,
        status="open",
        hidden_at__isnull=True,
        category=category,
        requested_at__gte=clock.now() - timedelta(days=within.days + 1),
        **_box(point, within.metres),
    ).order_by("-requested_at", "-id")[:MOST]
    known = {row.public_id: row for row in rows}
    asked = similar.Matter("", category, today, point)
    found = similar.alike(asked, [_as_public(row) for row in known.values()], within, limit=MOST_SHOWN)
    return [_near(known[each.matter.number], each, point) for each in found]


def _box(point: tuple[float, float], metres: int) -> dict[str, float]:
    """The square around the point that holds everything within ``metres``."""
    lon, lat = point
    north = metres / _METRES_PER_DEGREE
    east = north / max(0.1, math.cos(math.radians(lat)))
    return {
        "lat__gte": lat - north,
        "lat__lte": lat + north,
        "lon__gte": lon - east,
        "lon__lte": lon + east,
    }


def _as_public(row: PublicMatter) -> similar.Matter:
    at = (row.lon, row.lat) if row.lat is not None and row.lon is not None else None
    return similar.Matter(row.public_id, row.category, timezone.localtime(row.requested_at).date(), at)


def _near(row: PublicMatter, found: Similar, point: tuple[float, float]) -> Near:
    at = found.matter.point
    apart = similar.distance(point, at) if at else 0.0
    # The place is rounded to a hundred metres: to tell it more exactly would be untrue.
    metres = max(50, round(apart / 50) * 50)
    return Near(row.public_id, row.category, row.district, metres, found.matter.received, row.detailed)


def number_of(agency_id: int, public_id: str) -> str:
    """The matter's own number behind a public id of this agency; nothing for none."""
    found = (
        PublicMatter.objects.filter(public_id=public_id, matter__agency_id=agency_id, hidden_at__isnull=True)
        .values_list("matter__number", flat=True)
        .first()
        if public_id
        else None
    )
    return found or ""


def said_same(matter: Matter) -> str:
    """The number of the matter the reporter took for the same on the form; nothing where none was chosen."""
    step = matter.steps.filter(move="submitted").order_by("id").first()
    return str(step.data.get("perhaps_same", "")) if step else ""


def for_staff(actor: StaffActor, matter: Matter, *, limit: int = 5) -> list[tuple[Matter, Similar]]:
    """The matters the actor sees that may be the same, the likest first, each with why. One query."""
    within = similar.limits("staff")
    rows = (
        Matter.objects.filter(access.visible_to(actor), agency_id=matter.agency_id)
        .filter(received_on__gte=matter.received_on - timedelta(days=within.days))
        .filter(received_on__lte=matter.received_on + timedelta(days=within.days))
        .filter(state__in=(*OPEN, "closed"))
        .exclude(pk=matter.pk)
    )
    point = _point(matter)
    if point is not None:
        rows = rows.filter(**_box(point, within.metres))
    elif matter.category:
        rows = rows.filter(category=matter.category)
    known = {row.number: row for row in rows.order_by("-received_on", "-id")[:MOST]}
    found = similar.alike(_as_staff(matter), [_as_staff(row) for row in known.values()], within, limit=limit)
    return [(known[each.matter.number], each) for each in found]


def _point(matter: Matter) -> tuple[float, float] | None:
    return (matter.lon, matter.lat) if matter.lat is not None and matter.lon is not None else None


def _as_staff(matter: Matter) -> similar.Matter:
    words = similar.words_of(f"{matter.title}\n{matter.text}")
    return similar.Matter(matter.number, matter.category, matter.received_on, _point(matter), words)

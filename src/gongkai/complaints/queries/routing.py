"""The routing rules in force, what they answer for a matter, the precedents beside it, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.complaints import house
from gongkai.complaints.models import Matter, RoutingRule, Ruling
from gongkai.complaints.queries.people import handling_units, units_of
from gongkai.core import clock, places
from gongkai.domain.complaints import categories, routing
from gongkai.domain.complaints.routing import (
    Conditions,
    Hours,
    Known,
    Precedent,
    Routed,
    RoutingFacts,
    Unrouted,
)
from gongkai.domain.complaints.routing_faults import Fault, faults
from gongkai.people.models import Unit

#: Precedents looked at for one matter.
MOST_PRECEDENTS = 20


def rules_of(agency_id: int) -> list[RoutingRule]:
    """The rules that hold, in their order; retired versions are left out."""
    return list(
        RoutingRule.objects.filter(agency_id=agency_id, retired_at__isnull=True).order_by("position", "id")
    )


def as_rule(row: RoutingRule) -> routing.RoutingRule:
    """A stored rule as the domain reads it."""
    return routing.RoutingRule(
        key=row.key,
        position=row.position,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        when=conditions_of(row.when),
        lead=row.lead,
        co=tuple(row.co),
        note=row.note,
        source=row.source,
    )


def conditions_of(stored: dict[str, Any]) -> Conditions:
    """Conditions as they are stored, as the domain reads them."""
    values = {
        name: tuple(stored.get(name, ()))
        for name in ("categories", "kinds", "channels", "districts", "grids", "weekdays")
    }
    hours = tuple(
        Hours(time.fromisoformat(first), time.fromisoformat(last)) for first, last in stored.get("hours", ())
    )
    polygon = tuple((float(one), float(other)) for one, other in stored.get("polygon", ()))
    return Conditions(**values, hours=hours, polygon=polygon, days=stored.get("days", ""))


def stored_conditions(when: Conditions) -> dict[str, Any]:
    """Conditions as they are stored: what is empty is left out."""
    found: dict[str, Any] = {
        name: list(getattr(when, name))
        for name in ("categories", "kinds", "channels", "districts", "grids", "weekdays", "polygon")
    }
    found["hours"] = [
        [each.first.isoformat("minutes"), each.last.isoformat("minutes")] for each in when.hours
    ]
    found["days"] = when.days
    return {name: value for name, value in found.items() if value}


def facts_of(matter: Matter, at: datetime, *, working: bool | None = None) -> RoutingFacts:
    """What routing looks at. ``working``: whether the day is one, where many matters are routed at once."""
    point = (matter.lat, matter.lon) if matter.lat is not None and matter.lon is not None else None
    return RoutingFacts(
        category=matter.category,
        kind=matter.kind,
        channel=matter.channel,
        district=matter.district,
        grid=matter.grid,
        point=point,
        working_day=clock.calendar().is_working(timezone.localtime(at).date())
        if working is None
        else working,
    )


def precedents_of(agency_id: int, category: str, district: str) -> list[Precedent]:
    """The rulings on this class of matters, the newest first."""
    rows = (
        Ruling.objects.filter(agency_id=agency_id, category=category)
        .filter(Q(district=district) | Q(district=""))
        .select_related("from_unit", "to_unit", "matter")
        .order_by("-id")[:MOST_PRECEDENTS]
    )
    return [as_precedent(row) for row in rows]


def as_precedent(row: Ruling) -> Precedent:
    """A ruling as the domain reads it; its units and matter must have been read along."""
    return Precedent(
        number=row.matter.number,
        category=row.category,
        district=row.district,
        from_unit=row.from_unit.code if row.from_unit else "",
        to_unit=row.to_unit.code,
        reason=row.reason,
        article=row.article,
        ruled_on=timezone.localtime(row.at).date(),
        grid=row.grid,
    )


def known_of(agency_id: int, on: date | None = None) -> Known:
    """What rules may name: units, categories, areas, kinds, channels."""
    units = list(Unit.objects.filter(agency_id=agency_id))
    open_units = set(handling_units(agency_id).values_list("code", flat=True))
    return Known(
        units=frozenset(each.code for each in units),
        open_units=frozenset(open_units),
        categories=frozenset(each.code for each in categories.categories(on or clock.today())),
        districts=frozenset(each.code for each in places.areas("district")),
        grids=frozenset(each.code for each in places.areas("grid")),
        kinds=frozenset(house.keys("kind")),
        channels=frozenset(house.keys("channel")),
        names={each.code: each.name for each in units},
    )


def answer(matter: Matter, at: datetime | None = None) -> Routed | Unrouted:
    """Where the matter goes by the rules in force, with the trace and a precedent beside it."""
    moment = timezone.localtime(at or clock.now())
    return routing.route(
        [as_rule(each) for each in rules_of(matter.agency_id)],
        facts_of(matter, moment),
        moment,
        precedents_of(matter.agency_id, matter.category, matter.district),
        known_of(matter.agency_id, moment.date()),
    )


def faults_of(agency_id: int) -> list[Fault]:
    """What is wrong with the rules today; shown loudly wherever rules are used."""
    today = clock.today()
    return faults([as_rule(each) for each in rules_of(agency_id)], known_of(agency_id, today), today)


def unit_ids(agency_id: int, codes: Iterable[str]) -> list[int]:
    """The open units behind these codes, in the order of the codes."""
    known = dict(units_of(agency_id).filter(code__in=list(codes)).values_list("code", "pk"))
    return [known[code] for code in codes if code in known]

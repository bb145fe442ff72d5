"""Searches for risks as they stand: progress of each unit, and what it has found so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, Q, QuerySet

from gongkai.core import clock, periods
from gongkai.domain.powers.course import EDITOR
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.powers import access
from gongkai.powers.models import Search, SearchPart, Version

__all__ = [
    "SEARCH", "Found", "PartStanding", "Progress", "SearchPart", "agency_of", "found_so_far", "part", "progress",
    "public", "public_search", "search", "to_sign", "units_for", "visible",
]  # fmt: skip
#: The subject of a search in the ledger.
SEARCH = "powers.search"

State = Literal["signed", "late", "running", "overdue", "missing"]


@dataclass(frozen=True, slots=True)
class Found:
    """Risk points of a unit written new, and graded again."""

    new: int = 0
    regraded: int = 0


@dataclass(frozen=True, slots=True)
class PartStanding:
    """A unit's part: ``late`` signed after the last day, ``missing`` not signed when the search was closed."""

    part: SearchPart
    state: State
    found: Found

    @property
    def signed(self) -> bool:
        """Whether the unit has signed off."""
        return self.part.signed_at is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """A search with all its parts."""

    search: Search
    parts: tuple[PartStanding, ...]

    @property
    def signed(self) -> int:
        """Units that have signed off."""
        return sum(each.signed for each in self.parts)

    @property
    def overdue(self) -> int:
        """Units whose last day is over and that have not signed off."""
        return sum(each.state == "overdue" for each in self.parts)

    @property
    def found(self) -> Found:
        """What all units found."""
        return Found(
            sum(each.found.new for each in self.parts), sum(each.found.regraded for each in self.parts)
        )


def visible(actor: StaffActor) -> QuerySet[Search]:
    """The searches of the actor's agencies, the newest first."""
    rows = Search.objects.filter(agency_id__in=access.agencies_seen(actor))
    return rows.select_related("agency", "opened_by", "closed_by").order_by("-year", "agency_id")


def search(actor: StaffActor, pk: int) -> Search | None:
    """One of them."""
    return visible(actor).filter(pk=pk).first()


def part(actor: StaffActor, pk: int) -> SearchPart | None:
    """A unit's part of one of them."""
    rows = SearchPart.objects.filter(search__agency_id__in=access.agencies_seen(actor), pk=pk)
    return rows.select_related("search__agency", "unit").first()


def public() -> QuerySet[Search]:
    """All searches that have begun, the newest first."""
    return (
        Search.objects.filter(opens_on__lte=clock.today())
        .select_related("agency")
        .order_by("-year", "agency_id")
    )


def public_search(agency: str, year: int) -> Search | None:
    """The search of an agency's year, once it has begun."""
    return public().filter(agency__code=agency, year=year).first()


def progress(searches: Iterable[Search]) -> list[Progress]:
    """How they stand; the number of queries grows only with the searches still open (one each)."""
    wanted = list(searches)
    rows = SearchPart.objects.filter(search__in=wanted).select_related("unit", "signed_by")
    parts: dict[int, list[SearchPart]] = {}
    for row in rows.order_by("unit__position", "unit_id"):
        parts.setdefault(row.search_id, []).append(row)
    today = clock.today()
    return [_progress(each, parts.get(each.pk, []), today) for each in wanted]


def _progress(search: Search, parts: list[SearchPart], today: date) -> Progress:
    so_far: dict[int, Found] = {}
    if search.closed_at is None and any(each.signed_at is None for each in parts):
        so_far = found_so_far(search)
    standings = []
    for part in parts:
        signed = part.signed_at is not None
        found = Found(part.found, part.regraded) if signed else so_far.get(part.unit_id, Found())
        standings.append(PartStanding(part, _state(search, part, today), found))
    return Progress(search, tuple(standings))


def _state(search: Search, part: SearchPart, today: date) -> State:
    if part.signed_at is not None:
        last = periods.midnight(search.closes_on)
        return "late" if (part.signed_at - last).days >= 1 else "signed"
    if search.closed_at is not None:
        return "missing"
    return "overdue" if today > search.closes_on else "running"


def found_so_far(search: Search) -> dict[int, Found]:
    """Unit → what it wrote since the search began; drafts count, what was discarded does not. One query."""
    since = periods.midnight(search.opens_on)
    rows = Version.objects.filter(
        entry__kind="risk", entry__agency_id=search.agency_id, created_at__gte=since
    )
    new = Q(entry__created_at__gte=since)
    counted = (
        rows.exclude(state="discarded")
        .order_by()
        .values("entry__unit_id")
        .annotate(
            new=Count("entry", filter=new, distinct=True), regraded=Count("entry", filter=~new, distinct=True)
        )
    )
    return {row["entry__unit_id"]: Found(row["new"], row["regraded"]) for row in counted}


def units_for(agency_id: int, on: date) -> QuerySet[Unit]:
    """The units that take part: open on the day, and not the leadership."""
    rows = Unit.objects.filter(agency_id=agency_id, opened_on__lte=on).exclude(kind=Unit.Kind.LEADERSHIP)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).order_by("position", "pk")


def to_sign(actor: StaffActor) -> QuerySet[SearchPart]:
    """The parts that wait for this editor, the most urgent first."""
    units = actor.units_where(EDITOR)
    rows = SearchPart.objects.filter(
        unit_id__in=units, signed_at__isnull=True, search__closed_at__isnull=True
    )
    return rows.select_related("search", "unit").order_by("search__closes_on", "pk")


def agency_of(actor: StaffActor) -> Agency | None:
    """The agency whose searches the actor sees; the own one first."""
    seen = access.agencies_seen(actor)
    rows = list(Agency.objects.filter(pk__in=seen))
    return next((each for each in rows if each.pk == actor.agency_id), rows[0] if rows else None)

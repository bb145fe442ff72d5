"""What stands beside the form while a matter is taken in: the caller's earlier matters, like ones, the way it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from gongkai.complaints import secret
from gongkai.complaints.identity import masked, read
from gongkai.complaints.models import Asset, Matter, Reporter
from gongkai.complaints.queries import routing, similar
from gongkai.complaints.queries.desk import seen_by
from gongkai.core import clock
from gongkai.domain.complaints.routing import Routed, Unrouted
from gongkai.domain.complaints.routing_faults import Fault
from gongkai.domain.complaints.similar import Similar
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

__all__ = [
    "Asset", "Caller", "Fault", "Matter", "Routed", "Routing", "Similar", "Sketch", "Unrouted", "asset_of",
    "assets_like", "caller", "fresh", "near", "routed",
]  # fmt: skip

#: Earlier matters of a caller that are shown.
MOST_EARLIER = 8
#: Figures a telephone number needs before anybody is looked for by it.
LEAST_FIGURES = 5
#: Assets offered for what was typed.
MOST_ASSETS = 20


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a matter so far; empty for what is not. Places are WGS-84."""

    agency_id: int
    kind: str = ""
    channel: str = ""
    category: str = ""
    title: str = ""
    text: str = ""
    district: str = ""
    grid: str = ""
    lat: float | None = None
    lon: float | None = None
    at: datetime | None = None

    @property
    def on(self) -> date:
        """The day it arrives."""
        return timezone.localtime(self.at or clock.now()).date()

    def as_matter(self) -> Matter:
        """As a row that is not saved, for what reads matters."""
        return Matter(
            agency_id=self.agency_id,
            kind=self.kind,
            channel=self.channel,
            category=self.category,
            title=self.title,
            text=self.text,
            district=self.district,
            grid=self.grid,
            lat=self.lat,
            lon=self.lon,
            received_on=self.on,
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called from this number before: the name as it may be shown, and the matters, the newest first."""

    name: str
    matters: Sequence[Matter]
    #: How many there are in all.
    count: int


@dataclass(frozen=True, slots=True)
class Routing:
    """Where the matter would go by the rules; the names of the units, and what is wrong with the rules."""

    answer: Routed | Unrouted
    #: Names of units by their codes.
    names: dict[str, str]
    #: The grave faults that may concern this matter: of the rules themselves, and gaps in its class.
    faults: Sequence[Fault]


def caller(actor: StaffActor, agency_id: int, telephone: str) -> Caller | None:
    """The earlier matters of whoever calls, as far as the actor may see them; ``None`` for a new caller.

    The number is looked for by its digest alone; at most three queries.
    """
    if sum(sign.isascii() and sign.isdigit() for sign in telephone) < LEAST_FIGURES:
        return None
    rows = seen_by(actor).filter(agency_id=agency_id, reporter__mark=secret.mark_of(telephone))
    found = list(rows.select_related("unit").order_by("-received_at", "-id")[: MOST_EARLIER + 1])
    if not found:
        return None
    count = len(found) if len(found) <= MOST_EARLIER else rows.count()
    name = masked(read(Reporter.objects.filter(matter=found[0]).first())).name
    return Caller(name, found[:MOST_EARLIER], count)


def near(actor: StaffActor, sketch: Sketch) -> list[tuple[Matter, Similar]]:
    """Matters that may be the same; nothing before there is a class or a place. One query."""
    if not sketch.category and sketch.lat is None:
        return []
    return similar.for_staff(actor, sketch.as_matter())


def routed(sketch: Sketch) -> Routing | None:
    """Where the matter would go now; nothing before it has a class."""
    if not sketch.category:
        return None
    units = Unit.objects.filter(agency_id=sketch.agency_id)
    return Routing(
        routing.answer(sketch.as_matter()),
        dict(units.values_list("code", "name")),
        [
            each
            for each in routing.faults_of(sketch.agency_id)
            if each.grave and (not each.categories or sketch.category in each.categories)
        ],
    )


def asset_of(agency_id: int, code: str) -> Asset | None:
    """The fixed asset (部件) with this code."""
    return Asset.objects.filter(agency_id=agency_id, code__iexact=code.strip(), closed_on=None).first()


def assets_like(agency_id: int, words: str) -> list[Asset]:
    """Fixed assets whose code or name begins with or holds what was typed."""
    words = words.strip()
    if not words:
        return []
    fits = Q(code__istartswith=words) | Q(name__icontains=words)
    rows = Asset.objects.filter(fits, agency_id=agency_id, closed_on=None)
    return list(rows.order_by("code")[:MOST_ASSETS])


def fresh(matter_id: int) -> Matter:
    """The matter as it stands now, for the deed that follows upon taking it in."""
    return Matter.objects.select_related("agency", "unit", "lead").get(pk=matter_id)

"""Catalogue, topics, channels and wordings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from gongkai.core import clock
from gongkai.publishing import access
from gongkai.publishing.models import (
    CatalogueDuty,
    CatalogueEntry,
    Channel,
    Document,
    Release,
    Revision,
    Topic,
    Wording,
)


@dataclass(slots=True)
class Node:
    """A catalogue row with its parts, and how many public documents stand under it (its parts included)."""

    entry: CatalogueEntry
    count: int = 0
    children: list[Node] = field(default_factory=list)


def entries_in_force(on: date | None = None, agency_id: int | None = None) -> list[CatalogueEntry]:
    """The rows in force on a day: the law's, and the agency's own."""
    day = on or clock.today()
    own = Q(agency__isnull=True) | Q(agency_id=agency_id)
    return list(
        CatalogueEntry.objects.filter(
            own, Q(in_force_until__isnull=True) | Q(in_force_until__gte=day), in_force_from__lte=day
        )
        .select_related("parent", "agency")
        .order_by("position", "id")
    )


def entry(key: str) -> CatalogueEntry | None:
    """The row with this key."""
    return CatalogueEntry.objects.select_related("parent", "agency").filter(key=key).first()


def catalogue_tree(*, agency_code: str = "", agency_id: int | None = None) -> list[Node]:
    """The catalogue as a tree with counts; three queries."""
    rows = entries_in_force(agency_id=agency_id)
    public = Document.objects.filter(access.visible_to(None))
    if agency_code:
        public = public.filter(agency__code=agency_code)
    pairs = Revision.catalogue.through.objects.filter(revision__in=public.values("live_id")).values_list(
        "catalogueentry_id", "revision_id"
    )
    under: dict[int, set[int]] = {}
    for entry_id, revision_id in pairs:
        under.setdefault(entry_id, set()).add(revision_id)
    nodes = {row.pk: Node(row) for row in rows}
    tops: list[Node] = []
    for row in rows:
        node = nodes[row.pk]
        parent = nodes.get(row.parent_id) if row.parent_id else None
        (parent.children if parent else tops).append(node)
    for node in tops:
        _count(node, under)
    return tops


def _count(node: Node, under: dict[int, set[int]]) -> set[int]:
    found = set(under.get(node.entry.pk, ()))
    for child in node.children:
        found |= _count(child, under)
    node.count = len(found)
    return found


def duties(agency_id: int) -> dict[int, CatalogueDuty]:
    """Who answers for each row in this agency, by row."""
    rows = CatalogueDuty.objects.filter(agency_id=agency_id).select_related("unit", "person")
    return {row.entry_id: row for row in rows}


def topics(*, agency_id: int | None = None, with_closed: bool = False) -> list[Topic]:
    """Topic pages with the number of their public documents as ``shown``."""
    query = Topic.objects.select_related("agency").annotate(
        shown=Count(
            "revisions",
            filter=Q(revisions__in=Document.objects.filter(access.visible_to(None)).values("live_id")),
        )
    )
    if agency_id is not None:
        query = query.filter(agency_id=agency_id)
    if not with_closed:
        query = query.filter(closed_on__isnull=True)
    return list(query.order_by("-opened_on", "id"))


def topic(slug: str) -> Topic | None:
    """One topic page."""
    return Topic.objects.select_related("agency").filter(slug=slug).first()


def channels(agency_id: int, *, with_closed: bool = False) -> list[Channel]:
    """The agency's channels."""
    query = Channel.objects.filter(agency_id=agency_id)
    if not with_closed:
        query = query.filter(closed_on__isnull=True)
    return list(query.order_by("id"))


def channel_counts(agency_id: int, year: int) -> list[tuple[Channel, int]]:
    """How many releases each channel saw in a year; struck ones do not count."""
    counted = Count("releases", filter=Q(releases__released_on__year=year, releases__struck_at__isnull=True))
    rows = Channel.objects.filter(agency_id=agency_id).annotate(counted=counted).order_by("id")
    return [(row, row.counted) for row in rows]


def releases_of(channel: Channel, year: int) -> list[Release]:
    """The releases a channel's count counts."""
    return list(
        Release.objects.filter(channel=channel, released_on__year=year, struck_at__isnull=True)
        .select_related("document", "revision", "recorded_by")
        .order_by("released_on", "id")
    )


def wordings(agency_id: int) -> list[Wording]:
    """The wordings looked for, the installation's and the agency's."""
    return list(
        Wording.objects.filter(
            Q(agency__isnull=True) | Q(agency_id=agency_id), retired_at__isnull=True
        ).order_by("id")
    )

"""Lists of campaigns and sites for staff: narrowed by filters, paged by the last row, found by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.campaigns import access
from gongkai.campaigns.models import Campaign, Inspection, Listed, Site
from gongkai.campaigns.queries import campaigns, inspections, sites
from gongkai.core import clock
from gongkai.domain.campaigns.course import ORGANISER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

#: Rows of a page, and what parts the two halves of a cursor.
SIZE, MARK = 30, "~"
#: Digits of a key in a cursor.
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Any]
    after: str


def sees_campaigns(actor: StaffActor) -> bool:
    """Whether the room is among the person's posts."""
    return bool(actor.roles & access.SEEING)


def works_here(actor: StaffActor) -> bool:
    """Whether the person has a part in campaigns, beyond seeing them."""
    return bool(actor.roles & set(access.ROLES))


def agencies_organised(actor: StaffActor) -> list[int]:
    """The agencies the actor drafts campaigns for, the own one first."""
    found = access.agencies_seen(actor, frozenset({ORGANISER}))
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def agency(pk: int) -> Agency:
    """An agency."""
    return Agency.objects.get(pk=pk)


def listed_campaigns(
    actor: StaffActor, *, text: str = "", state: str = "", unit: int = 0
) -> QuerySet[Campaign]:
    """The campaigns the actor sees, narrowed; each with ``site_count`` and ``record_count``."""
    rows = campaigns.for_staff(actor)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if state:
        rows = rows.filter(state=state)
    return rows.filter(unit_id=unit) if unit else rows


def with_counts(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The same, each with ``site_count`` and ``record_count``."""
    in_it = Q(listed__taken_out_at__isnull=True)
    return rows.annotate(
        site_count=Count("listed", filter=in_it, distinct=True),
        record_count=Count("listed__inspections", distinct=True),
    )


def counts_by_state(actor: StaffActor) -> dict[str, int]:
    """How many campaigns of each state the actor sees; one query."""
    rows = Campaign.objects.filter(access.campaigns_seen(actor)).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def campaign_page(rows: QuerySet[Campaign], after: str) -> Page:
    """The campaigns after the cursor, the latest first; one query."""
    day, mark, number = after.partition(MARK)
    if mark and _is_key(number) and (known := _day(day)) is not None:
        rows = rows.filter(Q(begins_on__lt=known) | Q(begins_on=known, pk__lt=int(number)))
    found = list(rows.order_by("-begins_on", "-id")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], f"{last.begins_on.isoformat()}{MARK}{last.pk}" if last else "")


def listed_sites(actor: StaffActor, *, text: str = "", unit: int = 0, works: str = "") -> QuerySet[Site]:
    """The sites the actor sees, narrowed by words of code, name, address or party, unit, and whether works go on."""
    rows = sites.for_staff(actor)
    if text:
        named = Q(code__icontains=text) | Q(name__icontains=text) | Q(address__icontains=text)
        rows = rows.filter(named | Q(parties__name__icontains=text, parties__until__isnull=True)).distinct()
    if unit:
        rows = rows.filter(unit_id=unit)
    over = Q(ended_on__lt=clock.today())
    if works:
        rows = rows.filter(over) if works == "over" else rows.exclude(over)
    return rows


def site_page(rows: QuerySet[Site], after: str) -> Page:
    """The sites after the cursor, by code; one query."""
    number, mark, code = after.partition(MARK)
    if mark and _is_key(number) and "\x00" not in code:
        rows = rows.filter(Q(code__gt=code) | Q(code=code, pk__gt=int(number)))
    found = list(rows.order_by("code", "id")[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], f"{last.pk}{MARK}{last.code}" if last else "")


def to_choose(found: Campaign, actor: StaffActor, *, text: str = "", unit: int = 0) -> QuerySet[Site]:
    """The sites of the agency that are not in the campaign, those whose works are over left out."""
    here = Listed.objects.filter(campaign=found, site=OuterRef("pk"), taken_out_at__isnull=True)
    rows = listed_sites(actor, text=text, unit=unit, works="on").filter(agency_id=found.agency_id)
    return rows.filter(~Exists(here)).order_by("code", "id")


def listed_in(found: Campaign, *, text: str = "", unit: int = 0) -> QuerySet[Listed]:
    """The sites in the campaign, narrowed."""
    rows = campaigns.listed(found)
    if text:
        named = Q(site__code__icontains=text) | Q(site__name__icontains=text)
        rows = rows.filter(named | Q(site__address__icontains=text))
    return rows.filter(site__unit_id=unit) if unit else rows


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units of the agencies whose campaigns the actor sees."""
    rows = Unit.objects.filter(agency_id__in=access.agencies_seen(actor)).select_related("agency")
    return list(rows.order_by("agency_id", "position", "id"))


def units_of(agency_id: int, kept: int | None = None) -> list[Unit]:
    """The open units of an agency, and the one that was chosen before."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today()) | Q(pk=kept)
    rows = Unit.objects.filter(is_open, agency_id=agency_id).select_related("agency")
    return list(rows.order_by("position", "id"))


def inspections_at(found: Site, actor: StaffActor, most: int) -> list[Inspection]:
    """The records of a site the actor sees, the newest first."""
    return list(inspections.for_staff(actor).filter(listed__site=found)[:most])


def listings_seen(found: Site, actor: StaffActor) -> list[Listed]:
    """The campaigns the site is in, as far as the actor sees them; the latest first."""
    seen = Campaign.objects.filter(access.campaigns_seen(actor)).values("pk")
    return list(sites.listings(found).filter(campaign__in=seen))


def numbered(actor: StaffActor, text: str) -> Campaign | Site | Inspection | None:
    """The campaign, site or record with this very number, if the actor sees it."""
    return (
        campaigns.for_staff(actor).filter(number__iexact=text).first()
        or sites.for_staff(actor).filter(code__iexact=text).first()
        or inspections.for_staff(actor).filter(number__iexact=text).first()
    )


def page_of(found: Campaign | Site | Inspection) -> str:
    """The name of the page of one of them."""
    names: dict[type, str] = {Campaign: "campaign", Site: "site", Inspection: "inspection"}
    return names[type(found)]


def _is_key(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

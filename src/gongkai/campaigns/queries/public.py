"""Campaigns as the public reads them: what is announced, the sites, and the records that are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gongkai.campaigns.models import Campaign, Inspection, InspectionPhoto, Listed, Site, SiteParty
from gongkai.campaigns.queries import sites
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Checklist
from gongkai.domain.campaigns.course import PUBLIC
from gongkai.domain.campaigns.standing import STANDS

#: States of a record the public counts by.
SHOWN = ("published",)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site of a campaign: what it stands at by published records, and the newest of them."""

    listed: Listed
    standing: sites.Standing
    newest: Inspection | None = None

    @property
    def site(self) -> Site:
        """The site itself."""
        return self.listed.site


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a campaign over published records: sites by stand, inspections, how often each item was not met."""

    sites: int = 0
    stands: dict[str, int] = field(default_factory=dict)
    inspections: int = 0
    found_wrong: int = 0
    put_right: int = 0
    unmet: dict[str, int] = field(default_factory=dict)


def campaigns() -> QuerySet[Campaign]:
    """The announced campaigns, the newest first."""
    rows = Campaign.objects.filter(state__in=PUBLIC).select_related("agency", "unit")
    return rows.order_by("-begins_on", "-id")


def with_counts() -> QuerySet[Campaign]:
    """The same, each with ``site_count`` and ``inspection_count``; one query."""
    in_it = Q(listed__taken_out_at__isnull=True)
    return campaigns().annotate(
        site_count=Count("listed", filter=in_it, distinct=True),
        inspection_count=Count(
            "listed__inspections", filter=Q(listed__inspections__state__in=SHOWN), distinct=True
        ),
    )


def campaign(agency: str, number: str) -> Campaign | None:
    """One of them by its number."""
    return campaigns().filter(agency__code=agency, number=number).first()


def checklist_of(found: Campaign) -> Checklist | None:
    """The check-list as it was when the campaign was announced."""
    return checklists.checklist(found.checklist, found.announced_on or found.begins_on)


def site_rows(found: Campaign, stand: str = "") -> list[SiteRow]:
    """The sites of a campaign, those that are late first; a fixed number of queries."""
    rows = list(
        found.listed.filter(taken_out_at__isnull=True).select_related("site__unit").order_by("site__code")
    )
    stands = sites.standings(rows, states=SHOWN)
    newest = _newest(rows)
    built = [SiteRow(each, stands[each.pk], newest.get(each.pk)) for each in rows]
    if stand:
        built = [each for each in built if each.standing.stand == stand]
    return sorted(built, key=lambda row: STANDS.index(row.standing.stand))


def _newest(rows: Iterable[Listed]) -> dict[int, Inspection]:
    """Listing → its newest published record; one query."""
    records = Inspection.objects.filter(listed__in=list(rows), state__in=SHOWN).defer("present")
    return {each.listed_id: each for each in records.order_by("made_at", "id")}


def figures(rows: Sequence[SiteRow]) -> Figures:
    """The counts of a campaign, from its rows; one query."""
    stands = Counter(row.standing.stand for row in rows)
    unmet: Counter[str] = Counter()
    records = Inspection.objects.filter(listed__in=[row.listed for row in rows], state__in=SHOWN)
    for answers in records.values_list("answers", flat=True):
        unmet.update(key for key, each in answers.items() if each["verdict"] == "unmet")
    return Figures(
        sites=len(rows),
        stands={stand: stands.get(stand, 0) for stand in STANDS},
        inspections=sum(row.standing.turn.inspections for row in rows),
        found_wrong=sum(row.standing.turn.found_wrong for row in rows),
        put_right=sum(row.standing.turn.put_right for row in rows),
        unmet=dict(unmet),
    )


def site(found: Campaign, code: str) -> SiteRow | None:
    """One site of the campaign."""
    return next((row for row in site_rows(found) if row.site.code == code), None)


def parties(found: Site) -> list[SiteParty]:
    """The organisations at the site; who speaks for them is nobody's business."""
    rows = found.parties.filter(until__isnull=True).defer("contact")
    return list(rows.order_by("id"))


def parties_of(rows: Sequence[SiteRow]) -> dict[int, list[SiteParty]]:
    """Site → the organisations there; one query."""
    known: dict[int, list[SiteParty]] = {row.site.pk: [] for row in rows}
    found = SiteParty.objects.filter(site_id__in=list(known), until__isnull=True).defer("contact")
    for each in found.order_by("id"):
        known[each.site_id].append(each)
    return known


def records(row: SiteRow) -> list[Inspection]:
    """The published and withdrawn records of the site in the campaign, the newest first; photos with them."""
    shown = Q(state="published") | Q(state="withdrawn", published_on__isnull=False)
    found = row.listed.inspections.filter(shown).defer("present").prefetch_related("photos")
    return list(found.order_by("-made_at", "-id"))


def photo(pk: int) -> InspectionPhoto | None:
    """A photo the public may see: veiled, of a published record of an announced campaign."""
    rows = InspectionPhoto.objects.filter(
        inspection__state__in=SHOWN, inspection__listed__campaign__state__in=PUBLIC, kept_back=False, pk=pk
    )
    return rows.exclude(veiled_key="").first()


def newest(count: int) -> list[Inspection]:
    """The records published last; one query."""
    rows = Inspection.objects.filter(state__in=SHOWN, listed__campaign__state__in=PUBLIC).defer("present")
    rows = rows.select_related("listed__site", "listed__campaign__agency")
    return list(rows.order_by("-published_on", "-id")[:count])


def published(found: Campaign) -> QuerySet[Inspection]:
    """Every published record of a campaign, for files; the newest first, photos with them."""
    rows = Inspection.objects.filter(listed__campaign=found, state__in=SHOWN).defer("present")
    rows = rows.select_related("listed__site__unit").prefetch_related("photos")
    return rows.order_by("-made_at", "-id")


def shown(found: Inspection) -> list[InspectionPhoto]:
    """The photos of a public record that the public sees: the veiled ones that were not kept back."""
    if found.state not in SHOWN:
        return []
    return [each for each in found.photos.all() if each.veiled_key and not each.kept_back]


def pages() -> list[tuple[str, str, str, datetime]]:
    """Agency, campaign and site (empty: the campaign itself) of every public page, and when it changed last."""
    own = campaigns().values_list("agency__code", "number", "updated_at")
    found = [(agency, number, "", at) for agency, number, at in own]
    rows = Listed.objects.filter(campaign__state__in=PUBLIC, taken_out_at__isnull=True)
    found += rows.order_by("id").values_list(
        "campaign__agency__code", "campaign__number", "site__code", "site__updated_at"
    )[:20_000]
    return found


def by_numbers(keys: Sequence[int]) -> dict[int, Campaign]:
    """Announced campaigns by their keys; one query."""
    return {each.pk: each for each in campaigns().filter(pk__in=list(keys))}

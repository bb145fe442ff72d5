"""Sites (工地): the list, and a site with who is written to, its campaigns and its inspections."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import access
from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.forms.sites import SiteFilter, district_of
from gongkai.campaigns.queries import lists
from gongkai.campaigns.queries import sites as reads
from gongkai.campaigns.queries.records import Listed, Site, SiteParty
from gongkai.campaigns.staff.common import found_site, show, site_trail, without_nul
from gongkai.campaigns.staff.rows import record_row, site_rows
from gongkai.core import places
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, address_if_any
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences

#: Records listed with a site.
MOST_RECORDS = 50


@staff_page
def sites(request: HttpRequest) -> HttpResponse:
    """The sites of the agency, by code."""
    acting = actor(request)
    form = SiteFilter(without_nul(request.GET), units=lists.units_seen(acting))
    query = lists.listed_sites(acting, **form.chosen())
    listed = lists.site_page(query, request.GET.get("after", ""))
    organises = bool(lists.agencies_organised(acting))
    context = {
        **frame(request, form, address("sites"), listed.after),
        "rows": site_rows(listed.rows),
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": lists.sees_campaigns(acting),
        "new_url": address("site_new") if organises else "",
        "bring_url": address("sites_bring") if organises else "",
        "crumbs": site_trail(None),
    }
    return show(request, "site_list", context)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} sites").format(count=f"{COUNTED:,}")
    return ngettext("{count} site", "{count} sites", count).format(count=f"{count:,}")


@staff_page
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """The site's record."""
    found, acting = found_site(request, pk)
    records = lists.inspections_at(found, acting, MOST_RECORDS + 1)
    may = bool(access.may_organise(acting, found.agency_id))
    context: dict[str, Any] = {
        "site": found,
        "badges": words.site_badges(found),
        "facts": _facts(found),
        "parties": [_party(each, acting, found) for each in reads.parties(found)],
        "masked": not access.may_see_contacts(acting, found),
        "campaigns": _campaigns(found, acting),
        "records": [record_row(each) for each in records[:MOST_RECORDS]],
        "more_records": len(records) > MOST_RECORDS,
        "edit_url": address("site_edit", found.pk) if may else "",
        "timeline": list(reversed(sentences(reads.told(found)))),
        "crumbs": site_trail(found),
    }
    return show(request, "site_record", context)


def _facts(found: Site) -> list[dict[str, Any]]:
    area = places.area(district_of(found.lat, found.lon))
    rows = [
        (_("Code of the site"), found.code),
        (_("Unit that inspects it"), words.unit_name(found.unit)),
        (_("District"), places.area_name(area) if area else ""),
        (_("Works"), found.works),
        (_("Number of the permit"), found.permit),
        (_("Works are over since"), date_format(found.ended_on, "DATE_FORMAT") if found.ended_on else ""),
    ]
    shown: list[dict[str, Any]] = [{"label": name, "value": value} for name, value in rows if value]
    return [*shown, {"label": _("Address"), "value": found.address, "wide": True}]


def _party(found: SiteParty, acting: StaffActor, site: Site) -> dict[str, Any]:
    return {
        "role": words.party_name(found.role),
        "name": found.name,
        "since": found.since,
        "contact": reads.contact(found, acting, site),
    }


def _campaigns(found: Site, acting: StaffActor) -> list[dict[str, Any]]:
    """The campaigns the site is in and the person sees, with what it stands at in each."""
    listed = lists.listings_seen(found, acting)
    stands = reads.standings(listed)
    may = bool(access.may_inspect(acting, found))
    return [_listing(each, stands[each.pk], may=may) for each in listed]


def _listing(listed: Listed, standing: reads.Standing, *, may: bool) -> dict[str, Any]:
    campaign = listed.campaign
    runs = may and campaign.state == "running"
    return {
        "title": campaign.title,
        "number": campaign.number,
        "url": address("campaign", campaign.pk),
        "state": words.state_badge(campaign),
        "stand": words.stand_badge(standing.stand),
        "correct_by": standing.correct_by,
        "turn": standing.turn,
        "inspect_url": address_if_any("workspace:inspect", listed.pk) if runs else "",
    }

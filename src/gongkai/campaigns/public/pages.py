"""The list of campaigns, and the page of one: what it is for, what is looked for, and what was found by site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.campaigns.forms.public import SitesFilter
from gongkai.campaigns.public import present, said
from gongkai.campaigns.queries import paging
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Campaign
from gongkai.core import text
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.core.listpages import frame
from gongkai.domain.campaigns.standing import STANDS

#: Running campaigns on the list, and sites on the map.
MOST_RUNNING, MOST_PINS = 100, 60


@public_page
def campaigns(request: HttpRequest) -> HttpResponse:
    """The running campaigns, and those that are over page by page."""
    after = one_line(request.GET.get("after", ""), 60)
    here = reverse("portal:campaigns")
    closed = paging.page(paging.announced("closed"), after)
    running = [] if after else list(paging.announced("running")[:MOST_RUNNING])
    context = {
        "first_page": not after,
        "running": [said.row(each) for each in running],
        "closed": [said.row(each) for each in closed.rows],
        "next_url": f"{here}?after={closed.after}" if closed.after else "",
        "first_url": here if after else "",
        "crumbs": present.crumbs(),
    }
    return render(request, "campaigns/public/list.html", context)


def found_or_404(agency: str, number: str) -> Campaign:
    """The announced campaign of an address."""
    found = reads.campaign(agency, number) if "\x00" not in number else None
    if found is None:
        raise Http404
    return found


@public_page
def campaign(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One campaign; the sites narrowed by what they stand at. The figures count all of them."""
    found = found_or_404(agency, number)
    every = reads.site_rows(found)
    stand = request.GET.get("stand", "")
    stand = stand if stand in STANDS else ""  # what the address says wrongly is left out
    form = SitesFilter({"stand": stand}, stands=said.stand_options())
    shown = [row for row in every if row.standing.stand == stand] if stand else every
    figures = reads.figures(every)
    listed = reads.checklist_of(found)
    here = present.address_of(found)
    context = {
        **frame(request, form, here, ""),
        "campaign": found,
        "badges": [said.state_badge(found)],
        "facts": _facts(found),
        "checklist": listed,
        "checklist_name": listed.name(said.language()) if listed else "",
        "requirements": said.requirements(listed, figures),
        "figures": figures,
        "cards": _cards(figures),
        "sites": [_site(found, row) for row in shown],
        "count": said.sites_counted(len(shown)),
        "points": _points(found, shown),
        "pins": MOST_PINS,
        "results": found.results if found.state == "closed" else "",
        "files": [
            {"label": form_name.upper(), "url": present.file_address(found, form_name)}
            for form_name in ("csv", "json")
        ],
        "page_url": present.absolute(request, here),
        "lang": present.content_lang(),
        "crumbs": present.crumbs((found.title, "")),
    }
    return render(request, "campaigns/public/campaign.html", context)


def _facts(found: Campaign) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Agency"), "value": present.name_of(found.agency)},
        {"label": _("Organised by"), "value": present.name_of(found.unit)},
        {"label": _("Days"), "value": said.days(found)},
    ]
    for label, day in ((_("Announced on"), found.announced_on), (_("Campaign closed on"), found.closed_on)):
        if day is not None:
            rows.append({"label": label, "value": text.day(day)})
    return rows


def _cards(figures: reads.Figures) -> list[dict[str, Any]]:
    """The figures in the order of the page: what the sites stand at, then what the inspections came to."""
    by_stand = [{"label": said.stand_name(stand), "value": figures.stands.get(stand, 0)} for stand in STANDS]
    return [
        {"label": _("Sites"), "value": figures.sites},
        *by_stand,
        {"label": _("Published inspections"), "value": figures.inspections},
        {"label": _("Found wrong"), "value": figures.found_wrong},
        {"label": _("Put right again"), "value": figures.put_right},
    ]


def _site(found: Campaign, row: reads.SiteRow) -> dict[str, Any]:
    standing = row.standing
    return {
        "name": row.site.name,
        "address": row.site.address,
        "url": present.site_address(found, row.site),
        "unit": present.name_of(row.site.unit),
        "badge": said.stand_badge(standing.stand),
        "correct_by": standing.correct_by,
        "newest": standing.newest,
        "inspections": standing.turn.inspections,
    }


def _points(found: Campaign, rows: Sequence[reads.SiteRow]) -> list[dict[str, Any]]:
    """The sites for the map, as many as can be told apart on it; the gravest first, as they stand in the table."""
    placed = [row for row in rows if row.site.lat is not None][:MOST_PINS]
    return [
        {
            "number": number,
            "label": f"{row.site.name} · {said.stand_name(row.standing.stand)}",
            "lat": row.site.lat,
            "lon": row.site.lon,
            "href": present.site_address(found, row.site),
        }
        for number, row in enumerate(placed, start=1)
    ]

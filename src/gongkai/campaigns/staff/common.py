"""What every staff view of campaigns and sites does: find the record, show the page, address its sisters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.queries import campaigns, lists, sites
from gongkai.campaigns.queries.records import Campaign, Site
from gongkai.core import clock
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def found_campaign(request: HttpRequest, pk: int) -> tuple[Campaign, StaffActor]:
    """The campaign and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    campaign = campaigns.campaign(acting, pk) if pk < 2**63 else None
    if campaign is None:
        raise Http404
    return campaign, acting


def found_site(request: HttpRequest, pk: int) -> tuple[Site, StaffActor]:
    """The site, likewise."""
    acting = actor(request)
    site = sites.site(acting, pk) if pk < 2**63 else None
    if site is None:
        raise Http404
    return site, acting


def organised_agency(acting: StaffActor) -> int:
    """The agency the person drafts campaigns and keeps sites for; the own one first. ``NotAllowed`` without one."""
    agencies = lists.agencies_organised(acting)
    if not agencies:
        raise NotAllowed(say("Only the organiser of campaigns does this. Ask that person."))
    return agencies[0]


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``campaigns/staff/<name>.html``; it may speak of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"campaigns/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(campaign: Campaign | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the campaign, or of the campaigns as a whole."""
    steps = [(_("Campaigns"), address("campaigns"))]
    if campaign is not None:
        steps.append((campaign.number, address("campaign", campaign.pk) if rest else ""))
    return crumbs(*steps, *rest)


def site_trail(site: Site | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the site, or of the sites as a whole."""
    steps = [(_("Campaigns"), address("campaigns")), (_("Sites"), address("sites") if site or rest else "")]
    if site is not None:
        steps.append((site.code, address("site", site.pk) if rest else ""))
    return crumbs(*steps, *rest)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    return [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]


def revision(request: HttpRequest, now: int, refusal: Refusal | None) -> int | str:
    """The revision a form sends along: after a refusal that of the record as it stands now."""
    return now if refusal is not None else request.POST.get("version", now)

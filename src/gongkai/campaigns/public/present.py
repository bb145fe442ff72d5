"""What the public's pages of the room share: addresses, breadcrumbs, names in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.campaigns.queries.records import Campaign, InspectionPhoto, Site
from gongkai.core.lawwords import in_chinese


def absolute(request: HttpRequest, path: str) -> str:
    """``path`` with the address people use before it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def address_of(found: Campaign) -> str:
    """The address of a campaign's page."""
    return reverse("portal:campaign", args=[found.agency.code, found.number])


def site_address(found: Campaign, site: Site) -> str:
    """The address of a site's page in a campaign."""
    return reverse("portal:campaign_site", args=[found.agency.code, found.number, site.code])


def file_address(found: Campaign, form: str) -> str:
    """The address of a campaign's records as a file."""
    return reverse("portal:campaign_file", args=[found.agency.code, found.number, form])


def photo_address(photo: InspectionPhoto) -> str:
    """The address of a veiled photo."""
    return reverse("portal:campaign_photo", args=[photo.pk])


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over the room's own; the last has no address and is this page."""
    first = [
        (_("Home"), reverse("portal:home")),
        (_("Campaigns on the street"), reverse("portal:campaigns") if steps else ""),
    ]
    lang = content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [*first, *steps]
    ]


def content_lang() -> str:
    """The ``lang`` of what the agency wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def name_of(of: Any) -> str:
    """The name of a unit or an agency in the reader's language."""
    return str(of.name if in_chinese() or not of.name_en else of.name_en)


def day_of(moment: datetime) -> date:
    """The day of a moment where the office stands: the public is told no hour."""
    return timezone.localtime(moment).date()

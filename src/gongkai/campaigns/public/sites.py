"""A site's page in a campaign (工地检查结果): who builds there, its stand, every published record; its photos."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from gongkai.campaigns.public import present, said
from gongkai.campaigns.public.pages import found_or_404
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Inspection, Site
from gongkai.core import sealed, text
from gongkai.core.access import public_page
from gongkai.core.sending import attachment


@public_page
def site(request: HttpRequest, agency: str, number: str, site: str) -> HttpResponse:
    """One site: its organisations, its stand, and what was published of it; withdrawn records with their reason."""
    found = found_or_404(agency, number)
    row = reads.site(found, site)
    if row is None:
        raise Http404
    here = present.site_address(found, row.site)
    context = {
        "campaign": found,
        "campaign_url": present.address_of(found),
        "place": row.site,
        "title": row.site.name,
        "badges": [said.stand_badge(row.standing.stand)],
        "facts": _facts(row.site),
        "standing": row.standing,
        "parties": [
            {"role": said.role_name(each.role), "name": each.name} for each in reads.parties(row.site)
        ],
        "records": [record(each) for each in reads.records(row)],
        "page_url": present.absolute(request, here),
        "lang": present.content_lang(),
        "crumbs": present.crumbs((found.title, present.address_of(found)), (row.site.name, "")),
    }
    return render(request, "campaigns/public/site.html", context)


def _facts(found: Site) -> list[dict[str, Any]]:
    rows = [
        (_("Code of the site"), found.code),
        (_("Address"), found.address),
        (_("Works"), found.works),
        (_("Permit"), found.permit),
        (_("Inspected by"), present.name_of(found.unit)),
        (_("Works ended on"), text.day(found.ended_on)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def record(found: Inspection) -> dict[str, Any]:
    """A record as its page shows it; of a withdrawn one only its number, its day and the reason."""
    day = present.day_of(found.made_at)
    base = {"number": found.number, "day": day, "withdrawn": found.state == "withdrawn"}
    if base["withdrawn"]:
        return {**base, "reason": found.withdrawn_reason}
    items = said.answers(found)
    return {
        **base,
        "badge": said.result_badge(found),
        "cause": said.cause_name(found.cause),
        "published_on": found.published_on,
        "correct_by": found.correct_by if found.result != "passed" else None,
        "items_seen": items,
        "remark": found.remark,
        "photos": photos(found, {each["key"]: each["label"] for each in items}, day.isoformat()),
    }


def photos(found: Inspection, names: dict[str, str], day: str) -> list[dict[str, str]]:
    """The veiled photos of a record, each with what it shows in words."""
    return [
        {
            "url": present.photo_address(each),
            "alt": _("Photo {n} of the inspection on {day}: {item}").format(
                n=number, day=day, item=names.get(each.item, each.item)
            ),
            "caption": names.get(each.item, each.item),
        }
        for number, each in enumerate(reads.shown(found), start=1)
    ]


@public_page
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The veiled copy of a photo and never the photo itself; asked for again each time, as it may be withdrawn."""
    found = reads.photo(pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    etag = f'"{hashlib.blake2b(found.veiled_key.encode(), digest_size=12).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["Cache-Control"] = "no-cache"
        return unchanged
    response = attachment(
        sealed.fetch(found.veiled_key), name=f"{found.pk}.jpg", content_type="image/jpeg", inline=True
    )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response

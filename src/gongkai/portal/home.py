"""The start page and the pages of the agencies."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.consultations.public import found as consultations
from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.domain.catalogue import row_of
from gongkai.domain.law import load
from gongkai.people.context import host_agency
from gongkai.portal import queries
from gongkai.publishing import queries as publishing
from gongkai.publishing.public.present import content_lang, crumbs, document_rows, either, row_label
from gongkai.publishing.queries import public as reads
from gongkai.publishing.queries.catalogue import Node

#: The address, picture and sentence of each statutory block (板块).
BLOCKS = {
    "guide": ("portal:guide", "book"),
    "systems": ("portal:systems", "seal"),
    "statutory": ("portal:catalogue", "folder"),
    "annual_reports": ("portal:reports", "chart"),
}
#: Topics with a standing place on the site; see docs/rooms/portal.md.
NOTICES, SYSTEMS, REPORTS = "notices", "systems", "annual-reports"


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What is new, the four statutory blocks, the catalogue, topics, drafts open for opinions. Seven queries."""
    tree = publishing.catalogue_tree()
    agencies = reads.agencies()
    newest = reads.newest(8)
    context = {
        "blocks": blocks(),
        "entries": document_rows(newest),
        "updated": newest[0].published_at if newest else None,
        "notices": document_rows(reads.newest(5, reads.marked(NOTICES, "通知公告"))),
        "open_drafts": consultations.open_now(),
        "today": clock.today(),
        "rows": _rows(tree),
        "total": sum(node.count for node in tree),
        "topics": [each for each in publishing.topics() if not _standing(each.slug)][:6],
        "agencies": agencies if len(agencies) > 1 else [],
        "lang": content_lang(),
    }
    return render(request, "portal/home.html", context)


def _standing(slug: str) -> bool:
    """Whether the topic has a place of its own on the site."""
    return any(slug == each or slug.startswith(f"{each}-") for each in (NOTICES, SYSTEMS, REPORTS))


def blocks() -> list[dict[str, Any]]:
    """The four blocks with their statutory labels and their pages."""
    about = {
        "guide": gettext("What is open, where to read it, how to ask, and whom to call."),
        "systems": gettext("The rules that openness follows here, and the time limits."),
        "statutory": gettext("Everything the law has published, by its own catalogue."),
        "annual_reports": gettext("One report a year on how openness was done."),
    }
    return [
        {
            "label": either(row["label"], row["label_en"]),
            "url": reverse(BLOCKS[row["key"]][0]),
            "icon": BLOCKS[row["key"]][1],
            "about": about[row["key"]],
        }
        for row in sorted(load("blocks")["block"], key=lambda row: int(row["order"]))
    ]


def _rows(tree: list[Node]) -> list[dict[str, Any]]:
    """The catalogue's top rows that hold something, the fullest first."""
    full = sorted((node for node in tree if node.count), key=lambda node: -node.count)
    return [
        {
            "label": _short(node),
            "url": reverse("portal:catalogue_row", args=[node.entry.key]),
            "count": node.count,
        }
        for node in full[:12]
    ]


def _short(node: Node) -> str:
    law = row_of(node.entry.key)
    return either(law.short, law.short_en) if law else row_label(node.entry)


@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies whose information this site publishes."""
    context = {
        "agencies": reads.agencies(),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Agencies"), "")),
    }
    return render(request, "portal/agencies.html", context)


@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """An agency's own page (机关职能、机构设置、办公地址、办公时间、联系方式、负责人: Article 20, item 2)."""
    found = queries.agency(code)
    if found is None:
        raise Http404
    several = len(reads.agencies()) > 1
    context = {
        "agency": found,
        "units": queries.units(found.pk),
        "bodies": queries.bodies(found.pk),
        "updated": queries.updated_on(found),
        "entries": document_rows(reads.newest(6, publishing.public_documents(agency=code))),
        "several": several,
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Agencies"), reverse("portal:agencies")), (found.name, "")),
        "feed_url": reverse("plain:feed_agency", args=[code]),
    }
    return render(request, "portal/agency.html", context)


def agency_or_host(code: str) -> Any:
    """The agency of an address, or the one whose name stands over the site."""
    if not code:
        return host_agency()
    found = queries.agency(code)
    if found is None:
        raise Http404
    return found

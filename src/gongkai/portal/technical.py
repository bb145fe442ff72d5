"""For machines: site map, robots.txt, health."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.annual_reports import public as annual_reports
from gongkai.annual_reports import work_public as work_reports
from gongkai.campaigns.public import found as campaigns
from gongkai.complaints.public import published as matters
from gongkai.consultations.public import found as consultations
from gongkai.core.access import public_page
from gongkai.duties.public import plan_found, publicity
from gongkai.portal import queries
from gongkai.powers.public import decisions
from gongkai.powers.public import found as powers
from gongkai.publishing import queries as publishing
from gongkai.publishing.public.present import absolute
from gongkai.publishing.queries import public as reads

XML = "application/xml; charset=utf-8"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
STANDING = (
    *(
        "home",
        "guide",
        "systems",
        "catalogue",
        "reports",
        "apply",
        "documents",
        "topics",
        "clock",
        "processes",
    ),
    *("ledger", "agencies", "contact", "help", "copyright", "privacy", "accessibility", "sitemap_page"),
    *(
        "glossary",
        "complaint_home",
        "complaint_figures",
        "complaint_bulletins",
        "complaint_published",
        "complaint_open_data",
        "powers",
        "power_items",
        "power_services",
        "power_decisions",
        "campaigns",
        "campaign_letter",
        "consultations",
        "consultation_answer",
        "voice",
        "voice_answer",
        "rules_in_force",
        "appraisals",
        "assessments",
        "publicity",
        "training",
        "plans",
        "themes",
        "organisation",
    ),
)


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of the site map: standing pages, reports and published matters, then ten thousand documents each."""
    numbers = range(reads.sitemap_pages() + 1)
    entries = (
        f"<sitemap><loc>{escape(absolute(request, reverse('plain:sitemap_file', args=[at])))}</loc></sitemap>"
        for at in numbers
    )
    return _xml("sitemapindex", entries)


@public_page
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    """File ``number`` of the site map; 0 holds the standing pages, the annual reports and the published matters."""
    if number == 0:
        names = [reverse(f"portal:{name}") for name in STANDING]
        names += [reverse("portal:catalogue_row", args=[each.key]) for each in publishing.entries_in_force()]
        names += [reverse("portal:topic", args=[each.slug]) for each in publishing.topics()]
        names += [reverse("portal:agency", args=[each.code]) for each in reads.agencies()]
        entries = [_url(absolute(request, name)) for name in names]
        entries += [_url(absolute(request, address), at) for address, at in annual_reports.pages()]
        entries += [_url(absolute(request, address), at) for address, at in work_reports.pages()]
        entries += [_url(absolute(request, address), at) for address, at in matters.pages()]
        entries += [_url(absolute(request, address), at) for address, at in powers.pages()]
        entries += [_url(absolute(request, address), at) for address, at in decisions.pages()]
        entries += [_url(absolute(request, address), at) for address, at in campaigns.pages()]
        entries += [_url(absolute(request, address), at) for address, at in consultations.pages()]
        entries += [_url(absolute(request, address), at) for address, at in publicity.pages()]
        entries += [_url(absolute(request, address), at) for address, at in plan_found.pages()]
        return _xml("urlset", entries)
    documents = reads.sitemap(number)
    if not documents:
        raise Http404
    return _xml(
        "urlset",
        (_url(absolute(request, reverse("portal:document", args=[slug])), at) for slug, at in documents),
    )


def _url(address: str, changed: datetime | None = None) -> str:
    when = (
        f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    )
    return f"<url><loc>{escape(address)}</loc>{when}</url>"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    content = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{SPACE}">', *entries, f"</{root}>", ""]
    )
    return HttpResponse(content, content_type=XML)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything but the workspace, search pages and view switches."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {prefix}{path}"
            for prefix in ("", "/en")
            for path in ("/workspace/", "/search/", "/view/")
        ),
        "",
        f"Sitemap: {absolute(request, reverse('plain:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def healthz(request: HttpRequest) -> HttpResponse:
    """How the machine is; 503 when the database is away. Never kept."""
    health = queries.health()
    response = JsonResponse(health.report, status=200 if health.well else 503)
    response["Cache-Control"] = "no-store"
    return response

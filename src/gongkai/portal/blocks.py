"""Guide, rules, annual reports and the entry for requests: the statutory blocks that are pages of the portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.annual_reports import public as annual_reports
from gongkai.annual_reports import work_public as work_reports
from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.domain import clocks
from gongkai.domain.law import Citation
from gongkai.domain.refusal import Refused
from gongkai.portal import queries
from gongkai.portal.home import REPORTS, SYSTEMS, agency_or_host
from gongkai.publishing import queries as publishing
from gongkai.publishing.public.browse import limit_words
from gongkai.publishing.public.filters import following
from gongkai.publishing.public.present import content_lang, crumbs, document_rows, either
from gongkai.publishing.queries import public as reads

REGULATION = "政府信息公开条例"
#: The periods an applicant lives with.
REQUEST_RULES = ("request.correction_notice", "request.reply", "request.third_party")


@public_page
def guide(request: HttpRequest, code: str = "") -> HttpResponse:
    """The guide (政府信息公开指南, Article 12), made from what the installation knows: it cannot go stale."""
    agency = agency_or_host(code)
    others = [each for each in reads.agencies() if agency is None or each.pk != agency.pk]
    context = {
        "agency": agency,
        "others": others,
        "updated": queries.updated_on(agency) if agency else None,
        "today": clock.today(),
        "tree": publishing.catalogue_tree(agency_code=agency.code, agency_id=agency.pk) if agency else [],
        "channels": publishing.channels(agency.pk) if agency else [],
        "reply": rule_row("request.reply"),
        "citation": Citation(REGULATION, "第十二条"),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Guide"), "")),
    }
    return render(request, "portal/guide.html", context)


@public_page
def systems(request: HttpRequest) -> HttpResponse:
    """The rules (政府信息公开制度): the agency's documents, and the rules this system itself holds to."""
    context = _column(request, SYSTEMS, "制度") | {
        "rules": [row for key in clocks.rule_keys() if (row := rule_row(key)) and not row["local"]],
        "crumbs": crumbs((gettext("Rules"), "")),
    }
    return render(request, "portal/systems.html", context)


@public_page
def reports(request: HttpRequest) -> HttpResponse:
    """The annual reports (政府信息公开年报)."""
    context = _column(request, REPORTS, "年报") | {
        "due": Citation(REGULATION, "第四十九条"),
        "counted": annual_reports.entries(),
        "work": work_reports.entries(),
        "feed_url": reverse("plain:feed_reports"),
        "crumbs": crumbs((gettext("Annual reports"), "")),
    }
    return render(request, "portal/reports.html", context)


@public_page
def apply(request: HttpRequest) -> HttpResponse:
    """How to request information (依申请公开): online, in person, by post or by fax; and where to follow a request."""
    context = {
        "agencies": reads.agencies(),
        "rules": [row for key in REQUEST_RULES if (row := rule_row(key))],
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Request information"), "")),
    }
    return render(request, "portal/apply.html", context)


def _column(request: HttpRequest, topic: str, label: str) -> dict[str, Any]:
    page = reads.page_of(reads.marked(topic, label), request.GET.get("after", ""))
    return {
        "entries": document_rows(page.documents),
        "next_url": following(request.GET, page.following),
        "lang": content_lang(),
    }


def rule_row(key: str) -> dict[str, Any] | None:
    """A legal period as of today for a table: its words, its length, its article; ``None`` where none is in force."""
    rule = clocks.rule_for(key, clock.today())
    if isinstance(rule, Refused):
        return None
    extension = rule.extension_limit or 0
    if rule.unit == "working_day":
        more = gettext("at most {days} working days more").format(days=extension)
    else:
        more = gettext("at most {days} calendar days more").format(days=extension)
    return {
        "key": rule.key,
        "label": either(rule.label, rule.label_en),
        "length": limit_words(rule),
        "days": rule.length,
        "extension": more if extension else "",
        "citation": str(rule.citation),
        "note": rule.citation.note,
        "verified": rule.verified,
        "local": rule.local,
        "url": f"{reverse('portal:clock')}?rule={rule.key}",
    }

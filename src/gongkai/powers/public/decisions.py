"""Published decisions (执法决定公开): the list, the page of one, and what mixes kinds: search and site map.

Everything comes from ``queries.public_decisions``: nothing of it names a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import text
from gongkai.core.access import public_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.domain.powers import decisions as rules
from gongkai.powers import decision_words as said
from gongkai.powers import words
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.forms.lists import agency_name, unit_name
from gongkai.powers.forms.public_decisions import PublishedFilter
from gongkai.powers.public import present
from gongkai.powers.queries import public_decisions as reads
from gongkai.powers.queries import tables
from gongkai.powers.queries.day_paging import page
from gongkai.powers.queries.records import Decision


@public_page
def decisions(request: HttpRequest) -> HttpResponse:
    """The published decisions, the newest first."""
    form = PublishedFilter(
        without_nul(request.GET), tables=reads.tables_used(), years=reads.years(), agencies=reads.agencies()
    )
    chosen = form.asked()
    query = reads.published(**chosen)
    listed = page(query, request.GET.get("after", ""), by="published_on")
    state = request.GET.urlencode()
    context = {
        **frame(request, form, reverse("portal:power_decisions"), listed.after),
        "heading": _("Decisions"),
        "lede": _(
            "Penalties, licences and coercive measures the agencies decided on, without names of persons, each on "
            "the range it was held against."
        ),
        "rows": [row(each) for each in listed.rows],
        "count": _count(query.order_by()[: COUNTED + 1].count()),
        "feed_url": reverse("portal:power_decisions_feed"),
        "files": [
            {
                "label": form_name.upper(),
                "url": f"{reverse('portal:power_decisions_file', args=[form_name])}?{state}",
            }
            for form_name in ("csv", "json")
        ],
        "lang": words.content_lang(),
        "crumbs": present.crumbs((_("Decisions"), "")),
    }
    return render(request, "powers/public/decision_list.html", context)


def _count(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} decisions").format(count=f"{COUNTED:,}")
    return ngettext("{count} decision", "{count} decisions", count).format(count=f"{count:,}")


def row(found: Decision) -> dict[str, Any]:
    """A published decision for ``components/entry.html``."""
    badges = [
        {"label": said.kind_name(found.kind), "kind": "plain"},
        {"label": said.result(found), "kind": "info"},
    ]
    if found.outside_range:
        badges.append({"label": _("Outside the range"), "kind": "danger"})
    return {
        "title": found.conduct,
        "lang": words.content_lang(),
        "url": address_of(found),
        "summary": found.party_public,
        "number": found.number,
        "unit": unit_name(found.unit),
        "at": found.published_on,
        "badges": badges,
    }


def address_of(found: Decision) -> str:
    """The address of a decision's public page."""
    return reverse("portal:power_decision", args=[found.agency.code, found.pk])


@public_page
def decision(request: HttpRequest, agency: str, pk: int) -> HttpResponse:
    """One decision; of a withdrawn one only that, when and why, with the status 410."""
    found = reads.one(agency, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    crumbs = present.crumbs((_("Decisions"), reverse("portal:power_decisions")), (found.number, ""))
    if found.state == "withdrawn":
        context = {"decision": found, "crumbs": crumbs, "lang": words.content_lang()}
        return render(request, "powers/public/decision_withdrawn.html", context, status=410)
    context = {
        "decision": found,
        "title": found.conduct,
        "page_url": present.absolute(request, address_of(found)),
        "badges": row(found)["badges"],
        "facts": _facts(found),
        "scale": said.scale(found.amount, found.minimum, found.maximum),
        "rows": _rows(found),
        "table_title": f"{found.table.code} {found.table.title}" if found.table else "",
        "table_url": _entry_url(found, "discretion", found.table),
        "citation": rules.kinds()[found.kind].citation,
        "lang": words.content_lang(),
        "crumbs": crumbs,
    }
    return render(request, "powers/public/decision_page.html", context)


def _facts(found: Decision) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Document number"), "value": found.number},
        {"label": _("Agency"), "value": agency_name(found.agency)},
        {"label": _("Unit"), "value": unit_name(found.unit)},
        {"label": _("Party"), "value": f"{found.party_public} ({said.party_kind_name(found.party_kind)})"},
        {"label": _("Day of the conduct"), "value": text.day(found.conduct_on)},
        {"label": _("Decided on"), "value": text.day(found.decided_on)},
        {"label": _("Published on"), "value": text.day(found.published_on)},
    ]
    if found.item is not None:
        url = _entry_url(found, "item", found.item)
        value = f"{found.item.code} {found.item.title}"
        rows.append({"label": _("Power that is used"), "value": value, "url": url, "wide": "on"})
    return rows


def _entry_url(found: Decision, kind: str, entry: Any) -> str:
    return reverse("portal:power", args=[found.agency.code, kind, entry.code]) if entry else ""


def _rows(found: Decision) -> list[dict[str, Any]]:
    """The rows applied, with their ranges and articles, as the version of the decision says them."""
    if found.table is None or found.table_version is None:
        return []
    known = tables.series(found.table).tables
    version = next((each for each in known if each.version == str(found.table_version.number)), None)
    if version is None:
        return []
    applied = [each for each in version.rows if each.key in found.rows]
    return said.lines_of(applied, version.basis)


def entries_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Published decisions as rows of the site's search; one query."""
    return {key: row(each) for key, each in reads.by_numbers(numbers).items()}


def pages() -> list[tuple[str, datetime]]:
    """The address of every decision with a public page, and when it changed last, for the site map."""
    return [(reverse("portal:power_decision", args=[agency, pk]), at) for agency, pk, at in reads.pages()]

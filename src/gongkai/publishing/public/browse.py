"""Lists of documents: the catalogue, its rows, topics, and the exported index."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gongkai.core.access import public_page
from gongkai.domain import clocks
from gongkai.domain.catalogue import row_of
from gongkai.domain.law import Citation
from gongkai.people.context import host_agency
from gongkai.publishing import queries
from gongkai.publishing.public.filters import Filters, following
from gongkai.publishing.public.present import (
    agency_choices,
    content_lang,
    crumbs,
    document_rows,
    either,
    row_label,
    statutory,
)
from gongkai.publishing.queries import public as reads
from gongkai.publishing.queries.catalogue import Node

TEMPLATES = "publishing/public"
PER_PAGE = 20


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue as a tree: what is published, by whom, within which time."""
    agencies = reads.agencies()
    chosen = next((each for each in agencies if each.code == request.GET.get("agency")), None)
    owner = chosen or host_agency()
    tree = queries.catalogue_tree(
        agency_code=chosen.code if chosen else "", agency_id=owner.pk if owner else None
    )
    duties = queries.duties(owner.pk) if owner else {}
    context = {
        "tree": [_node(node, duties) for node in tree],
        "agencies": [
            {"label": each.name, "url": f"?agency={each.code}", "current": each == chosen}
            for each in agencies
            if len(agencies) > 1
        ],
        "everything": {"label": gettext("All agencies"), "url": "?", "current": chosen is None},
        "agency": chosen,
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Statutory disclosure"), "")),
        "feed_url": reverse("plain:feed_all"),
    }
    return render(request, f"{TEMPLATES}/catalogue.html", context)


@public_page
def catalogue_row(request: HttpRequest, key: str) -> HttpResponse:
    """The documents of one row of the catalogue and its parts, with what the law says of the row."""
    entry = queries.entry(key)
    if entry is None:
        raise Http404
    owner = entry.agency or host_agency()
    rows = queries.entries_in_force(agency_id=owner.pk if owner else None)
    duties = queries.duties(owner.pk) if owner else {}
    trail = [
        (row_label(each), reverse("portal:catalogue_row", args=[each.key])) for each in _above(entry, rows)
    ]
    context = listing(request, row=key) | {
        "entry": entry,
        "facts": _entry_facts(entry, duties.get(entry.pk)),
        "title": row_label(entry),
        "lang": content_lang(),
        "side_items": _side_items(rows, entry),
        "crumbs": crumbs(
            (gettext("Statutory disclosure"), reverse("portal:catalogue")), *trail, (row_label(entry), "")
        ),
        "feed_url": reverse("plain:feed_row", args=[key]),
        "export": f"row={key}",
    }
    return render(request, f"{TEMPLATES}/row.html", context)


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """Everything that is public, the newest first."""
    context = listing(request) | {
        "title": gettext("All documents"),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("All documents"), "")),
        "feed_url": reverse("plain:feed_all"),
        "export": "",
    }
    return render(request, f"{TEMPLATES}/documents.html", context)


@public_page
def topics(request: HttpRequest) -> HttpResponse:
    """The topic pages."""
    found = queries.topics()
    context = {
        "topics": found,
        "agencies": len({topic.agency_id for topic in found}),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Topics"), "")),
    }
    return render(request, f"{TEMPLATES}/topics.html", context)


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic with its documents."""
    found = queries.topic(slug)
    if found is None:
        raise Http404
    context = listing(request, topic=slug) | {
        "topic": found,
        "title": found.title,
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Topics"), reverse("portal:topics")), (found.title, "")),
        "feed_url": reverse("plain:feed_topic", args=[slug]),
        "export": f"topic={slug}",
    }
    return render(request, f"{TEMPLATES}/topic.html", context)


def listing(request: HttpRequest, **fixed: str) -> dict[str, Any]:
    """A filtered page of documents for the context of a list's page; three queries."""
    form = Filters(request.GET, agencies=agency_choices())
    chosen = {**form.chosen(), **fixed}
    query = queries.public_documents(**chosen)
    page = reads.page_of(query, request.GET.get("after", ""), PER_PAGE)
    return {
        "form": form,
        "chosen": form.chips(request.GET),
        "reset_url": request.path,
        "entries": document_rows(page.documents),
        "count": count_words(reads.count_of(query)),
        "next_url": following(request.GET, page.following),
        "first_url": request.path if request.GET.get("after") else "",
        "narrowed": bool(form.chosen()),
    }


def count_words(number: int) -> str:
    """How many there are, in words; beyond the cap only that there are more."""
    if number > reads.COUNT_CAP:
        return gettext("More than {number} documents").format(number=reads.COUNT_CAP)
    return ngettext("{number} document", "{number} documents", number).format(number=number)


def _node(node: Node, duties: dict[int, Any]) -> dict[str, Any]:
    duty = duties.get(node.entry.pk)
    rule = current_rule(node.entry.rule)
    basis, citation = _basis(node.entry), str(rule.citation) if rule else ""
    return {
        "label": row_label(node.entry),
        "url": reverse("portal:catalogue_row", args=[node.entry.key]),
        "count": node.count,
        "unit": duty.unit.name if duty and duty.unit else "",
        "limit": limit_words(rule),
        "citation": citation if citation != basis else "",
        "basis": basis,
        "children": [_node(child, duties) for child in node.children],
    }


def _basis(entry: reads.CatalogueEntry) -> str:
    return str(Citation(entry.instrument, entry.article)) if entry.instrument else ""


def current_rule(key: str) -> clocks.Rule | None:
    """The newest version of a legal period."""
    versions = [rule for rule in clocks.rules() if rule.key == key]
    return max(versions, key=lambda rule: rule.in_force_from) if versions else None


def limit_words(rule: clocks.Rule | None) -> str:
    """A legal period in words."""
    if rule is None:
        return ""
    if rule.unit == "working_day":
        return gettext("{days} working days").format(days=rule.length)
    return gettext("{days} calendar days").format(days=rule.length)


def _entry_facts(entry: reads.CatalogueEntry, duty: Any) -> list[dict[str, Any]]:
    """What the law says of a row, and who answers for it."""
    rule = current_rule(entry.rule)
    facts = [
        (gettext("Basis"), _basis(entry), content_lang()),
        (gettext("Time limit"), limit_words(rule), ""),
        (gettext("Where the limit stands"), str(rule.citation) if rule else "", content_lang()),
        (gettext("Responsible unit"), duty.unit.name if duty and duty.unit else "", content_lang()),
        (gettext("For whom"), statutory("audience", entry.audience) if entry.audience else "", ""),
    ]
    return [{"label": label, "value": value, "lang": lang} for label, value, lang in facts if value]


def _above(entry: reads.CatalogueEntry, rows: list[reads.CatalogueEntry]) -> list[reads.CatalogueEntry]:
    known = {row.pk: row for row in rows}
    trail: list[reads.CatalogueEntry] = []
    parent = entry.parent
    while parent is not None and len(trail) < 8:
        trail.insert(0, parent)
        parent = known.get(parent.parent_id) if parent.parent_id else None
    return trail


def _side_items(rows: list[reads.CatalogueEntry], shown: reads.CatalogueEntry) -> list[dict[str, Any]]:
    """The top rows, and below the one that is open its parts."""
    by_parent: dict[int | None, list[reads.CatalogueEntry]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)
    open_keys = {shown.pk, *(each.pk for each in _above(shown, rows))}

    def items(parent: int | None) -> list[dict[str, Any]]:
        return [
            {
                "label": _short(row),
                "url": reverse("portal:catalogue_row", args=[row.key]),
                "current": row.pk == shown.pk,
                "children": items(row.pk) if row.pk in open_keys else [],
            }
            for row in by_parent.get(parent, [])
        ]

    return items(None)


def _short(row: reads.CatalogueEntry) -> str:
    law = row_of(row.key)
    return either(law.short, law.short_en) if law else row_label(row)

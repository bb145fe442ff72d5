"""Search over everything public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _l

from gongkai.annual_reports import public as annual_reports
from gongkai.annual_reports import work_public as work_reports
from gongkai.annual_reports.indexing import KIND as REPORT
from gongkai.annual_reports.indexing import WORK as WORK_REPORT
from gongkai.campaigns.indexing import KIND as CAMPAIGN
from gongkai.campaigns.public import found as campaigns
from gongkai.complaints.indexing import KIND as MATTER
from gongkai.complaints.public import published as matters
from gongkai.consultations.indexing import KIND as CONSULTATION
from gongkai.consultations.public import found as consultations
from gongkai.core import search as index
from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.domain.catalogue import row_of
from gongkai.duties.indexing_plans import PLAN, THEME
from gongkai.duties.public import plan_found, publicity
from gongkai.duties.publicity_indexing import KIND as PUBLICITY
from gongkai.powers.decision_indexing import KIND as DECISION
from gongkai.powers.indexing import KIND as POWER
from gongkai.powers.public import decisions
from gongkai.powers.public import found as powers
from gongkai.publishing import queries as publishing
from gongkai.publishing.indexing import KIND as DOCUMENT
from gongkai.publishing.public.filters import Filters, following, without
from gongkai.publishing.public.present import (
    agency_choices,
    content_lang,
    crumbs,
    document_row,
    either,
    row_label,
)
from gongkai.publishing.queries import public as reads

#: The longest text looked at, in characters; the index cuts sooner.
LONGEST = 200
PER_PAGE = 20


class SearchFilters(Filters):
    """The words, and what narrows them."""

    q = forms.CharField(label=_l("Search words"), required=False, max_length=LONGEST, strip=True)
    row = forms.ChoiceField(label=_l("Category"), required=False)
    order = forms.ChoiceField(label=_l("Sort by"), required=False)
    field_order = ("q", "row", "agency", "validity", "made_from", "made_until", "order")

    def __init__(self, data: Any, *, rows: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self._offer("row", rows)
        self._offer("order", [("newest", gettext("Newest first"))])
        order = self.fields["order"]
        assert isinstance(order, forms.ChoiceField)
        order.choices = [("", gettext("Best first")), ("newest", gettext("Newest first"))]
        # The index knows the day of publication.
        self.fields["made_from"].label = gettext("Published from")
        self.fields["made_until"].label = gettext("Published until")


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What is found, with what was understood and what else might have been meant."""
    text = one_line(request.GET.get("q", ""), LONGEST)
    address = request.GET.copy()
    address["q"] = text
    form = SearchFilters(
        address,
        rows=_row_choices(),
        agencies=agency_choices(),
    )
    chosen = form.chosen()
    asked = bool(text or set(chosen) - {"order"})
    found = index.search(_query(text, chosen, request.GET.get("after", ""))) if asked else index.Found()
    context = {
        "query": text,
        "asked": asked,
        "form": form,
        "chosen": [chip for chip in form.chips(address) if not chip["remove_url"].endswith("#")],
        "found": found,
        "entries": _entries(found),
        "count": _count(found),
        "next_url": following(address, found.next_cursor),
        "suggestion_url": _again(found.suggestion),
        "reset_url": f"?{urlencode({'q': text})}" if text and len(chosen) > 1 else "",
        "first_url": without(address, "after") if request.GET.get("after") else "",
        "topics": publishing.topics()[:6] if not found.hits else [],
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Search"), "")),
    }
    return render(request, "portal/search.html", context)


def _documents(keys: list[int]) -> dict[int, dict[str, Any]]:
    return {key: document_row(document) for key, document in reads.by_numbers(keys).items()}


#: What the index holds for the public: its kind, and what makes the rows of a page of hits, with one query.
_ROWS: dict[str, Callable[[list[int]], dict[int, dict[str, Any]]]] = {
    DOCUMENT: _documents,
    REPORT: annual_reports.entries_by_number,
    WORK_REPORT: work_reports.entries_by_number,
    MATTER: matters.entries_by_number,
    POWER: powers.entries_by_number,
    DECISION: decisions.entries_by_number,
    CAMPAIGN: campaigns.entries_by_number,
    CONSULTATION: consultations.entries_by_number,
    PUBLICITY: publicity.entries_by_number,
    PLAN: plan_found.plans_by_number,
    THEME: plan_found.themes_by_number,
}


def _entries(found: index.Found) -> list[dict[str, Any]]:
    """The hits as rows, whatever they are; one query for each kind there is."""
    keys: dict[str, list[int]] = {}
    for hit in found.hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    rows = {
        (kind, key): row
        for kind, wanted in keys.items()
        if kind in _ROWS
        for key, row in _ROWS[kind](wanted).items()
    }
    return [
        {
            **rows[hit.kind, hit.key],
            "title_pieces": hit.title,
            "pieces": hit.snippet if any(piece for piece, _ in hit.snippet) else (),
        }
        for hit in found.hits
        if (hit.kind, hit.key) in rows
    ]


def _query(text: str, chosen: dict[str, Any], cursor: str) -> index.Query:
    terms = [chosen["row"]] if chosen.get("row") else []
    terms += [f"validity:{chosen['validity']}"] if chosen.get("validity") else []
    return index.Query(
        text=text,
        kinds=tuple(_ROWS),
        agency=chosen.get("agency", ""),
        terms=tuple(terms),
        day_from=chosen.get("made_from"),
        day_until=chosen.get("made_until"),
        order="newest" if chosen.get("order") == "newest" else "relevance",
        cursor=cursor,
        limit=PER_PAGE,
    )


def _row_choices() -> list[tuple[str, str]]:
    choices = []
    for entry in publishing.entries_in_force():
        law = row_of(entry.key)
        label = either(law.short, law.short_en) if law else row_label(entry)
        choices.append((entry.key, f"{'　' * entry.key.count('.')}{label}" if entry.parent_id else label))
    return choices


def _count(found: index.Found) -> str:
    if found.count is None or (found.count == 0 and not found.hits):
        return ""
    if found.count_is_capped:
        return gettext("More than {number} results").format(number=found.count)
    return ngettext("{number} result", "{number} results", found.count).format(number=found.count)


def _again(suggestion: str | None) -> str:
    return f"{reverse('portal:search')}?{urlencode({'q': suggestion})}" if suggestion else ""

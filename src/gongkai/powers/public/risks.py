"""The register of integrity risks (廉政风险) as everybody may read it: heat map, list, one point, the yearly search."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.listpages import frame
from gongkai.core.staffpages import address_if_any
from gongkai.domain.powers.risks import day_of, masked, without_names
from gongkai.powers import risk_words, words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.forms.risks import RiskFilter
from gongkai.powers.public import pages
from gongkai.powers.public.present import crumbs
from gongkai.powers.queries import public as register
from gongkai.powers.queries import risks as queries
from gongkai.powers.queries import searches
from gongkai.powers.queries.paging import page
from gongkai.powers.queries.risks import Version
from gongkai.powers.showing import shown

#: Fields the page of a point shows in its own way.
_APART = ("rule", "graded_on", "activity", "probability", "harm", "deviation", "regrade_on", "chart", "step", "grade",
          "category")  # fmt: skip
#: Signs of a row's text.
_EXCERPT = 90
#: Searches told beside the register.
_SEARCHES = 4


@public_page
def risks(request: HttpRequest) -> HttpResponse:
    """The risk points in force, narrowed by the filters in the address, under the heat map of all of them."""
    form = RiskFilter(request.GET, units=queries.units(), agencies=queries.agencies())
    asked = form.asked()
    here = reverse("portal:risks")
    listed = page(queries.listed(asked), request.GET.get("after", ""), "entry__")
    wide = replace(asked, unit=None, grade="")
    kept = {name: value for name, value in form.chosen().items() if name not in ("unit", "grade")}
    found = queries.heat_map(wide)
    counts = queries.counts(agency=asked.agency)
    context = {
        **frame(request, form, here, listed.after),
        "rows": [row(version) for version in listed.rows],
        "shown": risk_words.points(queries.points(asked).count()),
        "heat": risk_words.heat(found, lambda unit, grade: cell_address(here, kept, unit, grade)),
        "counts": counts,
        "categories": _categories(wide, here),
        "posts": _posts(wide, here),
        "searches": [_search_row(each) for each in searches.progress(searches.public()[:_SEARCHES])],
        "today": clock.today(),
        "lang": words.content_lang(),
        "crumbs": crumbs((_("Integrity risks"), "")),
    }
    return render(request, "powers/public/risks.html", context)


def cell_address(here: str, kept: dict[str, Any], unit: int | None, grade: str) -> str:
    """The list of a cell: the filters kept, its unit and its grade."""
    state = {**kept, **({"unit": unit} if unit is not None else {}), **({"grade": grade} if grade else {})}
    return f"{here}?{urlencode(state)}#points"


def row(version: Version) -> dict[str, Any]:
    """A risk point for ``components/entry.html``."""
    entry = version.entry
    text = str(version.content.get("shows") or "")
    return {
        "title": version.title,
        "url": reverse("portal:risk", args=[entry.agency.code, entry.code]),
        "summary": f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text,
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "lang": words.content_lang(),
        "badges": [
            risk_words.grade_badge(entry.risk_point.grade),
            {"label": risk_words.category(entry.risk_point.category), "kind": "plain"},
        ],
    }


def _categories(asked: queries.Asked, here: str) -> list[dict[str, Any]]:
    counted = queries.by_category(replace(asked, category=""))
    return [
        {
            "label": risk_words.category(key),
            "number": number,
            "url": f"{here}?{urlencode({'category': key})}#points",
        }
        for key, number in counted.items()
        if number
    ]


def _posts(asked: queries.Asked, here: str) -> list[dict[str, Any]]:
    return [
        {"label": without_names(post), "number": number, "url": f"{here}?{urlencode({'text': post})}#points"}
        for post, number in queries.by_post(asked)
    ]


def _search_row(found: searches.Progress) -> dict[str, Any]:
    url = reverse("portal:risk_search", args=[found.search.agency.code, found.search.year])
    return {**risk_words.progress_row(found), "url": url}


@public_page
def risk(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """One risk point: how it shows, the measure, why it is graded so, who answers for it, and its step."""
    version = queries.one(agency, code)
    if version is None:
        return pages.entry(
            request, agency, "risk", code
        )  # what was in force once, or "there is no such page"
    entry, content = version.entry, masked(version.content)
    point = entry.risk_point
    context = {
        "title": version.title,
        "code": entry.code,
        "badges": [
            risk_words.grade_badge(point.grade),
            {"label": risk_words.category(point.category), "kind": "plain"},
        ],
        "facts": [
            {"label": _("Entry code"), "value": entry.code},
            {"label": _("Unit"), "value": unit_name(entry.unit)},
        ],
        "sentence": words.in_force(version, clock.today()),
        "fields": shown("risk", content, _APART),
        "why": risk_words.why_graded(content),
        "graded_on": day_of(str(content.get("graded_on") or "")),
        "regrade_on": point.regrade_on,
        "due": point.regrade_on <= clock.today(),
        "pin": _pin(version),
        "versions": [
            {"name": words.version_name(each), "when": words.in_force(each, clock.today()), "note": each.note}
            for each in register.history(entry)
            if each.state == "published"
        ],
        "sheet_url": address_if_any("portal:power_sheet", agency, "risk", code),
        "compare_url": address_if_any("portal:power_compare", agency, "risk", code)
        if version.number > 1
        else "",
        "as_published": version.as_published,
        "lang": words.content_lang(),
        "crumbs": crumbs((_("Integrity risks"), reverse("portal:risks")), (version.title, "")),
    }
    return render(request, "powers/public/risk.html", context)


def _pin(version: Version) -> dict[str, str] | None:
    point = version.entry.risk_point
    chart = register.current("chart").filter(entry_id=point.chart_id).first() if point.chart_id else None
    if chart is None:
        return None
    names = {str(step.get("key")): str(step.get("name")) for step in chart.content.get("steps") or ()}
    return {
        "title": chart.title,
        "step": f"{point.step} {names.get(point.step, '')}".strip(),
        "url": address_if_any("portal:power", version.entry.agency.code, "chart", chart.entry.code),
    }


@public_page
def risk_search(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    """How far the search of a year is, unit by unit, in numbers."""
    search = searches.public_search(agency, year)
    if search is None:
        raise Http404
    found = searches.progress([search])[0]
    context = {
        **risk_words.progress_row(found),
        "rows": risk_words.part_rows(found.parts),
        "lang": words.content_lang(),
        "crumbs": crumbs((_("Integrity risks"), reverse("portal:risks")), (search.title, "")),
    }
    return render(request, "powers/public/risk_search.html", context)

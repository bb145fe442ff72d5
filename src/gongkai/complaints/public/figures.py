"""The public's figures of a year, and the bulletins: every number with its definition and the matters behind it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import bulletin_words, figure_words, words
from gongkai.complaints.public.files import csv_response
from gongkai.complaints.public.present import content_lang, crumbs
from gongkai.complaints.queries import bulletins, figure_parts, figures
from gongkai.complaints.queries.bulletins import Bulletin, Period
from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.paper.pdf import pdf
from gongkai.core.sending import attachment
from gongkai.people import directory

#: Open matters that are named one by one.
MOST_OPEN = 50
#: The files of a bulletin.
KINDS = ("pdf", "csv", "json")
#: The figures that stand first, large.
FIRST = ("received", "closed", "closed_on_time", "solved", "satisfied", "overdue")


@public_page
def figures_page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The figures of a year: the last whole one in which matters arrived, where none is named."""
    agency, agencies = _agencies(request)
    known = bulletins.years(agencies)
    if year is None:
        year = _usual(known)
    elif year not in known and year != _usual(known):
        raise Http404  # the usual one is shown, and linked to, also where nothing is recorded
    period = Period(year)
    found = bulletins.bulletin(period, agencies, figure_words.TABLE_NAMES)
    scope = bulletins.scope(period, agencies)
    rows, still = figure_parts.still_open(scope, MOST_OPEN)
    cards = _cards(found, agency)
    context = {
        "year": year,
        "years": [_year(each.year, year, agency) for each in _to_choose(known, year, agencies)],
        "any": bool(found.number("received").number),
        "sentences": bulletin_words.prose(found)[:3],
        "cards": [each for each in cards if each["key"] in FIRST],
        "more_cards": [each for each in cards if each["key"] not in FIRST],
        "tables": [_table(part, found, agency) for part in ("channels", "kinds", "classes", "districts")],
        "trend": _trend(found),
        "trend_summary": _trend_summary(found),
        "heat": [
            {"code": key, "count": number} for key, number in figures.received_by(scope, "grid").items()
        ],
        "topics": _topics(found),
        "spots": _spots(found),
        "rarer": found.rarer,
        "fewest": figure_parts.FEWEST,
        "ratings": figure_words.ratings(found.ratings),
        "open": [_open_row(each, found) for each in rows],
        "still": still,
        "unnamed": still - len(rows),
        "as_of": clock.now(),
        "bulletin_url": _at(reverse("portal:complaint_bulletin", args=[period.key]), agency) if period.past else "",
        "agency": _agency_choice(agency),
        "lang": content_lang(),
        "crumbs": crumbs((_("Figures about matters"), "")),
    }  # fmt: skip
    return render(request, "complaints/public/figures.html", context)


def _agencies(request: HttpRequest) -> tuple[str, tuple[int, ...]]:
    """The agency the address names, and the numbers of those counted: all of them where it names none."""
    code = request.GET.get("agency", "")
    found = figures.agency_ids(code)
    if code and not found:
        raise Http404
    return code, found


def _usual(known: list[int]) -> int:
    this = clock.today().year
    return next((each for each in known if each < this), this)


def _to_choose(known: list[int], year: int, agencies: tuple[int, ...]) -> list[Period]:
    """The years in which anything arrived, and the one that is shown."""
    told = bulletins.recorded([Period(each) for each in known if each != year], agencies)
    return sorted([*told, Period(year)], key=lambda each: -each.year)


def _at(address: str, agency: str) -> str:
    return f"{address}?{urlencode({'agency': agency})}" if agency else address


def _year(year: int, chosen: int, agency: str) -> dict[str, Any]:
    url = _at(reverse("portal:complaint_figures_year", args=[year]), agency)
    return {"label": str(year), "url": url, "current": year == chosen}


def _agency_choice(agency: str) -> list[dict[str, Any]]:
    """The agencies to choose from, where there are several."""
    known = directory.agencies()
    if len(known) < 2:
        return []
    whole = [{"label": _("All agencies"), "url": "?", "current": not agency}]
    return whole + [
        {"label": each.name, "url": f"?{urlencode({'agency': each.code})}", "current": each.code == agency}
        for each in known
    ]


def matters_at(period: Period, agency: str, **more: str) -> Callable[[str], str]:
    """The address of the list of public matters a figure of the period counts, by the figure's name."""

    def address(name: str) -> str:
        asked = {"figure": name, "first": period.first, "last": period.last, "agency": agency, **more}
        asked = {key: value for key, value in asked.items() if value}
        return f"{reverse('portal:complaint_published')}?{urlencode({'show': 'all', **asked})}"

    return address


def _cards(found: Bulletin, agency: str) -> list[dict[str, Any]]:
    address = matters_at(found.period, agency)
    # A period of which nothing is recorded is nothing to compare with.
    was = found.earlier if found.was("received").number else [None] * len(found.figures)
    return [figure_words.card(now, address, then) for now, then in zip(found.figures, was, strict=True)]


#: Part of a bulletin → its column, and the filter of the list of public matters ("": it has none).
_PARTS = {
    "channels": ("channel", ""),
    "kinds": ("kind", "kind"),
    "classes": ("category", "category"),
    "districts": ("district", "district"),
}


def _table(part: str, found: Bulletin, agency: str) -> dict[str, Any]:
    column, narrow = _PARTS[part]

    def link(key: str) -> str:
        # Reports of wrongs are counted and never listed.
        if not narrow or not key or (narrow == "kind" and key == "report"):
            return ""
        return matters_at(found.period, agency, **{narrow: key})("received")

    return figure_words.table(column, getattr(found, part), found.period.last, link=link)


def _trend(found: Bulletin) -> list[tuple[str, float]]:
    return [(figure_words.month(day), line.counts["received"]) for day, line in found.months]


def _trend_summary(found: Bulletin) -> str:
    most = max(found.months, key=lambda each: each[1].counts["received"], default=None)
    if most is None or not most[1].counts["received"]:
        return ""
    return _("Most arrived in {month}: {n}.").format(
        month=figure_words.month(most[0]), n=figure_words.thousands(most[1].counts["received"])
    )


def _topics(found: Bulletin) -> list[dict[str, str]]:
    return [
        {
            "label": figure_words.thing("category", each.category, found.period.last),
            "number": figure_words.thousands(each.now),
            "change": figure_words.change(each.now, each.before) if found.was("received").number else "",
        }
        for each in found.topics
    ]


def _spots(found: Bulletin) -> list[dict[str, str]]:
    return [
        {
            "category": figure_words.thing("category", each.category, found.period.last),
            "place": figure_words.place(each.grid),
            "number": figure_words.thousands(each.number),
        }
        for each in found.spots
    ]


#: Where the limit still counts.
_WITH_A_UNIT = ("RECEIVED", "IN_PROCESS")


def _open_row(row: Any, found: Bulletin) -> dict[str, Any]:
    """An open matter as anybody may know it: class, district, where it stands, until when."""
    shelved = row.matter.state == "shelved"
    # Once it is replied to, the limit is kept or not, whatever comes after.
    until = row.expected_at if row.detailed in _WITH_A_UNIT and not shelved else None
    return {
        "category": words.category(row.category, on=found.period.last) or _("Not classed yet"),
        "district": words.district(row.district) or _("Not given"),
        "state": words.state("shelved") if shelved else words.public_state(row.detailed),
        "again_on": row.matter.review_again_on if shelved else None,
        "until": until,
        "late": until is not None and until < clock.now(),
        "requested_at": row.requested_at,
        "url": reverse("portal:complaint_published_one", args=[row.public_id]),
    }


@public_page
def bulletins_page(request: HttpRequest) -> HttpResponse:
    """Every bulletin there is: of years and months that are over."""
    agency, agencies = _agencies(request)
    issues = [
        {
            "year": year,
            "whole": next((_issue(each, agency) for each in shown if not each.month), None),
            "months": [_issue(each, agency) for each in shown if each.month],
        }
        for year, shown in bulletins.told(agencies)
    ]
    context = {
        "issues": issues,
        "agency": _agency_choice(agency),
        "lang": content_lang(),
        "crumbs": crumbs((_("Bulletins"), "")),
    }
    return render(request, "complaints/public/bulletins.html", context)


def _issue(period: Period, agency: str) -> dict[str, str]:
    label = (
        figure_words.month(period.first)
        if period.month
        else _("The whole year {year}").format(year=period.year)
    )
    return {"label": label, "url": _at(reverse("portal:complaint_bulletin", args=[period.key]), agency)}


@public_page
def bulletin(request: HttpRequest, period: str) -> HttpResponse:
    """The bulletin of a year (``2012``) or a month (``2012-05``)."""
    agency, agencies = _agencies(request)
    found = _bulletin(period, agencies, figure_words.TABLE_NAMES)
    context = {
        "title": bulletin_words.title(found.period),
        "issuer": _issuer(agency),
        "sentences": bulletin_words.prose(found),
        "figures": bulletin_words.figure_table(found),
        "definitions": [
            {"label": figure_words.label(each), "definition": _(each.figure.definition)}
            for each in found.figures
        ],
        "months": bulletin_words.month_table(found),
        "tables": bulletin_words.tables(found),
        "topics": _topics(found),
        "files": [
            (kind.upper(), _at(reverse("portal:complaint_bulletin_file", args=[period, kind]), agency))
            for kind in KINDS
        ],
        "around": _around(found.period, agencies, agency),
        "as_of": clock.now(),
        "lang": content_lang(),
        "crumbs": crumbs((_("Bulletins"), reverse("portal:complaint_bulletins")), (period, "")),
    }
    return render(request, "complaints/public/bulletin.html", context)


def _bulletin(written: str, agencies: tuple[int, ...], names: Sequence[str] = figures.NAMES) -> Bulletin:
    """Only of what is over, and of what there are records of."""
    period = bulletins.parse(written)
    if period is None or not any(period in shown for _year, shown in bulletins.issues(agencies)):
        raise Http404
    return bulletins.bulletin(period, agencies, names)


def _around(period: Period, agencies: tuple[int, ...], agency: str) -> list[dict[str, str]]:
    """The one before, and the year a month belongs to."""
    known = [each for _year, shown in bulletins.issues(agencies) for each in shown]
    wanted = [period.before, *([Period(period.year)] if period.month else [])]
    return [_issue(each, agency) for each in wanted if each in known]


def _issuer(agency: str) -> str:
    known = directory.agencies(with_closed=True)
    named = [each.name for each in known if each.code == agency or (not agency and each.is_host)]
    return named[0] if named else ""


@public_page
def bulletin_file(request: HttpRequest, period: str, kind: str) -> HttpResponseBase:
    """The bulletin as PDF, or its numbers as CSV or JSON."""
    if kind not in KINDS:
        raise Http404
    agency, agencies = _agencies(request)
    found = _bulletin(period, agencies)
    name = f"complaints-{found.period.key}.{kind}"
    if kind == "csv":
        return csv_response(bulletin_words.COLUMNS, bulletin_words.lines(found), name)
    if kind == "json":
        content = json.dumps(bulletin_words.data(found, _issuer(agency)), ensure_ascii=False, indent=1) + "\n"
        return attachment(content.encode(), name=name, content_type="application/json; charset=utf-8")
    content_pdf = pdf(bulletin_words.sheet(found, _issuer(agency)))
    return attachment(content_pdf, name=name, content_type="application/pdf")


def counted_in_list(count: int, shown: int) -> str:
    """That a figure counts more than the list may show."""
    if count <= shown:
        return ""
    return ngettext(
        "{n} more matter is counted and not shown: a report of a wrong, or one that is not for the public.",
        "{n} more matters are counted and not shown: reports of wrongs, or what is not for the public.",
        count - shown,
    ).format(n=figure_words.thousands(count - shown))

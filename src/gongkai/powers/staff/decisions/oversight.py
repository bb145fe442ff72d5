"""Oversight of discretion (裁量监督): how decisions spread by row, unit and officer, and cases alike side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.cells import harmless
from gongkai.core.refusals import NotAllowed
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.powers import decisions as rules
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import decision_access, spread_words
from gongkai.powers import decision_words as words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.queries import decision_lists, tables
from gongkai.powers.queries import oversight as reads
from gongkai.powers.queries.records import Entry
from gongkai.powers.staff.decisions.common import show

#: Cases on the same facts listed on a table's page.
MOST_ALIKE = 30


def _agency(acting: StaffActor) -> int:
    """The agency whose decisions the person may see side by side; the own one first."""
    may = {each.agency_id for each in acting.holdings if each.roles & decision_access.SEEING_ALL}
    if not may:
        decision_access.may_see_all(acting, acting.agency_id).require()
    if not may:
        raise NotAllowed(say("Oversight is shown to legal review, leaders, publishers and supervision."))
    return acting.agency_id if acting.agency_id in may else min(may)


def _year(request: HttpRequest, years: Sequence[int]) -> int:
    """The year the address asks for, where there are decisions of it; else the newest."""
    asked = request.GET.get("year", "")
    known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return known if known in years else (years[0] if years else 0)


def _tabs(here: str, years: Sequence[int], chosen: int) -> list[dict[str, Any]]:
    return [{"label": str(each), "url": f"{here}?year={each}", "current": each == chosen} for each in years]


def _table(request: HttpRequest, code: str) -> tuple[Entry, int, list[int]]:
    """The table, the year and the years there are."""
    agency = _agency(actor(request))
    entry = decision_lists.entry_of(agency, code)
    if entry is None:
        raise Http404
    years = reads.years(agency)
    return entry, _year(request, years), years


def _crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    here = address("power_oversight")
    first = (_("Decisions"), address("power_decisions"))
    return crumbs(first, (_("Oversight of discretion"), here if rest else ""), *rest)


@staff_page
def oversight(request: HttpRequest) -> HttpResponse:
    """The tables used in a year, with how many decisions were held against each, and how many lie outside."""
    agency = _agency(actor(request))
    years = reads.years(agency)
    year = _year(request, years)
    rows = [
        {
            "title": each.table.title,
            "code": each.table.code,
            "used": f"{each.used:,}",
            "outside": f"{each.outside:,}",
            "url": f"{address('power_oversight_table', each.table.code)}?year={year}",
        }
        for each in reads.tables(agency, year)
    ]
    context = {
        "year": year,
        "tabs": _tabs(address("power_oversight"), years, year),
        "rows": rows,
        "crumbs": _crumbs(),
    }
    return show(request, "oversight", context)


@staff_page
def table(request: HttpRequest, code: str) -> HttpResponse:
    """One table in a year: outliers first, then each row with its units and officers, then cases alike."""
    entry, year, years = _table(request, code)
    found = reads.dispersion(entry, year)
    rows = _rows(entry)
    alike = reads.same_facts(entry, year, MOST_ALIKE)
    here = address("power_oversight_table", code)
    context = {
        "entry": entry,
        "title": entry.title,
        "year": year,
        "tabs": _tabs(here, years, year),
        "parts": spread_words.shown(found, rows),
        "outliers": [spread_words.group(each, rows.get(each.row)) for each in found.outliers],
        "alike": [
            {
                "count": each.count,
                "least": words.yuan(each.least),
                "most": words.yuan(each.most),
                "spread": words.yuan(each.spread),
                "url": f"{address('power_oversight_alike', code, each.facts_digest)}?year={year}",
            }
            for each in alike
        ],
        "most_alike": MOST_ALIKE,
        "far": rules.house("outlier_deviations"),
        "fewest": rules.house("fewest_compared"),
        "room": spread_words.ROOM,
        "side": spread_words.SIDE,
        "wide": spread_words.WIDE,
        "csv_url": f"{address('power_oversight_file', code)}?year={year}",
        "crumbs": _crumbs((entry.code, "")),
    }
    return show(request, "oversight_table", context)


def _rows(entry: Entry) -> dict[str, Any]:
    """The rows by their keys, of the newest version that has them."""
    return {row.key: row for version in tables.series(entry).tables for row in version.rows}


@staff_page
def alike(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """The decisions of a year on the very same facts, by amount."""
    entry, year, _years = _table(request, code)
    found = list(reads.side_by_side(entry, digest, year))
    if not found:
        raise Http404
    context = {
        "entry": entry,
        "year": year,
        "fact_lines": [(str(key), str(value)) for key, value in found[0].facts.items()],
        "rows": [
            {
                "number": each.number,
                "url": address("power_decision", each.pk),
                "on": each.decided_on,
                "unit": unit_name(each.unit),
                "officer": each.officer.name if each.officer else each.officer_code,
                "result": words.result(each),
                "outside": each.outside_range,
                "deviation": each.deviation,
                "scale": words.scale(each.amount, each.minimum, each.maximum),
            }
            for each in found
        ],
        "crumbs": _crumbs(
            (entry.code, f"{address('power_oversight_table', code)}?year={year}"), (_("The same facts"), "")
        ),
    }
    return show(request, "oversight_alike", context)


@staff_page
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of a table's page as CSV; shares of the range from 0 to 1, amounts in yuan."""
    entry, year, _years = _table(request, code)
    found = reads.dispersion(entry, year)
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    heading = ("row", "unit", "officer", "count", "outside", "mean", "deviation", "least", "most", "average")
    writer.writerow([*heading, "outlier"])
    for each in (*found.rows, *found.units, *found.officers):
        cells = [each.row, each.unit, each.officer, each.count, each.outside]
        cells += [f"{each.mean:.4f}", f"{each.deviation:.4f}"]
        cells += ["" if value is None else value for value in (each.least, each.most, each.average)]
        writer.writerow([harmless(str(cell)) for cell in (*cells, int(each.outlier))])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="spread-{year}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response

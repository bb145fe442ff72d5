"""The public's discretion tables (裁量基准): the list of conducts, the part of an entry's page, and the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.core.access import public_page
from gongkai.core.listpages import frame
from gongkai.core.sending import attachment
from gongkai.domain import discretion
from gongkai.domain.discretion import Table
from gongkai.domain.discretion.csv_domain import domain_line
from gongkai.domain.discretion.outcome import number
from gongkai.powers import discretion_words as told
from gongkai.powers import words
from gongkai.powers.forms.discretion import TableFilter
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.public import present
from gongkai.powers.queries import catalogue, tables
from gongkai.powers.queries import discretion as reads
from gongkai.powers.queries import public as register
from gongkai.powers.queries.discretion import Entry, Version
from gongkai.powers.queries.paging import page
from gongkai.powers.queries.proofs import proof

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


def calculator_address(entry: Entry) -> str:
    """The address of a table's calculator."""
    return reverse("portal:discretion_calculator", args=[entry.agency.code, entry.code])


@public_page
def conducts(request: HttpRequest) -> HttpResponse:
    """Every conduct that has a table in force, each with the way to its calculator."""
    units = catalogue.units_with("discretion")
    agencies = catalogue.agencies_of(units)
    form = TableFilter(request.GET, powers=reads.powers(), units=units, agencies=agencies)
    chosen = form.chosen()
    here = reverse("portal:discretion")
    listed = page(reads.listed(reads.Asked(**chosen)), request.GET.get("after", ""), "entry__")
    context = {
        **frame(request, form, here, listed.after),
        "rows": [_row(each) for each in listed.rows],
        "files": [
            {"label": each.upper(), "url": reverse("portal:discretion_file", args=[each])} for each in FORMS
        ],
        "lang": words.content_lang(),
        "crumbs": present.crumbs((words.kind_name("discretion"), "")),
    }
    return render(request, "powers/public/discretion.html", context)


def _row(version: Version) -> dict[str, Any]:
    entry = version.entry
    parent = entry.parent
    return {
        "title": version.title,
        "url": present.address_of(entry),
        "calculator_url": calculator_address(entry),
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "at": version.in_force_from,
        "faulty": version.as_published,
        "power": {"title": parent.title, "url": present.address_of(parent)} if parent else None,
    }


def showing(request: HttpRequest, version: Version) -> Mapping[str, Any]:
    """What the table's part of the page needs (``templates/powers/parts/_discretion.html``)."""
    day = present.asked_day(request)
    mark = f"?on={day.isoformat()}" if day else ""
    entry = version.entry
    here = [entry.agency.code, entry.code]
    return {
        **shown(version),
        "calculator_url": f"{calculator_address(entry)}{mark}",
        "files": [
            {"label": each.upper(), "url": reverse("portal:discretion_table_file", args=[*here, each]) + mark}
            for each in FORMS
        ],
    }


def shown(version: Version) -> dict[str, Any]:
    """The table in words with its faults; also for staff, whose drafts may not be tables yet."""
    table = tables.table(version)
    if table is None:
        text = str(version.content.get("table") or "")
        return {"table": None, "text": text.splitlines(), "faults": []}
    faults = proof(table)
    marked = [row for each in faults for row in each.rows]
    return {
        "table": table,
        "name": version.title,
        "matrix": told.matrix(table, marked),
        "factors": told.factor_rows(table),
        "faults": told.fault_rows(faults),
        "as_published": version.as_published,
    }


@public_page
def table_file(request: HttpRequest, agency: str, code: str, form: str) -> HttpResponseBase:
    """The table in force on the day asked for (today) as CSV or JSON."""
    of = register.entry(agency, "discretion", code) if "\x00" not in code else None
    version = reads.on_day(of, present.asked_day(request) or present.today()) if of else None
    table = tables.table(version) if version else None
    if version is None or table is None or form not in FORMS or present.misread(request):
        raise Http404
    return _file(_written([(version, table)], form), f"{code}.{form}", form)


@public_page
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every table in force on the day asked for (today) as one file."""
    if form not in FORMS or present.misread(request):
        raise Http404
    rows = reads.listed(reads.Asked(on=present.asked_day(request)))
    found = [(version, table) for version in rows if (table := tables.table(version)) is not None]
    return _file(_written(found, form), f"discretion.{form}", form)


def _file(content: str, name: str, form: str) -> HttpResponseBase:
    return attachment(content.encode(), name=name, content_type=FORMS[form])


def _written(found: list[tuple[Version, Table]], form: str) -> str:
    if form == "csv":
        return "\ufeff" + discretion.write([table for _version, table in found])
    said = [record(version, table) for version, table in found]
    return json.dumps({"tables": said}, ensure_ascii=False, indent=1) + "\n"


def record(version: Version, table: Table) -> dict[str, Any]:
    """A table as plain data: what the files and the API give."""
    return {
        **summary(version),
        "conduct": table.conduct,
        "basis": table.basis,
        "factors": [
            {
                "key": each.key,
                "label": each.label,
                "kind": each.kind,
                "unit": each.unit,
                "domain": domain_line(each),
            }
            for each in table.factors
        ],
        "rows": [
            {
                "row": row.key,
                "conditions": [
                    {
                        "factor": each.factor,
                        "operator": each.operator,
                        "value": "|".join(discretion.written(value) for value in each.values),
                    }
                    for each in row.conditions
                ],
                "outcome": row.outcome,
                "minimum": number(row.minimum),
                "maximum": number(row.maximum),
                "unit": row.unit,
                "basis": row.basis or table.basis,
                "note": row.note,
            }
            for row in table.rows
        ],
        "faults": [each.as_json() for each in proof(table)],
    }


def summary(version: Version) -> dict[str, Any]:
    """What a list says of a table."""
    entry = version.entry
    return {
        "agency": entry.agency.code,
        "code": entry.code,
        "title": version.title,
        "unit": entry.unit.code,
        "power": entry.parent.code if entry.parent else "",
        "version": version.number,
        "in_force_from": version.in_force_from.isoformat() if version.in_force_from else None,
        "in_force_until": version.in_force_until.isoformat() if version.in_force_until else None,
        "as_published": version.as_published,
    }

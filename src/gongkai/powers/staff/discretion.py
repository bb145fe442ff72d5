"""The discretion table's part of the edit form and of the record: the grid, the proof, and a case to try.

The proof is made of what is typed whenever the form is shown, so "Check" only sends it. A draft may be kept with its
faults; the move to the review refuses it (``domain.powers.course``, the flag ``complete``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gongkai.core.lawwords import label_in
from gongkai.domain import discretion
from gongkai.domain.discretion import Table
from gongkai.domain.discretion.csv_cells import MOST_BYTES
from gongkai.domain.discretion.table import KINDS
from gongkai.domain.discretion.vocabulary import outcomes, units
from gongkai.domain.powers.schema import Content, Fault
from gongkai.domain.powers.tables import table_of
from gongkai.domain.refusal import Refused
from gongkai.powers import discretion_words as told
from gongkai.powers.forms.discretion import FactsForm
from gongkai.powers.forms.entry import BUTTON
from gongkai.powers.forms.table_grid import Writing, after_button, kept, posted
from gongkai.powers.public.discretion import shown
from gongkai.powers.queries.discretion import Entry, Version
from gongkai.powers.queries.proofs import proof

#: Names of the fields of the case that is tried begin with this.
TRY = "try"
#: Conditions as a cell takes them.
EXAMPLES = "<5 · >=5 <10 · 个人|单位 · 是"


def read(data: QueryDict) -> Mapping[str, Any]:
    """The field ``table`` as the editor gives it."""
    return {"table": posted(data).written(_code(data, None))}


def _code(data: QueryDict, entry: Entry | None) -> str:
    """Under which code the text is written: the entry's, or the one typed for a new one."""
    code = entry.code if entry else data.get("code", "") or data.get("table-code", "")
    return " ".join(code.replace("\x00", "").split())[:60] or "1"


def editing(request: HttpRequest, entry: Entry | None, typed: Content) -> Mapping[str, Any]:
    """What ``powers/staff/_table_editor.html`` needs."""
    code, button = _code(request.POST, entry), request.POST.get(BUTTON, "")
    if request.method == "POST":
        writing = after_button(posted(request.POST), button, code, _file(request))
    else:
        writing = kept(str(typed.get("table") or ""))
    text = writing.written(code)
    found = table_of({"table": text}, code=code, in_force_from=date.min) if text.strip() else None
    table = found if isinstance(found, Table) else None
    proved = proof(table) if table else ()
    unread = found if isinstance(found, list) else []
    faults = told.fault_rows(proved) if table else _line_faults(unread, text)
    marked = {row for each in faults for row in each["rows"]}
    return {
        "mode": "grid" if writing.grid else "csv",
        "text": text,
        "problem": writing.problem,
        "code": code,
        "examples": EXAMPLES,
        "grid": _grid(writing, marked),
        "faults": _linked(faults, writing),
        "proved": table is not None and not faults,
        "kinds": [(key, _(label)) for key, label in KINDS.items()],
        "outcomes": [(each.key, label_in(each)) for each in outcomes()],
        "units": [each.label for each in units()],
        "trial": _trial(request, table, button, broken=any(each.kind == "broken" for each in proved)),
    }


def _file(request: HttpRequest) -> bytes | None:
    sent = request.FILES.get("table-file")
    # One byte more than is taken, so that the reader says that it is too large.
    return sent.read(MOST_BYTES + 1) if sent is not None else None


def _grid(writing: Writing, marked: set[str]) -> dict[str, Any]:
    """The grid for the template, each cell with its place."""
    grid = writing.grid
    if grid is None:
        return {}
    return {
        "conduct": grid.conduct,
        "basis": grid.basis,
        "columns": grid.columns,
        "lines": [
            {
                "line": line,
                "cells": list(zip(grid.columns, line.cells, strict=False)),
                "faulty": line.key in marked,
            }
            for line in grid.lines
        ],
    }


def _linked(faults: list[dict[str, Any]], writing: Writing) -> list[dict[str, Any]]:
    """The faults, each with the way to its rows in the grid."""
    places = {line.key: at for at, line in enumerate(writing.grid.lines)} if writing.grid else {}
    for each in faults:
        each["links"] = [
            {"key": key, "url": f"#table-row-{places[key]}"} for key in each["rows"] if key in places
        ]
    return faults


def _line_faults(found: Sequence[Fault], text: str) -> list[dict[str, Any]]:
    """What the reader could not make out, with the rows it stands in."""
    rows = dict(_rows_by_line(text))
    return [
        {
            "label": _("Line {line}").format(line=each.row) if each.row else _("Not a table"),
            "reason": each.reason,
            "rows": [rows[each.row]] if rows.get(each.row) else [],
            "cases": [],
        }
        for each in found
    ]


def _rows_by_line(text: str) -> list[tuple[int, str]]:
    """The lines of the text with the rows they belong to."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        return [(reader.line_num, (record.get("row") or "").strip()) for record in reader]
    except csv.Error:
        return []


def _trial(request: HttpRequest, table: Table | None, button: str, *, broken: bool) -> dict[str, Any] | None:
    """The questions of the table as it is typed, and what it says to the answers; nothing is kept of them."""
    if table is None or broken:
        return None
    asked = button == "table:try"
    given = {name: request.POST.get(f"{TRY}-{name}", "") for name in FactsForm(None, tables=[table]).keys}
    form = FactsForm(request.POST if asked else None, tables=[table], prefix=TRY, initial=given)
    result: dict[str, Any] | None = None
    refused = None
    if asked and form.is_valid():
        answer = discretion.evaluate(table, form.facts())
        if isinstance(answer, Refused):
            refused = answer.reason
        else:
            result = told.outcome_shown(answer)
    return {"form": form, "result": result, "refused": refused, "open": asked}


def showing(_request: HttpRequest, version: Version) -> Mapping[str, Any]:
    """What the table's part of the record needs (``templates/powers/parts/_discretion.html``)."""
    return shown(version)

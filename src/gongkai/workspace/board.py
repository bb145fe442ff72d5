"""The deadline board: every legal period that runs, by when it ends; and why a date is that date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock, deadlines
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.domain import clocks
from gongkai.people.middleware import actor
from gongkai.publishing import queries, words
from gongkai.publishing.staff.rows import due_fields

#: Where the matters of each room have their record.
RECORDS = {"publishing.document": "workspace:document"}
GROUPS = ("overdue", "today", "soon", "running")


@staff_page
def board(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today, soon and later; of one unit where the address says so."""
    acting = actor(request)
    standings = queries.board(acting)
    units = {unit.pk: unit.name for unit in queries.units_of(acting.agency_id)}
    wanted = request.GET.get("unit", "")
    chosen = int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) in units else None
    shown = [each for each in standings if chosen is None or each.deadline.unit == chosen]
    context: dict[str, Any] = {
        "today": clock.today(),
        "groups": [group for group in _groups(shown, units, acting.agency_code) if group["rows"]],
        "counts": _counts(shown),
        "units": _unit_tabs(standings, units, chosen),
        "count": len(shown),
        "most": queries.BOARD_ROWS,
        "full": len(standings) >= queries.BOARD_ROWS,
    }
    return render(request, "workspace/board.html", context)


def _counts(shown: Sequence[Standing]) -> dict[str, int]:
    return {name: sum(each.state == name for each in shown) for name in GROUPS}


def _groups(shown: Sequence[Standing], units: dict[int, str], agency: str) -> list[dict[str, Any]]:
    labels = {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Due within three working days"),
        "running": _("Later"),
    }
    return [
        {
            "key": name,
            "label": labels[name],
            "rows": [_row(each, units, agency) for each in shown if each.state == name],
        }
        for name in GROUPS
    ]


def _row(standing: Standing, units: dict[int, str], agency: str) -> dict[str, Any]:
    row = standing.deadline
    rule = clocks.rule_for(row.rule, row.started_on)
    label = rule.label if isinstance(rule, clocks.Rule) else row.rule
    if isinstance(rule, clocks.Rule) and not words.in_chinese():
        label = rule.label_en
    return {
        "title": row.title or _("(no title yet)"),
        "url": _record(row.subject_type, row.subject)
        if row.agency == agency
        else reverse("workspace:deadline", args=[row.pk]),
        "unit": units.get(row.unit, "") if row.unit else "",
        "person": "" if row.agency == agency else row.agency,
        "note": label,
        **due_fields(standing),
    }


def _record(subject_type: str, subject: str) -> str:
    return reverse(RECORDS[subject_type], args=[int(subject)])


def _unit_tabs(
    standings: Sequence[Standing], units: dict[int, str], chosen: int | None
) -> list[dict[str, Any]]:
    """Every unit with something running, and all of them together."""
    here = reverse("workspace:deadlines")
    counts = {pk: sum(each.deadline.unit == pk for each in standings) for pk in units}
    tabs = [{"label": _("All units"), "url": here, "count": len(standings), "current": chosen is None}]
    tabs += [
        {"label": name, "url": f"{here}?unit={pk}", "count": counts[pk], "current": pk == chosen}
        for pk, name in units.items()
        if counts[pk] or pk == chosen
    ]
    return tabs if len(tabs) > 2 else []


@staff_page
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this date: every day of the period, counted or not, and the reason."""
    acting = actor(request)
    row = queries.deadline(acting, pk)
    if row is None:
        raise Http404
    due = deadlines.explain(row)
    own = row.agency == acting.agency_code
    context = {
        "today": clock.today(),
        "row": row,
        "due": due,
        "label": due.rule.label if words.in_chinese() else due.rule.label_en,
        "chip": due_fields(deadlines.standing(row)),
        "record_url": _record(row.subject_type, row.subject) if own else "",
        "crumbs": [
            {"label": _("Deadline board"), "url": reverse("workspace:deadlines")},
            {"label": row.title or _("(no title yet)")},
        ],
    }
    return render(request, "workspace/deadline.html", context)

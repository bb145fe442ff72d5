"""The deadline board: every legal period that runs, by when it ends; and why a date is that date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_reports.access import SEEING
from gongkai.annual_reports.queries import clocks as reports
from gongkai.campaigns.queries import worklists as campaign_work
from gongkai.complaints.queries import desk as matters
from gongkai.complaints.queries import worklists as matter_worklists
from gongkai.core import clock, deadlines
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.core.lawwords import label_in, label_of
from gongkai.core.staffpages import address_if_any, due_fields
from gongkai.domain import clocks
from gongkai.duties.queries import plan_worklists as plan_work
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers.queries import decision_work
from gongkai.publishing import queries
from gongkai.requests.queries import desk, worklists

#: Where the matters of each room have their record. A hearing has none of its own: it is part of its request.
RECORDS = {
    "publishing.document": "workspace:document",
    "requests.request": "workspace:request",
    "requests.consultation": "workspace:request",
    "requests.dispute": "workspace:dispute",
    "annual_reports.report": "workspace:report_by_number",
    "complaints.matter": "workspace:complaint",
    "complaints.instruction": "workspace:complaint",
    "complaints.session": "workspace:complaint_session",
    "powers.decision": "workspace:power_decision",
    "campaigns.inspection": "workspace:inspection",
    "duties.task": "workspace:task",
}
HEARING = "requests.consultation"
INSTRUCTION = "complaints.instruction"
_SEEING_REPORTS = frozenset(SEEING)
GROUPS = ("overdue", "today", "soon", "running")


@staff_page
def board(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today, soon and later; of one unit where the address says so."""
    acting = actor(request)
    standings = _standings(acting)
    units = {unit.pk: unit.name for unit in queries.units_of(acting.agency_id)}
    wanted = request.GET.get("unit", "")
    chosen = int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) in units else None
    shown = [each for each in standings if chosen is None or each.deadline.unit == chosen]
    context: dict[str, Any] = {
        "today": clock.today(),
        "groups": [group for group in _groups(shown, units, _own(acting)) if group["rows"]],
        "counts": _counts(shown),
        "units": _unit_tabs(standings, units, chosen),
        "count": len(shown),
        "most": queries.BOARD_ROWS,
        "full": len(standings) >= queries.BOARD_ROWS,
    }
    return render(request, "workspace/board.html", context)


def _standings(acting: StaffActor) -> list[Standing]:
    """The clocks of every room in one order, the next due first."""
    found = queries.board(acting)
    if desk.sees_requests(acting):
        found += worklists.board(acting)
    if acting.roles & _SEEING_REPORTS:
        found += reports.board(acting)
    if matters.sees_matters(acting):
        found += matter_worklists.board(acting)
    found += decision_work.board(acting)
    found += campaign_work.board(acting)
    found += plan_work.board(acting)
    found.sort(key=lambda each: (each.deadline.due_on or date.max, each.deadline.pk))
    return found[: queries.BOARD_ROWS]


def _own(acting: StaffActor) -> frozenset[str]:
    """The agencies whose records the person can open."""
    return frozenset({acting.agency_code, *(each.agency_code for each in acting.holdings)})


def _counts(shown: Sequence[Standing]) -> dict[str, int]:
    return {name: sum(each.state == name for each in shown) for name in GROUPS}


def _groups(shown: Sequence[Standing], units: dict[int, str], own: frozenset[str]) -> list[dict[str, Any]]:
    labels = {
        "overdue": _("Overdue"),
        "today": _("Due today"),
        "soon": _("Due within three working days"),
        "running": _("Later"),
    }
    records = _records(shown)
    return [
        {
            "key": name,
            "label": labels[name],
            "rows": [_row(each, units, own, records) for each in shown if each.state == name],
        }
        for name in GROUPS
    ]


def _row(
    standing: Standing, units: dict[int, str], own: frozenset[str], records: dict[int, str]
) -> dict[str, Any]:
    row = standing.deadline
    here = row.agency in own
    return {
        "title": row.title or _("(no title yet)"),
        "url": (here and records.get(row.pk)) or reverse("workspace:deadline", args=[row.pk]),
        "unit": units.get(row.unit, "") if row.unit else "",
        "person": "" if here else row.agency,
        "note": _label(standing),
        **due_fields(standing),
    }


def _label(standing: Standing) -> str:
    """What the clock is called."""
    row = standing.deadline
    if row.period is not None:
        return label_of(row.period)
    if row.subject_type == INSTRUCTION:
        return _("Instruction of a leader")
    rule = clocks.rule_for(row.rule, row.started_on)
    return label_in(rule) if isinstance(rule, clocks.Rule) else row.rule


def _records(standings: Sequence[Standing]) -> dict[int, str]:
    """The clock's number → the address of its matter's record; a query each for hearings and instructions."""
    rows = [each.deadline for each in standings]
    parts: dict[str, dict[int, int]] = {}
    for kind, owners in ((HEARING, worklists.requests_of), (INSTRUCTION, matter_worklists.matters_of)):
        keys = [int(row.subject) for row in rows if row.subject_type == kind]
        parts[kind] = owners(keys) if keys else {}
    found = {}
    for row in rows:
        name = RECORDS.get(row.subject_type)
        matter = parts.get(row.subject_type, {}).get(int(row.subject))
        if row.subject_type not in parts:
            matter = int(row.subject)
        if name and matter is not None and (url := address_if_any(name, matter)):
            found[row.pk] = url
    return found


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
    row = queries.deadline(acting, pk) or worklists.deadline(acting, pk) or reports.deadline(acting, pk)
    row = row or matter_worklists.deadline(acting, pk) or decision_work.deadline(acting, pk)
    row = row or campaign_work.deadline(acting, pk) or plan_work.deadline(acting, pk)
    if row is None:
        raise Http404
    if row.subject_type == INSTRUCTION:
        # Its day was set by the leader, nothing was counted: the instruction itself is the reason.
        matter = matter_worklists.matters_of([int(row.subject)])[int(row.subject)]
        return redirect(f"{reverse('workspace:complaint', args=[matter])}?part=handling")
    due, standing = deadlines.explain(row), deadlines.standing(row)
    context = {
        "today": clock.today(),
        "row": row,
        "due": due,
        "label": label_in(due.rule),
        "chip": due_fields(standing),
        "record_url": _records([standing]).get(row.pk, "") if row.agency in _own(acting) else "",
        "crumbs": [
            {"label": _("Deadline board"), "url": reverse("workspace:deadlines")},
            {"label": row.title or _("(no title yet)")},
        ],
    }
    return render(request, "workspace/deadline.html", context)

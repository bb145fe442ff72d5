"""The leaders' dashboard: one page of numbers, each the way to its records; and the units as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.cells import harmless
from gongkai.core.sending import attachment
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.supervision.dashboard import USUAL_SPAN
from gongkai.supervision import dashboard_words as words
from gongkai.supervision.forms.dashboard import DashboardFilter
from gongkai.supervision.queries.dashboard import counting
from gongkai.supervision.queries.dashboard.counting import Board
from gongkai.supervision.staff import dashboard_parts as parts
from gongkai.supervision.staff.common import show
from gongkai.supervision.staff.dashboard_asked import Asked, asked, choices, unit_key, word


@staff_page
def dashboard(request: HttpRequest) -> HttpResponseBase:
    """The page; with ``?format=csv`` the table of the units as a file."""
    wanted = asked(request)
    board = counting.board(wanted.scope, wanted.days)
    if word(request, "format") == "csv":
        return _file(wanted, board)
    return show(request, "dashboard", _context(request, wanted, board))


def _context(request: HttpRequest, wanted: Asked, board: Board) -> dict[str, Any]:
    room = word(request, "room")
    if room and not board.has(room):
        wanted.notes.append(_("This kind of record is not among those shown to you. All are shown together."))
        room = ""
    state = wanted.state
    here = address("dashboard")
    return {
        "notes": wanted.notes,
        "form": filters(wanted),
        "here": here,
        "reset_url": here if state or wanted.span != USUAL_SPAN or room else "",
        "who": _who(wanted),
        "day": wanted.scope.day,
        "is_today": wanted.scope.is_today,
        "as_of": clock.now(),
        "span": words.span_name(wanted.span),
        "span_days": words.days_name(board.days),
        "before_days": words.days_name(board.days.before),
        "head": parts.head(wanted, board),
        "rooms": parts.rooms(wanted, board),
        "units": parts.units(wanted, board),
        "all_units": parts.all_units(wanted, board),
        "trend": parts.trend(wanted, board, room),
        "places": parts.places(wanted, board) if board.has("matters") else None,
        "said": parts.said(wanted, board) if board.has("matters") else None,
        "csv_url": wanted.page(format="csv"),
        "crumbs": crumbs((_("My work"), address("home")), (_("Dashboard"), "")),
    }


def filters(wanted: Asked) -> DashboardFilter:
    """The filters as they hold."""
    unit = wanted.scope.unit
    initial = {
        "agency": wanted.agency.code,
        "unit": "" if unit is None else unit_key(unit),
        "day": wanted.scope.day,
        "span": wanted.span,
    }
    return DashboardFilter(initial=initial, last=clock.today().isoformat(), **choices(wanted))


def _who(wanted: Asked) -> str:
    """Of whom the numbers are: the agency, or its units."""
    agency = words.agency_name(wanted.agency)
    if wanted.scope.unit is not None:
        named = [words.unit_name(each) for each in wanted.units if each.pk == wanted.scope.unit]
        return f"{agency}{_(': ')}{named[0] if named else words.unit_name(None)}"
    if wanted.scope.own is None:
        return agency
    return f"{agency}{_(': ')}{_(', ').join(words.unit_name(each) for each in wanted.units)}"


def _file(wanted: Asked, board: Board) -> HttpResponseBase:
    """The table of the units, with the mark by which spreadsheets know UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(
        [
            _("Unit"),
            words.part_name("open"),
            words.part_name("overdue"),
            words.part_name("stopped"),
            words.part_name("kept"),
            _("Closed on time"),
            words.part_name("urged"),
            _("Tasks done"),
        ]
    )
    for row in [*parts.units(wanted, board), parts.all_units(wanted, board)]:
        numbers = [row[name]["value"] for name in ("open", "overdue", "stopped", "kept")]
        writer.writerow(
            [harmless(row["name"]), *numbers, row["percent"], row["urged"]["value"], row["done"]["value"]]
        )
    name = f"dashboard-{wanted.agency.code}-{wanted.scope.day:%Y%m%d}.csv"
    return attachment(
        written.getvalue().encode("utf-8-sig"), name=name, content_type="text/csv; charset=utf-8"
    )

"""A report's record: figures, text, declared figures, who has filed, its course; and what may be done now."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from gongkai.annual_reports import access, queries, words
from gongkai.annual_reports.queries import Report
from gongkai.annual_reports.staff import cards, parts
from gongkai.annual_reports.staff.cards import Tried
from gongkai.annual_reports.staff.common import address_of, found, show
from gongkai.annual_reports.staff.rows import state_badge
from gongkai.core import deadlines
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, address_if_any, crumbs, due_fields
from gongkai.domain import swimlane
from gongkai.domain.annual_report.course import PROCESS
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor


@staff_page
def record(request: HttpRequest, year: int) -> HttpResponse:
    """The record."""
    report, acting = found(request, year)
    return page(request, report, acting)


def page(
    request: HttpRequest,
    report: Report,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    names = part_names(report)
    part = part or request.GET.get("part", "")
    part = part if part in names else next(iter(names))
    running = deadlines.running(queries.subject_of(report)).first()
    edition = queries.latest_edition(report.agency_id, report.year, report.scope)
    state = PROCESS.state(report.state)
    figures = queries.shown(report)
    context: dict[str, Any] = {
        "report": report,
        "title": words.title(report),
        "badges": [state_badge(report)],
        "part": part,
        "tabs": [
            {"label": label, "url": address_of(report, part=key), "current": key == part}
            for key, label in names.items()
        ],
        "due": due_fields(deadlines.standing(running)) if running else {},
        "deadline": queries.due(report),
        "state_sentence": _(state.label),
        "next_sentence": ""
        if state.kind is not Kind.OPEN
        else _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label)),
        "moves": cards.of(report, queries.offers(report, acting, figures), tried),
        "tried": tried,
        "checks": parts.checks(report, figures, tried, editable=bool(access.may_edit(acting, report))),
        "undeclared": queries.undeclared(report),
        "declared_url": address_of(report, part="declared"),
        "missing": queries.missing(report.agency_id, report.year) if report.scope == Report.Scope.SUM else [],
        "may_edit": bool(access.may_edit(acting, report)),
        "edit_url": address_of(report, "report_edit"),
        "explain_url": address_of(report, "report_explain"),
        "files": [
            (kind.upper(), address_of(report, "report_file", kind))
            for kind in ("pdf", "docx", "html", "json")
        ],
        "public_url": _public_url(report) if edition else "",
        "crumbs": crumbs(
            (_("My work"), address("home")),
            (_("Annual reports"), address("reports")),
            (str(report.year), ""),
        ),
        **parts.of(part, report, figures, tried),
    }
    if part == "course":
        context |= {"process_svg": _picture(get_language() or "", report.state), "process_table": _table(),
                    "process_name": _(PROCESS.title)}  # fmt: skip
    return show(request, "record", context, status)


def part_names(report: Report) -> dict[str, str]:
    """The parts of the record and their words."""
    names = {"figures": _("Figures"), "text": _("Text")}
    if report.scope == Report.Scope.SUM:
        names["filed"] = _("Who has filed")
    else:
        names["declared"] = _("Declared figures")
    return {**names, "course": _("Course")}


def _public_url(report: Report) -> str:
    name = "portal:report_sum" if report.scope == Report.Scope.SUM else "portal:report"
    return address_if_any(name, report.agency.code, report.year)


@lru_cache(maxsize=16)
def _picture(language: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESS, label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


def _table() -> dict[str, Any]:
    rows = swimlane.text_alternative(PROCESS, gettext)
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                row.step,
                row.who,
                gettext("; ").join(f"{each.words} → {each.leads_to}" for each in row.next) or "—",
            ]
            for row in rows
        ],
    }

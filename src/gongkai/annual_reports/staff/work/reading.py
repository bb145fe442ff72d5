"""Reading behind a work report: the records of a figure, and the report as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.annual_reports import access, downloads
from gongkai.annual_reports.queries import work_behind, work_reports
from gongkai.annual_reports.rendering.work import document, title
from gongkai.annual_reports.staff.common import show
from gongkai.annual_reports.staff.work.common import address_of, base, found, name_of, shown
from gongkai.core.access import staff_page
from gongkai.core.lawwords import in_chinese, label
from gongkai.core.staffpages import address, address_if_any, crumbs
from gongkai.domain.annual_report import work


@staff_page
def figure(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The records a figure counts."""
    report, acting = found(request, year)
    access.may_see(acting, report.agency_id).require()
    one = work.figure(key)
    if one is None:
        raise Http404
    counted = work_reports.counts_of(report).get(key)
    behind = work_behind.behind(acting, report.agency_id, report.year, one, request.GET.get("after", ""))
    here = address_of(report, "work_figure", key)
    context = {
        "report": report,
        "words": name_of(one),
        "value": shown(one, counted),
        "base": base(counted),
        "exact": work.exact(one, counted) if counted else None,
        "counted": one.count_of if in_chinese() else one.count_of_en,
        "behind": behind,
        "rows": [_row(behind, each) for each in behind.rows],
        # Records go on changing; what is frozen does not.
        "moved_on": report.frozen_at is not None and _moved_on(report, one, counted),
        "next_url": f"{here}?after={behind.after}" if behind.after else "",
        "first_url": here if request.GET.get("after") else "",
        "back_url": address_of(report, part="figures"),
        "crumbs": crumbs(
            (_("Annual reports"), address("reports")),
            (title(report), address_of(report)),
            (_("Behind a figure"), ""),
        ),
    }
    return show(request, "work_figure", context)


def _moved_on(report: Any, one: work.Figure, counted: work.Counted | None) -> bool:
    return work_reports.count_one(report.agency_id, report.year, one) != counted


def _row(behind: work_behind.Behind, each: Any) -> dict[str, Any]:
    told: dict[str, Any] = _ROWS[behind.kind](each)
    if behind.adds:
        told["cells"].append((_("Counted"), getattr(each, behind.adds)))
    if behind.open_ids is not None and each.pk not in behind.open_ids:
        told["url"] = ""
    return told


def _told(title: str, subject: str, url: str, *cells: tuple[str, Any]) -> dict[str, Any]:
    return {"title": title, "subject": subject, "url": url, "cells": list(cells)}


def _version(each: Any) -> dict[str, Any]:
    own = each.entry
    url = address_if_any("workspace:power", own.agency.code, own.kind, own.code)
    cells = ((_("Unit"), own.unit.name), (_("In force from"), each.in_force_from))
    return _told(own.code, each.title, url, *cells)


def _document(each: Any) -> dict[str, Any]:
    url = address_if_any("workspace:document", each.pk)
    cells = ((_("Unit"), each.unit.name), (_("Published"), each.first_published_at))
    return _told(each.index_number, each.live.title if each.live else "", url, *cells)


def _dispute(each: Any) -> dict[str, Any]:
    named = each.number or label("outcomes", "dispute_kind", each.kind)
    subject = each.request.number if each.request else ""
    url = address_if_any("workspace:dispute", each.pk)
    return _told(named, subject, url, (_("Filed"), each.filed_on))


def _candidate(each: Any) -> dict[str, Any]:
    """Marks and names stand in the room of the examinations alone."""
    own = each.sitting.examination
    url = address_if_any("workspace:learning_examination", own.pk)
    cells = ((_("Unit"), each.unit.name), (_("Passed"), _("yes") if each.passed else _("no")))
    return _told(f"{own.number}#{each.pk}", own.title, url, *cells)


def _numbered(name: str, day: str, words: str = "title") -> Any:
    def told(each: Any) -> dict[str, Any]:
        cells = [(_("Day"), getattr(each, day))]
        if getattr(each, "unit_id", None) and "unit" in each._state.fields_cache:  # noqa: SLF001 - fetched or not
            cells.insert(0, (_("Unit"), each.unit.name))
        return _told(each.number, getattr(each, words), address_if_any(name, each.pk), *cells)

    return told


_ROWS: dict[str, Any] = {
    "unit": lambda each: _told(each.name, each.duties, "", (_("Since"), each.opened_on)),
    "version": _version,
    "matter": _numbered("workspace:complaint", "received_on"),
    "activity": _numbered("workspace:activity", "begins_on"),
    "candidate": _candidate,
    "course": _numbered("workspace:learning_course", "begins_on"),
    "meeting": _numbered("workspace:meeting", "held_on"),
    "task": _numbered("workspace:task", "due_on"),
    "rule": _numbered("workspace:consultation", "published_on"),
    "opinion": lambda each: _told(
        each.reference,
        each.document.title,
        address_if_any("workspace:consultation_opinion", each.document_id, each.pk),
        (_("Day"), each.received_on),
    ),
    "inspection": lambda each: _told(
        each.number,
        each.listed.site.name,
        address_if_any("workspace:inspection", each.pk),
        (_("Day"), each.made_at),
    ),
    "document": _document,
    "request": _numbered("workspace:request", "received_on", "subject"),
    "dispute": _dispute,
}


@staff_page
def file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The report as it stands now, as a file."""
    report, acting = found(request, year)
    access.may_see(acting, report.agency_id).require()
    if kind not in downloads.CONTENT_TYPES:
        raise Http404
    told = document(report, records="public")
    return downloads.response(told, kind, f"{report.agency.code}-{report.year}-work")

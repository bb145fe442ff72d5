"""A file of risk points: looked at first, line by line, and then taken over as drafts, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import largest, refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, upload
from gongkai.domain.powers import risk_file
from gongkai.domain.powers.course import EDITOR
from gongkai.domain.powers.risk_file import LineFault, Point, Table
from gongkai.domain.powers.schema import kinds
from gongkai.people.actor import StaffActor
from gongkai.powers import access, risk_sheets, words
from gongkai.powers.actions import risks as actions
from gongkai.powers.forms.entry import fault_label
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.forms.risks import RiskFileForm
from gongkai.powers.queries import risk_import
from gongkai.powers.queries.risks import Agency
from gongkai.powers.staff.common import show
from gongkai.powers.staff.risks import opened, trail

ENDINGS = (".csv", ".xlsx", ".txt")
#: Lines of a list shown; the rest is counted.
MOST_SHOWN = 200


def _editing(request: HttpRequest) -> tuple[StaffActor, Agency]:
    acting, agency = opened(request)
    units = acting.units_where(EDITOR)
    access.may_draft(acting, agency.pk, units[0] if units else 0).require()
    return acting, agency


@staff_page
def risks_bring(request: HttpRequest) -> HttpResponse:
    """Takes the file and goes on to what it would change."""
    acting, _agency = _editing(request)
    posted = request.method == "POST"
    form = RiskFileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            token = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            given = {name: value for name, value in form.given().items() if value}
            return HttpResponseRedirect(
                address("risks_look", token) + (f"?{urlencode(given)}" if given else "")
            )
    context = {
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": largest(),
        "max_bytes": risk_sheets.LARGEST,
        "columns": [column.label for column in risk_file.columns()],
        "crumbs": trail((_("Bring a file in"), "")),
    }
    return show(request, "risks_bring", context, 422 if form.errors else 200)


@staff_page
def risks_look(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would add and change, what is wrong in which line; then all of it, or nothing."""
    acting, agency = _editing(request)
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("risks")
    found = _look(acting, agency, file, request)
    status = 200
    if request.method == "POST" and found.sound:
        try:
            points = [*found.new, *found.changed]
            actions.take_over(actor=acting, agency_id=agency.pk, points=points)
        except Refusal as refusal:
            tell_refusal(request, refusal)
            status = 409
        else:
            uploads.discard(acting.person_id, token)
            sentence = ngettext(
                "{n} draft is ready to be submitted.", "{n} drafts are ready to be submitted.", len(points)
            )
            tell(request, sentence.format(n=len(points)))
            return HttpResponseRedirect(f"{address('powers')}?kind=risk&state=draft")
    context = {
        **_told(agency, found),
        "name": file.name,
        "found": found,
        "lang": words.content_lang(),
        "crumbs": trail((_("Bring a file in"), address("risks_bring")), (_("What would change"), "")),
    }
    return show(request, "risks_look", context, status)


def _look(acting: StaffActor, agency: Agency, file: Path, request: HttpRequest) -> risk_import.Look:
    try:
        cells = risk_sheets.cells_of(file)
    except Refusal as refusal:
        cells = LineFault(1, "", refusal.reason)
    if isinstance(cells, LineFault):
        table = Table((), (cells,), 0)
    else:
        given = {name: request.GET.get(name, "") for name in ("rule", "graded_on", "post")}
        table = risk_file.read(cells, risk_import.units_of(agency.pk), given)
    units = risk_import.named(agency.pk)
    may = {code: bool(access.may_draft(acting, agency.pk, unit.pk)) for code, unit in units.items()}
    return risk_import.look(agency.pk, table, may)


def _told(agency: Agency, found: risk_import.Look) -> dict[str, Any]:
    names = {code: unit_name(unit) for code, unit in risk_import.named(agency.pk).items()}
    groups = (
        (_("To be added"), found.new),
        (_("To be changed"), found.changed),
        (_("Unchanged"), found.same),
    )
    return {
        "faults": found.faults[:MOST_SHOWN],
        "more_faults": max(0, len(found.faults) - MOST_SHOWN),
        "groups": [
            {"label": label, "count": len(points), "rows": _points(points, names)} for label, points in groups
        ],
        "incomplete": [
            {
                "line": each.point.line,
                "title": each.point.title,
                "faults": [
                    {"label": fault_label(kinds()["risk"], fault.field, 0), "reason": fault.reason}
                    for fault in each.faults
                ],
            }
            for each in found.incomplete[:MOST_SHOWN]
        ],
        "more_incomplete": max(0, len(found.incomplete) - MOST_SHOWN),
    }


def _points(points: Sequence[Point], names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"line": each.line, "code": each.code, "title": each.title, "unit": names.get(each.unit, each.unit)}
        for each in points[:MOST_SHOWN]
    ]

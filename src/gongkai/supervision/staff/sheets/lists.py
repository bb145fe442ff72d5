"""The score sheets of the agency, and beginning one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.domain.supervision.course import SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import assessment_words as words
from gongkai.supervision import sheet_files
from gongkai.supervision.actions import sheets as actions
from gongkai.supervision.assessment_access import SEEING
from gongkai.supervision.forms.sheets import BeginForm
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.records import ScoreSheet
from gongkai.supervision.staff.common import show, without_nul

#: Sheets on the list: an agency has a handful.
MOST = 100


def writing_for(acting: StaffActor) -> int | None:
    """The agency whose sheets the person writes."""
    holding = acting.holds(SUPERVISOR)
    return holding.agency_id if holding else None


@staff_page
def score_sheets(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    acting = actor(request)
    rows = [_row(each) for each in assessments.sheets_for_staff(acting).distinct()[:MOST]]
    context = {
        "rows": rows,
        "sees": bool(acting.roles & SEEING),
        "new_url": address("score_sheet_new") if writing_for(acting) else "",
        "crumbs": crumbs((_("My work"), address("home")), (_("Score sheets"), "")),
    }
    return show(request, "sheet_list", context)


def _row(sheet: ScoreSheet) -> dict[str, Any]:
    number = len(sheet.indicators)
    said = ngettext("{n} indicator", "{n} indicators", number).format(n=number)
    return {
        "title": sheet.title,
        "url": address("score_sheet", sheet.pk),
        "unit": words.kind_name(sheet.kind),
        "note": f"{said} · {sheet.source}" if sheet.source else said,
        "at": sheet.updated_at,
        "badges": [words.state_badge(sheet)],
    }


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """Begins a sheet: from a template, a table, or empty."""
    acting = actor(request)
    agency = writing_for(acting)
    if agency is None:
        raise NotAllowed(say("Only supervision writes score sheets and prepares assessments."))
    posted = request.method == "POST"
    form = BeginForm(without_nul(request.POST) if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            made = _begun(acting, agency, form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The sheet was begun. Look its lines over, then simulate it."))
            return go("score_sheet", made.pk)
    context = {
        "form": form,
        "columns": sheet_files.NAMES,
        "crumbs": crumbs((_("Score sheets"), address("score_sheets")), (_("New score sheet"), "")),
    }
    return show(request, "sheet_new", context, 422 if form.errors else 200)


def _begun(acting: StaffActor, agency: int, given: dict[str, Any]) -> ScoreSheet:
    if given["file"]:
        indicators = sheet_files.read(given["file"].read(), given["file"].name)
    elif given["template"]:
        return actions.take_over(
            actor=acting, agency_id=agency, template=given["template"], title=given["title"]
        )
    else:
        indicators = ()
    return actions.begin(
        actor=acting,
        agency_id=agency,
        title=given["title"],
        kind=given["kind"] or "units",
        indicators=indicators,
        source=given["source"],
    )

"""The assessments year by year, and a new one by a sheet in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.domain.supervision.assessment import ENTRY
from gongkai.domain.supervision.course import SUPERVISOR
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import assessment_access as access
from gongkai.supervision import assessment_words as words
from gongkai.supervision.actions import assessing
from gongkai.supervision.forms.assessing import NewForm
from gongkai.supervision.queries import assessed
from gongkai.supervision.queries.records import Assessment, ScoreSheet
from gongkai.supervision.queries.scoring import subjects
from gongkai.supervision.staff.common import show, without_nul


@staff_page
def assessments(request: HttpRequest) -> HttpResponse:
    """The list by year."""
    acting = actor(request)
    rows = assessed.listed(acting)
    counts = assessed.by_state(acting, rows)
    prepares = SUPERVISOR in acting.roles
    in_use = assessed.in_use(acting) if prepares else []
    context = {
        "years": _years(rows, counts),
        "sees": bool(acting.roles & access.SEEING),
        "sees_all": bool(acting.roles & access.SEEING_ALL),
        "prepares": prepares,
        "new_url": address("assessment_new") if in_use else "",
        "sheets_url": address("score_sheets"),
        "crumbs": crumbs((_("My work"), address("home")), (_("Assessment"), "")),
    }
    return show(request, "assess_list", context)


def _years(rows: Sequence[Assessment], counts: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    years: dict[int, list[dict[str, Any]]] = {}
    for each in rows:
        years.setdefault(each.year, []).append(_row(each, counts.get(each.pk, {})))
    return [{"year": year, "rows": listed} for year, listed in years.items()]


def _row(each: Assessment, counts: dict[str, int]) -> dict[str, Any]:
    """One assessment: its sheet, how many entries stand where, and the day that comes next."""
    row: dict[str, Any] = {
        "title": each.title,
        "url": address("assessment", each.pk),
        "sheet": each.sheet.title,
        "badges": [words.state_badge(each)],
        "steps": [
            {"label": _(state.label), "number": counts[state.key]}
            for state in ENTRY.states
            if counts.get(state.key)
        ],
    }
    due = {"self": each.self_until, "told": each.appeal_until}.get(each.state)
    if due is not None:
        row |= {"due_on": due, "days_left": clock.calendar().between(clock.today(), due)}
    return row


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """A new assessment: by which sheet, of which year, and who is assessed."""
    acting = actor(request)
    if SUPERVISOR not in acting.roles:
        raise Http404
    in_use = assessed.in_use(acting)
    sheet = _chosen(request.GET.get("sheet", ""), in_use)
    if request.method != "POST" or sheet is None:
        return _new_page(request, in_use, sheet, _blank(sheet) if sheet else None)
    form = NewForm(without_nul(request.POST), subjects=subjects(sheet.agency_id, sheet.kind))
    if not form.is_valid():
        return _new_page(request, in_use, sheet, form, status=422)
    return _prepare(request, acting, in_use, sheet, form)


def _prepare(
    request: HttpRequest, acting: StaffActor, in_use: list[ScoreSheet], sheet: ScoreSheet, form: NewForm
) -> HttpResponse:
    given = form.cleaned_data
    again = assessed.prepared_just_now(sheet.pk, given["year"], given["who"])
    if again is not None:
        return go("assessment", again.pk)
    try:
        made = assessing.prepare(sheet_id=sheet.pk, actor=acting, **given)
    except Invalid as invalid:
        refuse(form, invalid)
        return _new_page(request, in_use, sheet, form, status=422)
    except Refusal as refusal:
        return _new_page(request, in_use, sheet, form, refusal=refusal, status=refusal.status)
    tell(request, _("The assessment is prepared. Open the self-assessment when everything is right."))
    return go("assessment", made.pk)


def _chosen(value: str, in_use: list[ScoreSheet]) -> ScoreSheet | None:
    """The sheet the address names; the only one there is, where it names none."""
    if not value and len(in_use) == 1:
        return in_use[0]
    return next((each for each in in_use if str(each.pk) == value), None)


def _blank(sheet: ScoreSheet) -> NewForm:
    who = subjects(sheet.agency_id, sheet.kind)
    initial = {"year": clock.today().year - 1, "who": [each.key for each in who]}
    return NewForm(subjects=who, initial=initial)


def _new_page(
    request: HttpRequest,
    in_use: list[ScoreSheet],
    sheet: ScoreSheet | None,
    form: forms.Form | None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    here = address("assessment_new")
    context = {
        "sheet": sheet,
        "kind": words.kind_name(sheet.kind) if sheet else "",
        "sheets": [
            {"title": each.title, "kind": words.kind_name(each.kind), "url": f"{here}?sheet={each.pk}"}
            for each in in_use
        ],
        "form": form,
        "refusal": refusal,
        "here": f"{here}?sheet={sheet.pk}" if sheet else here,
        "sheets_url": address("score_sheets"),
        "crumbs": crumbs((_("Assessment"), address("assessments")), (_("New assessment"), "")),
    }
    return show(request, "assess_new", context, status)

"""A score sheet: its lines with what counts them, its simulation line by line, its deeds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.domain.supervision import assessment as course
from gongkai.domain.supervision import scoring, sheets
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import assessment_words as words
from gongkai.supervision import sheet_files
from gongkai.supervision.actions import sheets as actions
from gongkai.supervision.forms.sheets import ReasonForm, YearForm
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.records import ScoreSheet
from gongkai.supervision.queries.scoring import indicators_of
from gongkai.supervision.staff.common import Tried, show, typed, without_nul
from gongkai.supervision.staff.sheets import simulated

#: What is asked before a move that cannot be taken back.
QUESTIONS = {"adopt": N_("Assessments are made by this sheet from now on. Adopt it?")}


def found_sheet(request: HttpRequest, pk: int) -> tuple[ScoreSheet, StaffActor]:
    """The sheet and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = assessments.sheets_for_staff(acting).filter(pk=pk).distinct().first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


@staff_page
def score_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet."""
    found, acting = found_sheet(request, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest,
    found: ScoreSheet,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    year: YearForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet's page, also after a deed that was refused."""
    tried = tried or Tried()
    indicators = indicators_of(found)
    offered = {each.move.key: each for each in assessments.offers(found, acting)}
    changes = "change" in offered and offered["change"].refused is None
    lowered = sum((each.points for each in indicators), scoring.ZERO)
    context: dict[str, Any] = {
        "sheet": found,
        "badges": [words.state_badge(found)],
        "facts": _facts(found),
        "lines": [_line(found, each, changes=changes) for each in indicators],
        "full": words.points(lowered),
        "faults": scoring.faults(indicators, sheets.measures()),
        "counted": sum(bool(rule.measure) for each in indicators for rule in each.rules),
        "rules": sum(len(each.rules) for each in indicators),
        "changes": changes,
        "edit_url": address("score_sheet_edit", found.pk) if changes else "",
        "new_line_url": address("score_sheet_line", found.pk, "new") if changes else "",
        "table_url": address("score_sheet_table", found.pk),
        "simulation": simulated.shown(found),
        "simulates": "simulate" in offered,
        "year_form": year or YearForm(initial={"year": clock.today().year - 1}, prefix="simulate"),
        "assess_url": f"{address('assessment_new')}?sheet={found.pk}"
        if found.state == "adopted" and acting.holds("people.supervisor", agency_id=found.agency_id)
        else "",
        "moves": [
            _card(found, each, tried) for key, each in offered.items() if key in QUESTIONS or key in _ASIDE
        ],
        "tried": tried,
        "timeline": list(reversed(sentences(assessments.told(found)))),
        "sentence": course.SHEET.state(found.state).label,
        "crumbs": crumbs((_("Score sheets"), address("score_sheets")), (found.title, "")),
    }
    return show(request, "sheet_record", context, status)


_ASIDE = frozenset({"retire", "discard"})


def _facts(found: ScoreSheet) -> list[dict[str, Any]]:
    rows = [{"label": _("Who is assessed"), "value": words.kind_name(found.kind)}]
    if found.source:
        rows.append({"label": _("Where it stands written"), "value": found.source})
    for label, day in (
        (_("In force from"), found.in_force_from),
        (_("In force until"), found.in_force_until),
    ):
        if day is not None:
            rows.append({"label": label, "value": date_format(day, "DATE_FORMAT")})
    return rows


def _line(found: ScoreSheet, indicator: scoring.Indicator, *, changes: bool) -> dict[str, Any]:
    return {
        "key": indicator.key,
        "group": indicator.group,
        "title": indicator.title,
        "points": words.points(indicator.points),
        "evidence": indicator.evidence,
        "edit_url": address("score_sheet_line", found.pk, indicator.key) if changes else "",
        "rules": [
            {
                "text": rule.text,
                "how": words.how(rule),
                "counts": words.measure_name(rule.measure),
                "says": words.measure_says(rule.measure),
                "judged": not rule.measure,
            }
            for rule in indicator.rules
        ],
    }


def _card(found: ScoreSheet, offer: Any, tried: Tried) -> dict[str, Any]:
    key = offer.move.key
    mine = tried.key == key and isinstance(tried.form, ReasonForm)
    return {
        "move": offer.move,
        "kind": "secondary" if key in _ASIDE else "",
        "refused": offer.refused,
        "form": tried.form if mine else ReasonForm(move=offer.move),
        "question": _(QUESTIONS[key]) if key in QUESTIONS else "",
        "open": mine,
        "url": address("score_sheet_move", found.pk, key),
    }


@staff_page
@require_POST
def simulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Simulates the sheet on a year's records."""
    found, acting = found_sheet(request, pk)
    form = YearForm(without_nul(request.POST), prefix="simulate")
    if not form.is_valid():
        return page(request, found, acting, year=form, tried=Tried("simulate", form), status=422)
    try:
        actions.simulate(
            sheet_id=pk, actor=acting, expected_revision=version_seen(request), year=form.cleaned_data["year"]
        )
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, found, acting, year=form, tried=Tried("simulate", form), status=422)
    except Refusal as refusal:
        return _refused(request, pk, form, refusal)
    tell(request, _("Simulated: what the sheet would have given stands below, line by line."))
    return go("score_sheet", pk, anchor="simulation")


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Adopts, retires or discards the sheet."""
    found, acting = found_sheet(request, pk)
    if key not in QUESTIONS and key not in _ASIDE:
        raise Http404
    form = ReasonForm(without_nul(request.POST), move=course.SHEET.move(key))
    if not form.is_valid():
        return page(request, found, acting, tried=Tried(key, form), status=422)
    try:
        moved = actions.move_sheet(
            sheet_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refusal as refusal:
        return _refused(request, pk, form, refusal, key)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(course.SHEET.state(moved.state).label)
    tell(request, sentence.format(move=_(course.SHEET.move(key).label), state=state))
    return go("score_sheet", pk)


def _refused(
    request: HttpRequest, pk: int, form: forms.Form, refusal: Refusal, key: str = ""
) -> HttpResponse:
    found, acting = found_sheet(request, pk)
    tried = Tried(key, form, refusal, typed(form))
    return page(request, found, acting, tried=tried, status=refusal.status)


@staff_page
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as CSV in the columns of published sheets."""
    found, _acting = found_sheet(request, pk)
    answer = HttpResponse(
        sheet_files.write(indicators_of(found)).encode(), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="score-sheet-{found.pk}.csv"'
    return answer

"""A problem (问题): how it is put right, what was done, and the moves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.consultations import access_collecting as access
from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.actions import problems as actions
from gongkai.consultations.forms.documents import MoveForm
from gongkai.consultations.forms.problems import PlanForm, ReportForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries.records import Problem, Remark
from gongkai.consultations.staff.collecting.common import cards, found_problem, problem_trail
from gongkai.consultations.staff.collecting.deeds import note_refusal
from gongkai.consultations.staff.collecting.remarks import row
from gongkai.consultations.staff.documents.common import Tried, show, without_nul
from gongkai.core import clock, text
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain import privacy
from gongkai.domain.consultations.problems import PROCESS, PUBLIC
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as told_in_words

#: Remarks shown on the record; the others stand in their collection.
MOST_REMARKS = 100


@staff_page
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found_problem(request, pk)
    return _page(request, of, acting)


@staff_page
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the measure, the unit and the last day."""
    of, acting = found_problem(request, pk)
    access.may_plan(acting, of).require()
    form = PlanForm(without_nul(request.POST), units=lists.units_of(of.agency_id), prefix="plan")
    tried = Tried("plan", form)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.plan(
                problem_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                unit_id=said["unit"],
                measure=said["measure"],
                due_on=said["due_on"],
            )
        except Refusal as refusal:
            return _refused(request, pk, tried, refusal)
        tell(request, _("Measure, unit and last day are saved."))
        return go("problem", pk)
    return _page(request, of, acting, tried, 422)


@staff_page
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes what was done and what proves it."""
    of, acting = found_problem(request, pk)
    access.may_report(acting, of).require()
    form = ReportForm(without_nul(request.POST), prefix="report")
    tried = Tried("report", form)
    if form.is_valid():
        try:
            actions.report(
                problem_id=pk, actor=acting, expected_revision=version_seen(request), **form.cleaned_data
            )
        except Refusal as refusal:
            return _refused(request, pk, tried, refusal)
        tell(request, _("What was done is saved. Report it done to have it checked."))
        return go("problem", pk)
    return _page(request, of, acting, tried, 422)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found_problem(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return _page(request, of, acting, tried, 422)
    try:
        moved = actions.move_problem(
            problem_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("problem", pk)


def _refused(request: HttpRequest, pk: int, tried: Tried, refusal: Refusal) -> HttpResponse:
    """The record as it stands now, with the sentence at its field or on top."""
    note_refusal(tried, refusal)
    of, acting = found_problem(request, pk)
    return _page(request, of, acting, tried, refusal.status)


def _page(
    request: HttpRequest, of: Problem, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    tried = tried or Tried()
    sees_collection = reads.collection(acting, of.collection_id) is not None
    context: dict[str, Any] = {
        "of": of,
        "badges": [words.problem_badge(of)],
        "facts": _facts(of, sees_collection=sees_collection),
        "sentence": PROCESS.state(of.state).label,
        "next": words.next_step(of),
        "due_on": of.due_on if of.state in ("planned", "done") else None,
        "days_left": (of.due_on - clock.today()).days if of.due_on else None,
        "moves": cards(reads.offers(of, acting), tried, "problem_move", of.pk),
        "tried": tried,
        "errors": error_summary(tried.form)["errors"] if tried.form and not tried.refusal else [],
        **_forms(of, acting, tried),
        "remarks": [_remark(each, acting) for each in reads.remarks_of_problem(of)[:MOST_REMARKS]],
        "remark_count": of.remark_count,  # type: ignore[attr-defined]
        "linked": sees_collection,
        "public_url": address_if_any("portal:problem", of.agency.code, of.number)
        if of.state in PUBLIC
        else "",
        "timeline": list(reversed(told_in_words(reads.told(of)))),
        "crumbs": problem_trail(of),
    }
    return show(request, "problem_record", context, status)


def _remark(found: Remark, acting: StaffActor) -> dict[str, Any]:
    """A remark that shows it; whoever does not sort them reads it without what is personal."""
    one = row(found.collection, found)
    if not access.may_sort(acting, found.collection):
        one |= {"words": found.public_words or privacy.mask(one["words"]), "who": ""}
    return one


def _facts(of: Problem, *, sees_collection: bool) -> list[dict[str, Any]]:
    collection: dict[str, Any] = {"label": _("Found in"), "value": of.collection.title, "wide": True}
    if sees_collection:
        collection["url"] = address("collection", of.collection_id)
    rows: list[dict[str, Any]] = [
        {"label": _("Number"), "value": of.number},
        {"label": _("Unit that puts it right"), "value": document_words.unit_name(of.unit) if of.unit else "—"},
        {"label": _("Last day for putting it right"), "value": text.day(of.due_on) or "—"},
        collection,
    ]  # fmt: skip
    if of.settled_on:
        rows.insert(3, {"label": _("Found put right on"), "value": text.day(of.settled_on)})
    return rows


def _forms(of: Problem, acting: StaffActor, tried: Tried) -> dict[str, Any]:
    """The two forms, where the person may send them now."""
    found: dict[str, Any] = {"plan_form": None, "report_form": None}
    if access.may_plan(acting, of):
        first = {"unit": of.unit_id, "measure": of.measure, "due_on": of.due_on}
        found["plan_form"] = (
            tried.form
            if isinstance(tried.form, PlanForm)
            else PlanForm(units=lists.units_of(of.agency_id), prefix="plan", initial=first)
        )
    if access.may_report(acting, of):
        said = {"outcome": of.outcome, "evidence": of.evidence}
        found["report_form"] = (
            tried.form if isinstance(tried.form, ReportForm) else ReportForm(prefix="report", initial=said)
        )
    return found

"""A post-evaluation (后评估): begun from a document in force, written, and moved on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.consultations import access_evaluating as access
from gongkai.consultations import document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.actions import evaluating as actions
from gongkai.consultations.forms.evaluating import EvaluationForm, EvaluationMoveForm
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.records import Evaluation
from gongkai.consultations.staff.documents.common import Tried, found, revision, show, without_nul
from gongkai.consultations.staff.evaluating.common import (
    cards,
    evaluation_trail,
    facts,
    found_evaluation,
    moved_to,
    note_refusal,
)
from gongkai.consultations.staff.evaluating.rows import evaluation_row
from gongkai.core import clock, text
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations.evaluating import PROCESS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as told_in_words

FIELDS = ("evaluated_on", "evaluators", "methods", "approach", "findings", "conclusion", "summary")


@staff_page
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the evaluation of a document; shows when it is due, and what was evaluated before."""
    document, acting = found(request, pk)
    access.may_evaluate(acting, document).require()
    if not reads.is_in_force(document, clock.today()):
        raise Refusal(say("Only a normative document in force is evaluated."))
    if request.method == "POST":
        made = actions.begin_evaluation(document_id=pk, actor=acting)
        tell(request, _("The evaluation is begun as {number}.").format(number=made.number))
        return go("evaluation_edit", made.pk)
    earlier = reads.of_document(document)
    for each in earlier:
        each.document, each.unit = document, document.unit
    due = reads.due_of(document)
    context = {
        "document": document,
        "due_on": due,
        "days_left": (due - clock.today()).days if due else None,
        "rule": words.house_rule("evaluation"),
        "rows": [evaluation_row(each) for each in earlier],
        "back_url": address("consultation", pk),
        "crumbs": evaluation_trail(None, (_("Begin a post-evaluation"), "")),
    }
    return show(request, "evaluation_new", context)


@staff_page
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found_evaluation(request, pk)
    return _page(request, of, acting)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found_evaluation(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = EvaluationMoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return _page(request, of, acting, tried, 422)
    try:
        moved = actions.move_evaluation(
            evaluation_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            given=form.said(),
        )
    except Refusal as refusal:
        note_refusal(tried, refusal)
        of, acting = found_evaluation(request, pk)
        return _page(request, of, acting, tried, refusal.status)
    tell(request, moved_to(moved, key))
    return go("evaluation", pk)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes what was done and found."""
    of, acting = found_evaluation(request, pk)
    access.may_write(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    form = EvaluationForm(data, initial={name: getattr(of, name) for name in FIELDS})
    refusal: Refusal | None = None
    if data is not None and form.is_valid():
        try:
            actions.write_evaluation(
                evaluation_id=pk, actor=acting, expected_revision=version_seen(request), given=form.given()
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The evaluation is saved."))
            return go("evaluation", pk)
    now = found_evaluation(request, pk)[0] if refusal else of
    context = {
        "of": of,
        "form": form,
        "refusal": refusal,
        "beside": _facts(now) if isinstance(refusal, Conflict) else [],
        "beside_of": now,
        "errors": error_summary(form)["errors"],
        "revision": revision(request, now.revision, refusal),
        "back_url": address("evaluation", pk),
        "crumbs": evaluation_trail(of, (_("Write the evaluation"), "")),
    }
    return show(
        request, "evaluation_edit", context, refusal.status if refusal else 422 if form.errors else 200
    )


def _page(
    request: HttpRequest, of: Evaluation, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    tried = tried or Tried()
    edit_url = address("evaluation_edit", of.pk) if access.may_write(acting, of) else ""
    conclusion = words.conclusion_badge(of)
    context: dict[str, Any] = {
        "of": of,
        "badges": [words.state_badge(of), *([conclusion] if conclusion else [])],
        "facts": _facts(of),
        "due_on": of.due_on if of.state == "draft" else None,
        "days_left": (of.due_on - clock.today()).days,
        "sentence": PROCESS.state(of.state).label,
        "next": words.next_step(of),
        "moves": cards(of, acting, tried),
        "tried": tried,
        "errors": error_summary(tried.form)["errors"] if tried.form and not tried.refusal else [],
        "faults": _faults(of, edit_url) if of.state == "draft" else [],
        "checked": of.state == "draft",
        "edit_url": edit_url,
        "document_url": address("consultation", of.document_id),
        "public_url": address_if_any("portal:evaluation", of.agency.code, of.number)
        if of.published_on
        else "",
        "timeline": list(reversed(told_in_words(reads.told(of)))),
        "crumbs": evaluation_trail(of),
    }
    return show(request, "evaluation_record", context, status)


def _facts(of: Evaluation) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Number"), of.number),
        (_("Unit that evaluates"), document_words.unit_name(of.unit)),
        (_("Due by"), text.day(of.due_on)),
        (_("Day of the evaluation"), text.day(of.evaluated_on)),
        (_("Who evaluated"), of.evaluators),
        (_("How it was evaluated"), words.methods(of)),
        (_("Published on"), text.day(of.published_on)),
    ]
    return facts(rows)


def _faults(of: Evaluation, edit_url: str) -> list[dict[str, Any]]:
    return [
        {
            "label": words.field_name(field),
            "reason": reason,
            "url": f"{edit_url}#id_{field}" if edit_url else "",
        }
        for field, reason in reads.faults(of)
    ]

"""The moves of a collection, its minutes and results, and naming a problem that its figures show."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.consultations import access_collecting as access
from gongkai.consultations.actions import collecting as actions
from gongkai.consultations.actions import problems as problem_actions
from gongkai.consultations.forms.collecting import ResultsForm
from gongkai.consultations.forms.documents import MoveForm
from gongkai.consultations.forms.problems import FindForm
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.staff.collecting import record
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.documents.common import Tried, revision, show, typed, without_nul
from gongkai.core.access import staff_page
from gongkai.core.formfields import needed, refuse
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations.collecting import PROCESS


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found_collection(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        moved = actions.move_collection(
            collection_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refusal as refusal:
        note_refusal(tried, refusal)
        of, acting = found_collection(request, pk)
        return record.page(request, of, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("collection", pk)


def note_refusal(tried: Tried, refusal: Refusal) -> None:
    """Puts a refusal at its field, or on top with what was typed."""
    form = tried.form
    if form is not None and isinstance(refusal, Invalid) and refusal.field in form.fields:
        refuse(form, refusal)
        return
    tried.refusal = refusal
    tried.typed = typed(form) if form is not None else []


@staff_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes, and what came of it."""
    of, acting = found_collection(request, pk)
    access.may_sort(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    form = ResultsForm(data, initial={"minutes": of.minutes, "results": of.results})
    refusal: Refusal | None = None
    if data is not None and form.is_valid():
        try:
            actions.write_results(
                collection_id=pk, actor=acting, expected_revision=version_seen(request), **form.cleaned_data
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("Minutes and results are saved."))
            return go("collection", pk)
    changed = isinstance(refusal, Conflict)
    now = found_collection(request, pk)[0] if changed else of
    context = {
        "of": of,
        "form": form,
        "refusal": refusal,
        "beside": now if changed else None,
        "errors": error_summary(form)["errors"],
        "revision": revision(request, now.revision, refusal),
        "back_url": address("collection", pk),
        "crumbs": trail(of, (_("Minutes and results"), "")),
    }
    return show(
        request, "collection_results", context, refusal.status if refusal else 422 if form.errors else 200
    )


@staff_page
def find_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Names a problem that the figures or a meeting show, without any remark."""
    of, acting = found_collection(request, pk)
    access.may_sort(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    form = FindForm(data, problems=lists.problem_choices(of))
    form.fields.pop("problem", None)
    needed(form.fields["title"], _("Write what is wrong.")).label = _("What is wrong?")
    if data is not None and form.is_valid():
        try:
            made = problem_actions.find_problem(
                collection_id=pk, actor=acting, title=form.cleaned_data["title"]
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("Kept as problem {number}.").format(number=made.number))
            return go("problem", made.pk)
    context = {
        "of": of,
        "form": form,
        "errors": error_summary(form)["errors"],
        "back_url": address("collection", pk),
        "crumbs": trail(of, (_("Name a problem"), "")),
    }
    return show(request, "collection_problem", context, 422 if form.errors else 200)

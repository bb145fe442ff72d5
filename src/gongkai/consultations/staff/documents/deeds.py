"""The moves of a document, and what is published with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.consultations import access
from gongkai.consultations.actions import writing
from gongkai.consultations.actions.moving import move as make_move
from gongkai.consultations.forms.documents import MoveForm, WithItForm
from gongkai.consultations.staff.documents import record
from gongkai.consultations.staff.documents.common import (
    Tried,
    found,
    revision,
    show,
    trail,
    typed,
    without_nul,
)
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import PROCESS


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        moved = make_move(
            document_id=pk, key=key, actor=acting, expected_revision=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("consultation", pk)


def _refused(request: HttpRequest, pk: int, tried: Tried, refusal: Refusal) -> HttpResponse:
    """The record again, with the sentence at its field or on top."""
    form = tried.form
    if form is not None and isinstance(refusal, Invalid) and refusal.field in form.fields:
        refuse(form, refusal)
    else:
        tried.refusal = refusal
        tried.typed = typed(form) if form is not None else []
    of, acting = found(request, pk)
    return record.page(request, of, acting, tried=tried, status=refusal.status)


@staff_page
def with_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The interpretation, the channels, the first day and the validity."""
    of, acting = found(request, pk)
    access.may_prepare_publication(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    names = ("interpretation", "channels", "in_force_from", "validity_years")
    form = WithItForm(data, initial={name: getattr(of, name) for name in names})
    validity = rules.house("validity")
    hint = _("1 to {most}; left empty: {most}. Its validity ends by itself after that.")
    form.fields["validity_years"].help_text = hint.format(most=validity["years"])
    refusal: Refusal | None = None
    if data is not None and form.is_valid():
        try:
            writing.write_with_it(
                document_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                **form.cleaned_data,
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("What is published with it is saved."))
            return go("consultation", pk)
    context = {
        "document": of,
        "form": form,
        "counted": rules.kinds()[of.kind].counted,
        "refusal": refusal,
        "errors": error_summary(form)["errors"],
        "revision": revision(request, found(request, pk)[0].revision if refusal else of.revision, refusal),
        "back_url": address("consultation", pk),
        "crumbs": trail(of, (_("Published with it"), "")),
    }
    return show(
        request, "document_with_it", context, refusal.status if refusal else 422 if form.errors else 200
    )

"""Moves of a record."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.campaigns.actions import moving
from gongkai.campaigns.forms.inspections import InspectionMoveForm
from gongkai.campaigns.staff.inspections import record
from gongkai.campaigns.staff.inspections.cards import Tried
from gongkai.campaigns.staff.inspections.common import found
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import go, tell, version_seen
from gongkai.domain.campaigns.inspection_course import PROCESS


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = InspectionMoveForm(request.POST, move=PROCESS.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        moved = moving.move_inspection(
            inspection_id=pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal = refusal
        tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
        of, acting = found(request, pk)
        return record.page(request, of, acting, tried=tried, status=refusal.status)
    state = _(PROCESS.state(moved.state).label)
    sentence = _("Done: {move}. It now stands at: {state}.")
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("inspection", pk)

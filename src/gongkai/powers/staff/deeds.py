"""Deeds on an entry: the moves of its versions, and the beginning of a new version."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import tell, version_seen
from gongkai.domain.powers.course import PROCESS
from gongkai.powers import actions
from gongkai.powers.forms.moves import MoveForm
from gongkai.powers.queries import register
from gongkai.powers.queries.records import Entry, Version
from gongkai.powers.staff import record
from gongkai.powers.staff.cards import Tried
from gongkai.powers.staff.common import address_of, found, go_to, wanted


@staff_page
@require_POST
def move(request: HttpRequest, kind: str, code: str, key: str, agency: str = "") -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    entry, acting = found(request, kind, code, agency)
    version = _of(entry, request.POST.get("number", ""))
    if not PROCESS.has_move(key) or version is None:
        raise Http404
    form = MoveForm(request.POST, move=PROCESS.move(key), auto_id=f"id_{version.number}_%s")
    tried = Tried(version.pk, key, form)
    if not form.is_valid():
        return record.page(request, entry, acting, tried=tried, status=422)
    try:
        moved = actions.move(
            version_id=version.pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal = refusal
        tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
        entry, acting = found(request, kind, code, agency)
        return record.page(request, entry, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go_to(entry)


def _of(entry: Entry, number: str) -> Version | None:
    return wanted(register.versions(entry), number)


@staff_page
@require_POST
def revise(request: HttpRequest, kind: str, code: str, agency: str = "") -> HttpResponse:
    """Begins the next version as a copy of the one in force, and opens it."""
    entry, acting = found(request, kind, code, agency)
    try:
        actions.draft_new_version(actor=acting, entry_id=entry.pk)
    except Refusal as refusal:
        return record.page(request, entry, acting, tried=Tried(refusal=refusal), status=refusal.status)
    tell(
        request, _("A new version is begun. What is in force stays as it is until the new one is published.")
    )
    response = go_to(entry)
    response["Location"] = address_of(entry, "power_edit")
    return response

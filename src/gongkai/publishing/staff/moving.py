"""Deeds on a record: moving it along its process, recording where it was put out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.disclosure import PROCESS
from gongkai.people.middleware import actor
from gongkai.publishing import actions, forms, queries
from gongkai.publishing.forms.base import refuse
from gongkai.publishing.staff import record
from gongkai.publishing.staff.common import found, go, tell, upload, version_seen
from gongkai.publishing.staff.tried import Tried


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    document, acting = found(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    wanted = PROCESS.move(key)
    form = forms.MoveForm(request.POST, move=wanted)
    tried = Tried(key=key, move=form)
    if not form.is_valid():
        return record.page(request, document, acting, tried=tried, status=422)
    try:
        moved = actions.move(
            document_id=pk, key=key, actor=acting, expected_version=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        if isinstance(refusal, Invalid) and refusal.field in form.fields:
            refuse(form, refusal)
        else:
            tried.refusal = refusal
            tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
        document, acting = found(request, pk)
        return record.page(request, document, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    tell(request, sentence.format(move=_(wanted.label), state=_(PROCESS.state(moved.state).label)))
    return go("document", pk) if queries.document_for_staff(actor(request), pk) else go("home")


@staff_page
@require_POST
def record_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a release on a channel, with link or evidence."""
    document, acting = found(request, pk)
    channels = queries.channels(document.agency_id)
    form = forms.ReleaseForm(request.POST, request.FILES, channels=channels, today=clock.today())
    tried = Tried(release=form)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.record_release(
                document_id=pk,
                actor=acting,
                channel_id=data["channel"],
                released_on=data["released_on"],
                url=data["url"],
                note=data["note"],
                evidence=upload(data["evidence"]) if data["evidence"] else None,
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The release is recorded."))
            return _to_releases(pk)
    return record.page(request, document, acting, tried=tried, part="releases", status=422)


@staff_page
@require_POST
def strike_release(request: HttpRequest, pk: int, release: int) -> HttpResponse:
    """Takes a release recorded by mistake out of the counts."""
    document, acting = found(request, pk)
    if queries.release(document, release) is None:
        raise Http404
    form = forms.StrikeForm(request.POST, auto_id=f"strike-{release}-%s")
    if form.is_valid():
        try:
            actions.strike_release(release_id=release, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The release is struck and no longer counted."))
            return _to_releases(pk)
    tried = Tried(strike=(release, form))
    return record.page(request, document, acting, tried=tried, part="releases", status=422)


def _to_releases(pk: int) -> HttpResponse:
    response = go("document", pk)
    response["Location"] += "?part=releases"
    return response

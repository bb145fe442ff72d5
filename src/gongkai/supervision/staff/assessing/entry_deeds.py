"""What is done with an entry: handing in, review, appeal and its decision; evidence, and the files of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.staffpages import go, send_kept, upload, version_seen
from gongkai.domain.supervision.assessment import ENTRY
from gongkai.people.actor import StaffActor
from gongkai.supervision.actions import entries
from gongkai.supervision.forms.assessing import AppealForm, EvidenceForm, JudgedForm
from gongkai.supervision.queries import assessed
from gongkai.supervision.staff.assessing.common import Again, attempt, found_entry
from gongkai.supervision.staff.assessing.entry import FILLED, page, stand_of
from gongkai.supervision.staff.common import Tried, without_nul


def _again(request: HttpRequest, pk: int) -> Again:
    def again(tried: Tried, status: int) -> HttpResponse:
        found, acting = found_entry(request, pk)
        return page(request, found, acting, tried, status)

    return again


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the entry shows why with everything typed kept."""
    found, acting = found_entry(request, pk)
    if not ENTRY.has_move(key) or not ENTRY.move(key).roles:
        raise Http404
    data = without_nul(request.POST)
    form: forms.Form = stand_of(found).form(key, data) if key in FILLED else AppealForm(data)
    seen = version_seen(request)

    def do() -> object:
        return _DEEDS[key](pk, acting, seen, form)

    state = _(ENTRY.state(ENTRY.move(key).target).label)
    sentence = _("Done: {move}. It now stands at: {state}.")
    done = sentence.format(move=_(ENTRY.move(key).label), state=state)
    return attempt(request, key, form, do, done, _again(request, pk)) or go("assessed", pk)


def _hand_in(pk: int, acting: StaffActor, seen: int, form: Any) -> object:
    said: JudgedForm = form
    return entries.hand_in(
        entry_id=pk,
        actor=acting,
        expected_revision=seen,
        own=said.counts(),
        words=said.cleaned_data["words"],
    )


def _review(pk: int, acting: StaffActor, seen: int, form: Any) -> object:
    return entries.review(entry_id=pk, actor=acting, expected_revision=seen, judged=form.counts())


def _appeal(pk: int, acting: StaffActor, seen: int, form: Any) -> object:
    words = form.cleaned_data["words"]
    return entries.appeal(entry_id=pk, actor=acting, expected_revision=seen, words=words)


def _decide(pk: int, acting: StaffActor, seen: int, form: Any) -> object:
    return entries.decide(
        entry_id=pk,
        actor=acting,
        expected_revision=seen,
        reason=form.cleaned_data["reason"],
        judged=form.counts(),
    )


_DEEDS: dict[str, Callable[[int, StaffActor, int, Any], object]] = {
    "hand_in": _hand_in,
    "review": _review,
    "appeal": _appeal,
    "decide": _decide,
}


@staff_page
@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds evidence to a line."""
    found, acting = found_entry(request, pk)
    indicators = stand_of(found).indicators
    form = EvidenceForm(without_nul(request.POST), request.FILES, indicators=indicators)

    def do() -> object:
        said = form.cleaned_data
        source, name = upload(said["file"]) if said["file"] else (None, "")
        return entries.add_evidence(
            entry_id=pk,
            actor=acting,
            indicator=said["indicator"],
            words=said["evidence"],
            source=source,
            name=name,
        )

    refused = attempt(request, "evidence", form, do, _("The evidence is added."), _again(request, pk))
    return refused or go("assessed", pk, anchor="evidence")


@staff_page
def evidence_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A file of the evidence, for whoever sees the entry."""
    found, _acting = found_entry(request, pk)
    kept = assessed.piece(found, number) if number < 2**63 else None
    if kept is None or kept.file is None:
        raise Http404
    return send_kept(kept.file.sha256, kept.file_name, kept.file.content_type)

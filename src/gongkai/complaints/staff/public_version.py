"""The anonymised version: prepared by the desk, released by somebody else, taken away again with a reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions, checks
from gongkai.complaints.forms.replying import HideForm, PublicForm
from gongkai.complaints.queries import records, replies
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff import record
from gongkai.complaints.staff.common import found, go, path_to, show, tell, tell_refusal, version_seen
from gongkai.complaints.staff.file_rows import file_rows
from gongkai.complaints.staff.tried import Tried
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render


@staff_page
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """The wording for the public beside what was said; what looks like personal data is shown where it stands."""
    matter, acting = found(request, pk)
    access.may_prepare_public(acting, matter).require()
    if replies.public_version(matter) is None:
        raise Http404
    form = _form(request, matter)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not _personal(form):
            try:
                actions.prepare(
                    matter_id=pk,
                    actor=acting,
                    title=form.cleaned_data["title"],
                    text=form.cleaned_data["text"],
                    answer=form.cleaned_data["answer"],
                    photos=form.cleaned_data.get("photos") or (),
                    expected_version=version_seen(request),
                )
            except Refusal as caught:
                status = caught.status
                if isinstance(caught, Invalid):
                    refuse(form, caught)
                else:
                    refusal = caught
                    matter, acting = found(request, pk)
            else:
                tell(request, _("The version for the public is written. Somebody else releases it."))
                return _back(pk)
    return show(request, "public_version", _context(matter, form, refusal), status)


def _context(matter: Matter, form: PublicForm, refusal: Refusal | None) -> dict[str, Any]:
    sent = next((each for each in replies.of_matter(matter) if each.sent_at), None)
    return {
        "matter": matter,
        "form": form,
        "refusal": refusal,
        "sent": sent,
        "files": file_rows(matter, records.files(matter).of("reported", "before", "after", "reply")),
        "crumbs": path_to(matter, (_("Version for the public"), "")),
    }


def _form(request: HttpRequest, matter: Matter) -> PublicForm:
    row = replies.public_version(matter)
    assert row is not None
    kept = records.files(matter).of("reported", "before", "after", "reply")
    offered = [(each.pk, each.name) for each in kept if each.veiled_key and each.erased_at is None]
    initial = {
        "title": row.title or matter.title,
        "text": row.text,
        "answer": row.answer,
        "photos": row.photos,
    }
    return PublicForm(request.POST if request.method == "POST" else None, initial=initial, photos=offered)


def _personal(form: PublicForm) -> bool:
    """Puts every finding at its field, each with the place it quotes; whether there were any."""
    for name in ("title", "text", "answer"):
        for each in checks.personal(form.cleaned_data[name]):
            sentence = _("{message} Here: {place}")
            form.add_error(name, sentence.format(message=render(each.message), place=each.where))
    return bool(form.errors)


@staff_page
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Releases the wording; never by whoever wrote it."""
    _matter, acting = found(request, pk)
    try:
        actions.release(matter_id=pk, actor=acting, expected_version=version_seen(request))
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("The matter and its answer are public now."))
    return _back(pk)


@staff_page
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the matter from every public list again."""
    matter, acting = found(request, pk)
    form = HideForm(request.POST, prefix="hide")
    tried = Tried(key="hide", hide=form)
    if form.is_valid():
        try:
            actions.hide(matter_id=pk, actor=acting, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
            return record.page(request, matter, acting, tried=tried, part="public", status=refusal.status)
        tell(request, _("The matter is taken from the public lists."))
        return _back(pk)
    return record.page(request, matter, acting, tried=tried, part="public", status=422)


def _back(pk: int) -> HttpResponse:
    response = go("complaint", pk)
    response["Location"] += "?part=public"
    return response

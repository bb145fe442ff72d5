"""The answer's page: one form whose every button saves first, so that nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import search
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import outcomes
from gongkai.people.actor import StaffActor
from gongkai.requests import access, actions, own_words, words
from gongkai.requests.forms.answering import WRITTEN, AnswerFileForm, AnswerForm, OwnRecordForm, kinds_with
from gongkai.requests.queries import desk, records
from gongkai.requests.queries.records import Request
from gongkai.requests.staff import parts, record
from gongkai.requests.staff.common import (
    address,
    due_fields,
    found,
    go,
    path_to,
    show,
    tell,
    upload,
    version_seen,
)

#: What is offered beside the answer, at most.
OFFERED = 5
ACCEPTED = ".pdf,.doc,.docx,.xls,.xlsx,.csv,.ofd,.png,.jpg,.jpeg,.zip,.txt"


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the answer; saves it and whatever else was asked for in the same click."""
    matter, acting = found(request, pk)
    access.may_edit_answer(acting, matter).require()
    if request.method != "POST":
        return _page(request, matter, acting, _form(matter))
    form, file_form = _form(matter, request), AnswerFileForm(request.POST, request.FILES, prefix="file")
    if not form.is_valid() or not file_form.is_valid():
        return _page(request, matter, acting, form, file_form=file_form, status=422)
    try:
        matter = actions.save_answer(
            request_id=pk, actor=acting, expected_version=version_seen(request), content=form.content()
        )
        _files(request, matter, acting, file_form)
    except Refusal as refusal:
        matter, acting = found(request, pk)
        access.may_edit_answer(acting, matter).require()
        name = getattr(refusal, "field", "")
        if isinstance(refusal, Invalid) and name in form.fields:
            refuse(form, refusal)
            return _page(request, matter, acting, form, file_form=file_form, status=refusal.status)
        return _page(
            request, matter, acting, form, file_form=file_form, refusal=refusal, status=refusal.status
        )
    return _onward(request, pk)


def _files(request: HttpRequest, matter: Request, acting: StaffActor, form: AnswerFileForm) -> None:
    """Adds the file that came along, and takes off the one whose button was pressed."""
    version: int | None = matter.version
    if source := form.cleaned_data["file"]:
        content, name = upload(source)
        actions.add_file(
            request_id=matter.pk,
            actor=acting,
            expected_version=version,
            source=content,
            name=name,
            title=form.cleaned_data["title"],
            delivered=not form.cleaned_data["original"],
        )
        version = None
    deed, _dash, number = request.POST.get("do", "").partition("-")
    if deed == "remove" and number.isascii() and number.isdigit() and len(number) < 19:
        actions.remove_file(request_id=matter.pk, actor=acting, expected_version=version, file_id=int(number))


def _onward(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the button leads once everything is saved."""
    deed, _dash, number = request.POST.get("do", "").partition("-")
    if deed == "preview":
        return go("request_answer_preview", pk)
    if deed == "redact" and number.isascii() and number.isdigit() and len(number) < 19:
        return go("request_redact", pk, int(number))
    tell(request, _("The answer is saved."))
    if deed == "finish":
        response = go("request", pk)
        response["Location"] += "?part=answer"
        return response
    return go("request_answer", pk, anchor="files" if deed in ("add", "remove") else "")


def _form(matter: Request, request: HttpRequest | None = None) -> AnswerForm | OwnRecordForm:
    row = records.answer_of(matter)
    initial = {name: getattr(row, name) for name in WRITTEN} if row else {}
    make = OwnRecordForm if matter.matter == "own_record" else AnswerForm
    objections = any(each.consultation.result == "objects" for each in records.hearings(matter))
    return make(request.POST if request else None, initial=initial, objections=objections)


def _page(
    request: HttpRequest,
    matter: Request,
    acting: StaffActor,
    form: AnswerForm | OwnRecordForm,
    *,
    file_form: AnswerFileForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = record.chief(records.explained_deadlines(matter))
    context = {
        "matter": matter,
        "supplement": own_words.read(matter, "supplement"),
        "form": form,
        "file_form": file_form or AnswerFileForm(prefix="file"),
        "refusal": refusal,
        "own_record": matter.matter == "own_record",
        "files": parts.files(matter, records.answer_files(matter)),
        "files_kinds": " ".join(kinds_with("files")),
        "missing": record.missing(matter),
        "due": due_fields(standing),
        "accepted": ACCEPTED,
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "similar": [_past(each) for each in desk.similar_requests(matter, OFFERED)],
        "suggested_documents": suggested_documents(matter),
        "crumbs": path_to(matter, (_("Answer"), "")),
    }
    if isinstance(form, AnswerForm):
        context |= _kind(form)
    return show(request, "answer", context, status)


def _kind(form: AnswerForm) -> dict[str, Any]:
    """The kind of answer chosen: its whole text, the row to suggest, and how sure the mapping is."""
    found_kind = next((each for each in outcomes.answers() if each.key == form.kind_chosen), None)
    suggested = form.suggested
    return {
        "kind": found_kind,
        "kind_text": found_kind.text if found_kind else "",
        "suggested": f"{suggested.number} {words.outcome(suggested.key)}" if suggested else "",
        "practice": found_kind is not None and not found_kind.mapping_verified,
        "practice_note": found_kind.mapping_note if found_kind else "",
        "by_ground": found_kind is not None and found_kind.by_ground,
        "parts": form.parts(),
    }


def _past(matter: Request) -> dict[str, Any]:
    """An answered request that asks for something alike."""
    return {
        "number": matter.number,
        "title": matter.subject,
        "url": address("request", matter.pk) + "?part=answer",
        "outcome": words.outcome(matter.outcome),
        "closed_on": matter.closed_on,
    }


def suggested_documents(matter: Request) -> list[dict[str, Any]]:
    """Documents of the agency that are public already and may hold what is asked for."""
    found_documents = search.search(
        search.Query(text=matter.subject, kinds=("document",), agency=matter.agency.code, limit=OFFERED)
    )
    return [
        {
            "title": "".join(text for text, _hit in hit.title),
            "url": address("document", hit.key),
            "day": hit.day,
        }
        for hit in found_documents.hits
    ]

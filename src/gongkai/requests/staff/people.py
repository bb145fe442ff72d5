"""The applicant's data, files and letters, shown for a purpose that stands in the ledger."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import letters
from gongkai.core.access import staff_page
from gongkai.core.context import demonstration
from gongkai.core.formfields import refuse
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Refusal
from gongkai.requests import actions
from gongkai.requests.forms.staff import PurposeForm, letter_purpose
from gongkai.requests.queries import records
from gongkai.requests.staff import record
from gongkai.requests.staff.common import found, go, tell_refusal
from gongkai.requests.staff.tried import Tried

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff_page
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the applicant's data on this one page."""
    matter, acting = found(request, pk)
    form = PurposeForm(request.POST)
    tried = Tried(key="reveal", purpose=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, part="matter", status=422)
    try:
        identity = actions.reveal(request_id=pk, actor=acting, purpose=form.cleaned_data["purpose"])
    except Refusal as refusal:
        refuse(form, refusal)
        return record.page(request, matter, acting, tried=tried, part="matter", status=refusal.status)
    return record.page(request, matter, acting, part="matter", shown=identity)


@staff_page
@require_POST
def sealed_file(request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """Sends a file of the applicant, always as a download."""
    matter, acting = found(request, pk)
    form = PurposeForm(request.POST)
    if not form.is_valid() or number not in {each.pk for each in records.files(matter)}:
        tried = Tried(key="reveal", purpose=form)
        return record.page(request, matter, acting, tried=tried, part="matter", status=422)
    try:
        file, content = actions.open_file(file_id=number, actor=acting, purpose=form.cleaned_data["purpose"])
    except Refusal as refusal:
        refuse(form, refusal)
        tried = Tried(key="reveal", purpose=form)
        return record.page(request, matter, acting, tried=tried, part="matter", status=refusal.status)
    return _private(
        FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    )


@staff_page
@require_POST
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """Sends a letter as PDF or DOCX; it names the applicant, so the purpose is noted."""
    _matter, acting = found(request, pk)
    purpose = letter_purpose(request.POST.get("purpose", ""))
    word = request.POST.get("kind") == "docx"
    try:
        sent = actions.open_letter(request_id=pk, letter_id=number, actor=acting, purpose=purpose)
        content = (letters.docx if word else letters.pdf)(sent, demonstration=demonstration())
    except Refusal as refusal:
        return _back(request, pk, refusal)
    except PrintError as problem:
        return _back(request, pk, Refusal(str(problem)))
    name = _("{number} {title}").format(number=sent.number, title=sent.title)
    response = HttpResponse(content, content_type=DOCX if word else PDF)
    response["Content-Disposition"] = _attached(f"{name}.{'docx' if word else 'pdf'}")
    return _private(response)


def _back(request: HttpRequest, pk: int, refusal: Refusal) -> HttpResponse:
    tell_refusal(request, refusal)
    response = go("request", pk)
    response["Location"] += "?part=letters"
    return response


def _attached(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _private(response: HttpResponse | FileResponse) -> HttpResponse | FileResponse:
    response["Cache-Control"] = "no-store, private"
    return response

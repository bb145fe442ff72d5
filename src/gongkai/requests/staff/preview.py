"""The answer's letter exactly as it will be issued, without its number; and the files of the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock, letters
from gongkai.core.access import staff_page
from gongkai.core.letters import LetterDraft
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Refusal
from gongkai.domain.text import say
from gongkai.requests.actions.letters_of import answer_letter, answer_values, common
from gongkai.requests.identity import masked_name
from gongkai.requests.queries import records
from gongkai.requests.queries.records import Request
from gongkai.requests.staff.common import address, found, path_to, send_kept, show


@dataclass(frozen=True, slots=True)
class Previewed:
    """The letter as it would go out today, or why it cannot."""

    draft: LetterDraft | None
    refusal: Refusal | None


def of(matter: Request) -> Previewed:
    """The letter of the present answer; the applicant's name is masked until it is issued."""
    row = records.answer_of(matter)
    if row is None or not (row.kind or row.own_record_result):
        raise Http404
    if matter.matter != "own_record" and not row.outcome:
        reason = say(
            "Confirm the row of the annual report first; it decides which remedies the letter names."
        )
        return Previewed(None, Refusal(reason))
    kind, group = answer_letter(matter, row)
    values = {**common(matter), **answer_values(matter, row)}
    values["applicant_name"] = masked_name(values["applicant_name"])
    try:
        draft = letters.preview(
            agency=matter.agency,
            kind=kind,
            values=values,
            on=clock.today(),
            outcome_group=group,
            addressee=values["applicant_name"],
        )
    except Refusal as refusal:
        return Previewed(None, refusal)
    return Previewed(draft, None)


@staff_page
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a page."""
    matter, _acting = found(request, pk)
    previewed = of(matter)
    draft = previewed.draft
    context = {
        "matter": matter,
        "draft": draft,
        "preview": {
            "draft": draft,
            "number": letters.sheet_of_draft(draft).document_number if draft else "",
            "day": letters.zh_day(draft.issued_on) if draft else "",
        },
        "refusal": previewed.refusal,
        "files": [each.title or each.name for each in records.answer_files(matter) if each.delivered],
        "pdf_url": address("request_answer_paper", matter.pk),
        "back_url": address("request_answer", matter.pk)
        if matter.state == "handling"
        else address("request", matter.pk) + "?part=answer",
        "crumbs": path_to(matter, (_("Preview of the letter"), "")),
    }
    return show(request, "preview", context, 200 if draft else 409)


@staff_page
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    matter, _acting = found(request, pk)
    previewed = of(matter)
    if previewed.draft is None:
        return preview(request, pk)
    try:
        content = pdf(letters.sheet_of_draft(previewed.draft))
    except PrintError as problem:
        raise Refusal(str(problem)) from problem
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="preview-{matter.number}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page
def answer_file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of an answer: what is given to the applicant, and the originals for those who may see the request."""
    matter, _acting = found(request, pk)
    file = records.answer_file(matter, number)
    if file is None:
        raise Http404
    return send_kept(file.file.sha256, file.name, file.file.content_type)

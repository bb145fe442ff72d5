"""Opinions and answers taken out as files, and the adoption report as a Word document."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.consultations import exporting, report_paper
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document
from gongkai.consultations.staff.documents.common import found
from gongkai.core.access import staff_page
from gongkai.core.paper.docx import docx
from gongkai.core.refusals import Refusal
from gongkai.core.sending import attachment
from gongkai.domain.text import say

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@staff_page
def export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The opinions (CSV, XLSX, JSON), or the adoption report (DOCX). Nobody's name is in any of them."""
    of, _acting = found(request, pk)
    if form not in TYPES:
        raise Http404
    name = f"{of.number}-{'report' if form == 'docx' else 'opinions'}.{form}"
    response = _file(of, form, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _file(of: Document, form: str, name: str) -> HttpResponseBase:
    if form == "docx":
        if not texts.put_out(of):
            raise Refusal(say("No version was put out for opinions yet: there is nothing to report."))
        return attachment(docx(report_paper.sheet_of(of)), name=name, content_type=TYPES[form])
    if form == "xlsx":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "opinions.xlsx"
            exporting.write_xlsx(path, of)
            file = path.open("rb")  # the response closes it; its name is gone at once
        return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])
    lines = exporting.csv_lines(of) if form == "csv" else exporting.json_lines(of)
    response = StreamingHttpResponse(lines, content_type=TYPES[form])
    # Numbers of projects hold figures, capitals and dashes alone.
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

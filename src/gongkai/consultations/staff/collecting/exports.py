"""Figures and public remarks of a collection taken out as files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.consultations import collecting_files as files
from gongkai.consultations.staff.collecting.common import found_collection
from gongkai.core.access import staff_page

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@staff_page
def export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The file. Nobody's name is in it, and no free answer."""
    of, _acting = found_collection(request, pk)
    if form not in TYPES or of.state in ("draft", "discarded"):
        raise Http404
    name = f"{of.number}.{form}"
    response: HttpResponseBase
    if form == "xlsx":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "collection.xlsx"
            files.write_xlsx(path, of)
            file = path.open("rb")  # the response closes it; its name is gone at once
        response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])
    else:
        response = StreamingHttpResponse(files.csv_lines(of), content_type=TYPES[form])
        # Numbers of collections hold figures, capitals and dashes alone.
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response

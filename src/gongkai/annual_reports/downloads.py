"""A report as a file to be downloaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from gongkai.annual_reports import rendering
from gongkai.annual_reports.rendering import work
from gongkai.annual_reports.work_verifying import is_work_report
from gongkai.core.context import demonstration

CONTENT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def content(document: Mapping[str, Any], kind: str) -> bytes:
    """The document in one of its forms. Raises ``PrintError`` with a sentence where paper cannot be set."""
    marked = demonstration()
    if kind == "json":
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    if is_work_report(document):
        if kind == "html":
            return work.page(document, demonstration=marked).encode()
        return work.paper(document, "pdf" if kind == "pdf" else "docx", demonstration=marked)
    if kind == "html":
        return rendering.page(document, demonstration=marked).encode()
    return rendering.paper(document, "pdf" if kind == "pdf" else "docx", demonstration=marked)


def response(document: Mapping[str, Any], kind: str, name: str) -> HttpResponse:
    """The same for a browser, always as a download."""
    answer = HttpResponse(content(document, kind), content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer

"""A version's text as a file: DOCX and PDF to print, TXT to copy, JSON for programs."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.consultations import paper
from gongkai.consultations.public import present
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document, Version
from gongkai.core.access import public_page
from gongkai.core.paper.docx import docx
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError
from gongkai.core.sending import attachment

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


@public_page
def file(request: HttpRequest, agency: str, number: str, form: str) -> HttpResponseBase:
    """The newest public text, or the version the address asks for."""
    if form not in TYPES:
        raise Http404
    found = present.found_or_404(agency, number)
    versions = reads.versions(found)
    asked = request.GET.get("version", "")
    shown = versions[-1] if not asked else next((v for v in versions if str(v.number) == asked), None)
    if shown is None:
        raise Http404
    final = paper.is_final(found, shown, versions)
    try:
        content = _content(request, found, shown, form, final=final)
    except PrintError as error:
        context = {"error": str(error), "crumbs": present.trail(found, (_("Print"), ""))}
        return render(request, "consultations/public/not_printed.html", context, status=503)
    return attachment(content, name=f"{found.number}-v{shown.number}.{form}", content_type=TYPES[form])


def _content(request: HttpRequest, found: Document, shown: Version, form: str, *, final: bool) -> bytes:
    if form == "json":
        return (json.dumps(record(request, found, shown), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "txt":
        return paper.plain(found, shown, final=final).encode()
    sheet = paper.sheet_of(found, shown, final=final)
    return pdf(sheet) if form == "pdf" else docx(sheet)


def record(request: HttpRequest, found: Document, shown: Version) -> dict[str, Any]:
    """A version as plain data."""
    return {
        "number": found.number,
        "title": found.title,
        "version": shown.number,
        "digest": shown.digest,
        "opens_on": shown.opens_on.isoformat() if shown.opens_on else None,
        "closes_on": shown.closes_on.isoformat() if shown.closes_on else None,
        "explanation": shown.explanation,
        "provisions": provisions(shown),
        "url": present.absolute(request, present.version_address(found, shown)),
    }


def provisions(shown: Version) -> list[dict[str, str]]:
    """The provisions with their keys, numbers and names."""
    return [
        {
            "key": each.provision.key,
            "level": each.provision.level,
            "mark": each.mark,
            "name": each.name,
            "text": each.provision.text,
        }
        for each in texts.numbered(shown)
    ]

"""Open data files of the room (开放数据): the public matters as CSV and JSON, with the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.complaints.api import schemas
from gongkai.complaints.api.matters import shape
from gongkai.complaints.public.files import csv_response, json_response
from gongkai.complaints.public.present import content_lang, crumbs
from gongkai.complaints.queries import published
from gongkai.complaints.queries.published import Asked
from gongkai.core.access import public_page

#: The fields of the files, in their order.
FIELDS = tuple(schemas.PublicMatter.model_fields)


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What the files hold, field by field."""
    context = {
        "fields": [
            {
                "name": name,
                "kind": _kind(name),
                "meaning": _(str(field.description)),
                "example": _example(field),
            }
            for name, field in schemas.PublicMatter.model_fields.items()
        ],
        "lang": content_lang(),
        "crumbs": crumbs((_("Open data of matters"), "")),
    }
    return render(request, "complaints/public/open_data.html", context)


def _kind(name: str) -> str:
    if name in ("lat", "lon"):
        return _("number")
    if name in ("requested", "updated", "closed"):
        return _("moment (ISO 8601)")
    return _("list of addresses") if name == "photos" else _("words")


def _example(field: Any) -> str:
    examples = field.examples or [""]
    return "" if examples[0] in (None, []) else str(examples[0])


@public_page
def matters_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every public matter, streamed."""
    language = translation.get_language() or "zh-hans"
    if kind == "csv":
        return csv_response(FIELDS, _rows(request, language), "matters.csv")
    if kind == "json":
        return json_response(_shapes(request, language), "matters.json")
    raise Http404


def _shapes(request: HttpRequest, language: str) -> Iterator[dict[str, Any]]:
    """Streamed after the view is done: the language is taken along."""
    for row in published.everything(Asked()):
        with translation.override(language):
            yield shape(request, row)


def _rows(request: HttpRequest, language: str) -> Iterator[list[Any]]:
    for each in _shapes(request, language):
        yield [" ".join(value) if isinstance(value, list) else value for value in each.values()]

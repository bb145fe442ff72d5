"""The catalogue's index as a file (索引、名称、内容概述、生成日期: Article 12)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from gongkai.core.access import public_page
from gongkai.core.cells import harmless
from gongkai.core.formfields import one_line
from gongkai.publishing import queries
from gongkai.publishing.downloads import label as law_label
from gongkai.publishing.public.filters import Filters
from gongkai.publishing.public.present import absolute, agency_choices
from gongkai.publishing.queries import public as reads

INDEX = ("index_number", "title", "summary", "date_made", "document_number", "agency")
HEADINGS = (
    "索引号",
    "名称",
    "内容概述",
    "成文日期",
    "文号",
    "发布机构",
    "发布日期",
    "有效性",
    "信息分类",
    "地址",
)
#: The longest key of a catalogue row or of a topic, in characters.
LONGEST_KEY = 60
MORE = ("published_on", "validity", "catalogue", "url")


@public_page
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The catalogue's index (索引、名称、内容概述、生成日期: Article 12) as a CSV or JSON file."""
    query = queries.public_documents(**_export_filters(request.GET))
    rows = (_index_row(request, each) for each in reads.index_rows(query))
    name = "catalogue-index"
    if form == "csv":
        response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(_json(rows), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _export_filters(address: QueryDict) -> dict[str, Any]:
    known = {name: one_line(address.get(name, ""), LONGEST_KEY) for name in ("row", "topic")}
    form = Filters(address, agencies=agency_choices())
    return {**form.chosen(), **{name: value for name, value in known.items() if value}}


def _index_row(request: HttpRequest, document: reads.Document) -> dict[str, Any]:
    live, published = document.live, document.published_at
    assert live is not None
    return {
        "index_number": document.index_number,
        "title": live.title,
        "summary": live.summary,
        "date_made": live.date_made.isoformat() if live.date_made else "",
        "document_number": live.document_number,
        "agency": live.issuing_agency or document.agency.name,
        "published_on": timezone.localtime(published).date().isoformat() if published else "",
        "validity": document.validity,
        "catalogue": [row.label for row in live.catalogue.all()],
        "url": absolute(request, reverse("portal:document", args=[document.slug])),
    }


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # so that spreadsheets read the Chinese
    yield writer.writerow(HEADINGS)
    for row in rows:
        values = {**row, "catalogue": "；".join(row["catalogue"]), "validity": statutory_zh(row["validity"])}
        yield writer.writerow([harmless(values[name]) for name in (*INDEX, *MORE)])


def statutory_zh(key: str) -> str:
    """The Chinese word of a validity: the file is in Chinese whatever the page was."""
    return law_label("validity", key)


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for at, row in enumerate(rows):
        yield (",\n" if at else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"

"""Open data files: CSV that spreadsheets read, and NDJSON-like lists as one JSON array, streamed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from gongkai.core.cells import harmless


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """Rows as a CSV file in UTF-8, with the mark by which spreadsheets know it."""
    return _file(_csv(columns, rows), "text/csv; charset=utf-8", name)


def json_response(rows: Iterable[dict[str, Any]], name: str) -> StreamingHttpResponse:
    """Objects as one JSON array."""
    return _file(_json(rows), "application/json; charset=utf-8", name)


def _file(pieces: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(each) for each in row])


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return "" if value is None else harmless(value)


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for at, row in enumerate(rows):
        yield (",\n" if at else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"

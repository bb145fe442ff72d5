"""A clean-up list as a file (CSV, JSON). What is public stands in it, and no formula runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.consultations import evaluating_words as words
from gongkai.consultations.queries import evaluation_public as reads
from gongkai.consultations.queries.records import CleanUp, CleanUpEntry, Document
from gongkai.core.cells import harmless


def headings() -> list[str]:
    """What the columns are called."""
    return [
        _("Unified number"),
        _("Title"),
        _("Published on"),
        _("In force from"),
        _("In force until"),
        _("What is to become of it"),
        _("Reason"),
    ]


def csv_of(found: CleanUp) -> bytes:
    """The table, with a mark in front by which spreadsheets know it for UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings())
    for each in reads.entries(found):
        writer.writerow([harmless(cell) for cell in _cells(each)])
    return ("\ufeff" + file.getvalue()).encode()


def json_of(found: CleanUp, address: Callable[[Document], str]) -> bytes:
    """The list as plain data; ``address`` gives a document's page."""
    record = {
        "number": found.number,
        "title": found.title,
        "agency": found.agency.code,
        "introduction": found.introduction,
        "as_of": found.as_of.isoformat(),
        "decided_on": _day(found.decided_on),
        "published_on": _day(found.published_on),
        "documents": [_record(each, address) for each in reads.entries(found)],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _cells(entry: CleanUpEntry) -> list[str]:
    of = entry.document
    days = [_day(day) or "" for day in (of.published_on, of.in_force_from, of.lapses_on)]
    return [of.formal_number, of.title, *days, words.result_name(entry.result), entry.reason]


def _record(entry: CleanUpEntry, address: Callable[[Document], str]) -> dict[str, Any]:
    of = entry.document
    return {
        "number": of.number,
        "formal_number": of.formal_number,
        "title": of.title,
        "published_on": _day(of.published_on),
        "in_force_from": _day(of.in_force_from),
        "lapses_on": _day(of.lapses_on),
        "result": entry.result,
        "reason": entry.reason,
        "ended_on": _day(of.ended_on),
        "url": address(of),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None

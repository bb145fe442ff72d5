"""Documents as rows of lists and worklists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import document_words as words
from gongkai.consultations.queries.records import Document
from gongkai.consultations.queries.worklists import Worklist
from gongkai.core.staffpages import address


def work_rows(work: Worklist) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of the room: ``to_do``, ``waiting``, ``soon``, ``done``."""
    return {
        "to_do": [document_row(each, work.unanswered) for each in work.to_do],
        "waiting": [document_row(each, work.unanswered) for each in work.waiting],
        "soon": [
            *(document_row(each, work.unanswered, due=each.closes_on) for each in work.closing),
            *(document_row(each, due=each.lapses_on) for each in work.lapsing),
        ],
        "done": [document_row(each) for each in work.done],
    }


def list_rows(found: Iterable[Document], unanswered: Mapping[int, int]) -> list[dict[str, Any]]:
    """Documents for the list."""
    return [document_row(each, unanswered) for each in found]


def document_row(
    found: Document, unanswered: Mapping[int, int] | None = None, *, due: date | None = None
) -> dict[str, Any]:
    """One document; ``due``: the day the list is about."""
    waiting = (unanswered or {}).get(found.pk, 0)
    badges = [{"label": words.kind_name(found.kind), "kind": "plain"}, words.state_badge(found)]
    if waiting:
        sentence = ngettext("{count} opinion unanswered", "{count} opinions unanswered", waiting)
        badges.append({"label": sentence.format(count=f"{waiting:,}"), "kind": "danger"})
    row: dict[str, Any] = {
        "title": found.title,
        "url": address("consultation", found.pk),
        "number": found.formal_number or found.number,
        "unit": words.unit_name(found.unit),
        "note": _days(found),
        "at": found.updated_at,
        "badges": badges,
    }
    if due is not None:
        row["due_on"] = due
    return row


def _days(found: Document) -> str:
    """The day that matters now."""
    if found.state == "consulting" and found.closes_on:
        return _("Open until {day}").format(day=date_format(found.closes_on))
    if found.state in ("published", "in_force") and found.lapses_on:
        return _("Valid until {day}").format(day=date_format(found.lapses_on))
    return ""

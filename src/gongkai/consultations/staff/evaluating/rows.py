"""Evaluations, clean-up lists and what is due of them as rows of lists and worklists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.queries.evaluation_work import Work
from gongkai.consultations.queries.records import CleanUp, CleanUpEntry, Document, Evaluation
from gongkai.core.staffpages import address


def work_rows(work: Work) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of evaluations and clean-up lists: ``to_do`` and ``soon``."""
    return {
        "to_do": [
            *(evaluation_row(each) for each in work.evaluations),
            *(clean_up_row(each) for each in work.clean_ups),
            *(ending_row(each) for each in work.to_end),
        ],
        "soon": [due_row(document, day) for document, day in work.due],
    }


def evaluation_row(found: Evaluation) -> dict[str, Any]:
    """One evaluation, with its conclusion."""
    badges = [{"label": _("Post-evaluation"), "kind": "plain"}, words.state_badge(found)]
    conclusion = words.conclusion_badge(found)
    return {
        "title": found.document.title,
        "url": address("evaluation", found.pk),
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "due_on": found.due_on if found.state == "draft" else None,
        "at": found.updated_at,
        "badges": [*badges, conclusion] if conclusion else badges,
    }


def clean_up_row(found: CleanUp) -> dict[str, Any]:
    """One list."""
    row: dict[str, Any] = {
        "title": found.title,
        "url": address("clean_up", found.pk),
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "note": _("In force on {day}").format(day=date_format(found.as_of)),
        "at": found.updated_at,
        "badges": [{"label": _("Clean-up list"), "kind": "plain"}, words.state_badge(found)],
    }
    count = getattr(found, "entry_count", None)
    if count is not None:
        sentence = ngettext("{count} document", "{count} documents", count).format(count=f"{count:,}")
        row["badges"].append({"label": sentence, "kind": "quiet"})
    return row


def due_row(document: Document, day: date) -> dict[str, Any]:
    """A document whose evaluation falls due."""
    return {
        "title": document.title,
        "url": address("evaluation_new", document.pk),
        "number": document.formal_number or document.number,
        "unit": document_words.unit_name(document.unit),
        "note": _("Its post-evaluation falls due"),
        "at": document.updated_at,
        "due_on": day,
        "badges": [{"label": _("Post-evaluation"), "kind": "plain"}],
    }


def ending_row(entry: CleanUpEntry) -> dict[str, Any]:
    """A document that a published list says is to be ended."""
    document = entry.document
    return {
        "title": document.title,
        "url": address("clean_up_repeal", entry.clean_up_id, entry.pk),
        "number": document.formal_number or document.number,
        "unit": document_words.unit_name(document.unit),
        "note": _("Clean-up list {number}").format(number=entry.clean_up.number),
        "at": document.updated_at,
        "badges": [words.result_badge(entry)],
    }

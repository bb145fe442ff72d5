"""Collections and problems as rows of lists and worklists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.queries.collection_lists import Work
from gongkai.consultations.queries.records import Collection, Problem
from gongkai.core.staffpages import address
from gongkai.domain.text import N_

#: What a collection waits for, in the words of "My work".
WHY = {
    "open": N_("Drafted: look at it and open it"),
    "tell": N_("Evaluated: publish the results"),
    "write": N_("The draft is not complete"),
    "look": N_("Something came in that nobody looked at"),
    "decide": N_("Somebody signed up and waits for an answer"),
    "evaluate": N_("Closed: write what came of it"),
}


def work_rows(work: Work) -> dict[str, list[dict[str, Any]]]:
    """The person's list of the room's standing channels."""
    rows = [collection_row(each, note=_(WHY[why])) for each, why in work.collections]
    return {"to_do": [*rows, *(problem_row(each) for each in work.problems)]}


def collection_row(found: Collection, *, note: str = "") -> dict[str, Any]:
    """One collection; ``note``: why it waits."""
    return {
        "title": found.title,
        "url": address("collection", found.pk),
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "note": note or words.days_of(found),
        "at": found.updated_at,
        "badges": [{"label": words.kind_name(found.kind), "kind": "plain"}, words.state_badge(found)],
    }


def listed_row(found: Collection) -> dict[str, Any]:
    """One collection of the list, with what came in."""
    row = collection_row(found)
    came = int(getattr(found, "remark_count", 0)) + int(getattr(found, "sheet_count", 0))
    if came:
        sentence = ngettext("{count} came in", "{count} came in", came).format(count=f"{came:,}")
        row["badges"].append({"label": sentence, "kind": "quiet"})
    return row


def problem_row(found: Problem) -> dict[str, Any]:
    """One problem, with the day by which it is to be put right."""
    row: dict[str, Any] = {
        "title": found.title,
        "url": address("problem", found.pk),
        "number": found.number,
        "unit": document_words.unit_name(found.unit) if found.unit else "",
        "note": _("Found in {number}").format(number=found.collection.number),
        "at": found.updated_at,
        "badges": [{"label": _("Problem"), "kind": "plain"}, words.problem_badge(found)],
    }
    if found.state in ("planned", "done") and found.due_on:
        row["due_on"] = found.due_on
    return row

"""Documents as rows of worklists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.deadlines import Standing
from gongkai.domain.disclosure import PROCESS
from gongkai.publishing import words
from gongkai.publishing.queries import Document, Item
from gongkai.publishing.staff.common import address


def title_of(document: Document) -> str:
    """The title to show; a draft may not have one yet."""
    return str(getattr(document, "shown_title", "") or "") or _("(no title yet)")


def state_badge(document: Document) -> dict[str, str]:
    """Where the document stands, as a badge."""
    return {
        "label": PROCESS.state(document.state).label,
        "kind": words.STATE_BADGES.get(document.state, "info"),
    }


def due_fields(standing: Standing | None) -> dict[str, Any]:
    """The fields of a due chip, with the way to its trail."""
    if standing is None or standing.deadline.due_on is None:
        return {}
    return {
        "due_on": standing.deadline.due_on,
        "days_left": standing.days_left,
        "provisional": standing.deadline.provisional,
        "stopped": standing.state in ("stopped", "late"),
        "due_url": address("deadline", standing.deadline.pk),
    }


def work_row(item: Item) -> dict[str, Any]:
    """One document for ``components/work_row.html``."""
    document = item.document
    return {
        "id": f"{document.pk}:{document.version}",
        "title": title_of(document),
        "url": address("document", document.pk),
        "number": document.index_number,
        "unit": document.unit.name,
        "person": document.author.name,
        "at": document.updated_at,
        "badges": [state_badge(document)],
        **due_fields(item.standing),
    }


def work_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Documents for a worklist."""
    return [work_row(item) for item in items]

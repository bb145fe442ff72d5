"""Documents as rows of worklists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.staffpages import due_fields
from gongkai.domain.disclosure import PROCESS
from gongkai.publishing import words
from gongkai.publishing.queries import Document, Item
from gongkai.publishing.staff.common import address

__all__ = ["due_fields", "state_badge", "title_of", "work_row", "work_rows"]


def title_of(document: Document) -> str:
    """The title to show; a draft may not have one yet."""
    return str(getattr(document, "shown_title", "") or "") or _("(no title yet)")


def state_badge(document: Document) -> dict[str, str]:
    """Where the document stands, as a badge."""
    return {
        "label": PROCESS.state(document.state).label,
        "kind": words.STATE_BADGES.get(document.state, "info"),
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

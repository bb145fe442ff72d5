"""What a document's record says of its text among the published documents (``consultations/staff/_passing.html``)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from gongkai.consultations.actions.publication import DECIDED
from gongkai.consultations.queries.records import Document
from gongkai.core.staffpages import address_if_any
from gongkai.people.actor import StaffActor

#: Who begins published documents.
PUBLISHING_DRAFTER = "publishing.drafter"


def of(found: Document, acting: StaffActor) -> dict[str, Any] | None:
    """The number it has there, or the way to it; ``None`` where there is nothing to say."""
    if found.publication:
        here = address_if_any("workspace:documents") if _publishes(acting) else ""
        query = urlencode({"text": found.publication})
        return {"number": found.publication, "url": f"{here}?{query}" if here else ""}
    if found.state not in DECIDED or not acting.units_where(PUBLISHING_DRAFTER):
        return None
    return {"number": "", "url": address_if_any("workspace:rule_to_publication", found.pk)}


def _publishes(acting: StaffActor) -> bool:
    return any(role.startswith("publishing.") for role in acting.roles)

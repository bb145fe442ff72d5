"""What a record's page says of the penalty case that came of it (``campaigns/staff/_passing.html``)."""

from __future__ import annotations

from typing import Any

from gongkai.campaigns.queries import passing
from gongkai.campaigns.queries.records import Inspection
from gongkai.core.staffpages import address_if_any
from gongkai.people.actor import StaffActor


def of(found: Inspection, acting: StaffActor) -> dict[str, Any] | None:
    """The case, or the way to one; ``None`` where there is nothing to say."""
    case, may = passing.case_of(found), passing.may_become_a_case(found, acting)
    if case is None and not may:
        return None
    url = address_if_any("workspace:inspection_to_penalty_case", found.pk) if may else ""
    return {"case": case, "url": url}

"""What a document's record says of its text among the published documents, and of risk points begun from it.

Shown by ``consultations/staff/_passing.html`` and ``_risk.html``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.actions.publication import DECIDED
from gongkai.consultations.queries import clues
from gongkai.consultations.queries.records import Beside, Document, Opinion
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


def risks_of(found: Document, rows: Sequence[Beside], acting: StaffActor) -> dict[int, dict[str, str]]:
    """Record → its risk point, or the way to begin one; one query, and none where no risk is on record."""
    risky = [each for each in rows if clues.why_not(each) is None]
    if not risky:
        return {}
    begun, may = clues.of_records(found), bool(access.may_pass_on_risks(acting, found))
    told = {
        each.pk: _risk(found, begun.get(each.pk, ""), acting)
        or ({"url": address_if_any("workspace:beside_to_risk_point", found.pk, each.pk)} if may else {})
        for each in risky
    }
    return {pk: each for pk, each in told.items() if each}


def risk_of(found: Document, one: Opinion, acting: StaffActor) -> dict[str, str]:
    """The risk point begun from an opinion, or the way to begin one; empty where there is nothing to say."""
    clue = clues.clue_of(one)
    if clue is not None:
        return _risk(found, clue.code, acting)
    if clues.why_not(one) is not None or not access.may_pass_on_risks(acting, found):
        return {}
    return {"url": address_if_any("workspace:opinion_to_risk_point", found.pk, one.pk)}


def _risk(found: Document, code: str, acting: StaffActor) -> dict[str, str]:
    """The code, with the way to it for whoever works in the register."""
    if not code:
        return {}
    sees = any(role.startswith("powers.") for role in acting.roles)
    here = address_if_any("workspace:power", found.agency.code, "risk", code) if sees else ""
    return {"code": code, "code_url": here}


def _publishes(acting: StaffActor) -> bool:
    return any(role.startswith("publishing.") for role in acting.roles)

"""Double publicity (双公示): published penalties and licences as the table the credit sites take.

The columns stand in ``law/decisions.toml``; the field standard itself could not be read, so they are configuration.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.core.cells import harmless
from gongkai.domain.law import load
from gongkai.domain.powers import decisions as rules
from gongkai.powers.models import Decision
from gongkai.powers.queries.public_decisions import published


def heading() -> list[str]:
    """The names of the columns."""
    return [row["label"] for row in load("decisions")["double_publicity"]]


def rows(
    agency_id: int, *, since: date | None = None, until: date | None = None, kind: str = ""
) -> Iterator[list[str]]:
    """A row a decision published from ``since`` to ``until``, the oldest first; nothing personal stands in any."""
    found = published(kind=kind).filter(agency_id=agency_id)
    if since is not None:
        found = found.filter(published_on__gte=since)
    if until is not None:
        found = found.filter(published_on__lte=until)
    fields = [row["key"] for row in load("decisions")["double_publicity"]]
    for each in found.order_by("published_on", "id").iterator(chunk_size=2000):
        yield [harmless(_cell(each, field)) for field in fields]


def _cell(found: Decision, field: str) -> str:
    if field == "agency":
        return found.agency.name
    if field == "kind":
        return rules.kinds()[found.kind].label
    if field == "outcome":
        return str((rules.row("outcome", found.outcome) or {}).get("label", ""))
    if field == "party_kind":
        return str((rules.row("party_kind", found.party_kind) or {}).get("label", ""))
    value = getattr(found, field)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)

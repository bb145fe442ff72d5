"""What the ledger tells of an entry."""

from __future__ import annotations

from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.powers.models import Entry
from gongkai.powers.queries.subjects import subject_of


def told(of: Entry) -> list[Event]:
    """The events of the entry, oldest first."""
    return list(ledger.events_of([subject_of(of)]))

"""Entries as subjects of the ledger."""

from __future__ import annotations

from gongkai.powers.models import Entry

ENTRY = "powers.entry"


def subject_of(entry: Entry) -> tuple[str, object]:
    """The entry as a subject of ledger and deadlines."""
    return ENTRY, entry.pk

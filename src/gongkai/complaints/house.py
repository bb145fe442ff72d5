"""The house's own numbers about matters (``law/complaints.toml``): configuration, not law."""

from __future__ import annotations

from typing import Any

from gongkai.domain.law import load


def number(key: str) -> int:
    """One of the house's numbers, in the unit its comment names."""
    return int(load("complaints")["house"][key])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables (kind, channel, period, ground, result, rating, clue), if there is one."""
    return next((dict(each) for each in load("complaints")[table] if each["key"] == key), None)


def keys(table: str) -> tuple[str, ...]:
    """The keys of a table, in the order of the data."""
    return tuple(each["key"] for each in load("complaints")[table])


def period(key: str) -> dict[str, Any]:
    """A period, as ``core.deadlines.start_period`` takes it. ``KeyError`` for an unknown one."""
    found = row("period", key)
    if found is None:
        raise KeyError(key)
    return {
        "length": found["length"],
        "unit": found["unit"],
        "label": found["label"],
        "label_en": found["label_en"],
        "source": found["source"],
        "verified": found["verified"],
    }

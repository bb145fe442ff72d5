"""The proof of a discretion table, made once while the table is in use."""

from __future__ import annotations

from gongkai.domain.discretion import Fault, Table, prove

_MOST = 128
_PROVED: dict[Table, tuple[Fault, ...]] = {}


def proof(found: Table) -> tuple[Fault, ...]:
    """Every fault of the table; empty where each possible case falls in exactly one row."""
    known = _PROVED.get(found)
    if known is None:
        if len(_PROVED) >= _MOST:
            _PROVED.clear()
        known = _PROVED[found] = prove(found)
    return known

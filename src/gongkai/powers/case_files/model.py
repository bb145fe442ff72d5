"""A decision of another system as it was read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.domain.text import Text
from gongkai.powers.identity import Party


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One decision. Amounts in yuan; ``unit``, ``item`` and ``table`` are codes."""

    row: int
    number: str
    kind: str
    unit: str
    party_kind: str
    party: Party
    conduct: str
    conduct_on: date
    filed_on: date
    decided_on: date
    outcome: str
    amount: Decimal | None = None
    served_on: date | None = None
    published_on: date | None = None
    item: str = ""
    table: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    circumstances: tuple[str, ...] = ()
    deviation: str = ""
    education: str = ""
    reasons: str = ""
    public_text: str = ""
    officer: str = ""
    outside_number: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class CaseFault:
    """What is wrong with a row of the file (from 1), and in which column."""

    row: int
    field: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Cases:
    """What could be read of a file, and what could not."""

    rows: int
    cases: tuple[CaseRow, ...]
    faults: tuple[CaseFault, ...]

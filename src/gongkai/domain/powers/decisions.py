"""What a decision (执法决定) is made of: its kind, how it is held against a discretion table, how it is shown.

The data stand in ``law/decisions.toml``. Money is in yuan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load

#: In how many steps a row's range is told on the strip; a place lies from 0 to ``STEPS``.
STEPS = 20
BELOW, ABOVE = -1, STEPS + 1


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """A kind of decision (决定种类): the clocks of its publication, its notice, and what it is held against."""

    key: str
    label: str
    label_en: str
    publish: str
    withdraw: str
    notice: str
    ranged: bool
    impact: bool
    #: Figures of the annual report that count its decisions.
    report_fields: tuple[str, ...]
    citation: Citation

    def name(self, language: str) -> str:
        """The label for a reader."""
        return self.label if language.startswith("zh") else self.label_en


@cache
def kinds() -> Mapping[str, DecisionKind]:
    """Every kind by its key."""
    return {row["key"]: _kind(row) for row in load("decisions")["kind"]}


def _kind(row: Mapping[str, Any]) -> DecisionKind:
    return DecisionKind(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        publish=row["publish"],
        withdraw=row["withdraw"],
        notice=row["notice"],
        ranged=row["ranged"],
        impact=row["impact"],
        report_fields=tuple(row["report_fields"]),
        citation=citation_of(dict(row)),
    )


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of ``law/decisions.toml`` (party_kind, outcome, review_ground)."""
    return list(load("decisions")[table])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables, if there is one."""
    return next((each for each in rows(table) if each["key"] == key), None)


def outcomes(kind: str) -> list[dict[str, Any]]:
    """The outcomes a decision of the kind may have."""
    return [each for each in rows("outcome") if kind in each["kinds"]]


def house(key: str) -> int:
    """One of the house's numbers, in the unit its comment names."""
    return int(load("decisions")["house"][key])


def needs_review(kind: str, party_kind: str, amount: Decimal | None, ground: str) -> bool:
    """Whether a legal review comes before the decision: a ground of Article 58, or the house's own threshold."""
    if ground:
        return True
    if kind != "penalty" or amount is None:
        return False
    return amount >= _limit("review", party_kind)


def needs_hearing(kind: str, party_kind: str, amount: Decimal | None) -> bool:
    """Whether the notice tells of the right to a hearing: a large fine of Article 63 as the house's rule names it."""
    return kind == "penalty" and amount is not None and amount >= _limit("hearing", party_kind)


def _limit(table: str, party_kind: str) -> Decimal:
    """From which fine in yuan on, for this kind of party."""
    own = load("decisions")[table]
    return Decimal(own["organisation_from"] if party_kind == "organisation" else own["citizen_from"])


def public_name(name: str, party_kind: str) -> str:
    """The party as the public page shows it: an organisation's name, of a person the family name only (隐名)."""
    plain = name.strip()
    hidden = (row("party_kind", party_kind) or {"hidden": True})["hidden"]
    if not hidden or not plain:
        return plain
    if party_kind == "sole_trader" and len(plain) > 4:
        # A trader's sign often holds the owner's name; what is shown is that it is a trader.
        return f"{plain[0]}某某（个体工商户）"
    return f"{plain[0]}某某"


def in_range(amount: Decimal | None, minimum: Decimal | None, maximum: Decimal | None) -> bool:
    """Whether the amount lies in the range; no amount lies in every range."""
    if amount is None:
        return True
    return (minimum is None or amount >= minimum) and (maximum is None or amount <= maximum)


def place(amount: Decimal | None, minimum: Decimal | None, maximum: Decimal | None) -> int:
    """Where in the range the amount lies: 0 to ``STEPS``, ``BELOW`` or ``ABOVE``; 0 where there is no range."""
    if amount is None or maximum is None:
        return 0 if in_range(amount, minimum, maximum) else BELOW
    low = minimum or Decimal(0)
    if amount < low:
        return BELOW
    if amount > maximum:
        return ABOVE
    return int(share(amount, low, maximum) * STEPS + Decimal("0.5"))


def share(amount: Decimal, minimum: Decimal | None, maximum: Decimal | None) -> Decimal:
    """How far into the range the amount lies: 0 at the minimum, 1 at the maximum, beyond these outside of it."""
    low = minimum or Decimal(0)
    if maximum is None or maximum == low:
        return Decimal(0)
    return (amount - low) / (maximum - low)


def facts_digest(table: str, version: int, facts: Mapping[str, Any]) -> str:
    """SHA-256 over table, version and facts: equal for the very same case."""
    canonical = json.dumps(
        [table, version, dict(facts)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()

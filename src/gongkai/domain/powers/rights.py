"""How a party to a penalty may defend itself (当事人的权利): dated texts with their articles.

The texts are data: ``law/penalty_rights.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.domain.law import Citation, citation_of, in_force, load

#: Numbers a text may use.
NUMBERS = ("days", "months")


@dataclass(frozen=True, slots=True)
class Right:
    """A right in both languages; ``step`` is ``before`` or ``after`` the decision. The texts hold their numbers."""

    key: str
    step: str
    label: str
    label_en: str
    text: str
    text_en: str
    citation: Citation
    in_force_from: date
    in_force_until: date | None = None


@cache
def _all() -> tuple[Right, ...]:
    found = []
    for row in load("penalty_rights")["right"]:
        numbers = {name: row[name] for name in NUMBERS if name in row}
        found.append(
            Right(
                key=row["key"],
                step=row["step"],
                label=row["label"],
                label_en=row["label_en"],
                text=row["text"].format(**numbers),
                text_en=row["text_en"].format(**numbers),
                citation=citation_of(row),
                in_force_from=row["in_force_from"],
                in_force_until=row.get("in_force_until"),
            )
        )
    return tuple(found)


def rights(on: date) -> tuple[Right, ...]:
    """The rights in force on the day, in the order in which they can be used."""
    return tuple(each for each in _all() if in_force([each], on))

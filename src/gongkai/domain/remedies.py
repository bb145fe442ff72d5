"""What a letter says about review and suit (救济途径): the block that fits the letter, the outcome and the day.

Where the law has the applicant apply for review first (行政复议法(2023) Article 23), the block says so; an agency that
does not tell the way and the period lengthens the period to a year (Article 20), so a letter that needs a block is
not issued without one. The blocks are data: ``law/remedies.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from gongkai.domain import letter_text, letters
from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

#: The numbers a block may put into its text.
_NUMBERS = ("review_days", "suit_days", "suit_months")
#: What its text may name besides.
FIELDS = ("this", "review_authority", "court", "review_online")


@dataclass(frozen=True, slots=True)
class Remedies:
    """A block: its text with fields, its numbers, whether review comes first, and what it stands on.

    ``text`` is empty for a letter that needs none. ``verified`` is false where a text behind it was not read.
    """

    key: str
    label: str
    label_en: str
    text: str
    numbers: Mapping[str, str]
    review_first: bool
    citation: Citation | None
    basis: tuple[Citation, ...]
    verified: bool
    note: str = ""

    def filled(self, values: Mapping[str, str], text: str = "") -> str | Refused:
        """The block as the letter says it; ``text``: the agency's own wording of the same block."""
        return letter_text.fill(text or self.text, {**values, **self.numbers})

    @property
    def names(self) -> tuple[str, ...]:
        """The fields its text uses; an agency's own wording keeps them all."""
        used = letter_text.fields_in(self.text)
        return () if isinstance(used, Refused) else used

    def check(self, text: str) -> Refused | None:
        """Why ``text`` cannot be the agency's own wording of this block."""
        return letter_text.check(text, (*FIELDS, *self.numbers), self.names)


NONE = Remedies("", "", "", "", MappingProxyType({}), False, None, (), True)


@dataclass(frozen=True, slots=True)
class _Block:
    groups: frozenset[str]
    in_force_from: date
    in_force_until: date | None
    remedies: Remedies


@cache
def _blocks() -> tuple[_Block, ...]:
    return tuple(_block(row) for row in load("remedies")["block"])


def _block(row: Mapping[str, Any]) -> _Block:
    basis = tuple(citation_of(each) for each in row["basis"])
    remedies = Remedies(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        text=row["text"].strip(),
        numbers=MappingProxyType({name: str(row[name]) for name in _NUMBERS if name in row}),
        review_first=row["review_first"],
        citation=basis[0],
        basis=basis,
        verified=row["verified"],
        note=row.get("note", ""),
    )
    return _Block(frozenset(row["groups"]), row["in_force_from"], row.get("in_force_until"), remedies)


def blocks() -> tuple[Remedies, ...]:
    """Every block, in the order of ``law/remedies.toml``."""
    return tuple(each.remedies for each in _blocks())


def groups() -> tuple[str, ...]:
    """The keys of every outcome group a block may be for."""
    own = [row["key"] for row in load("remedies")["group"]]
    return (*(row["key"] for row in load("outcomes")["group"]), *own)


def block_for(letter_kind: str, outcome_group: str, on: date) -> Remedies | Refused:
    """The block a letter of ``letter_kind`` carries for an outcome of ``outcome_group`` when it is issued on ``on``."""
    kind = letters.kind(letter_kind)
    if isinstance(kind, Refused):
        return kind
    if kind.groups and outcome_group and outcome_group not in kind.groups:
        return Refused(
            say(
                "The letter “{letter}” does not go with this outcome. Choose the letter that fits the answer.",
                letter=kind.label,
            )
        )
    if not kind.needs_remedies:
        return NONE
    group = kind.remedies_group or outcome_group or (kind.groups[0] if len(kind.groups) == 1 else "")
    if group not in groups():
        return Refused(
            say(
                "The letter “{letter}” must say how to apply for review or sue, and that depends on the outcome. "
                "Choose the outcome first.",
                letter=kind.label,
            ),
            _duty(),
        )
    for block in _blocks():
        ended = block.in_force_until is not None and block.in_force_until < on
        if group in block.groups and block.in_force_from <= on and not ended:
            return block.remedies
    return Refused(
        say(
            "For {day} it is not known what this letter has to say about review and suit, so it cannot be issued. "
            "Add the rule of that time to law/remedies.toml.",
            day=on,
        ),
        _duty(),
    )


def _duty() -> Citation:
    """Where the duty to tell stands: the block that puts review first cites it."""
    return next(
        block.citation for block in blocks() if block.review_first and block.verified and block.citation
    )


def court_by_default() -> str:
    """The court as it is called while the agency has not named it."""
    return str(load("remedies")["defaults"]["court"])


def review_online_on(day: date) -> str:
    """The way on the network to apply for review, as known on ``day`` (行政复议法(2023) Article 22)."""
    for row in load("remedies")["review_online"]:
        until = row.get("in_force_until")
        if row["in_force_from"] <= day and (until is None or day <= until):
            return str(row["text"])
    return ""

"""The closed lists of discretion tables (裁量基准): operators, outcomes, units, circumstances.

They are data in ``law/discretion.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from gongkai.domain.discretion.table import Circumstance, Operator, OutcomeKey
from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.wordings import half_width


@dataclass(frozen=True, slots=True)
class Word:
    """A member of a closed list; ``key`` as tables hold it, ``aliases`` as they may be written."""

    key: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the range; ``yuan`` is one of it in yuan, ``None`` where it is no sum of money."""

    key: str
    label: str
    label_en: str
    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Principle:
    """A rule about the tables, in both languages."""

    key: str
    label: str
    label_en: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Dated:
    circumstance: Circumstance
    in_force_from: date
    in_force_until: date | None


def _words(name: str) -> tuple[Word, ...]:
    return tuple(
        Word(
            key=row["key"],
            label=row["label"],
            label_en=row["label_en"],
            aliases=tuple(row["aliases"]),
            citation=citation_of(row) if "instrument" in row else None,
        )
        for row in load("discretion")[name]
    )


@cache
def operators() -> tuple[Word, ...]:
    """The closed set of operators."""
    return _words("operator")


@cache
def outcomes() -> tuple[Word, ...]:
    """What a row can lead to, from the mildest to the gravest."""
    return _words("consequence")


@cache
def units() -> tuple[Unit, ...]:
    """The known units of a range; others may be used as they are written."""
    return tuple(
        Unit(row["key"], row["label"], row["label_en"], Decimal(row["yuan"]) if "yuan" in row else None)
        for row in load("discretion")["unit"]
    )


@cache
def _by_alias(name: str) -> dict[str, str]:
    rows = load("discretion")[name]
    return {_plain(each): row["key"] for row in rows for each in (row["key"], row["label"], *row["aliases"])}


def operator(text: str) -> Operator | None:
    """The operator a table writes as ``text`` (``≤``, ``以下``); ``None`` where there is none such."""
    return _by_alias("operator").get(_plain(text))  # type: ignore[return-value]


def outcome(text: str) -> OutcomeKey | None:
    """The outcome a table writes as ``text`` (``fine``, ``罚款``); ``None`` where there is none such."""
    return _by_alias("consequence").get(_plain(text))  # type: ignore[return-value]


def unit(text: str) -> Unit:
    """The unit a table writes as ``text`` (``元``); an unknown one stands for itself."""
    key = _by_alias("unit").get(_plain(text), text)
    return next((each for each in units() if each.key == key), Unit(text, text, text, None))


def _plain(text: str) -> str:
    return half_width(text).strip().casefold()


@cache
def _circumstances() -> tuple[_Dated, ...]:
    return tuple(
        _Dated(
            Circumstance(
                key=row["key"],
                label=row["label"],
                label_en=row["label_en"],
                effect=row["effect"],
                article=str(citation_of(row)),
                binding=row["binding"],
                verified=row.get("verified", True),
            ),
            row["in_force_from"],
            row.get("in_force_until"),
        )
        for row in load("discretion")["circumstance"]
    )


def circumstances(on: date) -> tuple[Circumstance, ...]:
    """The circumstances the law and the agency's rules know on the day ``on``."""
    return tuple(each.circumstance for each in _circumstances() if in_force([each], on))


def principle(key: str) -> Principle:
    """The rule called ``key``. Raises ``KeyError``."""
    for row in load("discretion")["principle"]:
        if row["key"] == key:
            return Principle(key, row["label"], row["label_en"], citation_of(row))
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Counts:
    """How a column is known to hold whole numbers, and how yes and no are written."""

    units: frozenset[str]
    names: tuple[str, ...]
    yes: frozenset[str]
    no: frozenset[str]


@cache
def counts() -> Counts:
    """The words that tell the kind of a column."""
    row = load("discretion")["counts"]
    return Counts(frozenset(row["units"]), tuple(row["names"]), frozenset(row["yes"]), frozenset(row["no"]))

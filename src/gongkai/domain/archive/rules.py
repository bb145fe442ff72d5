"""The agency's table of scope and retention (归档范围和保管期限表) as data: kinds, retentions, numbers, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something is kept. ``years`` is ``None`` where it is kept for good; ``code`` stands in numbers."""

    key: str
    label: str
    label_en: str
    code: str
    years: int | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Left:
    """A state that ends a record which is not archived, and why."""

    state: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records. ``process`` names the table of its states where the public sees one, else it is empty."""

    key: str
    process: str
    label: str
    label_en: str
    category: str
    retention: str
    states: tuple[str, ...]
    left: tuple[Left, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Word:
    """The name of an element, a field or a kind of paper."""

    key: str
    label: str
    label_en: str


@cache
def retentions() -> dict[str, Retention]:
    """Every retention by its key, the longest first."""
    return {
        row["key"]: Retention(
            row["key"], row["label"], row["label_en"], row["code"], row.get("years"), citation_of(row)
        )
        for row in load("archive")["retention"]
    }


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its key, in the order of the data."""
    return {row["key"]: _kind(row) for row in load("archive")["kind"]}


def _kind(row: dict[str, Any]) -> Kind:
    left = tuple(Left(each["state"], each["reason"], each["reason_en"]) for each in row.get("left", ()))
    return Kind(
        row["key"],
        row["process"],
        row["label"],
        row["label_en"],
        row["category"],
        row["retention"],
        tuple(row["states"]),
        left,
        citation_of(row),
    )


@cache
def not_archived() -> dict[str, Left]:
    """Processes whose records are archived with another one; ``state`` is empty."""
    return {
        row["process"]: Left("", row["reason"], row["reason_en"]) for row in load("archive")["not_archived"]
    }


@cache
def words(table: str) -> dict[str, Word]:
    """The names of ``element``, ``field`` or ``paper`` by their keys, in the order of the data."""
    return {row["key"]: Word(row["key"], row["label"], row["label_en"]) for row in load("archive")[table]}


def days() -> int:
    """Days after a record ended until the clock archives it."""
    return int(load("archive")["house"]["days"])


def numbering() -> Citation:
    """Where the pattern of archive numbers comes from."""
    return citation_of(load("archive")["house"])


def keep_until(closed_on: date, retention: str) -> date | None:
    """The last day of the retention: counted from the year after the record's own. ``None``: kept for good."""
    years = retentions()[retention].years
    return None if years is None else date(closed_on.year + years, 12, 31)


def fonds_of(agency: str, configured: Mapping[str, str] | None = None) -> str:
    """The sign of an agency's fonds (全宗号) by its code."""
    known = load("archive")["house"]["fonds"] if configured is None else configured
    return str(known.get(agency, agency.upper()))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a package stands in the archive: all of its number but the item's. Within it items count without a gap."""

    fonds: str
    category: str
    year: int
    retention: str
    unit: str

    def series(self) -> str:
        """The series in which its items are counted."""
        return f"archive {self.number(0).rpartition('-')[0]}"

    def number(self, item: int) -> str:
        """The archive number (档号) of an item."""
        pattern: str = load("archive")["house"]["number"]
        return pattern.format(
            fonds=self.fonds,
            category=self.category,
            year=self.year,
            retention=retentions()[self.retention].code,
            unit=self.unit,
            item=item,
        )


def place_of(kind: str, agency: str, unit: str, closed_on: date) -> Place:
    """The place of a record of ``kind`` that ended on a day; ``unit`` is the unit's code, or empty."""
    known = kinds()[kind]
    sign = unit.upper() or load("archive")["house"]["no_unit"]
    return Place(fonds_of(agency), known.category, closed_on.year, known.retention, sign)

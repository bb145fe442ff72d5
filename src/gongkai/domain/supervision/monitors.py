"""What the monitors (监测) look for, as the data says, and what one of them found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Monitor:
    """A monitor. ``days``: working days until whoever is told must have acted; ``walks``: it asks for the pages."""

    key: str
    label: str
    label_en: str
    says: str
    says_en: str
    days: int
    citation: Citation
    walks: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a monitor found. ``key`` is the same as long as it is the same fault; ``text`` says what is wrong.

    ``unit`` is the number of the unit concerned (``None``: the agency's openness office). ``address`` names the page
    of the record: the name of the address and what it is made of.
    """

    key: str
    title: str
    text: Text
    unit: int | None = None
    address: tuple[str, tuple[str | int, ...]] = ("", ())


@dataclass(frozen=True, slots=True)
class Compared:
    """What a look changes: faults met for the first time, and keys of findings whose fault is gone."""

    new: tuple[Fault, ...]
    gone: frozenset[str]
    still: frozenset[str]


@cache
def monitors() -> dict[str, Monitor]:
    """Every monitor by its key, in the order of the data."""
    return {
        row["key"]: Monitor(
            row["key"],
            row["label"],
            row["label_en"],
            row["says"],
            row["says_en"],
            row["days"],
            citation_of(row),
            row.get("walks", False),
        )
        for row in load("supervision")["monitor"]
    }


def walk() -> dict[str, Any]:
    """The numbers of the nightly walk."""
    return dict(load("supervision")["walk"])


def compared(known: Iterable[str], found: Iterable[Fault]) -> Compared:
    """What was found against the keys of the findings that stand. A fault found twice counts once."""
    standing = set(known)
    faults: dict[str, Fault] = {}
    for each in found:
        faults.setdefault(each.key, each)
    return Compared(
        tuple(each for key, each in faults.items() if key not in standing),
        frozenset(standing - faults.keys()),
        frozenset(standing & faults.keys()),
    )

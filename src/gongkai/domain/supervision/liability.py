"""Kinds of fault and what may follow (追责情形与方式), the days of each step, and numbers that point at nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, load

#: A number below this is not told in public.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault and the duty it breaks."""

    key: str
    label: str
    label_en: str
    says: str
    says_en: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Measure:
    """What may follow. ``weight``: 1 is the lightest; ``on``: "person", "unit" or "both"; ``talk``: it is a talk."""

    key: str
    label: str
    label_en: str
    says: str
    says_en: str
    citation: Citation
    weight: int
    on: str
    talk: bool


@cache
def faults() -> dict[str, FaultKind]:
    """Every kind of fault by its key, in the order of the data."""
    return {
        row["key"]: FaultKind(
            row["key"], row["label"], row["label_en"], row["says"], row["says_en"], citation_of(row)
        )
        for row in load("accountability")["fault"]
    }


@cache
def measures() -> dict[str, Measure]:
    """Everything that may follow by its key, the lightest first."""
    return {
        row["key"]: Measure(
            row["key"],
            row["label"],
            row["label_en"],
            row["says"],
            row["says_en"],
            citation_of(row),
            weight,
            row["for"],
            row["talk"],
        )
        for weight, row in enumerate(load("accountability")["measure"], 1)
    }


def measures_for(person: bool) -> dict[str, Measure]:
    """What may follow for a person (``True``) or for a unit."""
    kind = "person" if person else "unit"
    return {key: each for key, each in measures().items() if each.on in (kind, "both")}


def no_graver(key: str, than: str) -> bool:
    """Whether one measure weighs no more than another. What the data do not know is never light enough."""
    known = measures()
    return key in known and than in known and known[key].weight <= known[than].weight


def days() -> dict[str, int]:
    """Step → its working days (configuration)."""
    return {key: value for key, value in load("accountability")["days"].items() if type(value) is int}


def days_source() -> Citation:
    """Whose rule the days are."""
    return citation_of(load("accountability")["days"])


@dataclass(frozen=True, slots=True)
class Told:
    """Numbers as they may be told: ``named`` by key, ``others`` together; a ``total`` of ``None``: too few."""

    named: Mapping[str, int]
    others: int
    total: int | None


def told(counts: Mapping[str, int], fewest: int = FEWEST) -> Told:
    """Counts so that none smaller than ``fewest`` can be read, nor be worked out from the sum.

    Small ones stand together; while these are too few together, the smallest of the others joins them.
    """
    there = {key: number for key, number in counts.items() if number > 0}
    total = sum(there.values())
    if total < fewest:
        return Told({}, 0, None if total else 0)
    named = {key: number for key, number in there.items() if number >= fewest}
    others = total - sum(named.values())
    while 0 < others < fewest:
        least = min(named, key=lambda key: (named[key], key))
        others += named.pop(least)
    return Told(named, others, total)


def first_contact_rules() -> dict[str, Any]:
    """The numbers of first contact (首问责任)."""
    return dict(load("accountability")["first_contact"])

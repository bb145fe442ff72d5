"""Citations and dated series: "the rule in force on this day"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands written.

    ``instrument`` is the short Chinese title (政府信息公开条例), ``article`` as cited (第三十三条),
    ``note`` an optional remark, ``verified`` false where the text itself could not be read: such a number is
    configuration and is shown as such.
    """

    instrument: str
    article: str = ""
    note: str = ""
    verified: bool = True

    def __str__(self) -> str:
        # A document number (国办发〔2018〕118号) or a remark in brackets is no title.
        plain = any(sign in self.instrument for sign in "《〔（")
        name = self.instrument if plain else f"《{self.instrument}》"
        return f"{name}{self.article}"


class Dated(Protocol):
    """Anything with a first and a last day in force (``None``: no end)."""

    @property
    def in_force_from(self) -> date: ...
    @property
    def in_force_until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def in_force(series: Iterable[D], on: date) -> D | None:
    """The member of ``series`` in force on the day ``on`` (both ends included), or ``None``."""
    for rule in series:
        if rule.in_force_from <= on and (rule.in_force_until is None or on <= rule.in_force_until):
            return rule
    return None


@cache
def load(name: str) -> dict[str, Any]:
    """The law floor's data file ``name`` (without ``.toml``), parsed."""
    return tomllib.loads(files("gongkai.law").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def citation_of(row: dict[str, Any]) -> Citation:
    """The citation of a data row: keys ``instrument``, ``article``, ``note``, ``verified``."""
    return Citation(
        instrument=row["instrument"],
        article=row.get("article", ""),
        note=row.get("citation_note", ""),
        verified=row.get("verified", True),
    )

"""The ``domain`` lines of a discretion CSV: what a factor can be, where its values do not tell.

The value of such a line is a kind (number, count, choice, yes_no), a domain, or both. Domains: ``0..100`` with both
ends, ``(0..100)`` without them, ``0..`` without an end, bounds ``> 0|<= 100``, or values ``a|b|c``. Two numbers
``0|100`` of a factor that is compared are the ends of a range; ``{0|100}`` are two values and nothing between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.discretion.csv_cells import numeral, parted
from gongkai.domain.discretion.table import Domain, Factor, FactorKind, written
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.domain.wordings import half_width

_RANGE = re.compile(
    r"([\[(]?)\s*([^\[\]()]*?)\s*(?:\.\.+|…+|~|:|至|\bto\b|(?<=\d)\s*-+)\s*([^\[\]()]*?)\s*([\])]?)"
)
# With a comma only in brackets: 10,000 is one number.
_PAIR = re.compile(r"([\[(])\s*([^\[\](),，]*?)\s*[,，]\s*([^\[\](),，]*?)\s*([\])])")
_BOUND = re.compile(r"(<=|>=|<|>|≤|≥)\s*(.+)")
_BOUNDS = re.compile(r"\s*(?:[|;；&]|,(?=\s*[<>≤≥])|\band\b|且)\s*")
_KIND = re.compile(r"(number|count|choice|yes_no|数值|次数|选项|是否)(?:\s+(.*))?", re.DOTALL)
#: How a kind may be written.
KINDS: dict[str, FactorKind] = {
    "number": "number",
    "count": "count",
    "choice": "choice",
    "yes_no": "yes_no",
    "数值": "number",
    "次数": "count",
    "选项": "choice",
    "是否": "yes_no",
}
_NO_END = frozenset({"", "*", "∞", "inf", "+∞", "-∞", "+inf", "-inf", "infinity"})


@dataclass
class Stated:
    """What the ``domain`` lines of a factor say; ``kind`` ``None`` where they leave it open."""

    kind: FactorKind | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_open: bool = False
    upper_open: bool = False
    values: tuple[str, ...] = ()
    ranged: bool = False
    listed: bool = False  # the values stand in braces: they are no ends of a range

    def numbers(self, *, compared: bool) -> Domain | None:
        """The domain of numbers; ``None`` where the named values are none."""
        if self.values:
            found = [each.value for each in map(numeral, self.values) if each]
            if len(found) < len(self.values):
                return None
            if compared and len(found) == 2 and found[0] < found[1] and not self.listed:
                return Domain(found[0], found[1])
            return Domain(values=tuple(found))
        if not self.ranged:
            return Domain()
        return Domain(self.lower, self.upper, self.lower_open, self.upper_open)

    def take(self, text: str, sign: str = "") -> Refused | None:
        """Adds what one line says; ``sign`` is the operator of a line whose row is called "domain"."""
        rest = text.strip()
        found = _KIND.fullmatch(rest)
        if found:
            self.kind, rest = KINDS[found[1]], (found[2] or "").strip()
        if not rest:
            return None
        plain = half_width(rest)
        if self.kind not in ("choice", "yes_no"):
            parts = _BOUNDS.split(f"{sign}{plain}" if sign in ("<", "<=", ">", ">=") else plain)
            bounds = [each for each in map(_BOUND.fullmatch, parts) if each]
            if len(bounds) == len(parts):
                return next((refused for each in bounds if (refused := self._bound(each[1], each[2]))), None)
            span = _RANGE.fullmatch(plain) or _PAIR.fullmatch(plain)
            if span and _is_span(span):
                return self.span(span[2], span[3], left=span[1], right=span[4])
        self.listed = plain.startswith("{") and plain.endswith("}")
        return self._named(parted(rest[1:-1] if self.listed else rest))

    def _bound(self, sign: str, text: str) -> Refused | None:
        end = numeral(text)
        if end is None:
            return Refused(say("“{value}” is not a number.", value=text[:80]))
        if not self.ranged:
            # Only what is said is taken away from "zero and up".
            self.ranged, self.lower = True, Decimal(0)
        if sign in (">", ">=", "≥"):
            self.lower, self.lower_open = end.value, sign == ">"
        else:
            self.upper, self.upper_open = end.value, sign == "<"
        return None

    def span(self, low: str, high: str, *, left: str = "", right: str = "") -> Refused | None:
        """Adds a range from ``low`` to ``high`` ("" for no end); round brackets leave an end out."""
        if self.ranged or self.values:
            return Refused(say("The domain is stated twice. Keep one line."))
        for text in (low, high):
            if not _is_end(text):
                return Refused(say("“{value}” is not a number.", value=text[:80]))
        first, last = numeral(low), numeral(high)
        self.ranged = True
        self.lower, self.lower_open = first.value if first else None, bool(first) and left == "("
        self.upper, self.upper_open = last.value if last else None, bool(last) and right == ")"
        return None

    def _named(self, values: Sequence[str]) -> Refused | None:
        if self.ranged or self.values:
            return Refused(say("The domain is stated twice. Keep one line."))
        if "" in values or len(set(values)) < len(values):
            return Refused(say("A value of the domain is empty or named twice."))
        self.values = tuple(values)
        return None


def _is_span(span: re.Match[str]) -> bool:
    return _is_end(span[2]) and _is_end(span[3])


def _is_end(text: str) -> bool:
    return text.strip().casefold() in _NO_END or numeral(text) is not None


def domain_line(factor: Factor) -> str:
    """The ``domain`` line that says all about a factor but its unit."""
    domain = factor.domain
    if factor.kind == "yes_no":
        return "yes_no"
    if domain.values:
        return f"{factor.kind} {{{'|'.join(written(each) for each in domain.values)}}}"
    low = "" if domain.lower is None else written(domain.lower)
    high = "" if domain.upper is None else written(domain.upper)
    return (
        f"{factor.kind} {'(' if domain.lower_open else '['}{low}..{high}{')' if domain.upper_open else ']'}"
    )

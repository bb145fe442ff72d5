"""The cells of a discretion CSV: bytes to text, text to numbers with units, yes and no, and domains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.discretion.table import MOST_DIGITS, Domain, Factor, FactorKind, Scalar, exact, written
from gongkai.domain.discretion.vocabulary import counts
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.domain.wordings import half_width

MOST_BYTES = 5_000_000

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d.,+|\s-][^|]*)?", re.ASCII)
_RANGE = re.compile(r"([\[(]?)\s*([^\[\]()]*?)\s*(?:\.\.+|…+|~|—+|至|,)\s*([^\[\]()]*?)\s*([\])]?)")
_BOUND = re.compile(r"(<=|>=|<|>|≤|≥)\s*(.+)")
_KIND = re.compile(r"(number|count|choice|yes_no|数值|次数|选项|是否)(?:\s+(.*))?", re.DOTALL)
_KINDS: dict[str, FactorKind] = {
    "number": "number",
    "count": "count",
    "choice": "choice",
    "yes_no": "yes_no",
    "数值": "number",
    "次数": "count",
    "选项": "choice",
    "是否": "yes_no",
}


def decode(data: bytes) -> str | Refused:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GBK; or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return Refused(say("The file is larger than {most} bytes. Split it by code.", most=MOST_BYTES))
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return Refused(
                say("The file holds NUL signs, so it is not a text file. Save it as CSV in UTF-8.")
            )
        return text
    return Refused(say("The file is neither UTF-8 nor GBK text. Save it as CSV in UTF-8."))


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the unit written after it ("" for none)."""

    value: Decimal
    unit: str


def numeral(text: str) -> Number | None:
    """The number written in ``text``: ``5``, ``１，０００``, ``7.5平方米``; ``None`` for anything else."""
    plain = half_width(text).replace("，", ",").replace("％", "%").strip()
    found = _NUMBER.fullmatch(plain) if len(plain) <= 2 * MOST_DIGITS else None
    if found is None:
        return None
    value = Decimal(found[1].replace(",", ""))
    return Number(value, (found[2] or "").strip()) if exact(value) else None


def yes_no(text: str) -> bool | None:
    """Yes or no as a table writes it (是, 否); ``None`` for anything else."""
    plain = half_width(text).strip().casefold()
    return True if plain in counts().yes else False if plain in counts().no else None


def parted(text: str) -> list[str]:
    """The values of a list, parted by ``|``, without blanks around them."""
    return [each.strip() for each in text.replace("｜", "|").split("|")]


def counting(name: str, unit: str) -> bool:
    """Whether a column of whole numbers counts something, by its unit or by what its name ends with."""
    if unit.casefold() in counts().units:
        return True
    if unit:
        return False
    last = re.split(r"[^0-9a-z\u4e00-\u9fff]+", name.casefold())[-1]
    return any(last == each if each.isascii() else last.endswith(each) for each in counts().names)


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

    def numbers(self) -> Domain | None:
        """The domain of numbers; ``None`` where the named values are none."""
        if self.values:
            found = [numeral(each) for each in self.values]
            if None in found:
                return None
            return Domain(values=tuple(each.value for each in found if each))
        if not self.ranged:
            return Domain()
        return Domain(self.lower, self.upper, self.lower_open, self.upper_open)

    def take(self, text: str, sign: str = "") -> Refused | None:
        """Adds what one line says: ``0..100``, ``(0..``, ``> 0``, ``a|b``, each with or without a kind before it.

        ``sign`` is the operator of a line that names its row "domain".
        """
        found = _KIND.fullmatch(text.strip())
        rest = text.strip()
        if found:
            self.kind, rest = _KINDS[found[1]], (found[2] or "").strip()
        if not rest:
            return None
        plain = half_width(rest)
        bound = _BOUND.fullmatch(f"{sign}{plain}" if sign in ("<", "<=", ">", ">=") else plain)
        if bound and self.kind not in ("choice", "yes_no"):
            return self._bound(bound[1], bound[2])
        span = _RANGE.fullmatch(plain)
        if span and self.kind not in ("choice", "yes_no") and _is_span(span):
            return self._span(span)
        return self._named(parted(rest))

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

    def _span(self, span: re.Match[str]) -> Refused | None:
        if self.ranged or self.values:
            return Refused(say("The domain is stated twice. Keep one line."))
        low, high = (numeral(each) if each else None for each in (span[2], span[3]))
        self.ranged = True
        self.lower, self.lower_open = low.value if low else None, span[1] == "("
        self.upper, self.upper_open = high.value if high else None, span[4] == ")"
        return None

    def _named(self, values: Sequence[str]) -> Refused | None:
        if self.ranged or self.values:
            return Refused(say("The domain is stated twice. Keep one line."))
        if "" in values or len(set(values)) < len(values):
            return Refused(say("A value of the domain is empty or named twice."))
        self.values = tuple(values)
        return None


def _is_span(span: re.Match[str]) -> bool:
    ends = [each for each in (span[2], span[3]) if each]
    return all(numeral(each) for each in ends)


def kind_of(name: str, values: Sequence[str], stated: Stated, *, compared: bool) -> FactorKind:
    """The kind of a factor from its values; ``compared``: some condition asks for more or less."""
    if stated.kind:
        return stated.kind
    found = [numeral(each) for each in (*stated.values, *values)]
    numeric = all(found) and (bool(found) or stated.ranged)
    if compared or stated.ranged:
        # Whatever is no number here is told where it stands.
        known = [each for each in found if each]
    elif not numeric:
        words = (*stated.values, *values)
        return "yes_no" if words and all(yes_no(each) is not None for each in words) else "choice"
    else:
        known = [each for each in found if each]
        if any(each.unit and not counting(name, each.unit) for each in known):
            return "choice"
    whole = bool(known) and all(each.value == int(each.value) for each in known)
    return "count" if whole and counting(name, known[0].unit) else "number"


def scalar_of(text: str, factor: Factor) -> Scalar | None:
    """The value as the factor holds it; ``None`` where it is none of the factor's."""
    if factor.ordered:
        found = numeral(text)
        return found.value if found else None
    if factor.kind == "yes_no":
        return yes_no(text)
    return text if text in factor.domain.values else None


def misfit(text: str, factor: Factor) -> Text:
    """Why ``scalar_of`` gives nothing."""
    if factor.ordered:
        return say(
            "“{value}” is not a number, but “{factor}” is compared with numbers.",
            value=text[:80],
            factor=factor.key,
        )
    if factor.kind == "yes_no":
        return say(
            "“{value}” is neither yes nor no, but “{factor}” is yes or no.",
            value=text[:80],
            factor=factor.key,
        )
    return say(
        "“{value}” is not among the values that the domain of “{factor}” names: {values}.",
        value=text[:80],
        factor=factor.key,
        values="|".join(str(each) for each in factor.domain.values),
    )


def domain_line(factor: Factor) -> str:
    """The ``domain`` line that says all about a factor but its unit."""
    domain = factor.domain
    if factor.kind == "yes_no":
        return "yes_no"
    if domain.values:
        return f"{factor.kind} {'|'.join(written(each) for each in domain.values)}"
    low = "" if domain.lower is None else written(domain.lower)
    high = "" if domain.upper is None else written(domain.upper)
    return (
        f"{factor.kind} {'(' if domain.lower_open else '['}{low}..{high}{')' if domain.upper_open else ']'}"
    )

"""The cells of a discretion CSV: bytes to text, text to numbers with units, yes and no, and domains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.discretion.table import MOST_DIGITS, Factor, FactorKind, Scalar, exact
from gongkai.domain.discretion.vocabulary import counts
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.domain.wordings import half_width

MOST_BYTES = 5_000_000

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d.,+|\s-][^|]*)?", re.ASCII)


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


def kind_of(name: str, words: Sequence[str], *, compared: bool) -> FactorKind:
    """The kind of a factor from the values it is asked for; ``compared``: as something with a more and a less."""
    found = [numeral(each) for each in words]
    if compared:
        # Whatever is no number here is told where it stands.
        known = [each for each in found if each]
    elif not found or not all(found):
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

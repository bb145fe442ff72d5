"""Index numbers (索引号): composed by a pattern, never reused, never changed.

Source: 政府信息公开目录系统实施指引 (the standard form of 20 characters); many cities use the unified social
credit code instead, so the pattern is configuration (``law/index_number.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import Formatter

from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

CODES = {
    # Organisation code (组织机构代码): eight letters or digits and a check character, the hyphen dropped.
    "organisation": re.compile(r"[0-9A-Z]{9}"),
    # Unified social credit code (统一社会信用代码, GB 32100): eighteen characters without I, O, S, V, Z.
    "credit_code": re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}"),
}
PADDING = re.compile(r"0([1-9])d")
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """An index number in its parts; ``organisation`` is the code the pattern uses, of either kind."""

    organisation: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named pattern of ``law/index_number.toml``."""

    key: str
    label: str
    label_en: str
    pattern: str
    example: str


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns offered; a city may write its own."""
    fields = ("key", "label", "label_en", "pattern", "example")
    return tuple(Pattern(**{name: row[name] for name in fields}) for row in load("index_number")["pattern"])


def default_pattern() -> str:
    """The pattern used where none is configured."""
    chosen = load("index_number")["default"]
    return next(each.pattern for each in patterns() if each.key == chosen)


def check_pattern(pattern: str) -> Refused | None:
    """Why ``pattern`` cannot be used, or ``None``.

    It must hold one code ({organisation} or {credit_code}), {year} and {serial} once each, with something
    that is no letter or digit between two fields, so that a number can be read back in one way only.
    """
    pieces = _pieces(pattern)
    if pieces is None:
        return Refused(
            say("The pattern “{pattern}” has unmatched braces or an unknown form.", pattern=pattern)
        )
    names = [name for _, name, _ in pieces if name]
    codes = [name for name in names if name in CODES]
    if sorted(names) != sorted([*codes, "serial", "year"]) or len(codes) != 1:
        return Refused(
            say(
                "The pattern “{pattern}” must hold one of {{organisation}} and {{credit_code}}, "
                "and {{year}} and {{serial}}, once each.",
                pattern=pattern,
            )
        )
    if any(_joined(before) for before, name, _ in pieces[1:] if name) or not _plain_ends(pieces):
        return Refused(
            say(
                "Put a sign such as “/” or “-” between the parts of the pattern “{pattern}”.", pattern=pattern
            )
        )
    return None


def compose(pattern: str, organisation: str, year: int, serial: int) -> str | Refused:
    """The index number of ``organisation`` (hyphens and case do not matter) for ``serial`` of ``year``."""
    refused = check_pattern(pattern)
    if refused is not None:
        return refused
    kind = _code_of(pattern)
    code = organisation.strip().replace("-", "").upper()
    if not CODES[kind].fullmatch(code):
        return _wrong_code(kind, organisation)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Refused(say("{year} is not a year of four digits in use.", year=str(year)))
    most = 10 ** _width(pattern) - 1
    if not 1 <= serial <= most:
        return Refused(
            say("The serial number is 1 to {most}; {serial} was given.", most=str(most), serial=str(serial))
        )
    return pattern.format_map({kind: code, "year": f"{year:04d}", "serial": serial})


def parse(pattern: str, text: str) -> IndexNumber | Refused:
    """The parts of the index number ``text``, or why it is none of ``pattern``."""
    refused = check_pattern(pattern)
    if refused is not None:
        return refused
    found = _expression(pattern).fullmatch(text.strip())
    if found is None or int(found["serial"]) == 0 or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return Refused(
            say(
                "“{text}” is not an index number of the form {pattern}; an example is {example}.",
                text=text,
                pattern=pattern,
                example=_example(pattern),
            )
        )
    return IndexNumber(found[_code_of(pattern)], int(found["year"]), int(found["serial"]))


@cache
def _pieces(pattern: str) -> tuple[tuple[str, str, str], ...] | None:
    """The pattern as (text before, field, format), or ``None`` when it is malformed."""
    pieces = []
    try:
        for before, name, form, conversion in Formatter().parse(pattern):
            if conversion or (form and not (name == "serial" and PADDING.fullmatch(form))):
                return None
            if name == "" or (name and not name.isidentifier()):
                return None
            pieces.append((before, name or "", form or ""))
    except ValueError:
        return None
    return tuple(pieces)


def _joined(before: str) -> bool:
    """Whether nothing but letters and digits stands between two fields."""
    return before == "" or before[0].isalnum() or before[-1].isalnum()


def _plain_ends(pieces: tuple[tuple[str, str, str], ...]) -> bool:
    """Whether text before the first and after the last field is set off from it."""
    first, last = pieces[0][0], pieces[-1]
    tail = last[0] if not last[1] else ""
    return not (first and first[-1].isalnum()) and not (tail and tail[0].isalnum())


def _code_of(pattern: str) -> str:
    return next(name for _, name, _ in _pieces(pattern) or () if name in CODES)


def _width(pattern: str) -> int:
    """Digits of the serial number; nine where the pattern does not pad."""
    form = next(form for _, name, form in _pieces(pattern) or () if name == "serial")
    found = PADDING.fullmatch(form)
    return int(found[1]) if found else 9


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression that reads a number back."""
    padded = any(name == "serial" and form for _, name, form in _pieces(pattern) or ())
    width = _width(pattern)
    fields = {
        "year": r"[0-9]{4}",
        "serial": rf"[0-9]{{{width}}}" if padded else rf"[1-9][0-9]{{0,{width - 1}}}",
        **{name: code.pattern for name, code in CODES.items()},
    }
    return re.compile(
        "".join(
            re.escape(before) + (f"(?P<{name}>{fields[name]})" if name else "")
            for before, name, _ in _pieces(pattern) or ()
        )
    )


def _example(pattern: str) -> str:
    code = {"organisation": "014314799", "credit_code": "11440700007280420Y"}
    return pattern.format_map({**code, "year": "2024", "serial": 2})


def _wrong_code(kind: str, given: str) -> Refused:
    if kind == "organisation":
        return Refused(
            say("An organisation code has 9 digits or capital letters; “{given}” was given.", given=given)
        )
    return Refused(
        say(
            "A unified social credit code has 18 digits or capital letters; “{given}” was given.", given=given
        )
    )

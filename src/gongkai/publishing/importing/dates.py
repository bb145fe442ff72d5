"""Dates as offices write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_TIME = r"(?:[T\s]+\d{1,2}[:：时]\d{1,2}.*)?"
_FORMS = (
    re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}"),
    re.compile(rf"(\d{{4}})\s*(年)\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_TIME}"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "Ｏ": "0",
    "O": "0",
    "0": "0",
}
_CHINESE = re.compile(
    r"([零一二三四五六七八九〇○O0]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")

DATE_LINE = re.compile(
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[零一二三四五六七八九〇○O]{4}年[一二三四五六七八九十]{1,3}月"
    r"[一二三四五六七八九十]{1,3}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:\s*印发)?"
)
"""A line that is nothing but a date, as at the end of a document."""


def parse(value: object, *, serials: bool = False) -> date | None:
    """The date ``value`` spells: 2024-03-05, 2024/3/5, 2024.3.5, 20240305, 2024年3月5日, 二〇二四年三月五日,
    a date cell.

    With ``serials`` a number is a day count as spreadsheets keep it (1900 system). None for anything else,
    for a day that does not exist, and for dates outside 1900-2100. A date without a day is no date.
    """
    if isinstance(value, datetime):
        return _sane(value.date())
    if isinstance(value, date):
        return _sane(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if serials and _SERIAL.fullmatch(text):
        return _sane(date(1899, 12, 30) + timedelta(days=int(float(text))))
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _made(found[1], found[3], found[4])
    if found := _CHINESE.fullmatch(str(value).strip()):
        return _made("".join(_DIGITS[c] for c in found[1]), _number(found[2]), _number(found[3]))
    return None


def at_end_of_line(line: str) -> date | None:
    """The date of a closing line such as ``2013年1月15日`` or ``二〇一三年一月十五日印发``."""
    line = "".join(line.split())
    return parse(line.removesuffix("印发")) if DATE_LINE.fullmatch(line) else None


def _number(words: str) -> str:
    """二十一 → 21."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS.get(words, "0")
    return str((int(_DIGITS[tens]) if tens in _DIGITS else 1) * 10 + int(_DIGITS.get(ones, "0")))


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return _sane(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _sane(day: date) -> date | None:
    return day if EARLIEST <= day <= LATEST else None

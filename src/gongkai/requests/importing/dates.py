"""Days as registers write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
_TIME = r"(?:[T ]\s*\d{1,2}[:时]\d{1,2}.*)?"
_FORMS = (
    re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}"),
    re.compile(rf"(\d{{4}})\s*(年)\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_TIME}"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_SERIAL = date(1899, 12, 30)


@lru_cache(maxsize=8192)
def day_of(text: str, *, serials: bool = False) -> date | None:
    """The day ``text`` spells: 2023-01-05, 2023/1/5, 2023.1.5, 2023年1月5日, 20230105; an hour after it is left out.

    With ``serials`` a number of five digits is a day as spreadsheets count them. ``None`` for anything else, for a
    day that does not exist, and for days outside 1990 to 2100, which are slips of the pen.
    """
    text = unicodedata.normalize("NFKC", text)
    if serials and _SERIAL.fullmatch(text):
        return _sane(_FIRST_SERIAL + timedelta(days=int(float(text))))
    for form in _FORMS:
        if found := form.fullmatch(text):
            try:
                return _sane(date(int(found[1]), int(found[3]), int(found[4])))
            except ValueError:
                return None
    return None


def _sane(day: date) -> date | None:
    return day if EARLIEST <= day <= LATEST else None

"""The number of a matter (受理编号): easy to read out on the telephone and to type on a phone."""

from __future__ import annotations

import secrets

from gongkai.core import numbering

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def next_numbers(agency: str, year: int, count: int) -> list[str]:
    """The next ``count`` numbers of the agency with this code, such as CGJ-T-2026-00012; gapless, never reused."""
    last = numbering.next_in(f"matter.{agency}.{year}", count)
    return [f"{agency.upper()}-T-{year}-{serial:05d}" for serial in range(last - count + 1, last + 1)]


def plain(number: str) -> str:
    """A number as somebody typed it, in the spelling in which it is stored."""
    return "".join(number.split()).replace("—", "-").replace("－", "-").upper()


def new_public_id() -> str:
    """A fresh public id: it follows from nothing, so it leads back to nothing."""
    left, signs = secrets.randbelow(len(_SIGNS) ** 12), ""
    for _ in range(12):
        left, sign = divmod(left, len(_SIGNS))
        signs += _SIGNS[sign]
    return f"m-{signs}"

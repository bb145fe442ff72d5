"""The number of a request (登记号): easy to read out on the telephone and to type on a phone."""

from __future__ import annotations

from gongkai.core import numbering
from gongkai.people.models import Agency


def next_number(agency: Agency, year: int) -> str:
    """The next number of the agency in ``year``, such as CGJ-2026-00012; gapless, never reused."""
    serial = numbering.next_in(f"request.{agency.code}.{year}")
    return f"{agency.code.upper()}-{year}-{serial:05d}"


def plain(number: str) -> str:
    """A number as somebody typed it, in the spelling in which it is stored."""
    return "".join(number.split()).replace("—", "-").replace("－", "-").upper()

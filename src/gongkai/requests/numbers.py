"""The number of a request (登记号): easy to read out on the telephone and to type on a phone."""

from __future__ import annotations

import re

from gongkai.core import numbering
from gongkai.people.models import Agency


def _series(agency: Agency, year: int) -> str:
    return f"request.{agency.code}.{year}"


def next_number(agency: Agency, year: int) -> str:
    """The next number of the agency in ``year``, such as CGJ-2026-00012; gapless, never reused."""
    serial = numbering.next_in(_series(agency, year))
    return f"{agency.code.upper()}-{year}-{serial:05d}"


def plain(number: str) -> str:
    """A number as somebody typed it, in the spelling in which it is stored."""
    return "".join(number.split()).replace("—", "-").replace("－", "-").upper()


class Returning:
    """Numbers of our own making that come back with a register: the series goes on after the last of them."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.form = re.compile(rf"{re.escape(agency.code.upper())}-(\d{{4}})-(\d{{5,9}})")
        self.last: dict[int, int] = {}

    def note(self, number: str) -> None:
        """One number of the file; one that was not made here is none of ours."""
        if found := self.form.fullmatch(number):
            year, serial = int(found[1]), int(found[2])
            self.last[year] = max(serial, self.last.get(year, 0))

    def go_on_after(self) -> None:
        """Lets the series of each year go on after the numbers noted."""
        for year, serial in self.last.items():
            numbering.raise_to(_series(self.agency, year), serial)

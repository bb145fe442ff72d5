"""What is given of an activity when it is recorded: by the form, by a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST = {
    "title": 120, "place": 160, "co_organisers": 200, "counted_how": 200, "words": 4000, "press_title": 120,
    "press_outlet": 80, "press_url": 300,
}  # fmt: skip
NUMBERS = {"printed": "copies", "given_out": "copies", "in_stock": "copies", "consulted": "people"}


@dataclass(frozen=True, slots=True)
class ActivityInput:
    """What is said of an activity; copies and person-times as whole numbers."""

    title: str
    kind: str
    unit_id: int
    begins_on: date
    ends_on: date | None = None
    place: str = ""
    board_id: int | None = None
    co_organisers: str = ""
    partner_ids: tuple[int, ...] = ()
    printed: int = 0
    given_out: int = 0
    in_stock: int = 0
    consulted: int = 0
    counted_how: str = ""
    words: str = ""
    press_title: str = ""
    press_outlet: str = ""
    press_on: date | None = None
    press_url: str = ""

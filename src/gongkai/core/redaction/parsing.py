"""Boxes as text: one a line, as the browser tool writes them and as a person without scripts can type them.

    1 12.5 30 20 2.5 third_party

Page (from 1); distance from the left and from the top, width and height, all in percent of the page as shown;
the ground, by its key or by its words. The same as JSON: ``[{"page": 1, "x": 12.5, "y": 30, "width": 20,
"height": 2.5, "ground": "third_party"}]``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.core.redaction.model import MOST_BOXES, Box, refused
from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text, say

_BETWEEN = re.compile(r"[\s,，;；\u3000]+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_FIELDS = ("page", "x", "y", "width", "height", "ground")
#: Percent that a box may be over the edge of the page: what rounding and a shaky hand leave. It is cut off.
_OVER = 0.5
_STEPS = 1000  # a percent


def parse_boxes(
    text: str, pages: int, grounds: Iterable[tuple[str, str]] | Mapping[str, str]
) -> tuple[Box, ...]:
    """The boxes a form sent, as lines or as JSON. ``grounds``: key and words, printed on the box.

    Raises ``Invalid`` that names the line and says what is wrong with it. No lines give no boxes.
    """
    known = dict(grounds)
    rows = _from_json(text) if text.lstrip().startswith(("[", "{")) else _from_lines(text)
    if len(rows) > MOST_BOXES:
        raise refused(
            say(
                "There are more than {most} boxes. Cover neighbouring lines with one box, or split the file.",
                most=MOST_BOXES,
            )
        )
    return tuple(_box(line, row, pages, known) for line, row in rows)


def boxes_text(boxes: Iterable[Box]) -> str:
    """The boxes as lines for the form. Rounded outward, so that a box never shrinks on its way there and back."""
    return "\n".join(_line(box) for box in boxes)


def _line(box: Box) -> str:
    (left, width), (top, height) = _span(box.x, box.width), _span(box.y, box.height)
    sides = (left, top, width, height)
    numbers = " ".join(f"{side:.3f}".rstrip("0").rstrip(".") for side in sides)
    return f"{box.page + 1} {numbers} {box.ground}".rstrip()


def _span(start: float, length: float) -> tuple[float, float]:
    """Start and length in percent, never shorter than the smallest step."""
    low = min(_below(start), 100 - 1 / _STEPS)
    return low, max(_above(start + length) - low, 1 / _STEPS)


def _below(part: float) -> float:
    return math.floor(part * 100 * _STEPS + 1e-6) / _STEPS


def _above(part: float) -> float:
    return math.ceil(part * 100 * _STEPS - 1e-6) / _STEPS


def _from_lines(text: str) -> list[tuple[int, Sequence[str]]]:
    rows: list[tuple[int, Sequence[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [
            part.removesuffix("%").removesuffix("％") for part in _BETWEEN.split(line.strip(), maxsplit=5)
        ]
        if parts != [""]:
            rows.append((number, parts))
    return rows


def _from_json(text: str) -> list[tuple[int, Sequence[str]]]:
    try:
        given: Any = json.loads(text)
    except ValueError as error:
        raise refused(
            say("The boxes did not arrive whole. Go back, look at them, and send them again.")
        ) from error
    rows: list[tuple[int, Sequence[str]]] = []
    for number, each in enumerate(given if isinstance(given, list) else [given], 1):
        values = [each.get(field, "") for field in _FIELDS] if isinstance(each, dict) else [each]
        rows.append((number, [str(value).strip() for value in values]))
    return rows


def _box(line: int, row: Sequence[str], pages: int, grounds: Mapping[str, str]) -> Box:
    if len(row) < 5 or not all(_NUMBER.fullmatch(part) for part in row[:5]):
        raise _at(
            line,
            say(
                "five numbers are needed: page, distance from the left, distance from the top, width and height in "
                "percent of the page, then the ground. For example: 1 12.5 30 20 2.5 {ground}",
                ground=next(iter(grounds), ""),
            ),
        )
    page, *sides = (float(part) for part in row[:5])
    if page != int(page) or not 1 <= page <= pages:
        raise _at(
            line, say("page {page} is not in the file, which has {pages} pages.", page=row[0], pages=pages)
        )
    ground = _ground(line, row[5] if len(row) > 5 else "", grounds)
    x, y, width, height = _within(line, sides)
    return Box(int(page) - 1, x, y, width, height, ground, grounds[ground])


def _ground(line: int, said: str, grounds: Mapping[str, str]) -> str:
    if said in grounds:
        return said
    for key, words in grounds.items():
        if said and said == words:
            return key
    if not said and len(grounds) == 1:
        return next(iter(grounds))
    reason = (
        say("“{ground}” is not one of the grounds.", ground=said) if said else say("the ground is missing.")
    )
    raise _at(line, reason)


def _within(line: int, sides: Sequence[float]) -> tuple[float, float, float, float]:
    """Fractions, cut at the edges of the page."""
    left, top, width, height = sides
    right, bottom = left + width, top + height
    if width <= 0 or height <= 0:
        raise _at(line, say("width and height must be more than 0."))
    if left < -_OVER or top < -_OVER or right > 100 + _OVER or bottom > 100 + _OVER:
        raise _at(
            line,
            say(
                "the box reaches over the edge of the page: left and width, and top and height, "
                "are together at most 100 percent."
            ),
        )
    left, top, right, bottom = (min(max(side, 0.0), 100.0) / 100 for side in (left, top, right, bottom))
    if right <= left or bottom <= top:
        raise _at(line, say("the box lies outside the page."))
    return left, top, right - left, bottom - top


def _at(line: int, reason: Text) -> Invalid:
    return refused(say("Box in line {line}: {reason}", line=line, reason=reason))

"""The list of moves under the picture: number and words, in as many columns as fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from gongkai.domain.swimlane.shapes import Note, Rect, Sizes
from gongkai.domain.swimlane.words import width, wrapped
from gongkai.domain.text import N_

REMARKS = (
    N_(
        "Each number is a step; it stands where the step leaves a box. Thin lines lead back or aside, "
        "broken lines are followed by themselves when the time comes."
    ),
    N_("A number without a line goes on where the same number points at a box."),
)


def legend(
    entries: Sequence[tuple[str, str]], remarks: Sequence[str], sizes: Sizes, wide: float, top: float
) -> tuple[tuple[Note, ...], float]:
    """The list (number, words) for a picture ``wide`` px wide, from ``top`` down, and where it ends."""
    room = wide - 2 * sizes.margin
    number_width = sizes.pill_height + 16
    longest = max((width(words, sizes.legend) for _, words in entries), default=0) + number_width + 16
    columns = max(1, min(int(room / longest), len(entries)))
    each, rows = room / columns, ceil(len(entries) / columns)
    notes, bottom = list[Note](), top
    for column in range(columns):
        y = top
        for number, words in entries[column * rows : (column + 1) * rows]:
            lines = wrapped(words, sizes.legend, each - number_width - 16)
            tall = len(lines) * sizes.legend_line
            notes.append(Note(Rect(sizes.margin + column * each, y, each - 8, tall), number, lines))
            y += tall
        bottom = max(bottom, y)
    for remark in remarks:
        lines = wrapped(remark, sizes.legend, room - 16)
        area = Rect(sizes.margin, bottom, room, len(lines) * sizes.legend_line)
        notes.append(Note(area, "", lines))
        bottom = area.bottom
    return tuple(notes), bottom + sizes.margin

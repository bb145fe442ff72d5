"""The list of moves under the picture: number and words, in as many columns as fit."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from gongkai.domain.process import Process
from gongkai.domain.swimlane.shapes import Note, Rect, Sizes
from gongkai.domain.swimlane.words import in_lines, width
from gongkai.domain.text import N_

REMARKS = (
    N_(
        "Each number is a step; it stands where the step leaves a box. Thin lines lead back or aside, "
        "broken lines are followed by themselves when the time comes."
    ),
    N_("A number without a line goes on where the same number points at a box."),
)


def legend(
    process: Process, label: Callable[[str], str], sizes: Sizes, wide: float, top: float, connectors: bool
) -> tuple[tuple[Note, ...], float]:
    """The list for a picture ``wide`` px wide, from ``top`` down, and where it ends."""
    room = wide - 2 * sizes.margin
    number_width = sizes.pill_height + 16
    words = [label(move.label) for move in process.moves]
    longest = max(width(text, sizes.legend) for text in words) + number_width + 16
    columns = max(1, min(int(room / longest), len(words)))
    each, rows = room / columns, ceil(len(words) / columns)
    notes, bottom, at = list[Note](), top, 0
    for column in range(columns):
        y = top
        for text in words[column * rows : (column + 1) * rows]:
            lines = in_lines(text, sizes.legend, each - number_width - 16)
            tall = len(lines) * sizes.legend_line
            at += 1
            notes.append(Note(Rect(sizes.margin + column * each, y, each - 8, tall), str(at), lines))
            y += tall
        bottom = max(bottom, y)
    for remark in REMARKS if connectors else REMARKS[:1]:
        lines = in_lines(label(remark), sizes.legend, room - 16)
        area = Rect(sizes.margin, bottom, room, len(lines) * sizes.legend_line)
        notes.append(Note(area, "", lines))
        bottom = area.bottom
    return tuple(notes), bottom + sizes.margin

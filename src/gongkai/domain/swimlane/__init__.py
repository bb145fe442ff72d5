"""The public picture of a process: horizontal swim lanes, states as boxes, moves as numbered lines, in SVG.

The numbers are listed in words under the picture and in the table of :func:`text_alternative`: with some
thirty moves, words on the lines would cover each other, and what can be read beats what says all.
"""

from gongkai.domain.swimlane.alternative import Next, Row, text_alternative
from gongkai.domain.swimlane.layout import layout
from gongkai.domain.swimlane.shapes import Band, Box, Edge, Note, Picture, Pill, Point, Rect, Sizes
from gongkai.domain.swimlane.svg import CURRENT, More, drawing, svg

__all__ = [
    "CURRENT",
    "Band",
    "Box",
    "Edge",
    "More",
    "Next",
    "Note",
    "Picture",
    "Pill",
    "Point",
    "Rect",
    "Row",
    "Sizes",
    "drawing",
    "layout",
    "svg",
    "text_alternative",
]

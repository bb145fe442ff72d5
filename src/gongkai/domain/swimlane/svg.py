"""The picture as SVG: no script, no style attribute, readable without a style sheet and by a screen reader.

Classes for the style sheet (presentation attributes give each a default that a rule overrides):

- ``swimlane`` the picture; ``lane``, ``lane__title``;
- ``state`` (box and words), with ``state--open``, ``state--rest``, ``state--final``, ``state--start``,
  ``state--current``; within it ``state__box``, ``state__inner`` (second border of a final or current state),
  ``state__label``, ``state__mark`` (the word for the current step), ``state__count``, ``state__count-label``;
- ``start`` the dot a matter begins from;
- ``move``, with ``move--onward``, ``move--return``, ``move--timer``, ``move--current`` (it leaves the current
  step); within it ``move__line`` and ``move__arrow``;
- ``number`` (``number--timer``, ``number--current``): ``number__disc``, ``number__label``;
- ``legend``, ``legend__label``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from gongkai.domain.process import Kind, Process
from gongkai.domain.swimlane.layout import layout
from gongkai.domain.swimlane.shapes import Box, Edge, Note, Picture, Pill, Point, Rect
from gongkai.domain.swimlane.words import width
from gongkai.domain.text import N_

INK, PAPER, WASH, LINE, LIGHT, ACCENT = "#1b1f24", "#ffffff", "#f4f7f9", "#1b1f24", "#5b6770", "#16557f"
CURRENT = N_("Current step")


def svg(
    process: Process,
    *,
    label: Callable[[str], str],
    title_id: str,
    current: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> str:
    """``process`` as an SVG element, to stand in a page beside the table of :func:`text_alternative`.

    ``label`` puts msgids into the reader's language; ``current`` is the state to mark by shape and word;
    ``counts`` how many matters stand in each state; ``title_id`` an id unique in the page.
    """
    picture = layout(process, label, current=current)
    return _Drawing(process, picture, label, current, counts or {}).draw(title_id)


class _Drawing:
    """Writes one picture out."""

    def __init__(
        self,
        process: Process,
        picture: Picture,
        label: Callable[[str], str],
        current: str | None,
        counts: Mapping[str, int],
    ) -> None:
        self.process, self.picture, self.label = process, picture, label
        self.current, self.counts, self.sizes = current, counts, picture.sizes

    def draw(self, title_id: str) -> str:
        """The whole element."""
        picture, desc_id = self.picture, f"{title_id}-desc"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="swimlane" role="img" '
            f"aria-labelledby={quoteattr(title_id + ' ' + desc_id)} "
            f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" '
            f'width="{_n(picture.width)}" height="{_n(picture.height)}" '
            f'font-family="inherit" font-size="{_n(self.sizes.font)}" fill="{INK}">'
        )
        parts = [
            head,
            f"<title id={quoteattr(title_id)}>{escape(self.label(self.process.title))}</title>",
            f"<desc id={quoteattr(desc_id)}>{escape(self.description())}</desc>",
        ]
        parts += self.lanes()
        # Returns first: where lines cross, the way onward lies on top; numbers lie on all lines.
        for manner in ("return", "onward"):
            parts += [self.edge(edge) for edge in picture.edges if edge.manner == manner]
        parts += [self.connector(pill) for pill in picture.pills if pill.points]
        parts += [self.box(box) for box in picture.boxes]
        parts += [self.pill(pill) for pill in picture.pills]
        parts += [self.note(note) for note in picture.notes]
        return "".join((*parts, "</svg>"))

    def description(self) -> str:
        """What the picture says in one sentence or two, for those who hear it."""
        words = [self.label(state.label) for state in self.process.states]
        said = [" · ".join(words)]
        if self.current and self.process.has_state(self.current):
            said.insert(0, f"{self.label(CURRENT)}: {self.label(self.process.state(self.current).label)}")
        return " | ".join(said)

    def lanes(self) -> Iterable[str]:
        """The bands behind everything, every other one tinted."""
        for at, band in enumerate(self.picture.lanes):
            wide = band.title.right + band.title.x - 2 * band.area.x
            title = Rect(band.area.x, band.area.y, wide, band.area.h)
            yield (
                f'<g class="lane">{_rect(band.area, fill=WASH if at % 2 else PAPER, stroke="#c5ced6")}'
                f'<g class="lane__title">{_rect(title, fill="#e6edf2", stroke="#c5ced6")}'
                f"{self.lines(band.lines, band.title, self.sizes.font, weight='600')}</g></g>"
            )

    def lines(
        self,
        lines: Iterable[str],
        area: Rect,
        size: float,
        *,
        fill: str = INK,
        weight: str = "",
        css: str = "",
    ) -> str:
        """Words in lines, each centred in ``area``, from its top."""
        written = list[str]()
        for at, line in enumerate(lines):
            y = area.y + (at + 0.5) * self.sizes.line + size * 0.36
            written.append(_text(line, area.middle.x, y, size, fill=fill, weight=weight, css=css))
        return "".join(written)

    def edge(self, edge: Edge) -> str:
        """A line with its arrow."""
        light = edge.manner == "return"
        here = " move--current" if edge.source == self.current else ""
        timer = " move--timer" if all(self.process.move(key).timer for key in edge.moves) else ""
        stroke, wide = (LIGHT, "1") if light else (LINE, "1.75")
        dash = ' stroke-dasharray="5 3"' if timer else ""
        return (
            f'<g class="move move--{edge.manner}{timer}{here}">'
            f'<path class="move__line" d="{_path(edge.points)}" fill="none" stroke="{stroke}" '
            f'stroke-width="{wide}"{dash}/>{_arrow(edge.points, stroke)}</g>'
        )

    def connector(self, pill: Pill) -> str:
        """The short line of a number that has no other."""
        head = _arrow(pill.points, LIGHT) if pill.entry else ""
        return (
            f'<g class="move move--return"><path class="move__line" d="{_path(pill.points)}" fill="none" '
            f'stroke="{LIGHT}" stroke-width="1"/>{head}</g>'
        )

    def box(self, box: Box) -> str:
        """A state: round corners; a second border at the end of the way and at the current step."""
        here, kind = box.key == self.current, box.kind.value
        css = (
            f"state state--{kind}"
            + (" state--start" if box.start else "")
            + (" state--current" if here else "")
        )
        fill = {Kind.OPEN: PAPER, Kind.REST: "#e8f2ec", Kind.FINAL: "#eceff1"}[box.kind]
        inner = _rect(
            _inset(box.area, 3), css="state__inner", fill="none", stroke=ACCENT if here else INK, radius=5
        )
        parts = [
            f'<g class="{css}">',
            self.start(box),
            _rect(
                box.area,
                css="state__box",
                fill="#fff4d6" if here else fill,
                stroke=ACCENT if here else INK,
                radius=8,
                wide=3 if here else 1.25,
            ),
            inner if here or box.kind is Kind.FINAL else "",
            self.lines(
                box.lines, box.words, self.sizes.font, weight="600" if here else "", css="state__label"
            ),
            self.mark(box) if here else "",
            self.count(box),
            "</g>",
        ]
        return "".join(parts)

    def start(self, box: Box) -> str:
        """The dot a matter begins from."""
        if box.start is None:
            return ""
        points = (box.start, Point(box.area.x, box.start.y))
        dot = f'<circle cx="{_n(box.start.x)}" cy="{_n(box.start.y)}" r="6" fill="{INK}"/>'
        line = f'<path d="{_path(points)}" fill="none" stroke="{LINE}" stroke-width="1.75"/>'
        return f'<g class="start">{dot}{line}{_arrow(points, LINE)}</g>'

    def mark(self, box: Box) -> str:
        """The word that says: here."""
        y = box.words.bottom - self.sizes.line / 2 + self.sizes.tag * 0.36
        return _text(
            f"▶ {self.label(CURRENT)}",
            box.area.middle.x,
            y,
            self.sizes.tag,
            fill=ACCENT,
            weight="600",
            css="state__mark",
        )

    def count(self, box: Box) -> str:
        """How many matters stand here, on the upper right corner."""
        if box.key not in self.counts:
            return ""
        text, tall = str(self.counts[box.key]), self.sizes.pill_height
        wide = max(tall, width(text, self.sizes.pill) + 10)
        disc = Rect(box.area.right - wide + 6, box.area.y - 8, wide, tall)
        return _rect(disc, css="state__count", fill=ACCENT, stroke=PAPER, radius=tall / 2) + _text(
            text,
            disc.middle.x,
            disc.middle.y + self.sizes.pill * 0.36,
            self.sizes.pill,
            fill=PAPER,
            weight="600",
            css="state__count-label",
        )

    def pill(self, pill: Pill) -> str:
        """The numbers of moves, and their words for the pointer that rests on them."""
        timer = all(self.process.move(key).timer for key in pill.moves)
        here = pill.state == self.current and not pill.entry
        css = "number" + (" number--timer" if timer else "") + (" number--current" if here else "")
        words = " · ".join(
            f"{self.picture.numbers[key]} {self.label(self.process.move(key).label)}" for key in pill.moves
        )
        fill, ink = (ACCENT, PAPER) if here else (PAPER, INK)
        disc = _rect(pill.area, css="number__disc", fill=fill, stroke=ACCENT, radius=pill.area.h / 2)
        y = pill.area.middle.y + self.sizes.pill * 0.36
        text = _text(pill.text, pill.area.middle.x, y, self.sizes.pill, fill=ink, css="number__label")
        return f'<g class="{css}"><title>{escape(words)}</title>{disc}{text}</g>'

    def note(self, note: Note) -> str:
        """A line of the list under the picture."""
        size, tall, area = self.sizes.legend, self.sizes.pill_height, note.area
        first = area.y + self.sizes.legend_line / 2
        disc, x = "", area.x + 8
        if note.number:
            wide = max(tall, width(note.number, self.sizes.pill) + 10)
            rect = Rect(area.x + 4, first - tall / 2, wide, tall)
            disc = _rect(rect, css="number__disc", fill=PAPER, stroke=ACCENT, radius=tall / 2) + _text(
                note.number,
                rect.middle.x,
                first + self.sizes.pill * 0.36,
                self.sizes.pill,
                css="number__label",
            )
            x = area.x + tall + 16
        words = [
            _text(
                line,
                x,
                first + at * self.sizes.legend_line + size * 0.36,
                size,
                css="legend__label",
                anchor="start",
            )
            for at, line in enumerate(note.lines)
        ]
        return f'<g class="legend">{disc}{"".join(words)}</g>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _inset(area: Rect, by: float) -> Rect:
    return Rect(area.x + by, area.y + by, area.w - 2 * by, area.h - 2 * by)


def _rect(area: Rect, *, fill: str, stroke: str, css: str = "", radius: float = 0, wide: float = 1) -> str:
    name = f'class="{css}" ' if css else ""
    corner = f' rx="{_n(radius)}"' if radius else ""
    return (
        f'<rect {name}x="{_n(area.x)}" y="{_n(area.y)}" width="{_n(area.w)}" height="{_n(area.h)}"{corner} '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{_n(wide)}"/>'
    )


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str = INK,
    weight: str = "",
    css: str = "",
    anchor: str = "middle",
) -> str:
    name = f'class="{css}" ' if css else ""
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text {name}x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" '
        f'fill="{fill}"{bold}>{escape(text)}</text>'
    )


def _path(points: tuple[Point, ...]) -> str:
    """The line with its corners rounded."""
    written = [f"M{_n(points[0].x)} {_n(points[0].y)}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = _toward(corner, before), _toward(corner, after)
        written.append(f"L{_n(into.x)} {_n(into.y)}Q{_n(corner.x)} {_n(corner.y)} {_n(out.x)} {_n(out.y)}")
    written.append(f"L{_n(points[-1].x)} {_n(points[-1].y)}")
    return "".join(written)


def _toward(corner: Point, other: Point, reach: float = 4) -> Point:
    """The point ``reach`` px from ``corner`` on the way to ``other``, at most half way."""
    dx, dy = other.x - corner.x, other.y - corner.y
    length = abs(dx) + abs(dy)
    part = min(reach, length / 2) / length if length else 0
    return Point(corner.x + dx * part, corner.y + dy * part)


def _arrow(points: tuple[Point, ...], fill: str) -> str:
    """The arrow's head at the end of the line, as a shape (a marker would need an id unique in the page)."""
    before, tip = points[-2], points[-1]
    dx, dy = tip.x - before.x, tip.y - before.y
    length = abs(dx) + abs(dy) or 1
    ux, uy = dx / length, dy / length
    back = Point(tip.x - 9 * ux, tip.y - 9 * uy)
    corners = (tip, Point(back.x - 4 * uy, back.y + 4 * ux), Point(back.x + 4 * uy, back.y - 4 * ux))
    outline = " L".join(f"{_n(corner.x)} {_n(corner.y)}" for corner in corners)
    return f'<path class="move__arrow" d="M{outline}Z" fill="{fill}"/>'

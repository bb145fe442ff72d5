"""The picture as SVG: no script, no style attribute, readable without a style sheet and by a screen reader.

Classes for the style sheet (presentation attributes give each a default that a rule overrides):

- ``swimlane`` the picture; ``lane``, ``lane__title``;
- ``state`` (box and words), with ``state--open``, ``state--rest``, ``state--final``, ``state--start``,
  ``state--current``; within it ``state__box``, ``state__inner`` (second border of a final or current state),
  ``state__label``, ``state__detail`` (small words under the name), ``state__mark`` (the word for the current step),
  ``state__count``, ``state__count-label``;
- ``start`` the dot a matter begins from;
- ``move``, with ``move--onward``, ``move--return``, ``move--timer``, ``move--current`` (it leaves the current
  step); within it ``move__line`` and ``move__arrow``;
- ``number`` (``number--timer``, ``number--current``): ``number__disc``, ``number__label``;
- ``legend``, ``legend__label``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from gongkai.domain.process import Kind, Process
from gongkai.domain.swimlane.ink import INK, arrow, inset, num, path, rect, text_at
from gongkai.domain.swimlane.layout import layout
from gongkai.domain.swimlane.shapes import Box, Edge, Note, Picture, Pill, Point, Rect, Sizes
from gongkai.domain.swimlane.words import width
from gongkai.domain.text import N_

PAPER, WASH, LINE, LIGHT, ACCENT = "#ffffff", "#f4f7f9", "#1b1f24", "#5b6770", "#16557f"
CURRENT = N_("Current step")


def svg(
    process: Process,
    *,
    label: Callable[[str], str],
    title_id: str,
    current: str | None = None,
    counts: Mapping[str, int] | None = None,
    more: More | None = None,
) -> str:
    """``process`` as an SVG element, to stand in a page beside the table of :func:`text_alternative`.

    ``label`` puts msgids into the reader's language; ``current`` is the state to mark by shape and word;
    ``counts`` how many matters stand in each state; ``title_id`` an id unique in the page; ``more`` what hand-made
    charts have besides.
    """
    more = more or More()
    picture = layout(
        process,
        label,
        current=current,
        notes=more.notes,
        sizes=more.sizes,
        details=more.details,
        marks=more.marks,
        remarks=more.remarks,
    )
    return drawing(
        process, picture, label=label, title_id=title_id, current=current, counts=counts, more=more
    )


def drawing(
    process: Process,
    picture: Picture,
    *,
    label: Callable[[str], str],
    title_id: str,
    current: str | None = None,
    counts: Mapping[str, int] | None = None,
    more: More | None = None,
) -> str:
    """A picture that is laid out already, as :func:`svg`."""
    return _Drawing(process, picture, label, current, counts or {}, more or More()).draw(title_id)


@dataclass(frozen=True, slots=True)
class More:
    """What a chart made by hand has besides the table: see :func:`layout` for ``details``, ``marks``, ``remarks``.

    ``told``: state → what a screen reader says of it; the picture is then a list to be walked through, box by box,
    instead of one image, and ``description`` introduces it. ``family``: the font where no page gives one.
    ``window``: left edge and width of the part to show (all).
    """

    details: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] | None = None
    remarks: Sequence[str] | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    sizes: Sizes | None = None
    notes: bool = True
    family: str = "inherit"
    window: tuple[float, float] | None = None


class _Drawing:
    """Writes one picture out."""

    def __init__(
        self,
        process: Process,
        picture: Picture,
        label: Callable[[str], str],
        current: str | None,
        counts: Mapping[str, int],
        more: More,
    ) -> None:
        self.process, self.picture, self.label = process, picture, label
        self.current, self.counts, self.sizes, self.more = current, counts, picture.sizes, more

    def draw(self, title_id: str) -> str:
        """The whole element."""
        picture, desc_id = self.picture, f"{title_id}-desc"
        left, wide = self.more.window or (0, picture.width)
        # One that is walked through keeps the role an SVG has by itself: any other written there is no valid HTML.
        role = "" if self.more.told else 'role="img" '
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="swimlane" {role}'
            f"aria-labelledby={quoteattr(title_id + ' ' + desc_id)} "
            f'viewBox="{num(left)} 0 {num(wide)} {num(picture.height)}" '
            f'width="{num(wide)}" height="{num(picture.height)}" '
            f'font-family={quoteattr(self.more.family)} font-size="{num(self.sizes.font)}" fill="{INK}">'
        )
        parts = [
            head,
            f"<title id={quoteattr(title_id)}>{escape(self.label(self.process.title))}</title>",
            f"<desc id={quoteattr(desc_id)}>{escape(self.description())}</desc>",
        ]
        # Said in the boxes already, so a reader that walks through them passes over lines and numbers.
        unsaid, end = ('<g aria-hidden="true">', "</g>") if self.more.told else ("", "")
        parts += [unsaid, *self.lanes()]
        # Returns first: where lines cross, the way onward lies on top; numbers lie on all lines.
        for manner in ("return", "onward"):
            parts += [self.edge(edge) for edge in picture.edges if edge.manner == manner]
        parts += [self.connector(pill) for pill in picture.pills if pill.points]
        parts += [end, '<g role="list">' if self.more.told else ""]
        parts += [self.box(box) for box in picture.boxes]
        parts += [end, unsaid]
        parts += [self.pill(pill) for pill in picture.pills]
        parts += [self.note(note) for note in picture.notes]
        parts.append(end)
        return "".join((*parts, "</svg>"))

    def description(self) -> str:
        """What the picture says in one sentence or two, for those who hear it."""
        if self.more.description:
            return self.more.description
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
                f'<g class="lane">{rect(band.area, fill=WASH if at % 2 else PAPER, stroke="#c5ced6")}'
                f'<g class="lane__title">{rect(title, fill="#e6edf2", stroke="#c5ced6")}'
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
            written.append(text_at(line, area.middle.x, y, size, fill=fill, weight=weight, css=css))
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
            f'<path class="move__line" d="{path(edge.points)}" fill="none" stroke="{stroke}" '
            f'stroke-width="{wide}"{dash}/>{arrow(edge.points, stroke)}</g>'
        )

    def connector(self, pill: Pill) -> str:
        """The short line of a number that has no other."""
        head = arrow(pill.points, LIGHT) if pill.entry else ""
        return (
            f'<g class="move move--return"><path class="move__line" d="{path(pill.points)}" fill="none" '
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
        inner = rect(
            inset(box.area, 3), css="state__inner", fill="none", stroke=ACCENT if here else INK, radius=5
        )
        parts = [
            self.told(box, css),
            self.start(box),
            rect(
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
            self.detail(box),
            self.mark(box) if here else "",
            self.count(box),
            "</g></g>" if box.key in self.more.told else "</g>",
        ]
        return "".join(parts)

    def told(self, box: Box, css: str) -> str:
        """The opening of a box's group; with its sentence, an item of the list that holds one image."""
        said = self.more.told.get(box.key)
        if said is None:
            return f'<g class="{css}">'
        return f'<g role="listitem"><g class="{css}" role="img" aria-label={quoteattr(said)}>'

    def detail(self, box: Box) -> str:
        """The small words under the name."""
        top = box.words.y + len(box.lines) * self.sizes.line
        return "".join(
            text_at(
                line,
                box.area.middle.x,
                top + (at + 0.5) * self.sizes.detail_line + self.sizes.detail * 0.36,
                self.sizes.detail,
                css="state__detail",
            )
            for at, line in enumerate(box.details)
        )

    def start(self, box: Box) -> str:
        """The dot a matter begins from."""
        if box.start is None:
            return ""
        points = (box.start, Point(box.area.x, box.start.y))
        dot = f'<circle cx="{num(box.start.x)}" cy="{num(box.start.y)}" r="6" fill="{INK}"/>'
        line = f'<path d="{path(points)}" fill="none" stroke="{LINE}" stroke-width="1.75"/>'
        return f'<g class="start">{dot}{line}{arrow(points, LINE)}</g>'

    def mark(self, box: Box) -> str:
        """The word that says: here."""
        y = box.words.bottom - self.sizes.line / 2 + self.sizes.tag * 0.36
        return text_at(
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
        return rect(disc, css="state__count", fill=ACCENT, stroke=PAPER, radius=tall / 2) + text_at(
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
        disc = rect(pill.area, css="number__disc", fill=fill, stroke=ACCENT, radius=pill.area.h / 2)
        y = pill.area.middle.y + self.sizes.pill * 0.36
        text = text_at(pill.text, pill.area.middle.x, y, self.sizes.pill, fill=ink, css="number__label")
        return f'<g class="{css}"><title>{escape(words)}</title>{disc}{text}</g>'

    def note(self, note: Note) -> str:
        """A line of the list under the picture."""
        size, tall, area = self.sizes.legend, self.sizes.pill_height, note.area
        first = area.y + self.sizes.legend_line / 2
        disc, x = "", area.x + 8
        if note.number:
            wide = max(tall, width(note.number, self.sizes.pill) + 10)
            disc_area = Rect(area.x + 4, first - tall / 2, wide, tall)
            disc = rect(disc_area, css="number__disc", fill=PAPER, stroke=ACCENT, radius=tall / 2) + text_at(
                note.number,
                disc_area.middle.x,
                first + self.sizes.pill * 0.36,
                self.sizes.pill,
                css="number__label",
            )
            x = area.x + tall + 16
        words = [
            text_at(
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

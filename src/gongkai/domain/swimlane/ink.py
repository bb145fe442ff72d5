"""The strokes the picture is drawn with, as SVG; no style attribute and no marker, which would need an id."""

from __future__ import annotations

from xml.sax.saxutils import escape

from gongkai.domain.swimlane.shapes import Point, Rect

INK = "#1b1f24"


def num(value: float) -> str:
    """A measure as SVG writes it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def inset(area: Rect, by: float) -> Rect:
    """``area`` smaller by ``by`` px on every side."""
    return Rect(area.x + by, area.y + by, area.w - 2 * by, area.h - 2 * by)


def rect(area: Rect, *, fill: str, stroke: str, css: str = "", radius: float = 0, wide: float = 1) -> str:
    """A rectangle; ``radius`` rounds its corners."""
    name = f'class="{css}" ' if css else ""
    corner = f' rx="{num(radius)}"' if radius else ""
    return (
        f'<rect {name}x="{num(area.x)}" y="{num(area.y)}" width="{num(area.w)}" height="{num(area.h)}"{corner} '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{num(wide)}"/>'
    )


def text_at(
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
    """Words with their baseline at ``y``."""
    name = f'class="{css}" ' if css else ""
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text {name}x="{num(x)}" y="{num(y)}" font-size="{num(size)}" text-anchor="{anchor}" '
        f'fill="{fill}"{bold}>{escape(text)}</text>'
    )


def path(points: tuple[Point, ...]) -> str:
    """The line with its corners rounded."""
    written = [f"M{num(points[0].x)} {num(points[0].y)}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = toward(corner, before), toward(corner, after)
        written.append(
            f"L{num(into.x)} {num(into.y)}Q{num(corner.x)} {num(corner.y)} {num(out.x)} {num(out.y)}"
        )
    written.append(f"L{num(points[-1].x)} {num(points[-1].y)}")
    return "".join(written)


def toward(corner: Point, other: Point, reach: float = 4) -> Point:
    """The point ``reach`` px from ``corner`` on the way to ``other``, at most half way."""
    dx, dy = other.x - corner.x, other.y - corner.y
    length = abs(dx) + abs(dy)
    part = min(reach, length / 2) / length if length else 0
    return Point(corner.x + dx * part, corner.y + dy * part)


def arrow(points: tuple[Point, ...], fill: str) -> str:
    """The arrow's head at the end of the line, as a shape (a marker would need an id unique in the page)."""
    before, tip = points[-2], points[-1]
    dx, dy = tip.x - before.x, tip.y - before.y
    length = abs(dx) + abs(dy) or 1
    ux, uy = dx / length, dy / length
    back = Point(tip.x - 9 * ux, tip.y - 9 * uy)
    corners = (tip, Point(back.x - 4 * uy, back.y + 4 * ux), Point(back.x + 4 * uy, back.y - 4 * ux))
    outline = " L".join(f"{num(corner.x)} {num(corner.y)}" for corner in corners)
    return f'<path class="move__arrow" d="M{outline}Z" fill="{fill}"/>'

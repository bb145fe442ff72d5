"""A flowchart on paper: A4 or A3 across, the picture as large as it fits, its table after it; PDF/UA-1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.context import demonstration
from gongkai.core.paper.pdf import typeset
from gongkai.core.text import render
from gongkai.domain.swimlane import Picture
from gongkai.powers import charting, words
from gongkai.powers.charting import Drawn
from gongkai.powers.models import Version

#: Paper across, in mm, the smaller first; and the margin.
A4, A3 = (297.0, 210.0), (420.0, 297.0)
MARGIN = 14.0
_POINTS = 72 / 25.4
#: Points for a pixel of the picture: at most as on a screen, at least names of 7 points.
LARGEST, SMALLEST = 0.75, 0.46
#: Points kept for title, facts and the remark above and below the picture.
_HEAD = 96.0
#: Points between two strips on a page.
_BETWEEN = 12.0
#: Left of a box: where a line may be cut without touching its arrow.
_BEFORE = 17.0
#: Widths of the columns by what stands in them.
_WEIGHTS = {"narrow": 1.0, "middle": 3.0, "wide": 5.0}


@dataclass(frozen=True, slots=True)
class Strips:
    """How a picture is laid on paper: windows (left edge, width in px) one below the other, at ``scale``."""

    paper: tuple[float, float]
    scale: float
    windows: tuple[tuple[float, float], ...]
    #: Width of the lanes' titles in px, repeated before every window but the first.
    titles: float


def strips(picture: Picture) -> Strips:
    """One strip on A4 if its letters stay legible; two on one page of A4; the same on A3; else as many as it takes."""
    titles = picture.lanes[0].title.right + picture.lanes[0].title.x - picture.lanes[0].area.x
    for paper, most in ((A4, 1), (A4, 2), (A3, 1), (A3, 2)):
        room_x, room_y = _room(paper)
        if most == 1:
            scale = min(LARGEST, room_x / picture.width, room_y / picture.height)
            if scale >= SMALLEST:
                return Strips(paper, scale, ((0.0, picture.width),), titles)
            continue
        windows = _windows(picture, room_x / SMALLEST, titles)
        if len(windows) <= most and len(windows) * (picture.height * SMALLEST + _BETWEEN) <= room_y:
            return _grown(picture, paper, windows, titles, room_y / len(windows) - _BETWEEN)
    room_x, room_y = _room(A3)
    windows = _windows(picture, room_x / min(SMALLEST, room_y / picture.height), titles)
    return _grown(picture, A3, windows, titles, room_y)


def _grown(
    picture: Picture,
    paper: tuple[float, float],
    windows: tuple[tuple[float, float], ...],
    titles: float,
    height: float,
) -> Strips:
    """The windows as large as the paper's width and ``height`` points for each allow."""
    widest = max(width + (titles if left else 0.0) for left, width in windows)
    return Strips(paper, min(LARGEST, _room(paper)[0] / widest, height / picture.height), windows, titles)


def _room(paper: tuple[float, float]) -> tuple[float, float]:
    """Points for the picture on a page."""
    return (paper[0] - 2 * MARGIN) * _POINTS, (paper[1] - 2 * MARGIN - 4) * _POINTS - _HEAD


def _windows(picture: Picture, room: float, titles: float) -> tuple[tuple[float, float], ...]:
    """As few pieces as can be, of much the same width, each with the lanes' titles no wider than ``room`` px."""
    fewest = _cut(picture, room, titles)
    even = (picture.width + (len(fewest) - 1) * titles) / len(fewest)
    while even < room:
        found = _cut(picture, even, titles)
        if len(found) <= len(fewest):
            return found
        even += 10
    return fewest


def _cut(picture: Picture, room: float, titles: float) -> tuple[tuple[float, float], ...]:
    """Cuts before boxes, each as far to the right as ``room`` allows."""
    cuts = sorted({box.area.x - _BEFORE for box in picture.boxes if box.area.x - _BEFORE > titles + 60})
    edges, begin = [0.0], 0.0
    for cut, following in pairwise([*cuts, picture.width]):
        ahead = titles if begin else 0.0
        if following - begin + ahead > room:
            edges.append(cut)
            begin = cut
    edges.append(picture.width)
    return tuple((left, right - left) for left, right in pairwise(edges))


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (Path(__file__).parent / "chart.typ").read_bytes()


def paper(version: Version, of: Drawn, address: str) -> bytes:
    """The chart as PDF, in Chinese, with the address of its page. Raises ``PrintError`` with a sentence."""
    with translation.override("zh-hans"):
        pictures, placed, laid = _pictures(of)
        data = {**_head(version, of, address), **_table(of), "strips": placed, "page": list(laid.paper)}
        return typeset(_template(), data, pictures, "zh")


def _pictures(of: Drawn) -> tuple[dict[str, bytes], list[list[dict[str, Any]]], Strips]:
    """The pictures by the names of their files, and where they stand."""
    picture = of.picture()
    laid = strips(picture)
    found, rows = dict[str, bytes](), list[list[dict[str, Any]]]()

    def piece(window: tuple[float, float], alt: str) -> dict[str, Any]:
        name = f"chart-{len(found)}.svg"
        found[name] = of.svg(family=_families(), window=window, notes=False).encode()
        width, height = window[1] * laid.scale, picture.height * laid.scale
        return {"file": name, "alt": alt, "width": width, "height": height}

    for at, window in enumerate(laid.windows):
        if not at:
            rows.append([piece(window, of.description())])
            continue
        lanes = piece((0.0, laid.titles), _("The lanes again"))
        rows.append([lanes, piece(window, _("The chart, part {number}").format(number=at + 1))])
    return found, rows, laid


def _families() -> str:
    from gongkai.core.paper.fonts import fonts

    return ", ".join(f"'{family}'" for family in fonts().faces["hei"].families)


def _head(version: Version, of: Drawn, address: str) -> dict[str, Any]:
    entry = version.entry
    begins = version.in_force_from
    signed = [entry.agency.name]
    if begins:
        signed.append(f"{begins.year}年{begins.month}月{begins.day}日")
    facts = [entry.agency.name, entry.unit.name, entry.code, words.version_name(version)]
    return {
        "title": version.title,
        "agency": entry.agency.name,
        "lang": "zh",
        "margin": MARGIN,
        "facts": [*facts, render(words.in_force(version, clock.today()))],
        "footer": f"{entry.agency.name} · {entry.code} · {words.version_name(version)}",
        "signed": "　".join(signed),
        "address": address,
        "notice": _notice(version),
        "continued": _("The chart goes on in the next strip, at the same height."),
        "listed": [list(each) for each in of.listed().items()],
        "table_title": _("The steps as a table"),
    }


def _notice(version: Version) -> str:
    parts = [_("Demonstration data, not a real chart.")] if demonstration() else []
    if version.state != "published":
        parts.append(_("Not published yet."))
    elif version.as_published:
        parts.append(_("Taken over as it was published, with gaps."))
    return " ".join(parts)


def _table(of: Drawn) -> dict[str, Any]:
    """The table; columns in which nothing stands are left out."""
    rows = [
        (
            row.key,
            row.name,
            row.actor,
            row.limit,
            "\n".join(row.documents),
            "\n".join(row.next) or _("The end"),
        )
        for row in of.rows()
    ]
    weights = ("narrow", "middle", "middle", "middle", "wide", "wide")
    wanted = [at for at in range(6) if any(row[at] for row in rows)]
    heads = charting.heads()
    return {
        "head": [heads[at] for at in wanted],
        "weights": [_WEIGHTS[weights[at]] for at in wanted],
        "rows": [[row[at] for at in wanted] for row in rows],
    }

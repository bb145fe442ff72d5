"""Can the picture be read: nothing covered, nothing cut off, nothing only seen?"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from process_tables import chinese, tables

from gongkai.domain import disclosure, requests
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Process
from gongkai.domain.swimlane import Picture, Point, Rect, layout, svg, text_alternative
from gongkai.domain.swimlane.words import in_lines, in_two, width

SVG = "{http://www.w3.org/2000/svg}"


def faults(picture: Picture) -> list[str]:
    """Everything that would make the picture unreadable."""
    found = list[str]()
    labels = [("pill " + pill.text + " of " + pill.state, pill.area) for pill in picture.pills]
    labels += [("title " + band.key, band.title) for band in picture.lanes]
    labels += [("note " + note.number, note.area) for note in picture.notes]
    boxes = [("box " + box.key, box.area) for box in picture.boxes]
    found += [f"{a} on {b}" for (a, one), (b, other) in combinations(labels + boxes, 2) if one.meets(other)]
    whole = Rect(0, 0, picture.width, picture.height)
    found += [f"{name} cut off" for name, area in labels + boxes if not whole.holds(area)]
    found += [f"words of {box.key} cut off" for box in picture.boxes if not box.area.holds(box.words)]
    for edge in picture.edges:
        name = f"line {edge.source} → {edge.target}"
        for here, there in pairwise(edge.points):
            if here.x != there.x and here.y != there.y:
                found.append(f"{name} is aslant")
            strip = segment(here, there)
            found += [f"{name} through {box}" for box, area in boxes if area.meets(strip)]
            if not whole.holds(strip):
                found.append(f"{name} cut off")
    return found


def segment(here: Point, there: Point) -> Rect:
    """The line between two points, as an area without breadth."""
    return Rect(min(here.x, there.x), min(here.y, there.y), abs(here.x - there.x), abs(here.y - there.y))


def laid_over(picture: Picture) -> list[str]:
    """Lines to different states lying on each other, and numbers crossed by another's line."""
    pieces = [(edge, segment(*ends)) for edge in picture.edges for ends in pairwise(edge.points)]
    found = list[str]()
    for (one, a), (other, b) in combinations(pieces, 2):
        if one.target == other.target:
            continue
        across = a.h == b.h == 0 and a.y == b.y and min(a.right, b.right) > max(a.x, b.x)
        along = a.w == b.w == 0 and a.x == b.x and min(a.bottom, b.bottom) > max(a.y, b.y)
        if across or along:
            found.append(f"{one.source}→{one.target} on {other.source}→{other.target}")
    for pill in picture.pills:
        for edge, piece in pieces:
            if pill.area.meets(piece) and not (
                edge.source == pill.state and set(edge.moves) == set(pill.moves)
            ):
                found.append(f"{edge.source}→{edge.target} through {pill.text} of {pill.state}")
    return found


EVERY = pytest.mark.parametrize(
    "process", [disclosure.PROCESS, requests.PROCESS], ids=lambda process: str(process.key)
)


@EVERY
@pytest.mark.parametrize("label", [chinese(), str], ids=["zh", "en"])
@pytest.mark.parametrize("connectors", [True, False])
@pytest.mark.parametrize("standing", [False, True])
def test_the_way_of_a_matter_can_be_read(
    process: Process, label: Callable[[str], str], connectors: bool, standing: bool
) -> None:
    for current in [state.key for state in process.states] if standing else [None]:
        picture = layout(process, label, current=current, connectors=connectors)
        assert faults(picture) == []
        assert laid_over(picture) == []


@EVERY
def test_it_fits_a_page(process: Process) -> None:
    picture = layout(process, chinese())
    assert picture.width < 1600
    assert picture.height < 1700


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_any_process_of_up_to_forty_steps_can_be_read(process: Process) -> None:
    picture = layout(process)
    assert faults(picture) == []
    assert laid_over(picture) == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(most=12))
def test_every_move_is_in_the_picture_once_a_source(process: Process) -> None:
    picture = layout(process)
    shown = sorted((pill.state, key) for pill in picture.pills if not pill.entry for key in pill.moves)
    assert shown == sorted((source, move.key) for move in process.moves for source in move.sources)
    drawn = {(edge.source, edge.target, key) for edge in picture.edges for key in edge.moves}
    entered = {(pill.state, key) for pill in picture.pills if pill.entry for key in pill.moves}
    for move in process.moves:
        for source in move.sources:
            assert (source, move.target, move.key) in drawn or (move.target, move.key) in entered
    assert sorted(picture.numbers.values()) == list(range(1, len(process.moves) + 1))
    assert [note.number for note in picture.notes if note.number] == [
        str(n) for n in picture.numbers.values()
    ]


def drawn(**options: object) -> ET.Element:
    return ET.fromstring(svg(PROCESS, label=chinese(), title_id="way", **options))  # type: ignore[arg-type]


def test_it_is_a_named_image_without_style_script_or_link() -> None:
    text = svg(PROCESS, label=chinese(), title_id="way")
    picture = drawn()
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "way way-desc"
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.get("id"), title.text) == ("way", "主动公开流程")
    assert description.get("id") == "way-desc"
    assert not re.search(r"style=|<style|<script|href|url\(| on\w+=", text)
    assert [element.get("id") for element in picture.iter() if element.get("id")] == ["way", "way-desc"]


def test_the_current_step_is_marked_by_shape_and_word() -> None:
    picture = drawn(current="approval")
    (here,) = [group for group in picture.iter(f"{SVG}g") if "state--current" in (group.get("class") or "")]
    words = [text.text for text in here.iter(f"{SVG}text")]
    assert words == ["待审批", "▶ 当前步骤"]
    assert here.find(f"{SVG}rect[@class='state__inner']") is not None
    description = picture.find(f"{SVG}desc")
    assert description is not None
    assert (description.text or "").startswith("当前步骤: 待审批")
    assert not [g for g in drawn().iter(f"{SVG}g") if "state--current" in (g.get("class") or "")]


def test_matters_are_counted_on_their_step() -> None:
    counted = [text.text for text in drawn(counts={"draft": 3, "published": 1284}).iter(f"{SVG}text")]
    assert "3" in counted
    assert "1284" in counted


def test_strange_words_are_escaped() -> None:
    text = svg(PROCESS, label=lambda words: f'<b> & "{words[:3]}"', title_id="a&b")
    assert ET.fromstring(text).find(f"{SVG}title").text.startswith("<b> & ")  # type: ignore[union-attr]


@EVERY
def test_the_table_says_everything_the_picture_says(process: Process) -> None:
    rows = text_alternative(process, chinese())
    numbers = layout(process, chinese()).numbers
    assert [row.state for row in rows] == [state.key for state in process.states]
    for row in rows:
        assert [following.move for following in row.next] == [
            move.key for move in process.moves_from(row.state)
        ]
        assert all(following.number == numbers[following.move] for following in row.next)


def test_the_table_speaks_as_the_office_does() -> None:
    rows = text_alternative(PROCESS, chinese())
    (approval,) = [row for row in rows if row.state == "approval"]
    assert (approval.step, approval.who) == ("待审批", "审批领导")
    assert (approval.next[0].words, approval.next[0].leads_to) == ("批准", "待发布")
    assert approval.next[0].citation == "《政府信息公开条例》第十七条"


def test_words_break_where_chinese_and_english_may() -> None:
    assert in_two("征求其他机关意见", 16, 100) == ("征求其他", "机关意见")
    assert in_two("未主动公开，定期复核", 16, 100) == ("未主动公开，", "定期复核")
    assert in_two("Awaiting approval", 16, 100) == ("Awaiting", "approval")
    assert in_two("Approve", 16, 10) == ("Approve",)
    assert in_lines("", 16, 10) == ("",)
    assert "".join(in_lines("一二三四五六七", 10, 30)) == "一二三四五六七"
    assert all(width(line, 10) <= 30 for line in in_lines("一二三四五六七", 10, 30))

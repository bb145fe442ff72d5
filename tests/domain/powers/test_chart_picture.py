"""Can any chart of up to forty steps be read, in the picture, by ear and in the exported files?"""

from __future__ import annotations

import csv
import io
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import SpiffWorkflow  # type: ignore[import-untyped]
from chart_rows import LICENCE, charts, row
from hypothesis import HealthCheck, given, settings
from lxml import etree

from gongkai.domain.powers import chart_picture
from gongkai.domain.powers import charts as reading
from gongkai.domain.swimlane import Picture, Rect
from gongkai.domain.swimlane.words import width

SVG = "{http://www.w3.org/2000/svg}"
SCHEMA = etree.XMLSchema(
    etree.parse(str(Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"))
)
HEADS = ["No.", "Step", "Who does it", "Limit", "Documents", "Next steps"]
MODEL = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "dd": "http://www.omg.org/spec/DD/20100524/DI",
}
EVERY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(content: dict[str, Any], title: str = "建筑垃圾处置核准流程图") -> reading.Chart:
    return reading.read(title, content)


def laid_out(chart: reading.Chart) -> Picture:
    return chart_picture.laid_out(chart, "C-1", str)[1]


def unreadable(picture: Picture) -> list[str]:
    """Labels on labels, labels cut off, words wider than the place they have."""
    sizes = picture.sizes
    labels = [(f"words of {box.key}", box.area) for box in picture.boxes]
    labels += [(f"mark {pill.text} of {pill.state}", pill.area) for pill in picture.pills]
    labels += [(f"title of {band.key}", band.title) for band in picture.lanes]
    labels += [(f"note {note.number}", note.area) for note in picture.notes]
    found = [f"{a} on {b}" for (a, one), (b, other) in combinations(labels, 2) if one.meets(other)]
    whole = Rect(0, 0, picture.width, picture.height)
    found += [f"{name} cut off" for name, area in labels if not whole.holds(area)]
    for box in picture.boxes:
        tall = len(box.lines) * sizes.line + len(box.details) * sizes.detail_line
        wide = max(
            *(width(line, sizes.font) for line in box.lines),
            *(width(line, sizes.detail) for line in box.details),
            0,
        )
        if not box.area.holds(box.words) or box.words.w + 0.1 < wide or box.words.h + 0.1 < tall:
            found.append(f"{box.key} is too small for its words")
    found += [f"{pill.text} too wide" for pill in picture.pills if width(pill.text, sizes.pill) > pill.area.w]
    found += [
        f"title of {band.key} too wide"
        for band in picture.lanes
        for line in band.lines
        if width(line, sizes.font) > band.title.w or len(band.lines) * sizes.line > band.area.h
    ]
    found += [
        f"note {note.number} too wide"
        for note in picture.notes
        for line in note.lines
        if note.area.x + 8 + width(line, sizes.legend) > picture.width
    ]
    return found


@EVERY
@given(charts())
def test_no_label_of_any_chart_lies_on_another_or_leaves_its_place(content: dict[str, Any]) -> None:
    assert unreadable(laid_out(read(content))) == []


def crowded() -> dict[str, Any]:
    """Forty steps in eight lanes, each with a long name, a long limit and ways onward, back and aside."""
    rows = []
    for at in range(1, 41):
        ways = [f"{at + 1} 材料齐全"] if at < 40 else []
        if at < 40:
            ways += [
                f"{max(1, at - 7)} 需要补充调查并经机关负责人集体讨论决定后方可继续",
                f"{min(40, at + 5)}：简易程序",
            ]
        rows.append(
            row(
                str(at),
                "调查取证并制作询问笔录" * 3,
                f"第{at % 8}执法中队",
                *ways,
                limit="十五个工作日内" * 2,
                documents=("笔录",),
            )
        )
    return {"steps": rows}


def test_forty_crowded_steps_are_drawn_in_less_than_a_second_and_always_the_same() -> None:
    assert reading.faults(crowded()) == []
    chart = read(crowded())
    begun = process_time()
    first = chart_picture.svg(chart, "C-1", str, title_id="chart")
    assert process_time() - begun < 1
    assert first == chart_picture.svg(read(crowded()), "C-1", str, title_id="chart")
    assert unreadable(laid_out(chart)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(charts())
def test_any_chart_is_bpmn_that_passes_the_schema(content: dict[str, Any]) -> None:
    chart = read(content)
    root = etree.fromstring(chart_picture.bpmn(chart, "1号 图", str).encode())
    SCHEMA.assertValid(root)
    tasks = root.findall(".//b:userTask", MODEL)
    assert [task.get("name").split(" ", 1)[0] for task in tasks] == [step.key for step in chart.steps]
    assert len(root.findall(".//b:lane", MODEL)) == len(chart.actors)
    assert loose(root) == []


def loose(root: Any) -> list[str]:
    """Nodes without a shape, and lines whose ends lie at no shape."""
    shapes = {
        each.get("bpmnElement"): each.find("dc:Bounds", MODEL)
        for each in root.findall(".//di:BPMNShape", MODEL)
    }
    nodes = [each.text for each in root.findall(".//b:flowNodeRef", MODEL)]
    found = [f"{node} has no shape" for node in nodes if node not in shapes]
    drawn = {
        each.get("bpmnElement"): each.findall("dd:waypoint", MODEL)
        for each in root.findall(".//di:BPMNEdge", MODEL)
    }
    for flow in root.findall(".//b:sequenceFlow", MODEL):
        points = drawn.get(flow.get("id"), ())
        for end, point in zip(("sourceRef", "targetRef"), (points[0], points[-1]), strict=True):
            x, y, w, h = (float(shapes[flow.get(end)].get(name)) for name in ("x", "y", "width", "height"))
            at = float(point.get("x")), float(point.get("y"))
            if not (x - 0.2 <= at[0] <= x + w + 0.2 and y - 0.2 <= at[1] <= y + h + 0.2):
                found.append(f"{flow.get('id')} is loose at its {end}")
    return found


def test_the_bpmn_file_says_who_in_which_limit_with_which_documents() -> None:
    text = chart_picture.bpmn(read({"steps": LICENCE}), "C-1", str)
    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    (task,) = [each for each in root.findall(".//b:userTask", MODEL) if each.get("name") == "7 不予许可"]
    assert task.findtext("b:documentation", namespaces=MODEL) == "documents: 不予许可决定书, 理由说明"
    names = {flow.get("name") for flow in root.findall(".//b:sequenceFlow", MODEL)}
    assert {"材料齐全", "材料不全，一次性告知补正", "不符合条件"} <= names
    gates = {gate.get("id") for gate in root.findall(".//b:exclusiveGateway", MODEL)}
    assert gates == {"choice_s2", "choice_s5"}, "a gateway only where there is a choice"
    assert len(root.findall(".//b:endEvent", MODEL)) == 1
    SCHEMA.assertValid(etree.fromstring(chart_picture.bpmn(read(crowded()), "C-1", str).encode()))


def test_a_screen_reader_walks_through_the_boxes() -> None:
    picture = ET.fromstring(chart_picture.svg(read({"steps": LICENCE}), "C-1", str, title_id="chart"))
    assert picture.get("role") is None
    described = {element.get("id"): element.text for element in picture if element.get("id")}
    assert described["chart"] == "建筑垃圾处置核准流程图"
    assert (
        described["chart-desc"]
        == "8 steps; actors: 申请人, 窗口, 业务科室, 局领导. It begins with 1 提出申请."
    )
    (listing,) = [group for group in picture if group.get("role") == "list"]
    said = [image.get("aria-label") for item in listing for image in item]
    assert len(said) == 8
    assert said[1] == (
        "Step 2, 收件审查; 窗口; limit: 当场; then 材料齐全 → 3 受理, 材料不全，一次性告知补正 → 1 提出申请, "
        "不属于职权范围 → 8 送达公开"
    )
    assert said[7] == "Step 8, 送达公开; 窗口; The end"
    for group in picture:
        if group.get("role") != "list" and group.tag == f"{SVG}g":
            assert group.get("aria-hidden") == "true"


def test_the_words_on_the_lines_are_the_conditions() -> None:
    chart = read(
        {
            "steps": [
                row("1", "甲", "乙", "2 " + "很长的条件" * 8, "3 短"),
                row("2", "丙", "乙"),
                row("3", "丁", "乙"),
            ]
        }
    )
    picture = laid_out(chart)
    assert sorted(pill.text for pill in picture.pills) == ["*1", "短"]
    assert [note.number for note in picture.notes if note.number] == ["*1"]
    assert "".join(picture.notes[0].lines) == "很长的条件" * 8
    assert chart_picture.long_conditions(chart) == {"*1": "很长的条件" * 8}


@pytest.mark.parametrize("words", ["<script>&\"'", "\x01\x0c\ud800坏", "\n行\n行"])
def test_strange_words_break_nothing(words: str) -> None:
    chart = read(
        {"steps": [row(words, words, words, "2 " + words, limit=words), row("2", words, words)]}, words
    )
    ET.fromstring(chart_picture.svg(chart, words, str, title_id="chart"))
    SCHEMA.assertValid(etree.fromstring(chart_picture.bpmn(chart, words, str).encode()))


def test_the_table_as_csv_holds_every_row_and_no_formula() -> None:
    rows = [row("1", "=1+1", "@x", "2 齐全", documents=("甲", "乙")), row("2", "完", "x")]
    text = chart_picture.csv_of(chart_picture.rows(read({"steps": rows}), str), HEADS)
    assert list(csv.reader(io.StringIO(text))) == [
        HEADS,
        ["1", "'=1+1", "'@x", "", "甲\n乙", "齐全 → 2 完"],
        ["2", "完", "x", "", "", ""],
    ]


def test_a_procedure_carried_out_here_fills_the_same_table() -> None:
    for process in reading.EXECUTED.values():
        told = chart_picture.process_rows(process, str)
        assert len(told) == len(process.states)
        assert sum(len(each.next) for each in told) == sum(len(move.sources) for move in process.moves)

"""A process table as BPMN 2.0: for flowchart tools, and to have another engine check our own.

How the table is put into BPMN:

- an open state, or one at rest, is a user task followed by an exclusive gateway; the person's choice is the
  process variable ``move``, and each flow out of the gateway has the condition ``move == "<key>"``;
- a state at rest (published: nothing is owed, moves remain) has a default flow to an end event besides:
  whoever makes no move ends the case there;
- a final state is an end event;
- with several starts, a gateway behind the start event reads the variable ``start`` (a state's key);
- a move of the system's clock is a flow like any other: BPMN's timers know nothing of extensions.

A chart made by hand (``plain``) describes a course and is not run: a step with one way on needs no gateway, and the
last step is a task before an end event.

Two pairs of eyes, guards and needs have no counterpart in BPMN and stand in the flows' documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from gongkai.domain.process import Kind, Move, Process, State
from gongkai.domain.swimlane import Box, Edge, Picture, Point, Rect, Sizes, layout
from gongkai.domain.text import N_

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

NOTHING_MORE = N_("Nothing more is done")
BEGINNING = N_("How does it begin?")

_SIZES = Sizes(box_width=210, box_height=100, wrap=True)
_INSET = 10.0
_GATE = 32.0


def bpmn(process: Process, label: Callable[[str], str] = str, *, plain: bool = False) -> str:
    """``process`` as a BPMN 2.0 document with its drawing; words as ``label`` puts them. ``plain``: a chart."""
    for prefix, space in (("bpmn", BPMN), ("bpmndi", DI), ("dc", DC), ("di", DD), ("xsi", XSI)):
        register_namespace(prefix, space)
    graph = _graph(process, label, plain)
    root = Element(f"{{{BPMN}}}definitions", id="definitions", targetNamespace=f"urn:gongkai:{process.key}")
    together = SubElement(root, f"{{{BPMN}}}collaboration", id="collaboration")
    name = label(process.title)
    SubElement(together, f"{{{BPMN}}}participant", id="pool", name=name, processRef=process.key)
    _write_process(SubElement(root, f"{{{BPMN}}}process", id=process.key, name=name), process, graph, label)
    parts = root.find(f"{{{BPMN}}}process")
    if plain and parts is not None:
        parts.set("isExecutable", "false")
    _write_drawing(SubElement(root, f"{{{DI}}}BPMNDiagram", id="diagram"), process, graph, label)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


@dataclass(frozen=True, slots=True)
class _Node:
    """A flow node: its BPMN element, where it stands, and its attributes."""

    id: str
    tag: str
    name: str
    lane: str
    area: Rect
    documentation: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Flow:
    """A sequence flow with its corners."""

    id: str
    source: str
    target: str
    points: tuple[Point, ...]
    name: str = ""
    condition: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class _Graph:
    nodes: list[_Node]
    flows: list[_Flow]
    picture: Picture
    #: States drawn as a task alone: one way on, and no gateway to choose it at.
    straight: frozenset[str] = frozenset()


def _graph(process: Process, label: Callable[[str], str], plain: bool) -> _Graph:
    picture = layout(process, label, connectors=False, notes=False, sizes=_SIZES, in_order=plain)
    ways = {state.key: len(process.moves_from(state.key)) for state in process.states}
    graph = _Graph([], [], picture, frozenset(key for key in ways if plain and ways[key] < 2))
    for state in process.states:
        _add_state(graph, picture.box(state.key), state, label)
    for edge in picture.edges:
        for key in edge.moves:
            graph.flows.append(_flow(graph, edge, process.move(key), label))
    _add_start(graph, process, label)
    return graph


def _task_area(box: Box) -> Rect:
    area = box.area
    if box.kind is Kind.FINAL:
        return Rect(area.x, area.middle.y - 18, 36, 36)
    return Rect(area.x, area.y + _INSET, area.w - _GATE - 44, area.h - 2 * _INSET)


def _gate_area(box: Box) -> Rect:
    return Rect(box.area.right - _GATE - 16, box.area.middle.y - _GATE / 2, _GATE, _GATE)


def _add_state(graph: _Graph, box: Box, state: State, label: Callable[[str], str]) -> None:
    task, name, told = _task_area(box), label(state.label), label(state.sentence) if state.sentence else ""
    if state.key in graph.straight:
        _add_plain(graph, box, state, label)
        return
    if state.kind is Kind.FINAL:
        graph.nodes.append(_Node(f"state_{state.key}", "endEvent", name, state.lane, task, told))
        return
    gate = _gate_area(box)
    rest = state.kind is Kind.REST
    default = {"default": f"rest_{state.key}"} if rest else {}
    graph.nodes.append(_Node(f"state_{state.key}", "userTask", name, state.lane, task, told))
    graph.nodes.append(
        _Node(f"choice_{state.key}", "exclusiveGateway", "", state.lane, gate, attributes=default)
    )
    across = (Point(task.right, gate.middle.y), Point(gate.x, gate.middle.y))
    graph.flows.append(_Flow(f"choose_{state.key}", f"state_{state.key}", f"choice_{state.key}", across))
    if rest:
        end = Rect(box.area.right - 16, box.area.y + 2, 14, 14)
        up = (
            Point(gate.right, gate.middle.y),
            Point(end.middle.x, gate.middle.y),
            Point(end.middle.x, end.bottom),
        )
        graph.nodes.append(_Node(f"end_{state.key}", "endEvent", label(NOTHING_MORE), state.lane, end))
        graph.flows.append(_Flow(f"rest_{state.key}", f"choice_{state.key}", f"end_{state.key}", up))


def _plain_area(box: Box, *, last: bool) -> Rect:
    """A task alone in its box, with room for the end event where it is the last."""
    room = 56 if last else 20
    return Rect(box.area.x, box.area.y + _INSET, box.area.w - room, box.area.h - 2 * _INSET)


def _add_plain(graph: _Graph, box: Box, state: State, label: Callable[[str], str]) -> None:
    """A task without a gateway; the last one before an end event."""
    last = state.kind is not Kind.OPEN
    task = _plain_area(box, last=last)
    told = label(state.sentence) if state.sentence else ""
    graph.nodes.append(_Node(f"state_{state.key}", "userTask", label(state.label), state.lane, task, told))
    if not last:
        return
    end = Rect(box.area.right - 36, box.area.middle.y - 18, 36, 36)
    across = (Point(task.right, end.middle.y), Point(end.x, end.middle.y))
    graph.nodes.append(_Node(f"end_{state.key}", "endEvent", "", state.lane, end))
    graph.flows.append(_Flow(f"rest_{state.key}", f"state_{state.key}", f"end_{state.key}", across))


def _flow(graph: _Graph, edge: Edge, move: Move, label: Callable[[str], str]) -> _Flow:
    here, there = graph.picture.box(edge.source), graph.picture.box(edge.target)
    straight = edge.source in graph.straight
    leaving = _leave_plain(here, edge.points[0]) if straight else _leave(here, edge.points[0])
    area = (
        _plain_area(there, last=there.kind is not Kind.OPEN)
        if edge.target in graph.straight
        else _task_area(there)
    )
    final = there.kind is Kind.FINAL and edge.target not in graph.straight
    points = (*leaving, *edge.points, *_arrive(there, area, edge.points[-1], final=final))
    said = [", ".join(move.roles) or "timer"]
    said += [f"needs: {', '.join(move.needs)}"] if move.needs else []
    said += [f"not by whoever did: {', '.join(move.distinct_from)}"] if move.distinct_from else []
    said += [f"only by whoever did: {', '.join(move.only_by)}"] if move.only_by else []
    said += [f"{'unless' if guard.negate else 'if'}: {guard.flag}" for guard in move.guards]
    said += [str(move.citation)] if move.citation else []
    return _Flow(
        f"move_{edge.source}_{move.key}",
        f"state_{edge.source}" if straight else f"choice_{edge.source}",
        f"state_{edge.target}",
        points,
        label(move.label) if move.label else "",
        "" if straight else f'move == "{move.key}"',
        "; ".join(said),
    )


def _leave(box: Box, first: Point) -> tuple[Point, ...]:
    """From the gateway to where the line leaves the box."""
    gate = _gate_area(box)
    if first.x == box.area.right:
        turn = box.area.right - 4
        return Point(gate.right, gate.middle.y), Point(turn, gate.middle.y), Point(turn, first.y)
    down = first.y == box.area.bottom
    turn = first.y - 3 if down else first.y + 3
    return (
        Point(gate.middle.x, gate.bottom if down else gate.y),
        Point(gate.middle.x, turn),
        Point(first.x, turn),
    )


def _leave_plain(box: Box, first: Point) -> tuple[Point, ...]:
    """From a task without a gateway to where the line leaves the box."""
    task = _plain_area(box, last=False)
    if first.x == box.area.right:
        turn = box.area.right - 8
        return Point(task.right, task.middle.y), Point(turn, task.middle.y), Point(turn, first.y)
    down = first.y == box.area.bottom
    x = min(max(first.x, task.x + 6), task.right - 6)
    turn = first.y - 3 if down else first.y + 3
    return Point(x, task.bottom if down else task.y), Point(x, turn), Point(first.x, turn)


def _arrive(box: Box, task: Rect, last: Point, *, final: bool) -> tuple[Point, ...]:
    """From where the line reaches the box to its ``task`` or end event."""
    if last.x == box.area.x:
        return ()
    below = last.y == box.area.bottom
    turn = last.y - 6 if below else last.y + 6
    x = task.middle.x if final else min(max(last.x, task.x + 6), task.right - 6)
    return Point(last.x, turn), Point(x, turn), Point(x, task.bottom if below else task.y)


def _add_start(graph: _Graph, process: Process, label: Callable[[str], str]) -> None:
    first = graph.picture.box(process.start[0])
    y = first.start.y if first.start else first.area.middle.y
    event = Rect(first.area.x - 86, y - 12, 24, 24)
    lane = process.state(process.start[0]).lane
    graph.nodes.append(_Node("start", "startEvent", label(process.title), lane, event))
    if len(process.start) == 1:
        points = (Point(event.right, y), Point(first.area.x, y))
        graph.flows.append(_Flow("begin", "start", f"state_{process.start[0]}", points))
        return
    gate = Rect(first.area.x - 32, y - 10, 20, 20)
    graph.nodes.append(
        _Node(
            "beginning",
            "exclusiveGateway",
            label(BEGINNING),
            lane,
            gate,
            attributes={"default": f"begin_{process.start[0]}"},
        )
    )
    graph.flows.append(_Flow("begin", "start", "beginning", (Point(event.right, y), Point(gate.x, y))))
    for key in process.start:
        box, usual = graph.picture.box(key), key == process.start[0]
        level = box.area.middle.y
        straight = (Point(gate.right, y), Point(box.area.x, y))
        around = (
            Point(gate.middle.x, gate.bottom),
            Point(gate.middle.x, level),
            Point(box.area.x, level),
        )
        condition = "" if usual else f'start == "{key}"'
        name = label(process.state(key).label)
        way = straight if usual else around
        graph.flows.append(_Flow(f"begin_{key}", "beginning", f"state_{key}", way, name, condition))


def _write_process(parent: Element, process: Process, graph: _Graph, label: Callable[[str], str]) -> None:
    parent.set("isExecutable", "true")
    lanes = SubElement(parent, f"{{{BPMN}}}laneSet", id="lanes")
    for lane in process.lanes:
        element = SubElement(lanes, f"{{{BPMN}}}lane", id=f"lane_{lane.key}", name=label(lane.label))
        for node in graph.nodes:
            if node.lane == lane.key:
                SubElement(element, f"{{{BPMN}}}flowNodeRef").text = node.id
    for node in graph.nodes:
        _write_node(parent, node, graph.flows)
    for flow in graph.flows:
        element = SubElement(
            parent, f"{{{BPMN}}}sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target
        )
        _describe(element, flow.name, flow.documentation)
        if flow.condition:
            kind = {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
            SubElement(element, f"{{{BPMN}}}conditionExpression", kind).text = flow.condition


def _write_node(parent: Element, node: _Node, flows: Iterable[_Flow]) -> None:
    element = SubElement(parent, f"{{{BPMN}}}{node.tag}", {"id": node.id, **node.attributes})
    _describe(element, node.name, node.documentation)
    ends = [("incoming", flow.id) for flow in flows if flow.target == node.id]
    ends += [("outgoing", flow.id) for flow in flows if flow.source == node.id]
    for end, flow in ends:
        SubElement(element, f"{{{BPMN}}}{end}").text = flow


def _describe(element: Element, name: str, documentation: str) -> None:
    if name:
        element.set("name", name)
    if documentation:
        SubElement(element, f"{{{BPMN}}}documentation").text = documentation


def _write_drawing(parent: Element, process: Process, graph: _Graph, label: Callable[[str], str]) -> None:
    parent.set("name", label(process.title))
    plane = SubElement(parent, f"{{{DI}}}BPMNPlane", id="plane", bpmnElement="collaboration")
    bands, header = graph.picture.lanes, 30.0
    top, bottom = bands[0].area.y, bands[-1].area.bottom
    whole = Rect(bands[0].area.x, top, bands[0].area.w, bottom - top)
    _shape(plane, "pool", whole, {"isHorizontal": "true"})
    for band in bands:
        area = Rect(band.area.x + header, band.area.y, band.area.w - header, band.area.h)
        _shape(plane, f"lane_{band.key}", area, {"isHorizontal": "true"})
    for node in graph.nodes:
        _shape(
            plane, node.id, node.area, {"isMarkerVisible": "true"} if node.tag == "exclusiveGateway" else {}
        )
    for flow in graph.flows:
        edge = SubElement(plane, f"{{{DI}}}BPMNEdge", id=f"edge_{flow.id}", bpmnElement=flow.id)
        for point in _unbent(flow.points):
            SubElement(edge, f"{{{DD}}}waypoint", x=f"{point.x:.1f}", y=f"{point.y:.1f}")


def _shape(plane: Element, element: str, area: Rect, attributes: dict[str, str]) -> None:
    shape = SubElement(
        plane, f"{{{DI}}}BPMNShape", {"id": f"shape_{element}", "bpmnElement": element, **attributes}
    )
    SubElement(
        shape,
        f"{{{DC}}}Bounds",
        x=f"{area.x:.1f}",
        y=f"{area.y:.1f}",
        width=f"{area.w:.1f}",
        height=f"{area.h:.1f}",
    )


def _unbent(points: Sequence[Point]) -> Iterable[Point]:
    """``points`` without those that repeat the one before or lie straight between their neighbours."""
    kept = list[Point]()
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (kept[-2].x == kept[-1].x == point.x or kept[-2].y == kept[-1].y == point.y):
            kept[-1] = point
        else:
            kept.append(point)
    return kept

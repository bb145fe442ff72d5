"""Is the exported file BPMN 2.0, and does another engine read the same process in it?"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
import SpiffWorkflow  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from lxml import etree
from process_tables import chinese, tables
from SpiffWorkflow.bpmn import BpmnWorkflow  # type: ignore[import-untyped]
from SpiffWorkflow.bpmn.parser import BpmnParser  # type: ignore[import-untyped]
from SpiffWorkflow.exceptions import WorkflowException  # type: ignore[import-untyped]
from SpiffWorkflow.util.task import TaskState  # type: ignore[import-untyped]

from gongkai.domain import disclosure, requests
from gongkai.domain.bpmn import bpmn
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Kind, Process

EVERY = pytest.mark.parametrize(
    "process", [disclosure.PROCESS, requests.PROCESS], ids=lambda process: str(process.key)
)

SCHEMA = etree.XMLSchema(
    etree.parse(str(Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"))
)
SPACES = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "dd": "http://www.omg.org/spec/DD/20100524/DI",
}


def read(text: str) -> etree._Element:
    root = etree.fromstring(text.encode())
    SCHEMA.assertValid(root)
    return root


def engine(process: Process, start: str) -> BpmnWorkflow:
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(bpmn(process).encode()))
    case = BpmnWorkflow(parser.get_spec(process.key))
    case.task_tree.data["start"] = start
    case.do_engine_steps()
    return case


def standing(case: BpmnWorkflow) -> str | None:
    """The state the engine is in; ``None`` when its case is over."""
    ready = case.get_tasks(state=TaskState.READY)
    assert len(ready) <= 1
    return ready[0].task_spec.bpmn_id.removeprefix("state_") if ready else None


def choose(case: BpmnWorkflow, move: str) -> None:
    (task,) = case.get_tasks(state=TaskState.READY)
    task.data["move"] = move
    task.run()
    case.do_engine_steps()


def offered(case: BpmnWorkflow, state: str) -> dict[str, str]:
    """What the engine would do from ``state``: the move its condition names, and where that leads."""
    gate = case.spec.task_specs[f"choice_{state}"]
    pairs = [
        (condition.args[0], target) for condition, target in gate.cond_task_specs if condition is not None
    ]
    return {condition.split('"')[1]: target.removeprefix("state_") for condition, target in pairs}


@EVERY
@pytest.mark.parametrize("label", [str, chinese()], ids=["en", "zh"])
def test_the_file_passes_the_schema(process: Process, label: Callable[[str], str]) -> None:
    root = read(bpmn(process, label))
    assert len(root.findall(".//b:lane", SPACES)) == len(process.lanes)
    tasks = {task.get("id") for task in root.findall(".//b:userTask", SPACES)}
    assert tasks == {f"state_{state.key}" for state in process.states if state.kind is not Kind.FINAL}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(most=15))
def test_any_table_passes_the_schema(process: Process) -> None:
    read(bpmn(process))


@EVERY
def test_everything_in_the_process_is_in_the_drawing(process: Process) -> None:
    root = read(bpmn(process, chinese()))
    shapes = {shape.get("bpmnElement"): shape for shape in root.findall(".//di:BPMNShape", SPACES)}
    edges = {edge.get("bpmnElement"): edge for edge in root.findall(".//di:BPMNEdge", SPACES)}
    nodes = {node.get("id") for kind in ("userTask", "exclusiveGateway", "startEvent", "endEvent") for node in
             root.findall(f".//b:{kind}", SPACES)}  # fmt: skip
    flows = {flow.get("id"): flow for flow in root.findall(".//b:sequenceFlow", SPACES)}
    assert nodes <= shapes.keys()
    assert edges.keys() == flows.keys()
    named = {reference.text for reference in root.findall(".//b:flowNodeRef", SPACES)}
    assert named == nodes
    for key, edge in edges.items():
        corners = [
            (float(p.get("x", "")), float(p.get("y", ""))) for p in edge.findall("dd:waypoint", SPACES)
        ]
        assert len(corners) >= 2
        for at, end in ((corners[0], "sourceRef"), (corners[-1], "targetRef")):
            bounds = shapes[flows[key].get(end)].find("dc:Bounds", SPACES)
            assert bounds is not None
            x, y, w, h = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
            assert x - 0.2 <= at[0] <= x + w + 0.2, key
            assert y - 0.2 <= at[1] <= y + h + 0.2, key


@EVERY
@pytest.mark.parametrize("seed", range(4))
def test_the_engine_and_the_table_agree_on_every_walk(process: Process, seed: int) -> None:
    """4 × 60 random walks of up to 25 steps: same moves offered, same state reached, at every step."""
    rng = Random(seed)
    for _ in range(60):
        here: str | None = rng.choice(process.start)
        case = engine_again(process, here or "")
        for _ in range(25):
            assert standing(case) == here
            if here is None:
                break
            moves = {move.key: move.target for move in process.moves_from(here)}
            assert offered(case, here) == moves
            chosen = rng.choice(sorted(moves))
            choose(case, chosen)
            final = process.state(moves[chosen]).kind is Kind.FINAL
            assert case.is_completed() is final
            here = None if final else moves[chosen]


_SPECS: dict[str, object] = {}


def engine_again(process: Process, start: str) -> BpmnWorkflow:
    """A new case of the one parsed file."""
    if process.key not in _SPECS:
        _SPECS[process.key] = engine(process, process.start[0]).spec
    case = BpmnWorkflow(_SPECS[process.key])
    case.task_tree.data["start"] = start
    case.do_engine_steps()
    return case


def test_the_engine_refuses_a_move_the_table_does_not_have() -> None:
    case = engine(PROCESS, "draft")
    with pytest.raises(WorkflowException):
        choose(case, "approve")


def test_at_rest_doing_nothing_ends_the_case() -> None:
    case = engine(PROCESS, "history")
    choose(case, "confirm_history")
    assert standing(case) == "published"
    choose(case, "")
    assert case.is_completed()

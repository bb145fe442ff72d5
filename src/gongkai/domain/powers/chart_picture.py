"""A chart drawn, told and exported: swim lanes as SVG, the steps in words, BPMN 2.0 and CSV.

The names in a chart are data, never msgids: ``label`` translates only the few words added here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.domain import bpmn as notation
from gongkai.domain import swimlane
from gongkai.domain.cells import guarded
from gongkai.domain.powers.charts import Chart, Step, Way
from gongkai.domain.process import Kind, Lane, Move, Process, State
from gongkai.domain.swimlane.words import width
from gongkai.domain.text import N_

Label = Callable[[str], str]

NOBODY = N_("Nobody named")
NAMELESS = N_("Without a name")
DOCUMENTS = N_("Documents: {number}")
REMARK = N_(
    "The course begins at the dot. Thin lines lead back or aside; the documents are listed in the table."
)
DESCRIPTION = N_("{steps} steps; actors: {actors}. It begins with {first}.")
STEP = N_("Step {key}, {name}")
LIMIT = N_("limit: {limit}")
LISTED = N_("documents: {documents}")
ONWARD = N_("then {next}")
END = N_("The end")
SEPARATOR = N_("; ")
LISTING = N_(", ")

SIZES = swimlane.Sizes(box_width=132, lane_title=92, wrap=True)
#: A condition up to this width stands on its line, at the size of its letters; a longer one is listed below.
_ON_THE_LINE = 144.0


@dataclass(frozen=True, slots=True)
class Row:
    """A step in words, for the table; ``next`` in words with numbers and conditions."""

    key: str
    name: str
    actor: str
    limit: str
    documents: tuple[str, ...]
    next: tuple[str, ...]


def process_of(chart: Chart, key: str, label: Label) -> Process:
    """The chart as a process table. ``key`` gives the exported file its name; the chart has at least one step."""
    lanes = {actor: f"l{at}" for at, actor in enumerate(chart.actors, 1)}
    states = _states(chart)
    kinds = {step.key: _kind(step) for step in chart.steps}
    moves = [
        Move(name, way.condition, "", (states[step.key],), states[way.key], (step.actor or label(NOBODY),))
        for name, step, way in _moves(chart)
        if kinds[step.key] is not Kind.FINAL
    ]
    return Process(
        key="chart_" + re.sub(r"[^A-Za-z0-9_.-]", "_", key),
        title=chart.title,
        lanes=tuple(Lane(lane, actor or label(NOBODY)) for actor, lane in lanes.items()),
        states=tuple(
            State(
                states[step.key],
                _name(step, label),
                _told_below(step, label),
                lanes[step.actor],
                kinds[step.key],
            )
            for step in chart.steps
        ),
        moves=tuple(moves),
        start=(states[chart.steps[0].key],),
    )


def _kind(step: Step) -> Kind:
    if not step.ways:
        return Kind.FINAL
    return Kind.OPEN if any(way.key != step.key for way in step.ways) else Kind.REST


def _states(chart: Chart) -> dict[str, str]:
    return {step.key: f"s{at}" for at, step in enumerate(chart.steps, 1)}


def _moves(chart: Chart) -> list[tuple[str, Step, Way]]:
    pairs = [(step, way) for step in chart.steps for way in step.ways]
    return [(f"m{at}", step, way) for at, (step, way) in enumerate(pairs, 1)]


def _name(step: Step, label: Label) -> str:
    return f"{step.key} {step.name or label(NAMELESS)}".strip()


def _told_below(step: Step, label: Label) -> str:
    """Limit and documents, for the documentation of the exported file."""
    said = [label(LIMIT).format(limit=step.limit)] if step.limit else []
    if step.documents:
        said.append(label(LISTED).format(documents=label(LISTING).join(step.documents)))
    return "\n".join(said)


def rows(chart: Chart, label: Label) -> list[Row]:
    """The steps in words, in their order."""
    return [
        Row(
            step.key,
            step.name or label(NAMELESS),
            step.actor or label(NOBODY),
            step.limit,
            step.documents,
            tuple(_onward(chart, way, label) for way in step.ways),
        )
        for step in chart.steps
    ]


def _onward(chart: Chart, way: Way, label: Label) -> str:
    there = _name(chart.step(way.key), label)
    return f"{way.condition} → {there}" if way.condition else there


def process_rows(process: Process, label: Label) -> list[Row]:
    """The states of a procedure carried out here as rows of the same table; they have no numbers, its moves have."""
    return [
        Row(
            "",
            row.step,
            row.who,
            "",
            (),
            tuple(f"{each.number} {each.words} → {each.leads_to}" for each in row.next),
        )
        for row in swimlane.text_alternative(process, label)
    ]


def _told(chart: Chart, label: Label) -> dict[str, str]:
    """What a screen reader says at each box."""
    states = _states(chart)
    said = dict[str, str]()
    for step, row in zip(chart.steps, rows(chart, label), strict=True):
        parts = [label(STEP).format(key=row.key, name=row.name), row.actor]
        parts += (
            [_told_below(step, label).replace("\n", label(SEPARATOR))] if step.limit or step.documents else []
        )
        onward = label(LISTING).join(row.next)
        parts.append(label(ONWARD).format(next=onward) if onward else label(END))
        said[states[step.key]] = label(SEPARATOR).join(parts)
    return said


def _details(chart: Chart, label: Label) -> dict[str, str]:
    states = _states(chart)
    said = {
        step.key: [step.limit, label(DOCUMENTS).format(number=len(step.documents)) if step.documents else ""]
        for step in chart.steps
    }
    return {states[key]: "\n".join(line for line in lines if line) for key, lines in said.items()}


def _marks(chart: Chart) -> dict[str, str]:
    """What stands on the lines: a short condition itself, a longer one by a sign under which it is listed."""
    marks, listed = dict[str, str](), 0
    for name, _, way in _moves(chart):
        if width(way.condition, SIZES.pill) <= _ON_THE_LINE:
            marks[name] = way.condition
        else:
            listed += 1
            marks[name] = f"*{listed}"
    return marks


def laid_out(chart: Chart, key: str, label: Label, *, notes: bool = True) -> tuple[Process, swimlane.Picture]:
    """The chart's process table and its picture, for what draws it further."""
    process = process_of(chart, key, label)
    picture = swimlane.layout(
        process,
        notes=notes,
        sizes=SIZES,
        connectors=False,
        details=_details(chart, label),
        marks=_marks(chart),
        remarks=(label(REMARK),),
        in_order=True,
    )
    return process, picture


def svg(
    chart: Chart,
    key: str,
    label: Label,
    *,
    title_id: str,
    family: str = "inherit",
    window: tuple[float, float] | None = None,
    notes: bool = True,
) -> str:
    """The chart as an SVG element whose boxes a screen reader walks through as a list."""
    process, picture = laid_out(chart, key, label, notes=notes)
    more = swimlane.More(
        told=_told(chart, label), description=description(chart, label), family=family, window=window
    )
    return swimlane.drawing(process, picture, label=str, title_id=title_id, more=more)


def description(chart: Chart, label: Label) -> str:
    """The chart in one sentence."""
    return label(DESCRIPTION).format(
        steps=len(chart.steps),
        actors=label(LISTING).join(actor or label(NOBODY) for actor in chart.actors),
        first=_name(chart.steps[0], label),
    )


def long_conditions(chart: Chart) -> Mapping[str, str]:
    """The signs on the lines and the conditions they stand for."""
    marks = _marks(chart)
    return {marks[name]: way.condition for name, _, way in _moves(chart) if marks[name] != way.condition}


def bpmn(chart: Chart, key: str, label: Label) -> str:
    """The chart as BPMN 2.0; limits and documents stand in the tasks' documentation."""
    return notation.bpmn(process_of(chart, key, label), plain=True)


def csv_of(listed: list[Row], heads: list[str]) -> str:
    """The table as CSV under ``heads``; what a spreadsheet would take for a formula is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for row in listed:
        cells = (row.key, row.name, row.actor, row.limit, "\n".join(row.documents), "\n".join(row.next))
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()

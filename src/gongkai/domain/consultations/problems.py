"""The way of a problem that opinions showed (问题整改): found, a measure with owner and last day, done, checked, told.

Whoever put it right does not find it put right.
"""

from __future__ import annotations

from gongkai.domain.consultations.course import DRAFTER, LEADER, PUBLISHER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {
    "planned": "the measure, its owner's unit and the last day are written",
    "shown": "what was done and what proves it are written, without anything personal",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("collector", N_("Publisher of decisions")),
    Lane("owner", N_("Unit that puts it right")),
    Lane("leader", N_("Head of the agency")),
)

STATES = (
    State("found", N_("Found"), "", "collector"),
    State("planned", N_("Being put right"), N_("It is being put right."), "owner"),
    State("done", N_("Done, to be checked"), N_("It is being checked."), "leader"),
    State("settled", N_("Put right"), N_("It was put right."), "collector", Kind.REST),
    State("dropped", N_("No problem"), "", "collector", Kind.FINAL),
)

MOVES = (
    Move(
        "assign", N_("Assign to be put right"), N_("{actor} assigned problem {number} to be put right"),
        ("found",), "planned", (PUBLISHER,),
        guards=(Guard("planned", N_("Write the measure, the unit and the last day first.")),),
    ),
    Move(
        "finish", N_("Report it done"), N_("{actor} reported problem {number} done"),
        ("planned",), "done", (DRAFTER, PUBLISHER),
        guards=(Guard("shown", N_("Write what was done and what proves it first.")),),
    ),
    Move(
        "not_enough", N_("Return: not enough"), N_("{actor} returned problem {number}"),
        ("done",), "planned", (LEADER, PUBLISHER), needs=("reason",), distinct_from=(AUTHOR,),
    ),
    Move(
        "settle", N_("Find it put right"), N_("{actor} found problem {number} put right"),
        ("done",), "settled", (LEADER, PUBLISHER), distinct_from=(AUTHOR, "finish"),
        guards=(Guard("shown", N_("Write what was done and what proves it first.")),),
    ),
    Move(
        "reopen", N_("Take up again"), N_("{actor} took problem {number} up again"),
        ("settled",), "planned", (LEADER, PUBLISHER), needs=("reason",),
    ),
    Move(
        "drop", N_("Close: no problem"), N_("{actor} closed {number} as no problem"),
        ("found",), "dropped", (PUBLISHER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="problem",
    title=N_("How a problem that opinions showed is put right"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("found",),
)
#: States the public sees.
PUBLIC = ("planned", "done", "settled")

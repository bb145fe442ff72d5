"""The way of a campaign year or theme (深化年、专题): written, opened by other eyes, closed."""

from __future__ import annotations

from gongkai.domain.duties.plans import LEADER, PLANNER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {"complete": "aim and measures are written"}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("planner", N_("Planner of duties")),
    Lane("leader", N_("Leader of duties")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "planner"),
    State("running", N_("Running"), N_("This theme is under way."), "planner"),
    State(
        "closed", N_("Closed"), N_("This theme is over; what came of it stays public."), "leader", Kind.FINAL
    ),
    State("discarded", N_("Discarded"), "", "planner", Kind.FINAL),
)

MOVES = (
    Move(
        "open", N_("Open the theme"), N_("{actor} opened theme {number}"),
        ("draft",), "running", (LEADER,), distinct_from=(AUTHOR,),
        guards=(Guard("complete", N_("Write the aim and the measures first.")),),
    ),
    Move(
        "close", N_("Close the theme"), N_("{actor} closed theme {number}"),
        ("running",), "closed", (LEADER,), distinct_from=(AUTHOR,),
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded theme {number}"),
        ("draft",), "discarded", (PLANNER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="theme",
    title=N_("How a campaign year or theme is opened and closed"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States the public sees.
PUBLIC = ("running", "closed")

"""The way of a work plan (工作方案): written, adopted by other eyes, carried out, closed when nothing of it is open."""

from __future__ import annotations

from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

PLANNER = "duties.planner"
DOER = "duties.doer"
LEADER = "duties.leader"

FLAGS = {
    "complete": "title, basis and text are written, and there is a task in it whose limit is not before its beginning",
    "nothing_open": "every task of it is done or dropped",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("planner", N_("Planner of duties")),
    Lane("leader", N_("Leader of duties")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "planner"),
    State("in_review", N_("To be adopted"), "", "leader"),
    State("adopted", N_("Adopted"), N_("This plan is being carried out."), "planner"),
    State("closed", N_("Closed"), N_("This plan is carried out and closed."), "leader", Kind.FINAL),
    State("discarded", N_("Discarded"), "", "planner", Kind.FINAL),
)

_COMPLETE = Guard("complete", N_("It is not complete yet. The list of faults says what is missing."))

MOVES = (
    Move(
        "submit", N_("Submit for adoption"), N_("{actor} submitted plan {number} for adoption"),
        ("draft",), "in_review", (PLANNER,), guards=(_COMPLETE,),
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took plan {number} back to change it"),
        ("in_review",), "draft", (PLANNER,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned plan {number}"),
        ("in_review",), "draft", (LEADER,), needs=("reason",),
    ),
    Move(
        "adopt", N_("Adopt"), N_("{actor} adopted plan {number}"),
        ("in_review",), "adopted", (LEADER,), distinct_from=(AUTHOR, "submit"), guards=(_COMPLETE,),
    ),
    Move(
        "close", N_("Close the plan"), N_("{actor} closed plan {number}"),
        ("adopted",), "closed", (LEADER,),
        guards=(Guard("nothing_open", N_("Tasks of it are still open. Find them done, or drop them with a reason.")),),
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded plan {number}"),
        ("draft",), "discarded", (PLANNER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="work_plan",
    title=N_("How a work plan is adopted and carried out"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which the planner still writes title, basis and text.
WRITABLE = ("draft",)
#: States the public and the units see.
PUBLIC = ("adopted", "closed")

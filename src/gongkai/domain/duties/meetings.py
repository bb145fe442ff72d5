"""The way of a special meeting (专题会议): called, held, minuted; signed, its decisions become tasks."""

from __future__ import annotations

from gongkai.domain.duties.plans import LEADER, PLANNER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {
    "ready": "day, place and an item of the agenda are written, and somebody sits in the body",
    "over": "the time it was called for has come",
    "minuted": "attendance of every member and the minutes are written",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("planner", N_("Planner of duties")),
    Lane("leader", N_("Leader of duties")),
)

STATES = (
    State("draft", N_("Being arranged"), "", "planner"),
    State("called", N_("Called"), "", "planner"),
    State("held", N_("Held, minutes to be signed"), "", "leader"),
    State("minuted", N_("Minutes signed"), "", "leader", Kind.FINAL),
    State("cancelled", N_("Cancelled"), "", "planner", Kind.FINAL),
)

MOVES = (
    Move(
        "call", N_("Call the meeting"), N_("{actor} called meeting {number}"),
        ("draft",), "called", (PLANNER,),
        guards=(Guard("ready", N_("Write day, place and an item of the agenda; somebody must sit in the body.")),),
    ),
    Move(
        "hold", N_("Note that it was held"), N_("{actor} noted that meeting {number} was held"),
        ("called",), "held", (PLANNER,), guards=(Guard("over", N_("The meeting has not begun yet.")),),
    ),
    Move(
        "sign", N_("Sign the minutes"), N_("{actor} signed the minutes of meeting {number}"),
        ("held",), "minuted", (LEADER,), distinct_from=(AUTHOR,),
        guards=(Guard("minuted", N_("Note the attendance of every member and write the minutes first.")),),
    ),
    Move(
        "cancel", N_("Cancel the meeting"), N_("{actor} cancelled meeting {number}"),
        ("draft", "called"), "cancelled", (PLANNER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="meeting",
    title=N_("How a special meeting is called, held and minuted"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which the agenda is still written.
AGENDA = ("draft", "called")
#: States in which it counts as held.
HELD = ("held", "minuted")
PRESENCES = ("present", "excused", "absent")

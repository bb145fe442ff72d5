"""The way of a round of appraisal (社会评议): prepared, drawn, open, closed, counted, published; or called off."""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

SUPERVISOR = "people.supervisor"
LEADERS = ("duties.leader", "publishing.leader")
#: Who calls people up; never about the own unit.
CALLER = "complaints.caller"

_APPRAISAL = Citation("政府信息公开条例", "第四十六条")

FLAGS = {
    "peopled": "somebody may be drawn",
    "seeded": "the seed is written, or taken from the ledger",
    "days_left": "the last day is not over",
    "over": "the last day is over",
    "looked": "what people wrote in their own words was looked at",
}
"""What the mezzanine tells the table: flag → when it is true."""

LANES = (
    Lane("supervision", N_("Supervision")),
    Lane("people", N_("Citizens")),
    Lane("leader", N_("Leader")),
)

STATES = (
    State("prepared", N_("To be drawn"), "", "supervision"),
    State("drawn", N_("Sample drawn"), N_("The sample is drawn; the appraisal opens soon."), "supervision"),
    State("open", N_("Open for answers"), N_("Those drawn are being asked, and everybody can answer."), "people"),
    State("closed", N_("Closed, to be counted"), N_("No more answers are taken; they are counted."), "supervision"),
    State("counted", N_("Counted, to be published"), N_("The answers are counted; results come out soon."), "leader"),
    State("published", N_("Results published"), N_("The results are published."), "leader", Kind.FINAL),
    State("called_off", N_("Appraisal called off"), N_("It was called off; the reason stands here."), "supervision",
          Kind.FINAL),
)  # fmt: skip

MOVES = (
    Move(
        "draw", N_("Draw the sample"), N_("{actor} drew the sample of {number}: {drawn} of {frame}"),
        ("prepared",), "drawn", (SUPERVISOR,),
        guards=(
            Guard("seeded", N_("Write the seed of the draw, or choose the one of the ledger.")),
            Guard("peopled", N_("Nobody who could be asked dealt with the agency in this time. Change the days.")),
        ),
    ),
    Move(
        "open", N_("Open it for answers"), N_("{actor} opened {number} until {closes_on}"),
        ("drawn",), "open", (SUPERVISOR,),
        guards=(Guard("days_left", N_("Its last day is over. Call it off, and prepare another.")),),
        citation=_APPRAISAL,
    ),
    Move(
        "close", N_("Close it when its last day is over"), N_("{number} was closed: its last day is over"),
        ("open",), "closed", (), timer=True,
        guards=(Guard("over", N_("Its last day is not over yet.")),),
    ),
    Move(
        "count", N_("Count the answers"), N_("{actor} counted the answers of {number}"),
        ("closed",), "counted", (SUPERVISOR,),
    ),
    Move(
        "publish", N_("Publish the results"), N_("{actor} published the results of {number}"),
        ("counted",), "published", LEADERS,
        guards=(Guard("looked", N_("Somebody must first look at what people wrote in their own words.")),),
        distinct_from=(AUTHOR, "draw", "open", "count"), citation=_APPRAISAL,
    ),
    Move(
        "call_off", N_("Call it off with a reason"), N_("{actor} called {number} off"),
        ("prepared", "drawn", "open", "closed", "counted"), "called_off", (SUPERVISOR,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="appraisal",
    title=N_("How citizens appraise openness"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("prepared",),
)
#: What the public may know of; before the draw there is nothing to show.
PUBLIC = ("drawn", "open", "closed", "counted", "published")
#: States in which somebody still has to do something.
OPEN = ("prepared", "drawn", "open", "closed", "counted")

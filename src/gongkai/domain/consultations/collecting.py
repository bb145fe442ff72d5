"""The way of a collection (意见征集: 意见箱、问卷、座谈会、走访、作风评议): drafted, opened, closed, results out.

Whoever drafted it neither opens it nor publishes its results.
"""

from __future__ import annotations

from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {
    "ready": "title and days are written, and the questions have no fault where there are any",
    "looked_at": "everything that came in was looked at",
    "told": "what came of it is written, without anything personal",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("drafter", N_("Unit that collects")),
    Lane("publisher", N_("Publisher of decisions")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "drafter"),
    State("open", N_("Open to take part"), N_("You are welcome to take part."), "publisher"),
    State("closed", N_("Closed, being evaluated"), N_("It is being evaluated."), "drafter"),
    State("told", N_("Results published"), N_("Its results are published."), "publisher", Kind.REST),
    State("discarded", N_("Discarded"), "", "drafter", Kind.FINAL),
)

MOVES = (
    Move(
        "open", N_("Open it"), N_("{actor} opened {title}"),
        ("draft",), "open", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(Guard("ready", N_("Title, days or questions are not complete. The list of faults names them.")),),
    ),
    Move(
        "close", N_("Close it"), N_("{actor} closed {title}"),
        ("open",), "closed", (DRAFTER, PUBLISHER), timer=True,
    ),
    Move(
        "tell", N_("Publish the results"), N_("{actor} published the results of {title}"),
        ("closed",), "told", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(
            Guard("looked_at", N_("Look at everything that came in first: show it, or hide it with a reason.")),
            Guard("told", N_("Write what came of it first, without names and numbers of persons.")),
        ),
    ),
    Move(
        "open_again", N_("Open again"), N_("{actor} opened {title} again"),
        ("closed", "told"), "open", (PUBLISHER,), needs=("reason",),
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded {title}"),
        ("draft",), "discarded", (DRAFTER, PUBLISHER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="collection",
    title=N_("How opinions are collected and what came of them is told"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)
#: States the public sees.
PUBLIC = ("open", "closed", "told")

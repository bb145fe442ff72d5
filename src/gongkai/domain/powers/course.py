"""The way of a version of a register entry (权责登记事项): drafted, reviewed, published, in force by its dates.

A version in force stays in force until the day before a newer one begins; nobody changes it. Whoever wrote it neither
reviews nor publishes it.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

EDITOR = "powers.editor"
REVIEWER = "powers.reviewer"
PUBLISHER = "powers.publisher"

_PUBLISHED = Citation("行政处罚法", "第三十四条")

FLAGS = {
    "complete": "everything its kind must say is there, and its kind's own checks hold",
    "begins_later": "it begins after the version it takes the place of",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("editor", N_("Unit that exercises the power")),
    Lane("reviewer", N_("Legal review")),
    Lane("publisher", N_("Publisher")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "editor"),
    State("in_review", N_("In legal review"), "", "reviewer"),
    State("approved", N_("Reviewed, to be published"), "", "publisher"),
    State("published", N_("Published"), N_("This version is public."), "publisher", Kind.REST),
    State("withdrawn", N_("Withdrawn"), N_("This version was withdrawn."), "publisher", Kind.FINAL),
    State("discarded", N_("Discarded"), "", "editor", Kind.FINAL),
)

_COMPLETE = Guard("complete", N_("It is not complete yet. The list of faults says what is missing."))
_LATER = Guard(
    "begins_later",
    N_("It must begin after the version it takes the place of. Choose a later first day."),
)

MOVES = (
    Move(
        "submit", N_("Submit to legal review"), N_("{actor} submitted {title} to legal review"),
        ("draft",), "in_review", (EDITOR,), guards=(_COMPLETE, _LATER),
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took {title} back to change it"),
        ("in_review", "approved"), "draft", (EDITOR,),
    ),
    Move(
        "approve", N_("Approve after review"), N_("{actor} approved {title} after legal review"),
        ("in_review",), "approved", (REVIEWER,), distinct_from=(AUTHOR, "submit"), guards=(_COMPLETE,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned {title}"),
        ("in_review", "approved"), "draft", (REVIEWER, PUBLISHER), needs=("reason",),
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published {title}"),
        ("approved",), "published", (PUBLISHER,), distinct_from=(AUTHOR,), guards=(_COMPLETE, _LATER),
        citation=_PUBLISHED,
    ),
    Move(
        "withdraw", N_("Withdraw"), N_("{actor} withdrew {title}"),
        ("published",), "withdrawn", (PUBLISHER,), needs=("reason",),
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded the draft of {title}"),
        ("draft",), "discarded", (EDITOR,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="power",
    title=N_("How an entry of the register of powers is published"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States of a version somebody still works on; an entry has at most one such version.
OPEN = ("draft", "in_review", "approved")

"""The way of a clean-up list (清理目录): drawn up, reviewed, decided, published, each by somebody else.

It says of every normative document in force on a day what is to become of it. Publishing it repeals nothing: that is a
move of each document. How often a list is drawn up stands in ``law/consultations.toml``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, LEADER, LEGAL, PUBLISHER
from gongkai.domain.consultations.evaluating import years_on
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_, Text, say

LONGEST_REASON = 500

FLAGS = {
    "whole": "no normative document in force on the day is missing on the list",
    "proposed": "every entry has its result, and its reason where it does not just go on",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("unit", N_("Unit that draws it up")),
    Lane("legal", N_("Legality review")),
    Lane("leader", N_("Head of the agency")),
    Lane("publisher", N_("Publisher of decisions")),
)

STATES = (
    State("draft", N_("Being drawn up"), "", "unit"),
    State("legality", N_("In legality review"), "", "legal"),
    State("deciding", N_("To be decided"), "", "leader"),
    State("decided", N_("Decided, to be published"), "", "publisher"),
    State("published", N_("List published"), N_("The list is decided and published."), "publisher", Kind.REST),
    State("discarded", N_("Discarded"), "", "unit", Kind.FINAL),
)  # fmt: skip

_WHOLE = Guard(
    "whole", N_("A document that was in force on the day is missing. Save the list once more: it is brought in.")
)  # fmt: skip
_PROPOSED = Guard("proposed", N_("An entry has no result, or a result without its reason."))

MOVES = (
    Move(
        "submit", N_("Submit to legality review"), N_("{actor} submitted clean-up list {number} to legality review"),
        ("draft",), "legality", (DRAFTER,), guards=(_WHOLE, _PROPOSED),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned clean-up list {number}"),
        ("legality", "deciding", "decided"), "draft", (LEGAL, LEADER, PUBLISHER), needs=("reason",),
    ),
    Move(
        "review", N_("Legality review passed"), N_("{actor} passed clean-up list {number} in legality review"),
        ("legality",), "deciding", (LEGAL,), needs=("opinion",), distinct_from=(AUTHOR,),
        guards=(_WHOLE, _PROPOSED),
    ),
    Move(
        "decide", N_("Decide the list"), N_("{actor} decided clean-up list {number}"),
        ("deciding",), "decided", (LEADER,), distinct_from=(AUTHOR, "review"),
        guards=(_WHOLE, _PROPOSED),
    ),
    Move(
        "publish", N_("Publish the list"), N_("{actor} published clean-up list {number}"),
        ("decided",), "published", (PUBLISHER,), distinct_from=(AUTHOR,), guards=(_WHOLE, _PROPOSED),
    ),
    Move(
        "correct", N_("Correct it"), N_("{actor} took clean-up list {number} up to be corrected"),
        ("published",), "draft", (LEADER, PUBLISHER), needs=("reason",),
    ),
    Move(
        "discard", N_("Discard the list"), N_("{actor} discarded clean-up list {number}"),
        ("draft",), "discarded", (DRAFTER, PUBLISHER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="clean_up",
    title=N_("How a clean-up list comes about"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)
#: States in which a list is under way.
UNDER_WAY = ("draft", "legality", "deciding", "decided")


def entry_faults(result: str, reason: str) -> dict[str, Text]:
    """Field → what an entry still needs; an empty result is none yet."""
    row = rules.row("clean_up_result", result)
    if row is None:
        return {"result": say("Choose what is to become of it.")}
    if row["reason"] and not reason.strip():
        return {"reason": say("Write why: the public reads it.")}
    if len(reason) > LONGEST_REASON:
        return {
            "reason": say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_REASON)
        }
    return {}


def result_of(conclusion: str) -> str:
    """What the conclusion of a post-evaluation proposes for the list; empty: there is none."""
    row = rules.row("conclusion", conclusion)
    return str(row["result"]) if row else ""


def ends(result: str) -> bool:
    """Whether the result asks for a document to be ended by its own move."""
    row = rules.row("clean_up_result", result)
    return bool(row and row["ends"])


def next_on(last: Collection[date], first_in_force: date) -> date:
    """The day by which the next list is due: so many years after the last, or after the first document's first day."""
    return years_on(max(last, default=first_in_force), int(rules.house("clean_up")["years"]))

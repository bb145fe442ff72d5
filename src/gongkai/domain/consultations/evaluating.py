"""The way of a post-evaluation (后评估): evaluated by the unit, confirmed by the head, its summary published.

Whoever evaluated neither confirms nor publishes it. How often a document in force is evaluated stands in
``law/consultations.toml``.
"""

from __future__ import annotations

from datetime import date

from gongkai.domain.consultations import rules
from gongkai.domain.consultations.course import DRAFTER, LEADER, PUBLISHER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {
    "evaluated": "day, evaluators, methods, findings and conclusion are written",
    "summed_up": "the summary for the public is written, without anything personal",
    "alone": "no other evaluation of the document is under way",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("unit", N_("Unit that evaluates")),
    Lane("leader", N_("Head of the agency")),
    Lane("publisher", N_("Publisher of decisions")),
)

STATES = (
    State("draft", N_("Being evaluated"), "", "unit"),
    State("confirming", N_("To be confirmed"), "", "leader"),
    State("confirmed", N_("Confirmed, to be published"), "", "publisher"),
    State(
        "published", N_("Evaluation published"), N_("It was evaluated; the summary is published."), "publisher",
        Kind.REST,
    ),
    State("discarded", N_("Discarded"), "", "unit", Kind.FINAL),
)  # fmt: skip

_EVALUATED = Guard(
    "evaluated", N_("Write the day, who evaluated, how, what was found, and the conclusion first.")
)
_SUMMED_UP = Guard("summed_up", N_("Write the summary for the public first, without anything personal."))

MOVES = (
    Move(
        "submit", N_("Submit the evaluation"), N_("{actor} submitted evaluation {number}"),
        ("draft",), "confirming", (DRAFTER,), guards=(_EVALUATED, _SUMMED_UP),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned evaluation {number}"),
        ("confirming", "confirmed"), "draft", (LEADER, PUBLISHER), needs=("reason",),
    ),
    Move(
        "confirm", N_("Confirm the conclusion"), N_("{actor} confirmed evaluation {number}"),
        ("confirming",), "confirmed", (LEADER,), distinct_from=(AUTHOR,), guards=(_EVALUATED,),
    ),
    Move(
        "publish", N_("Publish the summary"), N_("{actor} published the summary of evaluation {number}"),
        ("confirmed",), "published", (PUBLISHER,), distinct_from=(AUTHOR,), guards=(_SUMMED_UP,),
    ),
    Move(
        "correct", N_("Correct it"), N_("{actor} took evaluation {number} up to be corrected"),
        ("published",), "draft", (LEADER, PUBLISHER), needs=("reason",),
        guards=(Guard("alone", N_("Another evaluation of this document is under way. End that one first.")),),
    ),
    Move(
        "discard", N_("Discard the evaluation"), N_("{actor} discarded evaluation {number}"),
        ("draft",), "discarded", (DRAFTER, PUBLISHER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="evaluation",
    title=N_("How a rule in force is evaluated"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)
#: States in which an evaluation is under way.
UNDER_WAY = ("draft", "confirming", "confirmed")


def due_on(in_force_from: date, evaluated_on: date | None = None) -> date:
    """The day by which a document is evaluated: so many years after it came into force, or was evaluated last."""
    years = int(rules.house("evaluation")["years"])
    return years_on(evaluated_on or in_force_from, years)


def years_on(first: date, years: int) -> date:
    """The same day so many years on; of 29 February the day before, where the year has none."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return first.replace(year=first.year + years, day=28)

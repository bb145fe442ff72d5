"""The way of an accountability case (责任追究): opened, looked into, heard, proposed, decided, carried out, closed.

Nothing follows for anybody who was not told of it and had the chance to be heard. Whoever proposes a result does not
decide it, whoever decided it does not review it, and whom a case is about only speaks in it.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import Guard, Kind, Lane, Move, Process, State
from gongkai.domain.supervision.course import HEADS, SUPERVISOR
from gongkai.domain.text import N_

LEADER = "duties.leader"
#: Leaders who may review a decision one of them made.
REVIEWERS = (LEADER, "complaints.leader", "publishing.leader")
#: Nobody's post: the person concerned, or whoever answers for the unit where the case is the unit's.
CONCERNED = "supervision.concerned"
ROLES = (SUPERVISOR, LEADER, *REVIEWERS[1:])
__all__ = ["CONCERNED", "FLAGS", "HEADS", "LEADER", "OPEN", "PROCESS", "REVIEWERS", "ROLES", "SUPERVISOR"]

_SYSTEM = Citation("政府信息公开条例", "第四十六条")
_URGE = Citation("政府信息公开条例", "第四十七条")

FLAGS = {
    "worded": "what the step says is written",
    "day_set": "until when the person or unit may state their side is written",
    "talk": "the day of the talk, who spoke with whom, and what was said are written",
    "had_chance": "the person or unit was told, and stated their side or let the last day go by",
    "measure": "what is to follow is chosen",
    "not_heavier": "it is no graver than what was proposed, or decided before",
    "recorded": "where the result is a talk, the talk is recorded",
    "in_appeal_time": "the days to ask for a review are not over",
    "appealed": "a review was asked for before",
    "was_carried_out": "the decision was carried out before the review",
}
"""What the mezzanine tells the table: flag → when it is true."""

LANES = (
    Lane("supervision", N_("Supervision")),
    Lane("concerned", N_("Person or unit concerned")),
    Lane("leader", N_("Leader who decides")),
)

STATES = (
    State("opened", N_("Opened, to be looked into"), "", "supervision"),
    State("looking", N_("Being looked into"), "", "supervision"),
    State("hearing", N_("Told, to be heard"), "", "concerned"),
    State("heard", N_("Heard, a result to be proposed"), "", "supervision"),
    State("proposed", N_("Proposed, to be decided"), "", "leader"),
    State("decided", N_("Decided, to be carried out"), "", "supervision"),
    State("carried_out", N_("Carried out, to be closed"), "", "supervision"),
    State("reviewing", N_("Under review"), "", "leader"),
    State("closed", N_("Case closed"), "", "supervision", Kind.REST),
    State("dropped", N_("Nothing followed"), "", "supervision", Kind.FINAL),
    State("revoked", N_("Decision revoked"), "", "leader", Kind.FINAL),
)

_WORDED = Guard("worded", N_("Write it in words."))
_TALK = Guard("talk", N_("Write the day, who spoke with whom, and what was said."))
_CHANCE = Guard(
    "had_chance",
    N_("Nobody has stated their side yet, and the last day to do so is not over. Nothing follows unheard."),
)
_MEASURE = Guard("measure", N_("Choose what is to follow."))
_NOT_HEAVIER = Guard(
    "not_heavier", N_("This is graver than what was put forward. Send it back, or choose what is no graver.")
)
_OTHER_EYES = ("propose", "decide")

_BEFORE = (
    Move(
        "look_into", N_("Look into it"), N_("{actor} began to look into case {number}"),
        ("opened",), "looking", (SUPERVISOR,), citation=_SYSTEM,
    ),
    Move(
        "enquire", N_("Record a talk of the enquiry"), N_("{actor} recorded a talk of the enquiry in case {number}"),
        ("looking",), "looking", (SUPERVISOR,), guards=(_TALK,),
    ),
    Move(
        "tell", N_("Tell whom it concerns"), N_("{actor} told whom case {number} concerns, to be heard"),
        ("looking",), "hearing", (SUPERVISOR,),
        guards=(_WORDED, Guard("day_set", N_("Write until when they may state their side."))),
    ),
    Move(
        "state", N_("State my side"), N_("Whom case {number} concerns stated their side"),
        ("hearing",), "hearing", (CONCERNED,), guards=(_WORDED,),
    ),
    Move(
        "take_down", N_("Take a statement down"), N_("{actor} took a statement down in case {number}"),
        ("hearing",), "hearing", (SUPERVISOR,), guards=(_WORDED,),
    ),
    Move(
        "hear_out", N_("Close the hearing"), N_("{actor} closed the hearing in case {number}"),
        ("hearing",), "heard", (SUPERVISOR,), guards=(_CHANCE,),
    ),
    Move(
        "look_again", N_("Look into it once more"), N_("{actor} looked into case {number} once more"),
        ("heard",), "looking", (SUPERVISOR,), needs=("reason",),
    ),
    Move(
        "propose", N_("Propose a result"), N_("{actor} proposed a result in case {number}"),
        ("heard",), "proposed", (SUPERVISOR,), guards=(_CHANCE, _MEASURE, _WORDED),
    ),
    Move(
        "drop", N_("Drop the case"), N_("{actor} dropped case {number}"),
        ("opened", "looking", "hearing", "heard"), "dropped", (SUPERVISOR,), needs=("reason",),
    ),
)  # fmt: skip

_DECIDING = (
    Move(
        "send_back", N_("Send the proposal back"), N_("{actor} sent the proposal in case {number} back"),
        ("proposed",), "heard", (LEADER,), needs=("reason",),
    ),
    Move(
        "decide", N_("Decide the result"), N_("{actor} decided case {number}: {measure}"),
        ("proposed",), "decided", (LEADER,), distinct_from=("propose",),
        guards=(_CHANCE, _MEASURE, _NOT_HEAVIER, _WORDED), citation=_URGE,
    ),
    Move(
        "decline", N_("Decide that nothing follows"), N_("{actor} decided that nothing follows in case {number}"),
        ("proposed",), "dropped", (LEADER,), needs=("reason",), distinct_from=("propose",),
    ),
    Move(
        "talk", N_("Record the talk"), N_("{actor} recorded the talk in case {number}"),
        ("decided",), "decided", (SUPERVISOR, LEADER), guards=(_TALK,),
    ),
    Move(
        "carry_out", N_("Note how it was carried out"), N_("{actor} noted how case {number} was carried out"),
        ("decided",), "carried_out", (SUPERVISOR,),
        guards=(Guard("recorded", N_("This result is a talk. Record the talk first.")), _WORDED),
    ),
    Move(
        "close", N_("Close the case"), N_("{actor} closed case {number}"),
        ("carried_out",), "closed", (SUPERVISOR, LEADER), guards=(_WORDED,),
    ),
)  # fmt: skip

_REVIEW = (
    Move(
        "appeal", N_("Ask for a review"), N_("A review of case {number} was asked for"),
        ("decided", "carried_out", "closed"), "reviewing", (CONCERNED, SUPERVISOR),
        guards=(
            Guard("appealed", N_("The decision was reviewed already. It is final."), negate=True),
            Guard("in_appeal_time", N_("The days to ask for a review are over.")),
            _WORDED,
        ),
    ),
    Move(
        "uphold", N_("Uphold the decision"), N_("{actor} upheld the decision in case {number}"),
        ("reviewing",), "decided", REVIEWERS, needs=("reason",), distinct_from=_OTHER_EYES,
        guards=(Guard("was_carried_out", N_("It was carried out already."), negate=True),),
    ),
    Move(
        "uphold_done", N_("Uphold what was carried out"), N_("{actor} upheld what was carried out in case {number}"),
        ("reviewing",), "carried_out", REVIEWERS, needs=("reason",), distinct_from=_OTHER_EYES,
        guards=(Guard("was_carried_out", N_("It was not carried out yet.")),),
    ),
    Move(
        "change", N_("Change the decision"), N_("{actor} changed the decision in case {number}: {measure}"),
        ("reviewing",), "decided", REVIEWERS, needs=("reason",), distinct_from=_OTHER_EYES,
        guards=(_MEASURE, _NOT_HEAVIER),
    ),
    Move(
        "revoke", N_("Revoke the decision"), N_("{actor} revoked the decision in case {number}"),
        ("reviewing",), "revoked", REVIEWERS, needs=("reason",), distinct_from=_OTHER_EYES,
    ),
)  # fmt: skip

PROCESS = Process(
    key="accountability",
    title=N_("How somebody is held to account"),
    lanes=LANES,
    states=STATES,
    moves=(*_BEFORE, *_DECIDING, *_REVIEW),
    start=("opened",),
)
#: States in which somebody still has to do something.
OPEN = tuple(state.key for state in STATES if state.kind is Kind.OPEN)
#: States in which a decision stands.
STANDING = ("decided", "carried_out", "reviewing", "closed")

"""Where a matter can stand, whose turn it is, and what the reporter is told."""

from __future__ import annotations

from gongkai.domain.process import Kind, Lane, State
from gongkai.domain.text import N_

DESK = "complaints.desk"
HANDLER = "complaints.handler"
HEAD = "complaints.head"
CHIEF = "complaints.chief"
CALLER = "complaints.caller"
LEADER = "complaints.leader"
#: Not a post: whoever shows the matter's number and secret code.
REPORTER = "complaints.reporter"

SIGN = "complaint.sign"
"""The period within which a unit signs for what was dispatched to it."""
HANDLE = "complaint.handle"
"""The period of handling: it runs from the first dispatch and no return stops it."""
CALL_BACK = "complaint.call_back"
"""The period within which the reporter is called back after the reply."""
RULE_ON = "complaint.ruling"
"""The period within which a dispute about who is responsible is ruled on."""

LANES = (
    Lane("reporter", N_("Reporter")),
    Lane("desk", N_("Complaints desk")),
    Lane("unit", N_("Unit handling it")),
    Lane("head", N_("Head of the unit")),
    Lane("chief", N_("Head of the complaints desk")),
    Lane("caller", N_("Call-back officer")),
    Lane("leader", N_("Bureau leader")),
)

STATES = (
    State(
        "received",
        N_("Received, to be registered"),
        N_("Your matter has arrived and will be registered."),
        "desk",
    ),
    State(
        "registered",
        N_("Registered, to be dispatched"),
        N_("Your matter is registered. It will be given to the unit responsible for it."),
        "desk",
    ),
    State(
        "dispatched",
        N_("Dispatched, to be signed for"),
        N_("Your matter was given to a unit, which will sign for it."),
        "unit",
    ),
    State(
        "handling",
        N_("Matter being handled"),
        N_("A named person of the unit is handling your matter."),
        "unit",
    ),
    State(
        "disputed",
        N_("Responsibility disputed"),
        N_("It is being decided which unit is responsible. The time goes on counting."),
        "chief",
    ),
    State(
        "shelved",
        N_("On the shelved list"),
        N_(
            "Your matter cannot be solved now. It stands on a list and will be looked at again on the day named below."
        ),
        "leader",
    ),
    State("review", N_("Reply being reviewed"), N_("The reply is drafted and is being reviewed."), "head"),
    State(
        "to_send", N_("Reply agreed, to be sent"), N_("The reply is agreed and will be sent to you."), "desk"
    ),
    State(
        "replied",
        N_("Replied, to be called back"),
        N_(
            "You have a reply. Somebody else than the handler will ask whether your matter was answered and solved."
        ),
        "caller",
    ),
    State(
        "deciding",
        N_("To be decided: reopen or close"),
        N_(
            "You are not satisfied, or it is not settled. Whether your matter is taken up again is being decided."
        ),
        "chief",
    ),
    State("closed", N_("Matter closed"), N_("Your matter is closed."), "desk", Kind.REST),
    State(
        "merged",
        N_("Joined with another matter"),
        N_(
            "The same matter was reported before. Yours is handled with it; you keep your number and get your own "
            "answer."
        ),
        "desk",
        Kind.REST,
    ),
    State(
        "declined",
        N_("Not taken up"),
        N_("Your matter cannot be taken up here. The reason, and where you can turn, are given below."),
        "desk",
        Kind.REST,
    ),
    State(
        "converted",
        N_("Goes on as a request for information"),
        N_("You ask for information. Your matter goes on as a request under the number given below."),
        "desk",
        Kind.REST,
    ),
    State("withdrawn", N_("Withdrawn by the reporter"), N_("You withdrew your matter."), "desk", Kind.REST),
)

OPEN = tuple(state.key for state in STATES if state.kind is Kind.OPEN)
#: Ended with an answer: what "closed" counts.
CLOSED = ("closed",)
#: Ended otherwise: in no rate of closure.
ASIDE = ("merged", "declined", "converted", "withdrawn")
#: With a unit: a leg runs.
WITH_UNIT = ("dispatched", "handling", "review")

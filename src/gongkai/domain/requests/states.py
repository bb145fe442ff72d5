"""Where a request can stand, whose turn it is, and what the applicant is told."""

from __future__ import annotations

from gongkai.domain.process import Kind, Lane, State
from gongkai.domain.text import N_

DESK = "requests.desk"
OFFICER = "requests.officer"
LEGAL = "requests.legal"
HEAD = "requests.head"
LEADER = "requests.leader"
#: Not a post: whoever shows the request's number and secret code.
APPLICANT = "requests.applicant"

REPLY = "request.reply"
"""The period within which the answer must be given (Article 33)."""
CORRECTION = "request.correction_notice"
"""The period within which a correction may be asked for, once (Article 30)."""

LANES = (
    Lane("applicant", N_("Applicant")),
    Lane("desk", N_("Request desk")),
    Lane("officer", N_("Officer handling it")),
    Lane("others", N_("Third parties and other agencies")),
    Lane("legal", N_("Legal check")),
    Lane("leader", N_("Approving leader")),
)

# The order within a lane is the order in which the picture stacks states that stand above one another.
STATES = (
    State(
        "received",
        N_("Arrived, to be confirmed"),
        N_("Your request has arrived. As soon as the agency confirms it, the time to answer begins."),
        "desk",
    ),
    State(
        "registered",
        N_("Registered"),
        N_("Your request is registered. The agency looks whether it is complete."),
        "desk",
    ),
    State(
        "correction",
        N_("Waiting for the applicant's correction"),
        N_(
            "Something in your request is missing or unclear. Please complete it by the day named in the "
            "notice; the time to answer begins when it arrives."
        ),
        "applicant",
    ),
    State(
        "handling",
        N_("Being handled"),
        N_("Your request is being handled: the agency looks for the information and prepares the answer."),
        "officer",
    ),
    State(
        "consulting",
        N_("Others are being heard"),
        N_("Others whom the information concerns are being heard. This time does not count."),
        "others",
    ),
    State(
        "excessive",
        N_("Reasons asked from the applicant"),
        N_("The agency asks you to explain the large number of your requests. Please give your reasons."),
        "applicant",
    ),
    State(
        "fee",
        N_("Waiting for the fee"),
        N_("A processing fee was set. Please pay it by the day named in the notice; then the work goes on."),
        "applicant",
    ),
    State(
        "legal_check",
        N_("Legal check"),
        N_("The answer is drafted and is being checked."),
        "legal",
    ),
    State(
        "approval",
        N_("Awaiting approval"),
        N_("The answer is drafted and waits for approval."),
        "leader",
    ),
    State(
        "approved",
        N_("Approved, to be issued"),
        N_("The answer is approved and will be sent to you."),
        "desk",
    ),
    State(
        "issued",
        N_("Issued, to be served"),
        N_("The answer is issued and on its way to you."),
        "desk",
    ),
    State(
        "closed",
        N_("Concluded"),
        N_("Your request is closed."),
        "desk",
        Kind.REST,
    ),
    State(
        "archived",
        N_("Archived"),
        N_("Your request is closed and its file is in the archive."),
        "desk",
        Kind.REST,
    ),
    State(
        "void",
        N_("Set aside: no request"),
        N_("What was sent in is no request, or was sent twice. The reason is given below."),
        "desk",
        Kind.FINAL,
    ),
)

OPEN = tuple(state.key for state in STATES if state.kind is Kind.OPEN)
CLOSED = ("closed", "archived")
#: While it stands here the applicant owes the next step. Article 35 knows no pause: only while a correction or a fee
#: is awaited does the answer's clock stand still.
WITH_APPLICANT = ("correction", "excessive", "fee")

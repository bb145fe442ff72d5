"""The way of a decision (执法决定): facts, notice, legal review, decision, service, publication, withdrawal.

Whoever handles the case does not decide it; an amount outside the range of the discretion table needs a written reason
and the leader's decision. What is revoked is withdrawn from the public page with the reason.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, ClockEffect, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

HANDLER = "powers.handler"
REVIEWER = "powers.reviewer"
LEADER = "powers.leader"
PUBLISHER = "powers.publisher"

_PENALTIES = "行政处罚法"
_NOTICE = Citation(_PENALTIES, "第四十四条")
_REVIEW = Citation(_PENALTIES, "第五十八条")
_DECIDE = Citation(_PENALTIES, "第五十七条")
_SERVE = Citation(_PENALTIES, "第六十一条")
_OPEN = Citation(_PENALTIES, "第四十八条")

FLAGS = {
    "facts_complete": "every fact its discretion table asks for is written, and the outcome and amount with it",
    "notified": "the party had the notice of facts, reasons, basis and rights, or the kind asks for none",
    "review_needed": "the law, or the house's own rule, asks for a legal review",
    "reviewed": "the legal review is done, or none is needed",
    "within_or_reasoned": "the amount lies in the range of the table, or the reason why not is written",
    "sparing_shown": "the outcome is not sparing, or the case of Article 33 and the education record are written",
    "impact_judged": "whether it is of social impact was judged and signed, or the kind is published always",
    "anonymised": "the public text is written and nothing personal is found in it",
    "was_public": "it is or was on the public page",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("handler", N_("Case handler")),
    Lane("reviewer", N_("Legal review")),
    Lane("leader", N_("Deciding leader")),
    Lane("publisher", N_("Publisher")),
)

STATES = (
    State("filed", N_("Case filed"), "", "handler"),
    State("notified", N_("Party notified"), "", "handler"),
    State("in_review", N_("In legal review"), "", "reviewer"),
    State("to_decide", N_("To be decided"), "", "leader"),
    State("decided", N_("Decided, to be served"), "", "handler"),
    State("served", N_("Served, to be published"), "", "publisher"),
    State("published", N_("Published"), N_("This decision is public."), "publisher", Kind.REST),
    State("withheld", N_("Not published"), "", "publisher", Kind.REST),
    State("revoked", N_("Revoked, to be withdrawn"), "", "publisher"),
    State(
        "withdrawn", N_("Withdrawn"), N_("This decision was revoked; what was published of it is withdrawn."),
        "publisher", Kind.FINAL,
    ),
    State("dropped", N_("Case closed without a decision"), "", "handler", Kind.FINAL),
)  # fmt: skip

_FACTS = Guard("facts_complete", N_("Facts, outcome or amount are missing. The list of faults names them."))
_NOTIFIED = Guard("notified", N_("The party has not been told facts, reasons, basis and rights yet."))
_RANGE = Guard(
    "within_or_reasoned",
    N_("The amount lies outside the range of the table. Write the reason; the leader decides on it."),
)
_NEEDED = Guard(
    "review_needed",
    N_("Neither the law nor the house's rule asks for a legal review. Submit it to the leader."),
)
_REVIEWED = Guard("reviewed", N_("It needs a legal review first. Without one it is not decided."))
_SPARED = Guard(
    "sparing_shown",
    N_("Who is spared is taught: name the case of Article 33 and write the education record."),
)

MOVES = (
    Move(
        "notify", N_("Note that the party was notified"), N_("{actor} noted that the party of {number} was notified"),
        ("filed",), "notified", (HANDLER,), guards=(_FACTS,), citation=_NOTICE,
    ),
    Move(
        "ask_review", N_("Submit to legal review"), N_("{actor} submitted {number} to legal review"),
        ("filed", "notified"), "in_review", (HANDLER,),
        guards=(_FACTS, _NOTIFIED, _SPARED, _NEEDED),
        citation=_REVIEW,
    ),
    Move(
        "propose", N_("Submit to the leader"), N_("{actor} submitted {number} to be decided"),
        ("filed", "notified"), "to_decide", (HANDLER,),
        guards=(_FACTS, _NOTIFIED, _SPARED, _RANGE, _REVIEWED),
        citation=_DECIDE,
    ),
    Move(
        "reviewed", N_("Review done"), N_("{actor} reviewed {number}"),
        ("in_review",), "to_decide", (REVIEWER,), needs=("opinion",), distinct_from=(AUTHOR,), guards=(_RANGE,),
        citation=_REVIEW,
    ),
    Move(
        "object", N_("Return with objections"), N_("{actor} returned {number} from legal review"),
        ("in_review",), "filed", (REVIEWER,), needs=("reason",),
    ),
    Move(
        "send_back", N_("Return to the handler"), N_("{actor} returned {number} to the handler"),
        ("to_decide",), "filed", (LEADER,), needs=("reason",),
    ),
    Move(
        "decide", N_("Decide"), N_("{actor} decided {number}"),
        ("to_decide",), "decided", (LEADER,), distinct_from=(AUTHOR, "reviewed"), guards=(_FACTS, _RANGE, _SPARED),
        effects=(ClockEffect("start", "publication.*"),), citation=_DECIDE,
    ),
    Move(
        "serve", N_("Note the service"), N_("{actor} noted the service of {number}"),
        ("decided",), "served", (HANDLER,), needs=("moment",), citation=_SERVE,
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published {number}"),
        ("decided", "served", "withheld"), "published", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(
            Guard("impact_judged", N_("Judge first whether the decision is of social impact, and sign it.")),
            Guard("anonymised", N_("The public text is missing, or something personal stands in it.")),
        ),
        effects=(ClockEffect("stop", "publication.*"),), citation=_OPEN,
    ),
    Move(
        "withhold", N_("Do not publish"), N_("{actor} decided not to publish {number}"),
        ("served",), "withheld", (PUBLISHER,), needs=("reason",),
        effects=(ClockEffect("stop", "publication.*"),), citation=_OPEN,
    ),
    Move(
        "revoke", N_("Revoke"), N_("{actor} noted that {number} was changed, revoked or found unlawful"),
        ("decided", "served", "published", "withheld"), "revoked", (LEADER,), needs=("reason",),
        effects=(ClockEffect("start", "publication.withdraw_penalty"),), citation=_OPEN,
    ),
    Move(
        "withdraw", N_("Withdraw from the public page"), N_("{actor} withdrew what was published of {number}"),
        ("revoked",), "withdrawn", (PUBLISHER,), needs=("reason",),
        effects=(ClockEffect("stop", "publication.withdraw_penalty"),), citation=_OPEN,
    ),
    Move(
        "drop", N_("Close without a decision"), N_("{actor} closed {number} without a decision"),
        ("filed", "notified"), "dropped", (HANDLER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="decision",
    title=N_("How a decision is made and published"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("filed",),
)

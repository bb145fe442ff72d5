"""What can happen to a matter: one table for every channel, from the call to the call-back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.domain.complaints.states import (
    CALL_BACK,
    CALLER,
    CHIEF,
    DESK,
    HANDLE,
    HANDLER,
    HEAD,
    LANES,
    LEADER,
    REPORTER,
    RULE_ON,
    SIGN,
    STATES,
)
from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, NEEDS, ClockEffect, Guard, Move, Process
from gongkai.domain.text import N_

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "categorised": "kind and category are chosen",
        "returned": "a unit returned it before",
        "ruled": "who is responsible was ruled on",
        "enquiry": "it is an enquiry or a call for help that the desk may answer itself",
        "reply_ready": "the reply's checks find nothing",
        "in_time": "the period of handling is not over",
        "extension_pending": "the handler has asked for more time and nobody has decided",
        "extended": "more time was allowed before",
        "shelving_pending": "the handler has asked to shelve it and nobody has decided",
        "look_again_due": "the day to look at it again has come",
        "called": "a call-back, or the reporter's own rating, stands for this round",
        "happy": "the reporter says that it was answered and is content",
        "in_objection_time": "the days for an objection are not over",
        "has_merged": "other matters were joined with this one",
    }
)

_NEEDS = MappingProxyType(
    {
        **NEEDS,
        "unit": N_("the unit that handles it"),
        "article": N_("the article that makes it another unit's"),
        "days": N_("the length of the extension"),
        "call": N_("what the call-back found"),
        "lead": N_("the number of the other matter"),
        "reply": N_("the reply"),
        "officer": N_("the person who handles it"),
    }
)

_RULES_12345 = "国务院办公厅关于进一步优化地方政务服务便民热线的指导意见"
_LOOP = Citation(_RULES_12345, "国办发〔2020〕53号")

_NOT_RETURNED = Guard(
    "returned", N_("It was returned before. A second return is ruled on: choose “Dispute it”."), negate=True
)
_RETURNED = Guard("returned", N_("It was not returned before: return it to the desk, citing the article."))
_NOT_RULED = Guard("ruled", N_("Who is responsible was ruled on; the ruling holds."), negate=True)
_CATEGORISED = Guard("categorised", N_("Choose the kind and the category first."))
_ENQUIRY = Guard("enquiry", N_("The desk itself answers enquiries and calls for help only. Dispatch it."))
_READY = Guard("reply_ready", N_("The reply is not complete. Open the list of what is missing first."))
_IN_TIME = Guard("in_time", N_("The period is over; more time must be asked for before it ends."))
_NOT_EXTENDED = Guard("extended", N_("More time was allowed before; once is all."), negate=True)
_NOT_PENDING = Guard(
    "extension_pending", N_("More time was asked for already; it is being decided."), negate=True
)
_PENDING = Guard("extension_pending", N_("Nobody has asked for more time for this matter."))
_SHELVING = Guard("shelving_pending", N_("The unit has not asked to shelve it."))
_NOT_SHELVING = Guard(
    "shelving_pending", N_("Shelving was asked for already; the leader decides."), negate=True
)
_LOOK_AGAIN = Guard("look_again_due", N_("The day to look at it again has not come yet."))
_CALLED = Guard("called", N_("The reporter was not called back yet. Enter the call-back first."))
_HAPPY = Guard("happy", N_("The reporter is not content, or nothing is settled. Put it up for decision."))
_NOT_HAPPY = Guard(
    "happy", N_("The reporter says that it is answered and is content. Close it."), negate=True
)
_IN_OBJECTION = Guard("in_objection_time", N_("The days for an objection are over. Hand it in anew."))
_ALONE = Guard("has_merged", N_("Other matters were joined with this one. Take them out first."), negate=True)

#: Nobody calls back on what they had in hand.
_HANDS = (AUTHOR, "sign", "submit_reply", "agree_reply", "answer_directly")

_INTAKE = (
    Move(
        "register", N_("Register the matter"), N_("{actor} registered the matter"),
        ("received",), "registered", (DESK,), guards=(_CATEGORISED,), citation=_LOOP,
    ),
    Move(
        "decline", N_("Do not take it up"), N_("{actor} did not take the matter up"),
        ("received", "registered"), "declined", (CHIEF,), needs=("ground", "reason"), guards=(_ALONE,),
        effects=(ClockEffect("stop", "complaint.*"),), citation=_LOOP,
    ),
    Move(
        "accept_again", N_("Take it up after all"), N_("{actor} took the matter up after all"),
        ("declined", "converted", "withdrawn"), "registered", (CHIEF,), needs=("reason",),
    ),
    Move(
        "merge", N_("Join with another matter"), N_("{actor} joined the matter with another"),
        ("received", "registered", "dispatched", "handling"), "merged", (DESK, CHIEF), needs=("lead",),
        guards=(_ALONE,), effects=(ClockEffect("stop", "complaint.*"),),
    ),
    Move(
        "part", N_("Take it out again"), N_("{actor} took the matter out again"),
        ("merged",), "registered", (DESK, CHIEF), needs=("reason",),
    ),
    Move(
        "convert", N_("Go on as a request for information"), N_("{actor} passed it on as a request for information"),
        ("received", "registered", "dispatched", "handling"), "converted", (DESK, CHIEF), needs=("link",),
        guards=(_ALONE,), effects=(ClockEffect("stop", "complaint.*"),),
        citation=Citation("政府信息公开条例", "第三十九条"),
    ),
    Move(
        "answer_directly", N_("Answer at once"), N_("{actor} answered the matter at once"),
        ("registered",), "replied", (DESK,), guards=(_ENQUIRY, _READY),
        effects=(ClockEffect("stop", "complaint.*"), ClockEffect("start", CALL_BACK)), citation=_LOOP,
    ),
)  # fmt: skip

_DISPATCH = (
    Move(
        "dispatch", N_("Dispatch to a unit"), N_("{actor} dispatched the matter"),
        ("registered",), "dispatched", (DESK,), needs=("unit",), guards=(_CATEGORISED,),
        effects=(ClockEffect("start", SIGN), ClockEffect("start", HANDLE)), citation=_LOOP,
    ),
    Move(
        "redirect", N_("Give it to another unit"), N_("{actor} gave the matter to another unit"),
        ("dispatched", "handling"), "dispatched", (DESK, CHIEF), needs=("unit", "reason"),
        effects=(ClockEffect("stop", SIGN), ClockEffect("start", SIGN)),
    ),
    Move(
        "sign", N_("Sign for it"), N_("{actor} signed for the matter"),
        ("dispatched",), "handling", (HANDLER, HEAD), effects=(ClockEffect("stop", SIGN),), citation=_LOOP,
    ),
    Move(
        "return", N_("Return it as another unit's"), N_("{actor} returned the matter as another unit's"),
        ("dispatched", "handling"), "registered", (HANDLER, HEAD), needs=("article", "reason"),
        guards=(_NOT_RETURNED, _NOT_RULED), effects=(ClockEffect("stop", SIGN),),
    ),
    Move(
        "dispute", N_("Dispute it"), N_("{actor} disputed the responsibility a second time"),
        ("dispatched", "handling"), "disputed", (HANDLER, HEAD), needs=("article", "reason"),
        guards=(_RETURNED, _NOT_RULED), effects=(ClockEffect("stop", SIGN), ClockEffect("start", RULE_ON)),
    ),
    Move(
        "rule", N_("Rule who is responsible"), N_("{actor} ruled who is responsible"),
        ("disputed",), "dispatched", (CHIEF,), needs=("unit", "article", "reason"),
        effects=(ClockEffect("stop", RULE_ON), ClockEffect("start", SIGN)),
    ),
    Move(
        "name_handler", N_("Name the handler"), N_("{actor} named who handles the matter"),
        ("handling",), "handling", (HEAD,), needs=("officer",),
    ),
)  # fmt: skip

_HANDLING = (
    Move(
        "ask_extension", N_("Ask for more time to handle it"), N_("{actor} asked for more time to handle it"),
        ("handling",), "handling", (HANDLER,), needs=("days", "reason"),
        guards=(_NOT_EXTENDED, _NOT_PENDING, _IN_TIME),
    ),
    Move(
        "grant_extension", N_("Allow more time to handle it"), N_("{actor} allowed more time to handle it"),
        ("handling",), "handling", (CHIEF, LEADER), distinct_from=("ask_extension",),
        guards=(_PENDING, _NOT_EXTENDED),
    ),
    Move(
        "refuse_extension", N_("Refuse more time"), N_("{actor} refused more time"),
        ("handling",), "handling", (CHIEF, LEADER), needs=("reason",), guards=(_PENDING,),
    ),
    Move(
        "ask_shelving", N_("Ask to shelve it"), N_("{actor} asked to shelve the matter"),
        ("handling",), "handling", (HANDLER,), needs=("reason", "review_again_on"), guards=(_NOT_SHELVING,),
    ),
    Move(
        "shelve", N_("Put on the shelved list"), N_("{actor} put the matter on the shelved list"),
        ("handling",), "shelved", (LEADER,), needs=("review_again_on",), distinct_from=("ask_shelving",),
        guards=(_SHELVING,), effects=(ClockEffect("pause", HANDLE),),
    ),
    Move(
        "refuse_shelving", N_("Do not shelve it"), N_("{actor} refused to shelve the matter"),
        ("handling",), "handling", (LEADER,), needs=("reason",), guards=(_SHELVING,),
    ),
    Move(
        "take_up", N_("Take it up again"), N_("{actor} took the matter up again"),
        ("shelved",), "handling", (LEADER, CHIEF), needs=("reason",), effects=(ClockEffect("resume", HANDLE),),
    ),
    Move(
        "look_again", N_("The day to look again has come"),
        N_("{actor} took the matter from the shelved list: its day has come"),
        ("shelved",), "handling", (), guards=(_LOOK_AGAIN,), effects=(ClockEffect("resume", HANDLE),), timer=True,
    ),
)  # fmt: skip

_REPLYING = (
    Move(
        "submit_reply", N_("Submit the reply"), N_("{actor} submitted the reply for review"),
        ("handling",), "review", (HANDLER,), guards=(_READY, _NOT_SHELVING, _NOT_PENDING), citation=_LOOP,
    ),
    Move(
        "agree_reply", N_("Agree to the reply"), N_("{actor} agreed to the reply"),
        ("review",), "to_send", (HEAD,), distinct_from=(AUTHOR,), citation=_LOOP,
    ),
    Move(
        "return_reply", N_("Return the reply"), N_("{actor} returned the reply"),
        ("review",), "handling", (HEAD,), needs=("reason",),
    ),
    Move(
        "send_reply", N_("Send the reply"), N_("{actor} sent the reply"),
        ("to_send",), "replied", (DESK,), effects=(ClockEffect("stop", "complaint.*"), ClockEffect("start", CALL_BACK)),
        citation=_LOOP,
    ),
    Move(
        "stop_reply", N_("Return before sending"), N_("{actor} returned the reply before it was sent"),
        ("to_send",), "handling", (DESK,), needs=("reason",),
    ),
)  # fmt: skip

_CLOSING = (
    Move(
        "call_back", N_("Enter the call-back"), N_("{actor} called the reporter back"),
        ("replied",), "replied", (CALLER,), needs=("call",), distinct_from=_HANDS, citation=_LOOP,
    ),
    Move(
        "close", N_("Close the matter"), N_("{actor} closed the matter"),
        ("replied",), "closed", (CALLER,), distinct_from=_HANDS, guards=(_CALLED, _HAPPY),
        effects=(ClockEffect("stop", CALL_BACK),), citation=_LOOP,
    ),
    Move(
        "refer", N_("Put up for decision"), N_("{actor} put the matter up for decision"),
        ("replied",), "deciding", (CALLER,), guards=(_CALLED, _NOT_HAPPY),
        effects=(ClockEffect("stop", CALL_BACK),),
    ),
    Move(
        "object", N_("Object to the closing"), N_("{actor} objected to the closing"),
        ("closed", "declined"), "deciding", (REPORTER, DESK), needs=("reason",), guards=(_IN_OBJECTION,),
    ),
    Move(
        "reopen", N_("Open it again"), N_("{actor} opened the matter again"),
        ("deciding",), "registered", (CHIEF,), needs=("reason",), distinct_from=("submit_reply", "agree_reply"),
    ),
    Move(
        "close_unsettled", N_("Close with the reason recorded"),
        N_("{actor} closed the matter, with the reason recorded"),
        ("deciding",), "closed", (CHIEF,), needs=("reason",), distinct_from=("submit_reply", "agree_reply"),
    ),
    Move(
        "withdraw", N_("Withdraw the matter"), N_("{actor} withdrew the matter"),
        ("received", "registered", "dispatched", "handling", "disputed", "shelved", "review", "to_send", "replied"),
        "withdrawn", (REPORTER, DESK), guards=(_ALONE,), effects=(ClockEffect("stop", "complaint.*"),),
    ),
)  # fmt: skip

PROCESS = Process(
    key="complaint",
    title=N_("From the call to the call-back"),
    lanes=LANES,
    states=STATES,
    moves=_INTAKE + _DISPATCH + _HANDLING + _REPLYING + _CLOSING,
    start=("received", "registered"),
    needs=_NEEDS,
)
"""The table of matters (诉求): 咨询、求助、投诉、举报、建议, whatever way they came in."""

"""What can happen to a request: the table of the law (Articles 29 to 45), and what the room must tell it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, NEEDS, ClockEffect, Guard, Move, Process
from gongkai.domain.requests.states import (
    APPLICANT,
    CORRECTION,
    DESK,
    HEAD,
    LANES,
    LEADER,
    LEGAL,
    OFFICER,
    REPLY,
    STATES,
)
from gongkai.domain.text import N_

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "correction_asked": "a correction was asked for before (it may be asked once)",
        "in_correction_time": "the seven working days for asking a correction are not over",
        "correction_overdue": "the day set for the correction is past",
        "several_open": "more than one third party or agency is still being heard",
        "in_time": "the period of the answer is not over",
        "extension_pending": "the officer has asked for more time and nobody has decided",
        "extended": "more time was allowed before",
        "reasons_asked": "the applicant was asked for the reasons of the many requests",
        "reasons_overdue": "the day set for the reasons is past",
        "fee_worked_out": "a fee is worked out and not yet told",
        "fee_charged": "a fee was told before (one method and one notice a request)",
        "fee_overdue": "the period for paying is past",
        "answer_ready": "the answer's checks find nothing",
    }
)

#: What moves ask for besides the kernel's own needs.
_NEEDS = MappingProxyType(
    {
        **NEEDS,
        "unit": N_("the unit"),
        "correction": N_("what is to be completed"),
        "by_day": N_("the day"),
        "supplement": N_("the correction"),
        "party": N_("the third party"),
        "days": N_("the number of days"),
        "reasons": N_("the applicant's reasons"),
        "receipt": N_("the number of the receipt"),
        "way": N_("the way of service"),
        "day": N_("the day of service"),
    }
)

_REGULATION = "政府信息公开条例"


def _article(number: str) -> Citation:
    return Citation(_REGULATION, f"第{number}条")


_RECEIPT, _COMPLETE, _THIRD = _article("三十一"), _article("三十"), _article("三十二")
_TIME, _JOINT, _EXCESS = _article("三十三"), _article("三十四"), _article("三十五")
_ANSWER, _FEE, _FILE = _article("三十六"), _article("四十二"), _article("四十五")

_STOP = (ClockEffect("stop", "request.*"),)
_PAUSE = (ClockEffect("pause", REPLY),)
_RESUME = (ClockEffect("resume", REPLY),)
_RESTART = (ClockEffect("restart", REPLY),)

_ONCE = Guard(
    "correction_asked",
    N_("A correction was asked for before; the law allows it once. Answer on what is there."),
    negate=True,
)
_SOON_ENOUGH = Guard(
    "in_correction_time",
    N_("The seven working days for asking a correction are over. Handle the request as it is."),
)
_CORRECTION_OVER = Guard("correction_overdue", N_("The day set for the correction is not over yet."))
_OTHERS_LEFT = Guard("several_open", N_("Nobody else is being heard: this is the last opinion."))
_NONE_LEFT = Guard("several_open", N_("Others are still being heard."), negate=True)
_IN_TIME = Guard("in_time", N_("The period is over, so it can no longer be extended. Answer without delay."))
_NOT_EXTENDED = Guard("extended", N_("It was extended before; the law allows it once."), negate=True)
_NOT_PENDING = Guard(
    "extension_pending", N_("More time was asked for already; the head decides."), negate=True
)
_PENDING = Guard("extension_pending", N_("Nobody has asked for more time."))
_REASONS_NOT_ASKED = Guard("reasons_asked", N_("The applicant was asked for reasons before."), negate=True)
_REASONS_ASKED = Guard(
    "reasons_asked", N_("The applicant must be asked for the reasons of the many requests first.")
)
_REASONS_OVER = Guard("reasons_overdue", N_("The day set for the reasons is not over yet."))
_WORKED_OUT = Guard("fee_worked_out", N_("No fee is worked out. Work it out with the calculator first."))
_NOT_CHARGED = Guard(
    "fee_charged", N_("A fee was told before; one method applies to a request."), negate=True
)
_FEE_OVER = Guard("fee_overdue", N_("The period for paying is not over yet."))
_READY = Guard("answer_ready", N_("The answer is not complete. Open the list of what is missing first."))

_INTAKE = (
    Move(
        "register", N_("Confirm and register"), N_("{actor} confirmed and registered the request"),
        ("received",), "registered", (DESK,),
        effects=(ClockEffect("start", REPLY), ClockEffect("start", CORRECTION)), citation=_RECEIPT,
    ),
    Move(
        "void", N_("Set aside: no request"), N_("{actor} set it aside as no request"),
        ("received",), "void", (HEAD,), needs=("reason",),
    ),
    Move(
        "accept", N_("Accept and assign"), N_("{actor} accepted the request and assigned it"),
        ("registered",), "handling", (DESK,), needs=("unit",),
        effects=(ClockEffect("stop", CORRECTION),), citation=_FILE,
    ),
    Move(
        "ask_correction", N_("Ask for a correction"), N_("{actor} asked the applicant to complete the request"),
        ("registered", "handling"), "correction", (DESK, OFFICER), needs=("correction", "by_day"),
        guards=(_ONCE, _SOON_ENOUGH), effects=(ClockEffect("stop", CORRECTION), *_PAUSE), citation=_COMPLETE,
    ),
    Move(
        "corrected", N_("The correction has arrived"), N_("{actor} completed the request"),
        ("correction",), "registered", (DESK, APPLICANT), needs=("supplement",),
        effects=_RESTART, citation=_COMPLETE,
    ),
    Move(
        "allow_longer", N_("Allow a later day"), N_("{actor} allowed a later day for the correction"),
        ("correction",), "correction", (DESK,), needs=("by_day", "reason"), citation=_COMPLETE,
    ),
    Move(
        "lapse_correction", N_("Close: not completed in time"),
        N_("{actor} closed the request because it was not completed in time"),
        ("correction",), "closed", (DESK,), guards=(_CORRECTION_OVER,),
        effects=_STOP, citation=_COMPLETE, timer=True,
    ),
)  # fmt: skip

_HANDLING = (
    Move(
        "reassign", N_("Assign to somebody else"), N_("{actor} assigned the request anew"),
        ("handling",), "handling", (DESK, HEAD), needs=("unit", "reason"),
    ),
    Move(
        "hear_third_party", N_("Hear a third party"), N_("{actor} asked a third party for an opinion"),
        ("handling", "consulting"), "consulting", (OFFICER,), needs=("party", "reason"),
        effects=_PAUSE, citation=_THIRD,
    ),
    Move(
        "ask_agency", N_("Ask another agency"), N_("{actor} asked another agency for its opinion"),
        ("handling", "consulting"), "consulting", (OFFICER,), needs=("agency", "reason"),
        effects=_PAUSE, citation=_JOINT,
    ),
    Move(
        "opinion", N_("Enter an opinion"), N_("{actor} entered an opinion; others are still being heard"),
        ("consulting",), "consulting", (OFFICER,), needs=("opinion",),
        guards=(_OTHERS_LEFT,), citation=_THIRD, timer=True,
    ),
    Move(
        "last_opinion", N_("Enter the last opinion"), N_("{actor} entered the last opinion"),
        ("consulting",), "handling", (OFFICER,), needs=("opinion",),
        guards=(_NONE_LEFT,), effects=_RESUME, citation=_THIRD, timer=True,
    ),
    Move(
        "ask_extension", N_("Ask for more time"), N_("{actor} asked for more time"),
        ("handling",), "handling", (OFFICER,), needs=("days", "reason"),
        guards=(_NOT_EXTENDED, _NOT_PENDING, _IN_TIME), citation=_TIME,
    ),
    Move(
        "grant_extension", N_("Allow more time"), N_("{actor} allowed more time"),
        ("handling",), "handling", (HEAD,), distinct_from=("ask_extension",),
        guards=(_PENDING, _NOT_EXTENDED, _IN_TIME), citation=_TIME,
    ),
    Move(
        "refuse_extension", N_("Do not allow more time"), N_("{actor} did not allow more time"),
        ("handling",), "handling", (HEAD,), needs=("reason",), guards=(_PENDING,), citation=_TIME,
    ),
    Move(
        "ask_reasons", N_("Ask for the reasons of many requests"),
        N_("{actor} asked the applicant for the reasons of the many requests"),
        ("handling",), "excessive", (OFFICER,), needs=("reason", "by_day"),
        guards=(_REASONS_NOT_ASKED,), citation=_EXCESS,
    ),
    Move(
        "reasons_given", N_("The reasons have arrived"), N_("{actor} gave the reasons"),
        ("excessive",), "handling", (DESK, OFFICER, APPLICANT), needs=("reasons",), citation=_EXCESS,
    ),
    Move(
        "no_reasons", N_("Go on without reasons"), N_("{actor} went on: no reasons were given in time"),
        ("excessive",), "handling", (OFFICER,), guards=(_REASONS_OVER,), citation=_EXCESS, timer=True,
    ),
    Move(
        "delay", N_("Set a later day"), N_("{actor} set a later day for the answer"),
        ("handling",), "handling", (HEAD,), needs=("by_day", "reason"),
        guards=(_REASONS_ASKED,), citation=_EXCESS,
    ),
    Move(
        "charge_fee", N_("Send the fee notice"), N_("{actor} sent the fee notice"),
        ("handling",), "fee", (HEAD,), guards=(_WORKED_OUT, _NOT_CHARGED), effects=_PAUSE, citation=_FEE,
    ),
    Move(
        "pay", N_("The fee is paid"), N_("{actor} entered the payment of the fee"),
        ("fee",), "handling", (DESK,), needs=("receipt", "day"), effects=_RESTART, citation=_FEE,
    ),
    Move(
        "cancel_fee", N_("Cancel the fee"), N_("{actor} cancelled the fee"),
        ("fee",), "handling", (HEAD,), needs=("reason",), effects=_RESUME, citation=_FEE,
    ),
    Move(
        "lapse_fee", N_("Close: not paid in time"),
        N_("{actor} closed the request because the fee was not paid in time"),
        ("fee",), "closed", (DESK,), guards=(_FEE_OVER,), effects=_STOP, citation=_FEE, timer=True,
    ),
)  # fmt: skip

_ANSWERING = (
    Move(
        "submit_answer", N_("Submit the answer"), N_("{actor} submitted the answer for the legal check"),
        ("handling",), "legal_check", (OFFICER,), guards=(_READY, _NOT_PENDING), citation=_ANSWER,
    ),
    Move(
        "legal_agree", N_("Agree to the answer"), N_("{actor} found the answer lawful"),
        ("legal_check",), "approval", (LEGAL,), distinct_from=(AUTHOR,), citation=_ANSWER,
    ),
    Move(
        "legal_return", N_("Return the answer"), N_("{actor} returned the answer from the legal check"),
        ("legal_check",), "handling", (LEGAL,), needs=("reason",),
    ),
    Move(
        "approve", N_("Approve the answer"), N_("{actor} approved the answer"),
        ("approval",), "approved", (LEADER,), distinct_from=(AUTHOR, "legal_agree"), citation=_ANSWER,
    ),
    Move(
        "approve_return", N_("Return unapproved"), N_("{actor} returned the answer without approving it"),
        ("approval",), "handling", (LEADER,), needs=("reason",),
    ),
    Move(
        "issue", N_("Issue the answer"), N_("{actor} issued the answer"),
        ("approved",), "issued", (DESK,), citation=_ANSWER,
    ),
    Move(
        "desk_return", N_("Return before issuing"), N_("{actor} returned the answer before it was issued"),
        ("approved",), "handling", (DESK,), needs=("reason",),
    ),
    Move(
        "serve", N_("Enter the service"), N_("{actor} served the answer"),
        ("issued",), "closed", (DESK,), needs=("way", "day"), effects=_STOP, citation=_ANSWER,
    ),
)  # fmt: skip

_ENDING = (
    Move(
        "withdraw", N_("Withdraw the request"), N_("{actor} withdrew the request"),
        ("received", "registered", "correction", "handling", "consulting", "excessive", "fee", "legal_check",
         "approval", "approved"),
        "closed", (DESK, APPLICANT), effects=_STOP,
    ),
    Move(
        "archive", N_("Put into the archive"), N_("{actor} put the file into the archive"),
        ("closed",), "archived", (DESK,), citation=_FILE,
    ),
    Move(
        "redo", N_("Answer anew"), N_("{actor} took the request up again to answer it anew"),
        ("closed", "archived"), "handling", (LEGAL, HEAD), needs=("reason",),
        effects=(ClockEffect("start", REPLY),), citation=_article("五十一"),
    ),
)  # fmt: skip

PROCESS = Process(
    key="request",
    title=N_("From the request to the answer"),
    lanes=LANES,
    states=STATES,
    moves=_INTAKE + _HANDLING + _ANSWERING + _ENDING,
    start=("received",),
    needs=_NEEDS,
)
"""The table of requests for information (依申请公开)."""

"""A document's way from draft to the public page (主动公开), and what can happen to it afterwards.

Two pairs of eyes always: nobody reviews, refers or releases what they wrote, and whoever judged its secrecy
does not approve it. So at least three people stand behind every published document.

Flags the room supplies:

- ``checks_passed``: the checks found nothing, or every finding has its reason;
- ``attribute_proposed``: the drafter has proposed 主动公开, 依申请公开 or 不予公开;
- ``live``: a published revision is public now (a correction is a new revision: the old one stays public);
- ``taken_down``: a page saying that the document was withdrawn stands in its place;
- ``closed_before``: it was once closed, so Article 18 keeps it under review.
"""

from __future__ import annotations

from types import MappingProxyType

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, ClockEffect, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

DRAFTER = "publishing.drafter"
SECTION_HEAD = "publishing.section_head"
SECRECY_REVIEWER = "publishing.secrecy_reviewer"
LEADER = "publishing.leader"
OFFICE = "publishing.office"

RELEASE_CLOCKS = "publication.*"
"""The periods of the document's catalogue rows that end with its release; the strictest counts."""

_REGULATION = "政府信息公开条例"
_CONSULT = Citation(_REGULATION, "第十一条")
_EXCEPTIONS = Citation(_REGULATION, "第十四条至第十七条")
_REVIEW = Citation(_REGULATION, "第十七条")
_REASSESS = Citation(_REGULATION, "第十八条")
_RELEASE = Citation(_REGULATION, "第二十六条")
_CORRECT = Citation(_REGULATION, "第六条")
_ATTRIBUTE = Citation(
    "《关于全面推进政务公开工作的意见》实施细则", "", "国办发〔2016〕80号，依转引", verified=False
)

_START = (ClockEffect("start", RELEASE_CLOCKS),)
_STOP = (ClockEffect("stop", RELEASE_CLOCKS),)

_ON_THE_WAY = (
    "draft",
    "section_review",
    "consulting",
    "secrecy_review",
    "referred",
    "approval",
    "release",
    "scheduled",
)

_CHECKED = Guard(
    "checks_passed",
    N_("The checks found something that is neither mended nor explained. Open the list of findings first."),
)
_PROPOSED = Guard(
    "attribute_proposed",
    N_("Nobody has proposed whether this is to be published, open on request or closed. Choose one first."),
)
_NOT_LIVE_CLOSE = Guard(
    "live",
    N_(
        "An earlier version is public, so only this correction can be stopped: return it with a reason or "
        "set it aside. If the public version must go too, the openness office then withdraws it."
    ),
    negate=True,
)
_LIVE = Guard("live", N_("There is no public version to go back to: this is not a correction."))
_TAKEN_DOWN = Guard(
    "taken_down", N_("This was never withdrawn from the public page, so nothing goes back to it.")
)
_NOT_LIVE_ABANDON = Guard(
    "live", N_("An earlier version is public. Set the correction aside instead of giving it up."), negate=True
)
_NOT_TAKEN_DOWN = Guard(
    "taken_down",
    N_("The public page says that this was withdrawn, and must go on saying so. Leave it withdrawn instead."),
    negate=True,
)
_NOT_CLOSED_BEFORE = Guard(
    "closed_before",
    N_("This was closed once and stays under review. Submit it, so that the secrecy review decides again."),
    negate=True,
)

LANES = (
    Lane("drafter", N_("Drafter")),
    Lane("section", N_("Section head")),
    Lane("secrecy", N_("Secrecy and privacy review")),
    Lane("leader", N_("Approving leader")),
    Lane("office", N_("Openness office")),
)

# The order within a lane is the order in which the picture stacks states that stand above one another.
STATES = (
    State("draft", N_("Being drafted"), "", "drafter"),
    State("section_review", N_("With the section head"), "", "section"),
    State("secrecy_review", N_("Secrecy review"), "", "secrecy"),
    State("consulting", N_("Another agency is asked"), "", "secrecy"),
    State("closed", N_("Closed, under periodic review"), "", "secrecy", Kind.REST),
    State("referred", N_("Referred for a ruling"), "", "secrecy"),
    State("approval", N_("Awaiting approval"), "", "leader"),
    State("release", N_("Awaiting release"), "", "office"),
    State("history", N_("Imported, to be confirmed"), "", "office"),
    State("published", N_("Published"), N_("This information is public."), "office", Kind.REST),
    State("scheduled", N_("Release at a set time"), "", "office"),
    State(
        "repealed",
        N_("Repealed"),
        N_("This document has been repealed and no longer applies. It stays here for reference."),
        "office",
        Kind.REST,
    ),
    State(
        "lapsed",
        N_("Lapsed"),
        N_("This document's period of validity is over. It stays here for reference."),
        "office",
        Kind.REST,
    ),
    State(
        "superseded",
        N_("Superseded"),
        N_("A newer document has taken the place of this one. It stays here for reference."),
        "office",
        Kind.REST,
    ),
    State(
        "withdrawn",
        N_("Withdrawn"),
        N_("This information has been withdrawn from public view. This page says when and why."),
        "office",
        Kind.REST,
    ),
    State("abandoned", N_("Given up"), "", "drafter", Kind.FINAL),
)

_DRAFTING = (
    Move(
        "submit",
        N_("Submit for review"),
        N_("{actor} submitted the document for review"),
        ("draft",),
        "section_review",
        (DRAFTER,),
        guards=(_CHECKED, _PROPOSED),
        citation=_ATTRIBUTE,
    ),
    Move(
        "take_back",
        N_("Take back"),
        N_("{actor} took the document back to work on it"),
        ("section_review",),
        "draft",
        (DRAFTER,),
        only_by=(AUTHOR,),
    ),
    Move(
        "abandon",
        N_("Give up the draft"),
        N_("{actor} gave the draft up"),
        ("draft",),
        "abandoned",
        (DRAFTER,),
        needs=("reason",),
        guards=(_NOT_LIVE_ABANDON, _NOT_TAKEN_DOWN, _NOT_CLOSED_BEFORE),
        effects=_STOP,
    ),
)

_REVIEWING = (
    Move(
        "section_agree",
        N_("Agree and pass on"),
        N_("{actor} agreed for the section"),
        ("section_review",),
        "secrecy_review",
        (SECTION_HEAD,),
        distinct_from=(AUTHOR,),
        citation=_REVIEW,
    ),
    Move(
        "section_return",
        N_("Return to the drafter"),
        N_("{actor} returned the document to the drafter from the section's review"),
        ("section_review",),
        "draft",
        (SECTION_HEAD,),
        needs=("reason",),
    ),
    Move(
        "secrecy_open",
        N_("May be published"),
        N_("{actor} found in the secrecy review that the document may be published"),
        ("secrecy_review",),
        "approval",
        (SECRECY_REVIEWER,),
        distinct_from=(AUTHOR, "section_agree"),
        citation=_REVIEW,
    ),
    Move(
        "secrecy_close",
        N_("Not to be published"),
        N_("{actor} decided in the secrecy review that the document is not published"),
        ("secrecy_review",),
        "closed",
        (SECRECY_REVIEWER,),
        needs=("ground", "review_again_on"),
        distinct_from=(AUTHOR, "section_agree"),
        guards=(_NOT_LIVE_CLOSE,),
        effects=_STOP,
        citation=_EXCEPTIONS,
    ),
    Move(
        "secrecy_refer",
        N_("Refer for a ruling"),
        N_("{actor} referred the question whether the document may be published to the competent authority"),
        ("secrecy_review",),
        "referred",
        (SECRECY_REVIEWER,),
        needs=("agency", "reason"),
        distinct_from=(AUTHOR, "section_agree"),
        citation=_REVIEW,
    ),
    Move(
        "secrecy_return",
        N_("Return for changes"),
        N_("{actor} returned the document to the drafter from the secrecy review"),
        ("secrecy_review", "referred"),
        "draft",
        (SECRECY_REVIEWER,),
        needs=("reason",),
    ),
    Move(
        "ask_agency",
        N_("Ask another agency"),
        N_("{actor} asked another agency for its opinion"),
        ("secrecy_review",),
        "consulting",
        (SECRECY_REVIEWER,),
        needs=("agency", "reason"),
        citation=_CONSULT,
    ),
    Move(
        "consult_done",
        N_("Enter the agency's opinion"),
        N_("{actor} entered the other agency's opinion"),
        ("consulting",),
        "secrecy_review",
        (SECRECY_REVIEWER,),
        needs=("opinion",),
        citation=_CONSULT,
    ),
    Move(
        "referred_open",
        N_("Enter the ruling: may be published"),
        N_("{actor} entered the authority's ruling that the document may be published"),
        ("referred",),
        "approval",
        (SECRECY_REVIEWER,),
        needs=("opinion",),
        distinct_from=(AUTHOR, "section_agree"),
        citation=_REVIEW,
    ),
    Move(
        "referred_close",
        N_("Enter the ruling: not to be published"),
        N_("{actor} entered the authority's ruling that the document is not published"),
        ("referred",),
        "closed",
        (SECRECY_REVIEWER,),
        needs=("opinion", "ground", "review_again_on"),
        distinct_from=(AUTHOR, "section_agree"),
        guards=(_NOT_LIVE_CLOSE,),
        effects=_STOP,
        citation=_EXCEPTIONS,
    ),
    Move(
        "reassess_open",
        N_("Open it after all"),
        N_("{actor} looked at the closed document again and put it on the way to publication"),
        ("closed",),
        "draft",
        (SECRECY_REVIEWER, OFFICE),
        needs=("reason",),
        effects=_START,
        citation=_REASSESS,
    ),
    Move(
        "reassess_keep",
        N_("Keep it closed"),
        N_("{actor} looked at the closed document again and kept it closed"),
        ("closed",),
        "closed",
        (SECRECY_REVIEWER,),
        needs=("ground", "review_again_on"),
        citation=_REASSESS,
    ),
)

_RELEASING = (
    Move(
        "approve",
        N_("Approve"),
        N_("{actor} approved the document"),
        ("approval",),
        "release",
        (LEADER,),
        distinct_from=(AUTHOR, "secrecy_open", "referred_open"),
        citation=_REVIEW,
    ),
    Move(
        "approve_return",
        N_("Return unapproved"),
        N_("{actor} returned the document to the drafter without approving it"),
        ("approval",),
        "draft",
        (LEADER,),
        needs=("reason",),
    ),
    Move(
        "publish",
        N_("Publish now"),
        N_("{actor} published the document"),
        ("release",),
        "published",
        (OFFICE,),
        distinct_from=(AUTHOR,),
        effects=_STOP,
        citation=_RELEASE,
    ),
    Move(
        "schedule",
        N_("Set a time"),
        N_("{actor} set the time of publication"),
        ("release",),
        "scheduled",
        (OFFICE,),
        needs=("moment",),
        distinct_from=(AUTHOR,),
        citation=_RELEASE,
    ),
    Move(
        "unschedule",
        N_("Cancel the set time"),
        N_("{actor} cancelled the set time of publication"),
        ("scheduled",),
        "release",
        (OFFICE,),
    ),
    Move(
        "publish_scheduled",
        N_("Published at the set time"),
        N_("{actor} published the document at the set time"),
        ("scheduled",),
        "published",
        (),
        effects=_STOP,
        citation=_RELEASE,
        timer=True,
    ),
    Move(
        "office_return",
        N_("Return unpublished"),
        N_("{actor} returned the document to the drafter before publication"),
        ("release",),
        "draft",
        (OFFICE,),
        needs=("reason",),
    ),
    Move(
        "confirm_history",
        N_("Confirm as already published"),
        N_("{actor} confirmed that the imported document had already been published"),
        ("history",),
        "published",
        (OFFICE,),
        needs=("reason",),
        distinct_from=(AUTHOR,),
    ),
    Move(
        "refuse_history",
        N_("Turn the import down"),
        N_("{actor} turned the imported document down"),
        ("history",),
        "abandoned",
        (OFFICE,),
        needs=("reason",),
    ),
)

_AFTERWARDS = (
    Move(
        "correct",
        N_("Correct"),
        N_("{actor} began a correction of the published document"),
        ("published",),
        "draft",
        (DRAFTER, OFFICE),
        needs=("reason",),
        effects=_START,
        citation=_CORRECT,
    ),
    Move(
        "set_aside",
        N_("Set the correction aside"),
        N_("{actor} set the correction aside; the published version stands"),
        _ON_THE_WAY,
        "published",
        (DRAFTER, OFFICE),
        needs=("reason",),
        guards=(_LIVE,),
        effects=_STOP,
    ),
    Move(
        "repeal",
        N_("Mark as repealed"),
        N_("{actor} marked the document as repealed"),
        ("published",),
        "repealed",
        (OFFICE,),
        needs=("reason",),
    ),
    Move(
        "lapse",
        N_("Mark as lapsed"),
        N_("{actor} marked the document as lapsed"),
        ("published",),
        "lapsed",
        (OFFICE,),
        timer=True,
    ),
    Move(
        "supersede",
        N_("Mark as superseded"),
        N_("{actor} marked the document as superseded by another"),
        ("published",),
        "superseded",
        (OFFICE,),
        needs=("link",),
    ),
    Move(
        "reinstate",
        N_("Mark as in force again"),
        N_("{actor} marked the document as in force again"),
        ("repealed", "lapsed", "superseded"),
        "published",
        (OFFICE,),
        needs=("reason",),
    ),
    Move(
        "withdraw",
        N_("Withdraw"),
        N_("{actor} withdrew the document from public view"),
        ("published", "repealed", "lapsed", "superseded"),
        "withdrawn",
        (OFFICE,),
        needs=("reason",),
        effects=(ClockEffect("stop", "publication.withdraw_penalty"),),
    ),
    Move(
        "reopen",
        N_("Take up again"),
        N_("{actor} took the withdrawn document up again"),
        ("withdrawn",),
        "draft",
        (DRAFTER, OFFICE),
        needs=("reason",),
        effects=_START,
    ),
    Move(
        "keep_withdrawn",
        N_("Leave it withdrawn"),
        N_("{actor} stopped the new attempt; the document stays withdrawn"),
        _ON_THE_WAY,
        "withdrawn",
        (DRAFTER, OFFICE),
        needs=("reason",),
        guards=(_TAKEN_DOWN,),
        effects=_STOP,
    ),
)

PROCESS = Process(
    key="disclosure",
    title=N_("From draft to the public page"),
    lanes=LANES,
    states=STATES,
    moves=_DRAFTING + _REVIEWING + _RELEASING + _AFTERWARDS,
    start=("draft", "history"),
    entry=MappingProxyType({"draft": _START}),
)
"""The table of active disclosure (主动公开)."""

"""A work report's way from draft to the public page: checking freezes its figures, other eyes sign, then it is public.

A correction is a new round: the published edition stays public until the corrected one takes its place.
"""

from __future__ import annotations

from gongkai.domain.annual_report.course import PREPARER, SIGNER
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

FLAGS = {
    "year_over": "31 December of the report's year is past",
    "written": "every section has its text, and the text has no fault",
    "unchanged": "the records still give the figures that were frozen when it was checked",
}
"""What the mezzanine tells the table: flag → when it is true."""

LANES = (
    Lane("preparer", N_("Preparer of the annual report")),
    Lane("signer", N_("Signer of the annual report")),
)

STATES = (
    State("draft", N_("Being prepared"), "", "preparer"),
    State("checked", N_("Checked, to be signed"), "", "signer"),
    State("signed", N_("Signed, to be published"), "", "signer"),
    State("published", N_("Published"), N_("This work report is public."), "signer", Kind.REST),
)

_YEAR_OVER = Guard("year_over", N_("The year is not over yet. The report tells of the whole year."))
_WRITTEN = Guard("written", N_("A section has no text yet, or its text has a fault. Mend it first."))
_UNCHANGED = Guard(
    "unchanged",
    N_("The records have changed since it was checked. Return it, and let it be checked again."),
)

MOVES = (
    Move(
        "check", N_("Check and freeze the figures"), N_("{actor} checked the work report and froze its figures"),
        ("draft",), "checked", (PREPARER,), guards=(_YEAR_OVER, _WRITTEN),
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took the work report back to the draft"),
        ("checked",), "draft", (PREPARER,),
    ),
    Move(
        "sign", N_("Sign"), N_("{actor} signed the work report"),
        ("checked",), "signed", (SIGNER,), distinct_from=(AUTHOR, "check"), guards=(_UNCHANGED,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned the work report"),
        ("checked", "signed"), "draft", (SIGNER,), needs=("reason",),
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published the work report"),
        ("signed",), "published", (SIGNER, PREPARER),
    ),
    Move(
        "correct", N_("Correct"), N_("{actor} began a correction of the work report"),
        ("published",), "draft", (PREPARER, SIGNER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="work_report",
    title=N_("How the yearly work report comes about"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

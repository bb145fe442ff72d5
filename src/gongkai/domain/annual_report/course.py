"""An annual report's way from draft to the public page. Whoever wrote it or checked it does not sign it.

Checking freezes the figures; the signer signs exactly those. A correction of a published report is a new round: the
published edition stays public until the corrected one takes its place.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

PREPARER = "annual_reports.preparer"
SIGNER = "annual_reports.signer"

_CONTENT = Citation("政府信息公开条例", "第五十条")
_PUBLISH = Citation("政府信息公开条例", "第四十九条")

FLAGS = {
    "year_over": "31 December of the report's year is past, so its figures can no longer grow",
    "all_filed": "for a sum of agencies, each of them has filed its own",
    "declared": "every figure kept in other systems is declared, nought included",
    "written": "every section of prose is written",
    "holds": "no check fails, or each failing one that may be explained is explained",
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
    State("published", N_("Published"), N_("This annual report is public."), "signer", Kind.REST),
)

_GUARDS = (
    Guard("year_over", N_("The year is not over yet. The figures are taken as they stand on 31 December.")),
    Guard("all_filed", N_("Not every agency has filed its report. The list says who is missing.")),
    Guard("declared", N_("Some figures kept in other systems are not declared yet. Where there are none, declare 0.")),
    Guard("written", N_("A section has no text yet. Write it, or take over the draft.")),
    Guard("holds", N_("A check fails; the list of checks names the cell. Mend it, or explain it where allowed.")),
)  # fmt: skip
_UNCHANGED = Guard(
    "unchanged",
    N_(
        "The records changed after the report was checked. Return it, so that it is checked on the new figures."
    ),
)

MOVES = (
    Move(
        "check", N_("Check and freeze the figures"), N_("{actor} checked the annual report and froze its figures"),
        ("draft",), "checked", (PREPARER,), guards=_GUARDS, citation=_CONTENT,
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took the annual report back to change it"),
        ("checked",), "draft", (PREPARER,),
    ),
    Move(
        "sign", N_("Sign"), N_("{actor} signed the annual report"),
        ("checked",), "signed", (SIGNER,), distinct_from=(AUTHOR, "check"), guards=(_UNCHANGED,), citation=_CONTENT,
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned the annual report"),
        ("checked", "signed"), "draft", (SIGNER,), needs=("reason",),
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published the annual report"),
        ("signed",), "published", (SIGNER, PREPARER), citation=_PUBLISH,
    ),
    Move(
        "correct", N_("Correct"), N_("{actor} began a correction of the annual report"),
        ("published",), "draft", (PREPARER, SIGNER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="annual_report",
    title=N_("The annual report on open information"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

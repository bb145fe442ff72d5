"""The way of a campaign (专项治理): drafted, announced by other eyes, carried out, closed with its results."""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

ORGANISER = "campaigns.organiser"
INSPECTOR = "campaigns.inspector"
PUBLISHER = "campaigns.publisher"

_OPEN = Citation("政府信息公开条例", "第二十条")

FLAGS = {
    "complete": "aim, basis and days are written, the check-list is in force, and there is a site in it",
    "nothing_open": "no record waits for its publication, and the results are written",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("organiser", N_("Organiser of the campaign")),
    Lane("publisher", N_("Publisher of campaigns")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "organiser"),
    State("in_review", N_("To be approved"), "", "publisher"),
    State("running", N_("Running"), N_("This campaign is under way."), "organiser"),
    State(
        "closed", N_("Closed"), N_("This campaign is over; its results stay public."), "publisher", Kind.FINAL
    ),
    State("discarded", N_("Discarded"), "", "organiser", Kind.FINAL),
)

_COMPLETE = Guard("complete", N_("It is not complete yet. The list of faults says what is missing."))

MOVES = (
    Move(
        "submit", N_("Submit for approval"), N_("{actor} submitted campaign {number} for approval"),
        ("draft",), "in_review", (ORGANISER,), guards=(_COMPLETE,),
    ),
    Move(
        "take_back", N_("Take back to the draft"), N_("{actor} took campaign {number} back to change it"),
        ("in_review",), "draft", (ORGANISER,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned campaign {number}"),
        ("in_review",), "draft", (PUBLISHER,), needs=("reason",),
    ),
    Move(
        "announce", N_("Approve and announce"), N_("{actor} approved and announced campaign {number}"),
        ("in_review",), "running", (PUBLISHER,), distinct_from=(AUTHOR, "submit"), guards=(_COMPLETE,), citation=_OPEN,
    ),
    Move(
        "close", N_("Close with its results"), N_("{actor} closed campaign {number}"),
        ("running",), "closed", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(
            Guard(
                "nothing_open",
                N_("Publish or keep back every record first, and let the organiser write the results."),
            ),
        ),
        citation=_OPEN,
    ),
    Move(
        "discard", N_("Discard the draft"), N_("{actor} discarded campaign {number}"),
        ("draft",), "discarded", (ORGANISER,), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="campaign",
    title=N_("How a campaign on the street is announced and closed"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which the organiser still writes aim, basis and days.
WRITABLE = ("draft",)
#: States the public sees.
PUBLIC = ("running", "closed")

"""The way of an inspection record (现场检查记录): written on the street, checked by other eyes, published by site."""

from __future__ import annotations

from gongkai.domain.campaigns.course import INSPECTOR, PUBLISHER
from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, ClockEffect, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

_OPEN = Citation("政府信息公开条例", "第二十条", "行政检查的情况；第二十六条规定二十个工作日")

FLAGS = {
    "photos_looked_at": "every photo was veiled where needed or kept from the public",
    "harmless": "nothing personal stands in what the public would read",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("inspector", N_("Inspector")),
    Lane("publisher", N_("Publisher of campaigns")),
)

STATES = (
    State("recorded", N_("Recorded, to be published"), "", "publisher"),
    State("returned", N_("Returned to the inspector"), "", "inspector"),
    State("published", N_("Published"), N_("This inspection is public."), "publisher", Kind.REST),
    State("withheld", N_("Not published"), "", "publisher", Kind.REST),
    State(
        "withdrawn", N_("Withdrawn"), N_("This inspection was withdrawn."), "publisher", Kind.FINAL,
    ),
)  # fmt: skip

_PHOTOS = Guard(
    "photos_looked_at",
    N_("Look at every photo first: veil faces and number plates, or keep it from the public."),
)
_HARMLESS = Guard(
    "harmless",
    N_("Something personal stands in the notes, and a record does not change. Keep it from the public."),
)
_ENDS = (ClockEffect("stop", "publication.general"),)

MOVES = (
    Move(
        "return_to", N_("Return to the inspector"), N_("{actor} returned the record {number}"),
        ("recorded",), "returned", (PUBLISHER,), needs=("reason",),
    ),
    Move(
        "amend", N_("Send again with a note"), N_("{actor} added to the record {number} and sent it again"),
        ("returned",), "recorded", (INSPECTOR,), needs=("reason",),
    ),
    Move(
        "publish", N_("Publish"), N_("{actor} published the record {number}"),
        ("recorded", "withheld"), "published", (PUBLISHER,), distinct_from=(AUTHOR,), guards=(_PHOTOS, _HARMLESS),
        effects=_ENDS, citation=_OPEN,
    ),
    Move(
        "withhold", N_("Do not publish"), N_("{actor} decided not to publish the record {number}"),
        ("recorded",), "withheld", (PUBLISHER,), needs=("reason",), distinct_from=(AUTHOR,), effects=_ENDS,
    ),
    Move(
        "withdraw", N_("Withdraw"), N_("{actor} withdrew the record {number}"),
        ("published", "withheld"), "withdrawn", (PUBLISHER,), needs=("reason",), distinct_from=(AUTHOR,),
    ),
)  # fmt: skip

PROCESS = Process(
    key="inspection",
    title=N_("How an inspection on the street becomes public"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("recorded",),
)

#: States in which the record counts for what the site stands at.
COUNTS = ("recorded", "returned", "published", "withheld")

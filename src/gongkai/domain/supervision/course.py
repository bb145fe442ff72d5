"""The way of a finding (监督发现): found by a monitor, urged (督办), answered, settled; or dismissed, or mended.

Supervision sees all and changes nothing in the rooms: it urges, and whoever answers for the unit acts there.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

SUPERVISOR = "people.supervisor"
#: Who answers for a unit, and for the agency where a finding is no unit's.
HEADS = ("publishing.section_head", "complaints.head", "duties.doer")
OFFICE = ("publishing.office",)

_URGE = Citation("政府信息公开条例", "第四十六条")

FLAGS = {
    "gone": "the monitor does not find it any more",
    "worded": "the notice says what is asked for and until when",
    "told": "what was done is written",
}
"""What the mezzanine tells the table: flag → when it is true."""

LANES = (
    Lane("supervision", N_("Supervision")),
    Lane("unit", N_("Unit concerned")),
)

STATES = (
    State("found", N_("Found"), "", "supervision"),
    State("urged", N_("Urged, to be answered"), "", "unit"),
    State("answered", N_("Answered, to be looked at"), "", "supervision"),
    State("settled", N_("Settled"), "", "supervision", Kind.FINAL),
    State("dismissed", N_("Dismissed"), "", "supervision", Kind.FINAL),
    State("mended", N_("Mended"), "", "supervision", Kind.FINAL),
)

MOVES = (
    Move(
        "urge", N_("Send an urging notice"), N_("{actor} urged {unit}: {title}"),
        ("found",), "urged", (SUPERVISOR,),
        guards=(Guard("worded", N_("Write what is asked for and until when.")),), citation=_URGE,
    ),
    Move(
        "answer", N_("Answer the notice"), N_("{actor} answered the notice: {title}"),
        ("urged",), "answered", (*HEADS, *OFFICE),
        guards=(Guard("told", N_("Write what was done about it.")),),
    ),
    Move(
        "not_enough", N_("Urge again: not enough"), N_("{actor} urged again: {title}"),
        ("answered",), "urged", (SUPERVISOR,), needs=("reason",),
    ),
    Move(
        "settle", N_("Find it settled"), N_("{actor} found it settled: {title}"),
        ("answered",), "settled", (SUPERVISOR,), distinct_from=("answer",),
    ),
    Move(
        "dismiss", N_("Dismiss with a reason"), N_("{actor} dismissed: {title}"),
        ("found", "urged", "answered"), "dismissed", (SUPERVISOR,), needs=("reason",),
    ),
    Move(
        "mend", N_("Found no more"), N_("Found no more: {title}"),
        ("found", "urged", "answered"), "mended", (), timer=True,
        guards=(Guard("gone", N_("The monitor still finds it.")),),
    ),
)  # fmt: skip

PROCESS = Process(
    key="finding",
    title=N_("How a finding of supervision is urged and settled"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("found",),
)
#: States in which somebody still has to do something.
OPEN = ("found", "urged", "answered")

"""The ways of a score sheet (考核评分表), of an assessment (考核), and of what is assessed in it (考核对象).

A sheet is simulated on the records of a year before anybody adopts it. An assessment lets those concerned score
themselves, is reviewed, told, appealed against and published; what is told is what records gave and people judged, line
by line.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import Guard, Kind, Lane, Move, Process, State
from gongkai.domain.supervision.course import HEADS, OFFICE, SUPERVISOR
from gongkai.domain.text import N_

LEADER = "duties.leader"
_ASSESS = Citation("政府信息公开条例", "第四十六条")

FLAGS = {
    "whole": "the sheet has no fault",
    "simulated": "it was simulated as it stands now",
    "peopled": "somebody is assessed",
    "over": "the last day of the self-assessment is over, or all have handed in",
    "all_reviewed": "everybody is reviewed",
    "settled": "no appeal waits, and the days to appeal are over",
    "self_time": "the assessment takes self-assessments now",
    "review_time": "the assessment is being reviewed",
    "judged": "every rule that people judge has been judged",
    "appeal_time": "the results are told and the days to appeal are not over",
    "told_why": "what is appealed against is written",
    "published": "the results are published",
}
"""What the mezzanine tells the tables: flag → when it is true."""

_SUPERVISION = Lane("supervision", N_("Supervision"))
_LEADER = Lane("leader", N_("Leader"))
_ASSESSED = Lane("assessed", N_("Who is assessed"))

SHEET = Process(
    key="score_sheet",
    title=N_("How a score sheet is made, simulated and adopted"),
    lanes=(_SUPERVISION, _LEADER),
    states=(
        State("draft", N_("Being written"), "", "supervision"),
        State("simulated", N_("Simulated, to be adopted"), "", "leader"),
        State("adopted", N_("In use"), N_("In use"), "leader"),
        State("retired", N_("No longer used"), N_("No longer used"), "leader", Kind.FINAL),
        State("discarded", N_("Discarded"), "", "supervision", Kind.FINAL),
    ),
    moves=(
        Move(
            "simulate", N_("Simulate on a year's records"), N_("{actor} simulated the score sheet {title} on {year}"),
            ("draft", "simulated"), "simulated", (SUPERVISOR,),
            guards=(Guard("whole", N_("The sheet has faults. Mend them first.")),),
        ),
        Move(
            "change", N_("Change it"), N_("{actor} changed the score sheet {title}"),
            ("draft", "simulated"), "draft", (SUPERVISOR,),
        ),
        Move(
            "adopt", N_("Adopt it"), N_("{actor} adopted the score sheet {title}"),
            ("simulated",), "adopted", (LEADER,), distinct_from=("change", "simulate"),
            guards=(Guard("simulated", N_("It was changed after it was simulated. Simulate it again.")),),
            citation=_ASSESS,
        ),
        Move(
            "retire", N_("Use it no longer"), N_("{actor} retired the score sheet {title}"),
            ("adopted",), "retired", (LEADER,), needs=("reason",),
        ),
        Move(
            "discard", N_("Discard it"), N_("{actor} discarded the score sheet {title}"),
            ("draft", "simulated"), "discarded", (SUPERVISOR,), needs=("reason",),
        ),
    ),
    start=("draft",),
)  # fmt: skip

ROUND = Process(
    key="assessment",
    title=N_("How openness is assessed"),
    lanes=(_SUPERVISION, _LEADER),
    states=(
        State("prepared", N_("In preparation"), "", "supervision"),
        State("self", N_("Self-assessment"), N_("Self-assessment"), "supervision"),
        State("review", N_("Being reviewed"), N_("Being reviewed"), "supervision"),
        State("told", N_("Results told, appeals possible"), N_("Being reviewed"), "supervision"),
        State("published", N_("Results published"), N_("Results published"), "leader", Kind.FINAL),
        State("called_off", N_("Assessment called off"), N_("Assessment called off"), "leader", Kind.FINAL),
    ),
    moves=(
        Move(
            "open", N_("Open the self-assessment"), N_("{actor} opened the assessment {title}"),
            ("prepared",), "self", (SUPERVISOR,),
            guards=(Guard("peopled", N_("Nobody is assessed yet. Choose who is.")),), citation=_ASSESS,
        ),
        Move(
            "review", N_("Begin the review"), N_("{actor} began the review of the assessment {title}"),
            ("self",), "review", (SUPERVISOR,),
            guards=(Guard("over", N_("The days of the self-assessment are not over, and not all have handed in.")),),
        ),
        Move(
            "tell", N_("Tell the results"), N_("{actor} told the results of the assessment {title}"),
            ("review",), "told", (SUPERVISOR,),
            guards=(Guard("all_reviewed", N_("Not everybody is reviewed yet.")),),
        ),
        Move(
            "publish", N_("Publish the results"), N_("{actor} published the results of the assessment {title}"),
            ("told",), "published", (LEADER,), distinct_from=("tell",),
            guards=(Guard("settled", N_("An appeal waits for its decision, or the days to appeal are not over.")),),
            citation=_ASSESS,
        ),
        Move(
            "call_off", N_("Call the assessment off"), N_("{actor} called off the assessment {title}"),
            ("prepared", "self", "review", "told"), "called_off", (LEADER,), needs=("reason",),
        ),
    ),
    start=("prepared",),
)  # fmt: skip

ENTRY = Process(
    key="assessed",
    title=N_("How one unit or bureau is assessed"),
    lanes=(_ASSESSED, _SUPERVISION, _LEADER),
    states=(
        State("awaited", N_("Self-assessment awaited"), "", "assessed"),
        State("handed_in", N_("Self-assessment handed in"), "", "supervision"),
        State("reviewed", N_("Reviewed"), "", "supervision"),
        State("appealed", N_("Appealed against"), "", "leader"),
        State("decided", N_("Appeal decided"), "", "leader"),
        State("final", N_("Result stands"), N_("Result stands"), "leader", Kind.FINAL),
    ),
    moves=(
        Move(
            "hand_in", N_("Hand in the self-assessment"), N_("{actor} handed in the self-assessment of {unit}"),
            ("awaited", "handed_in"), "handed_in", (*HEADS, *OFFICE),
            guards=(Guard("self_time", N_("Self-assessments are not taken now.")),),
        ),
        Move(
            "review", N_("Keep the review"), N_("{actor} reviewed {unit}"),
            ("awaited", "handed_in", "reviewed"), "reviewed", (SUPERVISOR,), distinct_from=("hand_in",),
            guards=(
                Guard("review_time", N_("The review has not begun, or it is over.")),
                Guard("judged", N_("Some rules are not judged yet.")),
            ),
        ),
        Move(
            "appeal", N_("Appeal"), N_("{actor} appealed against the result of {unit}"),
            ("reviewed",), "appealed", (*HEADS, *OFFICE),
            guards=(
                Guard("appeal_time", N_("Results can be appealed against after they were told, for some days only.")),
                Guard("told_why", N_("Write what is wrong with the result.")),
            ),
        ),
        Move(
            "decide", N_("Decide the appeal"), N_("{actor} decided the appeal of {unit}"),
            ("appealed",), "decided", (LEADER,), needs=("reason",), distinct_from=("review", "appeal"),
        ),
        Move(
            "fix", N_("The result stands"), N_("The result of {unit} stands"),
            ("reviewed", "decided"), "final", (), timer=True,
            guards=(Guard("published", N_("The results are not published yet.")),),
        ),
    ),
    start=("awaited",),
)  # fmt: skip
PROCESSES = (SHEET, ROUND, ENTRY)

"""The way of a document (规范性文件、重大决策): project, draft, consultation, sorting, reviews, discussion, signature,
number, publication, filing.

Nobody publishes what they drafted; nothing is discussed without its legality review where one is owed; nothing is
published while an opinion stands without an answer.
"""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.text import N_

DRAFTER = "consultations.drafter"
LEGAL = "consultations.legal"
LEADER = "consultations.leader"
PUBLISHER = "consultations.publisher"

_DECISIONS = "重大行政决策程序暂行条例"
_CONSULT = Citation(_DECISIONS, "第十四条、第十五条")
_SORT = Citation(_DECISIONS, "第十八条")
_LEGAL = Citation(_DECISIONS, "第二十五条")
_DISCUSS = Citation(_DECISIONS, "第三十条")
_PUBLISH = Citation("政府信息公开条例", "第二十条")

FLAGS = {
    "drafted": "there is a text without faults and its explanation",
    "version_new": "the text differs from every version consulted on before",
    "period_kept": "the days are those the rule asks for, or the reason why they are fewer is written",
    "period_over": "the last day of the consultation is over",
    "all_answered": "every opinion has its answer, or was found not to be shown for a stated reason",
    "beside_done": "hearing, expert argument and risk assessment are on record where the kind owes them",
    "review_owed": "the kind owes the review that comes next",
    "fair_reviewed": "the fair-competition review is done, or none is owed",
    "legally_reviewed": "the legality review is done, or none is owed",
    "discussed": "the discussion is on record: who was there, what each said, the head last",
    "interpreted": "the interpretation and the list of channels are written",
    "consulted": "a consultation was held",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("drafter", N_("Unit that drafts it")),
    Lane("publisher", N_("Publisher of decisions")),
    Lane("legal", N_("Legality review")),
    Lane("leader", N_("Head of the agency")),
)

STATES = (
    State("project", N_("Project"), "", "drafter"),
    State("drafting", N_("Being drafted"), "", "drafter"),
    State("to_consult", N_("To be put out for opinions"), "", "publisher"),
    State("consulting", N_("Open for opinions"), N_("Opinions are welcome until the last day."), "publisher"),
    State("sorting", N_("Opinions are being answered"), N_("The opinions are being studied and answered."), "drafter"),
    State("fair_review", N_("In fair-competition review"), N_("The draft is under review."), "legal"),
    State("legality", N_("In legality review"), N_("The draft is under review."), "legal"),
    State("discussion", N_("To be discussed and decided"), N_("The draft waits for its decision."), "leader"),
    State("signed", N_("Signed, to be published"), N_("It is decided and will be published."), "publisher"),
    State("published", N_("Published, to be filed"), N_("It is published."), "publisher"),
    State("in_force", N_("Published and filed"), N_("It is published."), "publisher", Kind.REST),
    State("repealed", N_("Repealed"), N_("It was repealed."), "publisher", Kind.FINAL),
    State("lapsed", N_("Lapsed"), N_("Its validity has ended."), "publisher", Kind.FINAL),
    State("given_up", N_("Given up"), N_("The draft was given up."), "drafter", Kind.FINAL),
)  # fmt: skip

_DRAFTED = Guard(
    "drafted", N_("The text or its explanation is not complete. The list of faults says what is missing.")
)
_ANSWERED = Guard(
    "all_answered", N_("Opinions still wait for their answer. Every one of them gets one first.")
)
_BESIDE = Guard(
    "beside_done", N_("A hearing, an expert argument or a risk assessment is owed and not on record yet.")
)
_CONSULTED = Guard("consulted", N_("It has not been put out for opinions yet."))
_FAIR = Guard("fair_reviewed", N_("The fair-competition review comes first."))
_LEGALLY = Guard("legally_reviewed", N_("The legality review comes first. Without one it is not discussed."))

MOVES = (
    Move(
        "begin", N_("Begin the draft"), N_("{actor} began the draft of {title}"),
        ("project",), "drafting", (DRAFTER,),
    ),
    Move(
        "submit", N_("Submit the draft for consultation"), N_("{actor} submitted the draft of {title}"),
        ("drafting",), "to_consult", (DRAFTER,),
        guards=(_DRAFTED, Guard("version_new", N_("This text was put out for opinions before. Change it first."))),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned the draft of {title}"),
        ("to_consult",), "drafting", (PUBLISHER,), needs=("reason",),
    ),
    Move(
        "consult", N_("Put it out for opinions"), N_("{actor} put {title} out for opinions"),
        ("to_consult",), "consulting", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(
            _DRAFTED,
            Guard(
                "period_kept",
                N_("The consultation is shorter than the rule asks for. Lengthen it, or write the reason."),
            ),
        ),
        citation=_CONSULT,
    ),
    Move(
        "end", N_("End the consultation"), N_("The consultation on {title} ended"),
        ("consulting",), "sorting", (), timer=True,
        guards=(Guard("period_over", N_("The last day of the consultation is not over yet.")),),
        citation=_SORT,
    ),
    Move(
        "redraft", N_("Draft the next version"), N_("{actor} began the next version of {title}"),
        ("sorting", "fair_review", "legality", "discussion"), "drafting", (DRAFTER, LEGAL, LEADER), needs=("reason",),
    ),
    Move(
        "review_fairly", N_("Submit to fair-competition review"),
        N_("{actor} submitted {title} to fair-competition review"),
        ("sorting",), "fair_review", (DRAFTER,),
        guards=(
            _CONSULTED,
            _ANSWERED,
            _BESIDE,
            Guard("review_owed", N_("No fair-competition review is owed, or it is done.")),
        ),
    ),
    Move(
        "fairly_reviewed", N_("Fair-competition review passed"),
        N_("{actor} passed {title} in fair-competition review"),
        ("fair_review",), "sorting", (LEGAL,), needs=("opinion",), distinct_from=(AUTHOR,),
    ),
    Move(
        "review_legally", N_("Submit to legality review"), N_("{actor} submitted {title} to legality review"),
        ("sorting",), "legality", (DRAFTER,), guards=(_CONSULTED, _ANSWERED, _BESIDE, _FAIR), citation=_LEGAL,
    ),
    Move(
        "legally_reviewed", N_("Legality review passed"), N_("{actor} passed {title} in legality review"),
        ("legality",), "discussion", (LEGAL,), needs=("opinion",), distinct_from=(AUTHOR,), citation=_LEGAL,
    ),
    Move(
        "propose", N_("Submit for discussion"), N_("{actor} submitted {title} for discussion"),
        ("sorting",), "discussion", (DRAFTER,), guards=(_CONSULTED, _ANSWERED, _BESIDE, _FAIR, _LEGALLY),
    ),
    Move(
        "sign", N_("Sign"), N_("{actor} signed {title}"),
        ("discussion",), "signed", (LEADER,), distinct_from=(AUTHOR, "legally_reviewed"),
        guards=(_LEGALLY, Guard("discussed", N_("Put the discussion on record first; the head speaks last."))),
        citation=_DISCUSS,
    ),
    Move(
        "publish", N_("Publish with its interpretation"), N_("{actor} published {title}"),
        ("signed",), "published", (PUBLISHER,), distinct_from=(AUTHOR,),
        guards=(
            _ANSWERED,
            Guard(
                "interpreted",
                N_("The interpretation and the list of channels are published with it. Write them first."),
            ),
        ),
        citation=_PUBLISH,
    ),
    Move(
        "file", N_("Note that it was filed"), N_("{actor} noted that {title} was filed"),
        ("published",), "in_force", (PUBLISHER,), needs=("moment",),
    ),
    Move(
        "repeal", N_("Repeal"), N_("{actor} repealed {title}"),
        ("published", "in_force"), "repealed", (LEADER,), needs=("reason",), distinct_from=(AUTHOR,),
    ),
    Move(
        "declare_lapsed", N_("Declare it lapsed"), N_("{actor} declared {title} lapsed"),
        ("published", "in_force"), "lapsed", (LEADER,), needs=("reason",), distinct_from=(AUTHOR,),
    ),
    Move(
        "lapse", N_("Its validity ends"), N_("The validity of {title} ended"),
        ("published", "in_force"), "lapsed", (), timer=True,
        guards=(Guard("period_over", N_("The last day of its validity is not over yet.")),),
    ),
    Move(
        "give_up", N_("Give the draft up"), N_("{actor} gave the draft of {title} up"),
        ("project", "drafting", "to_consult", "sorting"), "given_up", (DRAFTER, LEADER), needs=("reason",),
    ),
)  # fmt: skip

PROCESS = Process(
    key="consultation",
    title=N_("How a rule is drafted, consulted on and published"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("project",),
)

#: States in which the drafter writes the text.
WRITABLE = ("project", "drafting")
#: States the public sees once a version was put out.
PUBLIC = (
    "consulting", "sorting", "fair_review", "legality", "discussion", "signed", "published", "in_force", "repealed",
    "lapsed",
)  # fmt: skip
#: States in which opinions are answered.
ANSWERING = (
    "consulting",
    "sorting",
    "fair_review",
    "legality",
    "discussion",
    "signed",
    "drafting",
    "to_consult",
)

"""Examinations (考试): their way, the drawing of a paper from the bank, and the marking of closed questions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.domain.duties.learning import LEADER, TRAINER, rows
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, Text, say

FLAGS = {
    "complete": "title and subject are written, and online the bank holds enough questions in force",
    "untouched": "nobody has a result, and nobody has begun online",
    "sat": "a sitting is over, and none is still to come or under way",
    "all_marked": "every candidate of a sitting that is over is marked or noted as absent",
    "some_short": "somebody failed or was absent and has not passed since",
}
"""What the room tells the table: flag → when it is true."""

LANES = (
    Lane("trainer", N_("Keeper of training and examinations")),
    Lane("leader", N_("Leader of duties")),
)

STATES = (
    State("draft", N_("Being drafted"), "", "trainer"),
    State("in_review", N_("To be released"), "", "leader"),
    State("released", N_("Released"), "", "trainer"),
    State("marking", N_("Being marked"), "", "trainer"),
    State("results_in", N_("Results to be confirmed"), "", "leader"),
    State("confirmed", N_("Results confirmed"), "", "leader", Kind.REST),
    State("correcting", N_("Being corrected"), "", "trainer"),
    State("correction_in", N_("Correction to be confirmed"), "", "leader"),
    State("corrected", N_("Corrected"), "", "leader", Kind.REST),
    State("cancelled", N_("Cancelled"), "", "trainer", Kind.FINAL),
)

_COMPLETE = Guard("complete", N_("It is not complete yet. The list of faults says what is missing."))
_MARKED = Guard("all_marked", N_("Somebody has neither a mark nor the note “absent” yet."))
_RESTING = ("confirmed", "corrected")

MOVES = (
    Move(
        "submit", N_("Submit to be released"), N_("{actor} submitted examination {number} to be released"),
        ("draft",), "in_review", (TRAINER,), guards=(_COMPLETE,),
    ),
    Move(
        "send_back", N_("Return to be changed"), N_("{actor} returned examination {number}"),
        ("in_review",), "draft", (LEADER,), needs=("reason",),
    ),
    Move(
        "release", N_("Release the examination"), N_("{actor} released examination {number}"),
        ("in_review",), "released", (LEADER,), distinct_from=(AUTHOR,), guards=(_COMPLETE,),
    ),
    Move(
        "mark", N_("Begin the marking"), N_("{actor} began the marking of examination {number}"),
        ("released",), "marking", (TRAINER,),
        guards=(Guard("sat", N_("No sitting is over yet, or one is still to come.")),),
    ),
    Move(
        "hand_in", N_("Submit the results"), N_("{actor} submitted the results of examination {number}"),
        ("marking",), "results_in", (TRAINER,), guards=(_MARKED,),
    ),
    Move(
        "return_results", N_("Return the results"), N_("{actor} returned the results of examination {number}"),
        ("results_in",), "marking", (LEADER,), needs=("reason",),
    ),
    Move(
        "confirm", N_("Confirm the results"), N_("{actor} confirmed the results of examination {number}"),
        ("results_in",), "confirmed", (LEADER,), distinct_from=(AUTHOR,), guards=(_MARKED,),
    ),
    Move(
        "resit", N_("Open it for a resit"), N_("{actor} opened examination {number} for a resit"),
        _RESTING, "released", (TRAINER,),
        guards=(Guard("some_short", N_("Everybody has passed: there is nobody to sit it again.")),),
    ),
    Move(
        "correct", N_("Correct results"), N_("{actor} began to correct results of examination {number}"),
        _RESTING, "correcting", (TRAINER,), needs=("reason",),
    ),
    Move(
        "hand_in_correction", N_("Submit the correction"),
        N_("{actor} submitted the correction of examination {number}"),
        ("correcting",), "correction_in", (TRAINER,), guards=(_MARKED,),
    ),
    Move(
        "return_correction", N_("Return the correction"),
        N_("{actor} returned the correction of examination {number}"),
        ("correction_in",), "correcting", (LEADER,), needs=("reason",),
    ),
    Move(
        "confirm_correction", N_("Confirm the correction"),
        N_("{actor} confirmed the correction of examination {number}"),
        ("correction_in",), "corrected", (LEADER,), distinct_from=(AUTHOR,), guards=(_MARKED,),
    ),
    Move(
        "cancel", N_("Cancel the examination"), N_("{actor} cancelled examination {number}"),
        ("draft", "in_review", "released"), "cancelled", (TRAINER,), needs=("reason",),
        guards=(Guard("untouched", N_("Somebody has sat it already: it cannot be cancelled.")),),
    ),
)  # fmt: skip

PROCESS = Process(
    key="examination",
    title=N_("How an examination is released, marked and confirmed"),
    lanes=LANES,
    states=STATES,
    moves=MOVES,
    start=("draft",),
)

#: States in which it is written, sittings and candidates are added, marks are entered, and the public counts it.
WRITABLE, ENROLLING, MARKING = ("draft",), ("released",), ("marking", "correcting")
PUBLIC = ("confirmed", "corrected")

KINDS = ("single", "multiple", "judge", "written")
CLOSED = ("single", "multiple", "judge")
LETTERS = "ABCDEFGH"
TRUE, FALSE = "T", "F"
#: Marks of a question at most.
MOST_MARKS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A question (试题). ``key``: letters of the right options, ``T``/``F``, or the model answer of a written one."""

    kind: str
    text: str
    options: tuple[str, ...]
    key: str
    marks: int
    source: str = ""


def question_faults(found: Question) -> list[tuple[str, Text]]:
    """Field → what is wrong with a question; everything that is, as far as it can be told apart."""
    wrong: list[tuple[str, Text]] = []
    if found.kind not in KINDS:
        wrong.append(("kind", say("There is no such kind of question.")))
    if not found.text.strip():
        wrong.append(("text", say("This is missing. Write it.")))
    if not 1 <= found.marks <= MOST_MARKS:
        wrong.append(("marks", say("Marks go from 1 to {most}.", most=MOST_MARKS)))
    if found.kind in ("single", "multiple"):
        wrong += _of_options(found)
    elif found.options and found.kind in KINDS:
        wrong.append(("options", say("Only questions with one or several answers have options.")))
    if found.kind == "judge" and found.key not in (TRUE, FALSE):
        wrong.append(("key", say("Write T (true) or F (false).")))
    if found.kind == "written" and not found.key.strip():
        wrong.append(("key", say("Write what a full answer holds.")))
    return wrong


def _of_options(found: Question) -> list[tuple[str, Text]]:
    most, wrong = len(LETTERS), list[tuple[str, Text]]()
    if not 2 <= len(found.options) <= most or not all(each.strip() for each in found.options):
        wrong.append(("options", say("Write between 2 and {most} options, one a line.", most=most)))
    elif len(set(found.options)) != len(found.options):
        wrong.append(("options", say("Two options say the same.")))
    # Which letters there are is known only where the options are there.
    known = set(LETTERS if wrong else LETTERS[: len(found.options)])
    letters = list(found.key)
    if not letters or set(letters) - known or len(set(letters)) != len(letters):
        wrong.append(("key", say("Name the right options by their letters.")))
    elif found.kind == "single" and len(letters) != 1:
        wrong.append(("key", say("Exactly one option is right.")))
    elif found.kind == "multiple" and len(letters) < 2:
        reason = say("At least two options are right, else it is a question with one answer.")
        wrong.append(("key", reason))
    return wrong


def mark(found: Question, answer: str) -> int | None:
    """The marks an answer earns: all or none; ``None`` for a written one that was answered: a person marks it."""
    if not answer.strip():
        return 0
    if found.kind not in CLOSED:
        return None
    return found.marks if sorted(set(answer)) == sorted(set(found.key)) else 0


def draw(bank: Iterable[tuple[int, str]], wanted: Mapping[str, int], seed: int) -> tuple[int, ...] | Refused:
    """The questions of a paper: of each kind as many as ``wanted``, drawn with ``seed``; the same seed, the same paper.

    ``bank`` is (key, kind) in any order. Refused where a kind has too few, or nothing is wanted.
    """
    by_kind: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for key, kind in sorted(set(bank)):
        by_kind[kind].append(key)
    dice = random.Random(seed)  # noqa: S311 - a paper that can be drawn again, not a secret
    drawn: list[int] = []
    for kind in KINDS:
        count = wanted.get(kind, 0)
        if count > len(by_kind[kind]):
            known = len(by_kind[kind])
            name = next((each["label"] for each in rows("question_kind") if each["key"] == kind), kind)
            return Refused(
                say(
                    "The bank holds only {known} of “{kind}”, {wanted} are wanted.",
                    known=known,
                    kind=name,
                    wanted=count,
                )
            )
        drawn += dice.sample(by_kind[kind], count)
    if not drawn:
        return Refused(say("Say how many questions the paper has."))
    return tuple(drawn)


#: Options that speak of others by their place or letter; such a question keeps its order.
_SPEAKS_OF_OTHERS = re.compile("以上|以下|上述|前[一二三两]项|[A-H](?:[、和与及,，]|项|选项)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A question as one candidate meets it: its place in the paper, and which option stands where (places from 0)."""

    place: int
    options: tuple[int, ...]


def arranged(paper: Sequence[Question], dice: str) -> tuple[Placed, ...]:
    """The paper in the order of one candidate; the same ``dice``, the same order.

    Questions change places with those of their own kind, options within their question, unless one of them speaks of
    the others. What is answered is kept by the places of the paper, so marks know nothing of it.
    """
    rolled = random.Random(dice)  # noqa: S311 - an order that must come out the same again, not a secret
    by_kind: dict[str, list[int]] = {}
    for place, each in enumerate(paper):
        by_kind.setdefault(each.kind, []).append(place)
    for places in by_kind.values():
        rolled.shuffle(places)
    found = []
    for each in paper:
        place = by_kind[each.kind].pop(0)
        options = list(range(len(paper[place].options)))
        if not any(_SPEAKS_OF_OTHERS.search(option) for option in paper[place].options):
            rolled.shuffle(options)
        found.append(Placed(place, tuple(options)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Count:
    """What came of an examination: persons enrolled, present at least once, and passed; a resit makes nobody two."""

    enrolled: int
    present: int
    passed: int

    @property
    def absent(self) -> int:
        return self.enrolled - self.present

    @property
    def failed(self) -> int:
        return self.present - self.passed

    @property
    def rate(self) -> Decimal | None:
        """Passed of those present, in per cent with two places; ``None`` where nobody sat."""
        return pass_rate(self.passed, self.present)


def count(results: Iterable[tuple[object, bool | None, bool]]) -> Count:
    """(person, present, passed) of every sitting: each person once, by the best that person did."""
    enrolled: set[object] = set()
    present: set[object] = set()
    passed: set[object] = set()
    for person, was_there, has_passed in results:
        enrolled.add(person)
        if was_there:
            present.add(person)
            if has_passed:
                passed.add(person)
    return Count(len(enrolled), len(present), len(passed))


def pass_rate(passed: int, present: int) -> Decimal | None:
    """``passed`` of ``present`` in per cent, rounded half up to two places (844 of 936: 90.17)."""
    if not present:
        return None
    return (Decimal(100 * passed) / present).quantize(Decimal("0.01"), ROUND_HALF_UP)


def scaled_line(line: int, full: int, total: int) -> int:
    """The pass line of a paper of ``total`` marks, where ``line`` of ``full`` is asked; rounded up."""
    return -(-line * total // full)


def passes(marks: Decimal, line: int) -> bool:
    """Whether so many marks reach the pass line."""
    return marks >= line


def pages(questions: Sequence[int], size: int) -> int:
    """How many pages so many questions fill."""
    return max(1, -(-len(questions) // size))

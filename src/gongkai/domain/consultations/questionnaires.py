"""Questionnaires (问卷、满意度测评): questions of four kinds, what an answer needs, and the figures over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, TypeAlias

from gongkai.domain.text import Text, say

QuestionKind = Literal["single", "multiple", "scale", "free"]
KINDS: tuple[QuestionKind, ...] = ("single", "multiple", "scale", "free")
#: A scale goes from 1 to this.
HIGHEST = 5
#: A question's key and a place among its answers: what is counted. Place 0: somebody answered the question.
Mark: TypeAlias = "tuple[str, int]"
ANSWERED = 0
#: A whole sheet; no question has this key.
SHEET: Mark = ("", 0)
MOST_QUESTIONS, MOST_OPTIONS, LONGEST_TEXT, LONGEST_ANSWER = 60, 30, 300, 2000


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its key, kind and words; the options of a choice, keyed by their place from 1."""

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What was answered to a question: how many answered, how often each choice (or grade), the mean of a scale."""

    question: Question
    answered: int
    counts: Mapping[int, int]
    mean: float | None = None


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions as they are kept."""
    return tuple(
        Question(row["key"], row["kind"], row["text"], tuple(row.get("options", ())), bool(row.get("needed")))
        for row in rows
    )


def kept(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions as they are stored; ``read`` gives them again."""
    return [
        {"key": q.key, "kind": q.kind, "text": q.text, "options": list(q.options), "needed": q.needed}
        for q in questions
    ]


def faults(questions: Sequence[Question]) -> list[tuple[int, Text]]:
    """Place of a question (from 0) → what is wrong with it."""
    if not questions:
        return [(0, say("Ask at least one question."))]
    if len(questions) > MOST_QUESTIONS:
        return [(MOST_QUESTIONS, say("At most {most} questions.", most=MOST_QUESTIONS))]
    found: list[tuple[int, Text]] = []
    seen: set[str] = set()
    for place, each in enumerate(questions):
        found += [(place, text) for text in _faults(each)]
        if not each.key or each.key in seen:
            found.append((place, say("Every question has a key of its own.")))
        seen.add(each.key)
    return found


def _faults(question: Question) -> list[Text]:
    found = []
    if question.kind not in KINDS:
        found.append(say("Choose the kind of question."))
    if not question.text.strip():
        found.append(say("Write the question."))
    if len(question.text) > LONGEST_TEXT or any(len(each) > LONGEST_TEXT for each in question.options):
        found.append(say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_TEXT))
    if question.kind in ("single", "multiple"):
        plain = [each.strip() for each in question.options]
        if len(plain) < 2 or not all(plain):
            found.append(say("A choice has at least two options."))
        if len(plain) > MOST_OPTIONS:
            found.append(say("At most {most} options.", most=MOST_OPTIONS))
        if len(set(plain)) != len(plain):
            found.append(say("Two options say the same."))
    elif question.options:
        found.append(say("Only a choice has options."))
    return found


Answers = Mapping[str, Any]


def answer_faults(questions: Sequence[Question], answers: Answers) -> dict[str, Text]:
    """Question → what is wrong with its answer. Choices are places from 1, scales 1 to ``HIGHEST``, free ones text."""
    known = {each.key: each for each in questions}
    found = {key: say("This is not one of the questions.") for key in answers if key not in known}
    for each in questions:
        given = answers.get(each.key)
        if given in (None, "", [], ()):
            if each.needed:
                found[each.key] = say("Answer this question.")
        elif not _fits(each, given):
            found[each.key] = say("Choose one of the answers offered.")
    if not found and not any(given not in (None, "", [], ()) for given in answers.values()):
        found[""] = say("Answer at least one question.")
    return found


def _fits(question: Question, given: Any) -> bool:
    if question.kind == "free":
        return isinstance(given, str) and len(given) <= LONGEST_ANSWER
    if question.kind == "multiple":
        many = isinstance(given, list | tuple) and len(set(given)) == len(given)
        return many and all(_in(each, len(question.options)) for each in given)
    return _in(given, HIGHEST if question.kind == "scale" else len(question.options))


def _in(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def figures(questions: Sequence[Question], answers: Iterable[Answers]) -> tuple[Figure, ...]:
    """The figures over all answers; free answers are counted and not quoted."""
    return tallied(questions, Counter(chain.from_iterable(marks(questions, row) for row in answers)))


def marks(questions: Sequence[Question], answers: Answers) -> list[Mark]:
    """What one filled-in sheet adds to the counts, each mark once; the sheet itself is ``SHEET``."""
    found = [SHEET]
    for each in questions:
        given = answers.get(each.key)
        if given in (None, "", [], ()):
            continue
        found.append((each.key, ANSWERED))
        if each.kind != "free":
            found += [(each.key, place) for place in (given if isinstance(given, list | tuple) else [given])]
    return found


def tallied(questions: Sequence[Question], counts: Mapping[Mark, int]) -> tuple[Figure, ...]:
    """The figures from what is counted already (mark → how often)."""
    return tuple(_figure(each, counts) for each in questions)


def _figure(question: Question, counts: Mapping[Mark, int]) -> Figure:
    most = HIGHEST if question.kind == "scale" else len(question.options)
    places = range(1, most + 1) if question.kind != "free" else ()
    filled = {place: counts.get((question.key, place), 0) for place in places}
    answered = counts.get((question.key, ANSWERED), 0)
    mean = None
    if question.kind == "scale" and answered:
        mean = sum(place * count for place, count in filled.items()) / answered
    return Figure(question, answered, filled, mean)


def response_rate(invited: int | None, responses: int) -> float | None:
    """Share of those asked who answered, from 0 to 1; ``None`` where nobody in particular was asked."""
    return min(1.0, responses / invited) if invited else None

"""The question sheet (评议问卷) and the numbers of the appraisal, as ``law/appraisal.toml`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.text import Text, say

SCALE, WORDS = "scale", "words"
LOWEST, HIGHEST = 1, 5
#: Longest answer in own words, in characters.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question. ``dimension`` of a scale; empty for one answered in own words."""

    key: str
    kind: str
    text: str
    text_en: str
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in force from a day on; ``overall`` is the question whose mean is the satisfaction."""

    key: str
    title: str
    title_en: str
    in_force_from: date
    in_force_until: date | None
    questions: tuple[Question, ...]
    overall: str
    citation: Citation

    def scales(self) -> tuple[Question, ...]:
        """The questions answered on the scale."""
        return tuple(each for each in self.questions if each.kind == SCALE)

    def open_words(self) -> tuple[Question, ...]:
        """The questions answered in own words."""
        return tuple(each for each in self.questions if each.kind == WORDS)


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet by its key, the newest first."""
    rows = sorted(load("appraisal")["sheet"], key=lambda row: row["in_force_from"], reverse=True)
    return {row["key"]: _sheet(row) for row in rows}


def _sheet(row: Mapping[str, Any]) -> Sheet:
    questions = tuple(
        Question(each["key"], each["kind"], each["text"], each["text_en"], each.get("dimension", ""))
        for each in row["question"]
    )
    return Sheet(
        row["key"],
        row["label"],
        row["label_en"],
        row["in_force_from"],
        row.get("in_force_until"),
        questions,
        row["overall"],
        citation_of(dict(row)),
    )


def sheet_on(day: date) -> Sheet | None:
    """The sheet in force on the day; ``None``: none yet."""
    return in_force(sheets().values(), day)


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of the data: grade, dimension, stratum, outcome."""
    return list(load("appraisal")[table])


def numbers(table: str) -> dict[str, Any]:
    """The numbers of a table: sampling, days, publishing."""
    return dict(load("appraisal")[table])


def answer_faults(sheet: Sheet, answers: Mapping[str, Any]) -> dict[str, Text]:
    """Question → what is wrong with its answer; the empty key where nothing was answered at all.

    Grades are whole numbers from 1 to 5, own words a text; any question may be left out.
    """
    known = {each.key: each for each in sheet.questions}
    found = {key: say("This is not one of the questions.") for key in answers if key not in known}
    for key, given in answers.items():
        if key in known and given not in (None, "") and not _fits(known[key], given):
            found[key] = say("Choose one of the answers offered.")
        if key in known and known[key].kind == WORDS and isinstance(given, str) and len(given) > LONGEST:
            found[key] = say("This is longer than {longest} characters. Shorten it.", longest=LONGEST)
    if not found and not any(given not in (None, "") for given in answers.values()):
        found[""] = say("Answer at least one question.")
    return found


def _fits(question: Question, given: Any) -> bool:
    if question.kind == WORDS:
        return isinstance(given, str)
    return isinstance(given, int) and not isinstance(given, bool) and LOWEST <= given <= HIGHEST

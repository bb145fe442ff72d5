"""A questionnaire's questions written as rows, without a script: every button keeps what is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict

from gongkai.consultations import collecting_words as words
from gongkai.domain import privacy
from gongkai.domain.consultations import questionnaires
from gongkai.domain.consultations.questionnaires import (
    LONGEST_TEXT,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Question,
    QuestionKind,
)
from gongkai.domain.text import Text, say

#: Signs of a row that are read at all: more than the longest question with the longest options has.
_MOST_SIGNS = (MOST_OPTIONS + 2) * (LONGEST_TEXT + 2)
_KEY = re.compile(r"q[1-9][0-9]{0,3}")
_CHOICES = ("single", "multiple")


@dataclass(frozen=True, slots=True)
class Row:
    """A question as it stands in the form; its options are a line each."""

    key: str
    kind: str
    text: str
    options: str = ""
    needed: bool = False


def begun(questions: Sequence[Question]) -> list[Row]:
    """The rows of questions that are kept."""
    return [Row(q.key, q.kind, q.text, "\n".join(q.options), q.needed) for q in questions]


def typed(data: QueryDict) -> list[Row]:
    """The rows as they were sent, one more than may be kept at most, so that too many are said and not lost."""
    rows = []
    for at in range(MOST_QUESTIONS + 1):
        if f"text-{at}" not in data:
            break
        key = data.get(f"key-{at}", "")
        rows.append(
            Row(
                key if _KEY.fullmatch(key) else "",
                data.get(f"kind-{at}", "")[:12],
                data.get(f"text-{at}", "")[:_MOST_SIGNS],
                data.get(f"options-{at}", "")[:_MOST_SIGNS],
                f"needed-{at}" in data,
            )
        )
    return rows


def changed(rows: list[Row], do: str) -> tuple[list[Row], int | None]:
    """The rows after a button (``add``, ``up:2``, ``down:2``, ``drop:2``), and the row that is looked at next."""
    deed, _colon, place = do.partition(":")
    if deed == "add":
        more = [] if len(rows) > MOST_QUESTIONS else [Row("", "single", "", "")]
        return [*rows, *more], len(rows)
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    if not 0 <= at < len(rows):
        return rows, None
    if deed == "drop":
        left = rows[:at] + rows[at + 1 :]
        return left, min(at, len(left) - 1) if left else None
    to = at + {"up": -1, "down": 1}.get(deed, 0)
    if not 0 <= to < len(rows):
        return rows, at
    moved = [*rows]
    moved[at], moved[to] = moved[to], moved[at]
    return moved, to


def read(rows: Sequence[Row]) -> list[Question]:
    """The questions: a fresh key for what has none or one that was there before, options a line each."""
    taken: set[str] = set()
    last = max((int(row.key[1:]) for row in rows if row.key), default=0)
    found = []
    for row in rows:
        key = row.key
        if not key or key in taken:
            last += 1
            key = f"q{last}"
        taken.add(key)
        lines = tuple(line.strip() for line in row.options.splitlines() if line.strip())
        # Lines under a question that is no choice are a slip that is said, and not dropped.
        found.append(Question(key, cast("QuestionKind", row.kind), row.text.strip(), lines, row.needed))
    return found


def wrong(rows: Sequence[Row]) -> dict[int, list[Text]]:
    """Place of a row → everything that is wrong with it, personal data too: the public reads it."""
    questions = read(rows)
    found: dict[int, list[Text]] = {}
    for at, text in questionnaires.faults(questions) if questions else ():
        found.setdefault(min(at, len(rows) - 1), []).append(text)
    for at, each in enumerate(questions):
        if any(privacy.findings(said) for said in (each.text, *each.options)):
            found.setdefault(at, []).append(
                say("The public reads this: leave out names and numbers of persons.")
            )
    return found


def unkept(rows: Sequence[Row]) -> bool:
    """Whether something is wrong with which a draft cannot even be kept: too long, too many, unknown or personal."""
    questions = read(rows)
    if len(questions) > MOST_QUESTIONS:
        return True
    return any(_unkept(each) for each in questions)


def _unkept(question: Question) -> bool:
    said = (question.text, *question.options)
    return (
        question.kind not in questionnaires.KINDS
        or len(question.options) > MOST_OPTIONS
        or any(len(each) > LONGEST_TEXT or privacy.findings(each) for each in said)
    )


def shown(
    rows: Sequence[Row], faults: Mapping[int, Sequence[Text]], focus: int | None
) -> list[dict[str, Any]]:
    """The rows for ``staff/_questions.html``."""
    return [
        {
            "at": at,
            "n": at + 1,
            "row": row,
            "kinds": [(key, label, key == row.kind) for key, label in words.question_options()],
            "height": max(3, row.options.count("\n") + 1),
            "choice": row.kind in _CHOICES or bool(row.options.strip()),
            "wrong": list(faults.get(at, ())),
            "focus": focus == at,
            "first": at == 0,
            "last": at == len(rows) - 1,
        }
        for at, row in enumerate(rows)
    ]

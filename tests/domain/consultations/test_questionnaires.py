"""Is only what was offered taken as an answer, and do the figures add up?"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.consultations.problems import FLAGS, PROCESS
from gongkai.domain.consultations.questionnaires import (
    HIGHEST,
    SHEET,
    Mark,
    Question,
    answer_faults,
    faults,
    figures,
    kept,
    marks,
    read,
    response_rate,
    tallied,
)
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, reachable, step

QUESTIONS = (
    Question("q1", "single", "满意吗？", ("满意", "一般", "不满意"), needed=True),
    Question("q2", "multiple", "哪些方面？", ("态度", "效率")),
    Question("q3", "scale", "打几分？"),
    Question("q4", "free", "还有什么建议？"),
)
sound = st.fixed_dictionaries(
    {"q1": st.integers(1, 3)},
    optional={
        "q2": st.lists(st.integers(1, 2), unique=True, max_size=2),
        "q3": st.integers(1, HIGHEST),
        "q4": st.text(max_size=10),
    },
)


def test_the_questions_are_sound_and_kept_as_they_are() -> None:
    assert faults(QUESTIONS) == []
    assert read(kept(QUESTIONS)) == QUESTIONS


@given(sound)
def test_what_was_offered_is_taken(answers: dict[str, Any]) -> None:
    assert answer_faults(QUESTIONS, answers) == {}


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, {"q1"}),
        ({"q1": 4}, {"q1"}),
        ({"q1": 0}, {"q1"}),
        ({"q1": True}, {"q1"}),
        ({"q1": "1"}, {"q1"}),
        ({"q1": 1, "q2": [1, 1]}, {"q2"}),
        ({"q1": 1, "q2": 1}, {"q2"}),
        ({"q1": 1, "q3": HIGHEST + 1}, {"q3"}),
        ({"q1": 1, "q4": "长" * 2001}, {"q4"}),
        ({"q1": 1, "q9": 1}, {"q9"}),
    ],
)
def test_anything_else_is_refused_at_its_question(answers: dict[str, Any], wrong: set[str]) -> None:
    assert set(answer_faults(QUESTIONS, answers)) == wrong


def test_an_empty_sheet_is_no_answer() -> None:
    assert set(answer_faults(QUESTIONS[1:], {"q2": [], "q4": ""})) == {""}


@given(st.lists(sound, max_size=30))
def test_the_figures_add_up(rows: list[dict[str, Any]]) -> None:
    for figure in figures(QUESTIONS, rows):
        given_to = [
            row[figure.question.key] for row in rows if row.get(figure.question.key) not in (None, "", [])
        ]
        assert figure.answered == len(given_to)
        if figure.question.kind in ("single", "scale"):
            assert sum(figure.counts.values()) == figure.answered
        if figure.question.kind == "scale" and figure.answered:
            assert figure.mean is not None
            assert 1 <= figure.mean <= HIGHEST


@given(st.lists(sound, max_size=30), st.randoms(use_true_random=False))
def test_sheets_counted_one_by_one_in_any_order_give_the_same_figures(
    rows: list[dict[str, Any]], dice: random.Random
) -> None:
    counts: Counter[Mark] = Counter()
    for row in dice.sample(rows, len(rows)):
        each = marks(QUESTIONS, row)
        assert len(set(each)) == len(each)
        counts.update(each)
    assert tallied(QUESTIONS, counts) == figures(QUESTIONS, rows)
    assert counts[SHEET] == len(rows)


@pytest.mark.parametrize(
    "question",
    [
        Question("q", "single", "问", ("只有一个",)),
        Question("q", "single", "问", ("同", "同")),
        Question("q", "single", " ", ("甲", "乙")),
        Question("q", "free", "问", ("甲", "乙")),
        Question("", "free", "问"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(question: Question) -> None:
    assert [place for place, _ in faults([question])] == [0]


@given(st.integers(0, 500), st.integers(0, 600))
def test_a_rate_lies_between_nobody_and_everybody(invited: int, responses: int) -> None:
    rate = response_rate(invited, responses)
    assert (rate is None) == (invited == 0)
    assert rate is None or 0 <= rate <= 1


def test_a_problem_never_gets_stuck_and_is_settled_by_other_eyes() -> None:
    assert reachable(PROCESS, "found") == {state.key for state in PROCESS.states}
    assert {guard.flag for move in PROCESS.moves for guard in move.guards} == set(FLAGS)
    for state in PROCESS.states:
        assert bool(PROCESS.moves_from(state.key)) == (state.kind is not Kind.FINAL)
    roles = frozenset(role for move in PROCESS.moves for role in move.roles)
    facts = {
        who: Facts(
            who,
            roles,
            {AUTHOR: frozenset({"lin"}), "finish": frozenset({"lin"})},
            frozenset(),
            frozenset(FLAGS),
        )
        for who in ("lin", "wei")
    }
    assert not isinstance(step(PROCESS, "done", "settle", facts["lin"]), Moved)
    assert isinstance(step(PROCESS, "done", "settle", facts["wei"]), Moved)

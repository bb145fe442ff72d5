"""Can a round get stuck, be published by whoever ran it, or show what a few people answered?"""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, reachable, step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision.appraisal import FLAGS, LEADERS, OPEN, PROCESS, SUPERVISOR
from gongkai.domain.supervision.appraisal_results import compared, results
from gongkai.domain.supervision.appraisal_sheet import answer_faults, rows, sheet_on, sheets

ROLES = (SUPERVISOR, *LEADERS)
STATES = tuple(state.key for state in PROCESS.states)
MOVES = tuple(move.key for move in PROCESS.moves)
SHEET = next(iter(sheets().values()))
GRADED = st.dictionaries(
    st.sampled_from([each.key for each in SHEET.scales()]), st.integers(1, 5), min_size=1
)
facts = st.builds(
    Facts,
    actor=st.sampled_from(["lin", "wei"]),
    roles=st.frozensets(st.sampled_from(ROLES)),
    doers=st.dictionaries(st.sampled_from((*MOVES, AUTHOR)), st.frozensets(st.sampled_from(["lin", "wei"]))),
    given=st.frozensets(st.just("reason")),
    flags=st.frozensets(st.sampled_from(sorted(FLAGS))),
)


def test_every_state_of_a_round_can_be_reached_and_every_open_one_has_an_exit_by_somebody() -> None:
    assert reachable(PROCESS, "prepared") == set(STATES)
    for state in PROCESS.states:
        exits = [move for move in PROCESS.moves_from(state.key) if move.roles]
        assert bool(exits) == (state.kind is Kind.OPEN) == (state.key in OPEN), state.key


@pytest.mark.parametrize("key", ["draw", "open", "close", "count"])
def test_nothing_is_published_that_was_not_drawn_opened_closed_and_counted(key: str) -> None:
    assert "published" not in reachable(PROCESS, "prepared", without={key})


@given(facts)
def test_who_prepared_drew_opened_or_counted_never_publishes(known: Facts) -> None:
    if isinstance(step(PROCESS, "counted", "publish", known), Moved):
        did = {key for key, people in known.doers.items() if known.actor in people}
        assert not did & {AUTHOR, "draw", "open", "count"}
        assert known.doers.get(AUTHOR)
        assert known.roles & set(LEADERS)
        assert "looked" in known.flags


@given(st.sampled_from(STATES), facts)
def test_a_leader_only_publishes_and_supervision_never_does(state: str, known: Facts) -> None:
    possible = {key for key in MOVES if isinstance(step(PROCESS, state, key, known), Moved)}
    if SUPERVISOR not in known.roles:
        assert possible <= {"publish"}
    if not known.roles & set(LEADERS):
        assert "publish" not in possible
    assert "close" not in possible


@given(st.sampled_from(OPEN), facts)
def test_nothing_is_called_off_without_a_reason(state: str, known: Facts) -> None:
    if isinstance(step(PROCESS, state, "call_off", known), Moved):
        assert "reason" in known.given


@pytest.mark.parametrize(
    ("state", "key", "flag"),
    [("prepared", "draw", "seeded"), ("prepared", "draw", "peopled"), ("drawn", "open", "days_left"),
     ("counted", "publish", "looked")],
)  # fmt: skip
def test_each_guard_holds_its_move(state: str, key: str, flag: str) -> None:
    doers = {AUTHOR: frozenset({"wei"})}
    known = Facts("lin", frozenset(ROLES), doers, frozenset(), frozenset(FLAGS) - {flag})
    refused = step(PROCESS, state, key, known)
    assert isinstance(refused, Refused)
    assert refused.reason.msgid in {guard.refusal for guard in PROCESS.move(key).guards}
    allowed = Facts("lin", frozenset(ROLES), doers, frozenset(), frozenset(FLAGS))
    assert isinstance(step(PROCESS, state, key, allowed), Moved)


def test_every_flag_of_a_round_is_asked_for() -> None:
    assert set(FLAGS) == {guard.flag for move in PROCESS.moves for guard in move.guards}


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_the_sheet_of_a_day_and_its_words_in_both_languages() -> None:
    assert sheet_on(date(2019, 12, 31)) is None
    assert sheet_on(date(2026, 3, 2)) == SHEET
    dimensions = {row["key"] for row in rows("dimension")}
    for question in SHEET.questions:
        assert question.text
        assert question.text_en.isascii()
        assert (question.dimension in dimensions) == (question.kind == "scale")
    assert SHEET.overall in {each.key for each in SHEET.scales()}
    assert [row["place"] for row in rows("grade")] == [1, 2, 3, 4, 5]
    assert SHEET.citation.article == "第四十六条"


@pytest.mark.parametrize(
    ("answers", "faulty"),
    [
        ({"overall": 5}, set()),
        ({"overall": 5, "better": "网站搜索。"}, set()),
        ({"better": "x"}, set()),
        ({}, {""}),
        ({"overall": None, "better": ""}, {""}),
        ({"overall": 0}, {"overall"}),
        ({"overall": 6}, {"overall"}),
        ({"overall": True}, {"overall"}),
        ({"overall": "5"}, {"overall"}),
        ({"nothing": 5}, {"nothing"}),
        ({"better": "长" * 1001}, {"better"}),
        ({"better": 7}, {"better"}),
    ],
)
def test_what_is_no_answer(answers: dict[str, Any], faulty: set[str]) -> None:
    assert set(answer_faults(SHEET, answers)) == faulty


# --- the results ------------------------------------------------------------------------------------------------------


def grades(key: str, *counts: int) -> list[dict[str, int]]:
    return [{key: grade} for grade, count in enumerate(counts, start=1) for _ in range(count)]


def of(found: dict[str, Any], table: str, key: str) -> Any:
    return next(row for row in found[table] if row["key"] == key)


def test_results_by_hand() -> None:
    # 4 · 1 + 6 · 3 + 10 · 5 = 72 of 20: 3.6; s² = (4 · 6.76 + 6 · 0.36 + 10 · 1.96)/19 = 2.56842;
    # √(0.9 · 2.56842/20) = 0.339971 · t(19) 2.093 = 0.71156
    found = results(SHEET, grades("overall", 4, 0, 6, 0, 10), population=200, fewest=10, cell=3)
    overall = of(found, "questions", "overall")
    assert overall["counts"] == {"1": 4, "2": 0, "3": 6, "4": 0, "5": 10}
    assert overall["mean"] == found["overall"] == {"value": 3.6, "low": 2.89, "high": 4.31}
    assert overall["satisfied"]["value"] == 0.5
    assert of(found, "questions", "finding_site")["answered"] is None
    assert of(found, "dimensions", "overall")["mean"]["value"] == 3.6


def test_a_dimension_counts_each_sheet_once() -> None:
    rows_of = [{"content_complete": 1, "content_prompt": 5}] * 10 + [{"content_complete": 5}] * 10
    found = results(SHEET, rows_of, population=None, fewest=10, cell=3)
    assert of(found, "dimensions", "content")["mean"] == {"value": 4.0, "low": None, "high": None}


def test_too_few_answers_are_a_number_and_nothing_else() -> None:
    found = results(SHEET, grades("overall", 0, 0, 0, 0, 9), population=200, fewest=10, cell=3)
    assert found == {"answers": 9, "enough": False, "questions": [], "dimensions": [], "overall": None}
    assert results(SHEET, [], population=200, fewest=10, cell=3)["answers"] == 0


def overall_of(*counts: int, population: int | None = 90) -> dict[str, Any]:
    """Everything that is told of the overall question: its row, its dimension, the satisfaction."""
    found = results(SHEET, grades("overall", *counts), population=population, fewest=10, cell=3)
    row = of(found, "questions", "overall")
    assert row["mean"] == found["overall"] == of(found, "dimensions", "overall")["mean"]
    return dict(row)


def test_small_cells_are_hidden_and_nothing_else_gives_them_away() -> None:
    found = overall_of(2, 20, 0, 30, 40, population=None)
    assert found["counts"] == {"1": None, "2": None, "3": 0, "4": 30, "5": 40}
    assert found["satisfied"]["value"] == round(70 / 92, 4)
    # 362 of 92: 3.93; with 1 and 21 in the hidden cells it would be 3.95, and is told alike.
    assert found["mean"]["value"] == 3.9


def test_where_the_mean_would_tell_a_hidden_cell_every_cell_is_hidden() -> None:
    # 79 of 20 is 3.95; with 2 and 3 in the hidden cells the mean would round to another number.
    found = overall_of(1, 4, 0, 5, 10)
    assert set(found["counts"].values()) == {None}
    assert found["mean"] == {"value": 4.0, "low": None, "high": None}
    # Of ten sheets with 4.9 in the mean one alone can be a 4: then there is no mean either.
    found = overall_of(0, 0, 0, 1, 9)
    assert found["answered"] == 10
    assert found["counts"] is found["mean"] is found["satisfied"] is None


def test_whoever_tries_all_answers_there_can_be_finds_no_small_number() -> None:
    # Every distribution of ten sheets over five grades, by what is told of it.
    told: dict[str, list[tuple[int, ...]]] = {}
    for bars in combinations(range(14), 4):
        counts = tuple(after - before - 1 for before, after in pairwise((-1, *bars, 14)))
        told.setdefault(str(overall_of(*counts)), []).append(counts)
    assert len(told) > 100
    for alike in told.values():
        for numbers_of in zip(*alike, strict=True):
            assert len(set(numbers_of)) > 1 or not 0 < numbers_of[0] < 3, alike


def test_a_dimension_does_not_tell_what_few_answered_of_one_of_its_questions() -> None:
    rows_of = [{"content_complete": 4, "content_prompt": 1}] * 6 + [{"content_complete": 4}] * 14
    found = results(SHEET, rows_of, population=90, fewest=10, cell=3)
    assert of(found, "questions", "content_prompt")["mean"] is None
    assert of(found, "questions", "content_complete")["mean"]["value"] == 4.0
    assert of(found, "dimensions", "content")["mean"] is None


@settings(max_examples=25, deadline=None)
@given(st.lists(GRADED, max_size=40), st.one_of(st.none(), st.integers(40, 400)))
def test_no_small_number_is_ever_shown(answers: list[dict[str, int]], population: int | None) -> None:
    found = results(SHEET, answers, population=population, fewest=10, cell=3)
    assert found["enough"] == (len(answers) >= 10)
    for row in found["questions"]:
        assert row["answered"] is None or row["answered"] >= 10
        for count in (row["counts"] or {}).values():
            assert count is None or count == 0 or count >= 3
    for row in (*found["questions"], *found["dimensions"]):
        mean = row["mean"]
        if mean and mean["low"] is not None:
            assert 1 <= mean["low"] <= mean["value"] <= mean["high"] <= 5


def test_what_rose_since_the_round_before() -> None:
    before = results(SHEET, grades("overall", 0, 0, 20, 0, 0), population=90, fewest=10, cell=3)
    now = results(SHEET, grades("overall", 0, 0, 0, 20, 0), population=90, fewest=10, cell=3)
    assert compared(now, before) == {"overall": 1.0}
    assert compared(now, {}) == {}

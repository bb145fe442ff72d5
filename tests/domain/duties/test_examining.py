"""Is a paper drawn the same way twice, is a closed question marked fairly, and is nobody counted twice?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.duties import examining, learning
from gongkai.domain.duties.examining import PROCESS, Question, draw, mark, question_faults
from gongkai.domain.process import AUTHOR, reachable
from gongkai.domain.refusal import Refused

OPTIONS = ("甲", "乙", "丙", "丁")
SINGLE = Question("single", "哪一项？", OPTIONS, "B", 5)
MULTIPLE = Question("multiple", "哪几项？", OPTIONS, "ACD", 8)
banks = st.lists(
    st.tuples(st.integers(1, 500), st.sampled_from(examining.KINDS)), min_size=1, unique_by=lambda x: x[0]
)


def test_844_of_936_are_90_17_per_cent() -> None:
    assert examining.pass_rate(844, 936) == Decimal("90.17")
    assert examining.pass_rate(0, 0) is None


@given(banks, st.integers(0, 10**6), st.randoms())
def test_the_same_dice_draw_the_same_paper_in_whatever_order_the_bank_comes(bank, seed, dice) -> None:  # type: ignore[no-untyped-def]
    counts = {kind: sum(each == kind for _key, each in bank) for kind in examining.KINDS}
    wanted = {kind: (count + 1) // 2 for kind, count in counts.items()}
    shuffled = list(bank)
    dice.shuffle(shuffled)
    paper = draw(bank, wanted, seed)
    assert paper == draw(shuffled, wanted, seed)
    assert not isinstance(paper, Refused)
    assert len(set(paper)) == len(paper) == sum(wanted.values())
    kinds = dict(bank)
    assert [kinds[key] for key in paper] == [kind for kind in examining.KINDS for _n in range(wanted[kind])]


@given(banks, st.sampled_from(examining.KINDS))
def test_a_bank_that_holds_too_few_is_refused(bank, kind) -> None:  # type: ignore[no-untyped-def]
    count = sum(each == kind for _key, each in bank)
    assert isinstance(draw(bank, {kind: count + 1}, 1), Refused)


def test_a_paper_without_questions_is_refused() -> None:
    assert isinstance(draw([(1, "single")], {}, 1), Refused)


@given(st.sets(st.sampled_from("ABCD")))
def test_all_the_right_letters_earn_the_marks_and_nothing_else_does(letters) -> None:  # type: ignore[no-untyped-def]
    answer = "".join(sorted(letters))
    assert mark(MULTIPLE, answer) == (8 if letters == set("ACD") else 0)
    assert mark(SINGLE, answer) == (5 if letters == {"B"} else 0)


def test_a_written_answer_is_marked_by_a_person_and_none_earns_nothing() -> None:
    written = Question("written", "为什么？", (), "要点", 10)
    assert mark(written, "因为") is None
    assert mark(written, "  ") == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "essay"}, "kind"),
        ({"text": " "}, "text"),
        ({"marks": 0}, "marks"),
        ({"options": ("甲",)}, "options"),
        ({"options": ("甲", "甲")}, "options"),
        ({"key": "E"}, "key"),
        ({"key": "AB"}, "key"),
        ({"kind": "multiple", "key": "A"}, "key"),
        ({"kind": "judge", "options": (), "key": "A"}, "key"),
        ({"kind": "judge", "key": "T"}, "options"),
        ({"kind": "written", "options": (), "key": ""}, "key"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_at_its_field(changes, field) -> None:  # type: ignore[no-untyped-def]
    said = {"kind": "single", "text": "题", "options": OPTIONS, "key": "B", "marks": 5, **changes}
    assert [name for name, _reason in question_faults(Question(**said))] == [field]


results = st.lists(st.tuples(st.integers(1, 30), st.none() | st.booleans(), st.booleans()))


@given(results)
def test_a_person_counts_once_by_the_best(rows) -> None:  # type: ignore[no-untyped-def]
    found = examining.count(rows)
    assert found.enrolled == len({person for person, *_rest in rows})
    assert found.passed <= found.present <= found.enrolled
    assert found == examining.count([*rows, *rows])
    assert found.absent + found.failed + found.passed == found.enrolled
    passed = {person for person, present, good in rows if present and good}
    assert found.passed == len(passed)


@given(st.integers(1, 300), st.integers(1, 100))
def test_the_line_of_a_paper_asks_no_smaller_share(total, line) -> None:  # type: ignore[no-untyped-def]
    scaled = examining.scaled_line(line, 100, total)
    assert scaled * 100 >= line * total
    assert (scaled - 1) * 100 < line * total


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 10))
def test_a_certificate_holds_whole_years(issued, years) -> None:  # type: ignore[no-untyped-def]
    last = learning.valid_until(issued, years)
    after = last + timedelta(days=1)
    assert after.year == issued.year + years
    assert (after.month, after.day) in {(issued.month, issued.day), (3, 1)}


def test_every_state_is_reached_and_no_way_to_results_goes_past_other_eyes() -> None:
    assert set(reachable(PROCESS, PROCESS.start[0])) == {state.key for state in PROCESS.states}
    assert set(reachable(learning.PROCESS, learning.PROCESS.start[0])) == {
        state.key for state in learning.PROCESS.states
    }
    for move in PROCESS.moves:
        if move.target in {*examining.PUBLIC, "released"} and move.key != "resit":
            assert move.distinct_from == (AUTHOR,)
            assert move.roles == (learning.LEADER,)


def test_every_subject_has_a_line_within_its_marks_and_says_that_it_is_configuration() -> None:
    for each in learning.rows("subject"):
        assert 0 < each["pass"] <= each["full"]
        assert each["years"] > 0
        assert each["verified"] is False
    assert learning.of_the_regulation() == ("openness_regulation",)

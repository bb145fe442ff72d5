"""Does every candidate meet the paper in an order of their own, always the same, with nothing lost?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.duties.examining import KINDS, Question, arranged

questions = st.builds(
    Question,
    kind=st.sampled_from(KINDS),
    text=st.text(min_size=1, max_size=5),
    options=st.lists(st.text(max_size=5), max_size=8).map(tuple),
    key=st.just("A"),
    marks=st.integers(1, 50),
)
papers = st.lists(questions, max_size=20)


@given(papers, st.text())
def test_nothing_is_lost_or_asked_twice(paper: list[Question], dice: str) -> None:
    found = arranged(paper, dice)
    assert sorted(each.place for each in found) == list(range(len(paper)))
    for each in found:
        assert sorted(each.options) == list(range(len(paper[each.place].options)))


@given(papers, st.text())
def test_the_same_dice_give_the_same_order(paper: list[Question], dice: str) -> None:
    assert arranged(paper, dice) == arranged(paper, dice)


@given(papers, st.text())
def test_kinds_stay_where_they_are(paper: list[Question], dice: str) -> None:
    assert [paper[each.place].kind for each in arranged(paper, dice)] == [each.kind for each in paper]


def test_two_candidates_meet_two_orders() -> None:
    paper = [Question("single", str(n), ("甲", "乙", "丙", "丁"), "A", 1) for n in range(20)]
    one, two = arranged(paper, "a:1"), arranged(paper, "a:2")
    assert [each.place for each in one] != [each.place for each in two]
    assert [each.options for each in one] != [each.options for each in two]


def test_options_that_speak_of_the_others_stay_where_they_are() -> None:
    for last in ("以上都对", "A和B", "A、C", "上述三项", "A项和B项"):
        paper = [Question("single", "题", ("甲", "乙", "丙", last), "D", 1)] * 9
        assert {each.options for each in arranged(paper, "x")} == {(0, 1, 2, 3)}

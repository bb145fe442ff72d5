"""Has every opinion its answer and every refusal its reason, and do the numbers of the report add up?"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.calendar import Calendar
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.rules import (
    Answer,
    answer_faults,
    kinds,
    lapses_on,
    period,
    tally,
    too_short,
)

VERDICTS = [row["key"] for row in rules.rows("verdict")]
CHANNELS = [row["key"] for row in rules.rows("channel")]
NO_HOLIDAYS = Calendar({}, frozenset(range(2008, 2040)))
DAY = date(2026, 3, 2)
opinions = st.lists(st.tuples(st.sampled_from(CHANNELS), st.sampled_from(["", *VERDICTS])), max_size=40)


@given(opinions)
def test_the_numbers_of_the_report_add_up(given_opinions: list[tuple[str, str]]) -> None:
    found = tally(Counter(given_opinions))
    assert found.opinions == len(given_opinions)
    assert sum(found.by_verdict.values()) + found.unanswered == found.opinions
    assert sum(found.by_channel.values()) == found.opinions
    assert set(found.by_verdict) == set(VERDICTS)


@given(opinions)
def test_an_answer_moves_one_opinion_from_unanswered_to_its_verdict(
    given_opinions: list[tuple[str, str]],
) -> None:
    before, after = (tally(Counter([*given_opinions, ("web", verdict)])) for verdict in ("", "adopted"))
    assert after.unanswered == before.unanswered - 1
    assert after.by_verdict["adopted"] == before.by_verdict["adopted"] + 1


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        (Answer(""), {"verdict"}),
        (Answer("adopted"), {"clause"}),
        (Answer("adopted", clause="c1"), set()),
        (Answer("partly", clause="c1"), {"reason"}),
        (Answer("not_adopted"), {"reason"}),
        (Answer("not_adopted", "与上位法不一致。"), set()),
        (Answer("covered"), {"clause"}),
        (Answer("covered", clause="c9"), {"clause"}),
        (Answer("outside", " "), {"reason"}),
        (Answer("not_adopted", "长" * 1001), {"reason"}),
    ],
)
def test_what_an_answer_needs(answer: Answer, fields: set[str]) -> None:
    assert set(answer_faults(answer, ["c1", "c2"])) == fields


@pytest.mark.parametrize(
    ("verdict", "fields"),
    [("adopted", set()), ("partly", set()), ("not_adopted", set()), ("covered", {"clause"})],
)
def test_an_answer_may_name_what_was_taken_out_unless_the_text_is_to_say_it(
    verdict: str, fields: set[str]
) -> None:
    answer = Answer(verdict, "按意见删去。", "c2")
    assert set(answer_faults(answer, ["c1", "c2"], {"c2"})) == fields


@given(st.sampled_from(list(kinds())), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_consultation_is_long_enough_from_one_day_on(kind: str, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    rule = period(kind, first)
    assert rule is not None
    short = too_short(kind, first, last, NO_HOLIDAYS)
    assert (short is None) == (last >= rule.last_day(first, NO_HOLIDAYS))
    if short is None:
        assert too_short(kind, first, last + timedelta(days=1), NO_HOLIDAYS) is None


def test_thirty_days_are_thirty_days_after_the_first() -> None:
    rule = period("decision", DAY)
    assert rule is not None
    assert rule.last_day(DAY, NO_HOLIDAYS) == date(2026, 4, 1)
    assert rule.citation.verified


def test_a_kind_owes_what_the_law_says() -> None:
    assert kinds()["decision"].steps == ("experts", "risk", "fair_review", "legality")
    assert not kinds()["decision"].counted
    assert kinds()["normative"].counted


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 5))
def test_validity_ends_the_day_before_the_same_day(begins: date, years: int) -> None:
    last = lapses_on(begins, years)
    after = last + timedelta(days=1)
    assert after.year == begins.year + years
    assert (after.month, after.day) == (begins.month, begins.day) or (begins.month, begins.day) == (2, 29)
    assert lapses_on(begins) == lapses_on(begins, 5)


@pytest.mark.parametrize("years", [0, 6, -1])
def test_no_validity_is_longer_than_the_longest(years: int) -> None:
    with pytest.raises(ValueError, match=str(years)):
        lapses_on(DAY, years)

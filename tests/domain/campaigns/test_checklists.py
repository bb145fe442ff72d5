"""What makes a filled-in check-list a record, and what does it come to?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.campaigns.checklists import (
    PASSED,
    TO_CORRECT,
    VERDICTS,
    Answer,
    Checklist,
    checklist,
    checklists,
    faults,
    house,
    last_day,
    result,
    rows,
)
from gongkai.domain.campaigns.standing import STANDS, Seen, standing, turns

DAY = date(2026, 3, 2)
LIST = checklist("six_in_place", DAY)
assert LIST is not None
SIX: Checklist = LIST
answers_of_six = st.fixed_dictionaries(
    {
        item.key: st.builds(
            Answer, st.sampled_from(VERDICTS), st.sampled_from(["", "有泥"]), st.integers(0, 2)
        )
        for item in SIX.items
    }
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
seen = st.builds(
    Seen, moments, st.sampled_from([PASSED, TO_CORRECT]), st.dates(date(2026, 1, 1), date(2027, 1, 1))
)


def test_the_six_in_place_are_six_and_say_that_their_items_are_the_agencys_own() -> None:
    assert len(SIX.items) == 6
    assert len({item.key for item in SIX.items}) == 6
    assert not SIX.citation.verified


def test_every_list_has_items_in_both_languages() -> None:
    for each in checklists(DAY):
        assert each.items
        for item in each.items:
            assert all((item.label, item.label_en, item.seen, item.seen_en))


def test_nothing_is_in_force_before_its_first_day() -> None:
    assert checklist("six_in_place", date(2010, 12, 31)) is None
    assert checklist("no_such_list", DAY) is None


@given(answers_of_six)
def test_a_list_without_faults_answers_every_item_and_explains_what_is_not_met(
    answers: dict[str, Answer],
) -> None:
    wrong = faults(SIX, answers)
    explained = all(
        (each.verdict == "met")
        or (each.verdict == "unmet" and each.note and each.photos > 0)
        or (each.verdict == "not_applicable" and each.note)
        for each in answers.values()
    )
    nothing_applies = all(each.verdict == "not_applicable" for each in answers.values())
    assert (not wrong) == (explained and not nothing_applies)


@given(answers_of_six, st.sampled_from([item.key for item in SIX.items]))
def test_an_item_left_out_is_named(answers: dict[str, Answer], key: str) -> None:
    left = {name: each for name, each in answers.items() if name != key}
    assert key in [fault.item for fault in faults(SIX, left)]


def test_an_item_of_another_list_is_refused() -> None:
    answers = {item.key: Answer("met") for item in SIX.items} | {"wiring": Answer("met")}
    assert [fault.item for fault in faults(SIX, answers)] == [""]


@given(answers_of_six, st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order(answers: dict[str, Answer], random: Random) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert result(answers) == result(dict(shuffled))


@given(answers_of_six)
def test_one_item_not_met_is_enough(answers: dict[str, Answer]) -> None:
    assert (result(answers) == TO_CORRECT) == any(each.verdict == "unmet" for each in answers.values())


def test_the_days_to_put_it_right_are_those_of_the_house() -> None:
    numbers = house("correction")
    assert last_day(DAY) == DAY + timedelta(days=numbers["days"])
    assert last_day(DAY, 0) == DAY
    for days in (-1, numbers["most"] + 1):
        with pytest.raises(ValueError, match=str(days)):
            last_day(DAY, days)


@given(
    st.lists(seen, max_size=6),
    st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.randoms(use_true_random=False),
)
def test_a_site_stands_at_what_its_newest_record_says(
    records: list[Seen], today: date, random: Random
) -> None:
    stand = standing(records, today)
    assert stand in STANDS
    if not records:
        assert stand == "unseen"
        return
    newest = max(records, key=lambda each: each.made_at)
    if sum(each.made_at == newest.made_at for each in records) > 1:
        return  # two at the same moment: either may be the newest
    shuffled = list(records)
    random.shuffle(shuffled)
    assert standing(shuffled, today) == stand
    assert (stand == "passed") == (newest.result == PASSED)
    if newest.result != PASSED and newest.correct_by is not None:
        assert (stand == "overdue") == (today > newest.correct_by)


@given(st.lists(seen, max_size=8))
def test_what_was_put_right_was_wrong_before(records: list[Seen]) -> None:
    turn = turns(records)
    assert turn.inspections == len(records)
    assert turn.put_right <= turn.found_wrong <= turn.inspections


def test_wrong_then_right_is_put_right_once() -> None:
    days = [datetime(2026, 3, day) for day in (1, 2, 3, 4)]
    results = (TO_CORRECT, TO_CORRECT, PASSED, PASSED)
    turn = turns([Seen(at, said) for at, said in zip(days, results, strict=True)])
    assert (turn.found_wrong, turn.put_right) == (2, 1)


def test_every_cause_says_whether_it_counts_towards_the_most_a_year() -> None:
    assert {row["key"]: row["counted"] for row in rows("cause")} == {
        "plan": True, "complaint": False, "follow_up": False,
    }  # fmt: skip

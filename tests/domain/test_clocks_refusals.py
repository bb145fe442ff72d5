"""What do the clocks refuse, and what do they leave open?"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from gongkai.core import workdays
from gongkai.domain.calendar import Override
from gongkai.domain.clocks import Due, Pause, Rule, compute, compute_rule, rule_for, rule_keys, rules
from gongkai.domain.refusal import Refused

CALENDAR = workdays.build()
MONDAY = date(2026, 3, 2)


def refusal(answer: Due | Refused) -> str:
    assert isinstance(answer, Refused)
    return str(answer)


def test_an_unknown_rule_is_answered_with_the_known_ones() -> None:
    sentence = refusal(compute("request.answer", MONDAY, CALENDAR))
    assert all(key in sentence for key in rule_keys())


@pytest.mark.parametrize(("start", "limit"), [(date(2019, 5, 14), 15), (date(2019, 5, 15), 20)])
def test_an_extension_may_be_as_long_as_the_period_and_no_longer(start: date, limit: int) -> None:
    assert isinstance(compute("request.reply", start, CALENDAR, extension=limit), Due)
    answer = compute("request.reply", start, CALENDAR, extension=limit + 1)
    assert f"at most {limit} working days" in refusal(answer)
    assert isinstance(answer, Refused)
    assert answer.citation is not None
    assert answer.citation.instrument == "政府信息公开条例"


def test_a_petition_may_be_extended_by_thirty_days() -> None:
    assert isinstance(compute("petition.decide", MONDAY, CALENDAR, extension=30), Due)
    assert "at most 30 days" in refusal(compute("petition.decide", MONDAY, CALENDAR, extension=31))


def test_a_period_without_extension_takes_none() -> None:
    assert "cannot be extended" in refusal(compute("publication.penalty", MONDAY, CALENDAR, extension=1))


def test_a_negative_extension_is_refused() -> None:
    assert "0 days or more" in refusal(compute("request.reply", MONDAY, CALENDAR, extension=-1))


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    pause = Pause(date(2026, 3, 6), date(2026, 3, 5))
    assert "ends before it begins" in refusal(compute("request.reply", MONDAY, CALENDAR, [pause]))


def test_no_date_is_promised_before_the_rule_or_outside_the_calendar() -> None:
    assert "not yet in force" in refusal(compute("request.reply", date(2008, 4, 30), CALENDAR))
    rule = replace(_rule("request.reply"), in_force_from=date(1990, 1, 1))
    assert "2004 to 2099" in refusal(compute_rule(rule, date(2003, 12, 31), CALENDAR))
    assert "2004 to 2099" in refusal(compute("request.reply", date(2099, 12, 20), CALENDAR))
    forever = Pause(MONDAY, date(9999, 12, 31))
    assert "2004 to 2099" in refusal(compute("request.reply", MONDAY, CALENDAR, [forever]))


def test_an_open_pause_leaves_the_end_open() -> None:
    due = compute("request.reply", MONDAY, CALENDAR, [Pause(date(2026, 3, 5), None, "third party")])
    assert isinstance(due, Due)
    assert (due.due, due.paused, due.counted) == (None, True, 2)
    assert str(due.trail[-1].reason) == "the clock is paused: third party"


def test_an_open_pause_after_the_end_changes_nothing() -> None:
    due = compute("publication.withdraw_penalty", MONDAY, CALENDAR, [Pause(date(2026, 3, 6), None)])
    assert isinstance(due, Due)
    assert (due.due, due.paused) == (date(2026, 3, 5), False)


def test_a_date_that_runs_into_an_unannounced_year_is_provisional() -> None:
    due = compute("request.reply", date(2026, 12, 21), workdays.build())
    assert isinstance(due, Due)
    assert due.provisional
    assert [day.provisional for day in due.trail if day.date.year == 2026] == [False] * 11
    certain = compute("publication.penalty", date(2026, 12, 21), workdays.build())
    assert isinstance(certain, Due)
    assert not certain.provisional


def test_calendar_days_do_not_wait_for_a_notice() -> None:
    due = compute("petition.decide", date(2026, 12, 21), CALENDAR)
    assert isinstance(due, Due)
    assert not due.provisional


def test_loading_the_notice_makes_the_date_certain() -> None:
    notice = [
        Override(date(2027, 1, 1), working=False, name="元旦"),
        Override(date(2027, 1, 3), working=True),
    ]
    due = compute("request.reply", date(2026, 12, 21), workdays.build(notice, announced_years=[2027]))
    # 22-31 December: 8 days; 3 January (a worked Sunday), 4-8 and 11-15 January: 11; 18 January.
    assert isinstance(due, Due)
    assert (due.due, due.provisional) == (date(2027, 1, 18), False)


def test_a_last_day_moves_only_where_the_data_say_so() -> None:
    rule = _rule("petition.accept")
    start = date(2026, 9, 17)
    stays, moves = (compute_rule(replace(rule, roll_forward=roll), start, CALENDAR) for roll in (False, True))
    assert isinstance(stays, Due)
    assert isinstance(moves, Due)
    assert (stays.due, moves.due) == (date(2026, 10, 2), date(2026, 10, 8))
    assert moves.trail[-1].date == moves.due


def test_every_version_of_a_rule_has_its_own_time_and_a_citation() -> None:
    for key in rule_keys():
        versions = sorted((rule for rule in rules() if rule.key == key), key=lambda rule: rule.in_force_from)
        for before, after in pairwise(versions):
            assert before.in_force_until is not None
            assert (after.in_force_from - before.in_force_until).days == 1
        for rule in versions:
            assert rule.citation.instrument
            assert rule.label
            assert rule.label_en
            assert rule.citation.article or not rule.verified


@pytest.mark.parametrize(
    ("key", "length"),
    [
        ("request.correction_notice", 7),
        ("request.third_party", 15),
        ("publication.general", 20),
        ("publication.penalty", 7),
        ("publication.withdraw_penalty", 3),
        ("publication.interpretation", 3),
        ("permit.correction", 5),
        ("petition.accept", 15),
        ("petition.decide", 60),
    ],
)
def test_the_rules_answer_for_every_year_from_2012(key: str, length: int) -> None:
    for year in range(2012, 2027):
        assert _rule(key, date(year, 1, 1)).length == length


def _rule(key: str, on: date = MONDAY) -> Rule:
    rule = rule_for(key, on)
    assert isinstance(rule, Rule)
    return rule

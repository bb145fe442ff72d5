"""Does the calendar agree with a second library, and does it take notices?"""

from datetime import date, timedelta

import holidays
import pytest

from gongkai.core import workdays
from gongkai.domain.calendar import Override

YEAR = 2027


def test_two_libraries_agree_on_every_day_from_2012_to_2026() -> None:
    calendar = workdays.build()
    other = holidays.country_holidays("CN", years=range(2012, 2027))
    days = (date(2012, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2012, 1, 1)).days))
    assert [on for on in days if calendar.is_working(on) != other.is_working_day(on)] == []


def test_announced_years_are_certain_and_the_next_is_provisional() -> None:
    calendar = workdays.build()
    assert workdays.library_years() >= frozenset(range(2004, 2027))
    assert all(not calendar.day(date(year, 6, 1)).provisional for year in range(2004, 2027))
    beyond = max(workdays.library_years()) + 1
    assert not calendar.is_announced(beyond)
    assert calendar.day(date(beyond, 6, 1)).provisional


def test_an_unannounced_year_is_estimated_from_the_statutory_days() -> None:
    calendar = workdays.build()
    national = calendar.day(date(2040, 10, 1))
    assert (national.working, str(national.reason)) == (False, "National Day holiday")
    eve = calendar.day(date(2040, 2, 11))  # the eve of the year of the monkey
    assert (eve.working, str(eve.reason)) == (False, "Spring Festival holiday")


def test_the_calendar_runs_to_the_end_of_the_lunar_tables() -> None:
    assert workdays.build().day(date(2099, 10, 1)).working is False


def test_an_override_wins_over_the_library() -> None:
    calendar = workdays.build(
        [
            Override(date(2026, 3, 3), working=False, name="防汛停工"),
            Override(date(2026, 3, 7), working=True),
            Override(date(2026, 10, 1), working=True),
        ]
    )
    assert str(calendar.day(date(2026, 3, 3)).reason) == "防汛停工 holiday"
    assert calendar.is_working(date(2026, 3, 7))
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.day(date(2026, 3, 3)).provisional


def test_an_override_alone_does_not_announce_a_year() -> None:
    beyond = [Override(date(2040, 3, 5), working=False)]
    assert workdays.build(beyond).day(date(2040, 3, 5)).provisional
    assert not workdays.build(beyond, [2040]).day(date(2040, 3, 5)).provisional


def test_a_loaded_notice_replaces_the_estimate() -> None:
    # The estimate gives 2 January 2040 (Monday) for New Year's Sunday; this notice does not.
    assert not workdays.build().is_working(date(2040, 1, 2))
    loaded = workdays.build([Override(date(2040, 1, 1), working=False, name="元旦")], [2040])
    assert loaded.is_working(date(2040, 1, 2))
    # A day off by law stays off, even where the notice forgets it.
    assert not loaded.is_working(date(2040, 10, 1))
    assert date(2040, 10, 1) in workdays.missing_days([], 2040)
    assert date(2040, 1, 1) not in workdays.missing_days([Override(date(2040, 1, 1), working=False)], 2040)


def test_a_known_holiday_name_is_understood() -> None:
    calendar = workdays.build([Override(date(2040, 2, 15), working=False, name="春节假期")], [2040])
    assert str(calendar.day(date(2040, 2, 15)).reason) == "Spring Festival holiday"


def test_a_notice_is_read_in_either_language() -> None:
    text = (
        "\ufeffDate,Kind,Name\r\n"
        "2027-01-01,holiday,元旦\r\n"
        "\r\n"
        "2027-01-02,放假,\r\n"
        "2026-12-31,WORKDAY,\r\n"
        "2027-02-20,上班\r\n"
    )
    assert workdays.parse_notice(text, YEAR, "某通知") == (
        Override(date(2026, 12, 31), working=True, notice="某通知"),
        Override(date(2027, 1, 1), working=False, name="元旦", notice="某通知"),
        Override(date(2027, 1, 2), working=False, notice="某通知"),
        Override(date(2027, 2, 20), working=True, notice="某通知"),
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["Line 1, column date: The first line must be the headings: date,kind,name."]),
        ("day,kind\n", ["Line 1, column date: The first line must be the headings: date,kind,name."]),
        (
            "date,kind,name\n",
            ["Line 1, column date: The file has no rows: give one line for each day off or worked."],
        ),
        (
            "date,kind,name\n2027-02-30,holiday,\n2027-01-01,off,元旦\n2027-01-02,holiday\n",
            [
                "Line 2, column date: “2027-02-30” is not a date: write it as YYYY-MM-DD.",
                "Line 3, column kind: “off” is no kind of day: write holiday or workday (放假 or 上班).",
            ],
        ),
        (
            "date,kind,name\n2027-01-01,holiday,\n2027-01-01,workday,\n",
            ["Line 3, column date: 2027-01-01 is already on line 2: give each day once."],
        ),
        (
            "date,kind,name\n2027-01-01,holiday,\n2027-01-02,holiday,\n2072-01-03,holiday,\n2026-12-19,workday,\n",
            [
                "Line 4, column date: 2072-01-03 does not belong to the notice for 2027: check the year.",
                "Line 5, column date: 2026-12-19 does not belong to the notice for 2027: check the year.",
            ],
        ),
        (
            "date,kind,name\n2027-01-01,holiday,a,b\n",
            ["Line 2, column name: There are 4 cells; only date, kind and name are read."],
        ),
    ],
)
def test_a_bad_notice_names_line_and_column_and_nothing_is_read(text: str, sentences: list[str]) -> None:
    problems = workdays.parse_notice(text)
    assert isinstance(problems, list)
    assert [str(problem) for problem in problems] == sentences


def test_the_year_asked_for_counts() -> None:
    assert isinstance(workdays.parse_notice("date,kind,name\n2027-01-01,holiday,\n", 2028), list)


def test_a_file_that_is_no_csv_is_refused() -> None:
    assert isinstance(
        workdays.parse_notice('date,kind,name\n2027-01-01,holiday,\x00"\n' + '"x' * 70_000), list
    )

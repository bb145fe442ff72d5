"""Are the dates right? Worked out by hand from the holiday notices of each year."""

from datetime import date

import pytest

from gongkai.core import workdays
from gongkai.domain.clocks import Due, Pause, compute

CALENDAR = workdays.build()


def due(key: str, start: str, *pauses: tuple[str, str], extension: int = 0) -> str:
    answer = compute(
        key,
        date.fromisoformat(start),
        CALENDAR,
        [Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pauses],
        extension,
    )
    assert isinstance(answer, Due), answer
    assert not answer.provisional
    assert answer.trail[-1].date == answer.due
    return str(answer.due)


@pytest.mark.parametrize(
    ("key", "start", "expected"),
    [
        # 2011-12-31 (Saturday) is worked for the New Year of 2012, off 1-3 January.
        ("publication.withdraw_penalty", "2011-12-29", "2012-01-04"),
        # 2012: off 22-28 January, worked 21 and 29 January.
        ("publication.general", "2012-01-13", "2012-02-15"),
        # 2012: off 30 September to 7 October, worked 29 September; 15 days under the 2007 regulation.
        ("request.reply", "2012-09-21", "2012-10-18"),
        # 2015: off 3-5 September (anniversary), worked Sunday 6 September.
        ("permit.correction", "2015-09-01", "2015-09-09"),
        # 2018-12-29 (Saturday) is worked for the New Year of 2019.
        ("publication.penalty", "2018-12-26", "2019-01-07"),
        # 2019: off 1-4 May, worked 28 April and 5 May.
        ("request.reply", "2019-04-26", "2019-05-20"),
        # The last day of the 2007 regulation, and the first of the 2019 one (off 7 June).
        ("request.reply", "2019-05-14", "2019-06-04"),
        ("request.reply", "2019-05-15", "2019-06-13"),
        # 2020: the Spring Festival was prolonged to 2 February, Saturday 1 February no longer worked.
        ("request.reply", "2020-01-17", "2020-02-21"),
        # 2021: off 19-21 September and 1-7 October; worked 18 and 26 September, 9 October.
        ("request.third_party", "2021-09-17", "2021-10-14"),
        # 2023: off 29 September to 6 October; worked 7 and 8 October.
        ("publication.withdraw_penalty", "2023-09-27", "2023-10-08"),
        # 2024: off 10-17 February; worked 4 and 18 February: the last day is a Sunday.
        ("publication.penalty", "2024-02-02", "2024-02-18"),
        # 2025: off 28 January to 4 February; worked 26 January and 8 February.
        ("request.correction_notice", "2025-01-24", "2025-02-10"),
        # 2026: off 15-23 February; worked 14 and 28 February.
        ("request.reply", "2026-02-12", "2026-03-18"),
        # 2026: off 25-27 September and 1-7 October; worked 20 September and 10 October.
        ("publication.interpretation", "2026-09-30", "2026-10-10"),
        # Calendar days: holidays count, and the last day is not moved.
        ("petition.accept", "2026-02-10", "2026-02-25"),
        ("petition.accept", "2026-09-17", "2026-10-02"),
        ("petition.decide", "2024-01-01", "2024-03-01"),
    ],
)
def test_when_does_it_end(key: str, start: str, expected: str) -> None:
    assert due(key, start) == expected


def test_overlapping_pauses_count_once() -> None:
    # 4-6 April 2026 is off (Qingming).
    assert due("request.reply", "2026-03-02", ("2026-03-05", "2026-03-10"), ("2026-03-09", "2026-03-12")) == (
        "2026-04-08"
    )


def test_a_pause_of_days_off_changes_nothing() -> None:
    assert due("request.reply", "2026-02-12", ("2026-02-15", "2026-02-23")) == "2026-03-18"


def test_an_extension_follows_the_period() -> None:
    assert due("request.reply", "2026-02-12", ("2026-02-25", "2026-02-27"), extension=2) == "2026-03-25"
    assert due("petition.decide", "2024-01-01", extension=30) == "2024-03-31"


def test_pauses_hold_calendar_days_too() -> None:
    assert due("petition.accept", "2026-02-10", ("2026-02-12", "2026-02-14")) == "2026-02-28"

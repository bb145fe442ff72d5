"""When is a month of a staff-only publication owed, and when is it missing?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import internal

ACCOUNTS, PROMOTION = internal.kinds()["accounts"], internal.kinds()["promotion"]
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@given(DAYS, DAYS, st.integers(0, 3))
def test_what_is_published_is_never_missing(month: date, today: date, count: int) -> None:
    says = internal.cell(ACCOUNTS, internal.first_of(month), count, today)
    assert (says == "published") == bool(count)


@given(DAYS)
def test_a_month_is_missing_the_day_after_its_last(month: date) -> None:
    first = internal.first_of(month)
    owed = internal.owed_by(ACCOUNTS, first)
    assert owed is not None
    assert (owed.day, internal.first_of(owed)) == (ACCOUNTS.last_day, internal.after(first))
    assert internal.cell(ACCOUNTS, first, 0, owed) == "due"
    assert internal.cell(ACCOUNTS, first, 0, owed + timedelta(days=1)) == "missing"
    assert internal.cell(ACCOUNTS, first, 0, first - timedelta(days=1)) == "ahead"


@given(DAYS, DAYS)
def test_what_happens_when_it_happens_is_never_missing(month: date, today: date) -> None:
    assert internal.cell(PROMOTION, internal.first_of(month), 0, today) in ("none", "ahead")
    assert internal.owed_by(PROMOTION, internal.first_of(month)) is None


@given(DAYS, DAYS)
def test_nothing_is_owed_from_before_the_agency_began(month: date, since: date) -> None:
    says = internal.cell(ACCOUNTS, internal.first_of(month), 0, date(2041, 6, 1), since)
    assert (says == "none") == (internal.first_of(month) < internal.first_of(since))


@pytest.mark.parametrize(
    ("month", "following"),
    [
        (date(2012, 1, 1), date(2012, 2, 1)),
        (date(2012, 12, 1), date(2013, 1, 1)),
        (date(2012, 2, 1), date(2012, 3, 1)),
    ],
)
def test_the_month_after(month: date, following: date) -> None:
    assert internal.after(month) == following


def test_every_kind_is_the_agencys_own_and_only_monthly_ones_have_a_day() -> None:
    for kind in internal.kinds().values():
        assert not kind.citation.verified
        assert bool(kind.last_day) == kind.monthly
        assert 1 <= kind.last_day <= 28 or not kind.monthly

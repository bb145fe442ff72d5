"""Is whoever was asked first answerable until somebody by name has taken the matter, and is each fault told rightly?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision import liability
from gongkai.domain.supervision.first_contact import (
    Handing,
    Rules,
    Way,
    faults,
    received_after,
    way_faults,
)

DAY = date(2026, 3, 2)
RULES = Rules(units=2, sign=timedelta(hours=4))


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour)


def way(*handings: Handing, **changes: object) -> Way:
    values: dict[str, object] = {
        "arrived_at": at(9),
        "handings": handings,
        "unnamed_returns": 0,
        "settled_at": at(18),
        "receiver_by": date(2026, 3, 3),
        "tell_by": date(2026, 3, 5),
        "told_on": DAY,
    }
    return Way(**{**values, **changes})  # type: ignore[arg-type]


def elapsed(start: datetime, end: datetime) -> timedelta:
    return end - start


def wrong(one: Way, now: datetime | None = None) -> tuple[str, ...]:
    return faults(one, RULES, elapsed, now or at(19))


def test_a_matter_that_went_straight_has_no_fault() -> None:
    straight = way(Handing(at(9), at(10), at(17)))
    assert wrong(straight) == ()
    assert received_after(straight, elapsed) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (way(Handing(at(9), at(10)), unnamed_returns=1), ("unnamed",)),
        (way(Handing(at(9), None, at(10)), Handing(at(10), None, at(11)), Handing(at(11), at(12))), ("handed_on",)),
        (way(Handing(at(9), at(14))), ("unsigned",)),
        (way(Handing(at(9), None, at(14)), Handing(at(14), at(15))), ("unsigned",)),
        (way(Handing(at(9), at(13))), ()),
        (way(told_on=date(2026, 3, 6)), ("untold",)),
        (way(told_on=None, settled_at=at(9, 6)), ("unreceived", "untold")),
        (way(told_on=None), ()),
        (way(settled_at=at(9, 4)), ("unreceived",)),
        (way(Handing(at(9), at(9, 4)), settled_at=at(9, 5)), ("unsigned", "unreceived")),
        (way(Handing(at(9), None), settled_at=None), ("unsigned",)),
    ],
)  # fmt: skip
def test_each_fault_is_told(changed: Way, expected: tuple[str, ...]) -> None:
    assert wrong(changed) == expected


def test_what_is_not_over_is_looked_at_as_of_now() -> None:
    waiting = way(settled_at=None, told_on=None)
    assert wrong(waiting, at(19, 2)) == ()
    assert wrong(waiting, at(9, 4)) == ("unreceived",)
    assert wrong(waiting, at(9, 6)) == ("unreceived", "untold")
    assert received_after(waiting, elapsed) is None


moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 30))
handings = st.builds(Handing, moments, st.none() | moments, st.none() | moments)
ways = st.builds(
    Way, moments, st.lists(handings, max_size=4).map(tuple), st.integers(0, 3), st.none() | moments,
    st.dates(DAY, date(2026, 4, 1)), st.dates(DAY, date(2026, 4, 1)), st.none() | st.dates(DAY, date(2026, 4, 1)),
)  # fmt: skip


@given(ways, moments)
def test_any_way_is_read_and_its_faults_stand_in_the_order_of_the_data(one: Way, now: datetime) -> None:
    found = faults(one, RULES, elapsed, now)
    order = list(way_faults())
    assert list(found) == sorted(set(found), key=order.index)
    assert ("unnamed" in found) is (one.unnamed_returns > 0)
    assert ("handed_on" in found) is (len(one.handings) > RULES.units)
    after = received_after(one, elapsed)
    assert after is None or after >= timedelta()


@given(ways, moments)
def test_more_time_to_sign_never_makes_a_fault(one: Way, now: datetime) -> None:
    patient = Rules(RULES.units, timedelta(days=60))
    assert set(faults(one, patient, elapsed, now)) <= set(faults(one, RULES, elapsed, now))


def test_every_fault_of_a_way_leads_to_a_kind_of_fault() -> None:
    for key, each in way_faults().items():
        assert each.key == key
        assert each.fault in liability.faults()
        assert each.label != each.label_en

"""Is the fee fair whatever the numbers: never less for more, the same however a month is cut, free at first?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import fees
from gongkai.domain.refusal import Refused

days = st.dates(min_value=date(2021, 1, 1), max_value=date(2100, 12, 31))
items = st.integers(min_value=0, max_value=600)
pages = st.integers(min_value=0, max_value=5_000)


def charged(charge: fees.Charge | Refused) -> fees.Charge:
    assert isinstance(charge, fees.Charge), charge
    return charge


@given(pages, pages, days)
def test_more_pages_never_cost_less(one: int, other: int, on: date) -> None:
    fewer, more = sorted((one, other))
    assert charged(fees.by_page(fewer, on)).amount <= charged(fees.by_page(more, on)).amount


@given(items, items, items, days)
def test_more_requests_never_cost_less(one: int, other: int, before: int, on: date) -> None:
    fewer, more = sorted((one, other))
    assert charged(fees.by_item(fewer, before, on)).amount <= charged(fees.by_item(more, before, on)).amount


@given(items, items, items, days)
def test_a_request_later_in_the_month_never_costs_less(count: int, one: int, other: int, on: date) -> None:
    earlier, later = sorted((one, other))
    assert charged(fees.by_item(count, earlier, on)).amount <= charged(fees.by_item(count, later, on)).amount


@given(items, items, items, days)
def test_a_month_costs_the_same_however_it_is_cut(first: int, second: int, before: int, on: date) -> None:
    together = charged(fees.by_item(first + second, before, on)).amount
    apart = (
        charged(fees.by_item(first, before, on)).amount
        + charged(fees.by_item(second, before + first, on)).amount
    )
    assert together == apart


@given(st.integers(min_value=0, max_value=30), days)
def test_the_first_pages_are_free(count: int, on: date) -> None:
    assert charged(fees.by_page(count, on)).amount == 0


@given(st.integers(min_value=0, max_value=10), st.data(), days)
def test_the_first_requests_are_free(count: int, data: st.DataObject, on: date) -> None:
    before = data.draw(st.integers(min_value=0, max_value=10 - count))
    assert charged(fees.by_item(count, before, on)).amount == 0


@given(items, items, days)
def test_the_trace_adds_up_and_leaves_no_gap(count: int, before: int, on: date) -> None:
    for charge in (charged(fees.by_item(count, before, on)), charged(fees.by_page(count, on))):
        assert sum((each.amount for each in charge.bands), Decimal(0)) == charge.amount
        assert sum(each.number for each in charge.bands) == count
        assert all(each.amount == each.number * each.price for each in charge.bands)
        assert all(one.last + 1 == other.first for one, other in pairwise(charge.bands))
        if count:
            assert charge.bands[0].first == charge.before + 1
            assert charge.bands[-1].last == charge.before + count


@given(st.integers(min_value=1, max_value=3_000), days)
def test_no_band_is_cheaper_than_the_one_below(upto: int, on: date) -> None:
    for method in ("by_item", "by_page"):
        tariff = fees.tariff_for(method, on)  # type: ignore[arg-type]
        assert isinstance(tariff, fees.Tariff)
        listed = list(fees.bands(tariff, upto))
        assert all(one.price <= other.price for one, other in pairwise(listed))
        assert all(one.last is not None and one.last + 1 == other.first for one, other in pairwise(listed))


@given(st.dates(max_value=date(2020, 12, 31)), items)
def test_before_2021_it_is_always_refused(on: date, count: int) -> None:
    assert isinstance(fees.by_page(count, on), Refused)
    assert isinstance(fees.by_item(count, 0, on), Refused)

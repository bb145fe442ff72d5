"""What does a request cost? Worked examples: amounts of published reports, and the edges of every band."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.domain import fees
from gongkai.domain.refusal import Refused

ON = date(2026, 3, 2)


def charged(charge: fees.Charge | Refused) -> fees.Charge:
    assert isinstance(charge, fees.Charge), charge
    return charge


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        *((44, 140), (57, 270), (68, 380), (72, 420), (109, 880), (119, 1080)),
        *((0, 0), (1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700)),
    ],
)
def test_pages(pages: int, yuan: int) -> None:
    assert charged(fees.by_page(pages, ON)).amount == yuan


@pytest.mark.parametrize(
    ("count", "before", "yuan"),
    [
        *((15, 10, 1500), (6, 10, 600), (10, 0, 0), (11, 0, 100), (30, 0, 2000), (20, 10, 2000)),
        *(
            (1, 29, 100),
            (1, 30, 200),
            (1, 39, 200),
            (1, 40, 300),
            (1, 50, 400),
            (10, 30, 2000),
            (12, 29, 2400),
        ),
        (0, 100, 0),
    ],
)
def test_requests_of_one_month(count: int, before: int, yuan: int) -> None:
    assert charged(fees.by_item(count, before, ON)).amount == yuan


def test_every_example_of_the_data_comes_out() -> None:
    assert len(fees.examples()) == 8
    for each in fees.examples():
        charge = (
            fees.by_page(each.count, ON)
            if each.method == "by_page"
            else fees.by_item(each.count, each.before, ON)
        )
        assert charged(charge).amount == each.amount


def test_the_trace_names_each_band() -> None:
    charge = charged(fees.by_page(119, ON))
    assert [(each.first, each.last, each.number, each.price, each.amount) for each in charge.bands] == [
        (1, 30, 30, 0, 0),
        (31, 100, 70, 10, 700),
        (101, 119, 19, 20, 380),
    ]
    assert charge.verified
    assert fees.trace(charge)[2] == {
        "first": 101,
        "last": 119,
        "number": 19,
        "price": "20",
        "amount": "380",
        "verified": True,
    }


def test_a_band_that_is_a_reading_of_the_rule_is_marked() -> None:
    assert charged(fees.by_item(20, 10, ON)).verified
    charge = charged(fees.by_item(25, 10, ON))
    assert [(each.first, each.last, each.verified) for each in charge.bands] == [
        (11, 30, True),
        (31, 35, False),
    ]
    assert not charge.verified
    assert not charge.citation.verified  # the articles and the day of entry into force were not read


def test_before_the_rule_was_in_force_nothing_is_charged() -> None:
    for charge in (fees.by_page(68, date(2020, 12, 31)), fees.by_item(15, 10, date(2020, 12, 31))):
        assert isinstance(charge, Refused)
        assert "2021-01-01" in str(charge.reason)
        assert charge.citation is not None
        assert charge.citation.article == "第四十二条"
    assert charged(fees.by_page(68, date(2021, 1, 1))).amount == 380


@pytest.mark.parametrize(
    "charge",
    [
        fees.by_page(-1, ON),
        fees.by_page(1_000_001, ON),
        fees.by_item(-1, 0, ON),
        fees.by_item(1, -1, ON),
        fees.by_item(1, 10_000, ON),
    ],
)
def test_a_slip_of_the_pen_is_refused(charge: fees.Charge | Refused) -> None:
    assert isinstance(charge, Refused)
    assert "between 0 and" in str(charge.reason)


def test_the_first_ones_are_free() -> None:
    assert {each.key: each.free for each in fees.tariffs()} == {"by_page": 30, "by_item": 10}


def test_a_series_of_bands_is_written_out() -> None:
    tariff = fees.tariff_for("by_item", ON)
    assert isinstance(tariff, fees.Tariff)
    assert [(each.first, each.last, each.price) for each in fees.bands(tariff, 45)] == [
        (1, 10, Decimal(0)),
        (11, 30, Decimal(100)),
        (31, 40, Decimal(200)),
        (41, 50, Decimal(300)),
    ]

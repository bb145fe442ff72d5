"""Are the figures about complaints honest: with a denominator, and nothing hidden or counted twice?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.complaints import STATES
from gongkai.domain.complaints.figures import FIGURES, Measured, Rate, Row, figure, measure, rate
from gongkai.domain.refusal import Refused

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STATE_KEYS = tuple(state.key for state in STATES)


def _row(dice: Random, number: int) -> Row:
    return Row(
        number=f"T{number}",
        state=dice.choice(STATE_KEYS),
        unit=dice.choice(("east", "west")),
        handler=dice.choice(("", "li", "wang")),
        dispatched=dice.random() < 0.8,
        due=dice.choice((None, NOW - DAY, NOW + DAY)),
        closed_at=dice.choice((None, NOW - 2 * DAY, NOW)),
        called_at=dice.choice((None, NOW)),
        called_by=dice.choice(("", "li", "zhao")),
        solved=dice.choice(("", "yes", "partly", "no")),
        satisfied=dice.choice(("", "yes", "no")),
        returns=dice.randrange(2),
        reopened=dice.randrange(2),
    )


def _rows(seed: int) -> list[Row]:
    dice = Random(seed)
    return [_row(dice, number) for number in range(dice.randrange(30))]


rows = st.integers(0, 2**32).map(_rows)


def figures(*held: Row) -> dict[str, Measured]:
    return {each.figure.key: each for each in measure(held, NOW)}


def percent(held: Measured) -> Decimal:
    assert isinstance(held.rate, Rate)
    return held.rate.percent


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (388, 392, "99.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (1, 2000, "0.1"),
        (2999, 3000, "100.0"),
    ],
)
def test_a_share_is_rounded_half_up_to_one_decimal(part: int, whole: int, shown: str) -> None:
    share = rate(part, whole)
    assert isinstance(share, Rate)
    assert str(share.percent) == shown
    assert share.complete == (part == whole)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 5), (1, 0), (0, -1)])
def test_no_share_of_nothing_and_no_part_beyond_the_whole(part: int, whole: int) -> None:
    assert isinstance(rate(part, whole), Refused)


def test_no_matters_are_neither_0_nor_100_per_cent() -> None:
    assert str(rate(0, 0)) == "There were no matters to count, so there is no rate: neither 0 % nor 100 %."
    for held in measure((), NOW):
        assert held.count == 0
        assert held.rate is None or isinstance(held.rate, Refused)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_is_off_by_no_more_than_half_a_tenth(part: int, whole: int) -> None:
    share = rate(min(part, whole), whole)
    assert isinstance(share, Rate)
    assert abs(share.percent * whole - 100 * min(part, whole)) <= Decimal("0.05") * whole


@given(rows)
def test_every_figure_counts_matters_of_its_denominator_once(held: list[Row]) -> None:
    for each in measure(held, NOW):
        assert len(set(each.numbers)) == each.count
        if each.figure.of is not None:
            assert set(each.numbers) <= set(each.of)
        if isinstance(each.rate, Rate):
            assert (each.rate.numerator, each.rate.denominator) == (each.count, len(each.of))


@given(rows)
def test_open_closed_and_set_aside_make_up_all_that_was_received(held: list[Row]) -> None:
    found = figures(*held)
    aside = {row.number for row in held if row.state in ("merged", "declined", "converted", "withdrawn")}
    parts = [set(found["closed"].numbers), set(found["overdue"].of), aside]
    assert sum(len(part) for part in parts) == len(set().union(*parts)) == found["received"].count


def test_matters_open_past_their_limit_count_against_in_time() -> None:
    closed = Row("1", "closed", due=NOW, closed_at=NOW)
    late = Row("2", "closed", due=NOW - DAY, closed_at=NOW)
    hidden = Row("3", "handling", due=NOW - DAY)
    waiting = Row("4", "handling", due=NOW + DAY)
    found = figures(closed, late, hidden, waiting)["closed_on_time"]
    assert (found.numbers, found.of) == (("1",), ("1", "2", "3"))
    assert percent(found) == Decimal("33.3")
    assert figures(closed, late, hidden, waiting)["overdue"].numbers == ("3",)


def test_joined_and_declined_matters_do_not_lift_the_closing_rate() -> None:
    base = (Row("1", "closed"), Row("2", "handling"))
    aside = [Row(state, state) for state in ("merged", "declined", "converted", "withdrawn")]
    assert percent(figures(*base, *aside)["closed"]) == percent(figures(*base)["closed"]) == Decimal("50.0")


def test_answered_is_not_solved_and_silence_is_not_satisfaction() -> None:
    closed = Row("1", "closed", solved="yes", satisfied="yes")
    partly = replace(closed, number="2", solved="partly", satisfied="no")
    silent = replace(closed, number="3", solved="", satisfied="")
    found = figures(closed, partly, silent)
    assert percent(found["closed"]) == Decimal("100.0")
    assert (found["solved"].numbers, found["solved"].of) == (("1",), ("1", "2"))
    assert (found["satisfied"].numbers, found["satisfied"].of) == (("1",), ("1", "2"))


def test_a_call_by_the_handler_is_no_call_back() -> None:
    own = Row("1", "closed", handler="li", called_at=NOW, called_by="li")
    other = replace(own, number="2", called_by="zhao")
    assert figures(own, other)["called_back"].numbers == ("2",)


def test_shelved_matters_stay_open() -> None:
    found = figures(Row("1", "shelved"), Row("2", "closed"))
    assert found["shelved"].numbers == ("1",)
    assert found["closed"].of == ("1", "2")


def test_each_figure_says_what_it_is_out_of() -> None:
    assert len({each.key for each in FIGURES}) == len(FIGURES)
    for each in FIGURES:
        assert each.label
        assert each.definition.endswith(".")
        assert bool(each.of_label) == (each.of is not None)
    assert figure("solved").of_label == "of the reporters who answered"
    with pytest.raises(KeyError):
        figure("glorious")

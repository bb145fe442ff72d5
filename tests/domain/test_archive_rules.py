"""Is every kind kept for a time with a source, and is every number its own?"""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.archive import rules
from gongkai.domain.law import load

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
KINDS = st.sampled_from(sorted(rules.kinds()))


def test_every_kind_has_a_known_retention_and_a_source() -> None:
    for kind in rules.kinds().values():
        assert kind.retention in rules.retentions(), kind.key
        assert kind.citation.instrument, kind.key
        assert kind.label, kind.key
        assert kind.label_en, kind.key
        assert kind.states, kind.key
        assert not set(kind.states) & {each.state for each in kind.left}, kind.key
        assert all(each.reason and each.reason_en for each in kind.left), kind.key


def test_retentions_are_those_of_the_regulation() -> None:
    assert {each.label: each.years for each in rules.retentions().values()} == {
        "永久": None,
        "30年": 30,
        "10年": 10,
    }


def test_every_name_stands_once_in_both_languages() -> None:
    known = [*load("archive")["element"], *load("archive")["field"]]
    assert len({row["key"] for row in known}) == len(known)
    for row in (*known, *load("archive")["paper"]):
        assert row["label"], row
        assert row["label_en"], row


@given(DAYS)
def test_something_is_kept_whole_years_after_its_own(closed_on: date) -> None:
    assert rules.keep_until(closed_on, "permanent") is None
    for key, years in (("y10", 10), ("y30", 30)):
        last = rules.keep_until(closed_on, key)
        assert last == date(closed_on.year + years, 12, 31)


def test_ten_years_after_2012_is_the_end_of_2022() -> None:
    assert rules.keep_until(date(2012, 2, 29), "y10") == date(2022, 12, 31)


def test_a_number_says_where_a_package_stands() -> None:
    place = rules.place_of("request", "cgj", "waste", date(2026, 5, 4))
    assert place.number(7) == "CGJ-WS·2026-D30-WASTE-0007"
    assert rules.place_of("meeting", "cgj", "", date(2012, 1, 1)).number(1) == "CGJ-WS·2012-Y-ZH-0001"
    assert rules.fonds_of("cgj", {"cgj": "Z109"}) == "Z109"


PLACES = st.builds(
    rules.place_of, KINDS, st.sampled_from(["cgj", "zjj"]), st.sampled_from(["", "waste", "law"]), DAYS
)


@given(st.lists(st.tuples(PLACES, st.integers(1, 20_000)), max_size=6, unique=True))
def test_no_two_places_give_the_same_number(given_: list[tuple[rules.Place, int]]) -> None:
    numbers = [place.number(item) for place, item in given_]
    assert len(set(numbers)) == len(given_)


@given(PLACES, PLACES)
def test_items_are_counted_apart_where_their_numbers_differ_before_the_item(
    one: rules.Place, other: rules.Place
) -> None:
    assert (one.series() == other.series()) == (one == other)

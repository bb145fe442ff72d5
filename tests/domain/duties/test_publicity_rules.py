"""Can publicity reach the public page by one pair of eyes, and do a year's figures count each activity once?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.duties import publicity as rules
from gongkai.domain.duties.publicity import PROCESS, Counted, PublicityFigures
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, reachable, step

ROLES = frozenset({rules.PUBLICIST, rules.LEADER})
FLAGS = frozenset(rules.FLAGS)
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
COPIES = st.integers(0, 10_000)


@st.composite
def activities(draw: st.DrawFn) -> Counted:
    """An activity, published on its day or later, perhaps withdrawn after that."""
    day = draw(DAYS)
    published = draw(st.none() | st.integers(0, 400).map(lambda days: day + timedelta(days=days)))
    withdrawn = None
    if published is not None:
        withdrawn = draw(st.none() | st.integers(0, 400).map(lambda days: published + timedelta(days=days)))
    return Counted(day, published, withdrawn, draw(COPIES), draw(COPIES), draw(COPIES))


def test_every_state_of_publicity_can_be_reached_and_left() -> None:
    assert reachable(PROCESS, "draft") == {state.key for state in PROCESS.states}
    for state in PROCESS.states:
        exits = [move for move in PROCESS.moves_from(state.key) if move.target != state.key and move.roles]
        assert bool(exits) == (state.kind is not Kind.FINAL), state.key


@pytest.mark.parametrize(("state", "key"), [("in_review", "publish"), ("published", "withdraw")])
def test_whoever_recorded_it_neither_publishes_nor_withdraws_it(state: str, key: str) -> None:
    doers = {AUTHOR: frozenset({"lin"})}
    own = Facts("lin", ROLES, doers, frozenset({"reason"}), FLAGS)
    other = Facts("wei", ROLES, doers, frozenset({"reason"}), FLAGS)
    assert not isinstance(step(PROCESS, state, key, own), Moved)
    assert isinstance(step(PROCESS, state, key, other), Moved)


@pytest.mark.parametrize("missing", sorted(FLAGS))
def test_nothing_unchecked_of_publicity_is_published(missing: str) -> None:
    facts = Facts("wei", ROLES, {AUTHOR: frozenset({"lin"})}, frozenset(), FLAGS - {missing})
    assert not isinstance(step(PROCESS, "in_review", "publish", facts), Moved)


def test_no_activity_is_public_without_its_publication() -> None:
    assert "published" not in reachable(PROCESS, "draft", without={"publish"})


@given(st.lists(activities(), max_size=20))
def test_an_activity_counts_in_its_own_year_or_in_none(every: list[Counted]) -> None:
    by_year = [rules.figures(year, every) for year in range(2009, 2033)]
    assert sum(each.activities for each in by_year) <= len(every)
    for each in every:
        years = [year for year in range(2009, 2033) if rules.counts_in(year, each)]
        assert years in ([], [each.day.year])


@given(st.lists(activities(), max_size=20), st.integers(2010, 2030))
def test_the_figures_are_sums_whatever_the_order(every: list[Counted], year: int) -> None:
    whole = rules.figures(year, every)
    assert whole == rules.figures(year, every[::-1])
    halves = [rules.figures(year, every[at::2]) for at in (0, 1)]
    for name in ("activities", "printed", "given_out", "consulted"):
        assert getattr(whole, name) == sum(getattr(half, name) for half in halves)


@given(activities(), st.integers(1, 500))
def test_what_is_withdrawn_after_the_year_still_counts_for_it(found: Counted, days: int) -> None:
    year = found.day.year
    kept = replace(found, published_on=found.day, withdrawn_on=date(year, 12, 31) + timedelta(days=days))
    assert rules.counts_in(year, kept)
    assert not rules.counts_in(year, replace(kept, withdrawn_on=date(year, 12, 31)))
    assert not rules.counts_in(year, replace(kept, published_on=date(year, 12, 31) + timedelta(days=days)))
    assert not rules.counts_in(year, replace(kept, published_on=None))


def test_a_year_without_publicity_has_its_zeros() -> None:
    assert rules.figures(2012, []) == PublicityFigures(0, 0, 0, 0)


@given(st.sampled_from([row["key"] for row in rules.rows("board")]), DAYS)
def test_a_board_is_stale_from_its_day_on_and_not_before(kind: str, renewed: date) -> None:
    first = rules.stale_from(kind, renewed)
    assert not rules.is_stale(kind, renewed, first - timedelta(days=1))
    assert rules.is_stale(kind, renewed, first)
    assert rules.is_stale(kind, None, renewed)


@pytest.mark.parametrize(
    ("kind", "renewed", "stale"),
    [
        ("corridor", date(2012, 8, 31), date(2013, 2, 28)),
        ("notice_board", date(2011, 11, 30), date(2012, 2, 29)),
        ("notice_board", date(2012, 10, 1), date(2013, 1, 1)),
    ],
)
def test_months_end_where_the_month_ends(kind: str, renewed: date, stale: date) -> None:
    assert rules.stale_from(kind, renewed) == stale


def test_a_kind_of_board_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        rules.stale_from("none", date(2012, 1, 1))


@given(COPIES, COPIES, COPIES)
def test_more_given_out_than_there_was_is_remarked(printed: int, given_out: int, in_stock: int) -> None:
    found = rules.remarks(
        printed=printed, given_out=given_out, in_stock=in_stock, consulted=0, counted_how="", photos=1
    )
    assert bool(found) == (given_out > printed + in_stock)


def test_people_nobody_says_how_to_count_and_no_photo_are_remarked() -> None:
    found = rules.remarks(printed=0, given_out=0, in_stock=0, consulted=5, counted_how=" ", photos=0)
    assert len(found) == 2


def test_every_kind_says_what_it_needs_and_every_board_has_its_kind() -> None:
    boards = {row["key"] for row in rules.rows("board")}
    assert {kind.board for kind in rules.kinds().values()} - {""} == boards
    assert rules.needed_of("law_day") == ("place",)
    assert rules.needed_of("press") == ("press_title", "press_outlet")
    assert all(not kind.citation.verified for kind in rules.kinds().values()), "the house's own, no law's"

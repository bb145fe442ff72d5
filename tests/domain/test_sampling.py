"""Is the sample as large as it must be, shared out fairly, drawn so that anybody can repeat it, and honestly read?"""

from __future__ import annotations

import hashlib
import math
import random
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.domain.supervision import sampling

sizes = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 4000), min_size=1)
keys = st.frozensets(st.text("0123456789abcdef", min_size=1, max_size=8), max_size=40)
frames = st.dictionaries(st.sampled_from(["applicants", "reporters", "opinions"]), keys, min_size=1)
seeds = st.text("0123456789abcdef", min_size=4, max_size=64)


@given(sizes, st.integers(-5, 9000))
def test_the_shares_add_up_and_no_stratum_gives_more_than_it_has(frame: dict[str, int], total: int) -> None:
    found = sampling.allocate(frame, total)
    assert list(found) == list(frame)
    assert sum(found.values()) == max(0, min(total, sum(frame.values())))
    assert all(0 <= found[key] <= size for key, size in frame.items())


@given(sizes, st.integers(1, 9000))
def test_every_stratum_with_members_gets_one_where_there_are_as_many_places(
    frame: dict[str, int], total: int
) -> None:
    peopled = [key for key, size in frame.items() if size]
    found = sampling.allocate(frame, total)
    if total >= len(peopled):
        assert all(found[key] >= 1 for key in peopled)


@given(sizes, st.integers(1, 9000))
def test_a_share_is_in_proportion_to_less_than_one_person(frame: dict[str, int], total: int) -> None:
    population = sum(frame.values())
    assume(population and total <= population)
    exact = {key: total * size / population for key, size in frame.items()}
    assume(all(share >= 1 for key, share in exact.items() if frame[key]))
    found = sampling.allocate(frame, total)
    assert all(abs(found[key] - exact[key]) < 1 for key in frame)


@pytest.mark.parametrize(
    ("frame", "total", "expected"),
    [
        # 10 · 60/110 = 5.45, 10 · 30/110 = 2.73, 10 · 20/110 = 1.82: the last two are rounded up.
        ({"a": 60, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        # 0.10 of a person each: the one of most gives a place to each of the small ones.
        ({"a": 980, "b": 10, "c": 10}, 10, {"a": 8, "b": 1, "c": 1}),
        # Equal remainders go by the order in which they are named.
        ({"b": 5, "a": 5}, 5, {"b": 3, "a": 2}),
        ({"a": 7, "b": 0}, 20, {"a": 7, "b": 0}),
        ({"a": 0}, 5, {"a": 0}),
        ({"a": 9, "b": 1, "c": 1}, 2, {"a": 2, "b": 0, "c": 0}),
    ],
)
def test_worked_allocations(frame: dict[str, int], total: int, expected: dict[str, int]) -> None:
    assert sampling.allocate(frame, total) == expected


@pytest.mark.parametrize(
    ("population", "margin", "expected"),
    [
        # 1.96² · 0.25 / 0.05² = 384.15; / (1 + 383.15/1000) = 277.7
        (1000, 0.05, 278),
        # 384.15 / (1 + 383.15/100) = 79.51
        (100, 0.05, 80),
        # 150.06 / (1 + 149.06/5000) = 145.7
        (5000, 0.08, 146),
        (10_000_000, 0.05, 385),
        (1, 0.05, 1),
        (0, 0.05, 0),
        (40, 0.0, 40),
    ],
)
def test_worked_sizes(population: int, margin: float, expected: int) -> None:
    assert sampling.size_for_margin(population, margin) == expected


@given(
    st.integers(0, 100_000), st.floats(0.01, 0.3), st.floats(0, 1), st.integers(0, 100), st.integers(100, 900)
)
def test_the_size_keeps_between_smallest_and_largest_and_to_who_there_is(
    population: int, margin: float, share: float, smallest: int, largest: int
) -> None:
    found = sampling.sample_size(population, share=share, margin=margin, smallest=smallest, largest=largest)
    assert min(population, smallest) <= found <= min(population, largest)


@given(frames, seeds, st.integers(0, 130))
def test_a_draw_is_repeated_whatever_the_order_in_which_people_come(
    frame: dict[str, frozenset[str]], seed: str, total: int
) -> None:
    one = sampling.draw(frame, seed, total)
    mixed = {}
    for stratum, members in frame.items():
        row = [*members, *members]
        random.Random(total).shuffle(row)
        mixed[stratum] = row
    assert sampling.draw(mixed, seed, total) == one
    assert {key: len(drawn) for key, drawn in one.items()} == sampling.allocate(
        {stratum: len(members) for stratum, members in frame.items()}, total
    )
    assert all(set(drawn) <= frame[stratum] for stratum, drawn in one.items())
    assert all(len(set(drawn)) == len(drawn) for drawn in one.values())


@given(keys, seeds, st.integers(1, 40))
def test_who_is_drawn_stays_drawn_in_a_larger_sample(members: frozenset[str], seed: str, total: int) -> None:
    small = sampling.draw({"a": members}, seed, total)["a"]
    large = sampling.draw({"a": members}, seed, total + 3)["a"]
    assert large[: len(small)] == small


def test_a_draw_by_hand() -> None:
    # printf '%s\n%s' 2026-lottery KEY | sha256sum
    expected = sorted("abcde", key=lambda key: hashlib.sha256(f"2026-lottery\n{key}".encode()).hexdigest())
    assert sampling.place_of("2026-lottery", "a") == (
        hashlib.sha256(b"2026-lottery\na").hexdigest()
    )  # fmt: skip
    assert sampling.draw({"x": "abcde"}, "2026-lottery", 3) == {"x": expected[:3]}
    assert sampling.draw({"x": "abcde"}, "2027-lottery", 5)["x"] != expected


def test_everybody_is_drawn_about_as_often_over_many_seeds() -> None:
    members = [f"{number:02d}" for number in range(20)]
    times = dict.fromkeys(members, 0)
    for seed in range(2000):
        for key in sampling.draw({"a": members}, f"seed-{seed}", 5)["a"]:
            times[key] += 1
    # 2000 · 5/20 = 500, with a deviation of 19.4: five of them are never met by chance.
    assert all(abs(count - 500) < 97 for count in times.values())


@given(frames)
def test_the_digest_of_the_frame_tells_one_more_person(frame: dict[str, frozenset[str]]) -> None:
    before = sampling.frame_digest(frame)
    assert (
        sampling.frame_digest({key: sorted(members, reverse=True) for key, members in frame.items()})
        == before
    )
    stratum = next(iter(frame))
    assert sampling.frame_digest({**frame, stratum: frame[stratum] | {"one more"}}) != before


def test_the_digest_of_a_frame_by_hand() -> None:
    assert (
        sampling.frame_digest({"b": ["2", "1"], "a": ["9"]}) == hashlib.sha256(b"a 9\nb 1\nb 2\n").hexdigest()
    )


def test_a_mean_by_hand() -> None:
    # 4, 5, 3, 4, 4: mean 4, s² = (0+1+1+0+0)/4 = 0.5; t(4) = 2.776; √(0.5/5) = 0.316228 → ±0.877848
    found = sampling.mean([4, 5, 3, 4, 4], None, 1, 5)
    assert found is not None
    assert (found.value, round(found.low or 0, 4), round(found.high or 0, 4)) == (4, 3.1222, 4.8778)
    # Of 20 people: · √(1 - 5/20) = 0.86603 → ±0.760238
    found = sampling.mean([4, 5, 3, 4, 4], 20, 1, 5)
    assert found is not None
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (3.2398, 4.7602)


def test_a_mean_of_all_is_exact_and_one_answer_says_nothing_of_others() -> None:
    everybody = sampling.mean([1, 5], 2, 1, 5)
    assert everybody == sampling.Interval(3, 3, 3)
    assert sampling.mean([4], 30, 1, 5) == sampling.Interval(4, None, None)
    assert sampling.mean([4], 1, 1, 5) == sampling.Interval(4, 4, 4)
    assert sampling.mean([], 30, 1, 5) is None


@given(st.lists(st.integers(1, 5), min_size=2, max_size=60), st.integers(0, 200))
def test_an_interval_holds_its_mean_and_shrinks_as_the_sample_nears_everybody(
    grades: list[int], more: int
) -> None:
    found = sampling.mean(grades, len(grades) + more, 1, 5)
    endless = sampling.mean(grades, None, 1, 5)
    assert found is not None
    assert endless is not None
    assert found.low is not None
    assert found.high is not None
    assert endless.low is not None
    assert 1 <= endless.low <= found.low + 1e-9 <= fmean(grades) + 2e-9
    assert found.high <= 5


@pytest.mark.parametrize(
    ("freedom", "expected"), [(1, 12.706), (4, 2.776), (30, 2.042), (40, 2.021), (120, 1.980)]
)
def test_students_t_is_that_of_the_tables(freedom: int, expected: float) -> None:
    assert round(sampling.quantile(freedom), 3) == expected


@given(st.integers(1, 3000))
def test_students_t_falls_to_the_normal_one(freedom: int) -> None:
    assert sampling.quantile(freedom) >= sampling.quantile(freedom + 1) >= sampling.Z


def test_a_share_by_hand() -> None:
    # Wilson for 8 of 10: (0.8 + 0.19207) / 1.38415 = 0.71674; half 1.95996/1.38415 · √(0.016 + 0.0096036) = 0.22657
    found = sampling.share(8, 10)
    assert found is not None
    assert (found.value, round(found.low or 0, 4), round(found.high or 0, 4)) == (0.8, 0.4902, 0.9433)
    none_of_ten = sampling.share(0, 10)
    assert none_of_ten is not None
    assert (none_of_ten.low, round(none_of_ten.high or 0, 4)) == (0.0, 0.2775)
    assert sampling.share(3, 4, 4) == sampling.Interval(0.75, 0.75, 0.75)
    assert sampling.share(0, 0) is None


@given(st.integers(1, 300), st.data())
def test_a_share_lies_in_its_interval_and_that_between_0_and_1(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    population = data.draw(st.one_of(st.none(), st.integers(count, 5000)))
    found = sampling.share(hits, count, population)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert math.isclose(found.value, hits / count)


def test_the_response_rate() -> None:
    assert sampling.response_rate(30, 120) == 0.25
    assert sampling.response_rate(0, 120) == 0
    assert sampling.response_rate(0, 0) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({1: 0, 2: 5, 3: 9}, set()),
        # One small cell would follow from the sum: the smallest other goes with it.
        ({1: 1, 2: 5, 3: 9}, {1, 2}),
        ({1: 1, 2: 2, 3: 9}, {1, 2}),
        ({1: 2}, {1}),
        ({1: 0, 2: 0}, set()),
    ],
)
def test_small_cells_are_hidden_and_never_one_alone(counts: dict[int, int], expected: set[int]) -> None:
    assert sampling.hidden(counts, 3) == expected


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 40), min_size=2), st.integers(1, 6))
def test_no_small_cell_is_shown_nor_left_alone(counts: dict[int, int], fewest: int) -> None:
    veiled = sampling.hidden(counts, fewest)
    assert all(counts[cell] == 0 or counts[cell] >= fewest for cell in counts if cell not in veiled)
    filled = [cell for cell, count in counts.items() if count]
    assert len(veiled) != 1 or len(filled) == 1

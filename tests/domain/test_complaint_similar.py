"""May two matters be the same, and is nobody's text shown to another?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.complaints.similar import Matter, alike, compare, distance, limits, words_of

PUBLIC, STAFF = limits("public"), limits("staff")
HERE = (115.78, 33.85)
DAY = date(2026, 3, 2)
LAMP = Matter("1", "C01-10", DAY, HERE, words_of("光明路的路灯不亮了，晚上很黑"))


def moved(metres: float) -> tuple[float, float]:
    """A point so many metres north."""
    return HERE[0], HERE[1] + metres / 111_195


def _matter(seed: int) -> Matter:
    dice = Random(seed)
    return Matter(
        number=str(dice.randrange(1000)),
        category=dice.choice(("C01-10", "C01-02", "E05-02", "")),
        received=DAY + timedelta(days=dice.randrange(200)),
        point=dice.choice((None, moved(dice.uniform(0, 1500)))),
        words=words_of("".join(dice.choices("路灯不亮井盖坏了占道", k=dice.randrange(12)))),
    )


matters = st.integers(0, 2**32).map(_matter)
both = st.sampled_from((PUBLIC, STAFF))


def test_the_thresholds_are_those_of_the_design() -> None:
    assert (PUBLIC.metres, STAFF.metres) == (250, 1000)
    with pytest.raises(KeyError):
        limits("nobody")  # type: ignore[arg-type]


@given(matters, matters, both)
def test_the_score_is_the_same_both_ways_and_between_0_and_1(one, other, within) -> None:  # type: ignore[no-untyped-def]
    there, back = compare(one, other, within), compare(other, one, within)
    assert there.score == pytest.approx(back.score)
    assert there.because == back.because
    assert 0 <= there.score <= 1


@given(matters, matters, both)
def test_nothing_is_liker_than_the_same(one, other, within) -> None:  # type: ignore[no-untyped-def]
    assert compare(one, one, within).score == pytest.approx(1)
    assert compare(one, other, within).score <= compare(one, one, within).score + 1e-9


@given(st.lists(matters, max_size=12), matters, both)
def test_what_is_offered_keeps_the_limits_and_stands_in_order(others, new, within) -> None:  # type: ignore[no-untyped-def]
    offered = alike(new, others, within, limit=3)
    assert len(offered) <= 3
    assert [each.score for each in offered] == sorted((each.score for each in offered), reverse=True)
    for each in offered:
        assert each.score >= within.at_least
        assert each.matter.number != new.number
        assert abs((each.matter.received - new.received).days) <= within.days
        if each.matter.point and new.point:
            assert distance(each.matter.point, new.point) <= within.metres


@given(st.floats(0, 240), st.floats(0, 240))
def test_nearer_is_never_less_alike(one: float, other: float) -> None:
    near, far = sorted((one, other))
    scores = [compare(LAMP, replace(LAMP, number="2", point=moved(at)), PUBLIC).score for at in (near, far)]
    assert scores[0] >= scores[1]


def test_the_same_lamp_is_offered_with_the_reasons() -> None:
    again = Matter(
        "2", "C01-10", DAY - timedelta(days=3), moved(40), words_of("路灯不亮了好几天，晚上看不见")
    )
    (found,) = alike(LAMP, [again], PUBLIC)
    assert [str(each) for each in found.because] == [
        "the same category",
        "40 m apart",
        "reported 3 days apart",
        "45 % of the words alike",
    ]


def test_another_street_is_offered_to_the_staff_only() -> None:
    other = replace(LAMP, number="2", point=moved(600))
    assert alike(LAMP, [other], PUBLIC) == ()
    assert [each.matter for each in alike(LAMP, [other], STAFF)] == [other]


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "E05-02", "words": words_of("门口有人摆摊卖水果")},  # the corner alone
        {"point": None, "words": frozenset()},  # the class alone
        {"received": DAY - timedelta(days=31)},
        {"number": "1"},
    ],
)
def test_one_likeness_alone_or_long_ago_is_not_offered(changed: dict[str, object]) -> None:
    assert alike(LAMP, [replace(LAMP, **{"number": "2", **changed})], PUBLIC) == ()  # type: ignore[arg-type]


def test_the_same_corner_on_the_same_day_is_not_enough_for_the_staff_either() -> None:
    stall = replace(LAMP, number="2", category="E05-02", words=words_of("门口有人摆摊卖水果"))
    assert compare(LAMP, stall, STAFF).score >= STAFF.at_least
    assert alike(LAMP, [stall], STAFF) == ()


def test_personal_data_are_no_likeness() -> None:
    plain = words_of("路灯不亮")
    assert words_of("我是张小明，路灯不亮，13812345678，a.b@example.com") == plain
    assert words_of("王先生：路灯不亮") == plain
    told = words_of("路灯不亮，身份证341602199001011230，皖S12345")
    assert not {"小明", "张小"} & told
    assert all(not any(sign.isdigit() for sign in word) for word in told)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((115.78, 33.85), (115.78, 33.85), 0),
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((115.0, 60.0), (116.0, 60.0), 55_597),
        ((-179.5, 0.0), (179.5, 0.0), 111_195),
        ((0.0, 90.0), (0.0, -90.0), 20_015_115),
    ],
)
def test_distances_are_those_on_the_globe(
    one: tuple[float, float], other: tuple[float, float], metres: int
) -> None:
    assert distance(one, other) == pytest.approx(metres, abs=2)

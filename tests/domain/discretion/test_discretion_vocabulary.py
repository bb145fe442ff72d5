"""Are the closed lists of discretion tables complete, cited and readable in both languages?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from gongkai.domain.discretion import vocabulary
from gongkai.domain.discretion.outcome import OUTCOMES, UNITS, effect_of
from gongkai.domain.discretion.table import Effect, Operator, OutcomeKey
from gongkai.domain.law import load

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_lists_hold_what_the_types_hold() -> None:
    assert {each.key for each in vocabulary.operators()} == set(get_args(Operator))
    assert {each.key for each in vocabulary.outcomes()} == set(get_args(OutcomeKey))
    assert {each.key for each in vocabulary.units()} == set(UNITS)
    assert set(OUTCOMES) == set(get_args(OutcomeKey))
    assert [each.key for each in vocabulary.outcomes()] == ["spared", "order", "warning", "fine"]


def test_everything_has_words_in_both_languages() -> None:
    for name in ("operator", "consequence", "unit", "circumstance", "principle"):
        for row in load("discretion")[name]:
            assert CHINESE.search(row["label"]), row["key"]
            assert row["label_en"], row["key"]
            assert not CHINESE.search(row["label_en"]), row["key"]


@pytest.mark.parametrize("name", ["operator", "consequence", "unit"])
def test_no_way_of_writing_means_two_things(name: str) -> None:
    rows = load("discretion")[name]
    ways = [(way, row["key"]) for row in rows for way in (row["key"], row["label"], *row["aliases"])]
    meant: dict[str, set[str]] = {}
    for way, key in ways:
        meant.setdefault(way.casefold(), set()).add(key)
    assert {way: keys for way, keys in meant.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("≤", "<="),
        ("以下", "<="),
        ("不满", "<"),
        ("＜", "<"),
        ("超过", ">"),
        ("以上", ">="),
        ("＝", "="),
        (" IN ", "in"),
        ("!=", None),
        ("", None),
    ],
)
def test_operators_are_known_as_they_are_written(written: str, sign: str | None) -> None:
    """以上, 以下 and 以内 include the number; 不满 and 超过 do not."""
    assert vocabulary.operator(written) == sign


def test_units_of_money_are_worth_yuan_and_others_stand_for_themselves() -> None:
    assert vocabulary.unit("万元").yuan == Decimal(10000)
    assert vocabulary.unit("元").key == "yuan"
    assert vocabulary.unit("％").key == "%"
    assert vocabulary.unit("箱") == vocabulary.Unit("箱", "箱", "箱", None)


def test_article_33_knows_three_ways_to_be_spared() -> None:
    spared = {
        each.key: each for each in vocabulary.circumstances(date(2024, 1, 1)) if each.effect == "spared"
    }
    assert {key: each.binding for key, each in spared.items()} == {
        "minor_and_corrected": True,
        "first_offence": False,
        "no_fault": True,
    }
    assert all(each.article.startswith("《行政处罚法》第三十三条") for each in spared.values())


def test_circumstances_are_those_of_the_day_and_say_where_they_come_from() -> None:
    assert vocabulary.circumstances(date(2021, 7, 14)) == ()
    known = vocabulary.circumstances(date(2021, 7, 15))
    assert {each.effect for each in known} == set(get_args(Effect))
    assert all(each.verified == each.article.startswith("《行政处罚法》") for each in known)
    for each in known:
        assert each.article in str(effect_of(each))


def test_the_way_of_comparing_is_marked_as_configuration() -> None:
    assert vocabulary.principle("older_unless_newer_is_milder").citation.verified
    assert not vocabulary.principle("milder_by_upper_end").citation.verified
    with pytest.raises(KeyError):
        vocabulary.principle("other")

"""Is a register of fixed assets read whole, or refused with a sentence for every wrong line?"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from gongkai.core.places import assets
from gongkai.core.places.assets import Asset
from gongkai.domain.coordinates import Point

HEAD = "code,category,name,lat,lon,district"
GOOD = f"{HEAD}\nL001,0116,路灯一,33.318,116.76,xicheng\n"


def told(text: str) -> list[str]:
    with override("en"):
        return [str(each) for each in assets.read(text) if not isinstance(each, Asset)]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD.replace("\n", "\r\n"),
        "标识码,小类代码,名称,纬度,经度,片区,备注\nL001,0116,路灯一,33.318,116.76,xicheng,x\n\n,,,,,,\n",
        "lon,LAT , name,category,code\n116.76,33.318,路灯一,0116,L001\n",  # no district: found from the point
    ],
)
def test_a_register_is_read(text: str) -> None:
    (found,) = assets.read(text)
    assert found == Asset("L001", "0116", "路灯一", Point(33.318, 116.76), "xicheng", "XC03")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",0116,灯,33.3,116.75,", "Line 2: code is empty"),
        ("L1,,灯,33.3,116.75,", "Line 2: category is empty"),
        ("L1,0116", "Line 2: name is empty"),
        (f"L1,0116,{'灯' * 101},33.3,116.75,", "Line 2: name is longer than 100 characters"),
        ("L1,0116,灯,116.75,33.3,", "Line 2: Latitude and longitude have been exchanged."),
        ("L1,0116,灯,31.2,121.5,", "Line 2: The point lies outside"),
        ("L1,0116,灯,,,", "Line 2: The coordinates are not numbers."),
        ("L1,0116,灯,33.3,116.75,mars", "Line 2: there is no district with the code “mars”"),
        ("L1,0116,灯,33.3,116.75,NB01", "Line 2: there is no district with the code “NB01”"),
        ("L1,0116,灯,33.3,116.75,gaoxin", "Line 2: the point does not lie in the district “gaoxin”"),
        (
            "L1,0116,灯,33.3,116.75,\nL1,0116,灯,33.3,116.75,",
            "Line 3: the code “L1” is used twice",
        ),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, sentence: str) -> None:
    (found,) = told(f"{HEAD}\n{line}\n")
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "lacks: code, category, name, lat, lon"),
        ("code,name,lat,lon\n", "lacks: category"),
        (HEAD, "holds no assets"),
        (f"{HEAD}\n{'x' * 200_000},", "is not CSV"),
    ],
)
def test_a_table_that_is_none_is_told(text: str, sentence: str) -> None:
    (found,) = told(text)
    assert sentence in found


def test_one_wrong_line_refuses_the_whole_and_many_are_not_all_told(monkeypatch: Any) -> None:
    assert len(told(GOOD + "L002,0116,灯,0,0,\n")) == 1
    assert len(told(HEAD + "\nL,0116,灯,0,0," * 500)) == assets.MOST_FAULTS
    monkeypatch.setattr(assets, "MOST_LINES", 1)
    assert "more than 1 lines" in told(GOOD)[0]

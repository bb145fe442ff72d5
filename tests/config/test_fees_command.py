"""Does ``gongkai fees`` say what a fee comes to, band by band, and answer every mistake with one sentence?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from gongkai.config import cli


def run(capsys: Any, *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        status = cli.main(["fees", *(str(word) for word in words)])
    except SystemExit as ended:
        status = int(ended.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_by_page_in_both_languages(capsys: Any) -> None:
    status, out, _err = run(capsys, "--pages", 119, "--on", "2026-03-02", "--language", "en")
    assert status == 0
    assert "Fee: 1,080 yuan" in out
    assert "101 - 119" in out
    assert "按量计收" in run(capsys, "--pages", 119, "--on", "2026-03-02")[1]


def test_by_item_after_those_of_the_month(capsys: Any) -> None:
    out = run(capsys, "--items", 15, "--before", 10, "--on", "2026-03-02", "--json")[1]
    assert json.loads(out)["amount"] == "1500"
    out = run(capsys, "--items", 25, "--before", 10, "--on", "2026-03-02", "--language", "en")[1]
    assert "the text was not checked" in out


def test_today_is_the_day_where_none_is_given(capsys: Any) -> None:
    status, out, _err = run(capsys, "--pages", 68, "--json")
    assert (status, json.loads(out)["amount"]) == (0, "380")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--pages", "x"),
        ("--pages", -1),
        ("--pages", 5, "--items", 5),
        ("--pages", 5, "--before", 5),
        ("--items", 5, "--before", "many"),
        ("--pages", 5, "--on", "2026-02-30"),
        ("--pages", 68, "--on", "2020-12-31"),
        ("--items", 9_999_999, "--on", "2026-03-02"),
    ],
)
def test_a_mistake_is_one_sentence(capsys: Any, words: tuple[object, ...]) -> None:
    status, out, err = run(capsys, *words)
    assert status != 0
    assert out == ""
    assert err.startswith("gongkai: ")
    assert err.count("\n") == 1

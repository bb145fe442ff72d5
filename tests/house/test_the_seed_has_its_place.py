"""Has every mechanism of the bureau's year a screen that is there and a test that shows it?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "seed.md"
ROW = re.compile(r"^\| (S\d{3}) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_there_are_the_41_mechanisms_each_once() -> None:
    assert len(ROWS) == len({number for number, *_ in ROWS}) == 41


@pytest.mark.parametrize(("number", "mechanism", "screens", "tests"), ROWS, ids=[row[0] for row in ROWS])
def test_its_screens_are_addresses_and_its_test_is_there(
    number: str, mechanism: str, screens: str, tests: str
) -> None:
    assert re.search(r"`[^`]+`", screens), number
    assert re.search(r"`[^`]+`", tests), number
    for address in re.findall(r"`([^`]+)`", screens):
        assert _is_there(address), address
    for path in re.findall(r"`([^`]+)`", tests):
        assert (ROOT / path).is_file(), path


def _is_there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True

"""Does docs/rooms/publishing.md say what the table says?

Run this file as a script to write the two tables anew: ``python tests/domain/test_disclosure_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.disclosure import PROCESS

PAGE = process_pages.ROOMS / "publishing.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def parts() -> dict[str, str]:
    return {
        "states": process_pages.states(PROCESS, ZH, "what the public page says"),
        "moves": process_pages.moves(PROCESS, ZH),
    }


@pytest.mark.parametrize("name", ["states", "moves"])
def test_the_page_and_the_table_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_state_the_public_sees_says_so_in_both_languages() -> None:
    shown = [state for state in PROCESS.states if state.sentence]
    assert {state.key for state in shown} == {"published", "repealed", "lapsed", "superseded", "withdrawn"}
    assert all(ZH(state.sentence).endswith("。") for state in shown)


def test_every_word_of_the_table_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))
    assert all(
        move.done.startswith("{actor} ") and ZH(move.done).startswith("{actor}") for move in PROCESS.moves
    )


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

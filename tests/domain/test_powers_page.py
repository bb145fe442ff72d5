"""Does docs/rooms/powers.md say what the table says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_powers_page.py``. Files of Chinese
words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.powers.course import FLAGS, PROCESS

PAGE = process_pages.ROOMS / "powers.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def parts() -> dict[str, str]:
    flags = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "states": process_pages.states(PROCESS, ZH, "what the public is told"),
        "moves": process_pages.moves(PROCESS, ZH),
        "flags": f"| flag | true when |\n|---|---|\n{flags}",
    }


@pytest.mark.parametrize("name", ["states", "moves", "flags"])
def test_the_page_and_the_table_of_powers_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_flag_of_a_power_has_its_meaning_and_is_asked_for() -> None:
    asked = {guard.flag for move in PROCESS.moves for guard in move.guards}
    assert set(FLAGS) == asked


def test_every_word_of_the_powers_table_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

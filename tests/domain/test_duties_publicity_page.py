"""Does docs/rooms/duties.md say what the table of publicity says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_duties_publicity_page.py``.
Files of Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.duties.publicity import FLAGS, PROCESS

PAGE = process_pages.ROOMS / "duties.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def parts() -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "publicity states": process_pages.states(PROCESS, ZH, "what the public is told"),
        "publicity moves": process_pages.moves(PROCESS, ZH),
        "publicity flags": f"| flag | true when |\n|---|---|\n{meanings}",
    }


@pytest.mark.parametrize("name", ["publicity states", "publicity moves", "publicity flags"])
def test_the_page_and_the_table_of_publicity_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_flag_of_publicity_is_asked_for() -> None:
    assert set(FLAGS) == {guard.flag for move in PROCESS.moves for guard in move.guards}


def test_every_word_of_the_table_of_publicity_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

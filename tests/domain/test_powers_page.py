"""Does docs/rooms/powers.md say what the tables of the register and of decisions say?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_powers_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.powers import decision_course
from gongkai.domain.powers.course import FLAGS, PROCESS
from gongkai.domain.process import Process

PAGE = process_pages.ROOMS / "powers.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def parts() -> dict[str, str]:
    return {**_of(PROCESS, FLAGS), **_of(decision_course.PROCESS, decision_course.FLAGS, "decision ")}


def _of(process: Process, flags: dict[str, str], prefix: str = "") -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in flags.items())
    return {
        f"{prefix}states": process_pages.states(process, ZH, "what the public is told"),
        f"{prefix}moves": process_pages.moves(process, ZH),
        f"{prefix}flags": f"| flag | true when |\n|---|---|\n{meanings}",
    }


@pytest.mark.parametrize(
    "name", [f"{of}{part}" for of in ("", "decision ") for part in ("states", "moves", "flags")]
)
def test_the_page_and_the_table_of_powers_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


@pytest.mark.parametrize(
    ("process", "flags", "told"),
    [(PROCESS, FLAGS, set()), (decision_course.PROCESS, decision_course.FLAGS, {"was_public"})],
    ids=["power", "decision"],
)
def test_every_flag_has_its_meaning_and_is_asked_for(
    process: Process, flags: dict[str, str], told: set[str]
) -> None:
    """``told``: flags the records speak of although no move asks for them."""
    asked = {guard.flag for move in process.moves for guard in move.guards}
    assert set(flags) - told == asked


@pytest.mark.parametrize("process", [PROCESS, decision_course.PROCESS], ids=["power", "decision"])
def test_every_word_of_the_powers_tables_is_translated(process: Process) -> None:
    assert all(ZH(word) for word in process_pages.words(process))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

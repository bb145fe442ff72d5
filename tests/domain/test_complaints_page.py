"""Does docs/rooms/complaints.md say what the table says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_complaints_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.complaints import FLAGS, HANDLE, PROCESS
from gongkai.domain.law import load

PAGE = process_pages.ROOMS / "complaints.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def parts() -> dict[str, str]:
    flags = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "states": process_pages.states(PROCESS, ZH, "what the reporter is told"),
        "moves": process_pages.moves(PROCESS, ZH),
        "flags": f"| flag | true when |\n|---|---|\n{flags}",
        "handling clock": process_pages.effects(PROCESS, HANDLE),
        "periods": _periods(),
    }


def _periods() -> str:
    rows = ["| period | what it is | length | source | read |", "|---|---|---|---|---|"]
    for row in load("complaints")["period"]:
        length = f"{row['length']} {row['unit'].replace('_', ' ')}s" if row["length"] else "the same day"
        read = "yes" if row["verified"] else "no: configuration"
        rows.append(
            f"| `{row['key']}` | {row['label_en']} {row['label']} | {length} | {row['source']} | {read} |"
        )
    return "\n".join(rows)


@pytest.mark.parametrize("name", ["states", "moves", "flags", "handling clock", "periods"])
def test_the_page_and_the_table_of_complaints_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_state_tells_the_reporter_a_sentence_in_both_languages() -> None:
    for state in PROCESS.states:
        assert state.sentence.endswith("."), state.key
        assert ZH(state.sentence).endswith("。"), state.key


def test_every_word_of_the_table_of_complaints_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))
    for move in PROCESS.moves:
        assert move.done.startswith("{actor} "), move.key
        assert ZH(move.done).startswith("{actor}"), move.key


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

"""Does docs/rooms/supervision.md say what the table of findings and the data of the monitors say?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_supervision_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.supervision.course import FLAGS, PROCESS
from gongkai.domain.supervision.monitors import monitors

PAGE = process_pages.ROOMS / "supervision.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def monitors_table() -> str:
    rows = ["| monitor | words | looks for | days to act | source |", "|---|---|---|---|---|"]
    for key, each in monitors().items():
        source = f"{each.citation}" + ("" if each.citation.verified else " (not read)")
        rows.append(f"| `{key}` | {each.label_en} {each.label} | {each.says_en} | {each.days} | {source} |")
    return "\n".join(rows)


def parts() -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "monitors": monitors_table(),
        "states": process_pages.states(PROCESS, ZH, "what the public is told"),
        "moves": process_pages.moves(PROCESS, ZH),
        "flags": f"| flag | true when |\n|---|---|\n{meanings}",
    }


@pytest.mark.parametrize("name", ["monitors", "states", "moves", "flags"])
def test_the_page_and_the_tables_of_supervision_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_word_of_the_finding_table_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

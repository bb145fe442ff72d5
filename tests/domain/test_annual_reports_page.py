"""Does docs/rooms/annual_reports.md say what the table says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_annual_reports_page.py``. Files
of Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.annual_report import course, work_course
from gongkai.domain.process import Process

PAGE = process_pages.ROOMS / "annual_reports.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


TABLES = {"": (course.PROCESS, course.FLAGS), "work ": (work_course.PROCESS, work_course.FLAGS)}


def parts() -> dict[str, str]:
    found: dict[str, str] = {}
    for prefix, (process, flags) in TABLES.items():
        meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in flags.items())
        found |= {
            f"{prefix}states": process_pages.states(process, ZH, "what the public is told"),
            f"{prefix}moves": process_pages.moves(process, ZH),
            f"{prefix}flags": f"| flag | true when |\n|---|---|\n{meanings}",
        }
    return found


@pytest.mark.parametrize("name", [f"{of}{part}" for of in TABLES for part in ("states", "moves", "flags")])
def test_the_page_and_the_tables_of_reports_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


@pytest.mark.parametrize("prefix", TABLES)
def test_every_flag_of_a_report_has_its_meaning_and_is_asked_for(prefix: str) -> None:
    process, flags = TABLES[prefix]
    assert set(flags) == {guard.flag for move in process.moves for guard in move.guards}


@pytest.mark.parametrize("process", [each[0] for each in TABLES.values()], ids=lambda process: process.key)
def test_every_word_of_the_report_tables_is_translated(process: Process) -> None:
    assert all(ZH(word) for word in process_pages.words(process))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

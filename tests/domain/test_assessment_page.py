"""Does docs/rooms/supervision.md say what the tables of assessment and its data say?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_assessment_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.process import Process
from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.assessment import ENTRY, FLAGS, PROCESSES, ROUND, SHEET

PAGE = process_pages.ROOMS / "supervision.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()
TOLD = "what the public is told"


def measures_table() -> str:
    lines = ["| measure | words | one case is | a share is taken of |", "|---|---|---|---|"]
    for key, each in sheets.measures().items():
        lines.append(f"| `{key}` | {each.label_en} {each.label} | {each.says_en} | {each.of_en} |")
    return "\n".join(lines)


def grades_table() -> str:
    lines = ["| grade | words | from per cent |", "|---|---|---|"]
    return "\n".join(
        [
            *lines,
            *(
                f"| `{each.key}` | {each.label_en} {each.label} | {each.from_percent} |"
                for each in sheets.grades()
            ),
        ]
    )


def parts() -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    found = {
        "assessment measures": measures_table(),
        "assessment grades": grades_table(),
        "assessment flags": f"| flag | true when |\n|---|---|\n{meanings}",
    }
    for name, process in (("sheet", SHEET), ("assessment", ROUND), ("entry", ENTRY)):
        found[f"{name} states"] = process_pages.states(process, ZH, TOLD)
        found[f"{name} moves"] = process_pages.moves(process, ZH)
    return found


NAMES = (
    *("assessment measures", "assessment grades", "assessment flags"),
    *(f"{name} {part}" for name in ("sheet", "assessment", "entry") for part in ("states", "moves")),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_and_the_tables_of_assessment_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_word_of_the_tables_of_assessment_is_translated(process: Process) -> None:
    assert all(ZH(word) for word in process_pages.words(process))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

"""Does the section "Appraisal" of docs/rooms/supervision.md say what the table of rounds and the data say?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_appraisal_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.supervision.appraisal import FLAGS, PROCESS
from gongkai.domain.supervision.appraisal_sheet import SCALE, rows, sheets

PAGE = process_pages.ROOMS / "supervision.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def questions_table() -> str:
    dimensions = {row["key"]: f"{row['label_en']} {row['label']}" for row in rows("dimension")}
    lines = ["| sheet | question | words | answered | dimension |", "|---|---|---|---|---|"]
    for sheet in sheets().values():
        for each in sheet.questions:
            how = "1 to 5" if each.kind == SCALE else "own words"
            words = f"{each.text_en} {each.text}"
            lines.append(
                f"| {sheet.key} | `{each.key}` | {words} | {how} | {dimensions.get(each.dimension, '')} |"
            )
    return "\n".join(lines)


def parts() -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "appraisal questions": questions_table(),
        "appraisal states": process_pages.states(PROCESS, ZH, "what the public is told"),
        "appraisal moves": process_pages.moves(PROCESS, ZH),
        "appraisal flags": f"| flag | true when |\n|---|---|\n{meanings}",
    }


@pytest.mark.parametrize("name", ["questions", "states", "moves", "flags"])
def test_the_page_and_the_tables_of_the_appraisal_are_in_step(name: str) -> None:
    block = f"appraisal {name}"
    assert process_pages.block(PAGE, block)[1] == parts()[block], "run this test file as a script"


def test_every_word_of_the_appraisal_table_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

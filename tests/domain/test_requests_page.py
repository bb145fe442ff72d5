"""Does docs/rooms/requests.md say what the table says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_requests_page.py``. Files of
Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain import clocks
from gongkai.domain.requests import FLAGS, PROCESS, REPLY, channels

PAGE = process_pages.ROOMS / "requests.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()
RULES = {
    "handed_in": "the day it is handed in",
    "signed_for": "the day it is signed for",
    "confirmed": "the day the agency confirms it with the applicant",
    "both_confirmed": "the later day of the two confirmations",
    "register": "the day the register says",
}


def parts() -> dict[str, str]:
    flags = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    ways = "\n".join(
        f"| `{way.key}` | {way.label_en} {way.label} | {RULES[way.rule]} | {way.evidence} | {way.citation} |"
        for way in channels()
    )
    return {
        "states": process_pages.states(PROCESS, ZH, "what the applicant is told"),
        "moves": process_pages.moves(PROCESS, ZH),
        "flags": f"| flag | true when |\n|---|---|\n{flags}",
        "reply clock": process_pages.effects(PROCESS, REPLY),
        "receipt": f"| channel | words | day of receipt | evidence | article |\n|---|---|---|---|---|\n{ways}",
        "periods": _periods(),
    }


def _periods() -> str:
    rows = ["| clock | what it is | length | in force from | source | read |", "|---|---|---|---|---|---|"]
    for rule in clocks.rules():
        if rule.key.startswith(("request.", "dispute.")):
            unit = "working days" if rule.unit == "working_day" else "days"
            more = f", at most {rule.extension_limit} more" if rule.extension_limit else ""
            read = "yes" if rule.verified else "no: configuration"
            until = f" to {rule.in_force_until}" if rule.in_force_until else ""
            rows.append(
                f"| `{rule.key}` | {rule.label_en} {rule.label} | {rule.length} {unit}{more} | "
                f"{rule.in_force_from}{until} | {rule.citation} | {read} |"
            )
    return "\n".join(rows)


@pytest.mark.parametrize("name", ["states", "moves", "flags", "reply clock", "receipt", "periods"])
def test_the_page_and_the_table_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_state_tells_the_applicant_a_sentence_in_both_languages() -> None:
    for state in PROCESS.states:
        assert state.sentence.endswith("."), state.key
        assert ZH(state.sentence).endswith("。"), state.key


def test_every_word_of_the_table_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))
    for move in PROCESS.moves:
        assert move.done.startswith("{actor} "), move.key
        assert ZH(move.done).startswith("{actor}"), move.key


def test_the_page_speaks_only_of_moves_that_are_there() -> None:
    """Code words in the running text name states, moves, flags, clocks or the like of this room."""
    text = PAGE.read_text(encoding="utf-8")
    numbered = set(re.findall(r"\((\d+)\)", text))
    assert {int(number) for number in numbered} <= set(range(1, len(PROCESS.moves) + 1))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

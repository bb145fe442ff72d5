"""Does docs/rooms/supervision.md say what the table of cases and the data of accountability say?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_accountability_page.py``. Files
of Chinese words that are not collected yet may follow on the line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import process_pages
import pytest
from process_tables import chinese

from gongkai.domain.supervision import first_contact, liability
from gongkai.domain.supervision.accountability import FLAGS, PROCESS
from gongkai.domain.supervision.liability import FaultKind, Measure

PAGE = process_pages.ROOMS / "supervision.md"
ZH = chinese(*map(Path, sys.argv[1:])) if __name__ == "__main__" else chinese()


def rows_of(rows: Iterable[FaultKind | Measure], head: str) -> str:
    lines = [f"| {head} | words | what it is | source |", "|---|---|---|---|"]
    for each in rows:
        source = f"{each.citation}" + ("" if each.citation.verified else " (not read)")
        lines.append(f"| `{each.key}` | {each.label_en} {each.label} | {each.says_en} | {source} |")
    return "\n".join(lines)


def measures_table() -> str:
    lines = ["| result | words | what it is | for | a talk | source |", "|---|---|---|---|---|---|"]
    for each in liability.measures().values():
        source = f"{each.citation}" + ("" if each.citation.verified else " (not read)")
        on = {"both": "person or unit"}.get(each.on, each.on)
        talk = "yes" if each.talk else ""
        words = f"{each.label_en} {each.label}"
        lines.append(f"| `{each.key}` | {words} | {each.says_en} | {on} | {talk} | {source} |")
    return "\n".join(lines)


def days_table() -> str:
    lines = ["| step | working days |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{key}` | {number} |" for key, number in liability.days().items())])


def first_contact_table() -> str:
    lines = ["| fault of a way | words | what it is | begins a case of |", "|---|---|---|---|"]
    for key, each in first_contact.way_faults().items():
        lines.append(f"| `{key}` | {each.label_en} {each.label} | {each.says_en} | `{each.fault}` |")
    rules = liability.first_contact_rules()
    numbers = ", ".join(f"`{name}` {value}" for name, value in rules.items() if type(value) is int)
    return "\n".join(
        [*lines, "", f"The numbers: {numbers}; a unit has the period `sign` of matters to sign."]
    )


def parts() -> dict[str, str]:
    meanings = "\n".join(f"| `{flag}` | {meaning} |" for flag, meaning in FLAGS.items())
    return {
        "case faults": rows_of(liability.faults().values(), "kind of fault"),
        "case measures": measures_table(),
        "case states": process_pages.states(PROCESS, ZH, "what the public is told"),
        "case moves": process_pages.moves(PROCESS, ZH),
        "case flags": f"| flag | true when |\n|---|---|\n{meanings}",
        "case days": days_table(),
        "first contact": first_contact_table(),
    }


PARTS = (
    "case faults",
    "case measures",
    "case states",
    "case moves",
    "case flags",
    "case days",
    "first contact",
)


def test_every_part_of_accountability_is_looked_at() -> None:
    assert set(parts()) == set(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_the_page_and_the_data_of_accountability_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


def test_every_word_of_the_table_of_cases_is_translated() -> None:
    assert all(ZH(word) for word in process_pages.words(PROCESS))


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

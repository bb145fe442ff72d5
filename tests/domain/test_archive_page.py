"""Does docs/rooms/archive.md say what ``law/archive.toml`` says?

Run this file as a script to write the generated parts anew: ``python tests/domain/test_archive_page.py``.
"""

from __future__ import annotations

import process_pages
import pytest

from gongkai.domain.archive.rules import kinds, not_archived, retentions

PAGE = process_pages.ROOMS / "archive.md"


def kinds_table() -> str:
    rows = ["| kind | words | when it stands at | retention | source |", "|---|---|---|---|---|"]
    for key, each in kinds().items():
        kept = retentions()[each.retention]
        source = f"{each.citation}" + ("" if each.citation.verified else " (not read)")
        states = ", ".join(f"`{state}`" for state in each.states)
        rows.append(
            f"| `{key}` | {each.label_en} {each.label} | {states} | {kept.label_en} {kept.label} | {source} |"
        )
    return "\n".join(rows)


def left_table() -> str:
    rows = ["| kind | state or process | why |", "|---|---|---|"]
    rows += [
        f"| `{key}` | `{left.state}` | {left.reason_en} {left.reason} |"
        for key, each in kinds().items()
        for left in each.left
    ]
    rows += [f"| | `{key}` | {each.reason_en} {each.reason} |" for key, each in not_archived().items()]
    return "\n".join(rows)


def parts() -> dict[str, str]:
    return {"kinds": kinds_table(), "left": left_table()}


@pytest.mark.parametrize("name", ["kinds", "left"])
def test_the_page_and_the_data_of_the_archive_are_in_step(name: str) -> None:
    assert process_pages.block(PAGE, name)[1] == parts()[name], "run this test file as a script"


if __name__ == "__main__":
    process_pages.write(PAGE, parts())

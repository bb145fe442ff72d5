"""Does docs/rooms/publishing.md say what the table says?

Run this file as a script to write the two tables anew: ``python tests/domain/test_disclosure_page.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from process_tables import chinese

from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import AUTHOR

PAGE = Path(__file__).parents[2] / "docs" / "rooms" / "publishing.md"


def states() -> str:
    """The table of states."""
    zh = chinese()
    rows = ["| state | words | whose | kind | what the public page says |", "|---|---|---|---|---|"]
    for state in PROCESS.states:
        lane = PROCESS.lane(state.lane)
        said = f"{state.sentence} {zh(state.sentence)}" if state.sentence else "nothing: not public"
        words = f"{state.label} {zh(state.label)}"
        rows.append(f"| `{state.key}` | {words} | {zh(lane.label)} | {state.kind.value} | {said} |")
    return "\n".join(rows)


def moves() -> str:
    """The table of moves."""
    zh = chinese()
    head = "| no. | move | words | from → to | who | needs | conditions | article |"
    rows = [head, "|---|---|---|---|---|---|---|---|"]
    for number, move in enumerate(PROCESS.moves, 1):
        who = [role.removeprefix("publishing.") for role in move.roles] + ["the clock"] * move.timer
        terms = [f"not who did `{key}`" if key != AUTHOR else "not the author" for key in move.distinct_from]
        terms += ["only the author" if key == AUTHOR else f"only who did `{key}`" for key in move.only_by]
        terms += [f"{'not ' if guard.negate else ''}`{guard.flag}`" for guard in move.guards]
        way = f"{', '.join(move.sources)} → {move.target}"
        cells = (
            str(number),
            f"`{move.key}`",
            f"{move.label} {zh(move.label)}",
            way,
            ", ".join(who),
            ", ".join(move.needs),
            "; ".join(terms),
            str(move.citation or ""),
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


PARTS = {"states": states, "moves": moves}


def block(name: str, text: str) -> re.Match[str]:
    """The part of the page that is generated as ``name``."""
    found = re.search(rf"(?s)<!-- {name}: generated -->\n(.*?)\n<!-- end -->", text)
    assert found, f"docs/rooms/publishing.md has lost its generated part {name}"
    return found


@pytest.mark.parametrize("name", PARTS)
def test_the_page_and_the_table_are_in_step(name: str) -> None:
    assert block(name, PAGE.read_text(encoding="utf-8"))[1] == PARTS[name](), "run this test file as a script"


def test_every_state_the_public_sees_says_so_in_both_languages() -> None:
    zh = chinese()
    shown = [state for state in PROCESS.states if state.sentence]
    assert {state.key for state in shown} == {"published", "repealed", "lapsed", "superseded", "withdrawn"}
    assert all(zh(state.sentence).endswith("。") for state in shown)


def test_every_word_of_the_table_is_translated() -> None:
    zh = chinese()
    words = [PROCESS.title, *PROCESS.needs.values(), *(lane.label for lane in PROCESS.lanes)]
    words += [state.label for state in PROCESS.states]
    words += [word for move in PROCESS.moves for word in (move.label, move.done)]
    words += [guard.refusal for move in PROCESS.moves for guard in move.guards]
    assert all(zh(word) for word in words)
    assert all(
        move.done.startswith("{actor} ") and zh(move.done).startswith("{actor}") for move in PROCESS.moves
    )


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    for part, make in PARTS.items():
        place = block(part, page)
        page = page[: place.start(1)] + make() + page[place.end(1) :]
    PAGE.write_text(page, encoding="utf-8")

"""The generated parts of a room's page in ``docs/rooms``: its states and moves, from its table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from gongkai.domain.process import AUTHOR, Move, Process

ROOMS = Path(__file__).parents[2] / "docs" / "rooms"
Chinese = Callable[[str], str]


def states(process: Process, zh: Chinese, head: str) -> str:
    """The table of states; ``head`` names the last column: who reads the sentence."""
    rows = [f"| state | words | whose | kind | {head} |", "|---|---|---|---|---|"]
    for state in process.states:
        lane = process.lane(state.lane)
        said = f"{state.sentence} {zh(state.sentence)}" if state.sentence else "nothing: not public"
        words = f"{state.label} {zh(state.label)}"
        rows.append(f"| `{state.key}` | {words} | {zh(lane.label)} | {state.kind.value} | {said} |")
    return "\n".join(rows)


def moves(process: Process, zh: Chinese) -> str:
    """The table of moves."""
    head = "| no. | move | words | from → to | who | needs | conditions | article |"
    rows = [head, "|---|---|---|---|---|---|---|---|"]
    for number, move in enumerate(process.moves, 1):
        cells = (
            str(number),
            f"`{move.key}`",
            f"{move.label} {zh(move.label)}",
            f"{', '.join(move.sources)} → {move.target}",
            ", ".join([role.rpartition(".")[2] for role in move.roles] + ["the clock"] * move.timer),
            ", ".join(move.needs),
            "; ".join(_terms(move)),
            str(move.citation or ""),
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _terms(move: Move) -> list[str]:
    terms = [f"not who did `{key}`" if key != AUTHOR else "not the author" for key in move.distinct_from]
    terms += ["only the author" if key == AUTHOR else f"only who did `{key}`" for key in move.only_by]
    return terms + [f"{'not ' if guard.negate else ''}`{guard.flag}`" for guard in move.guards]


def effects(process: Process, rule: str) -> str:
    """What each move does to the clock ``rule``: begins, holds, lets go, begins anew, ends."""
    words = {
        "start": "begins",
        "pause": "is held",
        "resume": "goes on",
        "restart": "begins anew",
        "stop": "ends",
    }
    found: dict[str, list[str]] = {action: [] for action in words}
    for move in process.moves:
        for effect in move.effects:
            if effect.rule == rule or (effect.rule.endswith(".*") and rule.startswith(effect.rule[:-1])):
                found[effect.action].append(f"`{move.key}`")
    rows = ["| the clock | by |", "|---|---|"]
    return "\n".join(
        [*rows, *(f"| {words[action]} | {', '.join(by)} |" for action, by in found.items() if by)]
    )


def block(page: Path, name: str) -> re.Match[str]:
    """The part of the page that is generated as ``name``."""
    found = re.search(
        rf"(?s)<!-- {name}: generated -->\n(.*?)\n<!-- end -->", page.read_text(encoding="utf-8")
    )
    assert found, f"{page.name} has lost its generated part {name}"
    return found


def write(page: Path, parts: dict[str, str]) -> None:
    """Writes the generated parts anew."""
    for name, text in parts.items():
        place, before = block(page, name), page.read_text(encoding="utf-8")
        page.write_text(before[: place.start(1)] + text + before[place.end(1) :], encoding="utf-8")


def words(process: Process) -> list[str]:
    """Every word of the table somebody reads."""
    found = [process.title, *process.needs.values(), *(lane.label for lane in process.lanes)]
    found += [word for state in process.states for word in (state.label, state.sentence) if word]
    found += [word for move in process.moves for word in (move.label, move.done)]
    return found + [guard.refusal for move in process.moves for guard in move.guards]

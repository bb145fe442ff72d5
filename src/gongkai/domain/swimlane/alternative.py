"""The picture in words: a table for those who cannot see it, and for everybody's phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.domain.process import Kind, Move, Process
from gongkai.domain.text import N_

SYSTEM = N_("By itself, at the set time")


@dataclass(frozen=True, slots=True)
class Next:
    """What may happen: its number in the picture, its words, where it leads, and the article, if any."""

    number: int
    move: str
    words: str
    leads_to: str
    by_itself: bool
    citation: str


@dataclass(frozen=True, slots=True)
class Row:
    """One state: its word, who owns it, what a citizen is told, and what may happen next."""

    state: str
    step: str
    who: str
    sentence: str
    kind: Kind
    next: tuple[Next, ...]


def text_alternative(process: Process, label: Callable[[str], str]) -> list[Row]:
    """The rows of the table, one a state, in the table's order; words as ``label`` puts them."""
    numbers = {move.key: at for at, move in enumerate(process.moves, 1)}

    def following(move: Move) -> Next:
        return Next(
            numbers[move.key],
            move.key,
            label(move.label),
            label(process.state(move.target).label),
            move.timer,
            str(move.citation) if move.citation else "",
        )

    return [
        Row(
            state.key,
            label(state.label),
            label(process.lane(state.lane).label),
            label(state.sentence) if state.sentence else "",
            state.kind,
            tuple(following(move) for move in process.moves_from(state.key)),
        )
        for state in process.states
    ]

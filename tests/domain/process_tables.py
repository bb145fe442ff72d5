"""Random transition tables for property tests, and the Chinese words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from babel.messages.pofile import read_po
from hypothesis import strategies as st

import gongkai.domain
from gongkai.domain.process import AUTHOR, Guard, Kind, Lane, Move, Process, State

WORDS = (
    "草稿",
    "科室负责人审核中",
    "Awaiting the approval of the leader",
    "保密与隐私审查",
    "Published",
    "已撤下，说明理由",
    "x",
)
ROLES = ("a", "b", "c")


def chinese(*override: Path) -> Callable[[str], str]:
    """The domain's Chinese words; files of words not collected yet (JSON, msgid → Chinese) stand in for them."""
    folder = Path(gongkai.domain.__file__).parent
    with (folder / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    for path in override:
        catalogue |= json.loads(path.read_text(encoding="utf-8"))
    return lambda words: catalogue[words]


@st.composite
def tables(draw: st.DrawFn, most: int = 40) -> Process:
    """A sound table of up to ``most`` states in up to six lanes, with up to as many moves again as states."""
    lanes = tuple(Lane(f"l{at}", draw(st.sampled_from(WORDS))) for at in range(draw(st.integers(1, 6))))
    count = draw(st.integers(2, most))
    keys = [f"s{at}" for at in range(count)]
    ends = [(draw(st.integers(0, max(0, at - 1))), at) for at in range(1, count)]
    ends += draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=count))
    moves = [_move(draw, at, (keys[here],), keys[there]) for at, (here, there) in enumerate(ends)]
    if draw(st.booleans()):
        sources = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=min(count, 9), unique=True))
        moves.append(_move(draw, len(moves), tuple(sources), draw(st.sampled_from(keys))))
    states = tuple(
        State(
            key, draw(st.sampled_from(WORDS)), "", draw(st.sampled_from(lanes)).key, _kind(draw, key, moves)
        )
        for key in keys
    )
    starts = draw(st.lists(st.sampled_from(keys[1:]), max_size=2, unique=True))
    return Process("random", "Random", lanes, states, tuple(moves), (keys[0], *starts))


def _move(draw: st.DrawFn, at: int, sources: tuple[str, ...], target: str) -> Move:
    return Move(
        f"m{at}",
        draw(st.sampled_from(WORDS)),
        "{actor} did it",
        sources,
        target,
        tuple(draw(st.sets(st.sampled_from(ROLES), min_size=1))),
        needs=draw(st.sampled_from(((), ("reason",), ("reason", "moment", "link")))),
        distinct_from=draw(st.sampled_from(((), (AUTHOR,), ("m0",), (AUTHOR, "m0")))),
        only_by=draw(st.sampled_from(((), (), (AUTHOR,)))),
        guards=draw(st.sampled_from(((), (Guard("f", "No f"),), (Guard("f", "f", negate=True),)))),
        timer=draw(st.booleans()),
    )


def _kind(draw: st.DrawFn, key: str, moves: list[Move]) -> Kind:
    exits = [move for move in moves if key in move.sources]
    if not exits:
        return draw(st.sampled_from((Kind.FINAL, Kind.REST)))
    leaves = any(move.target != key for move in exits)
    return draw(st.sampled_from((Kind.OPEN, Kind.REST))) if leaves else Kind.REST

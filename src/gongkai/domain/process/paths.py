"""The table as a whole: who may do what, what can be reached, and random legal walks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random
from typing import NamedTuple

from gongkai.domain.process.rules import Moved, step
from gongkai.domain.process.table import AUTHOR, Facts, Process


class Permission(NamedTuple):
    """A row of the permission matrix."""

    state: str
    move: str
    roles: tuple[str, ...]


class Walked(NamedTuple):
    """One step of a random walk; ``actor`` is ``None`` where the system's clock moved."""

    before: str
    actor: str | None
    moved: Moved


def permission_matrix(process: Process) -> tuple[Permission, ...]:
    """Who may make which move from which state, in the table's order; no roles: only the system's clock."""
    return tuple(
        Permission(state.key, move.key, move.roles)
        for state in process.states
        for move in process.moves_from(state.key)
    )


def reachable(process: Process, start: str, *, without: Collection[str] = ()) -> frozenset[str]:
    """The states some path leads to from ``start`` (itself included) making none of the moves ``without``."""
    seen, waiting = {start}, [start]
    while waiting:
        for move in process.moves_from(waiting.pop()):
            if move.key not in without and move.target not in seen:
                seen.add(move.target)
                waiting.append(move.target)
    return frozenset(seen)


Flags = frozenset[str] | Callable[[Sequence[Walked]], frozenset[str]]


def walk(
    process: Process,
    rng: Random,
    *,
    people: Mapping[str, frozenset[str]],
    author: str | None = None,
    start: str | None = None,
    flags: Flags = frozenset(),
    length: int = 40,
) -> tuple[Walked, ...]:
    """A random legal walk of at most ``length`` steps by ``people`` (name → roles) and the system's clock.

    Every form is filled in. ``flags`` are constant or follow from the way so far. ``author`` (default: one of
    the people by lot) wrote the matter. Doers are never forgotten, as if it were all one revision.
    """
    names = sorted(people)
    doers: dict[str, frozenset[str]] = {AUTHOR: frozenset({author or rng.choice(names)})}
    here, way = start or process.start[0], list[Walked]()
    for _ in range(length):
        true = flags(way) if callable(flags) else flags
        legal: dict[str, list[tuple[str | None, Moved]]] = {}
        for move in process.moves_from(here):
            for name in (*names, None):
                facts = Facts(
                    name,
                    people[name] if name else frozenset(),
                    doers,
                    frozenset(process.needs),
                    true,
                    name is None,
                )
                if isinstance(moved := step(process, here, move.key, facts), Moved):
                    legal.setdefault(move.key, []).append((name, moved))
        if not legal:
            break
        actor, moved = rng.choice(legal[rng.choice(sorted(legal))])
        way.append(Walked(here, actor, moved))
        if actor is not None:
            doers[moved.move.key] = doers.get(moved.move.key, frozenset()) | {actor}
        here = moved.state.key
    return tuple(way)

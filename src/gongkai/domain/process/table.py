"""The shape of a transition table: lanes, states, moves, and the facts a move is asked under."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Literal

from gongkai.domain.law import Citation
from gongkai.domain.text import N_

AUTHOR = "author"
"""The key under which ``Facts.doers`` names everybody who wrote the text the matter is about."""

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "reason": N_("the reason"),
        "moment": N_("the day and time"),
        "ground": N_("the legal ground"),
        "review_again_on": N_("the day to look at it again"),
        "agency": N_("the agency"),
        "opinion": N_("the opinion received"),
        "link": N_("the other document"),
    }
)
"""What moves may ask for, and the words for it. A table with further needs passes its own ``needs``."""


class Kind(Enum):
    """Whether something is still owed while the matter stands in a state."""

    OPEN = "open"
    """Somebody owes the next move."""
    REST = "rest"
    """Nothing is owed now, but moves remain (a published document can be corrected)."""
    FINAL = "final"
    """The end: no move leaves it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A swim lane: who owns the states drawn in it. ``label`` is a msgid."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a matter stands.

    ``label`` is the staff's word, ``sentence`` what a citizen is told (empty: never shown to one), ``lane``
    the key of the lane that owns it.
    """

    key: str
    label: str
    sentence: str
    lane: str
    kind: Kind = Kind.OPEN


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition: ``flag`` must be (``negate``: must not be) among the flags, else ``refusal`` (a msgid)."""

    flag: str
    refusal: str
    negate: bool = False

    def holds(self, flags: Collection[str]) -> bool:
        """Whether the condition is met by ``flags``."""
        return (self.flag in flags) is not self.negate


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """What a move does to a clock. ``rule`` is a rule's key, or a family ending in ``.*``."""

    action: Literal["start", "stop", "pause", "resume", "restart"]
    rule: str


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another.

    ``label`` is the verb on the button, ``done`` the ledger's past sentence with the field ``{actor}``.
    Anybody with one of ``roles`` may make it who did none of ``distinct_from`` and, where ``only_by`` is
    given, did one of those (both name move keys or ``"author"``). ``needs`` is what the form must supply.
    ``timer``: the system's own clock makes it, as well as ``roles``.
    """

    key: str
    label: str
    done: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()
    only_by: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[ClockEffect, ...] = ()
    citation: Citation | None = None
    timer: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true when somebody asks to make a move.

    ``doers`` maps move keys, and ``"author"``, to everybody who did them since the present revision of the
    matter was begun; ``given`` is what the form supplied; ``flags`` is what is true of the matter; ``system``
    marks the clock's own run, which has no actor and no roles.
    """

    actor: str | None
    roles: frozenset[str] = frozenset()
    doers: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    given: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    system: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Process:
    """A transition table; ``title`` is a msgid, ``start`` the states a matter may begin in, the usual first.

    ``entry`` gives the clock effects of creating a matter in a start state, ``needs`` the words (msgids) for
    what moves ask for. Raises :class:`ValueError` when the table contradicts itself (unknown or doubled keys,
    an open state without exit, a final state with one).
    """

    key: str
    title: str
    lanes: tuple[Lane, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    start: tuple[str, ...]
    entry: Mapping[str, tuple[ClockEffect, ...]] = field(default_factory=lambda: MappingProxyType({}))
    needs: Mapping[str, str] = field(default_factory=lambda: NEEDS)
    _lanes: dict[str, Lane] = field(init=False, repr=False)
    _states: dict[str, State] = field(init=False, repr=False)
    _moves: dict[str, Move] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lanes", {lane.key: lane for lane in self.lanes})
        object.__setattr__(self, "_states", {state.key: state for state in self.states})
        object.__setattr__(self, "_moves", {move.key: move for move in self.moves})
        if faults := tuple(_faults(self)):
            raise ValueError(f"process {self.key}: " + "; ".join(faults))

    def state(self, key: str) -> State:
        """The state called ``key``; :class:`KeyError` when there is none."""
        return self._states[key]

    def move(self, key: str) -> Move:
        """The move called ``key``; :class:`KeyError` when there is none."""
        return self._moves[key]

    def lane(self, key: str) -> Lane:
        """The lane called ``key``; :class:`KeyError` when there is none."""
        return self._lanes[key]

    def has_state(self, key: str) -> bool:
        """Whether there is a state called ``key``."""
        return key in self._states

    def has_move(self, key: str) -> bool:
        """Whether there is a move called ``key``."""
        return key in self._moves

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that leave ``state``, in the table's order."""
        return tuple(move for move in self.moves if state in move.sources)


def _faults(process: Process) -> Iterable[str]:
    for what, rows in (("lane", process.lanes), ("state", process.states), ("move", process.moves)):
        keys = [row.key for row in rows]
        yield from (f"{what} {key} is there twice" for key in sorted(set(keys)) if keys.count(key) > 1)
    if not process.start:
        yield "there is no start"
    for key in (*process.start, *process.entry):
        if not process.has_state(key):
            yield f"start {key} is no state"
    for state in process.states:
        yield from _state_faults(process, state)
    for move in process.moves:
        yield from _move_faults(process, move)


def _state_faults(process: Process, state: State) -> Iterable[str]:
    if all(lane.key != state.lane for lane in process.lanes):
        yield f"state {state.key} is in no lane"
    exits = process.moves_from(state.key)
    if state.kind is Kind.FINAL and exits:
        yield f"final state {state.key} has an exit"
    if state.kind is Kind.OPEN and not any(move.target != state.key for move in exits):
        yield f"open state {state.key} has no exit"


def _move_faults(process: Process, move: Move) -> Iterable[str]:
    for key in (*move.sources, move.target):
        if not process.has_state(key):
            yield f"move {move.key} names the unknown state {key}"
    if not move.sources or len(set(move.sources)) != len(move.sources):
        yield f"move {move.key} has no source, or one twice"
    if not move.roles and not move.timer:
        yield f"move {move.key} is nobody's"
    for key in (*move.distinct_from, *move.only_by):
        if key != AUTHOR and not process.has_move(key):
            yield f"move {move.key} compares with the unknown move {key}"
    for need in move.needs:
        if need not in process.needs:
            yield f"move {move.key} has the unknown need {need}"

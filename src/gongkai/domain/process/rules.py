"""Asking the table: may this person make this move now, and if not, why not?"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain.process.table import AUTHOR, Facts, Move, Process, State
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say


@dataclass(frozen=True, slots=True)
class Moved:
    """The move is legal: make it, and the matter stands in ``state``."""

    move: Move
    state: State


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: the move, and why it is refused now (``None``: it may be made)."""

    move: Move
    refused: Refused | None


def step(process: Process, state: str, move: str, facts: Facts) -> Moved | Refused:
    """Whether the move may be made from ``state`` under ``facts``: the new state, or why not.

    Never raises: an unknown state or move is refused like any other.
    """
    if not process.has_state(state) or not process.has_move(move):
        return Refused(
            say(
                "The step “{move}” is not part of this procedure. Reload the page and choose again.",
                move=move,
            )
        )
    wanted = process.move(move)
    if state not in wanted.sources:
        return Refused(
            say(
                "“{move}” is not possible now: the matter stands at “{state}”. "
                "Reload the page to see what is possible.",
                move=Text(wanted.label),
                state=Text(process.state(state).label),
            )
        )
    refused = _refusal(process, state, wanted, facts) or _needs_refusal(process, wanted, facts)
    return refused or Moved(wanted, process.state(wanted.target))


def _refusal(process: Process, state: str, move: Move, facts: Facts) -> Refused | None:
    """Why ``facts`` forbid the move, leaving aside what the form will ask for."""
    if facts.system:
        who = None if move.timer else say("“{move}” must be done by a person.", move=Text(move.label))
        return Refused(who) if who else _guard_refusal(move, facts)
    return (
        _role_refusal(process, state, move, facts)
        or _person_refusal(process, move, facts)
        or _guard_refusal(move, facts)
    )


def _role_refusal(process: Process, state: str, move: Move, facts: Facts) -> Refused | None:
    if not move.roles:
        return Refused(
            say(
                "“{move}” happens by itself when its time comes; nothing needs to be done.",
                move=Text(move.label),
            )
        )
    if facts.actor is None:
        return Refused(
            say(
                "“{move}” can only be done by somebody who is signed in. Sign in first.",
                move=Text(move.label),
            )
        )
    if facts.roles.isdisjoint(move.roles):
        lane = process.lane(process.state(state).lane)
        return Refused(
            say(
                "Your posts do not include “{move}”. The matter is now with: {lane}. "
                "Ask a colleague whose post includes it.",
                move=Text(move.label),
                lane=Text(lane.label),
            )
        )
    return None


def _person_refusal(process: Process, move: Move, facts: Facts) -> Refused | None:
    """Two pairs of eyes, and moves that are only one person's own."""
    nobody: frozenset[str] = frozenset()
    label = Text(move.label)
    did = [key for key, people in facts.doers.items() if facts.actor in people]
    if move.only_by and not set(move.only_by) & set(did):
        return Refused(
            say(
                "Only the person who wrote this, or did the step before, can do “{move}”. Ask that person.",
                move=label,
            ),
            move.citation,
        )
    for key in move.distinct_from:
        if key == AUTHOR and not facts.doers.get(AUTHOR, nobody):
            # Unknown is not "somebody else": two pairs of eyes must be shown, never assumed.
            return Refused(
                say(
                    "It is not recorded who wrote this, so “{move}” must wait. Have the author recorded.",
                    move=label,
                ),
                move.citation,
            )
        if key not in did:
            continue
        if key == AUTHOR:
            words = say(
                "You wrote this; “{move}” must be done by another person. Ask a colleague.", move=label
            )
        else:
            words = say(
                "You did “{earlier}” on this; “{move}” must be done by another person. Ask a colleague.",
                earlier=Text(process.move(key).label),
                move=label,
            )
        return Refused(words, move.citation)
    return None


def _guard_refusal(move: Move, facts: Facts) -> Refused | None:
    for guard in move.guards:
        if not guard.holds(facts.flags):
            return Refused(Text(guard.refusal), move.citation)
    return None


def _needs_refusal(process: Process, move: Move, facts: Facts) -> Refused | None:
    missing = [Text(process.needs[need]) for need in move.needs if need not in facts.given]
    if not missing:
        return None
    listed = missing[-1]
    for word in reversed(missing[:-1]):
        listed = say("{first}, {others}", first=word, others=listed)
    return Refused(
        say(
            "“{move}” also needs: {missing}. Fill this in and send again.",
            move=Text(move.label),
            missing=listed,
        ),
        move.citation,
    )


def offers(process: Process, state: str, facts: Facts) -> tuple[Offer, ...]:
    """Every move leaving ``state`` that the roles could ever make, with the reason where it is refused now.

    What the form will ask for (``needs``) is not held against an offer. An unknown state offers nothing.
    """
    return tuple(
        Offer(move, _refusal(process, state, move, facts))
        for move in process.moves_from(state)
        if (facts.system and move.timer)
        or (not facts.system and facts.actor is not None and not facts.roles.isdisjoint(move.roles))
    )

"""Intake under load: whoever waits for the database's disk anyway is taken in together with the others who wait.

A thread that wants to take a matter in stands in line. The first in line takes everybody who stands there into one
transaction; the others wake up with their matter written. Alone, nobody waits for anybody. If anything in the batch
goes wrong, each is taken in on its own, so that one bad report spoils no other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.db import connection

from gongkai.complaints.actions import taking
from gongkai.complaints.actions.reports import Asked, Submitted

#: Most in one transaction: the line behind them is taken in next.
MOST = 32


@dataclass(slots=True, eq=False)
class _Turn:
    asked: Asked
    given: Submitted | None = None
    error: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.given is not None or self.error is not None


_line: list[_Turn] = []
_at_the_line = threading.Lock()
_serving = threading.Lock()


def take(asked: Asked) -> Submitted:
    """Takes it in, together with whoever else is being taken in now. Raises what taking it in raised."""
    if connection.in_atomic_block:
        # A deed of the stairs, or a test: its transaction is not to be shared.
        return taking.take([asked])[0]
    turn = _Turn(asked)
    with _at_the_line:
        _line.append(turn)
    with _serving:
        while not turn.done:
            _serve(_next())
    if turn.error is not None:
        raise turn.error
    assert turn.given is not None  # it was served
    return turn.given


def _next() -> list[_Turn]:
    with _at_the_line:
        batch = _line[:MOST]
        del _line[:MOST]
        return batch


def _serve(batch: list[_Turn]) -> None:
    if len(batch) > 1:
        try:
            given = taking.take([turn.asked for turn in batch])
        except Exception:  # noqa: S110 - each is tried on its own below, and told what is wrong with it
            pass
        else:
            for turn, each in zip(batch, given, strict=True):
                turn.given = each
            return
    for turn in batch:
        try:
            turn.given = taking.take([turn.asked])[0]
        except BaseException as error:
            turn.error = error

"""Intake under load: whoever waits for the database's disk anyway is taken in together with the others who wait.

A thread that wants to take a matter in stands in line. The first in line takes everybody who stands there into one
transaction and wakes them with their matter written; the first of those who came meanwhile goes on. If anything in
the batch goes wrong, each is taken in on its own, so that one bad report spoils no other.

Under load, whoever was just served is likely to be back at once: the first in line waits a moment for as many as came
lately. Alone, nobody waits for anybody.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

from gongkai.complaints.actions import taking
from gongkai.complaints.actions.reports import Asked, Submitted

#: Most in one transaction: the line behind them is taken in next.
MOST = 32
#: Seconds the first in line waits at most for as many as came lately.
PATIENCE = 0.001


@dataclass(slots=True, eq=False)
class _Turn:
    asked: Asked
    given: Submitted | None = None
    error: BaseException | None = None
    #: Held until it is served, or first in line with nobody serving.
    called: threading.Lock = field(default_factory=threading.Lock)

    @property
    def done(self) -> bool:
        return self.given is not None or self.error is not None


class _Line:
    """Who waits, whether somebody is serving, and how many are expected: as many as came lately."""

    def __init__(self) -> None:
        self._at_it = threading.Lock()
        self._waiting: list[_Turn] = []
        self._served = False
        self._expected = 1
        #: Held until as many as are expected stand there.
        self._complete = threading.Lock()
        self._complete.acquire()

    def stand(self, turn: _Turn) -> None:
        """Returns when the turn is done, or when its owner is the one to serve."""
        turn.called.acquire()
        with self._at_it:
            self._waiting.append(turn)
            first, self._served = not self._served, True
            if len(self._waiting) == self._expected and self._complete.locked():
                self._complete.release()
        if not first:
            turn.called.acquire()

    def batch(self) -> list[_Turn]:
        """Everybody who waits, as far as there is room."""
        if len(self._waiting) < self._expected:
            self._complete.acquire(timeout=PATIENCE)
        with self._at_it:
            batch = self._waiting[:MOST]
            del self._waiting[:MOST]
            self._expected = max(len(batch), self._expected - 1)
            self._complete.acquire(blocking=False)
        return batch

    def hand_over(self) -> None:
        """The first of those who wait serves from now on."""
        with self._at_it:
            if self._waiting:
                self._waiting[0].called.release()
            else:
                self._served = False


_line = _Line()


def take(asked: Asked) -> Submitted:
    """Takes it in, together with whoever else is being taken in now. Raises what taking it in raised."""
    if connection.in_atomic_block:
        # A deed of the stairs, or a test: its transaction is not to be shared.
        return taking.take([asked])[0]
    turn = _Turn(asked)
    _line.stand(turn)
    if not turn.done:
        batch = _line.batch()
        try:
            _serve(batch)
        finally:
            for other in batch:
                if not other.done:
                    other.error = RuntimeError("Whoever took this matter in was stopped.")
                if other is not turn:
                    other.called.release()
            _line.hand_over()
    if turn.error is not None:
        raise turn.error
    assert turn.given is not None  # it was served
    return turn.given


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

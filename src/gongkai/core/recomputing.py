"""Every running clock computed again at once: when a holiday notice comes, all of them are asked anew.

A hundred thousand clocks take some seconds: what is alike in them is worked out once, and the answers are written many
in one statement. Each chunk is a transaction of its own, so other deeds go on in between; whoever kills it half way
leaves every clock as it was or as it will be, and the next run moves the rest.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

from django.db import connection, transaction
from django.utils import timezone

from gongkai.core import clock, deadlines, ladder, rewriting
from gongkai.core.ledger import take_turn
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain.calendar import Calendar
from gongkai.domain.worktime import HOUR_UNITS

log = logging.getLogger(__name__)

#: Clocks computed again in one transaction; seconds left to others between two of them.
AT_ONCE, PAUSE = 1000, 0.02

#: Told how many clocks are done, of how many.
Progress: TypeAlias = Callable[[int, int], None]
#: What a clock's due date is: its last day, its moment, whether it is provisional.
Answer: TypeAlias = "tuple[date | None, datetime | None, bool]"

#: What a due date and its steps are worked out from.
_ASKED = (
    *("id", "rule", "started_on", "period", "started_at", "pauses", "extension", "law_of", "fixed_on"),
    *("due_on", "due_at", "provisional", "stopped_on", "urging"),
)


def recompute(calendar: Calendar | None = None, progress: Progress | None = None) -> int:
    """Computes every running due date again, and every step of urging. Gives how many due dates moved.

    ``calendar``: left out, the one in force, asked for with every chunk: another notice may come meanwhile. A clock
    that cannot be computed any more keeps the date it has; the log names it.
    """
    running = Deadline.objects.filter(stopped_on__isnull=True)
    total = running.count() if progress else 0
    known, moved, done, last = None, 0, 0, 0
    while True:
        with transaction.atomic():
            take_turn()  # before the clocks are read: nobody changes one meanwhile
            held = calendar or clock.calendar()
            if known is None or known.calendar is not held:
                known = Answers(held)
            rows = list(running.filter(id__gt=last).only(*_ASKED).order_by("id")[:AT_ONCE])
            moved += _chunk(rows, known)
        done += len(rows)
        if progress:
            progress(done, max(total, done))
        if len(rows) < AT_ONCE:
            return moved
        last = rows[-1].pk
        _let_others_in()


def _let_others_in() -> None:
    """SQLite knows no queue: who waits looks again now and then, and must find a moment in which nobody writes."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


def _chunk(rows: list[Deadline], known: Answers) -> int:
    computed = [row for row in rows if known.put(row)]
    moved = [row for row in computed if known.moved(row)]
    rewriting.update(
        Deadline,
        ("due_on", "due_at", "provisional"),
        [(row.pk, row.due_on, row.due_at, row.provisional) for row in moved],
    )
    # Also where the due date stands: a day a step was to fire on may be worked now, or no longer.
    ladder.rearm_all([row for row in computed if row.urging], known.plans, _stays)
    return len(moved)


def _stays(row: Deadline, refusal: Refusal) -> None:
    """One clock that cannot be computed any more holds up none of the others."""
    log.error("Clock %s stays as it is: %s", row.pk, refusal.reason)


class Answers:
    """Due dates with one calendar, each worked out once for all clocks that are alike."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.plans = ladder.Plans(calendar)
        self._known: dict[object, Answer] = {}
        self._before: dict[int, Answer] = {}

    def put(self, row: Deadline) -> bool:
        """Puts the due date into the row, which is not saved. Whether there is one to put."""
        self._before[row.pk] = (row.due_on, row.due_at, row.provisional)
        key = alike(row)
        if key not in self._known:
            try:
                deadlines.put_due(row, self.calendar)
            except Refusal as refusal:
                _stays(row, refusal)
                return False
            self._known[key] = (row.due_on, row.due_at, row.provisional)
        row.due_on, row.due_at, row.provisional = self._known[key]
        return True

    def moved(self, row: Deadline) -> bool:
        """Whether that changed it."""
        return self._before.pop(row.pk) != (row.due_on, row.due_at, row.provisional)


def alike(row: Deadline) -> tuple[object, ...]:
    """Everything a due date is worked out from, of both shapes: rows with the same are due at the same moment."""
    held = str(row.pauses) if row.pauses else ""
    if row.period is None:
        # A day set by decision leaves the moment as it is, so the moment is part of it.
        return (row.rule, row.law_of, row.started_on, row.fixed_on, row.extension, held, row.due_at)
    length, unit = row.period["length"], row.period["unit"]
    begun: date | datetime | None = row.started_at
    if row.started_at is not None and unit not in HOUR_UNITS and length > 0 and not held:
        begun = timezone.localtime(
            row.started_at
        ).date()  # days are counted from the day after it, whatever the hour
    return (length, unit, begun, row.fixed_on, row.extension, held)

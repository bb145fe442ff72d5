"""The ladder of urging (督办) on running periods: steps laid out as rows, each fired once, in office hours only.

A step belongs to one due moment of one clock. When the moment moves, the steps that have not fired are laid aside and
new ones laid for the new moment; those that fired stay fired. A step fires in one transaction with whatever it
writes, claimed by compare-and-set: a worker killed in the middle repeats nothing and loses nothing, and any number of
workers fire it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.core import clock, ledger, periods, worktimes
from gongkai.core.ledger import take_turn
from gongkai.core.models import Deadline, LadderStep
from gongkai.core.refusals import Refusal
from gongkai.domain import ladder, worktime
from gongkai.domain.calendar import Calendar
from gongkai.domain.refusal import Refused

log = logging.getLogger(__name__)

Handle = Callable[[LadderStep, Deadline], None]

#: Rows laid or read at a time.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Ending:
    start: datetime
    due: datetime | None


# --- Laying the steps ---------------------------------------------------------------------------------------


def arm(deadline: Deadline) -> None:
    """Lays the steps of the clock; from now on they follow every change of its due moment.

    Only a period (``deadlines.start_period``) has moments to lay them on; ``ValueError`` for a clock in days. Harmless
    when they are laid already.
    """
    row = Deadline.objects.get(
        pk=deadline.pk
    )  # the caller's may be older than what was last done to the clock
    if row.period is None:
        raise ValueError("A clock in days has no due moment: the steps of urging stand on periods.")
    if not row.urging:
        Deadline.objects.filter(pk=row.pk).update(urging=True)
    row.urging = deadline.urging = True
    rearm_all([row], clock.calendar())


def rearm(deadline: Deadline) -> None:
    """Lays the steps anew after the due moment changed, or after they were laid aside. The same deed as :func:`arm`."""
    arm(deadline)


def follow(deadline: Deadline) -> None:
    """Lays the steps anew where they follow the clock; those laid aside stay so."""
    row = Deadline.objects.get(pk=deadline.pk)
    if row.urging:
        rearm_all([row], clock.calendar())


def disarm(subject: tuple[str, object], rule_prefix: str = "") -> int:
    """Lays every step of the matter's clocks aside that has not fired: it is suspended, merged, closed.

    ``rule_prefix`` narrows it to some of its clocks. Gives how many steps.
    """
    rows = Deadline.objects.filter(
        subject_type=subject[0], subject=str(subject[1]), rule__startswith=rule_prefix
    )
    rows.filter(urging=True).update(urging=False)
    return (
        LadderStep.objects.filter(deadline__in=rows)
        .filter(fired_at__isnull=True, cancelled_at__isnull=True)
        .update(cancelled_at=clock.now())
    )


def rearm_all(deadlines: Iterable[Deadline], calendar: Calendar) -> None:
    """Lays the steps of many clocks anew; each row must be as the database has it."""
    each = iter(deadlines)
    while rows := list(islice(each, AT_ONCE)):
        _lay(rows, calendar)


def _lay(rows: Sequence[Deadline], calendar: Calendar) -> None:
    """Four statements for any number of rows, fewer where nothing changed."""
    there = {
        (step.deadline_id, step.step, step.due_at): step
        for step in LadderStep.objects.filter(deadline__in=[row.pk for row in rows])
    }
    wanted = {
        (row.pk, planned.step.key, row.due_at): planned.at
        for row in rows
        for planned in _planned(row, calendar)
    }
    new = [
        LadderStep(deadline_id=pk, step=key, due_at=due_at, fire_at=at)
        for (pk, key, due_at), at in wanted.items()
        if (pk, key, due_at) not in there and due_at is not None
    ]
    moved, aside = [], []
    for name, step in there.items():
        if step.fired_at is not None:
            continue
        if name not in wanted:
            if step.cancelled_at is None:
                aside.append(step.pk)
        elif step.cancelled_at is not None or step.fire_at != wanted[name]:
            step.cancelled_at, step.fire_at = None, wanted[name]
            moved.append(step)
    if aside:
        LadderStep.objects.filter(pk__in=aside, fired_at__isnull=True).update(cancelled_at=clock.now())
    if moved:
        LadderStep.objects.bulk_update(moved, ["fire_at", "cancelled_at"], batch_size=AT_ONCE)
    if new:
        LadderStep.objects.bulk_create(new, ignore_conflicts=True, batch_size=AT_ONCE)


def _planned(row: Deadline, calendar: Calendar) -> tuple[ladder.Planned, ...]:
    if row.period is None or row.started_at is None or row.stopped_on is not None or not row.urging:
        return ()
    ending = _Ending(
        timezone.localtime(row.started_at), None if row.due_at is None else timezone.localtime(row.due_at)
    )
    planned = ladder.plan(
        ending, ladder.steps_on(row.started_on), calendar, worktimes.current(), periods.moments(row.pauses)
    )
    if isinstance(planned, Refused):
        raise Refusal(planned.reason, citation=planned.citation)
    return planned


# --- Firing them --------------------------------------------------------------------------------------------


def of(deadline: Deadline) -> list[LadderStep]:
    """Every step ever laid on the clock, the earliest first."""
    return list(LadderStep.objects.filter(deadline=deadline.pk).order_by("fire_at", "id"))


def due_steps(
    now: datetime, limit: int = AT_ONCE, *, after: tuple[datetime, int] | None = None
) -> list[LadderStep]:
    """The steps whose moment has come, the earliest first, each with its clock: one indexed query.

    ``after``: only those behind this ``fire_at`` and number. What belongs to a clock that has stopped or moved
    meanwhile is among them until somebody fires it: then it is laid aside.
    """
    query = LadderStep.objects.filter(fired_at__isnull=True, cancelled_at__isnull=True, fire_at__lte=now)
    if after is not None:
        query = query.filter(Q(fire_at__gt=after[0]) | Q(fire_at=after[0], id__gt=after[1]))
    return list(query.select_related("deadline").order_by("fire_at", "id")[:limit])


def fire_due(handle: Handle, limit: int = AT_ONCE) -> int:
    """Fires what is due, at most ``limit`` steps, in office hours only. Gives how many this worker fired.

    ``handle`` is called with the step and its clock inside the transaction that claims the step; what it writes is
    kept together with the claim or not at all. Where it fails, the step waits for the next time and the others go on.
    """
    calendar, fired = clock.calendar(), 0
    after: tuple[datetime, int] | None = None
    while fired < limit and _office_open(calendar):
        most = min(limit - fired, AT_ONCE)
        waiting = due_steps(clock.now(), most, after=after)
        for step in waiting:
            # Asked before each: a long round must not run on into the evening.
            if not _office_open(calendar):
                return fired
            after = (step.fire_at, step.pk)
            fired += _fire(step, handle)
        if len(waiting) < most:
            break
    return fired


def _office_open(calendar: Calendar) -> bool:
    return worktime.is_office_moment(timezone.localtime(clock.now()), calendar, worktimes.current())


def _fire(step: LadderStep, handle: Handle) -> int:
    """Fires one step, or lays it aside where its clock has stopped or moved. Whether it fired."""
    try:
        with transaction.atomic():
            # The ledger's end first, as every deed does: whoever holds it may be about to change this very clock.
            ledger.take_turn()
            return int(_claim(step) and _handled(step, handle))
    except Exception:
        log.exception("The step %s of clock %s was not fired; it waits.", step.step, step.deadline_id)
        return 0


def _claim(step: LadderStep) -> bool:
    # The turn first and then the clock, as in every deed that changes a clock: nobody waits for the other in a
    # circle. A clock in other hands at this moment is left for the next round.
    take_turn()
    row = Deadline.objects.select_for_update(skip_locked=True).filter(pk=step.deadline_id).first()
    if row is None:
        return False
    now = clock.now()
    holds = row.stopped_on is None and row.urging and row.due_at == step.due_at
    mine = LadderStep.objects.filter(pk=step.pk, fired_at__isnull=True, cancelled_at__isnull=True)
    claimed = mine.update(fired_at=now) if holds else mine.update(cancelled_at=now) * 0
    step.deadline, step.fired_at = row, now
    return bool(claimed)


def _handled(step: LadderStep, handle: Handle) -> bool:
    handle(step, step.deadline)
    return True

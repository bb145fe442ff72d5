"""The ladder of urging (督办) on running periods: steps laid out as rows, each fired once, in office hours only.

A step belongs to one due moment of one clock. When the moment moves, the steps that have not fired are laid aside and
new ones laid for the new moment; those that fired stay fired. A step fires in one transaction with whatever it
writes, claimed by compare-and-set: a worker killed in the middle repeats nothing and loses nothing, and any number of
workers fire it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai.core import clock, ledger, periods, rewriting, worktimes
from gongkai.core.ledger import take_turn
from gongkai.core.models import Deadline, LadderStep
from gongkai.core.refusals import Refusal
from gongkai.domain import ladder, worktime
from gongkai.domain.calendar import Calendar
from gongkai.domain.refusal import Refused

log = logging.getLogger(__name__)

Handle = Callable[[LadderStep, Deadline], None]
#: Told of a clock whose steps cannot be worked out.
Refusing = Callable[[Deadline, Refusal], None]

#: Steps read at a time.
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
    rearm_all([row], Plans(clock.calendar()))


def rearm(deadline: Deadline) -> None:
    """Lays the steps anew after the due moment changed, or after they were laid aside. The same deed as :func:`arm`."""
    arm(deadline)


def follow(deadline: Deadline) -> None:
    """Lays the steps anew where they follow the clock; those laid aside stay so."""
    row = Deadline.objects.get(pk=deadline.pk)
    if row.urging:
        rearm_all([row], Plans(clock.calendar()))


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


def rearm_all(deadlines: Sequence[Deadline], plans: Plans, refused: Refusing | None = None) -> None:
    """Lays the steps of many clocks anew; each row must be as the database has it.

    Two statements for all of them: what no longer holds is laid aside, what holds is laid. One more for those on
    which nothing is laid, and for each further version of the ladder among them. ``refused`` is told of a clock whose
    steps cannot be worked out, and they stay as they are; without it ``Refusal`` is raised.
    """
    planned: dict[tuple[str, ...], list[int]] = {}
    new = []
    for row in deadlines:
        try:
            plan = plans.of(row)
        except Refusal as refusal:
            if refused is None:
                raise
            refused(row, refusal)
            continue
        planned.setdefault(tuple(key for key, _at in plan), []).append(row.pk)
        new += [(row.pk, key, row.due_at, at) for key, at in plan]
    now = clock.now()
    for keys, numbers in planned.items():
        _waiting(numbers).filter(_other_than(keys)).update(cancelled_at=now)
    # What fired stays fired; what was laid aside for this very moment waits again.
    rewriting.lay(
        LadderStep,
        ("deadline_id", "step", "due_at", "fire_at"),
        new,
        same=("deadline_id", "step", "due_at"),
        then="UPDATE SET fire_at = excluded.fire_at, cancelled_at = NULL WHERE core_ladderstep.fired_at IS NULL "
        "AND (core_ladderstep.cancelled_at IS NOT NULL OR core_ladderstep.fire_at <> excluded.fire_at)",
    )


def _waiting(numbers: Sequence[int]) -> QuerySet[LadderStep]:
    return LadderStep.objects.filter(
        deadline__in=numbers, fired_at__isnull=True, cancelled_at__isnull=True
    ).order_by()


def _other_than(keys: Sequence[str]) -> Q:
    """The steps that are none of ``keys``, or were laid for another moment than the one their clock has now."""
    if not keys:
        return Q()
    due = Deadline.objects.filter(pk=OuterRef("deadline")).values("due_at")[:1]
    return ~Q(step__in=keys) | ~Q(due_at=Subquery(due))


#: The keys of steps and the office moments they fall on.
_Plan: TypeAlias = "tuple[tuple[str, datetime], ...]"


class Plans:
    """The steps of clocks with one calendar, worked out once for what is alike in them."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._hours = worktimes.current()
        self._of_ends: dict[tuple[date, datetime], _Plan] = {}

    def of(self, row: Deadline) -> _Plan:
        """The steps of the row as they fall; none on one that is held, has stopped or is not urged."""
        if row.period is None or row.started_at is None or row.stopped_on is not None or not row.urging:
            return ()
        if row.due_at is None:
            return ()
        steps = ladder.steps_on(row.started_on)
        ending = _Ending(timezone.localtime(row.started_at), timezone.localtime(row.due_at))
        end = (row.started_on, row.due_at)
        if end not in self._of_ends:
            self._of_ends[end] = self._plan(ending, [step for step in steps if step.hangs_on_the_end])
        others = [step for step in steps if not step.hangs_on_the_end]
        return self._plan(ending, others, row.pauses) + self._of_ends[end]

    def _plan(self, ending: _Ending, steps: Sequence[ladder.Step], pauses: Sequence[Any] = ()) -> _Plan:
        held = periods.moments(list(pauses)) if pauses else ()
        planned = ladder.plan(ending, steps, self._calendar, self._hours, held)
        if isinstance(planned, Refused):
            raise Refusal(planned.reason, citation=planned.citation)
        return tuple((each.step.key, each.at) for each in planned)


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

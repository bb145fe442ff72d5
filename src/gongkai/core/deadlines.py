"""Clocks running on matters of any room: start, pause, extend, stop, and what is due next.

The date is arithmetic (``domain.clocks``) on a stored start, pauses and extension. It is stored so that "what is due"
is one indexed query, and computed again when the clock changes or the calendar (``core.recomputing``).

A row has one of two shapes: a legal clock in days (``start``), or a period from moment to moment that came with the
matter (``start_period``, see ``core.periods``). What is done to a matter's clocks is done to both; days are turned
into moments, and moments into days, where the other shape needs them. Where the steps of urging follow a clock
(``core.ladder``), they follow it through every change made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.core import clock, ladder, periods
from gongkai.core.models import Deadline
from gongkai.core.periods import PAUSE_WORDS
from gongkai.core.refusals import Refusal
from gongkai.domain import clocks
from gongkai.domain.calendar import ONE_DAY, Calendar
from gongkai.domain.refusal import Refused
from gongkai.domain.worktime import HOUR_UNITS

__all__ = [
    "PAUSE_WORDS", "SOON", "Standing", "board", "change", "change_period", "explain", "extend", "fix", "of", "overdue",
    "pause", "put_due", "restart", "resume", "running", "standing", "start", "start_period", "stop",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands today. ``days_left`` in working days (negative: overdue); ``None`` while paused.

    ``minutes_left`` where the clock counts hours or its last day is near: minutes of office time (of a period in
    hours of every day: minutes), negative when overdue; ``None`` where days say enough.
    """

    deadline: Deadline
    days_left: int | None
    state: str  # stopped · late · paused · overdue · today · soon · running
    minutes_left: int | None = None

    @property
    def hours_left(self) -> float | None:
        """The same in hours."""
        return None if self.minutes_left is None else self.minutes_left / 60


def start(
    rule: str,
    *,
    subject: tuple[str, object],
    on: date,
    agency: str,
    title: str,
    unit: int | None = None,
    fixed_on: date | None = None,
    law_of: date | None = None,
) -> Deadline:
    """Starts the clock ``rule`` on the day ``on`` (that day is not counted).

    ``fixed_on``: the last day is this date, set by a decision; nothing is counted. ``law_of``: the day whose law
    applies, where the matter is older than this clock.
    """
    deadline = Deadline(
        subject_type=subject[0],
        subject=str(subject[1]),
        agency=agency,
        unit=unit,
        title=title[:300],
        rule=rule,
        started_on=on,
        law_of=law_of,
        fixed_on=fixed_on,
        opened_at=clock.now(),
    )
    put_due(deadline, clock.calendar())
    deadline.save(force_insert=True)
    return deadline


def start_period(
    rule: str,
    *,
    period: Mapping[str, Any],
    subject: tuple[str, object],
    at: datetime,
    agency: str,
    title: str,
    unit: int | None = None,
    extension: int = 0,
) -> Deadline:
    """Starts a period of the matter's own at the moment ``at``; ``rule`` names what it is for (``complaint.handle``).

    ``period``: see ``periods.stored``. ``extension`` is in the period's unit. Raises ``Refusal`` for a period that is
    none, one without a source, or a moment the calendar does not know.
    """
    at = timezone.localtime(at)
    deadline = Deadline(
        subject_type=subject[0],
        subject=str(subject[1]),
        agency=agency,
        unit=unit,
        title=title[:300],
        rule=rule,
        period=periods.stored(period),
        started_at=at,
        started_on=at.date(),
        extension=extension,
        opened_at=clock.now(),
    )
    put_due(deadline, clock.calendar())
    deadline.save(force_insert=True)
    return deadline


def running(subject: tuple[str, object], rule: str | None = None) -> QuerySet[Deadline]:
    """The clocks still running on a matter."""
    query = Deadline.objects.filter(subject_type=subject[0], subject=str(subject[1]), stopped_on__isnull=True)
    return query if rule is None else query.filter(rule=rule)


def of(subject: tuple[str, object]) -> list[Deadline]:
    """All clocks of a matter, stopped ones too, oldest first."""
    return list(Deadline.objects.filter(subject_type=subject[0], subject=str(subject[1])).order_by("id"))


def stop(
    subject: tuple[str, object], rule_prefix: str = "", *, on: date | None = None, at: datetime | None = None
) -> int:
    """Stops the matter's running clocks whose rule begins with ``rule_prefix``, on a day or at a moment.

    Left out: now. Gives how many.
    """
    if at is None and on in (None, clock.today()):
        at = clock.now()
    day = on or (clock.today() if at is None else timezone.localtime(at).date())
    return running(subject).filter(rule__startswith=rule_prefix).update(stopped_on=day, stopped_at=at)


def change(deadline: Deadline, *, rule: str, on: date, title: str) -> None:
    """Puts a running clock under another rule or start day: what the matter is was corrected."""
    deadline.rule, deadline.started_on, deadline.title = rule, on, title[:300]
    _save(deadline)


def change_period(
    deadline: Deadline, *, period: Mapping[str, Any], at: datetime | None = None, title: str | None = None
) -> None:
    """Gives a running clock another period: what the matter is was corrected. ``at``: it begins at another moment."""
    deadline.period = periods.stored(period)
    if at is not None or deadline.started_at is None:
        _begin(deadline, None, at or periods.midnight(deadline.started_on))
    deadline.title = deadline.title if title is None else title[:300]
    _save(deadline)


def restart(
    subject: tuple[str, object],
    rule: str,
    *,
    on: date | None = None,
    at: datetime | None = None,
    title: str | None = None,
) -> None:
    """Lets a running clock begin anew on the day ``on`` or at the moment ``at``.

    The law restarts it, or its start was corrected. The law that applied to the matter goes on applying.
    """
    for deadline in running(subject, rule):
        deadline.law_of = deadline.law_of or deadline.started_on
        _begin(deadline, on, at)
        deadline.pauses, deadline.extension = [], 0
        if title:
            deadline.title = title[:300]
        _save(deadline)


def _begin(deadline: Deadline, on: date | None, at: datetime | None) -> None:
    moment = timezone.localtime(at or (clock.now() if on is None else periods.midnight(on)))
    deadline.started_on = on or moment.date()
    if deadline.period is not None:
        deadline.started_at = moment


def pause(
    subject: tuple[str, object],
    *,
    first: date | None = None,
    at: datetime | None = None,
    reason: str,
    rule: str | None = None,
) -> None:
    """Pauses the matter's running clocks (or the one of ``rule``): give a day or a moment.

    Clocks in days stand still from ``first`` on (that day is not counted; given a moment: from the day after it);
    periods from the moment ``at`` on (given a day: from its first moment). ``reason`` is a word of ``PAUSE_WORDS``,
    with ``#`` and a number where several of a kind may overlap, or plain text.
    """
    for deadline in running(subject, rule):
        if deadline.period is not None:
            since = timezone.localtime(at or (clock.now() if first is None else periods.midnight(first)))
            begun = since.isoformat()
        else:
            begun = (first or timezone.localtime(at or clock.now()).date() + ONE_DAY).isoformat()
        deadline.pauses = [*deadline.pauses, [begun, None, reason]]
        _save(deadline)


def resume(
    subject: tuple[str, object], *, last: date | None = None, at: datetime | None = None, reason: str
) -> None:
    """Ends the pause with this ``reason``: ``last`` is the last day not counted, or ``at`` the moment it ends."""
    for deadline in running(subject):
        if deadline.period is not None:
            moment = at or (clock.now() if last is None else periods.midnight(last + ONE_DAY))
            end = timezone.localtime(moment).isoformat()
        else:
            end = (last or timezone.localtime(at or clock.now()).date()).isoformat()
        ended = [
            [first, end if until is None and why == reason else until, why]
            for first, until, why in deadline.pauses
        ]
        # One that ends before it has begun never held the clock. ISO days, and moments of one zone, sort as written.
        deadline.pauses = [each for each in ended if each[1] is None or each[0] <= each[1]]
        _save(deadline)


def fix(deadline: Deadline, on: date | None) -> None:
    """Sets the last day by decision (a period ends with its office hours); ``None``: the counted one again."""
    deadline.fixed_on = on
    _save(deadline)


def extend(deadline: Deadline, units: int) -> None:
    """Extends by ``units`` of the rule's or the period's unit, in all; raises ``Refusal`` above the legal limit."""
    deadline.extension = units
    _save(deadline)


def _save(deadline: Deadline) -> None:
    """Computes the due date again and saves the row; the steps of urging follow."""
    put_due(deadline, clock.calendar())
    deadline.save(update_fields=CHANGING)
    if deadline.period is not None:
        ladder.follow(deadline)


def explain(deadline: Deadline, calendar: Calendar | None = None) -> clocks.Due:
    """The due date with its trail: each day, counted or not, and why. Of a period too; its moment is ``due_at``."""
    if deadline.period is not None:
        return periods.as_days(deadline, periods.explain(deadline, calendar or clock.calendar()))
    rule = clocks.rule_for(deadline.rule, deadline.law_of or deadline.started_on)
    due = (
        rule
        if isinstance(rule, Refused)
        else clocks.compute_rule(
            rule,
            deadline.started_on,
            calendar or clock.calendar(),
            [
                clocks.Pause(
                    date.fromisoformat(first), date.fromisoformat(last) if last else None, periods.words(why)
                )
                for first, last, why in deadline.pauses
            ],
            deadline.extension,
        )
    )
    if isinstance(due, Refused):
        raise Refusal(due.reason, citation=due.citation)
    return due


def put_due(deadline: Deadline, calendar: Calendar) -> None:
    """Puts the due date into the row, which is not saved. Raises ``Refusal`` where none can be worked out.

    Whatever it is worked out from stands in ``recomputing.alike`` as well: rows alike there get one answer.
    """
    if deadline.period is not None:
        periods.compute(deadline, calendar)
        return
    if deadline.fixed_on is not None:
        deadline.due_on, deadline.provisional = deadline.fixed_on, False
        return
    due = explain(deadline, calendar)
    deadline.due_on, deadline.provisional = due.due, due.provisional


def board(*, agency: str | None = None, units: Iterable[int] | None = None) -> QuerySet[Deadline]:
    """The running clocks, the next due first: one indexed query over all rooms."""
    query = Deadline.objects.filter(stopped_on__isnull=True, due_on__isnull=False).order_by("due_on", "id")
    if agency is not None:
        query = query.filter(agency=agency)
    if units is not None:
        query = query.filter(unit__in=list(units))
    return query


def overdue(*, now: datetime | None = None, rule_prefix: str = "") -> QuerySet[Deadline]:
    """The running periods whose moment is past, the longest overdue first: one indexed query over all rooms."""
    query = Deadline.objects.filter(stopped_on__isnull=True, due_at__lt=now or clock.now())
    if rule_prefix:
        query = query.filter(rule__startswith=rule_prefix)
    return query.order_by("due_at", "id")


def standing(
    deadline: Deadline,
    *,
    today: date | None = None,
    calendar: Calendar | None = None,
    now: datetime | None = None,
) -> Standing:
    """How the clock stands on ``today``; a period stands as it does ``now``."""
    if deadline.stopped_on is not None:
        return Standing(deadline, None, "late" if _ended_late(deadline) else "stopped")
    if deadline.due_on is None:
        return Standing(deadline, None, "paused")
    days = calendar or clock.calendar()
    if deadline.due_at is not None:
        return _standing_of_period(deadline, deadline.due_at, now or clock.now(), days)
    today = today or clock.today()
    if deadline.due_on < today:
        return Standing(deadline, -days.between(deadline.due_on, today), "overdue")
    left = days.between(today, deadline.due_on)
    if deadline.due_on == today:
        return Standing(deadline, 0, "today")
    return Standing(deadline, left, "soon" if left <= SOON else "running")


def _ended_late(deadline: Deadline) -> bool:
    if deadline.due_at is not None and deadline.stopped_at is not None:
        return deadline.stopped_at > deadline.due_at
    return (
        deadline.due_on is not None
        and deadline.stopped_on is not None
        and deadline.stopped_on > deadline.due_on
    )


def _standing_of_period(deadline: Deadline, due_at: datetime, now: datetime, calendar: Calendar) -> Standing:
    assert deadline.period is not None
    assert deadline.due_on is not None
    today = timezone.localtime(now).date()
    days = calendar.between(today, deadline.due_on)
    minutes = None
    if deadline.period["unit"] in HOUR_UNITS or deadline.due_on == today:
        minutes = periods.time_left(deadline, now, calendar) // timedelta(minutes=1)
    if due_at < now:
        return Standing(deadline, days, "overdue", minutes)
    if deadline.due_on == today:
        return Standing(deadline, 0, "today", minutes)
    return Standing(deadline, days, "soon" if days <= SOON else "running", minutes)


#: What a change here writes; whether it is urged is the ladder's own, which an old copy must not bring back.
CHANGING = [
    field.name
    for field in Deadline._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
    if field.name not in ("id", "urging")
]

#: Working days before the due date from which a matter counts as due soon.
SOON = 3

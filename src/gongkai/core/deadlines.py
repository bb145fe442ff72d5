"""Legal clocks running on matters of any room: start, pause, extend, stop, recompute, and what is due next.

The date is arithmetic (``domain.clocks``) on a stored start, pauses and extension. It is stored so that "what is due"
is one indexed query, and computed again when the calendar or the clock changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain import clocks
from gongkai.domain.calendar import Calendar
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, Text


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands today. ``days_left`` in working days (negative: overdue); ``None`` while paused."""

    deadline: Deadline
    days_left: int | None
    state: str  # stopped · late · paused · overdue · today · soon · running


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
    _compute(deadline, clock.calendar())
    deadline.save(force_insert=True)
    return deadline


def running(subject: tuple[str, object], rule: str | None = None) -> QuerySet[Deadline]:
    """The clocks still running on a matter."""
    query = Deadline.objects.filter(subject_type=subject[0], subject=str(subject[1]), stopped_on__isnull=True)
    return query if rule is None else query.filter(rule=rule)


def of(subject: tuple[str, object]) -> list[Deadline]:
    """All clocks of a matter, stopped ones too, oldest first."""
    return list(Deadline.objects.filter(subject_type=subject[0], subject=str(subject[1])).order_by("id"))


def stop(subject: tuple[str, object], rule_prefix: str = "", *, on: date | None = None) -> int:
    """Stops the matter's running clocks whose rule begins with ``rule_prefix``. Gives how many."""
    return running(subject).filter(rule__startswith=rule_prefix).update(stopped_on=on or clock.today())


def change(deadline: Deadline, *, rule: str, on: date, title: str) -> None:
    """Puts a running clock under another rule or start day: what the matter is was corrected."""
    deadline.rule, deadline.started_on, deadline.title = rule, on, title[:300]
    _compute(deadline, clock.calendar())
    deadline.save()


def restart(subject: tuple[str, object], rule: str, *, on: date, title: str | None = None) -> None:
    """Lets a running clock begin anew on ``on`` (the law restarts it, or its start date was corrected).

    The law that applied to the matter goes on applying.
    """
    for deadline in running(subject, rule):
        deadline.law_of = deadline.law_of or deadline.started_on
        deadline.started_on, deadline.pauses, deadline.extension = on, [], 0
        if title:
            deadline.title = title[:300]
        _compute(deadline, clock.calendar())
        deadline.save()


def pause(subject: tuple[str, object], *, first: date, reason: str, rule: str | None = None) -> None:
    """Pauses the matter's running clocks (or the one of ``rule``) from ``first`` on (that day is not counted).

    ``reason`` is a word of ``PAUSE_WORDS``, with ``#`` and a number where several of a kind may overlap, or plain text.
    """
    for deadline in running(subject, rule):
        deadline.pauses = [*deadline.pauses, [first.isoformat(), None, reason]]
        _compute(deadline, clock.calendar())
        deadline.save()


def resume(subject: tuple[str, object], *, last: date, reason: str) -> None:
    """Ends the pause with this ``reason``; ``last`` is the last day not counted."""
    for deadline in running(subject):
        ended = [
            [first, last.isoformat() if end is None and why == reason else end, why]
            for first, end, why in deadline.pauses
        ]
        # One that ends before it has begun never held the clock.
        deadline.pauses = [each for each in ended if each[1] is None or each[0] <= each[1]]
        _compute(deadline, clock.calendar())
        deadline.save()


def fix(deadline: Deadline, on: date | None) -> None:
    """Sets the last day by decision; ``None``: the counted one again."""
    deadline.fixed_on = on
    _compute(deadline, clock.calendar())
    deadline.save()


def extend(deadline: Deadline, days: int) -> None:
    """Extends by ``days`` of the rule's unit; raises ``Refusal`` above the legal limit."""
    deadline.extension = days
    _compute(deadline, clock.calendar())
    deadline.save()


def recompute(calendar: Calendar) -> int:
    """Computes every running due date again with ``calendar``. Gives how many moved."""
    moved = []
    for deadline in Deadline.objects.filter(stopped_on__isnull=True).iterator(chunk_size=1000):
        before = (deadline.due_on, deadline.provisional)
        _compute(deadline, calendar)
        if (deadline.due_on, deadline.provisional) != before:
            moved.append(deadline)
    Deadline.objects.bulk_update(moved, ["due_on", "provisional"], batch_size=500)
    return len(moved)


def explain(deadline: Deadline, calendar: Calendar | None = None) -> clocks.Due:
    """The due date with its trail: each day, counted or not, and why."""
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
                    date.fromisoformat(first), date.fromisoformat(last) if last else None, _words(why)
                )
                for first, last, why in deadline.pauses
            ],
            deadline.extension,
        )
    )
    if isinstance(due, Refused):
        raise Refusal(due.reason, citation=due.citation)
    return due


def _words(reason: str) -> Text | str:
    """Why a clock is held, for the trail: a known kind of pause is translated."""
    known = PAUSE_WORDS.get(reason.partition("#")[0])
    return Text(known) if known else reason


def _compute(deadline: Deadline, calendar: Calendar) -> None:
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


def standing(deadline: Deadline, *, today: date | None = None, calendar: Calendar | None = None) -> Standing:
    """How the clock stands on ``today``."""
    today = today or clock.today()
    if deadline.stopped_on is not None:
        late = deadline.due_on is not None and deadline.stopped_on > deadline.due_on
        return Standing(deadline, None, "late" if late else "stopped")
    if deadline.due_on is None:
        return Standing(deadline, None, "paused")
    days = calendar or clock.calendar()
    if deadline.due_on < today:
        return Standing(deadline, -days.between(deadline.due_on, today), "overdue")
    left = days.between(today, deadline.due_on)
    if deadline.due_on == today:
        return Standing(deadline, 0, "today")
    return Standing(deadline, left, "soon" if left <= SOON else "running")


#: Kinds of pause → the words of the trail.
PAUSE_WORDS = {
    "correction": N_("the applicant is to complete the request"),
    "third_party": N_("a third party is heard"),
    "agency": N_("another agency is asked"),
    "fee": N_("the fee is to be paid"),
}

#: Working days before the due date from which a matter counts as due soon.
SOON = 3

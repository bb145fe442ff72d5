"""The ladder of urging (督办): at which moments who is told that a period runs out.

Source: ``law/ladder.toml``, the installation's own configuration. Every moment is moved into the office hours: what
falls on a night, the lunch break or a day off waits for the next opening, so nobody is rung up at night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal, Protocol

from gongkai.domain.calendar import ONE_DAY, Calendar, OutsideCalendarError
from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.worktime import (
    OfficeHours,
    Pause,
    earlier,
    elapsed,
    later,
    next_office_moment,
)

When = Literal["share", "before", "due", "after"]
Whom = Literal["handler", "head", "leader"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``amount``: the share of the period's time, or how many ``unit`` before or after its end."""

    key: str
    label: str
    label_en: str
    when: When
    amount: float
    unit: Literal["working_hour", "working_day"]
    to: tuple[Whom, ...]
    citation: Citation
    in_force_from: date
    in_force_until: date | None = None

    @property
    def hangs_on_the_end(self) -> bool:
        """Whether its moment is told by the end alone: all periods that end together have it together."""
        return self.when in ("due", "after")


@dataclass(frozen=True, slots=True)
class Planned:
    """A step and the office moment it falls on."""

    step: Step
    at: datetime


class Ending(Protocol):
    """What a ladder stands on: a beginning and an end (``None``: a pause holds the clock), both with their zone."""

    @property
    def start(self) -> datetime: ...
    @property
    def due(self) -> datetime | None: ...


@cache
def steps() -> tuple[Step, ...]:
    """Every version of every step, in the order of ``law/ladder.toml``."""
    return tuple(_step(row) for row in load("ladder")["step"])


@cache
def steps_on(on: date) -> tuple[Step, ...]:
    """The steps in force on ``on``."""
    return tuple(
        step
        for step in steps()
        if step.in_force_from <= on and (step.in_force_until is None or on <= step.in_force_until)
    )


def step_of(key: str) -> Step | None:
    """The newest version of a step."""
    return next((step for step in reversed(steps()) if step.key == key), None)


def _step(row: dict[str, Any]) -> Step:
    return Step(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        when=row["when"],
        amount=row.get("amount", 0),
        unit=row.get("unit", "working_day"),
        to=tuple(row["to"]),
        citation=citation_of(row),
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
    )


def plan(
    ending: Ending,
    steps: Sequence[Step],
    calendar: Calendar,
    hours: OfficeHours,
    pauses: Sequence[Pause] = (),
) -> tuple[Planned, ...] | Refused:
    """When each of ``steps`` falls, in their order; none while a pause holds the clock.

    Steps before the end never fall after the first office moment at which the period is over, nor before it begins.
    ``pauses`` are those of the period: their time is no part of a share. Refused: a day the calendar does not know.
    """
    if ending.due is None:
        return ()
    try:
        begun = next_office_moment(ending.start, calendar, hours)
        over = next_office_moment(ending.due, calendar, hours)
        found = []
        for step in steps:
            at = next_office_moment(_moment(step, ending, over, calendar, hours, pauses), calendar, hours)
            if step.when in ("share", "before"):
                at = min(max(at, begun), over)
            found.append(Planned(step, at))
    except OutsideCalendarError as outside:
        return Refused(outside.reason)
    return tuple(found)


def _moment(
    step: Step,
    ending: Ending,
    over: datetime,
    calendar: Calendar,
    hours: OfficeHours,
    pauses: Sequence[Pause],
) -> datetime:
    """The moment of ``step`` before it is moved into the office hours."""
    due = ending.due
    assert due is not None
    if step.when == "due":
        return due
    if step.when == "share":
        ended = [pause for pause in pauses if pause[1] is not None]
        whole = elapsed(ending.start, due, calendar, hours, ended)
        return later(ending.start, whole * step.amount, calendar, hours, ended)
    if step.unit == "working_hour":
        by = timedelta(hours=step.amount)
        return earlier(due, by, calendar, hours) if step.when == "before" else later(due, by, calendar, hours)
    if step.when == "before":
        return _opening(_days_before(due.date(), int(step.amount), calendar), due, hours)
    return _opening(calendar.after(over.date(), int(step.amount)), due, hours)


def _days_before(on: date, days: int, calendar: Calendar) -> date:
    """The ``days``-th working day before ``on``."""
    while days:
        on -= ONE_DAY
        if not calendar.covers(on):
            raise OutsideCalendarError(calendar.outside(on))
        days -= calendar.is_working(on)
    return on


def _opening(on: date, like: datetime, hours: OfficeHours) -> datetime:
    """When the office opens on ``on``, in the zone of ``like``."""
    return hours.spans(on)[0][0].replace(tzinfo=like.tzinfo)

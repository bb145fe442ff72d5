"""Who held the matter how long: its stays from the first entry to its end, in office time; their sum is the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from gongkai.complaints.models import Matter, Step
from gongkai.core import clock, worktimes
from gongkai.domain import worktime
from gongkai.domain.calendar import Calendar
from gongkai.domain.complaints import PROCESS, WITH_UNIT
from gongkai.domain.process import Kind, Lane, State
from gongkai.people.models import Unit

NOTHING = timedelta()
#: Moves that say which unit has it from now on.
_GIVING = frozenset({"dispatch", "redirect", "rule"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a state with one unit: since when, until when (``None``: now), and the office time it took.

    Where nobody owes anything any more, ``time`` is nothing. ``unit`` is the code of the unit that had it.
    """

    state: State
    lane: Lane
    unit: str
    since: datetime
    until: datetime | None
    time: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """All stays with one holder together: a unit by its name, or the lane whose turn it was."""

    unit: str
    lane: Lane
    time: timedelta


@dataclass(frozen=True, slots=True)
class Course:
    """The stays, who held it how long, and the whole: the sum of both."""

    stays: list[Stay]
    held: list[Held]
    whole: timedelta
    names: dict[str, str]


def course(matter: Matter) -> Course:
    """Two queries however long the way was."""
    stays = of(matter.steps.order_by("id"))
    names = dict(Unit.objects.filter(agency_id=matter.agency_id).values_list("code", "name"))
    return Course(stays, held(stays), sum((each.time for each in stays), NOTHING), names)


def of(steps: Iterable[Step], calendar: Calendar | None = None) -> list[Stay]:
    """The stays that these steps tell, oldest first."""
    calendar = calendar or clock.calendar()
    found: list[Stay] = []
    began: tuple[Step, str] | None = None
    unit = ""
    for step in steps:
        if not step.to_state:
            continue
        unit = str(step.data.get("unit", "")) if step.move in _GIVING else unit
        here = unit if step.to_state in WITH_UNIT else ""
        if began is not None and began[0].to_state == step.to_state and began[1] == here:
            continue
        if began is not None:
            found.append(_stay(*began, step.at, calendar))
        began = (step, here)
    if began is not None:
        found.append(_stay(*began, None, calendar))
    return found


def _stay(began: Step, unit: str, until: datetime | None, calendar: Calendar) -> Stay:
    state = PROCESS.state(began.to_state)
    time = NOTHING
    if state.kind is Kind.OPEN:
        first, last = timezone.localtime(began.at), timezone.localtime(until or clock.now())
        time = worktime.elapsed(first, last, calendar, worktimes.current()) if first < last else NOTHING
    return Stay(state, PROCESS.lane(state.lane), unit, began.at, until, time)


def held(stays: Iterable[Stay]) -> list[Held]:
    """The stays by who had it, in the order in which each had it first; their sum is the whole."""
    times: dict[tuple[str, str], timedelta] = {}
    for stay in stays:
        if stay.state.kind is Kind.OPEN:
            key = (stay.unit, "" if stay.unit else stay.lane.key)
            times[key] = times.get(key, NOTHING) + stay.time
    return [Held(unit, PROCESS.lane(lane or "unit"), time) for (unit, lane), time in times.items()]

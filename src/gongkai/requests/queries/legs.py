"""Who held the matter how long: the stays of a request in its states, worked out from its steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gongkai.core import clock
from gongkai.domain.calendar import Calendar
from gongkai.domain.process import Kind, Lane, State
from gongkai.domain.requests import PROCESS
from gongkai.requests.models import Request, Step


@dataclass(frozen=True, slots=True)
class Leg:
    """A stay in a state: since when, until when (``None``: it is there now), how many working days.

    Where nobody owes anything any more, no days are counted. ``unit`` is the unit that had it in hand while it was
    being handled, as it was called then.
    """

    state: State
    lane: Lane
    since: datetime
    until: datetime | None
    days: int
    unit: str
    round: int


@dataclass(frozen=True, slots=True)
class Held:
    """All stays with one lane together."""

    lane: Lane
    days: int


def legs(request: Request) -> list[Leg]:
    """The stays, the first one first; one query. A day counts for whoever had it at its end."""
    return of(request.steps.order_by("id"))


def of(steps: Iterable[Step], calendar: Calendar | None = None) -> list[Leg]:
    """The stays that these steps tell, oldest first; ``calendar``: the one in hand, where many are worked out."""
    calendar = calendar or clock.calendar()
    found: list[Leg] = []
    unit = ""
    began: Step | None = None
    for step in steps:
        given = str(step.data.get("unit_name", "")) if step.move in ("accept", "reassign") else ""
        stays = not step.to_state or (began is not None and step.to_state == began.to_state and not given)
        if stays:
            continue
        if began is not None:
            found.append(_leg(began, step.at, unit, calendar))
        unit = given or unit
        began = step
    if began is not None:
        found.append(_leg(began, None, unit, calendar))
    return found


def _leg(began: Step, until: datetime | None, unit: str, calendar: Calendar) -> Leg:
    state = PROCESS.state(began.to_state)
    first, last = (timezone.localtime(moment).date() for moment in (began.at, until or clock.now()))
    return Leg(
        state=state,
        lane=PROCESS.lane(state.lane),
        since=began.at,
        until=until,
        days=calendar.between(first, last) if state.kind is Kind.OPEN else 0,
        unit=unit if state.lane == "officer" else "",
        round=began.round,
    )


def held(stays: Iterable[Leg]) -> list[Held]:
    """How many working days each lane had it while it was open, in the order of the table's lanes."""
    days: dict[str, int] = {}
    for leg in stays:
        if leg.state.kind is Kind.OPEN:
            days[leg.lane.key] = days.get(leg.lane.key, 0) + leg.days
    return [Held(lane, days[lane.key]) for lane in PROCESS.lanes if lane.key in days]

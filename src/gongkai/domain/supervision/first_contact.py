"""First contact (首问责任): whoever is asked first stays answerable until somebody by name has taken it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from gongkai.domain.law import load

Elapsed = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class WayFault:
    """A fault of a matter's way; ``fault``: the kind of fault a case begun from it is."""

    key: str
    fault: str
    label: str
    label_en: str
    says: str
    says_en: str


@cache
def way_faults() -> dict[str, WayFault]:
    """Every fault of a way by its key, in the order of the data."""
    return {row["key"]: WayFault(**row) for row in load("accountability")["first_contact_fault"]}


@dataclass(frozen=True, slots=True)
class Handing:
    """A unit had it: when it was given, when somebody by name signed for it, when it went on."""

    given_at: datetime
    signed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a matter from who was asked first.

    ``settled_at``: nobody has to take it any more (answered, closed, not taken up). ``receiver_by`` and ``tell_by``:
    the last days for a named receiver and for telling the reporter; ``told_on``: somebody spoke with the reporter.
    """

    arrived_at: datetime
    handings: tuple[Handing, ...]
    unnamed_returns: int
    settled_at: datetime | None
    receiver_by: date
    tell_by: date
    told_on: date | None


@dataclass(frozen=True, slots=True)
class Rules:
    """How many units may have it, and how long a unit has to sign for it."""

    units: int
    sign: timedelta


def received_after(way: Way, elapsed: Elapsed) -> timedelta | None:
    """Office time until somebody by name had it; ``None``: nobody has yet."""
    signed = _signed(way.handings)
    return None if signed is None else elapsed(way.arrived_at, max(signed, way.arrived_at))


def _signed(handings: Sequence[Handing]) -> datetime | None:
    return min((each.signed_at for each in handings if each.signed_at is not None), default=None)


def faults(way: Way, rules: Rules, elapsed: Elapsed, now: datetime) -> tuple[str, ...]:
    """The keys of what went wrong, in the order of the data; ``elapsed`` counts office time, ``now`` is local."""
    end = way.settled_at or now
    found = set()
    if way.unnamed_returns:
        found.add("unnamed")
    if len(way.handings) > rules.units:
        found.add("handed_on")
    if any(_late(each, end, rules.sign, elapsed) for each in way.handings):
        found.add("unsigned")
    signed = _signed(way.handings)
    if min(signed or end, end).date() > way.receiver_by:
        found.add("unreceived")
    if (way.told_on or end.date()) > way.tell_by:
        found.add("untold")
    return tuple(key for key in way_faults() if key in found)


def _late(handing: Handing, end: datetime, allowed: timedelta, elapsed: Elapsed) -> bool:
    until = min(each for each in (handing.signed_at, handing.ended_at, max(end, handing.given_at)) if each)
    return handing.given_at < until and elapsed(handing.given_at, until) > allowed

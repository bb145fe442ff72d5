"""First contact (首问责任) of a month's matters: who was asked first, to whom it went by name, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Prefetch
from django.utils import timezone

from gongkai.complaints.models import Call, Exchange, Leg, Matter, Return, Step
from gongkai.complaints.queries.desk import seen_by
from gongkai.core import clock, worktimes
from gongkai.domain import worktime
from gongkai.domain.calendar import Calendar
from gongkai.domain.law import load
from gongkai.domain.supervision import first_contact as domain
from gongkai.domain.supervision.first_contact import Handing, Rules, Way
from gongkai.domain.supervision.liability import first_contact_rules
from gongkai.people.actor import StaffActor
from gongkai.people.models import Appointment, Person, Unit
from gongkai.supervision import access_accountability as access
from gongkai.supervision.access import agencies_seen

#: Matters of a month looked at, and rows of a list shown.
MOST, SHOWN = 5_000, 200
#: Moves with which somebody of the staff has a matter in hand for the first time.
_FIRST = ("entered", "register", "decline", "convert", "merge")
#: Ways in by which the reporter was spoken to at once.
_SPOKEN = ("telephone", "broadcast", "visit")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter's way: who was asked first (``None``: nobody has looked at it yet), who had it, and what went wrong."""

    matter: Matter
    person: Person | None
    unit: Unit | None
    legs: Sequence[Leg]
    returns: Sequence[Return]
    received_after: timedelta | None
    faults: tuple[str, ...]

    @property
    def hours(self) -> float | None:
        """Office hours until somebody by name had it."""
        return None if self.received_after is None else self.received_after / _HOUR


@dataclass(frozen=True, slots=True)
class OfUnit:
    """The numbers of a unit that was asked first; ``unit`` ``None``: nobody has looked at them yet."""

    unit: Unit | None
    matters: int
    returned: int
    faults: Mapping[str, int]
    hours: float | None


def may_see(actor: StaffActor) -> bool:
    """Whether the actor looks at how matters went."""
    return bool(agencies_seen(actor, access.SEEING_FIRST_CONTACT))


def months(today: date) -> list[tuple[int, int]]:
    """The months that may be chosen, the present one first."""
    last = today.year * 12 + today.month - 1
    return [(at // 12, at % 12 + 1) for at in range(last, last - first_contact_rules()["months"], -1)]


def of_month(actor: StaffActor, year: int, month: int) -> list[Asked]:
    """The matters of the month the actor sees, oldest first; the same number of queries however many there are."""
    agencies = agencies_seen(actor, access.SEEING_FIRST_CONTACT)
    begins = date(year, month, 1)
    ends = date(year + month // 12, month % 12 + 1, 1)
    rows = seen_by(actor).filter(
        agency_id__in=agencies, received_on__gte=begins, received_on__lt=ends, imported=False
    )
    matters = list(rows.order_by("received_at", "id").prefetch_related(*_parts())[:MOST])
    first = {each.pk: _first_step(each) for each in matters}
    posts = _posts(step for step in first.values() if step is not None)
    calendar, now = clock.calendar(), timezone.localtime(clock.now())
    return [_asked(each, first[each.pk], posts, calendar, now) for each in matters]


def _parts() -> tuple[Prefetch[str], ...]:
    asked = Exchange.objects.filter(asked_at__isnull=False, person__isnull=False)
    called = Call.objects.filter(reached=True, person__isnull=False)
    return (
        Prefetch(
            "steps", Step.objects.filter(move__in=_FIRST).select_related("person"), to_attr="first_steps"
        ),
        Prefetch("legs", Leg.objects.select_related("unit", "signed_by"), to_attr="all_legs"),
        Prefetch("sent_back", Return.objects.select_related("from_unit", "suggested"), to_attr="all_returns"),
        Prefetch("exchanges", asked, to_attr="all_asked"),
        Prefetch("calls", called, to_attr="all_calls"),
    )


def _first_step(matter: Matter) -> Step | None:
    steps: list[Step] = matter.first_steps  # type: ignore[attr-defined]
    return next((each for each in steps if each.person_id is not None), None)


def _posts(steps: Iterable[Step]) -> dict[int, list[Appointment]]:
    """Person → the posts held, now and before; one query."""
    people = {step.person_id for step in steps if step.person_id is not None}
    found: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(person_id__in=people).select_related("post__unit").order_by("id")
    for each in rows:
        found.setdefault(each.person_id, []).append(each)
    return found


def _unit_of(step: Step | None, posts: Mapping[int, list[Appointment]]) -> Unit | None:
    """The unit in whose name the first step was made: its post as the step kept it, or any held on that day."""
    if step is None or step.person_id is None:
        return None
    held, day = posts.get(step.person_id, []), timezone.localtime(step.at).date()
    named = [each for each in held if f"{each.post.unit.name} {each.post.title}"[:120] == step.post]
    then = [each for each in held if each.begins_on <= day and (each.ends_on is None or day <= each.ends_on)]
    chosen = next(iter(named or then or held), None)
    return chosen.post.unit if chosen is not None else None


def _asked(
    matter: Matter,
    step: Step | None,
    posts: Mapping[int, list[Appointment]],
    calendar: Calendar,
    now: datetime,
) -> Asked:
    legs: list[Leg] = matter.all_legs  # type: ignore[attr-defined]
    returns: list[Return] = matter.all_returns  # type: ignore[attr-defined]
    way = _way(matter, legs, returns, calendar)

    def elapsed(start: datetime, end: datetime) -> timedelta:
        return worktime.elapsed(start, end, calendar, worktimes.current())

    return Asked(
        matter=matter,
        person=step.person if step is not None else None,
        unit=_unit_of(step, posts),
        legs=legs,
        returns=returns,
        received_after=domain.received_after(way, elapsed),
        faults=domain.faults(way, _rules(), elapsed, now),
    )


def _way(matter: Matter, legs: Sequence[Leg], returns: Sequence[Return], calendar: Calendar) -> Way:
    rules = first_contact_rules()
    arrived = timezone.localtime(matter.received_at)
    settled = [matter.replied_at, matter.closed_at]
    if matter.state in ("declined", "converted", "withdrawn", "merged"):
        settled.append(matter.updated_at)
    return Way(
        arrived_at=arrived,
        handings=tuple(_handing(leg) for leg in legs),
        unnamed_returns=sum(each.suggested_id is None for each in returns),
        settled_at=_local(min((each for each in settled if each is not None), default=None)),
        receiver_by=calendar.after(arrived.date(), rules["receiver_days"]),
        tell_by=calendar.after(arrived.date(), rules["tell_days"]),
        told_on=_told_on(matter),
    )


def _handing(leg: Leg) -> Handing:
    return Handing(timezone.localtime(leg.dispatched_at), _local(leg.signed_at), _local(leg.ended_at))


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else timezone.localtime(moment)


def _told_on(matter: Matter) -> date | None:
    """The day somebody spoke with the reporter for the first time."""
    moments = [each.asked_at for each in matter.all_asked]  # type: ignore[attr-defined]
    moments += [each.began_at for each in matter.all_calls]  # type: ignore[attr-defined]
    moments += [matter.replied_at, matter.received_at if matter.channel in _SPOKEN else None]
    first = min((each for each in moments if each is not None), default=None)
    return None if first is None else timezone.localtime(first).date()


def _rules() -> Rules:
    hours = next(row["length"] for row in load("complaints")["period"] if row["key"] == "sign")
    return Rules(first_contact_rules()["units"], timedelta(hours=hours))


def by_unit(rows: Sequence[Asked]) -> list[OfUnit]:
    """The numbers of each unit that was asked first, by the place of the unit; those nobody looked at stand last."""
    units = {each.unit.pk: each.unit for each in rows if each.unit is not None}
    ordered: list[Unit | None] = [*sorted(units.values(), key=lambda unit: (unit.position, unit.pk))]
    if any(each.unit is None for each in rows):
        ordered.append(None)
    return [_numbers(unit, [each for each in rows if each.unit == unit]) for unit in ordered]


def total(rows: Sequence[Asked]) -> OfUnit:
    """The numbers of all of them."""
    return _numbers(None, rows)


def _numbers(unit: Unit | None, rows: Sequence[Asked]) -> OfUnit:
    hours = [each.hours for each in rows if each.hours is not None]
    return OfUnit(
        unit=unit,
        matters=len(rows),
        returned=sum(bool(each.returns) for each in rows),
        faults={key: sum(key in each.faults for each in rows) for key in domain.way_faults()},
        hours=median(hours) if hours else None,
    )


def narrowed(rows: Sequence[Asked], *, unit: int | None, fault: str) -> list[Asked]:
    """Those of a unit (0: nobody has looked at them) and with a fault; "returned" means any return, "" all."""
    found = [each for each in rows if unit is None or (each.unit.pk if each.unit is not None else 0) == unit]
    if fault == "returned":
        return [each for each in found if each.returns]
    return [each for each in found if not fault or fault in each.faults]


def blamed(asked: Asked, fault: str) -> tuple[int | None, int | None]:
    """Unit and person a case begun from the row is usually about: whoever let it go, else who was asked first."""
    if fault == "unnamed":
        back = next((each for each in asked.returns if each.suggested_id is None), None)
        if back is not None:
            return back.from_unit_id, back.person_id
    if fault == "unsigned" and asked.legs:
        return asked.legs[0].unit_id, None
    if fault == "handed_on" and asked.returns:
        return asked.returns[-1].from_unit_id, None
    return (asked.unit.pk if asked.unit else None), (asked.person.pk if asked.person else None)


__all__ = [
    "SHOWN",
    "Asked",
    "OfUnit",
    "blamed",
    "by_unit",
    "may_see",
    "months",
    "narrowed",
    "of_month",
    "total",
]

"""What stands beside the figures: hot topics, places where the same comes again, what is open, units, signs, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.complaints import house
from gongkai.complaints.models import Leg, Matter, PublicMatter, Return, Step
from gongkai.complaints.queries import figure_rows
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.figures import (
    Scope,
    counted,
    matters,
    received_by,
    received_by_place,
    tallied,
    within,
)
from gongkai.core import clock, worktimes
from gongkai.domain import worktime
from gongkai.domain.calendar import ONE_DAY
from gongkai.domain.complaints import OPEN, gaming
from gongkai.domain.complaints.gaming import Remark
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person, Unit

#: A count below this is not told where it could single somebody out.
FEWEST = 3
#: Legs whose medians are worked out, and matters that are looked through for signs: the newest.
MOST_LEGS, MOST_CHECKED = 2_000, 5_000


@dataclass(frozen=True, slots=True)
class Topic:
    """A class and how many matters it had, now and in the span of the same length before."""

    category: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A class in one grid, and how many matters it had there."""

    category: str
    grid: str
    number: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A unit's legs: how many, the median of the office time of those that ended, and its returns."""

    legs: int
    median: timedelta | None
    returns: int


def before(scope: Scope) -> Scope:
    """The span before: of a whole year the year before, of a whole month the month before, else as many days."""
    first, last = scope.first, scope.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year > 1:
        earlier = (date(first.year - 1, 1, 1), date(last.year - 1, 12, 31))
    elif first.day == 1 and first.replace(day=1) == last.replace(day=1) and (last + ONE_DAY).day == 1:
        end = first - ONE_DAY
        earlier = (end.replace(day=1), end)
    else:
        earlier = (first - (last - first) - ONE_DAY, first - ONE_DAY)
    return Scope(scope.agencies, *earlier, scope.narrowed)


def hot_topics(scope: Scope, earlier: Scope) -> list[Topic]:
    """The classes with most matters, each against the span before."""
    was = received_by(earlier, "category")
    now = sorted(received_by(scope, "category").items(), key=lambda item: (-item[1], item[0]))
    found = [Topic(key, number, was.get(key, 0)) for key, number in now if key]
    return found[: house.number("hot_count")]


def spots(scope: Scope) -> tuple[list[Spot], int]:
    """Where one class came most often, never told below ``FEWEST``; and in how many places it came more rarely."""
    known = received_by_place(scope)
    cells = [Spot(key[0], key[1], number) for key, number in known.items() if all(key)]
    told = [each for each in cells if each.number >= FEWEST]
    told.sort(key=lambda each: (-each.number, each.category, each.grid))
    return told[: house.number("hot_count")], len(cells) - len(told)


def still_open(scope: Scope, most: int) -> tuple[list[PublicMatter], int]:
    """The open matters as the public may know them, the oldest first; and how many there are in all."""
    every = matters(scope).filter(state__in=OPEN)
    public = PublicMatter.objects.filter(matter__in=every.values("pk"), hidden_at__isnull=True)
    rows = public.select_related("matter").order_by("requested_at", "id")[:most]
    return list(rows), sum(each.open for each in tallied(scope).values())


def listed(scope: Scope, name: str, actor: StaffActor) -> tuple[QuerySet[Matter], int]:
    """The matters a figure counts that the actor sees; and how many it counts besides.

    Reports against somebody are counted and stand on nobody's list: else a gap would tell whoever they are against.
    """
    whole = counted(scope, name)
    shown = seen_by(actor).filter(
        pk__in=whole.values("pk"), against_person__isnull=True, against_unit__isnull=True
    )
    hidden = whole.count() - shown.order_by().count()
    return shown.select_related("unit", "handler", "lead").order_by("-received_on", "-id"), hidden


def reasons(rows: Sequence[Matter]) -> dict[int, str]:
    """Why each is on the shelved list, or was opened again: the reason of the last such move; one query."""
    steps = Step.objects.filter(matter__in=[each.pk for each in rows], move__in=("shelve", "reopen"))
    return dict(steps.exclude(reason="").order_by("id").values_list("matter", "reason"))


def holdings(scope: Scope) -> dict[int, Holding]:
    """Unit → its legs of the scope's matters and its returns; medians of the newest legs. Three queries."""
    inside = matters(scope).values("pk")
    number = dict(
        Leg.objects.filter(matter__in=inside).order_by().values_list("unit").annotate(n=Count("pk"))
    )
    back = Return.objects.filter(matter__in=inside, from_unit__isnull=False).order_by()
    returns = dict(back.values_list("from_unit").annotate(n=Count("pk")))
    times: dict[int, list[float]] = {}
    calendar, hours = clock.calendar(), worktimes.current()
    ended = Leg.objects.filter(matter__in=inside, ended_at__isnull=False).order_by("-id")
    for unit, first, last in ended.values_list("unit", "dispatched_at", "ended_at")[:MOST_LEGS]:
        span = (timezone.localtime(first), timezone.localtime(last))
        held = worktime.elapsed(*span, calendar, hours) if span[0] < span[1] else timedelta()
        times.setdefault(unit, []).append(held.total_seconds())
    return {
        unit: Holding(
            legs, timedelta(seconds=median(times[unit])) if unit in times else None, returns.get(unit, 0)
        )
        for unit, legs in number.items()
    }


def signs(scope: Scope, actor: StaffActor) -> tuple[list[Remark], bool]:
    """What the checks against gaming remark on the matters the actor sees; and whether not all were looked through."""
    open_to_all = Q(against_person__isnull=True, against_unit__isnull=True)
    seen = within(seen_by(actor).filter(open_to_all), scope).order_by("-id")
    found = list(seen.only(*figure_rows.ASKED)[: MOST_CHECKED + 1])
    rows = figure_rows.rows(found[:MOST_CHECKED])
    return gaming.remarks(rows), len(found) > MOST_CHECKED


def numbers_of(scope: Scope, actor: StaffActor, numbers: Sequence[str]) -> dict[str, int]:
    """Number → key of the matters the actor sees, to link them; one query."""
    rows = seen_by(actor).filter(agency_id__in=scope.agencies, number__in=list(numbers))
    return dict(rows.order_by().values_list("number", "pk"))


def unit_names(scope: Scope) -> dict[str, str]:
    """The units of the scope's agencies by their numbers; one query."""
    rows = Unit.objects.filter(agency_id__in=scope.agencies)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def person_names(keys: Sequence[str]) -> dict[str, str]:
    """These people's names; one query."""
    rows = Person.objects.filter(pk__in=[int(key) for key in keys if key])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def names_of(remarks: Sequence[Remark]) -> Mapping[str, str]:
    """Who the remarks are about; a remark of a unit names the unit."""
    people = person_names([each.who for each in remarks if each.check != "closed_just_in_time"])
    units = {each.who for each in remarks if each.check == "closed_just_in_time" and each.who}
    rows = Unit.objects.filter(pk__in=[int(key) for key in units]).values_list("pk", "name")
    return {
        **{f"person:{key}": name for key, name in people.items()},
        **{f"unit:{pk}": name for pk, name in rows},
    }

"""Matters of one class that came again and again in one grid (重复诉求): where a deeper cause may lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from gongkai.complaints import access, house
from gongkai.complaints.models import Link, Matter
from gongkai.complaints.queries.desk import seen_by
from gongkai.core import clock
from gongkai.domain.complaints import CHIEF, DESK, HANDLER, HEAD
from gongkai.people.actor import StaffActor

#: Groups shown on the page, and matters named in each.
MOST, MOST_NAMED = 50, 12


@dataclass(frozen=True, slots=True)
class Group:
    """A class in a grid: how many matters within the last days, the newest ones, and the clues passed on so far."""

    category: str
    grid: str
    number: int
    first: date
    last: date
    newest: list[Matter]
    clues: list[Link]


def since() -> date:
    """The first day of the days looked back."""
    return clock.today() - timedelta(days=house.number("repeat_days"))


def groups(actor: StaffActor) -> list[Group]:
    """The groups of matters the actor sees, the largest first; three queries, however many there are."""
    seen = seen_by(actor).filter(received_on__gte=since(), against_person=None, against_unit=None)
    counted = (
        seen.exclude(category="")
        .exclude(grid="")
        .order_by()
        .values_list("category", "grid")
        .annotate(number=Count("pk"), first=Min("received_on"), last=Max("received_on"))
        .filter(number__gte=house.number("repeat_count"))
        .order_by("-number", "category", "grid")[:MOST]
    )
    found = list(counted)
    wanted = Q(pk__in=[])
    for category, grid, *_rest in found:
        wanted |= Q(category=category, grid=grid)
    rows: dict[tuple[str, str], list[Matter]] = {}
    place = Window(RowNumber(), partition_by=["category", "grid"], order_by=["-received_on", "-pk"])
    for each in seen.filter(wanted).annotate(place=place).filter(place__lte=MOST_NAMED).order_by("place"):
        rows.setdefault((each.category, each.grid), []).append(each)
    clues = _clues(seen.filter(wanted).order_by())
    return [
        Group(
            category,
            grid,
            number,
            first,
            last,
            rows[category, grid],
            clues.get((category, grid), []),
        )
        for category, grid, number, first, last in found
    ]


def _clues(inside: QuerySet[Matter]) -> dict[tuple[str, str], list[Link]]:
    """Class and grid → the clues passed on from matters of it, the oldest first; one query."""
    links = Link.objects.filter(matter__in=inside.values("pk"), kind__in=house.keys("clue"))
    found: dict[tuple[str, str], list[Link]] = {}
    for link in links.select_related("matter").order_by("id"):
        found.setdefault((link.matter.category, link.matter.grid), []).append(link)
    return found


def may_pass_on(actor: StaffActor, matter: Matter) -> bool:
    """Whether the button is offered; the deed itself asks again, and also lets units pass on that help."""
    return bool(set(access.roles_over(actor, matter)) & {HANDLER, HEAD, DESK, CHIEF})

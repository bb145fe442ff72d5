"""Matters of one class that came again and again in one grid (重复诉求): where a deeper cause may lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q

from gongkai.complaints import access, house
from gongkai.complaints.models import Link, Matter
from gongkai.complaints.queries.desk import seen_by
from gongkai.core import clock
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
    for each in seen.filter(wanted).order_by("-received_on", "-id"):
        rows.setdefault((each.category, each.grid), []).append(each)
    links = _clues(each.pk for group in rows.values() for each in group)
    return [
        Group(
            category, grid, number, first, last,
            rows[category, grid][:MOST_NAMED],
            [link for each in rows[category, grid] for link in links.get(each.pk, [])],
        )
        for category, grid, number, first, last in found
    ]  # fmt: skip


def _clues(numbers: Iterable[int]) -> dict[int, list[Link]]:
    kinds = house.keys("clue")
    found: dict[int, list[Link]] = {}
    for link in Link.objects.filter(matter__in=list(numbers), kind__in=kinds).order_by("id"):
        found.setdefault(link.matter_id, []).append(link)
    return found


def newest(actor: StaffActor, category: str, grid: str) -> Matter | None:
    """The newest matter of a group, if it still is one: the clue is passed on from there."""
    for group in groups(actor):
        if (group.category, group.grid) == (category, grid):
            return group.newest[0]
    return None


def may_pass_on(actor: StaffActor, matter: Matter) -> bool:
    """Whether the actor may pass the clue on."""
    return bool(access.may_work_on(actor, matter))

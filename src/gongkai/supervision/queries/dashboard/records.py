"""The records behind a number of the dashboard, room by room, paged by the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.complaints.queries.standing import satisfied
from gongkai.core.places import city
from gongkai.domain.law import load
from gongkai.domain.supervision.dashboard import Days
from gongkai.publishing.queries import with_title
from gongkai.supervision.queries.dashboard import clocks, rooms
from gongkai.supervision.queries.dashboard.counting import late_replies
from gongkai.supervision.queries.dashboard.rooms import Room
from gongkai.supervision.queries.dashboard.scope import Scope

SIZE, MARK = 50, "~"
#: Numbers about limits; about records; about what reporters said; about notices.
OF_STOPPED = ("stopped", "kept")
OF_LIMITS = ("due", "overdue", "soon", *OF_STOPPED)
OF_RECORDS = ("came", "closed", "open")
OF_MATTERS = ("content", "discontent", "late_replies")
URGED = "urged"
PARTS = (*OF_LIMITS, *OF_RECORDS, *OF_MATTERS, URGED)
#: A place that is on no map.
NOWHERE = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which number: its part, the room ("": all), the days of a span, the grid of open matters ("": all)."""

    part: str
    days: Days
    room: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The records of one room behind the number; ``day``: the column of their limit, "" where they have none."""

    room: Room
    rows: QuerySet[Any]
    day: str
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their source, and the cursor of the next page (empty: this is the last)."""

    rows: Sequence[tuple[Source, Any]]
    after: str


def sources(scope: Scope, asked: Asked) -> list[Source]:
    """Where the records are, room by room in the order of the dashboard."""
    found = []
    for room in rooms.seen(scope, (asked.room,) if asked.room else ()):
        source = _source(scope, room, asked)
        if source is not None:
            found.append(source)
    return found


def _source(scope: Scope, room: Room, asked: Asked) -> Source | None:
    part = asked.part
    if part in OF_RECORDS:
        return _record_source(scope, room, asked)
    if part in OF_LIMITS and room.key in clocks.SUBJECTS:
        conditions = {**clocks.standing(scope), **clocks.stopped(asked.days)}
        rows = clocks.clocks(scope, [room]).filter(conditions[part])
        # A stopped clock may have no limit any more; it always has the day it stopped.
        return Source(room, rows, "stopped_on" if part in OF_STOPPED else "due_on", limits=True)
    if room.key == "findings" and part in (conditions := clocks.to_answer(scope)):
        return Source(room, room.narrowed(scope).filter(conditions[part]), "act_by")
    if room.key == "matters" and part in OF_MATTERS:
        return Source(room, room.narrowed(scope).filter(_of_matters(room, asked)), "")
    return None


def _record_source(scope: Scope, room: Room, asked: Asked) -> Source | None:
    conditions = {
        "came": room.came_in(asked.days),
        "closed": room.closed_in(asked.days),
        "open": room.open_on(scope.day),
    }
    rows = room.narrowed(scope).filter(conditions[asked.part])
    if asked.place:
        if room.key != "matters":
            return None
        rows = rows.filter(_at(asked.place))
    return Source(room, rows, "")


def _at(place: str) -> Q:
    """In the grid, or in none that the map knows."""
    if place != NOWHERE:
        return Q(grid=place)
    return ~Q(grid__in=[area.code for area in city().areas if area.kind == "grid"])


def _of_matters(room: Room, asked: Asked) -> Q:
    if asked.part == "late_replies":
        return late_replies(asked.days)
    wanted = "yes" if asked.part == "content" else "no"
    keys = [row["key"] for row in load("complaints")["rating"] if satisfied(row["key"]) == wanted]
    return room.closed_in(asked.days) & Q(rating__in=keys)


def count(found: Sequence[Source]) -> dict[str, int]:
    """Room → how many; a query for each room."""
    return {source.room.key: source.rows.count() for source in found}


def page(found: Sequence[Source], after: str, size: int = SIZE) -> Page:
    """The records after the cursor: the rooms in order, what is due first in front; at most a query for each room."""
    keys = [source.room.key for source in found]
    begin, day, number = _cursor(after)
    at = keys.index(begin) if begin in keys else 0
    rows: list[tuple[Source, Any]] = []
    for source in found[at:]:
        query = source.rows
        if source.room.key == begin:
            query = query.filter(_behind(source, day, number))
        order = (source.day, "id") if source.day else ("-id",)
        rows += [(source, row) for row in _full(source, query).order_by(*order)[: size + 1 - len(rows)]]
        if len(rows) > size:
            break
    if len(rows) <= size:
        return Page(rows, "")
    source, last = rows[size - 1]
    known = getattr(last, source.day) if source.day else None
    return Page(rows[:size], MARK.join((source.room.key, known.isoformat() if known else "", str(last.pk))))


def _cursor(after: str) -> tuple[str, date | None, int]:
    """Room, day and number of the last row; an unreadable cursor means the beginning."""
    parts = after.split(MARK)
    if len(parts) != 3 or not parts[2].isascii() or not parts[2].isdigit() or len(parts[2]) > 18:
        return "", None, 0
    try:
        return parts[0], date.fromisoformat(parts[1]) if parts[1] else None, int(parts[2])
    except ValueError:
        return "", None, 0


def _behind(source: Source, day: date | None, number: int) -> Q:
    if not source.day:
        return Q(pk__lt=number)
    if day is None:
        return Q()
    return Q(**{f"{source.day}__gt": day}) | Q(**{source.day: day, "pk__gt": number})


def _full(source: Source, query: QuerySet[Any]) -> QuerySet[Any]:
    """With what a row says of itself, so that no row asks again."""
    if source.limits:
        return query
    key = source.room.key
    if key == "documents":
        query = with_title(query)
    if key == "reviews":
        return query.select_related("request__unit")
    if key == "inspections":
        return query.select_related("unit", "listed__site")
    return query.select_related("unit") if source.room.unit else query

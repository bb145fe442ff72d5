"""What is asked for: the parameters of the reading calls."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from gongkai.api.open311.fields import SHOWN, Fields
from gongkai.api.open311.near import circle
from gongkai.api.open311.shapes import STATUSES, Filter, Problems, Status
from gongkai.core import clock
from gongkai.domain.text import say

#: GeoReport v2: a span of 90 days or the first 1000, whichever is smaller.
SPAN = timedelta(days=90)
MOST = 1000
_LAST_PAGE = 1_000_000
#: Numbers and codes are ASCII, so that every client can put them into an address.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and whether with the extension's fields."""

    filter: Filter
    extended: bool


def question(request: HttpRequest, known: Collection[str]) -> Question:
    """The question of ``GET requests``; ``known``: the codes there are. Raises ``Problems`` with every fault."""
    fields = Fields(request.GET)
    extended = fields.truth("extensions")
    ids = fields.listed("service_request_id")
    if ids:
        page, size = _paging(fields)
        _refuse(fields)
        return Question(Filter(ids=_usable(ids), named=True, page=page, page_size=size), extended)
    codes = fields.listed("service_code")
    for code in codes:
        if code not in known:
            fields.wrong(
                say("There is no service “{code}” here. services lists those there are.", code=code[:SHOWN]),
                404,
            )
    statuses = _statuses(fields)
    after, before = fields.moment("updated_after"), fields.moment("updated_before", end=True)
    start, end = _span(fields, changed=bool(after or before))
    near = circle(fields)
    page, size = _paging(fields)
    _refuse(fields)
    asked = Filter(
        codes=codes,
        statuses=statuses,
        start=start,
        end=end,
        updated_after=after,
        updated_before=before,
        near=near,
        page=page,
        page_size=size,
    )
    return Question(asked, extended)


def changes(request: HttpRequest) -> Filter:
    """The question of ``GET servicerequestupdates``: of the last 90 days unless said otherwise."""
    fields = Fields(request.GET)
    ids = fields.listed("service_request_id")
    start, end = _span(fields, changed=bool(ids))
    page, size = _paging(fields)
    _refuse(fields)
    return Filter(ids=_usable(ids), named=bool(ids), start=start, end=end, page=page, page_size=size)


def extended(request: HttpRequest) -> bool:
    """Whether the extension's fields are asked for."""
    fields = Fields(request.GET)
    asked = fields.truth("extensions")
    _refuse(fields)
    return asked


def _refuse(fields: Fields) -> None:
    if fields.problems:
        raise Problems(*fields.problems)


def _usable(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those that could be a number of ours; the others name nothing."""
    return tuple(each for each in ids if IDENTIFIER.fullmatch(each))[:MOST]


def _paging(fields: Fields) -> tuple[int, int]:
    return fields.number("page", 1, _LAST_PAGE), fields.number("page_size", MOST, MOST)


def _statuses(fields: Fields) -> tuple[Status, ...]:
    given = fields.listed("status")
    found = tuple(status for status in STATUSES if status in {word.lower() for word in given})
    for word in given:
        if word.lower() not in STATUSES:
            fields.wrong(
                say("“{value}” is no status: write open, closed, or both with a comma.", value=word[:SHOWN])
            )
    return found


def _span(fields: Fields, *, changed: bool) -> tuple[datetime | None, datetime | None]:
    """From when until when. One bound alone reaches 90 days; none means the last 90 days, or, where only what was
    ``changed`` is asked for, any time."""
    start, end = fields.moment("start_date"), fields.moment("end_date", end=True)
    if start is None and end is None:
        return (None, None) if changed else (clock.now() - SPAN, None)
    start = start or (end - SPAN if end else None)
    end = end or (start + SPAN if start else None)
    if start and end and start > end:
        fields.wrong(say("“start_date” lies after “end_date”."))
    elif (
        start
        and end
        and end - start > SPAN + (timedelta(days=1) if fields.is_day("end_date") else timedelta())
    ):
        fields.wrong(
            say(
                "From “start_date” to “end_date” are more than {days} days. Ask for less at once.",
                days=SPAN.days,
            )
        )
    return start, end

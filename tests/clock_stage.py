"""Days and due dates for tests of the clocks of requests: the working days of 2026."""

from __future__ import annotations

from datetime import date

from cast import Cast
from gongkai.core import clock, deadlines
from gongkai.requests.models import Request
from gongkai.requests.queries.subjects import subject_of
from request_stage import step, written

REPLY = "request.reply"


def day(text: str) -> date:
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def due(request: Request, rule: str = REPLY) -> date | None:
    (running,) = deadlines.running(subject_of(request), rule)
    return running.due_on


def in_hand(cast: Cast, arrived: str = "03-02", **changes: object) -> Request:
    """Confirmed, registered and accepted on one day, and the answer written."""
    with clock.travel_to(day(arrived)):
        return Request.objects.get(pk=written(cast, **changes).pk)


def move(cast: Cast, request: Request, when: str, key: str, who: str, **given: object) -> Request:
    with clock.travel_to(day(when)):
        return step(cast, request, key, who, **given)

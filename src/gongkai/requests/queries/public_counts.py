"""What the public page of procedures tells of requests: numbers only, and none so small that it points at somebody.

A count below ``FEWEST`` is not counted out, and a stay's length is told only as the median of ``FEWEST_STAYS`` or more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from statistics import median

from django.db.models import Count

from gongkai.core import clock
from gongkai.domain.process import Kind
from gongkai.domain.requests import PROCESS
from gongkai.requests.models import Request, Step
from gongkai.requests.queries import legs

FEWEST = 3
FEWEST_STAYS = 5
#: The medians are those of the last requests concluded within a year, this many at most.
LOOKED_AT = 300
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many requests stand in each state now, and how long those concluded stayed in it (working days)."""

    #: State → how many; ``None``: some, but fewer than ``FEWEST``.
    numbers: dict[str, int | None]
    #: State → median; states with fewer than ``FEWEST_STAYS`` stays are left out.
    days: dict[str, float]


def standing(agency_id: int | None = None) -> Standing:
    """Of one agency, or of all. Three queries and the calendar's, however many requests there are."""
    own = Request.objects.all() if agency_id is None else Request.objects.filter(agency_id=agency_id)
    counted = dict(own.values_list("state").annotate(number=Count("pk")).order_by())
    numbers = {state.key: _shown(counted.get(state.key, 0)) for state in PROCESS.states}
    return Standing(numbers, _medians(agency_id))


def _shown(number: int) -> int | None:
    return None if 0 < number < FEWEST else number


def _medians(agency_id: int | None) -> dict[str, float]:
    ends = Step.objects.filter(to_state="closed", at__gte=clock.now() - A_YEAR).order_by("-id")
    if agency_id is not None:
        ends = ends.filter(request__agency_id=agency_id)
    concluded = list(dict.fromkeys(ends.values_list("request_id", flat=True)[:LOOKED_AT]))
    steps = Step.objects.filter(request_id__in=concluded).order_by("request_id", "id")
    calendar = clock.calendar()
    stays: dict[str, list[int]] = defaultdict(list)
    for _, of_one in groupby(steps, key=lambda step: step.request_id):
        for leg in legs.of(of_one, calendar):
            if leg.until is not None and leg.state.kind is Kind.OPEN:
                stays[leg.state.key].append(leg.days)
    return {key: float(median(days)) for key, days in stays.items() if len(days) >= FEWEST_STAYS}

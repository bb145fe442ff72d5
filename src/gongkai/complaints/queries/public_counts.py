"""What the public page of procedures tells of matters: numbers only, and none so small that it points at somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from gongkai.complaints.models import Matter, Step
from gongkai.core import clock, stays
from gongkai.domain.complaints import PROCESS
from gongkai.domain.process import Kind

FEWEST = 3
#: The medians are those of the last matters closed within a year, this many at most.
LOOKED_AT = 300
A_YEAR = timedelta(days=365)
OPEN = frozenset(state.key for state in PROCESS.states if state.kind is Kind.OPEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many matters stand in each state now, and how long those closed stayed in it (working days)."""

    #: State → how many; ``None``: some, but fewer than ``FEWEST``.
    numbers: dict[str, int | None]
    #: State → median; states with too few stays are left out.
    days: dict[str, float]


def standing(agency_id: int | None = None) -> Standing:
    """Of one agency, or of all. Three queries and the calendar's, however many matters there are."""
    matters, steps = Matter.objects.all(), Step.objects.all()
    if agency_id is not None:
        matters, steps = matters.filter(agency_id=agency_id), steps.filter(matter__agency_id=agency_id)
    counted = dict(matters.values_list("state").annotate(number=Count("pk")).order_by())
    numbers = {state.key: counted.get(state.key, 0) for state in PROCESS.states}
    shown = {key: None if 0 < number < FEWEST else number for key, number in numbers.items()}
    ends = steps.filter(to_state="closed", at__gte=clock.now() - A_YEAR).order_by("-id")
    closed = list(dict.fromkeys(ends.values_list("matter_id", flat=True)[:LOOKED_AT]))
    entered = Step.objects.filter(matter_id__in=closed).exclude(to_state="").order_by("matter_id", "id")
    return Standing(shown, stays.medians(entered.values_list("matter_id", "to_state", "at"), OPEN))

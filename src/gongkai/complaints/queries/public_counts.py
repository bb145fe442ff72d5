"""What the public page of procedures tells of matters: numbers only, and none so small that it points at somebody."""

from __future__ import annotations

from django.db.models import Count

from gongkai.complaints.models import Matter
from gongkai.domain.complaints import PROCESS

FEWEST = 3


def standing() -> dict[str, int | None]:
    """State → how many stand there now; ``None``: some, but fewer than ``FEWEST``. One query."""
    counted = dict(Matter.objects.values_list("state").annotate(number=Count("pk")).order_by())
    numbers = {state.key: counted.get(state.key, 0) for state in PROCESS.states}
    return {key: None if 0 < number < FEWEST else number for key, number in numbers.items()}

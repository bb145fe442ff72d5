"""A matter with a period, for the tests of moments and of the ladder that stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.core import deadlines, ladder
from gongkai.core.models import Deadline, LadderStep

MATTER = ("tests.matter", 1)
FIVE_DAYS: Mapping[str, Any] = {
    "length": 5,
    "unit": "working_day",
    "label": "办理期限",
    "label_en": "Handling",
    "source": "《办法》第十条",
    "verified": False,
}
FOUR_HOURS: Mapping[str, Any] = {**FIVE_DAYS, "length": 4, "unit": "working_hour"}


def at(text: str) -> datetime:
    """``03-02 10:00``: a moment of 2026 where the office stands."""
    written = text if text.startswith("20") else f"2026-{text}"
    return timezone.make_aware(datetime.fromisoformat(written))


def begin(
    start: str = "03-02 10:00",
    period: Mapping[str, Any] = FIVE_DAYS,
    matter: tuple[str, object] = MATTER,
    rule: str = "tests.handle",
    *,
    armed: bool = False,
) -> Deadline:
    deadline = deadlines.start_period(
        rule, period=period, subject=matter, at=at(start), agency="cgj", title="路灯不亮", unit=3
    )
    if armed:
        ladder.arm(deadline)
    return deadline


def told(moment: datetime | None) -> str | None:
    return None if moment is None else timezone.localtime(moment).strftime("%m-%d %H:%M")


def due() -> str | None:
    return told(Deadline.objects.get().due_at)


def laid(deadline: Deadline) -> list[tuple[str, str | None, str]]:
    """Every step: its key, its moment, and whether it waits, has fired or was laid aside."""
    return [(step.step, told(step.fire_at), state(step)) for step in ladder.of(deadline)]


def state(step: LadderStep) -> str:
    return "fired" if step.fired_at else "aside" if step.cancelled_at else "waits"

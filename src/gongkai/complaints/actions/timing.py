"""The clocks of a matter and the ladder that urges: begun, held, extended and stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.complaints import house
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, deadlines, ladder
from gongkai.core.models import Deadline
from gongkai.domain.complaints import CALL_BACK, HANDLE, RULE_ON, SIGN, categories
from gongkai.domain.refusal import Refused

#: Clock → the period of ``law/complaints.toml`` it counts.
PERIODS = {SIGN: "sign", RULE_ON: "ruling", CALL_BACK: "call_back"}
#: Intermediate limits of a category: ``complaint.step.1`` …
STEP = "complaint.step."
#: Clocks on which the ladder stands: yellow, red, urging, supervising.
LADDERED = (HANDLE,)


def begin(
    matter: Matter, rule: str, *, at: datetime | None = None, period: dict[str, Any] | None = None
) -> Deadline:
    """Starts a clock of the matter."""
    started = deadlines.start_period(
        rule,
        period=period or (handling_periods(matter)[-1] if rule == HANDLE else house.period(PERIODS[rule])),
        subject=subject_of(matter),
        at=at or clock.now(),
        agency=matter.agency.code,
        title=f"{matter.number} {matter.title}",
        unit=matter.unit_id,
    )
    if rule in LADDERED:
        ladder.arm(started)
    return started


def begin_handling(matter: Matter) -> None:
    """Starts the period of handling and the category's intermediate limits; one that runs already goes on."""
    if deadlines.running(subject_of(matter), HANDLE).exists():
        return
    at = clock.now()
    periods = handling_periods(matter)
    for number, period in enumerate(periods[:-1], start=1):
        begin(matter, f"{STEP}{number}", at=at, period=period)
    begin(matter, HANDLE, at=at, period=periods[-1])


def handling_periods(matter: Matter) -> list[dict[str, Any]]:
    """The limits of the matter in order, the last is the whole: urgent, the category's, or the kind's own."""
    if matter.urgent:
        return [house.period("urgent")]
    kind = house.row("kind", matter.kind)
    if kind is None:
        return [house.period("full")]
    found = (
        categories.category(matter.category, matter.received_on)
        if kind["by_category"] and matter.category
        else None
    )
    if found is None or isinstance(found, Refused) or not found.steps:
        return [house.period(kind["period"])]
    # What is an alternative is no step on the way: only the last row, the longest case, counts then.
    steps = [*(step for step in found.steps[:-1] if not step.alternative), found.steps[-1]]
    return [
        {
            "length": step.length,
            "unit": step.unit,
            "label": step.label,
            "label_en": step.label_en,
            "source": str(found.citation),
            "verified": found.verified and step.published,
        }
        for step in steps
    ]


def handle_clock(matter: Matter) -> Deadline | None:
    """The running clock of handling."""
    return deadlines.running(subject_of(matter), HANDLE).first()


def is_late(matter: Matter) -> bool:
    """Whether the period of handling is over."""
    running = handle_clock(matter)
    return running is not None and running.due_at is not None and running.due_at < clock.now()


def stop(matter: Matter, prefix: str = "complaint.") -> None:
    """Stops the matter's clocks and takes down the ladder that stands on them."""
    deadlines.stop(subject_of(matter), prefix)
    if HANDLE.startswith(prefix):
        ladder.disarm(subject_of(matter))


def hold(matter: Matter, reason: str) -> None:
    """Holds the clock of handling (a shelved matter); nobody is urged meanwhile."""
    deadlines.pause(subject_of(matter), at=clock.now(), reason=reason, rule=HANDLE)
    ladder.disarm(subject_of(matter))


def go_on(matter: Matter, reason: str) -> None:
    """Lets the clock of handling go on."""
    deadlines.resume(subject_of(matter), at=clock.now(), reason=reason)
    running = handle_clock(matter)
    if running is not None:
        ladder.rearm(running)


def extend(matter: Matter, length: int) -> None:
    """Extends the period of handling by ``length`` of its own unit."""
    running = handle_clock(matter)
    if running is not None:
        deadlines.extend(running, length)
        ladder.rearm(running)


def hand_over(matter: Matter) -> None:
    """The clocks of the matter are those of its unit from now on."""
    deadlines.running(subject_of(matter)).update(unit=matter.unit_id)

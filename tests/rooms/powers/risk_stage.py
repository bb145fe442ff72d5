"""Risk points on the stage for the tests of their screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from cast import Cast, make_cast
from domain.powers.risk_points import risk
from gongkai.core import clock
from gongkai.powers import actions
from gongkai.powers.models import Version

DAY = date(2026, 3, 2)
GRADES = {"high": ("3", "5"), "middle": ("3", "3"), "low": ("1", "2")}


def said(number: int, grade: str = "high", **changes: Any) -> actions.BroughtIn:
    """A risk point as published elsewhere."""
    begins = changes.pop("begins", DAY)
    probability, harm = GRADES[grade]
    content = risk(**{"grade": grade, "probability": probability, "harm": harm, **changes})
    return actions.BroughtIn("risk", f"R-{number}", f"风险点{number}", content, begins)


def bring(cast: Cast, unit: str, *entries: actions.BroughtIn) -> list[Version]:
    """Brings them in for the unit."""
    return actions.bring_in(unit=cast.units[unit], entries=entries)


def furnished() -> Cast:
    """The cast with six risk points of two units."""
    cast = make_cast()
    with clock.travel_to(DAY):
        bring(cast, "waste", said(1), said(2), said(3, "middle"), said(4, "low"))
        bring(cast, "other", said(5, "low"))
        named = said(6, "middle", owner="张小明")
        actions.bring_in(unit=cast.units["other"], entries=[named], as_published=True)
    return cast

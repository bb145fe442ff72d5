"""Periods in hours and days that end at a moment, and the office hours they are counted in (工作时间)."""

from gongkai.domain.worktime.hours import (
    HoursRow,
    OfficeHours,
    Pause,
    earlier,
    elapsed,
    is_office_moment,
    later,
    next_office_moment,
    office_hours,
)
from gongkai.domain.worktime.periods import (
    HOUR_UNITS,
    UNITS,
    DayLine,
    DueMoment,
    Period,
    Unit,
    amount,
    due,
)

__all__ = [
    "HOUR_UNITS",
    "UNITS",
    "DayLine",
    "DueMoment",
    "HoursRow",
    "OfficeHours",
    "Pause",
    "Period",
    "Unit",
    "amount",
    "due",
    "earlier",
    "elapsed",
    "is_office_moment",
    "later",
    "next_office_moment",
    "office_hours",
]

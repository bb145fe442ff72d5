"""The year 2012: 86 documents on the portal, 84 of them on the disclosure site, 30 on the superior department's."""

from __future__ import annotations

from datetime import date

from gongkai.core import clock
from gongkai.demo.stage import Stage

#: How many of each series the year saw; together 86.
COUNTS = {
    "waste": 12,
    "advert": 12,
    "digital": 10,
    "penalty": 14,
    "news": 18,
    "plan": 4,
    "service": 3,
    "integrity": 4,
    "budget": 2,
    "emergency": 7,
}
#: How many of them the disclosure site showed as well: all but the last two.
DISCLOSURE_SITE = 84


def play(stage: Stage) -> int:
    """Plays the year; gives the number of documents."""
    scenes = sorted((day, key) for key, count in COUNTS.items() for day in _days(count))
    for number, (day, key) in enumerate(scenes):
        channels: tuple[str, ...] = ("disclosure_site",) if number < DISCLOSURE_SITE else ()
        if _superior(number):
            channels += ("superior_site",)
        stage.publish(key, day, channels=channels)
    stage.publish(
        "annual", date(2013, 1, 15), title="2012年政府信息公开工作年度报告", channels=("disclosure_site",)
    )
    return len(scenes)


def _superior(number: int) -> bool:
    """The first, and every third from the second on: thirty of the eighty-six."""
    return number == 0 or number % 3 == 1


def _days(count: int) -> list[date]:
    """Working days spread over the year."""
    calendar = clock.calendar()
    days = []
    for number in range(count):
        day = date.fromordinal(date(2012, 1, 9).toordinal() + (number * 2 + 1) * 352 // (count * 2))
        while not calendar.is_working(day):
            day = date.fromordinal(day.toordinal() + 1)
        days.append(day)
    return days

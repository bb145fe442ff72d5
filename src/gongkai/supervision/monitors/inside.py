"""What is owed to the staff every month (内部公开) and was not shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency
from gongkai.publishing.queries.internal import internal_calendar


def missing(agency: Agency, today: date) -> Iterator[Fault]:
    """Months of this year and the last whose day is over without one, after the first that was shown."""
    calendars = [internal_calendar(agency.pk, year, today) for year in (today.year - 1, today.year)]
    first: dict[str, date] = {}
    for row in (row for calendar in calendars for row in calendar.rows):
        for cell in row.cells:
            if cell.count:
                first[row.kind.key] = min(first.get(row.kind.key, cell.month), cell.month)
    for kind, month in (each for calendar in calendars for each in calendar.missing):
        if kind.key in first and month > first[kind.key]:
            yield Fault(
                f"{kind.key}:{month:%Y-%m}",
                f"{month.year}年{month.month}月{kind.label}",
                say("This month was not shown to the staff."),
                None,
                ("workspace:internal", ()),
            )

"""How long matters stay in each step: medians for the public, none of so few that it points at somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import groupby
from statistics import median

from django.utils import timezone

from gongkai.core import clock

#: A stay's length is told only as the median of this many or more.
FEWEST_STAYS = 5

Entered = tuple[int, str, datetime]
"""A matter's number, the state it came into, and when."""


def medians(entries: Iterable[Entered], counted: Collection[str]) -> dict[str, float]:
    """State → median of the working days spent in it at a stretch, for the states ``counted``.

    ``entries``: matter by matter, the oldest first within each. A stay that goes on is not counted, and coming into the
    state one is in already begins no new one. A day counts for the state the matter was in at its end.
    """
    calendar = clock.calendar()
    lasted: dict[tuple[date, date], int] = {}
    stays: dict[str, list[int]] = defaultdict(list)
    for _, of_one in groupby(entries, key=lambda entry: entry[0]):
        began: tuple[str, date] | None = None
        for _, state, at in of_one:
            if began is not None and began[0] == state:
                continue
            day = timezone.localtime(at).date()
            if began is not None and began[0] in counted:
                span = (began[1], day)
                if span not in lasted:
                    lasted[span] = calendar.between(*span)
                stays[began[0]].append(lasted[span])
            began = (state, day)
    return {key: float(median(days)) for key, days in stays.items() if len(days) >= FEWEST_STAYS}

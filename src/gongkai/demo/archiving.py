"""The archive: what ended in 2012 was archived the spring after; of the living year what ended long enough ago."""

from __future__ import annotations

from datetime import date

from gongkai.archive.actions.archiving import archive_due
from gongkai.core import clock
from gongkai.demo.stage import at
from gongkai.people.models import Agency

#: Packages of a kind that are made at once: the rest waits for the first round of the clock, as it would in a bureau
#: that begins. A demonstration is built in a minute or two.
MOST = 25


def play_2012() -> None:
    """The first round, in the spring after the year."""
    with clock.travel_to(at(date(2013, 3, 18))):
        archive_due(Agency.objects.get(code="cgj"), MOST)


def play(day: date) -> None:
    """A round in the living year."""
    with clock.travel_to(at(day, -200)):
        archive_due(Agency.objects.get(code="cgj"), MOST)

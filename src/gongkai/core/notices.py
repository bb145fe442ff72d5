"""Loading a holiday notice: a deed of the openness office, after which every running clock is computed again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import calendars, clock, deadlines, public_version, workdays
from gongkai.core.ledger import Actor, record, take_turn, verb
from gongkai.core.models import CalendarDay, CalendarNotice
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, Text, say

NOTICE_LOADED = verb(
    "core.calendar.notice_loaded",
    N_("{actor} loaded the holiday notice for {year}: {days} days named, {moved} due dates recomputed"),
)

FIRST_YEAR, LAST_YEAR = 2000, 2100


def load_notice(
    *, year: int, title: str, document_number: str, published_on: date | None, text: str, actor: Actor
) -> int:
    """Loads the notice of ``year`` from CSV ``text`` and recomputes every open due date.

    Nothing is loaded when a line is bad (``Invalid`` names line and column). Gives the number of due dates that moved.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(say("{year} is not a year a notice can be for.", year=str(year)), field="year")
    if not title.strip() or len(title) > 200 or len(document_number) > 80:
        raise Invalid(
            say("Give the title of the notice, in at most 200 characters, and its number in at most 80."),
            field="title",
        )
    parsed = workdays.parse_notice(text, year, document_number or title)
    if isinstance(parsed, list):
        raise Invalid(_all(parsed[:5]), field="text")
    forgotten = workdays.missing_days(parsed, year)
    if forgotten:
        raise Invalid(
            say(
                "The notice names no meaning for {day}, a statutory holiday of {year}. Load the whole notice at once.",
                day=forgotten[0],
                year=str(year),
            ),
            field="text",
        )
    with transaction.atomic():
        take_turn()  # no due date is computed with the old calendar meanwhile
        CalendarNotice.objects.filter(year=year, replaced_at__isnull=True).update(replaced_at=clock.now())
        notice = CalendarNotice.objects.create(
            year=year,
            title=title,
            document_number=document_number,
            published_on=published_on,
            loaded_at=clock.now(),
            loaded_by=actor.person_id,
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(notice=notice, date=day.date, working=day.working, name=day.name) for day in parsed
        )
        moved = deadlines.recompute(calendars.current())
        record(
            NOTICE_LOADED,
            subject=("core.calendar", year),
            actor=actor,
            data={"year": year, "days": len(parsed), "moved": moved, "title": title},
        )
        public_version.public_changed()
    return moved


def _all(sentences: list[Text]) -> Text:
    first, *others = sentences
    return say("{first} {others}", first=first, others=_all(others)) if others else first

"""Loading a holiday notice: a deed of the openness office, after which every running clock is computed again.

The notice is in force the moment it is loaded; the clocks follow chunk by chunk (``core.recomputing``). That they all
have followed is an event of its own: where it is missing, the work was broken off and is taken up again.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from gongkai.core import clock, public_version, recomputing, workdays
from gongkai.core.ledger import Actor, System, record, take_turn, verb
from gongkai.core.models import CalendarDay, CalendarNotice, Event
from gongkai.core.refusals import Invalid
from gongkai.domain.calendar import Override
from gongkai.domain.text import N_, Text, say

NOTICE_LOADED = verb(
    "core.calendar.notice_loaded",
    N_("{actor} loaded the holiday notice for {year}: {days} days named"),
)
RECOMPUTED = verb(
    "core.calendar.recomputed",
    N_("{actor} had every running due date computed again after the notice for {year}: {moved} moved"),
)

FIRST_YEAR, LAST_YEAR = 2000, 2100

#: How long whoever loads a notice is left alone with it, before the periodic work takes it for broken off.
PATIENCE = timedelta(minutes=3)


def load_notice(
    *,
    year: int,
    title: str,
    document_number: str,
    published_on: date | None,
    text: str,
    actor: Actor,
    progress: recomputing.Progress | None = None,
) -> int:
    """Loads the notice of ``year`` from CSV ``text`` and recomputes every open due date.

    Nothing is loaded when a line is bad (``Invalid`` names line and column). Gives the number of due dates that moved;
    ``progress`` is told how far that has come. Killed meanwhile, the notice is in force, and :func:`finish` does the
    rest.
    """
    parsed = _read(year, title, document_number, text)
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
        record(
            NOTICE_LOADED,
            subject=("core.calendar", year),
            actor=actor,
            data={"year": year, "days": len(parsed), "title": title},
        )
        public_version.public_changed()
    return recompute(actor=actor, progress=progress)


def recompute(*, actor: Actor, progress: recomputing.Progress | None = None) -> int:
    """Computes every running due date again with the calendar in force. Gives how many moved.

    Safe to run again, after it was killed too: what has followed already is not moved a second time.
    """
    last = _last(NOTICE_LOADED.key)
    moved = recomputing.recompute(progress=progress)
    with transaction.atomic():
        take_turn()
        year = clock.today().year if last is None else last.data["year"]
        # ``after``: a notice that came meanwhile still has its own run to come.
        record(
            RECOMPUTED,
            subject=("core.calendar", year),
            actor=actor,
            data={"year": year, "moved": moved, "after": 0 if last is None else last.seq},
        )
        public_version.public_changed()
    return moved


def unfinished() -> Event | None:
    """The last notice, if the due dates have not all followed it; two quick queries."""
    last = _last(NOTICE_LOADED.key)
    if last is None or "moved" in last.data:  # loaded when both were one deed
        return None
    # Of two runs at once the one for the newer notice may end first: every run since is looked at, not the last.
    runs = Event.objects.filter(verb=RECOMPUTED.key, seq__gt=last.seq)
    return None if any(run.data["after"] >= last.seq for run in runs) else last


def finish() -> int:
    """Periodic work: takes up again what was broken off. Gives how many due dates moved."""
    left = unfinished()
    if left is None or clock.now() - left.at < PATIENCE:
        return 0
    return recompute(actor=System())


def _last(key: str) -> Event | None:
    return Event.objects.filter(verb=key).order_by("-seq").first()


def _read(year: int, title: str, document_number: str, text: str) -> tuple[Override, ...]:
    """The days of the notice; ``Invalid`` says what is wrong with it."""
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
    return parsed


def _all(sentences: list[Text]) -> Text:
    first, *others = sentences
    return say("{first} {others}", first=first, others=_all(others)) if others else first

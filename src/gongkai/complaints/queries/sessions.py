"""Hotline sessions and what was taken on air in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.complaints import access
from gongkai.complaints.models import Matter, Session
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.subjects import SESSION
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.people.actor import StaffActor

__all__ = [
    "Line", "Matter", "Session", "clocks_of", "clocks_of_session", "progress_of", "recent", "session", "sessions_of",
    "taken_in",
]  # fmt: skip

#: Sessions offered for choosing when a matter is entered.
MOST_OFFERED = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A matter of a session as the progress report tells it: nothing that names the reporter."""

    number: str
    title: str
    state: str
    unit: str
    result: str
    reply: str


def sessions_of(agency_id: int) -> QuerySet[Session]:
    """The sessions, the newest first, each with the number of matters and of those closed."""
    return (
        Session.objects.filter(agency_id=agency_id)
        .annotate(taken=Count("matters"), closed=Count("matters", filter=Q(matters__state="closed")))
        .order_by("-on", "-id")
    )


def session(session_id: int, actor: StaffActor) -> Session | None:
    """A session of an agency in which the actor sees matters."""
    agencies = {each.agency_id for each in actor.holdings if each.roles & access.SEEING}
    return (
        Session.objects.select_related("agency", "programme_letter", "office_letter")
        .filter(pk=session_id, agency_id__in=agencies)
        .first()
    )


def progress_of(session: Session) -> list[Line]:
    """Where each matter of the session stands today. Reports against somebody are left out (信访工作条例第三十条)."""
    rows = (
        Matter.objects.filter(session=session, against_person__isnull=True, against_unit__isnull=True)
        .select_related("unit")
        .prefetch_related("replies")
        .order_by("id")
    )
    return [
        Line(
            number=row.number,
            title=row.title,
            state=row.state,
            unit=row.unit.name if row.unit else "",
            result=row.result,
            reply=next((each.text for each in reversed(row.replies.all()) if each.sent_at), ""),
        )
        for row in rows
    ]


def recent(agency_id: int) -> list[Session]:
    """The last sessions, the newest first, for choosing one."""
    return list(Session.objects.filter(agency_id=agency_id).order_by("-on", "-id")[:MOST_OFFERED])


def taken_in(session: Session, actor: StaffActor) -> list[Matter]:
    """What was taken on air, as far as the actor may see it."""
    rows = seen_by(actor).filter(session=session).select_related("agency", "unit", "handler")
    return list(rows.order_by("id"))


def clocks_of(sessions: Sequence[Session]) -> dict[int, deadlines.Standing]:
    """How the clock of each session's progress report stands; one query however many."""
    now, today, calendar = clock.now(), clock.today(), clock.calendar()
    return {
        int(row.subject): deadlines.standing(row, today=today, calendar=calendar, now=now)
        for row in Deadline.objects.filter(
            subject_type=SESSION, subject__in=[str(each.pk) for each in sessions]
        ).order_by("id")
    }


def clocks_of_session(session: Session) -> deadlines.Standing | None:
    """The same of one session."""
    return clocks_of([session]).get(session.pk)

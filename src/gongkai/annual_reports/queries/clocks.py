"""The last days of annual reports (31 January, 31 March) on the deadline board."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.annual_reports import access
from gongkai.annual_reports.queries.reports import SUBJECT
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.people.actor import StaffActor


def _rows(actor: StaffActor) -> QuerySet[Deadline]:
    seen = [each.agency_code for each in actor.holdings if each.roles & set(access.SEEING)]
    return deadlines.board().filter(agency__in=seen, subject_type=SUBJECT)


def board(actor: StaffActor) -> list[deadlines.Standing]:
    """The reports the actor answers for, the next due first."""
    today, calendar = clock.today(), clock.calendar()
    return [deadlines.standing(row, today=today, calendar=calendar) for row in _rows(actor)]


def overdue_count(actor: StaffActor) -> int:
    """How many of them are late."""
    return _rows(actor).filter(due_on__lt=clock.today()).count()


def deadline(actor: StaffActor, pk: int) -> Deadline | None:
    """One of these clocks, if the actor may see it."""
    seen = [each.agency_code for each in actor.holdings if each.roles & set(access.SEEING)]
    return Deadline.objects.filter(pk=pk, subject_type=SUBJECT, agency__in=seen).first()

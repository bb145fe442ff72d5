"""What preparers and signers have to do with reports, wait for, have done, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from gongkai.annual_reports import access
from gongkai.annual_reports.models import Report, Step
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries.reports import SUBJECT, reports_for_staff
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain.annual_report.course import PREPARER, PROCESS, SIGNER
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor

#: Whose turn it is: the lanes of the process as roles.
WAITING_FOR = {
    role: tuple(state.key for state in PROCESS.states if state.lane == lane and state.kind is Kind.OPEN)
    for role, lane in ((PREPARER, "preparer"), (SIGNER, "signer"))
}
#: Days back in "done".
DONE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Item:
    """A report in a list, with its running clock (``None``: none runs)."""

    report: Report
    standing: deadlines.Standing | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """My work: to do, waiting for others, done lately, and due soon."""

    to_do: Sequence[Item] = ()
    waiting: Sequence[Item] = ()
    done: Sequence[Item] = ()
    due_soon: Sequence[Item] = ()


def items(listed: Sequence[Report]) -> list[Item]:
    """The reports with their clocks; one query."""
    today, calendar = clock.today(), clock.calendar()
    keys = [str(each.pk) for each in listed]
    running = Deadline.objects.filter(subject_type=SUBJECT, subject__in=keys, stopped_on__isnull=True)
    standing = {
        row.subject: deadlines.standing(row, today=today, calendar=calendar)
        for row in running.order_by("-id")
    }
    return [Item(each, standing.get(str(each.pk))) for each in listed]


def _owed_by(actor: StaffActor) -> Q:
    owed = Q(pk__in=[])
    for holding in actor.holdings:
        for role, states in WAITING_FOR.items():
            if role in holding.roles:
                owed |= Q(agency_id=holding.agency_id, state__in=states)
    return owed


def to_do_count(actor: StaffActor) -> int:
    """How many reports wait for the actor."""
    return reports_for_staff(actor).filter(_owed_by(actor)).count() + len(work_reports.to_do(actor))


def my_work(actor: StaffActor, *, limit: int = 50) -> Worklist:
    """The four lists; a fixed number of queries however many reports. Nothing for whoever sees no report."""
    if not access.agencies_seen(actor):
        return Worklist()
    every = reports_for_staff(actor)
    acted = Step.objects.filter(person_id=actor.person_id)
    lately = acted.filter(at__gte=clock.now() - timedelta(days=DONE_DAYS)).exclude(move="author")
    to_do = list(every.filter(_owed_by(actor))[:limit])
    mine = every.filter(pk__in=acted.values("report_id")).exclude(pk__in=[each.pk for each in to_do])
    waiting = list(mine.exclude(state="published")[:limit])
    done = list(mine.filter(state="published", pk__in=lately.values("report_id"))[:limit])
    rows = iter(items([*to_do, *waiting, *done]))
    parts = [[next(rows) for _ in part] for part in (to_do, waiting, done)]
    pressing = [
        item
        for part in parts[:2]
        for item in part
        if item.standing and item.standing.state in ("soon", "today", "overdue")
    ]
    return Worklist(parts[0], parts[1], parts[2], pressing)

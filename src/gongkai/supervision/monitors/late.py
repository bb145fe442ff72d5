"""Periods that are over: publications, answers, matters, other work. One look at the running clocks each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.domain import clocks
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency

#: Subject of a clock → the address of its record; a hearing has none of its own.
_PAGES = {
    "publishing.document": "workspace:document",
    "requests.request": "workspace:request",
    "requests.dispute": "workspace:dispute",
    "complaints.matter": "workspace:complaint",
    "campaigns.inspection": "workspace:inspection",
    "powers.decision": "workspace:power_decision",
    "annual_reports.report": "workspace:report_by_number",
    "duties.task": "workspace:task",
}


def publication(agency: Agency, today: date) -> Iterator[Fault]:
    """Documents past their limit."""
    yield from _over(agency, today, Q(subject_type="publishing.document"))


def answers(agency: Agency, today: date) -> Iterator[Fault]:
    """Requests, hearings of third parties, reviews and suits past their period."""
    yield from _over(agency, today, Q(subject_type__startswith="requests."))


def handling(agency: Agency, today: date) -> Iterator[Fault]:
    """Matters past a limit, but for the shelved list. Reports against somebody are told of nowhere."""
    aside = Q(state="shelved") | Q(against_person__isnull=False) | Q(against_unit__isnull=False)
    silent = {str(pk) for pk in Matter.objects.filter(aside, agency=agency).values_list("pk", flat=True)}
    for each in _over(agency, today, Q(subject_type="complaints.matter")):
        if each.key.split(":")[1] not in silent:
            yield each


def duties(agency: Agency, today: date) -> Iterator[Fault]:
    """Everything else that has a limit: tasks, corrections on the street, decisions, reports."""
    rest = ~Q(subject_type="publishing.document") & ~Q(subject_type__startswith="requests.")
    yield from _over(agency, today, rest & ~Q(subject_type__startswith="complaints."))


def _over(agency: Agency, today: date, which: Q) -> Iterator[Fault]:
    over = Q(due_on__lt=today) | Q(due_at__lt=clock.now())
    rows = Deadline.objects.filter(which, over, agency=agency.code, stopped_on__isnull=True)
    for row in rows.order_by("due_on", "id"):
        if row.due_on is None:
            continue
        page = _PAGES.get(row.subject_type, "")
        yield Fault(
            f"{row.subject_type}:{row.subject}:{row.rule}",
            row.title,
            say("“{period}” was due on {day} and is not done.", period=_called(row), day=row.due_on),
            row.unit,
            (page, (int(row.subject),)) if page and row.subject.isdigit() else ("", ()),
        )


def _called(row: Deadline) -> str:
    """What the period is called; the label of the data, which is Chinese as the record is."""
    if row.period is not None:
        return str(row.period["label"])
    rule = clocks.rule_for(row.rule, row.law_of or row.started_on)
    return rule.label if isinstance(rule, clocks.Rule) else row.rule

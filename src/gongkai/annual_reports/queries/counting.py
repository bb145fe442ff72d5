"""The figures of a year counted from the records, as they stood on 31 December.

Table three comes from one grouped pass over the requests: by kind of applicant and outcome, with how many of each
group were received in the year and how many were closed in it. Everything else follows by subtraction:

- new (新收): received in the year; carried in (上年结转): received before it and not closed before it;
- an outcome row: closed in the year with that outcome; carried forward (结转下年度): received by 31 December and
  not closed by then, whatever became of it later.

A request counts once it is received in the sense of Article 31; what is no request never is. Corrections of one's
own data (Article 41) are another matter and not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import ExtractMonth

from gongkai.annual_reports.models import DeclaredFigure
from gongkai.annual_reports.queries import kept
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, Cell, Figures, Form, Number
from gongkai.domain.law import load
from gongkai.publishing.models import Document, Link
from gongkai.requests.models import Dispute, Fee, Request

#: What the year's records give besides the tables, for prose and charts.
RECORDS = ("documents", "interpretations", "by_network", "by_letter", "in_person", "withdrawn")
#: Ways in, as prose groups them.
_WAYS = {
    "online": "by_network",
    "email": "by_network",
    "letter_registered": "by_letter",
    "letter_ordinary": "by_letter",
    "in_person": "in_person",
    "oral": "in_person",
}


@dataclass(frozen=True, slots=True)
class Year:
    """The first and the last day of a report's year."""

    first: date
    last: date


def year_of(number: int) -> Year:
    """The calendar year a report is about."""
    return Year(date(number, 1, 1), date(number, 12, 31))


def default_dispute_rule() -> str:
    """The rule disputes are counted by where a report names none."""
    return next(str(row["key"]) for row in load("report_forms")["dispute_rule"] if row["default"])


def requests_of(agency_id: int, year: int) -> QuerySet[Request]:
    """The requests a report of the year counts at all: received by its end, not closed before it began."""
    days = year_of(year)
    return Request.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=days.first),
        agency_id=agency_id,
        matter="information",
        received_on__lte=days.last,
    )


def disputes_of(agency_id: int, year: int, rule: str) -> QuerySet[Dispute]:
    """The reviews and suits a report of the year counts by this rule."""
    days = year_of(year)
    kinds = [row["key"] for row in load("outcomes")["dispute_kind"]]
    found = Dispute.objects.filter(agency_id=agency_id, kind__in=kinds, filed_on__lte=days.last)
    if rule == "filed_this_year":
        return found.filter(filed_on__gte=days.first)
    return found.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=days.first))


def count_requests(agency_id: int, year: int) -> Counter[tuple[str, str]]:
    """(row, kind of applicant) → how many: one query."""
    days = year_of(year)
    groups = (
        requests_of(agency_id, year)
        .order_by()
        .values_list("applicant_kind", "outcome")
        .annotate(
            every=Count("*"),
            new=Count(Value(1), filter=Q(received_on__gte=days.first)),
            done=Count(Value(1), filter=Q(closed_on__lte=days.last)),
        )
    )
    found: Counter[tuple[str, str]] = Counter()
    for kind, outcome, every, new, done in groups:
        found["new_received", kind] += new
        found["carried_over_in", kind] += every - new
        found["carried_forward", kind] += every - done
        if done:
            found[outcome, kind] += done
    return found


def count_disputes(agency_id: int, year: int, rule: str) -> Counter[tuple[str, str]]:
    """(kind, result on 31 December) → how many: one query."""
    days = year_of(year)
    groups = (
        disputes_of(agency_id, year, rule)
        .order_by()
        .values_list("kind", "result")
        .annotate(every=Count("*"), done=Count(Value(1), filter=Q(closed_on__lte=days.last)))
    )
    found: Counter[tuple[str, str]] = Counter()
    for kind, result, every, done in groups:
        found[kind, "pending"] += every - done
        if done:
            found[kind, result] += done
    return found


def count_fees(agency_id: int, year: int) -> dict[Cell, Number]:
    """The information processing fee notified in the year by this system's own records."""
    found: Mapping[str, Any] = fees_of(agency_id, year).aggregate(cases=Count("*"), amount=Sum("amount"))
    return {
        Cell(FEE, "", "cases"): int(found["cases"]),
        Cell(FEE, "", "amount_yuan"): _number(found["amount"] or Decimal(0)),
    }


def fees_of(agency_id: int, year: int) -> QuerySet[Fee]:
    """The fee notices of the year that stand."""
    days = year_of(year)
    return Fee.objects.filter(
        request__agency_id=agency_id,
        notified_on__gte=days.first,
        notified_on__lte=days.last,
        cancelled_on__isnull=True,
    )


def declared_sums(agency_id: int, year: int, form: Form) -> dict[Cell, Number]:
    """The figures declared by the units, added up. A figure nobody declared is not among them."""
    names = {annual_report.field_name(cell): cell for cell in form.cells()}
    rows = (
        DeclaredFigure.objects.filter(agency_id=agency_id, year=year, replaced_at__isnull=True)
        .order_by()
        .values_list("key")
        .annotate(total=Sum("value"))
    )
    return {names[key]: _number(total) for key, total in rows if key in names}


def decided(agency_id: int, year: int, form: Form) -> dict[Cell, Number]:
    """What the records kept here count of the declared table; what was declared goes before them."""
    names = {annual_report.field_name(cell): cell for cell in form.cells()}
    return {names[field]: number for field, number in kept.counted(agency_id, year).items() if field in names}


def figures(agency_id: int, year: int, form: Form, dispute_rule: str = "") -> Figures:
    """The report's figures as the records give them now: six queries, however many records there are."""
    declared = {**decided(agency_id, year, form), **declared_sums(agency_id, year, form)}
    for cell, number in count_fees(agency_id, year).items():
        declared[cell] = declared.get(cell, 0) + number
    return annual_report.compose(
        form,
        year,
        declared=declared,
        requests=count_requests(agency_id, year),
        disputes=count_disputes(agency_id, year, dispute_rule or default_dispute_rule()),
    )


def records(agency_id: int, year: int) -> dict[str, Any]:
    """What the year's records give for prose and charts: counts by name, and ``months``: requests received."""
    days = year_of(year)
    received = Request.objects.filter(
        agency_id=agency_id, matter="information", received_on__gte=days.first, received_on__lte=days.last
    ).order_by()
    found: dict[str, Any] = dict.fromkeys(RECORDS, 0)
    for channel, count in received.values_list("channel").annotate(n=Count("*")):
        if channel in _WAYS:
            found[_WAYS[channel]] += count
    found["withdrawn"] = Request.objects.filter(
        agency_id=agency_id,
        matter="information",
        withdrawn_on__gte=days.first,
        withdrawn_on__lte=days.last,
    ).count()
    published = Document.objects.filter(
        agency_id=agency_id, first_published_at__year=year, audience=Document.Audience.PUBLIC
    )
    found["documents"] = published.count()
    found["interpretations"] = (
        Link.objects.filter(kind="interprets", source__in=published, removed_at__isnull=True)
        .values("source")
        .distinct()
        .count()
    )
    months = dict(
        received.annotate(month=ExtractMonth("received_on")).values_list("month").annotate(n=Count("*"))
    )
    found["months"] = [months.get(month, 0) for month in range(1, 13)]
    return found


def _number(value: Decimal) -> Number:
    whole = value.to_integral_value()
    return int(whole) if value == whole else value.normalize()

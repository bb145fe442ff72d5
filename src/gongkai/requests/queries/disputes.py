"""The register of reviews, suits and complaints (行政复议、行政诉讼) as the staff see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline, Event
from gongkai.domain import clocks
from gongkai.domain.requests import LEGAL
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.models import Dispute
from gongkai.requests.queries.subjects import DISPUTE, dispute_subject

__all__ = [
    "Dispute",
    "DisputeItem",
    "DisputePage",
    "dispute_for_staff",
    "disputes_for_staff",
    "explained",
    "history",
    "items",
    "keeping_for",
    "page_of",
    "reviews",
    "sees_disputes",
    "years",
]
#: What an address may ask for where the result is still open.
PENDING = "pending"


@dataclass(frozen=True, slots=True)
class DisputeItem:
    """A row of the register: the dispute and the clock of the reply, if one runs."""

    dispute: Dispute
    standing: deadlines.Standing | None


@dataclass(frozen=True, slots=True)
class DisputePage:
    """A page of the register, and the cursor of the next one (empty: this is the last)."""

    rows: list[Dispute]
    after: str


def sees_disputes(actor: StaffActor) -> bool:
    """Whether the register is open to the actor."""
    return any(each.roles & set(access.SEEING_ALL) for each in actor.holdings)


def keeping_for(actor: StaffActor) -> list[int]:
    """The agencies for which the actor keeps the register."""
    return sorted({each.agency_id for each in actor.holdings if LEGAL in each.roles})


def disputes_for_staff(
    actor: StaffActor, *, kind: str = "", result: str = "", year: int | None = None, text: str = ""
) -> QuerySet[Dispute]:
    """The register, the last filed first."""
    query = (
        Dispute.objects.filter(access.disputes_visible_to(actor))
        .select_related("request")
        .order_by("-filed_on", "-id")
    )
    if kind:
        query = query.filter(kind=kind)
    if result:
        query = query.filter(result="" if result == PENDING else result)
    if year:
        query = query.filter(filed_on__year=year)
    if text:
        query = query.filter(
            Q(number__icontains=text) | Q(authority__icontains=text) | Q(request__number__icontains=text)
        )
    return query


def page_of(query: QuerySet[Dispute], after: str, size: int = 30) -> DisputePage:
    """The rows after the cursor ``after``; an unreadable cursor means the beginning."""
    day, _mark, number = after.partition("~")
    behind = Q()
    if number.isascii() and number.isdigit() and len(number) < 19:
        try:
            filed = date.fromisoformat(day)
        except ValueError:
            pass
        else:
            behind = Q(filed_on__lt=filed) | Q(filed_on=filed, pk__lt=int(number))
    rows = list(query.filter(behind)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return DisputePage(rows, f"{rows[-1].filed_on.isoformat()}~{rows[-1].pk}" if more else "")


def items(disputes: Sequence[Dispute]) -> list[DisputeItem]:
    """Disputes with the clock of the reply; one query however many rows."""
    today, calendar = clock.today(), clock.calendar()
    rows = Deadline.objects.filter(
        subject_type=DISPUTE, subject__in=[str(each.pk) for each in disputes], stopped_on__isnull=True
    )
    running = {row.subject: deadlines.standing(row, today=today, calendar=calendar) for row in rows}
    return [DisputeItem(each, running.get(str(each.pk))) for each in disputes]


def dispute_for_staff(actor: StaffActor, pk: int) -> Dispute | None:
    """One dispute, if the actor may see it."""
    return (
        Dispute.objects.filter(access.disputes_visible_to(actor), pk=pk)
        .select_related("agency", "request", "after")
        .first()
    )


def reviews(agency_ids: Sequence[int]) -> list[Dispute]:
    """The reviews a suit may follow, the newest first."""
    rows = Dispute.objects.filter(agency_id__in=agency_ids, kind=Dispute.Kind.REVIEW)
    return list(rows.order_by("-filed_on", "-id")[:200])


def years(actor: StaffActor) -> list[int]:
    """The years in which disputes were filed, the newest first."""
    query = Dispute.objects.filter(access.disputes_visible_to(actor))
    first = query.order_by("filed_on").values_list("filed_on", flat=True).first()
    last = query.order_by("-filed_on").values_list("filed_on", flat=True).first()
    if first is None or last is None:
        return [clock.today().year]
    return list(range(last.year, first.year - 1, -1))


def history(dispute: Dispute) -> list[Event]:
    """The dispute's ledger, oldest first."""
    return list(ledger.events_of([dispute_subject(dispute)]))


def explained(dispute: Dispute) -> list[tuple[deadlines.Standing, clocks.Due]]:
    """The clocks of the dispute, each with its trail."""
    calendar = clock.calendar()
    return [
        (deadlines.standing(each, calendar=calendar), deadlines.explain(each, calendar))
        for each in deadlines.of(dispute_subject(dispute))
    ]

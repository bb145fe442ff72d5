"""The registers as a whole: what bringing one in must know of it, and its rows as they are taken out as a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from gongkai.core import ledger
from gongkai.core.models import Deadline
from gongkai.domain.requests import REPLY
from gongkai.people.models import Agency
from gongkai.requests.models import Dispute, Request
from gongkai.requests.queries.subjects import SUBJECT

#: How the ledger names an agency's registers.
REGISTER = "requests.register"
_CHUNK = 2_000


def register_of(agency: Agency, register: str) -> tuple[str, str]:
    """One of the agency's registers as a subject."""
    return REGISTER, f"{agency.code}.{register}"


def taken(agency_id: int) -> Callable[[Collection[str]], set[str]]:
    """Tells which of some numbers the agency's register holds; asks nothing while it is empty."""
    held = Request.objects.filter(agency_id=agency_id)
    empty = not held.exists()

    def of_these(numbers: Collection[str]) -> set[str]:
        return set() if empty else set(held.filter(number__in=numbers).values_list("number", flat=True))

    return of_these


def ids_of(agency_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Number → key of the agency's requests with these numbers. One query."""
    return dict(Request.objects.filter(agency_id=agency_id, number__in=numbers).values_list("number", "pk"))


def brought_in(agency: Agency, register: str) -> Callable[[str], date | None]:
    """Tells when a file with this digest was brought into the register, if it was: its lines may have no numbers."""

    def on(sha256: str) -> date | None:
        for event in ledger.events_of([register_of(agency, register)]):
            if event.data.get("sha256") == sha256:
                return timezone.localtime(event.at).date()
        return None

    return on


def agency_coded(code: str) -> Agency | None:
    """The agency with this code."""
    return Agency.objects.filter(code=code).first()


def agency_by_id(pk: int) -> Agency:
    """The agency with this key."""
    return Agency.objects.get(pk=pk)


class RequestLine(NamedTuple):
    """A request as the register taken out shows it. Nothing in it names the applicant."""

    number: str
    received_on: date
    applicant_kind: str
    channel: str
    subject: str
    outcome: str
    closed_on: date | None
    unit: str | None
    officer: str | None
    due_on: date | None


class DisputeLine(NamedTuple):
    """A review or suit as the register taken out shows it."""

    kind: str
    filed_on: date
    result: str
    closed_on: date | None
    number: str
    request_number: str | None
    authority: str


def request_lines(agency_id: int, year: int | None = None) -> Iterator[RequestLine]:
    """The register, by day of receipt; ``year``: what was received in it. One query, however many rows.

    What has not been received yet in the sense of Article 31, and corrections of one's own record (Article 41), are
    not in it.
    """
    query = Request.objects.filter(agency_id=agency_id, matter="information", received_on__isnull=False)
    if year is not None:
        query = query.filter(received_on__year=year)
    clocks = Deadline.objects.filter(
        subject_type=SUBJECT, subject=Cast(OuterRef("pk"), CharField()), rule=REPLY
    )
    due = Subquery(clocks.order_by("-id").values("due_on")[:1])
    values = (*RequestLine._fields[:7], "unit__name", "officer__name", "due")
    rows = query.annotate(due=due).order_by("received_on", "id").values_list(*values)
    return (RequestLine(*row) for row in rows.iterator(chunk_size=_CHUNK))


def dispute_lines(agency_id: int, year: int | None = None) -> Iterator[DisputeLine]:
    """The register of reviews and suits, by day of filing; ``year``: what was filed in it."""
    query = Dispute.objects.filter(agency_id=agency_id)
    if year is not None:
        query = query.filter(filed_on__year=year)
    values = (*DisputeLine._fields[:5], "request__number", "authority")
    rows = query.order_by("filed_on", "id").values_list(*values)
    return (DisputeLine(*row) for row in rows.iterator(chunk_size=_CHUNK))

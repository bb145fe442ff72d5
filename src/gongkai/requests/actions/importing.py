"""Bringing a register kept elsewhere in: the whole file in one transaction and one event, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction

from gongkai.core import clock, deadlines, ledger, numbering
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain.requests import REPLY
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.requests import access, importing
from gongkai.requests.actions.timing import CORRECTION_NOTICE
from gongkai.requests.importing import DisputeRow, Findings, Problems, Progress, RequestRow
from gongkai.requests.models import Dispute, Request
from gongkai.requests.queries.register import ids_of, register_of
from gongkai.requests.queries.subjects import SUBJECT

REQUESTS_BROUGHT_IN = ledger.verb(
    "requests.register.requests_imported", N_("{actor} brought {rows} requests into the register from {file}")
)
DISPUTES_BROUGHT_IN = ledger.verb(
    "requests.register.disputes_imported",
    N_("{actor} brought {rows} reviews and suits into the register from {file}"),
)

#: Rows written by one statement.
BATCH = 1_000
T = TypeVar("T")


def bring_in(
    *,
    actor: StaffActor | None,
    agency_id: int,
    path: Path,
    findings: Findings,
    progress: Progress | None = None,
) -> int:
    """Brings in the file that was looked at; ``actor`` ``None``: the operator of the machine. Gives the rows.

    ``findings`` are what ``importing.look`` found in it; a file with problems, or one that has changed since, is
    refused, and so is a number that somebody registered meanwhile. Nothing is ever half brought in.
    """
    agency = Agency.objects.get(pk=agency_id)
    doing = _in_post(actor, agency, findings.register)
    if not findings.sound:
        raise Refusal(say("The file has problems, so nothing is brought in. Mend them and look at it again."))
    problems = Problems()
    source = importing.open_source(path, problems)
    if source is None or source.sha256 != findings.sha256:
        raise _changed()
    try:
        with transaction.atomic():
            reading = importing.Reading(
                findings.register, source, problems, today=clock.today(), progress=progress
            )
            if findings.register == "requests":
                rows, opened = _requests(agency, reading.records)
            else:
                rows, opened = _disputes(agency, reading.records)
            if problems.errors or rows != findings.rows:
                raise _changed()
            ledger.record(
                REQUESTS_BROUGHT_IN if findings.register == "requests" else DISPUTES_BROUGHT_IN,
                subject=register_of(agency, findings.register),
                actor=doing,
                data={"file": findings.name, "sha256": source.sha256, "rows": rows, "open": opened},
            )
    except IntegrityError as error:
        raise Refusal(
            say(
                "While the file was being brought in, somebody else registered one of its numbers. "
                "Nothing of it was brought in; look at it again."
            )
        ) from error
    return rows


def _in_post(actor: StaffActor | None, agency: Agency, register: str) -> ledger.Actor:
    if actor is None:
        return ledger.System(agency.code)
    if register == "requests":
        access.may_register(actor, agency.pk).require()
        return actor.acting_as(actor.holds(access.DESK, agency_id=agency.pk))
    access.may_keep_disputes(actor, agency.pk).require()
    return actor.acting_as(actor.holds(access.LEGAL, agency_id=agency.pk))


def _changed() -> Refusal:
    return Refusal(say("The file has changed since it was looked at. Nothing was brought in; look at it again."))


def _in_batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _requests(agency: Agency, rows: Iterator[RequestRow | DisputeRow]) -> tuple[int, int]:
    count = opened = 0
    clocks, numbers = _Clocks(agency), _Numbers(agency)
    now = clock.now()
    for batch in _in_batches(row for row in rows if isinstance(row, RequestRow)):
        made = Request.objects.bulk_create(
            Request(
                agency=agency,
                number=row.number,
                channel=row.channel,
                applicant_kind=row.applicant_kind,
                subject=row.subject,
                arrived_on=row.received_on,
                received_on=row.received_on,
                receipt_evidence=row.channel_words,
                state="archived" if row.outcome else "registered",
                outcome=row.outcome,
                closed_on=row.closed_on,
                imported=True,
                created_at=now,
                updated_at=now,
            )
            for row in batch
        )
        running = [request for request in made if not request.outcome]
        Deadline.objects.bulk_create(each for request in running for each in clocks.of(request))
        for row in batch:
            numbers.note(row.number)
        count, opened = count + len(made), opened + len(running)
    numbers.go_on_after()
    return count, opened


def _disputes(agency: Agency, rows: Iterator[RequestRow | DisputeRow]) -> tuple[int, int]:
    count = opened = 0
    now = clock.now()
    for batch in _in_batches(row for row in rows if isinstance(row, DisputeRow)):
        linked = {row.request_number for row in batch if row.request_number}
        requests = ids_of(agency.pk, linked) if linked else {}
        Dispute.objects.bulk_create(
            Dispute(
                agency=agency,
                kind=row.kind,
                filed_on=row.filed_on,
                result=row.result,
                closed_on=row.closed_on,
                number=row.number,
                authority=row.authority,
                request_id=requests[row.request_number] if row.request_number else None,
                imported=True,
                created_at=now,
            )
            for row in batch
        )
        count, opened = count + len(batch), opened + sum(not row.result for row in batch)
    return count, opened


class _Clocks:
    """The clocks of open requests; each day of receipt is worked out once."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.now, self.today = agency.code, clock.now(), clock.today()
        self.due: dict[tuple[str, date], tuple[date | None, bool]] = {}

    def of(self, request: Request) -> Iterator[Deadline]:
        """The clock of the answer; that for asking a correction only while it can still be asked."""
        yield self._clock(request, REPLY)
        notice = self._clock(request, CORRECTION_NOTICE)
        if notice.due_on is not None and notice.due_on >= self.today:
            yield notice

    def _clock(self, request: Request, rule: str) -> Deadline:
        assert request.received_on is not None
        deadline = Deadline(
            subject_type=SUBJECT,
            subject=str(request.pk),
            agency=self.agency,
            title=f"{request.number} {request.subject}"[:300],
            rule=rule,
            started_on=request.received_on,
            opened_at=self.now,
        )
        known = self.due.get((rule, request.received_on))
        if known is None:
            due = deadlines.explain(deadline)
            known = self.due[rule, request.received_on] = (due.due, due.provisional)
        deadline.due_on, deadline.provisional = known
        return deadline


class _Numbers:
    """Numbers of our own making that come back: the series goes on after the last of them."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.form = re.compile(rf"{re.escape(agency.code.upper())}-(\d{{4}})-(\d{{5,9}})")
        self.last: dict[int, int] = {}

    def note(self, number: str) -> None:
        """One number of the file."""
        if found := self.form.fullmatch(number):
            year, serial = int(found[1]), int(found[2])
            self.last[year] = max(serial, self.last.get(year, 0))

    def go_on_after(self) -> None:
        """Lets the series of each year go on after the numbers noted."""
        for year, serial in self.last.items():
            numbering.raise_to(f"request.{self.agency.code}.{year}", serial)

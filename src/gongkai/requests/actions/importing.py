"""Bringing a register kept elsewhere in: the whole file in one transaction and one event, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction

from gongkai.core import bulk, clock, deadlines, ledger
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain.requests import DESK, LEGAL, REPLY
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.requests import access, importing
from gongkai.requests.actions.timing import CORRECTION_NOTICE
from gongkai.requests.importing import DisputeRow, Findings, Problems, Progress, Register, RequestRow
from gongkai.requests.models import Dispute, Request
from gongkai.requests.numbers import Returning
from gongkai.requests.own_words import sealed_for
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
BATCH = 2_000
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


def may_bring_in(actor: StaffActor | None, agency_id: int, register: Register) -> None:
    """Raises ``NotAllowed`` unless ``actor`` (``None``: the operator of the machine) may bring this register in."""
    if actor is None:
        return
    if register == "requests":
        access.may_register(actor, agency_id).require()
    else:
        access.may_keep_disputes(actor, agency_id).require()


def _in_post(actor: StaffActor | None, agency: Agency, register: Register) -> ledger.Actor:
    may_bring_in(actor, agency.pk, register)
    if actor is None:
        return ledger.System(agency.code)
    role = DESK if register == "requests" else LEGAL
    return actor.acting_as(actor.holds(role, agency_id=agency.pk))


def _changed() -> Refusal:
    return Refusal(
        say("The file has changed since it was looked at. Nothing was brought in; look at it again.")
    )


def _in_batches(rows: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _requests(agency: Agency, rows: Iterator[RequestRow | DisputeRow]) -> tuple[int, int]:
    now = clock.now()
    alike = Request(agency=agency, state="archived", imported=True, created_at=now, updated_at=now)
    writer = bulk.Writer(alike, _REQUEST)
    clocks, numbers = _Clocks(agency), Returning(agency)
    count = opened = 0
    for batch in _in_batches(row for row in rows if isinstance(row, RequestRow)):
        writer.write(_request_values(agency, row) for row in batch)
        running = [row for row in batch if not row.outcome]
        clocks.start(running)
        for row in batch:
            numbers.note(row.number)
        count, opened = count + len(batch), opened + len(running)
    numbers.go_on_after()
    return count, opened


_REQUEST = (
    *("number", "channel", "applicant_kind", "subject", "arrived_on", "received_on", "receipt_evidence"),
    *("state", "outcome", "closed_on"),
)


def _request_values(agency: Agency, row: RequestRow) -> tuple[str | None, ...]:
    received = row.received_on.isoformat()
    evidence = sealed_for(agency.pk, row.number, "receipt_evidence", row.channel_words)
    return (
        *(row.number, row.channel, row.applicant_kind, row.subject, received, received, evidence),
        *("archived" if row.outcome else "registered", row.outcome),
        row.closed_on.isoformat() if row.closed_on else None,
    )


def _disputes(agency: Agency, rows: Iterator[RequestRow | DisputeRow]) -> tuple[int, int]:
    alike = Dispute(agency=agency, imported=True, created_at=clock.now())
    writer = bulk.Writer(alike, _DISPUTE)
    count = opened = 0
    for batch in _in_batches(row for row in rows if isinstance(row, DisputeRow)):
        linked = {row.request_number for row in batch if row.request_number}
        requests = ids_of(agency.pk, linked) if linked else {}
        writer.write(
            (
                *(row.kind, row.filed_on.isoformat(), row.result),
                row.closed_on.isoformat() if row.closed_on else None,
                *(row.number, row.authority),
                requests[row.request_number] if row.request_number else None,
            )
            for row in batch
        )
        count, opened = count + len(batch), opened + sum(not row.result for row in batch)
    return count, opened


_DISPUTE = ("kind", "filed_on", "result", "closed_on", "number", "authority", "request_id")


class _Clocks:
    """The clocks of open requests; each day of receipt is worked out once."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.today, self.calendar = agency, clock.today(), clock.calendar()
        alike = Deadline(subject_type=SUBJECT, agency=agency.code, opened_at=clock.now())
        self.writer = bulk.Writer(alike, ("subject", "title", "rule", "started_on", "due_on", "provisional"))
        self.worked_out: dict[tuple[str, date], tuple[date | None, bool]] = {}

    def start(self, rows: list[RequestRow]) -> None:
        """Starts the clock of the answer; that for asking a correction only while it can still be asked."""
        if not rows:
            return
        ids = ids_of(self.agency.pk, [row.number for row in rows])
        self.writer.write(
            (
                str(ids[row.number]),
                f"{row.number} {row.subject}"[:300],
                rule,
                row.received_on.isoformat(),
                *when,
            )
            for row in rows
            for rule in (REPLY, CORRECTION_NOTICE)
            if (when := self._when(rule, row.received_on)) is not None
        )

    def _when(self, rule: str, on: date) -> tuple[str | None, bool] | None:
        known = self.worked_out.get((rule, on))
        if known is None:
            due = deadlines.explain(Deadline(rule=rule, started_on=on), self.calendar)
            known = self.worked_out[rule, on] = (due.due, due.provisional)
        due_on, provisional = known
        if rule != REPLY and (due_on is None or due_on < self.today):
            return None
        return due_on.isoformat() if due_on else None, provisional

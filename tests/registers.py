"""A report's numbers expanded into registers that give them back: requests, disputes, declared figures."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gongkai.core import clock
from gongkai.people.models import Agency
from gongkai.requests.models import Dispute, Request

FLOW = ("new_received", "carried_over_in", "total_processed", "carried_forward")
CHANNELS = ("online", "letter_registered", "letter_ordinary", "in_person", "fax", "oral")


@dataclass(frozen=True)
class Asked:
    """A request as the register has it; ``closed_on`` ``None``: still open."""

    number: str
    received_on: date
    applicant_kind: str
    channel: str
    outcome: str
    closed_on: date | None


@dataclass(frozen=True)
class Disputed:
    """A review or suit as the register has it."""

    kind: str
    filed_on: date
    result: str
    closed_on: date | None


def some_day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


def requests_of(document: dict[str, Any], seed: int = 1) -> Iterator[Asked]:
    """Requests whose table three is the document's, column by column, in a shuffled order."""
    chance, year = random.Random(seed), document["year"]
    first, last = date(year, 1, 1), date(year, 12, 31)
    table = document["table3_requests"]
    asked: list[Asked] = []
    for kind in [key for key in table["new_received"] if key != "total"]:
        days = [some_day(chance, first, last) for _ in range(table["new_received"][kind])]
        before = date(year - 1, 11, 1), date(year - 1, 12, 31)
        days += [some_day(chance, *before) for _ in range(table["carried_over_in"][kind])]
        endings = [row for row in table if row not in FLOW for _ in range(table[row][kind])]
        endings += [""] * table["carried_forward"][kind]
        chance.shuffle(endings)
        for received, outcome in zip(days, endings, strict=True):
            closed = some_day(chance, max(received, first), last) if outcome else None
            if not outcome and chance.random() < 0.5:
                # Answered in the next year: on 31 December it was open all the same.
                outcome, closed = "granted", date(year + 1, 1, chance.randint(1, 31))
            channel = chance.choice(CHANNELS)
            asked.append(Asked("", received, kind, channel, outcome, closed))
    chance.shuffle(asked)
    for place, each in enumerate(asked, start=1):
        yield Asked(
            f"{year}-{place:06d}",
            each.received_on,
            each.applicant_kind,
            each.channel,
            each.outcome,
            each.closed_on,
        )


def disputes_of(document: dict[str, Any], seed: int = 1) -> Iterator[Disputed]:
    """Reviews and suits whose table four is the document's."""
    chance, year = random.Random(seed), document["year"]
    last = date(year, 12, 31)
    for kind, row in document["table4_review_litigation"].items():
        for result in ("upheld", "corrected", "other_result", "pending"):
            for _ in range(row[result]):
                filed = some_day(chance, date(year, 1, 1), last)
                closed = None if result == "pending" else some_day(chance, filed, last)
                yield Disputed(kind, filed, result, closed)


def declared_of(document: dict[str, Any]) -> dict[str, Any]:
    """The figures of table two and the fee by the names under which they are declared."""
    found: dict[str, Any] = {}
    for row, value in document["table2_active_disclosure"].items():
        if isinstance(value, dict):
            found |= {f"{row}.{column}": number for column, number in value.items()}
        else:
            found[row] = value
    fee = document["information_processing_fee"]
    return found | {f"information_processing_fee.{name}": fee[name] for name in ("cases", "amount_yuan")}


def store_requests(agency: Agency, rows: Iterator[Asked], **more: Any) -> None:
    """Puts them into the tables as an import would leave them."""
    now = clock.now()
    Request.objects.bulk_create(
        (
            Request(
                agency=agency,
                number=row.number,
                channel=row.channel,
                applicant_kind=row.applicant_kind,
                subject="登记簿导入",
                arrived_on=row.received_on,
                received_on=row.received_on,
                state="closed" if row.outcome else "handling",
                outcome=row.outcome,
                closed_on=row.closed_on,
                imported=True,
                created_at=now,
                updated_at=now,
                **more,
            )
            for row in rows
        ),
        batch_size=1000,
    )


def store_disputes(agency: Agency, rows: Iterator[Disputed]) -> None:
    Dispute.objects.bulk_create(
        Dispute(
            agency=agency,
            kind=row.kind,
            filed_on=row.filed_on,
            result="" if row.result == "pending" else row.result,
            closed_on=row.closed_on,
            imported=True,
            created_at=clock.now(),
        )
        for row in rows
    )


def write_requests(path: Path, rows: Iterator[Asked]) -> Path:
    """The register as ``gongkai requests import`` reads it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["number", "received_on", "applicant_kind", "channel", "subject", "outcome", "closed_on"]
        )
        for row in rows:
            subject = f"申请公开第{row.number}号事项的信息"
            writer.writerow(
                [
                    row.number,
                    row.received_on,
                    row.applicant_kind,
                    row.channel,
                    subject,
                    row.outcome,
                    row.closed_on,
                ]
            )
    return path


def write_disputes(path: Path, rows: Iterator[Disputed]) -> Path:
    """The register as ``gongkai disputes import`` reads it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "filed_on", "result", "closed_on"])
        writer.writerows([row.kind, row.filed_on, row.result, row.closed_on] for row in rows)
    return path


def write_declared(path: Path, document: dict[str, Any]) -> Path:
    """The declared figures as ``gongkai figures import`` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit", "key", "value", "evidence"])
        writer.writerows(["", key, value, "业务系统年末统计"] for key, value in declared_of(document).items())
    return path

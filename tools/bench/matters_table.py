"""The tables ``bench.matters`` measures on: open matters with their clocks, and the closed ones of a year.

Written by the database's own statements, many rows at a time. What is thrown is thrown with fixed dice.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

#: Open matters arrive in these days; the closed ones in the whole of ``CLOSED_YEAR``.
FIRST, LAST, CLOSED_YEAR = date(2026, 9, 1), date(2026, 10, 19), 2025
SEED = 7
PERIODS = (("working_day", 60), ("working_day", 45), ("working_day", 50), ("working_hour", 300))
CHANNELS = ("web", "telephone", "telephone", "telephone", "hotline_12345", "hotline_12345", "visit", "email")
KINDS = ("enquiry", "help", "complaint", "complaint", "report", "suggestion")
RATINGS = ("", "satisfied", "satisfied", "fair", "dissatisfied", "undecided", "unreached")


def fill(matters: int) -> tuple[int, int]:
    """As many open matters and as many closed ones. Gives the number of the agency and of somebody who sees all."""
    agency, units, people = _office()
    dice = random.Random(SEED)
    _open(dice, matters, agency, units)
    _closed(dice, matters, agency, units, people)
    return agency, people[0]


def _office() -> tuple[int, list[int], list[int]]:
    from gongkai.people.models import Agency, Appointment, Person, Post, Unit

    long_ago = date(2010, 1, 1)
    agency = Agency.objects.create(
        code="bench", name="Bench", short_name="Bench", is_host=True, opened_on=long_ago
    )
    units = [
        Unit.objects.create(agency=agency, code=f"u{at}", name=f"Unit {at}", opened_on=long_ago).pk
        for at in range(30)
    ]
    opened = datetime(2010, 1, 1, tzinfo=UTC)
    people = [
        Person.objects.create(username=f"b{at}", name=f"Bench {at}", agency=agency, opened_at=opened).pk
        for at in range(100)
    ]
    post = Post.objects.create(
        unit_id=units[0], title="Bench", roles=["complaints.chief"], opened_on=long_ago
    )
    Appointment.objects.create(post=post, person_id=people[0], begins_on=long_ago)
    return agency.pk, units, people


def _moment(dice: random.Random, first: date, days: int) -> datetime:
    """Some second of some day, by the clock of the office."""
    at = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)
    return at + timedelta(days=dice.randrange(days), seconds=dice.randrange(7 * 3600, 22 * 3600))


def _matter(dice: random.Random, agency: int, number: str, at: datetime) -> dict[str, Any]:
    from gongkai.domain.complaints import categories

    if not _codes:
        _codes.extend(each.code for each in categories.categories(FIRST))
    empty = ("code_digest", "grid", "address", "outside_system", "outside_number", "result", "exception",
             "rating", "ground", "ground_reason")  # fmt: skip
    no = ("urgent", "may_publish", "ruled", "shelving_asked", "imported")
    return {
        **dict.fromkeys(empty, ""),
        **dict.fromkeys(no, False),
        "agency_id": agency,
        "number": number,
        "kind": dice.choice(KINDS),
        "channel": dice.choice(CHANNELS),
        "category": dice.choice(_codes),
        "category_version": "1",
        "title": "路灯不亮",
        "text": "示范路上的路灯坏了，晚上看不清路，请派人来看一看。" * 4,
        "answers": "{}",
        "district": f"34000{dice.randrange(8)}",
        "grid": f"34000000{dice.randrange(1000, 1300)}",
        "state": "handling",
        "version": 1,
        "round": 1 + (dice.random() < 0.05),
        "unit_id": None,
        "handler_id": None,
        "received_on": (at + timedelta(hours=8)).date(),
        "received_at": at,
        "dispatched_at": at + timedelta(hours=1),
        "closed_at": None,
        "on_time": None,
        "solved": None,
        "returns": int(dice.random() < 0.05),
        "extension_asked": 0,
        "extension_days": 0,
        "tries": 0,
        "created_at": at,
        "updated_at": at,
    }


_codes: list[str] = []


def _open(dice: random.Random, count: int, agency: int, units: Sequence[int]) -> None:
    days = (LAST - FIRST).days + 1
    rows = []
    for at, moment in enumerate(sorted(_moment(dice, FIRST, days) for _ in range(count))):
        row = _matter(dice, agency, f"O-{at}", moment)
        row["unit_id"] = dice.choice(units)
        rows.append(row)
    insert("complaints_matter", rows)
    known = _written("O-")
    insert("core_deadline", (_clock(dice, pk, row["dispatched_at"]) for pk, row in known))
    insert("complaints_publicmatter", (_public(pk, row["dispatched_at"]) for pk, row in known))


def _clock(dice: random.Random, matter: int, at: datetime, due: datetime | None = None) -> dict[str, Any]:
    """A running clock whose due moment is not worked out yet, or one that has stopped."""
    unit, length = dice.choice(PERIODS)
    period = {
        "length": length,
        "unit": unit,
        "label": "办理期限",
        "source": "《办法》第十条",
        "verified": False,
    }
    held = []
    if dice.random() < 0.1:
        begun = at + timedelta(days=2)
        held = [[begun.isoformat(), (begun + timedelta(days=3)).isoformat(), "shelved"]]
    return {
        "subject_type": "complaints.matter",
        "subject": str(matter),
        "agency": "bench",
        "unit": None,
        "title": "路灯不亮",
        "rule": "complaint.handle",
        "started_on": (at + timedelta(hours=8)).date(),
        "period": json.dumps(period, ensure_ascii=False),
        "started_at": at,
        "pauses": json.dumps(held),
        "extension": 0,
        "due_on": None if due is None else due.date(),
        "due_at": due,
        "provisional": False,
        "stopped_on": None if due is None else due.date(),
        "stopped_at": due,
        "urging": due is None,
        "opened_at": at,
    }


def _closed(
    dice: random.Random, count: int, agency: int, units: Sequence[int], people: Sequence[int]
) -> None:
    rows = []
    begun = date(CLOSED_YEAR, 1, 1)
    for at, moment in enumerate(sorted(_moment(dice, begun, 365) for _ in range(count))):
        row = _matter(dice, agency, f"C-{at}", moment)
        row |= {"unit_id": dice.choice(units), "handler_id": dice.choice(people)}
        thrown = dice.random()
        if thrown < 0.9:
            ended = row["dispatched_at"] + timedelta(days=dice.randrange(1, 20))
            row |= {"state": "closed", "closed_at": ended, "result": "solved", "rating": dice.choice(RATINGS)}
            row["solved"] = dice.choice((True, True, False, None))
            # One in ten came from elsewhere: only its limit tells whether it was in time.
            row["on_time"] = None if dice.random() < 0.1 else dice.random() < 0.95
        elif thrown < 0.95:
            row |= {"state": "declined", "dispatched_at": None}
        rows.append(row)
    insert("complaints_matter", rows)
    known = _written("C-")
    ended_rows = [(pk, row) for pk, row in known if row["closed_at"] is not None]
    insert(
        "core_deadline",
        (_clock(dice, pk, row["dispatched_at"], row["dispatched_at"] + timedelta(days=15)) for pk, row in ended_rows),
    )  # fmt: skip
    insert("complaints_call", (_call(dice, pk, row["closed_at"], people) for pk, row in ended_rows))


def _public(matter: int, at: datetime) -> dict[str, Any]:
    empty = ("lat", "lon", "expected_at", "closed_at", "hidden_at")
    words = ("category", "district", "title", "text", "answer", "result", "hidden_reason")
    return {
        **dict.fromkeys(empty),
        **dict.fromkeys(words, ""),
        "matter_id": matter,
        "public_id": f"P{matter}",
        "agency": "bench",
        "agency_name": "Bench",
        "kind": "help",
        "status": "open",
        "detailed": "IN_PROCESS",
        "requested_at": at,
        "updated_at": at,
        "photos": "[]",
        "version": 1,
    }


def _call(dice: random.Random, matter: int, at: datetime, people: Sequence[int]) -> dict[str, Any]:
    return {
        "matter_id": matter,
        "round": 1,
        "by_reporter": False,
        "reached": dice.random() < 0.9,
        "way": "telephone",
        "person_id": dice.choice(people),
        "began_at": at,
        "minutes": dice.randrange(1, 9),
        "rating": "",
        "note": "",
        "at": at,
    }


def _written(like: str) -> list[tuple[int, dict[str, Any]]]:
    from gongkai.complaints.models import Matter

    rows = Matter.objects.filter(number__startswith=like).order_by("pk")
    return [(row["pk"], row) for row in rows.values("pk", "dispatched_at", "closed_at")]


def insert(table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Writes the rows, all with the same columns."""
    from django.db import connection, transaction

    every = iter(rows)
    first = next(every, None)
    if first is None:
        return
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join(['%s'] * len(first))})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, (_values(row) for row in [first]))
        cursor.executemany(sql, [_values(row) for row in every])


def _values(row: dict[str, Any]) -> list[Any]:
    from django.db import connection

    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(value) if isinstance(value, datetime) else value for value in row.values()]

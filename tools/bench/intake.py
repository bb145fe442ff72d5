"""Matters taken in under load, against the database's own bare commits in the same run.

Eight senders hand matters in at the same time, each waiting for its number before it sends the next; what is counted
has its number, and is on the disk. "Bare commits" are eight connections that each insert one short row and commit, as
fast as the database lets them.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path[0:0] = [] if "bench" in sys.modules else [str(Path(__file__).resolve().parent.parent)]

from bench import databases  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report

SENDERS, SECONDS, ROUNDS = 8, 4.0, 3
BARE = "bare commits"


def run(report: Report) -> None:
    """Adds a table for each database."""
    report.remark(
        f"Intake: {SENDERS} senders at once for {SECONDS:.0f} s, {ROUNDS} interleaved rounds. Ratios are matters a "
        f"second over bare commits a second: a third or better is wished for."
    )
    for vendor, name in databases.VENDORS:
        section = f"Intake under load, {name}"
        try:
            found = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "matters", str(why))
            continue
        for what, rates, note in found:
            row = report.row(section, what, rates["ours"], unit="/s", note=note)
            row.ratios[BARE] = row.value / median(rates[BARE])


# What follows runs in the measuring process.


def measure() -> databases.Measured:
    """Counts both, one after the other, on an empty database of the settings."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    agency = _agency()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (sender integer, word varchar(40))")
    connection.close()
    rates: dict[str, list[float]] = {"ours": [], BARE: []}
    for _ in range(ROUNDS):
        rates[BARE].append(_rate(_commit))
        rates["ours"].append(_rate(_submit(agency)))
    _check(sum(rates["ours"]) * SECONDS)
    return [("matters taken in", rates, f"{BARE} {median(rates[BARE]):,.0f}/s")]


def _agency() -> int:
    from datetime import date

    from gongkai.people.models import Agency

    made = Agency.objects.create(
        code="bench", name="Bench", short_name="Bench", is_host=True, opened_on=date(2010, 1, 1)
    )
    return int(made.pk)


def _rate(deed: Callable[[int], None]) -> float:
    """Deeds a second by all senders together."""
    done = [0] * SENDERS
    begin = time.monotonic()
    until = begin + SECONDS

    def send(sender: int) -> None:
        from django.db import connection

        while time.monotonic() < until:
            deed(sender)
            done[sender] += 1
        connection.close()

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - begin)


def _commit(sender: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (sender, word) VALUES (%s, %s)", [sender, "bare"])


def _submit(agency: int) -> Callable[[int], None]:
    from gongkai.complaints import actions
    from gongkai.complaints.actions import Report
    from gongkai.complaints.identity import Contact

    def send(sender: int) -> None:
        report = Report(
            title="路灯不亮",
            text="示范路上的路灯坏了，晚上看不清路。",
            contact=Contact(name="测量", telephone=f"0000-888{sender:04d}"),
            kind="help",
            category="C01-10",
        )
        actions.submit(agency_id=agency, actor=None, report=report)

    return send


def _check(counted: float) -> None:
    """What was counted is there, and its ledger is whole."""
    from gongkai.complaints.models import Matter
    from gongkai.core import ledger

    there = Matter.objects.count()
    events, fault = ledger.verify()
    if there < counted * 0.9 or events < there or fault is not None:
        raise SystemExit(f"{there} matters and {events} events of {counted:.0f} counted: {fault}")


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))

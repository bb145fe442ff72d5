"""Matters taken in under load, against the database's own bare commits in the same run.

Senders hand matters in at the same time, each waiting for its number before it sends the next; what is counted has its
number, and is on the disk. "Bare commits" are as many connections in as many processes that each insert one short row
and commit, as fast as the database lets them.
"""

from __future__ import annotations

import json
import multiprocessing
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

SECONDS, ROUNDS = 3.0, 3
BARE = "bare commits"
#: What it is called, processes, and senders in each. The last is how ``gongkai serve`` runs on two cores.
CROWDS = (
    ("8 senders", 1, 8),
    ("32 senders", 1, 32),
    ("2 processes of 2 senders", 2, 2),
)


def run(report: Report) -> None:
    """Adds a table for each database."""
    report.remark(
        f"Intake: senders at once for {SECONDS:.0f} s, {ROUNDS} interleaved rounds. Ratios are matters a second over "
        f"bare commits a second by as many connections: a third or better is wished for."
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
    found: dict[str, dict[str, list[float]]] = {name: {"ours": [], BARE: []} for name, _, _ in CROWDS}
    taken = 0
    for _ in range(ROUNDS):
        for name, processes, senders in CROWDS:
            rates = found[name]
            rates[BARE].append(_count(_commit, processes, senders) / SECONDS)
            count = _count(_submit(agency), processes, senders)
            rates["ours"].append(count / SECONDS)
            taken += count
    _check(taken)
    return [(name, rates, f"{BARE} {median(rates[BARE]):,.0f}/s") for name, rates in found.items()]


def _agency() -> int:
    from datetime import date

    from gongkai.people.models import Agency

    made = Agency.objects.create(
        code="bench", name="Bench", short_name="Bench", is_host=True, opened_on=date(2010, 1, 1)
    )
    return int(made.pk)


def _count(deed: Callable[[int], None], processes: int, senders: int) -> int:
    """Deeds done by all senders together before the time is up."""
    # The connection is closed and no thread runs: the children begin with nothing shared.
    context = multiprocessing.get_context("fork")
    done = context.SimpleQueue()
    until = time.monotonic() + SECONDS
    crowd = [context.Process(target=lambda: done.put(_send(deed, senders, until))) for _ in range(processes)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
    if any(process.exitcode for process in crowd):
        raise SystemExit("a sender ended early")
    return sum(done.get() for _ in crowd)


def _send(deed: Callable[[int], None], senders: int, until: float) -> int:
    """What the threads of one process do. What is answered after the time is up is not counted."""
    done = [0] * senders

    def send(sender: int) -> None:
        from django.db import connection

        while True:
            deed(sender)
            if time.monotonic() > until:
                break
            done[sender] += 1
        connection.close()

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


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
        given = actions.submit(agency_id=agency, actor=None, report=report)
        if not (given.matter.number and given.code):
            raise AssertionError("no number was given")

    return send


def _check(counted: int) -> None:
    """What was counted is there, and its ledger is whole."""
    from gongkai.complaints.models import Matter
    from gongkai.core import ledger

    there = Matter.objects.count()
    events, fault = ledger.verify()
    if there < counted or events < there or fault is not None:
        raise SystemExit(f"{there} matters and {events} events of {counted} counted: {fault}")


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))

"""100,000 open matters, against the bare statements of the database in the same run.

What is read (overdue, due steps) is measured against the same rows asked for straight on the connection. What a
holiday notice moves (recompute) is measured against one bare UPDATE of the same clocks and the same steps, which works
nothing out and keeps no history. The pages of figures count as many matters, closed ones of one year, against one
bare ``GROUP BY`` over them.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path[0:0] = [] if "bench" in sys.modules else [str(Path(__file__).resolve().parent.parent)]

from bench import databases  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report

ROUNDS, SEEN = 3, 1_000
#: How many are measured is told to the measuring process by its environment.
SIZE = "GONGKAI_BENCH_MATTERS"
MATTERS = int(os.environ.get(SIZE, "100000"))
SELECT, UPDATE, COUNT = "bare SELECT", "bare UPDATE", "bare GROUP BY"
#: Days off that a notice names, one more in each round: no round moves a clock back to where it stood before.
DAYS_OFF = tuple(date(2026, 11, day) for day in (10, 11, 12, 13, 16, 17, 18, 19, 20, 23))


def run(report: Report, matters: int = MATTERS) -> None:
    """Adds a table for each database."""
    report.remark(
        f"Open matters: {matters:,} of them and as many closed ones, {ROUNDS} rounds; every clock and its four steps "
        "move in each. Ratios are times of the bare statement over times of Gongkai."
    )
    os.environ[SIZE] = str(matters)
    for vendor, name in databases.VENDORS:
        section = f"{matters:,} open matters, {name}"
        try:
            found = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "matters", str(why))
            continue
        for what, times, note in found:
            row = report.row(section, what, times["ours"], unit="ms", note=note)
            bare = next((each for each in times if each != "ours"), "")
            if bare:
                row.ratios[bare] = median(times[bare]) / row.value


# What follows runs in the measuring process.


def measure() -> databases.Measured:
    """Fills an empty database of the settings and measures one thing after the other."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import matters_table

    call_command("migrate", verbosity=0)
    _agency, chief = matters_table.fill(MATTERS)
    laid = _clock(lambda: _recompute(0))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: databases.Measured = [_overdue(), _steps(), _moved(laid)]
    found += _pages(chief)
    return found


def _clock(deed: Callable[[], object]) -> float:
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


def _both(ours: Callable[[], object], name: str, bare: Callable[[], object]) -> dict[str, list[float]]:
    ours(), bare()
    times: dict[str, list[float]] = {"ours": [], name: []}
    for _ in range(ROUNDS):
        times["ours"].append(_clock(ours))
        times[name].append(_clock(bare))
    return times


def _noted(times: dict[str, list[float]]) -> str:
    name = next(each for each in times if each != "ours")
    return f"{name} {median(times[name]):,.1f} ms"


def _rows(sql: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _middle() -> datetime:
    """The moment at which half of the clocks are overdue."""
    from gongkai.core.models import Deadline

    known = sorted(Deadline.objects.filter(stopped_on=None).values_list("due_at", flat=True))
    found: datetime = known[len(known) // 2]
    return found


def _overdue() -> tuple[str, Any, str]:
    from gongkai.core import deadlines

    query = deadlines.overdue(now=_middle())[:SEEN]
    times = _both(lambda: list(query.all()), SELECT, lambda: _rows(_sql(query)))
    return f"overdue, the first {SEEN:,}", times, f"{_noted(times)}; {_plan(query)}"


def _plan(query: Any) -> str:
    """The indexes the database says it reads."""
    words = query.explain().replace("(", " ").split()
    named = (after for word, after in pairwise(words) if word in ("INDEX", "using"))
    return f"index {', '.join(dict.fromkeys(named))}"


def _steps() -> tuple[str, Any, str]:
    from gongkai.core import ladder
    from gongkai.core.models import LadderStep

    now = _middle()
    query = LadderStep.objects.filter(fired_at=None, cancelled_at=None, fire_at__lte=now)
    query = query.select_related("deadline").order_by("fire_at", "id")[:SEEN]
    times = _both(lambda: ladder.due_steps(now, SEEN), SELECT, lambda: _rows(_sql(query)))
    return f"due steps, the first {SEEN:,}", times, f"{_noted(times)}; {_plan(query)}"


def _sql(query: Any) -> str:
    """The statement with its values, as somebody would type it."""
    sql, values = query.query.sql_with_params()
    shown = [f"'{value}'" if isinstance(value, (str, datetime)) else str(value) for value in values]
    return str(sql % tuple(shown))


def _recompute(days: int) -> int:
    from gongkai.core import recomputing, workdays
    from gongkai.domain.calendar import Override

    return recomputing.recompute(workdays.build([Override(day, working=False) for day in DAYS_OFF[:days]]))


def _moved(laid: float) -> tuple[str, Any, str]:
    from gongkai.core.models import LadderStep

    times: dict[str, list[float]] = {"ours": [], UPDATE: []}
    moved = 0
    for days in range(1, ROUNDS + 1):
        begin = time.perf_counter()
        moved = _recompute(days)
        times["ours"].append((time.perf_counter() - begin) * 1000)
        times[UPDATE].append(_clock(_bare_update))
    steps = LadderStep.objects.filter(cancelled_at=None).count()
    note = f"{_noted(times)}; {moved:,} clocks and {steps:,} steps moved; laid at first in {laid:,.0f} ms"
    return "recompute after a notice", times, note


def _bare_update() -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_deadline SET due_on = started_on WHERE stopped_on IS NULL")
        cursor.execute("UPDATE core_ladderstep SET fire_at = due_at WHERE cancelled_at IS NULL")


def _pages(chief: int) -> databases.Measured:
    from django.test import Client
    from django.test.utils import override_settings

    from bench import matters_table
    from gongkai.complaints.queries import prepared
    from gongkai.core import clock
    from gongkai.people.models import Person

    year = matters_table.CLOSED_YEAR
    count = (
        "SELECT state, COUNT(*), SUM(CASE WHEN on_time THEN 1 ELSE 0 END) FROM complaints_matter "
        f"WHERE received_on >= '{year}-01-01' AND received_on <= '{year}-12-31' GROUP BY state"
    )
    client, staff = Client(), Client()
    staff.force_login(Person.objects.get(pk=chief), backend="gongkai.people.sign_in.Backend")
    public = f"/complaints/figures/{year}/"
    private = f"/workspace/complaints/figures/?first={year}-01-01&last={year}-12-31"
    pages: dict[str, Callable[[], object]] = {
        "figures for everybody": lambda: _page(client, public),
        "the same, nothing kept ready": lambda: (prepared.forget(), _page(client, public)),
        "figures for staff": lambda: _page(staff, private),
    }
    found: databases.Measured = []
    with clock.travel_to(datetime(2026, 10, 20, 2, tzinfo=UTC)), override_settings(ALLOWED_HOSTS=["*"]):
        for what, deed in pages.items():
            times = _both(deed, COUNT, lambda: _rows(count))
            found.append((what, times, _noted(times)))
    return found


def _page(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))

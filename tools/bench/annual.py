"""The annual report's figures over 1,000,000 requests, against the bare SQL counts of the same tables in the same run.

"Bare counts" are the four statements somebody would type into the database's own shell: received in the year, carried
in, closed by outcome, carried forward, each by kind of applicant. "Gongkai" gives the whole set of figures with its
totals, its disputes, fees and declared figures, checked against the identities.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path[0:0] = [] if "bench" in sys.modules else [str(Path(__file__).resolve().parent.parent)]

from bench import databases  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report

REQUESTS, ROUNDS, YEAR = 1_000_000, 7, 2023
BARE = "bare counts"


def run(report: Report) -> None:
    """Adds a table for each database."""
    report.remark(
        f"Annual report: {REQUESTS:,} requests of {YEAR - 1} and {YEAR}, {ROUNDS} interleaved rounds. Ratios are "
        "times of the bare counts over times of Gongkai: 1.0 is as fast, 0.67 takes 1.5 times as long."
    )
    for vendor, name in databases.VENDORS:
        section = f"Annual report, {name}"
        try:
            found = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "figures", str(why))
            continue
        for what, times, note in found:
            row = report.row(section, what, times["ours"], unit="ms", note=note)
            row.ratios[BARE] = median(times[BARE]) / row.value


# What follows runs in the measuring process.

#: Every request of the table, made by the database itself: all kinds, all outcomes, some still open.
_FILL = """
INSERT INTO requests_request (agency_id, number, code_digest, matter, channel, applicant_kind, subject, description,
  supplement, form_wanted, way_wanted, help_needed, help_given, written_by_staff, arrived_on, received_on,
  receipt_evidence, state, version, round, outcome, closed_on, own_record_result, correction_wanted, extension_asked,
  extension_days, reasons, void_reason, imported, tries, created_at, updated_at)
SELECT {agency}, {text} , '', 'information', 'online', {kind}, 'bench', '', '', '', '', '[]', '', {false}, {received},
  {received}, '', CASE WHEN {open} THEN 'registered' ELSE 'archived' END, 1, 1,
  CASE WHEN {open} THEN '' ELSE {outcome} END, CASE WHEN {open} THEN NULL ELSE {closed} END, '', '', 0, 0, '', '',
  {true}, 0, {now}, {now}
FROM {series}
"""
#: The tables somebody would count in the database's own shell.
_NEW = "received_on >= {first} AND received_on <= {last}"
_IN = "received_on < {first} AND (closed_on IS NULL OR closed_on >= {first})"
_DONE = "received_on <= {last} AND closed_on >= {first} AND closed_on <= {last}"
_OUT = "received_on <= {last} AND (closed_on IS NULL OR closed_on > {last})"


def measure() -> databases.Measured:
    """Fills the database of the settings and times both ways, one after the other."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    agency = _agency()
    _fill(agency)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE) requests_request")
    ours, bare = _ours(agency), _bare(agency)
    _compare(ours(), bare())
    times: dict[str, list[float]] = {"ours": [], BARE: []}
    for _ in range(ROUNDS):
        times["ours"].append(_clock(ours))
        times[BARE].append(_clock(bare))
    return [("figures of a year", times, f"{BARE} {median(times[BARE]):,.0f} ms")]


def _clock(deed: Callable[[], object]) -> float:
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


def _agency() -> int:
    from datetime import date

    from gongkai.people.models import Agency

    made = Agency.objects.create(
        code="bench", name="Bench", short_name="Bench", is_host=True, opened_on=date(2010, 1, 1)
    )
    return int(made.pk)


def _fill(agency: int) -> None:
    from django.db import connection

    from gongkai.domain import outcomes

    kinds = [kind.key for kind in outcomes.applicant_kinds()]
    rows = list(outcomes.outcome_keys())
    sqlite = connection.vendor == "sqlite"
    series = (
        f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {REQUESTS}) SELECT n FROM s)"
        if sqlite
        else f"generate_series(1, {REQUESTS}) AS s(n)"
    )

    def day(offset: str) -> str:
        start = f"'{YEAR - 1}-01-01'"
        return (
            f"date({start}, '+' || ({offset}) || ' days')" if sqlite else f"(date {start} + ({offset})::int)"
        )

    received = "(n % 730)"
    values = {
        "agency": str(agency),
        "text": "'B-' || n",
        "kind": _choice(kinds, "n % 97"),
        "outcome": _choice(rows, "n % 101"),
        "received": day(received),
        "closed": day(f"{received} + 5 + n % 40"),
        "open": "n % 29 = 0",
        "series": series,
        "true": "1" if sqlite else "true",
        "false": "0" if sqlite else "false",
        "now": "'2024-01-01 00:00:00+00:00'",
    }
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(**values))


def _choice(keys: list[str], number: str) -> str:
    cases = " ".join(f"WHEN {at} THEN '{key}'" for at, key in enumerate(keys))
    return f"(CASE ({number}) % {len(keys)} {cases} END)"


def _ours(agency: int) -> Callable[[], Any]:
    from gongkai.annual_reports import queries
    from gongkai.domain import annual_report

    form = annual_report.form_of(YEAR)

    def figures() -> Any:
        found = queries.figures(agency, YEAR, form)
        annual_report.identities(found)
        return annual_report.dump(found)

    return figures


def _bare(agency: int) -> Callable[[], Any]:
    from django.db import connection

    days = {"first": f"'{YEAR}-01-01'", "last": f"'{YEAR}-12-31'"}
    start = (
        "SELECT applicant_kind, COUNT(*) FROM requests_request "
        f"WHERE agency_id = {agency} AND matter = 'information' "
    )
    grouped = start.replace("SELECT applicant_kind,", "SELECT applicant_kind, outcome,")
    statements = [
        f"{start} AND {_NEW.format(**days)} GROUP BY applicant_kind",
        f"{start} AND {_IN.format(**days)} GROUP BY applicant_kind",
        f"{grouped} AND {_DONE.format(**days)} GROUP BY applicant_kind, outcome",
        f"{start} AND {_OUT.format(**days)} GROUP BY applicant_kind",
    ]

    def counts() -> list[Any]:
        raw = connection.connection
        return [raw.execute(statement).fetchall() for statement in statements]

    return counts


def _compare(ours: dict[str, Any], bare: list[Any]) -> None:
    """Both ways count the same, or nothing is worth timing."""
    table = ours["table3_requests"]
    sums = [sum(row[-1] for row in part) for part in bare]
    rows = ("new_received", "carried_over_in", "total_processed", "carried_forward")
    if sums != [table[row]["total"] for row in rows]:
        raise SystemExit(f"the counts differ: {sums} and {[table[row]['total'] for row in rows]}")


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))

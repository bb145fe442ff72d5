"""Pages over 1,000,000 decisions, from prepared figures, against counting the decisions themselves in the same run.

"Bare counts" are the statements somebody would type into the database's own shell for the strip of a table and for its
spread by unit and officer. "Gongkai" asks what the calculator's strip and the dispersion page ask. How long the figures
take to be counted anew from all decisions is told beside it.
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

DECISIONS, TABLES, UNITS, OFFICERS, ROUNDS, YEAR = 1_000_000, 12, 9, 40, 7, 2026
BARE = "bare counts"


def run(report: Report) -> None:
    """Adds a table for each database."""
    report.remark(
        f"Decisions: {DECISIONS:,} of three years over {TABLES} discretion tables, {ROUNDS} interleaved rounds. Ratios "
        "are times of the bare counts over times of Gongkai: above 1.0 is faster."
    )
    for vendor, name in databases.VENDORS:
        section = f"Decisions, {name}"
        try:
            found = databases.measured(Path(__file__), vendor)
        except databases.NotMeasured as why:
            report.not_measured(section, "pages", str(why))
            continue
        for what, times, note in found:
            row = report.row(section, what, times["ours"], unit="ms", note=note)
            row.ratios[BARE] = median(times[BARE]) / row.value


# What follows runs in the measuring process.

_FILL = """
INSERT INTO powers_decision (agency_id, unit_id, kind, number, outside_system, outside_number, table_id, party_kind,
  party_sealed, party_public, party_mark, conduct, conduct_on, filed_on, facts, facts_digest, rows, outcome, amount,
  minimum, maximum, outside_range, deviation, circumstances, education, reasons, defence_sealed, review_ground,
  review_opinion, decided_on, served_way, impact, impact_reason, public_text, published_on, revoked_reason,
  officer_code, state, revision, created_at, updated_at)
SELECT {agency}, {unit}, 'penalty', {number}, '', '', {table}, 'citizen', '', '', '', 'bench', {day}, {day}, '{{}}',
  {digest}, {rows}, 'fine', {amount}, {least}, {most}, {false}, '', '[]', '', '', '', '', '', {day}, '', 'yes', '', '.',
  {day}, '', {officer}, 'published', 1, {now}, {now}
FROM {series}
"""


def measure() -> databases.Measured:
    """Fills the database of the settings and times both ways, one after the other."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    tables = _fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE) powers_decision")
    from gongkai.powers.actions.decisions import recounting

    begin = time.perf_counter()
    recounting.recount_all()
    seconds = time.perf_counter() - begin
    found: databases.Measured = []
    for what, ours, bare in (
        ("strip of a table, three years", _strip(tables[0]), _bare_strip(tables[0].pk)),
        ("spread of a table, one year", _spread(tables[0]), _bare_spread(tables[0].pk)),
    ):
        times: dict[str, list[float]] = {"ours": [], BARE: []}
        for _ in range(ROUNDS):
            times["ours"].append(_clock(ours))
            times[BARE].append(_clock(bare))
        note = f"{BARE} {median(times[BARE]):,.0f} ms; counted anew in {seconds:,.0f} s"
        found.append((what, times, note))
    return found


def _clock(deed: Callable[[], object]) -> float:
    begin = time.perf_counter()
    deed()
    return (time.perf_counter() - begin) * 1000


def _strip(table: Any) -> Callable[[], object]:
    from gongkai.powers.queries import public_decisions

    return lambda: public_decisions.strip(table)


def _spread(table: Any) -> Callable[[], object]:
    from gongkai.powers.queries import oversight

    return lambda: (oversight.dispersion(table, YEAR), oversight.same_facts(table, YEAR))


def _bare_strip(table: int) -> Callable[[], object]:
    return _asked(
        "SELECT rows, round((amount - minimum) / (maximum - minimum) * 20), count(*) FROM powers_decision "
        f"WHERE table_id = {table} AND state = 'published' AND decided_on >= '{YEAR - 3}-11-01' GROUP BY 1, 2"
    )


def _bare_spread(table: int) -> Callable[[], object]:
    return _asked(
        "SELECT rows, unit_id, officer_code, count(*), avg((amount - minimum) / (maximum - minimum)), min(amount), "
        f"max(amount) FROM powers_decision WHERE table_id = {table} AND state = 'published' "
        f"AND decided_on >= '{YEAR}-01-01' AND decided_on <= '{YEAR}-12-31' GROUP BY 1, 2, 3"
    )


def _asked(statement: str) -> Callable[[], object]:
    from django.db import connection

    if connection.vendor == "postgresql":
        statement = statement.replace("rows,", "rows::text,")

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return ask


def _fill() -> list[Any]:
    from datetime import date

    from django.db import connection

    from gongkai.core import clock
    from gongkai.people.models import Agency, Unit
    from gongkai.powers.models import Entry

    begin = date(2010, 1, 1)
    agency = Agency.objects.create(
        code="bench", name="Bench", short_name="Bench", is_host=True, opened_on=begin
    )
    units = [
        Unit.objects.create(agency=agency, code=f"u{n}", name=f"u{n}", opened_on=begin) for n in range(UNITS)
    ]
    now = clock.now()
    tables = [
        Entry.objects.create(
            agency=agency, unit=units[0], kind="discretion", code=f"T{n}", title="T", created_at=now
        )
        for n in range(TABLES)
    ]
    sqlite = connection.vendor == "sqlite"
    series = (
        f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {DECISIONS}) SELECT n FROM s)"
        if sqlite
        else f"generate_series(1, {DECISIONS}) AS s(n)"
    )
    days = "n % 1060"
    begins = f"{YEAR - 2}-01-01"
    day = f"date('{begins}', '+' || ({days}) || ' days')" if sqlite else f"DATE '{begins}' + ({days})"
    statement = _FILL.format(
        agency=agency.pk,
        unit=f"{units[0].pk} + n % {UNITS}",
        number="'N' || n",
        table=f"{tables[0].pk} + n * 31 % {TABLES}",
        day=day,
        digest="'d' || (n * 13 % 50000)",
        rows="'[\"' || (n * 17 % 4) || '\"]'" if sqlite else "('[\"' || (n * 17 % 4) || '\"]')::jsonb",
        amount="500 + n * 1047 % 1500",
        least="500",
        most="2000",
        false="0" if sqlite else "false",
        officer=f"'E' || (n * 37 % {OFFICERS})",
        now="'2026-11-01 00:00:00'",
        series=series,
    )
    if not sqlite:
        statement = statement.replace("'{}'", "'{}'::jsonb").replace("'[]'", "'[]'::jsonb")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return tables


if __name__ == "__main__":
    databases.as_script()
    print(json.dumps(measure()))

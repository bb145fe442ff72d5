"""The projection of risk points (廉政风险点): what the heat map, the lists and the due re-gradings are read from."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.core import clock
from gongkai.domain.powers.risks import day_of
from gongkai.powers.models import Entry, RiskPoint, Version

_FIELDS = [
    "unit_id",
    "category",
    "grade",
    "post",
    "has_measure",
    "graded_on",
    "regrade_on",
    "chart_id",
    "step",
]


def follow(entry: Entry, version: Version | None) -> None:
    """Writes what the version in force says; none in force: the entry is counted no more."""
    follow_all([(entry, version)])


def follow_all(entries: Sequence[tuple[Entry, Version | None]]) -> None:
    """The same for many entries; the number of statements does not grow with them."""
    gone = [entry.pk for entry, version in entries if version is None]
    if gone:
        RiskPoint.objects.filter(entry_id__in=gone).delete()
    there = [(entry, version) for entry, version in entries if version is not None]
    charts = _charts(there)
    RiskPoint.objects.bulk_create(
        [_row(entry, version, charts) for entry, version in there],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=[name.removesuffix("_id") for name in _FIELDS],
        batch_size=200,
    )


def _charts(entries: Sequence[tuple[Entry, Version]]) -> dict[tuple[int, str], int]:
    """Agency and code → the chart; one query, none where nothing is pinned."""
    codes = {version.content.get("chart") for _entry, version in entries} - {"", None}
    if not codes:
        return {}
    rows = Entry.objects.filter(kind="chart", code__in=codes)
    return {(row.agency_id, row.code): row.pk for row in rows}


def _row(entry: Entry, version: Version, charts: dict[tuple[int, str], int]) -> RiskPoint:
    said = version.content
    graded_on = day_of(said.get("graded_on", ""))
    begins = version.in_force_from or clock.today()
    chart = charts.get((entry.agency_id, said.get("chart", "")))
    return RiskPoint(
        entry=entry,
        agency_id=entry.agency_id,
        unit_id=entry.unit_id,
        category=said.get("category", "")[:20],
        grade=said.get("grade", "")[:10],
        post=said.get("post", "")[:400],
        has_measure=bool(said.get("measure")),
        graded_on=graded_on,
        # Published elsewhere without a day: due since it began.
        regrade_on=day_of(said.get("regrade_on", "")) or begins,
        chart_id=chart,
        step=said.get("step", "")[:60] if chart else "",
    )

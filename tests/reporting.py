"""What the tests of annual reports share: who prepares and signs, and a report on its way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import registers
from cast import Cast, make_cast, person
from gongkai.annual_reports import actions, queries
from gongkai.annual_reports.actions import Declaration
from gongkai.annual_reports.models import Report
from gongkai.core import clock
from gongkai.people.models import Agency
from report_samples import suqian

#: When the report of 2023 is prepared: the year is over, the deadline is not.
JANUARY = date(2024, 1, 15)


def make_reporting_cast() -> Cast:
    """The cast with a preparer and a signer, and one who is both."""
    return with_reporters(make_cast())


def with_reporters(cast: Cast) -> Cast:
    """Adds whoever prepares and signs, where the cast has nobody for it yet."""
    for name, roles in (
        ("preparer", ["annual_reports.preparer"]),
        ("signer", ["annual_reports.signer"]),
        ("both", ["annual_reports.preparer", "annual_reports.signer"]),
    ):
        if name not in cast.people:
            cast.people[name] = person(name, cast.agency, cast.units["office"], roles)
    return cast


def published_as_agency_and_government(cast: Cast, year: int) -> Report:
    """The agency's own report and, with one from an agency below it, the sum of both: each has its pages."""
    document = {**small(suqian()), "year": year}
    own = published(cast, document)
    Agency.objects.filter(pk=cast.outside_agency.pk).update(superior=cast.agency)
    actions.bring_in_report(
        actor=cast.preparer,
        agency_id=cast.outside_agency.pk,
        document={**document, "agency_level": "department"},
        source="来文报送",
    )
    total = written(cast, begun(cast, year, "sum"))
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
        total = go(cast, total, key, who)
    return own


def fill_registers(cast: Cast, document: dict[str, Any], seed: int = 1) -> None:
    registers.store_requests(cast.agency, registers.requests_of(document, seed))
    registers.store_disputes(cast.agency, registers.disputes_of(document, seed))


def declare(cast: Cast, document: dict[str, Any]) -> None:
    figures = [
        Declaration(key, Decimal(str(value)), "业务系统年末统计")
        for key, value in registers.declared_of(document).items()
    ]
    actions.declare_figures(
        actor=cast.preparer, agency_id=cast.agency.pk, year=document["year"], figures=figures
    )


def begun(cast: Cast, year: int = 2023, scope: str = "own") -> Report:
    return actions.begin_report(actor=cast.preparer, agency_id=cast.agency.pk, year=year, scope=scope)


TEXTS = {
    "overview.active": "主动公开信息{records.documents}条。",
    "overview.on_request": "新收申请{new_received.total}件，办结{answered_or_closed}件，结转{carried_out}件。",
    "overview.management": "动态调整不予公开的信息。",
    "overview.platform": "完善检索功能。",
    "overview.supervision": "开展培训。",
    "problems": "解读形式单一，明年改进。",
    "other": "收取信息处理费{information_processing_fee.amount_yuan}元。",
}


def written(cast: Cast, report: Report) -> Report:
    return actions.write_sections(
        report_id=report.pk, actor=cast.preparer, expected_version=None, sections=TEXTS
    )


def ready(cast: Cast, document: dict[str, Any] | None = None) -> Report:
    """A report of Suqian's numbers in which nothing is missing for the check."""
    document = document or small(suqian())
    fill_registers(cast, document)
    declare(cast, document)
    return written(cast, begun(cast, document["year"]))


def go(cast: Cast, report: Report, key: str, who: str, reason: str = "") -> Report:
    fresh = Report.objects.get(pk=report.pk)
    return actions.move(
        report_id=fresh.pk, key=key, actor=getattr(cast, who), expected_version=fresh.version, reason=reason
    )


def published(cast: Cast, document: dict[str, Any] | None = None) -> Report:
    report = ready(cast, document)
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
        report = go(cast, report, key, who)
    return report


def small(document: dict[str, Any]) -> dict[str, Any]:
    """The same report about a hundred times smaller: no city's rules, few rows, every identity still holds."""
    table = document["table3_requests"]
    for kind in [key for key in table["new_received"] if key != "total"]:
        for row in table:
            table[row][kind] //= 100
        rows = [row for row in table if row not in registers.FLOW]
        table["total_processed"][kind] = sum(table[row][kind] for row in rows)
        into = table["total_processed"][kind] + table["carried_forward"][kind]
        table["carried_over_in"][kind] = min(table["carried_over_in"][kind], into)
        table["new_received"][kind] = into - table["carried_over_in"][kind]
    for row in table.values():
        row["total"] = sum(number for key, number in row.items() if key != "total")
    for row in document["table4_review_litigation"].values():
        for result in list(row):
            row[result] = -(-row[result] // 20) if result != "total" else 0
        row["total"] = sum(row.values())
    rules = document["table2_active_disclosure"]["regulations"]
    rules.update(dict.fromkeys(rules, 0))
    document.pop("narrative_request_flow", None)
    return document


def figures_of(report: Report) -> Any:
    return queries.current(report)


def in_january() -> Any:
    return clock.travel_to(JANUARY)

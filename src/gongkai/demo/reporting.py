"""Last year's annual report, declared, checked, signed and published in January; this year's has begun."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from gongkai.annual_reports import actions
from gongkai.annual_reports.actions import Declaration
from gongkai.annual_reports.queries import Report
from gongkai.core import clock
from gongkai.demo.stage import Stage, at

#: Figures kept in other systems, by unit; what nobody names is nought.
DECLARED = (
    ("", "regulations.issued_this_year", 0),
    ("", "regulations.repealed_this_year", 0),
    ("", "regulations.in_force", 0),
    ("law", "normative_documents.issued_this_year", 1),
    ("law", "normative_documents.repealed_this_year", 0),
    ("law", "normative_documents.in_force", 6),
    ("appearance", "licensing_decisions", 214),
    ("waste", "licensing_decisions", 96),
    *((f"brigade{n}", "penalty_decisions", 61 + 17 * n) for n in range(1, 6)),
    ("", "compulsion_decisions", 12),
    ("office", "administrative_fee_10k_yuan", 0),
)
#: What only people know, for the gaps that the draft leaves open.
WRITTEN = {
    "overview.management": "各科室逐季清理栏目，过期信息已撤下或者标注失效。",
    "overview.platform": "门户网站栏目按新的目录调整，手机上也能检索和下载。",
    "overview.supervision": "组织了政务公开培训，接受社会评议，未发生责任追究的情形。",
    "problems": "个别科室答复申请偏慢，政策解读形式单一。今后将提前分办，多用图表和问答解读。",
}


def _fill_gaps(report: Report) -> dict[str, str]:
    """The draft with every gap written, one sentence for all of a section's gaps."""
    filled = {}
    for key, words in WRITTEN.items():
        text = str(report.sections.get(key, ""))
        before = re.sub("【[^】]*】", "", text)
        filled[key] = f"{before}{words}"
    return filled


def last_year(stage: Stage, day: date) -> None:
    """The whole way of the report, on one day of January."""
    office, leader = stage.actor("office"), stage.actor("leader")
    with clock.travel_to(at(day, 30)):
        report = actions.begin_report(actor=office, agency_id=office.agency_id, year=day.year - 1)
    with clock.travel_to(at(day, 60)):
        actions.declare_figures(
            actor=office,
            agency_id=office.agency_id,
            year=report.year,
            figures=[
                Declaration(unit=unit, key=key, value=Decimal(value), evidence="业务系统年度汇总表（演示）")
                for unit, key, value in DECLARED
            ],
        )
    with clock.travel_to(at(day, 90)):
        actions.write_sections(
            report_id=report.pk, actor=office, expected_version=None, sections=_fill_gaps(report)
        )
    for number, (key, who) in enumerate((("check", office), ("sign", leader), ("publish", leader))):
        with clock.travel_to(at(day, 120 + 45 * number)):
            actions.move(report_id=report.pk, key=key, actor=who, expected_version=None)


def this_year(stage: Stage, day: date) -> None:
    """The report of the running year has begun: its figures grow with the records."""
    office = stage.actor("office")
    with clock.travel_to(at(day, 200)):
        actions.begin_report(actor=office, agency_id=office.agency_id, year=day.year)

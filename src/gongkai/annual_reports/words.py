"""Words of annual reports: names in the reader's language, how each figure is counted, how states look."""

from __future__ import annotations

from django.utils.translation import gettext

from gongkai.annual_reports.models import Report
from gongkai.core.lawwords import in_chinese, options
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, Cell, Form, Named
from gongkai.domain.text import N_

STATE_BADGES = {"draft": "quiet", "checked": "soon", "signed": "info", "published": "done"}

#: How the figures of each source are counted.
COUNTED = {
    "new_received": N_(
        "Requests received from 1 January to 31 December of the year (Article 31 sets the day)."
    ),
    "carried_over_in": N_("Requests received before 1 January of the year and not closed before that day."),
    "outcome": N_("Requests closed in the year with this outcome, whenever they were received."),
    "total_processed": N_("All requests closed in the year: the sum of the rows above."),
    "carried_forward": N_("Requests received by 31 December of the year and not closed by that day."),
    "disputes": N_("Reviews and suits in the register by their result on 31 December: {rule}"),
    "declared": N_(
        "Declared by the units from the systems that hold the records, and added up. "
        "Licences, penalties and measures nobody declared are counted from the decisions kept here."
    ),
    "fee": N_("Fee notices given in the year according to the records, with what was declared beside them."),
    "sum": N_("The sum of the reports the agencies published."),
}


#: What the year's records give besides the tables.
RECORDS = {
    "documents": N_("Documents published in the year"),
    "interpretations": N_("Interpretations of policy published in the year"),
    "by_network": N_("New requests over the network"),
    "by_letter": N_("New requests by letter"),
    "in_person": N_("New requests in person"),
    "withdrawn": N_("Requests withdrawn by their applicants in the year"),
}


def record_words(name: str) -> str:
    """A count of the year in words."""
    return gettext(RECORDS[name])


def named(name: Named) -> str:
    """A name in the reader's language; the Chinese one is the statutory one."""
    return name.words(chinese=in_chinese())


def cell_words(form: Form, cell: Cell) -> str:
    """A cell in words."""
    return form.words(cell, chinese=in_chinese())


def dispute_rules() -> list[tuple[str, str]]:
    """The rules by which disputes may be counted, with their words."""
    return options("report_forms", "dispute_rule")


def _way(key: str) -> str:
    return gettext(COUNTED[key])


def counted(report: Report, cell: Cell) -> str:
    """How a figure of the report is counted, in a sentence."""
    if report.scope == Report.Scope.SUM:
        return _way("sum")
    if cell.table == FEE:
        return _way("fee")
    table = annual_report.form(report.form).table(cell.table)
    if table.kind == "declared":
        return _way("declared")
    if table.kind == "disputes":
        return _way("disputes").format(rule=dict(dispute_rules())[report.dispute_rule])
    row = next(each for each in table.rows if each.key == cell.row)
    return _way("outcome" if row.outcomes else row.key)


def section_name(form: Form, key: str) -> str:
    """A section, or one of its topics, with its number."""
    first, _dot, topic = key.partition(".")
    section = next(each for each in form.sections if each.key == first)
    if topic:
        found = next(each for each in section.topics if each.key == topic)
        return f"{found.number}{named(found.name)}"
    return f"{section.number}、{named(section.name)}"


def title(report: Report) -> str:
    """The report's title; it is a Chinese document."""
    return f"{report.agency.name}{report.year}年政府信息公开工作年度报告"

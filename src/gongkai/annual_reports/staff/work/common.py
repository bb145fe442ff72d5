"""What every page of the work report does: find it, name it, show it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries.records import WorkReport
from gongkai.core.lawwords import in_chinese
from gongkai.core.staffpages import address
from gongkai.domain.annual_report import work
from gongkai.domain.annual_report.work import Counted, Figure
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

WRITTEN_IN = "zh-Hans"


def found(request: HttpRequest, year: int) -> tuple[WorkReport, StaffActor]:
    """The report of the year and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    report = work_reports.one_for_staff(acting, year)
    if report is None:
        raise Http404
    return report, acting


def address_of(report: WorkReport, name: str = "work_report", *args: object, part: str = "") -> str:
    """The address of a page of this report."""
    return address(name, report.year, *args) + (f"?part={part}" if part else "")


def name_of(one: Figure) -> str:
    """A figure in the reader's language."""
    return one.label if in_chinese() else one.label_en


def section_names() -> dict[str, str]:
    """Key of a text → its number and name in the reader's language."""
    names = {}
    for part in work.parts():
        above = part.label if in_chinese() else part.label_en
        if not part.topics:
            names[part.key] = f"{part.number}、{above}"
        for topic in part.topics:
            names[f"{part.key}.{topic.key}"] = (
                f"{topic.number}{topic.label if in_chinese() else topic.label_en}"
            )
    return names


def figure_rows(report: WorkReport, counts: dict[str, Counted]) -> list[dict[str, Any]]:
    """Every figure: its name in braces, its words, what it is, how it is counted, and where its records are."""
    chinese = in_chinese()
    return [
        {
            "key": each.key,
            "name": "{" + each.key + "}",
            "words": name_of(each),
            "value": shown(each, counts.get(each.key)),
            "nil": work.is_nil(counts.get(each.key)),
            "of": base(counts.get(each.key)),
            "counted": each.count_of if chinese else each.count_of_en,
            "url": address_of(report, "work_figure", each.key) if report.pk else "",
        }
        for each in work.figures()
    ]


def shown(one: Figure, counted: Counted | None) -> str:
    """The figure with its unit, as the reader's language writes it."""
    if counted is None:
        return "—"
    value = work.value(one, counted)
    if value is None:
        return "—"
    if in_chinese():
        return f"{work.written(one, counted)}{one.unit}"
    return f"{value}%" if one.unit == "%" else str(value)


def base(counted: Counted | None) -> str:
    """What a share is out of: 844/936; nothing for a plain count."""
    return f"{counted.number}/{counted.of}" if counted is not None and counted.of is not None else ""

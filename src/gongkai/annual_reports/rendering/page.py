"""A report as one HTML file that needs nothing else: no network, no script, its style inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.annual_reports.rendering.grids import Grid, grid
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures

#: The sheets a page of its own carries, in their order.
STYLES = ("annual_reports/report.css", "annual_reports/alone.css")


def page(document: Mapping[str, Any], *, demonstration: bool = False) -> str:
    """The whole file, in Chinese as the report is."""
    with translation.override("zh-hans"):
        context = {
            "document": document,
            "style": SafeString(f"<style>{style()}</style>"),  # our own sheets
            "demonstration": demonstration,
            **parts(document),
        }
        return render_to_string("annual_reports/public/alone.html", context)


def parts(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a report's body needs: its sections with prose or tables, and the charts."""
    figures = annual_report.parse(document)
    if not isinstance(figures, Figures):
        raise TypeError("only a whole report is shown")
    return {
        "sections": [_section(section, document, figures) for section in figures.form.sections],
        "charts": charts(figures, document.get("records", {})),
        "citation": figures.form.citation,
        "explanations": document.get("explanations", ()),
        "declared": document.get("declared", ()),
        "counted": _counted(document, figures),
    }


def _section(section: annual_report.Section, document: Mapping[str, Any], figures: Figures) -> dict[str, Any]:
    texts: Mapping[str, str] = document.get("sections", {})
    laid: Grid | None = None
    if section.table:
        laid = grid(figures.form.table(section.table), figures.values)
    return {
        "number": section.number,
        "name": section.name.label,
        "key": section.key,
        "paragraphs": _lines(texts.get(section.key, "")),
        "topics": [
            {
                "number": topic.number,
                "name": topic.name.label,
                "paragraphs": _lines(texts.get(f"{section.key}.{topic.key}", "")),
            }
            for topic in section.topics
        ],
        "grid": laid,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def charts(figures: Figures, records: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The outcomes as bars, and the requests of each month; each with its sentence."""
    table = figures.form.of_kind("requests")
    if table is None:
        return []
    bars = []
    for row in table.outcome_rows():
        number = figures.find(row.key) or 0
        if number:
            bars.append((row.name.label, int(number)))
    bars.sort(key=lambda bar: -bar[1])
    total = int(figures.find("total_processed") or 0)
    found = []
    if bars:
        sentence = gettext("{total} requests were closed in the year; most often: {outcome} ({count}).")
        found.append(
            {
                "title": gettext("How the requests ended"),
                "rows": bars,
                "summary": sentence.format(total=total, outcome=bars[0][0], count=bars[0][1]),
            }
        )
    months: Sequence[int] = records.get("months", ())
    if any(months):
        most = max(range(len(months)), key=lambda place: months[place])
        sentence = gettext("{total} requests were received in the year, most in month {month} ({count}).")
        found.append(
            {
                "title": gettext("Requests received each month"),
                "rows": [
                    (gettext("month {month}").format(month=place + 1), number)
                    for place, number in enumerate(months)
                ],
                "summary": sentence.format(total=sum(months), month=most + 1, count=months[most]),
            }
        )
    return found


def _counted(document: Mapping[str, Any], figures: Figures) -> list[dict[str, str]]:
    """How the figures were counted: each way once, with the rows it goes for."""
    ways: dict[str, list[str]] = {}
    for table in figures.form.tables:
        for row in table.rows:
            way = document.get("counted", {}).get(row.key, "")
            name = gettext("Each outcome") if row.outcomes else row.name.label
            if way and name not in ways.setdefault(way, []):
                ways[way].append(name)
    return [{"rows": "、".join(names), "way": way} for way, names in ways.items()]


@cache
def style() -> str:
    """The sheets a page of its own carries, as one."""
    found = [finders.find(name) for name in STYLES]
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in found if path)

"""A work report as one JSON document, on paper, and as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from gongkai.annual_reports.models import WorkReport
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries.work_sources import SOURCES
from gongkai.annual_reports.rendering.page import style
from gongkai.annual_reports.rendering.paper import Kind
from gongkai.core.paper.docx import docx
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Block, Heading, Paragraph, Run, Sheet
from gongkai.domain.annual_report import work, work_text
from gongkai.domain.annual_report.work import Counted, Figure

#: What a report says of a section for which nothing was counted, and of a year for which nothing was at all.
NOTHING = "本年度没有相关记录。"
EMPTY_YEAR = "{year}年，本系统中没有可以统计的工作记录，本报告只如实说明这一情况。"
Records = Literal["all", "public", "none"]
#: Kinds of records whose numbers say nothing of anybody.
PUBLIC_KINDS = frozenset({"unit", "version", "activity", "rule", "document", "course"})
#: Figures that say how the agency is made up, not what it did: they alone make no year.
STANDING = frozenset({"sections", "brigades", "risk_points", "risk_measures", "flowcharts"})


def document(
    report: WorkReport,
    *,
    edition: int = 0,
    dated: date | None = None,
    counts: Mapping[str, Counted] | None = None,
    records: Records = "all",
) -> dict[str, Any]:
    """The whole report; its words are Chinese. ``edition`` 0: not published. ``counts``: counted just now.

    ``records``: whether what names each record counted stands in it; "public": of records anybody may open alone.
    """
    counts = counts or work_reports.counts_of(report)
    years = {"year": str(report.year), "next_year": str(report.year + 1)}
    return {
        "schema": work.SCHEMA,
        "form": "work",
        "title": title(report),
        "agency": report.agency.name,
        "agency_code": report.agency.code,
        "year": report.year,
        "report_date": dated.isoformat() if dated else None,
        "state": report.state,
        "edition": edition,
        "empty": is_empty(counts),
        "figures": {
            each.key: _figure(each, counts[each.key], report, records=records)
            for each in work.figures()
            if each.key in counts
        },
        "counts": work.dump(counts),
        "parts": [_part(part, report, counts, years) for part in work.parts()],
        "digest": work.digest(counts),
    }


def title(report: WorkReport) -> str:
    """The report's title; it is a Chinese document."""
    return f"{report.agency.name}{report.year}年政务公开工作报告"


def is_empty(counts: Mapping[str, Counted]) -> bool:
    """Whether nothing at all was done that the records tell of."""
    return all(work.is_nil(counts.get(each.key)) for each in work.figures() if each.key not in STANDING)


def _figure(one: Figure, counted: Counted, report: WorkReport, *, records: Records) -> dict[str, Any]:
    told: dict[str, Any] = {
        "value": work.value(one, counted),
        "exact": _plain(work.exact(one, counted)),
        "unit": one.unit,
        "label_zh": one.label,
        "label_en": one.label_en,
        "count_of": one.count_of,
    }
    if one.of:
        told |= {"numerator": counted.number, "denominator": counted.of}
    source = SOURCES[one.counts]
    if records == "all" or (records == "public" and source.kind in PUBLIC_KINDS):
        told["records"] = source.references(report.agency_id, report.year)
    return told


def _plain(number: Any) -> int | float | None:
    return number if number is None or isinstance(number, int) else float(number)


def _part(
    part: work.Part,
    report: WorkReport,
    counts: Mapping[str, Counted],
    years: Mapping[str, str],
    above: str = "",
) -> dict[str, Any]:
    key = f"{above}.{part.key}" if above else part.key
    told: dict[str, Any] = {"key": part.key, "number": part.number, "title": part.label}
    if part.topics:
        return told | {"topics": [_part(each, report, counts, years, part.key) for each in part.topics]}
    text = str(report.texts.get(key, ""))
    found = work_text.filled(text, counts, years)
    return told | {
        "paragraphs": [
            [{"text": run.text, "figure": run.key} if run.key else {"text": run.text} for run in paragraph]
            for paragraph in found
        ]
        or [[{"text": NOTHING}]]
    }


def page(told: Mapping[str, Any], *, demonstration: bool = False) -> str:
    """The report as one HTML file: no network, no script, its style inside."""
    with translation.override("zh-hans"):
        context = {
            "document": told,
            "style": SafeString(f"<style>{style()}</style>"),  # our own sheets
            "demonstration": demonstration,
            "figures": figure_lines(told, {}, chinese=True),
            "empty_sentence": empty_sentence(told) if told.get("empty") else "",
        }
        return render_to_string("annual_reports/public/work_alone.html", context)


def paper(told: Mapping[str, Any], kind: Kind, *, demonstration: bool = False) -> bytes:
    """The report as a file. Raises ``PrintError`` with a sentence."""
    day = date.fromisoformat(told["report_date"]) if told.get("report_date") else None
    notice = ("演示数据，并非真实报告。" if demonstration else "") + (
        "" if told.get("edition") else "草稿，尚未公布。"
    )
    sheet = Sheet(
        title=str(told["title"]),
        issuer=str(told["agency"]),
        date_line=f"{day.year}年{day.month}月{day.day}日" if day else "",
        blocks=tuple(_blocks(told)),
        notice=notice,
    )
    return pdf(sheet) if kind == "pdf" else docx(sheet)


def _blocks(told: Mapping[str, Any]) -> Iterator[Block]:
    if told.get("empty"):
        yield Paragraph((Run(empty_sentence(told)),))
    for part in told["parts"]:
        yield Heading(1, (Run(f"{part['number']}、{part['title']}"),))
        for topic in part.get("topics", ()):
            yield Heading(2, (Run(f"{topic['number']}{topic['title']}"),))
            yield from _paragraphs(topic)
        yield from _paragraphs(part)


def empty_sentence(told: Mapping[str, Any]) -> str:
    """What a report of a year without records says first."""
    return EMPTY_YEAR.format(year=told["year"])


def _paragraphs(part: Mapping[str, Any]) -> Iterator[Block]:
    for runs in part.get("paragraphs", ()):
        yield Paragraph((Run("".join(run["text"] for run in runs)),))


def figure_lines(told: Mapping[str, Any], links: Mapping[str, str], *, chinese: bool) -> list[dict[str, Any]]:
    """Every figure of a report for a table: words, value with unit, what it is out of, what is counted, its address."""
    lines = []
    for each in work.figures():
        kept = told["figures"].get(each.key)
        if kept is None:
            continue
        value = "—" if kept["value"] is None else str(kept["value"])
        link = links.get(each.key, "")
        lines.append(
            {
                "key": each.key,
                "nil": not kept["exact"],
                "words": each.label if chinese else each.label_en,
                "value": f"{value}{each.unit if chinese or each.unit == '%' else ''}",
                "of": f"{kept['numerator']}/{kept['denominator']}" if "numerator" in kept else "",
                "counted": each.count_of if chinese else each.count_of_en,
                "url": "" if link.startswith("#") else link,
            }
        )
    return lines

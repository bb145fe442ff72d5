"""A report on paper, in the official layout: PDF and DOCX with the three tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from gongkai.annual_reports.rendering.grids import Grid, Square, grid
from gongkai.core.paper.docx import docx
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Run,
    Sheet,
    Table,
)
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures, Form, Section

Kind = Literal["pdf", "docx"]


def paper(document: Mapping[str, Any], kind: Kind, *, demonstration: bool = False) -> bytes:
    """The report as a file. Raises ``PrintError`` with a sentence."""
    sheet = sheet_of(document, demonstration=demonstration)
    return pdf(sheet) if kind == "pdf" else docx(sheet)


def sheet_of(document: Mapping[str, Any], *, demonstration: bool = False) -> Sheet:
    """The report as a sheet, from its JSON document."""
    figures = annual_report.parse(document)
    if not isinstance(figures, Figures):
        raise TypeError("only a whole report is printed")
    signed = document.get("signed")
    return Sheet(
        title=str(document["title"]),
        issuer=str(document["agency"]),
        date_line=_chinese(date.fromisoformat(signed["on"])) if signed else "",
        blocks=tuple(_blocks(document, figures)),
        notice=_notice(document, demonstration=demonstration),
    )


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notice(document: Mapping[str, Any], *, demonstration: bool) -> str:
    parts = ["演示数据，并非真实报告。"] if demonstration else []
    if not document.get("edition"):
        parts.append("草稿，尚未公布。")
    return "".join(parts)


def _blocks(document: Mapping[str, Any], figures: Figures) -> Iterator[Block]:
    form = figures.form
    for section in form.sections:
        heading = Heading(1, (Run(f"{section.number}、{section.name.label}"),))
        if section.table:
            table = form.table(section.table)
            yield heading
            yield _table(grid(table, figures.values), *_SHAPES[table.kind])
        else:
            yield heading
            yield from _prose(section, document)
    yield from _remarks(document, form)


def _prose(section: Section, document: Mapping[str, Any]) -> Iterator[Block]:
    texts: Mapping[str, str] = document.get("sections", {})
    for topic in section.topics:
        yield Heading(2, (Run(f"{topic.number}{topic.name.label}"),))
        yield from _paragraphs(texts.get(f"{section.key}.{topic.key}", ""))
    if not section.topics:
        yield from _paragraphs(texts.get(section.key, ""))


def _paragraphs(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        if line.strip():
            yield Paragraph((Run(line.strip()),))


def _remarks(document: Mapping[str, Any], form: Form) -> Iterator[Block]:
    """What is explained, below section six."""
    for each in document.get("explanations", ()):
        yield Paragraph((Run(f"关于“{each['cell']}”的说明：{each['text']}"),))


#: Widths of the columns and type size in points: the table of 25 rows stands whole on one page.
_SHAPES: dict[str, tuple[tuple[float, ...], float]] = {
    "declared": ((), 0.0),
    "requests": ((34, 46, 160, *[29] * 7), 8.5),
    "disputes": ((1,) * 15, 7.5),
}


def _table(laid: Grid, weights: tuple[float, ...], size: float) -> Table:
    head = [tuple(_cell(square) for square in line) for line in laid.head]
    body = [tuple(_cell(square) for square in line) for lines in laid.bodies for line in lines]
    return Table((*head, *body), header_rows=len(head), weights=weights, size=size, keep=True)


def _cell(square: Square) -> Cell:
    align = "left" if square.scope == "row" else "center"
    return Cell(
        (Paragraph((Run(square.text),)),),
        header=square.scope in ("col", "colgroup", "rowgroup"),
        colspan=square.colspan,
        rowspan=square.rowspan,
        align=align,  # type: ignore[arg-type]
    )

"""Figures and public remarks of a collection as files (CSV, XLSX). Nobody's name is in them, and no formula runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter
from django.utils.translation import gettext as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection
from gongkai.core.cells import harmless
from gongkai.core.paper.blocks import printable
from gongkai.domain.consultations import rules

Cell: TypeAlias = "str | int | date | None"
#: Signs a cell of a spreadsheet holds at most.
LONGEST_CELL = 32_000
_PIECE = 1000


def about(found: Collection) -> list[list[Cell]]:
    """What it is, whom it asked and how many answered."""
    rate = reads.response_rate(found)
    rows: list[list[Cell]] = [
        [_("Number"), found.number],
        [_("Title"), found.title],
        [_("How opinions are collected"), words.kind_name(found.kind)],
        [_("Days"), words.days(found.begins_on, found.ends_on)],
    ]
    if found.invited:
        rows.append([_("How many were asked"), found.invited])
    if found.sample:
        rows.append([_("Who was asked"), found.sample])
    if rate is not None:
        rows.append([_("Response rate"), words.share(rate)])
    return rows


def figures(found: Collection) -> list[list[Cell]]:
    """A row for each answer of each question, the headings first; nothing where nothing is asked."""
    rows: list[list[Cell]] = []
    for each in words.figure_rows(reads.figures(found)):
        answered = each["answered"]
        rows += [[each["text"], row["label"], row["count"], row["share"], answered] for row in each["rows"]]
        if each["free"]:
            rows.append([each["text"], _("In one's own words"), answered, "", answered])
        if each["mean"]:
            rows.append([each["text"], _("Mean"), each["mean"], "", answered])
    headings: list[Cell] = [
        _("Question"),
        _("Answer chosen"),
        _("How many"),
        _("Share"),
        _("Answered this question"),
    ]
    return [headings, *rows] if rows else []


def remarks(found: Collection) -> Iterator[list[Cell]]:
    """What the public reads of the remarks, the headings first; read piece by piece; nothing where there is none."""
    if not reads.public_remarks(found).exists():
        return iter(())
    channels = {row["key"]: document_words.row_name("channel", row["key"]) for row in rules.rows("channel")}
    headings: list[Cell] = [
        _("Reference"),
        _("Day on which it came"),
        _("How it came"),
        _("Words of the remark"),
        _("Problem"),
    ]

    def made() -> Iterator[list[Cell]]:
        yield headings
        numbers = reads.problem_numbers(found)
        for row in reads.public_remarks(found).iterator(chunk_size=_PIECE):
            how = channels.get(row.channel, row.channel)
            problem = numbers.get(row.problem_id or 0, "")
            yield [row.reference, row.received_on, how, row.public_words, problem]

    return made()


def csv_lines(found: Collection) -> Iterator[str]:
    """The tables one after the other, with a mark in front by which spreadsheets know it for UTF-8."""
    tables: list[Iterable[list[Cell]]] = [about(found), figures(found), remarks(found)]

    def made() -> Iterator[str]:
        yield "\ufeff"
        for at, table in enumerate(tables):
            for place, row in enumerate(table):
                if at and not place:
                    yield "\r\n"
                line = io.StringIO()
                csv.writer(line).writerow([harmless(_text(cell)) for cell in row])
                yield line.getvalue()

    return made()


def write_xlsx(path: Path, found: Collection) -> None:
    """Writes a workbook with a sheet for each table, in steady memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in (
            (_("The collection"), about(found)),
            (_("Figures of the questionnaire"), figures(found)),
            (_("Remarks"), remarks(found)),
        ):
            rows = iter(table)
            first = next(rows, None)
            if first is not None:
                _sheet(book.add_worksheet(name), chain([first], rows), day)


def _sheet(sheet: Any, table: Iterable[list[Cell]], day: Any) -> None:
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 4, 18)
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(at, column, cell)
            elif cell:
                sheet.write_string(at, column, harmless(printable(cell))[:LONGEST_CELL])


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)

"""Opinions and answers as files (CSV, XLSX, JSON), read piece by piece: fifty thousand need no more memory than fifty.

Nobody's name or contact is in them. Words stand as the public reads them; those nobody let through yet with what is
personal in them masked.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.consultations import document_words as words
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import attachments, naming, texts
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as reads
from gongkai.core.cells import harmless
from gongkai.core.paper.blocks import printable
from gongkai.domain import privacy
from gongkai.domain.consultations import rules

Cell: TypeAlias = "str | int | date | None"
Row: TypeAlias = "dict[str, Cell]"
WIDTHS = {"words": 60, "quote": 30, "reason": 40, "provision": 22, "answer_provision": 22, "group": 22}
#: Signs a cell of a spreadsheet holds at most.
LONGEST_CELL = 32_000


def headings() -> dict[str, str]:
    """Column → what it is called; JSON has the keys."""
    return {
        "reference": _("Reference"),
        "received_on": _("Day on which it came"),
        "channel": _("How it came"),
        "signed": _("Said who they are"),
        "version": _("Version"),
        "provision": _("Provision"),
        "quote": _("Words it is about"),
        "words": _("Opinion"),
        "attachments": _("Number of attachments"),
        "files": _("Attachments"),
        "state": _("Looked at"),
        "group": _("Group of opinions"),
        "verdict": _("What became of it"),
        "reason": _("Reason"),
        "answer_provision": _("Provision that was changed, or says it already"),
        "answered_on": _("Answered on"),
        "passed_on": _("Passed on as"),
    }


class _Labels:
    """The words of keys, looked up once: a file is written after the reader's language is gone."""

    def __init__(self) -> None:
        self.of = {
            table: {row["key"]: words.row_name(table, row["key"]) for row in rules.rows(table)}
            for table in ("channel", "verdict", "moderation")
        }
        self.whole, self.yes, self.no = _("The whole text"), _("Yes"), _("No")
        self.new, self.shown, self.hidden = _("Not looked at yet"), _("Shown"), _("Not shown: {why}")

    def state(self, row: Opinion) -> str:
        """Whether somebody looked at it."""
        if row.hidden_reason:
            why = self.of["moderation"].get(row.hidden_reason, row.hidden_reason)
            return self.hidden.format(why=why)
        return self.shown if row.shown_at else self.new


def rows(document: Document) -> Iterator[Row]:
    """A row for each opinion, oldest first. Words and names are read before the first row is asked for."""
    versions = texts.every(document)
    names = {each.pk: texts.names(each) for each in versions}
    numbers = {each.pk: each.number for each in versions}
    led = {key: words.cited_name(each) for key, each in naming.cited(versions).items()}
    labels = _Labels()

    def made() -> Iterator[Row]:
        for piece in lists.pieces(document):
            files = attachments.names(piece)
            for row in piece:
                cells = _row(row, numbers[row.version_id], names[row.version_id], led, labels)
                yield {**cells, **_attached(files.get(row.pk, ()))}

    return made()


def _row(row: Opinion, number: int, names: dict[str, str], led: dict[str, str], labels: _Labels) -> Row:
    return {
        "reference": row.reference,
        "received_on": row.received_on,
        "channel": labels.of["channel"].get(row.channel, row.channel),
        "signed": labels.yes if row.author else labels.no,
        "version": number,
        "provision": names.get(row.clause, "") if row.clause else labels.whole,
        "quote": row.quote if row.start is not None else "",
        "words": row.public_words or privacy.mask(reads.words_of(row)),
        "state": labels.state(row),
        "group": row.group.title if row.group else "",
        "verdict": labels.of["verdict"].get(row.verdict, row.verdict),
        "reason": row.reason,
        "answer_provision": led.get(row.answer_clause, ""),
        "answered_on": timezone.localtime(row.answered_at).date() if row.answered_at else None,
        "passed_on": row.passed_on,
    }


def _attached(names: Sequence[str]) -> Row:
    """How many files came with it, and what they are called here; what is in them is in no file."""
    return {"attachments": len(names), "files": " ".join(names)}


def csv_lines(document: Document) -> Iterator[str]:
    """The file line by line, with a mark in front by which spreadsheets know it for UTF-8."""
    writer, named, found = csv.writer(_Line()), headings(), rows(document)

    def made() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(named.values())
        for row in found:
            yield writer.writerow([harmless(_text(row[key])) for key in named])

    return made()


def json_lines(document: Document) -> Iterator[str]:
    """One object: the document, and the opinions an object each, line by line."""
    head = {"number": document.number, "title": document.title}
    found = rows(document)

    def made() -> Iterator[str]:
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "opinions": ['
        for at, row in enumerate(found):
            yield (",\n" if at else "\n") + json.dumps(row, ensure_ascii=False, default=_text)
        yield "\n]}\n"

    return made()


def write_xlsx(path: Path, document: Document) -> int:
    """Writes a workbook in steady memory; days are days. Gives the number of rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    named, count = headings(), 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Opinions"))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, key in enumerate(named):
            sheet.set_column(at, at, WIDTHS.get(key, 14))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, list(named.values()), bold)
        for count, row in enumerate(rows(document), start=1):
            _write_row(sheet, count, [row[key] for key in named], day)
    return count


def _write_row(sheet: Any, at: int, row: Iterable[Cell], day: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_datetime(at, column, cell, day)
        elif isinstance(cell, int):
            sheet.write_number(at, column, cell)
        elif cell:
            sheet.write_string(at, column, harmless(printable(cell))[:LONGEST_CELL])


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)

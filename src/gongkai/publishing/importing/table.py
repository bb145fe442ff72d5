"""Tables: from named columns to records; every bad cell names its line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from gongkai.core.richtext import clean, from_plain
from gongkai.domain.text import Text, say
from gongkai.publishing.importing import columns, dates
from gongkai.publishing.importing.records import LONGEST, ImportRecord, Known, Names, Problems
from gongkai.publishing.importing.sheets import Row

MOST_ROWS = 50_000
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
_HEADING_WITHIN = 10  # lines: titles of the table may stand above its headings


@dataclass(slots=True)
class Table:
    """What reading one table needs to know; ``seen`` are the index numbers met so far, with where."""

    source: str
    folder: Path
    known: Known
    problems: Problems
    seen: dict[str, str]
    headings: dict[int, tuple[str, str]] = field(default_factory=dict)  # column → (field, heading as shown)
    used: set[Path] = field(default_factory=set)

    def error(self, line: int, column: int | None, message: Text) -> None:
        self.problems.error(self.source, message, line=line, column=self._shown(column))

    def _shown(self, column: int | None) -> str:
        if column is None:
            return ""
        letter = get_column_letter(column + 1)
        heading = self.headings.get(column, ("", ""))[1]
        return f"{heading} ({letter})" if heading else letter


def records(table: Table, rows: Iterable[Row]) -> list[ImportRecord]:
    """The table's records; a row with a bad cell gives problems instead."""
    found: list[ImportRecord] = []
    waiting: list[Row] = []
    count = 0
    for row in rows:
        if not table.headings:
            waiting.append(row)
            if not _take_headings(table, row) and len(waiting) >= _HEADING_WITHIN:
                break
            continue
        count += 1
        if count > MOST_ROWS:
            table.error(
                row.line, None, say("A table may have {most} rows. Split it into several.", most=MOST_ROWS)
            )
            break
        record = _Reader(table, row).record()
        if record:
            found.append(record)
    if not table.headings:
        line = waiting[0].line if waiting else 1
        table.error(
            line,
            None,
            say("No headings were found. One line must name the columns; 标题 (title) is required."),
        )
    elif not count:
        table.error(1, None, say("The table has headings but no rows."))
    return found


def _take_headings(table: Table, row: Row) -> bool:
    named = {at: columns.field_named(_text(cell)) for at, cell in enumerate(row.cells)}
    if "title" not in named.values():
        return False
    for at, cell in enumerate(row.cells):
        shown = " ".join(_text(cell).split())
        field_ = named[at]
        if field_ and field_ not in {each for each, _ in table.headings.values()}:
            table.headings[at] = (field_, shown)
        elif field_:
            table.error(row.line, at, say("The column “{heading}” is there twice.", heading=shown))
        elif shown:
            _unknown_heading(table, row.line, at, shown)
    return True


def _unknown_heading(table: Table, line: int, at: int, shown: str) -> None:
    column = f"{shown} ({get_column_letter(at + 1)})"
    near = columns.suggestion(shown)
    if near:
        message = say("“{heading}” is no column we know. Did you mean “{near}”?", heading=shown, near=near)
        table.problems.error(table.source, message, line=line, column=column)
    else:
        message = say("“{heading}” is no column we know: it is left out.", heading=shown)
        table.problems.note(table.source, message, line=line, column=column)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


class _Reader:
    """One row on its way to a record."""

    def __init__(self, table: Table, row: Row) -> None:
        self.table, self.row, self.bad = table, row, False
        self.at = {field_: at for at, (field_, _) in table.headings.items()}

    def record(self) -> ImportRecord | None:
        values: dict[str, Any] = {name: self.line(name) for name in LONGEST if name != "keywords"}
        if not values["title"]:
            self.refuse("title", say("The title is missing."))
        values |= {name: self.day(name) for name in ("date_made", "date_published")}
        values |= {name: self.one(name) for name in ("validity", "openness", "audience")}
        known = self.table.known
        values["catalogue_rows"] = self.many("catalogue_rows", known.rows)
        values["topics"] = self.many("topics", known.topics)
        values["channels"] = self.many("channels", known.channels)
        values["keywords"] = self.keywords()
        values["summary"] = self.text("summary")
        values["attachments"] = self.attachments()
        values["body_html"] = self.body()
        self.index_number(values["index_number"])
        if self.bad:
            return None
        if not values["body_html"] and not values["attachments"]:
            message = say("This row has neither a text nor an attachment.")
            self.table.problems.note(self.table.source, message, line=self.row.line)
        return ImportRecord(source=self.table.source, line=self.row.line, **values)

    def refuse(self, name: str, message: Text) -> None:
        self.bad = True
        self.table.error(self.row.line, self.at.get(name), message)

    def cell(self, name: str) -> Any:
        at = self.at.get(name)
        return self.row.cells[at] if at is not None and at < len(self.row.cells) else None

    def text(self, name: str) -> str:
        text = _text(self.cell(name))
        if text in _ERRORS:
            self.refuse(name, say("The cell shows the error {value}: its formula does not work.", value=text))
            return ""
        return text

    def line(self, name: str) -> str:
        text = " ".join(self.text(name).split())
        if len(text) > LONGEST[name]:
            self.refuse(name, too_long(text, LONGEST[name]))
        return text

    def day(self, name: str) -> date | None:
        cell = self.cell(name)
        if isinstance(cell, date):
            found = dates.parse(cell)
        else:
            text = self.text(name)
            if not text:
                return None
            found = dates.parse(text, serials=True)
        if found is None:
            value = _text(cell)
            self.refuse(name, say("“{value}” is not a date. Write it like 2024-03-05.", value=value[:40]))
        return found

    def one(self, name: str) -> str:
        text, names = self.text(name), getattr(self.table.known, name)
        return self.key(name, text, names) or "" if text else ""

    def many(self, name: str, names: Names) -> tuple[str, ...]:
        """Several values; 、 parts them only where the whole is no name, for names have it inside."""
        keys: list[str] = []
        for piece in columns.several(self.text(name)):
            if key := names.key(piece):
                keys.append(key)
                continue
            for word in [piece] if names.keys_of(piece) else columns.several(piece, "、,，"):
                key = self.key(name, word, names)
                keys += [key] if key else []
        return tuple(dict.fromkeys(keys))

    def key(self, name: str, word: str, names: Names) -> str | None:
        key = names.key(word)
        if key is None:
            self.refuse(name, unknown(word, names))
        return key

    def keywords(self) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(columns.several(self.text("keywords"), ";；|、,，\n")))
        whole = " ".join(words)
        if len(whole) > LONGEST["keywords"]:
            self.refuse("keywords", too_long(whole, LONGEST["keywords"]))
        return words

    def body(self) -> str:
        text = unicodedata.normalize("NFC", self.text("body"))
        if not text:
            return ""
        return clean(text) if columns.is_html(text) else from_plain(re.sub(r"\r\n?", "\n", text))

    def attachments(self) -> tuple[Path, ...]:
        found = []
        for name in columns.several(self.text("attachments")):
            path = self.file(name)
            if path:
                found.append(path)
                self.table.used.add(path)
        return tuple(found)

    def file(self, name: str) -> Path | None:
        """The file ``name`` beside the table or below it; never one outside."""
        folder = self.table.folder.resolve()
        try:
            path = (folder / name.replace("\\", "/")).resolve()
            inside, there = path.is_relative_to(folder), path.is_file()
        except (OSError, ValueError):
            inside, there = True, False
        if not inside:
            self.refuse("attachments", say("“{name}” lies outside the table's folder.", name=name[:80]))
        elif not there:
            self.refuse("attachments", say("The file “{name}” is not in the table's folder.", name=name[:80]))
        else:
            return path
        return None

    def index_number(self, number: str) -> None:
        if not number:
            return
        place = f"{self.table.source}:{self.row.line}"
        first = self.table.seen.setdefault(number, place)
        if first != place:
            message = say("The index number {number} is already at {place}.", number=number, place=first)
            self.refuse("index_number", message)


def too_long(text: str, most: int) -> Text:
    """The sentence for a value the field cannot hold."""
    return say(
        "“{start}…” is {count} characters long; {most} fit here.", start=text[:20], count=len(text), most=most
    )


def unknown(word: str, names: Names) -> Text:
    """The sentence for a word that names nothing, or more than one thing."""
    if several := names.keys_of(word):
        keys = "、".join(several)
        return say("“{value}” stands for several. Write one of the keys: {keys}.", value=word[:60], keys=keys)
    if near := names.near(word):
        return say("“{value}” is not known. Did you mean “{near}”?", value=word[:60], near=near)
    return say("“{value}” is not known.", value=word[:60])

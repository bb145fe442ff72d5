"""Discretion tables (裁量基准) as a CSV file, with a sentence and a line number for everything that is wrong with it.

Columns, in any order: ``code, row, conduct, basis, factor, operator, value, minimum, maximum, unit, outcome`` and, if
wanted, ``note``. One condition a line; lines with the same code and row are joined by AND. What belongs to the row
(conduct, basis, range, outcome) may stand on any of its lines. A row without a factor fits every case.

The kind of a factor follows from its values: all numbers (all with the same unit or none) a number; yes, no, 是, 否
yes or no; else a choice among the values named. A number whose unit is 次, 人 … or whose name ends with 次数, count …
counts, so that nothing lies between 1 and 2. Values with a unit that are never compared (1级, 2级) are a choice.

A ``domain`` line (operator ``domain``, row empty) says otherwise: ``0..100``, ``(0..``, ``> 0``, ``a|b|c``, ``count``,
``count 1..``, ``choice 1|2``; see ``csv_domain``.
Ranges in 元 or 万元 are kept in yuan.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from gongkai.domain.discretion import vocabulary
from gongkai.domain.discretion.csv_cells import decode
from gongkai.domain.discretion.csv_lines import lines_of
from gongkai.domain.discretion.csv_table import Draft, LineFault
from gongkai.domain.discretion.table import Table
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.domain.wordings import half_width

COLUMNS = (
    "code",
    "row",
    "conduct",
    "basis",
    "factor",
    "operator",
    "value",
    "minimum",
    "maximum",
    "unit",
    "outcome",
)
NOTE = "note"
#: More than these is a slip of the pen, not a table.
MOST_LINES, LONGEST_CELL, LONGEST_NAME = 50_000, 4_000, 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: What marks a line that says what a factor can be.
DOMAIN_WORDS = frozenset({"domain", "取值范围", "值域", "范围"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tables of a file in its order, or what is wrong with it; never both."""

    tables: tuple[Table, ...] = ()
    faults: tuple[LineFault, ...] = ()


@dataclass
class _File:
    """What is read so far."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)

    def fault(self, line: int, refused: Refused) -> None:
        self.faults.append(LineFault(line, refused.reason))


def read(data: bytes | str, *, in_force_from: date, version: str = "") -> Parsed:
    """The tables written in ``data``, in force from the day given; they have no circumstances. Never raises."""
    text = decode(data) if isinstance(data, bytes) else _checked(data)
    if isinstance(text, Refused):
        return Parsed(faults=(LineFault(1, text.reason),))
    file = _File()
    try:
        for line, cells in _records(text, file):
            _take(file, line, cells)
    except csv.Error:
        reason = say("The file cannot be read from here on: look for a quotation mark that is not closed.")
        file.faults.append(LineFault(text.count("\n") + 1, reason))
    tables = []
    for draft in file.drafts.values():
        table = draft.table(in_force_from, version)
        file.faults += draft.faults
        if table is not None:
            tables.append(table)
    if not file.faults and not tables:
        file.faults.append(LineFault(1, say("The file holds no rows.")))
    if file.faults:
        return Parsed(faults=tuple(sorted(file.faults, key=lambda fault: fault.line)))
    return Parsed(tuple(tables))


def _checked(text: str) -> str | Refused:
    encoded = text.encode("utf-8", "surrogatepass")
    return decode(encoded)


def _records(text: str, file: _File) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not blank, with its number, as cells by column."""
    first = text.lstrip("\r\n ").partition("\n")[0]
    tabs = "\t" in first and "," not in first and "，" not in first
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ",", strict=True)
    header: tuple[str, ...] = ()
    before = 0
    for record in reader:
        line, before = before + 1, reader.line_num
        cells = [each.replace("\ufeff", "").strip() for each in record]
        if not any(cells):
            continue
        if not header:
            header = tuple(half_width(each).strip().casefold() for each in cells)
            faults = list(_of_header(header))
            if faults:
                file.faults += [LineFault(line, reason.reason) for reason in faults]
                return
            continue
        if line > MOST_LINES:
            file.fault(
                line,
                Refused(say("There are more than {most} lines. Split the file by code.", most=MOST_LINES)),
            )
            return
        if any(cells[len(header) :]):
            file.fault(
                line,
                Refused(say("The line has more cells than the header. Put cells with a comma in quotes.")),
            )
            continue
        if any(len(each) > LONGEST_CELL for each in cells):
            file.fault(line, Refused(say("A cell is longer than {most} signs.", most=LONGEST_CELL)))
            continue
        yield line, dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    if not header:
        file.fault(1, Refused(say("The file is empty.")))


def _of_header(header: tuple[str, ...]) -> Iterator[Refused]:
    named = [each for each in header if each]
    lacking = [each for each in COLUMNS if each not in named]
    if lacking:
        yield Refused(
            say(
                "The header lacks {columns}. It holds: {all}.",
                columns=", ".join(lacking),
                all=", ".join(COLUMNS),
            )
        )
    for each in dict.fromkeys(each for each in named if named.count(each) > 1):
        yield Refused(say("The header names the column {column} twice.", column=each[:80]))
    for each in named:
        if each not in (*COLUMNS, NOTE):
            yield Refused(
                say("There is no column {column}. Check the spelling, or leave it out.", column=each[:80])
            )


def _take(file: _File, line: int, cells: dict[str, str]) -> None:
    """Puts one line where it belongs."""
    code, row = cells["code"], cells["row"]
    if not code:
        file.fault(line, Refused(say("The line has no code.")))
        return
    names = [cells[each] for each in ("code", "row", "factor")]
    if any(_CONTROL.search(each) for each in names):
        file.fault(line, Refused(say("A code, row or factor holds a line break or a control sign.")))
        return
    if any(len(each) > LONGEST_NAME for each in names):
        file.fault(
            line, Refused(say("A code, row or factor is longer than {most} signs.", most=LONGEST_NAME))
        )
        return
    draft = file.drafts.setdefault(code, Draft(code))
    sign = half_width(cells["operator"]).strip().casefold()
    if sign in DOMAIN_WORDS or row.casefold() in DOMAIN_WORDS:
        draft.domain(line, cells, "" if sign in DOMAIN_WORDS else vocabulary.operator(sign) or "")
    elif not row:
        file.fault(line, Refused(say("The line has no row. Give the number of the row it belongs to.")))
    else:
        draft.condition(line, cells)


def write(tables: Iterable[Table]) -> str:
    """The tables as a file; ``read`` makes the same tables of it.

    Versions, dates and circumstances do not stand in the file, and a table that is broken may not read back.
    """
    listed = tuple(tables)
    noted = any(row.note for table in listed for row in table.rows)
    columns = (*COLUMNS, NOTE) if noted else COLUMNS
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for table in listed:
        writer.writerows(lines_of(table))
    return out.getvalue()

"""Reading a register from a file: CSV as a spreadsheet writes it, or JSON as the public page gives it.

Every line is looked at before anything is written; each fault names its line and column.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.core.cells import unguarded
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import checks
from gongkai.domain.powers.schema import clean, kinds
from gongkai.domain.text import Text, say
from gongkai.powers import exchange
from gongkai.powers.actions import BroughtIn
from gongkai.powers.actions.base import titled
from gongkai.powers.actions.writing import checked_code

#: Largest file in bytes, and most entries at once.
MOST_BYTES, MOST_ROWS = 32 * 1024 * 1024, 20_000


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in a file: the line (JSON: the entry, from 1), the column, the sentence."""

    line: int
    column: str
    reason: Text


@dataclass(frozen=True, slots=True)
class FileRow:
    """An entry of the file, the line it begins on, and the code of its unit (empty: the one chosen for all)."""

    line: int
    unit: str
    said: BroughtIn


@dataclass(frozen=True, slots=True)
class FileRows:
    """What a file says: the entries that are whole, and what is wrong with the others."""

    rows: tuple[FileRow, ...] = ()
    faults: tuple[FileFault, ...] = field(default=())


def read_file(path: Path, *, kind: str, begins: date | None, as_published: bool = False) -> FileRows:
    """The entries of the file; its name ends in .csv or .json. Raises ``Invalid`` for what is no such file.

    ``kind``: of a CSV file, and of JSON entries that name none. ``begins``: first day of those that name none.
    ``as_published``: gaps of an entry are no fault.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(say("The file is larger than {most} MB. Divide it.", most=MOST_BYTES // 1024 // 1024))
    content = path.read_bytes()
    raw = _csv_rows(content, kind) if path.suffix.lower() == ".csv" else _json_rows(content, kind)
    return _looked_at(raw, begins, as_published)


@dataclass(frozen=True, slots=True)
class _Raw:
    line: int
    kind: str
    values: Mapping[str, str]
    content: Mapping[str, Any]


def _csv_rows(content: bytes, kind: str) -> Iterable[_Raw]:
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        names = [_column(kind, name) for name in next(reader, [])]
        _known(names)
        before = reader.line_num
        found: list[_Raw] = []
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                found.append(_csv_row(line, kind, dict(zip(names, cells, strict=False))))
            if len(found) > MOST_ROWS:
                raise Invalid(say("The file holds more than {most} entries. Divide it.", most=MOST_ROWS))
    except csv.Error as error:
        raise Invalid(say("This is no CSV: see line {line}.", line=reader.line_num)) from error
    return found


def _known(names: list[str]) -> None:
    for needed in ("code", "title"):
        if needed not in names:
            raise Invalid(
                say("The heading names no column “{column}”. The documentation lists them.", column=needed)
            )
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise Invalid(say("The heading names the column “{column}” twice.", column=twice))


def _column(kind: str, name: str) -> str:
    """The key of a column: its own, or the field's label in either language; what is neither is left alone."""
    plain = unguarded(name.strip())
    for each in kinds()[kind].fields:
        if plain.casefold() in (each.key, each.label.casefold(), each.label_en.casefold()):
            return each.key
    return _FIRST.get(plain.casefold(), "")


_FIRST = {
    **{name: name for name in exchange.FIRST},
    "单位": "unit", "编号": "code", "编码": "code", "名称": "title", "事项名称": "title",
    "所属权责": "parent", "生效日期": "in_force_from", "修订说明": "note",
}  # fmt: skip


def _csv_row(line: int, kind: str, cells: Mapping[str, str]) -> _Raw:
    plain = {name: unguarded(cell).replace("\x00", "") for name, cell in cells.items() if name}
    fields = kinds()[kind].fields
    content = {each.key: exchange.read(each, plain.get(each.key, "")) for each in fields}
    for each in fields:
        if each.type == "choice":
            content[each.key] = _choice(each, content[each.key])
    return _Raw(line, kind, plain, content)


def _choice(of: Any, said: str) -> str:
    """A choice by its key or by its words in either language."""
    return next((each.key for each in of.choices() if said in (each.key, each.label, each.label_en)), said)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(say("The file is neither UTF-8 nor GB 18030. Save it as CSV (UTF-8) again."))


def _json_rows(content: bytes, kind: str) -> Iterable[_Raw]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Invalid(
            say("This is no JSON in UTF-8: see line {line}.", line=getattr(error, "lineno", 1))
        ) from error
    listed = found.get("entries") if isinstance(found, dict) else found
    if not isinstance(listed, list) or len(listed) > MOST_ROWS:
        raise Invalid(
            say(
                "A list of at most {most} entries was expected, or an object with one under “entries”.",
                most=MOST_ROWS,
            )
        )
    return [_json_row(at, kind, each) for at, each in enumerate(listed, start=1)]


def _json_row(at: int, kind: str, each: object) -> _Raw:
    row = each if isinstance(each, dict) else {}
    content = row.get("content")
    values = {name: _plain(row.get(name)) for name in (*exchange.FIRST, "kind")}
    return _Raw(at, values["kind"] or kind, values, content if isinstance(content, dict) else {})


def _plain(value: object) -> str:
    return str(value).replace("\x00", "") if isinstance(value, str | int | float) else ""


def _looked_at(raw: Iterable[_Raw], begins: date | None, as_published: bool) -> FileRows:
    rows: list[FileRow] = []
    faults: list[FileFault] = []
    seen: dict[tuple[str, str, date | None], int] = {}
    for each in raw:
        own = _faults(each, begins, as_published)
        key = (each.kind, each.values.get("code", "").strip(), _day(each, begins))
        if key in seen:
            twice = say("The same code begins on the same day in line {line}.", line=seen[key])
            own.append(FileFault(each.line, "code", twice))
        seen.setdefault(key, each.line)
        faults += own
        if not own:
            rows.append(_row(each, begins))
    return FileRows(tuple(rows), tuple(faults))


def _faults(each: _Raw, begins: date | None, as_published: bool) -> list[FileFault]:
    if each.kind not in kinds():
        return [FileFault(each.line, "kind", say("There is no such kind of entry."))]
    found = []
    for name, check in (("code", checked_code), ("title", titled)):
        try:
            check(each.values.get(name, ""))
        except Invalid as invalid:
            found.append(FileFault(each.line, name, invalid.reason))
    if _day(each, begins) is None:
        reason = say("A day is missing or is none. Write it as 2026-11-23, or give --from for all.")
        found.append(FileFault(each.line, "in_force_from", reason))
    if not as_published and not found:
        said = clean(kinds()[each.kind], each.content)
        found += [
            FileFault(each.line, f"{fault.field}[{fault.row}]" if fault.row else fault.field, fault.reason)
            for fault in checks.faults(each.kind, each.values["title"], said)
        ]
    return found


def _day(each: _Raw, begins: date | None) -> date | None:
    said = each.values.get("in_force_from", "").strip().replace("/", "-").replace(".", "-")
    if not said:
        return begins
    try:
        return date(*(int(part) for part in said.split("-")))
    except (ValueError, TypeError, OverflowError):
        return None


def _row(each: _Raw, begins: date | None) -> FileRow:
    day = _day(each, begins)
    assert day is not None  # a row without one is a fault
    said = BroughtIn(
        kind=each.kind,
        code=each.values["code"].strip(),
        title=each.values["title"].strip(),
        content=each.content,
        in_force_from=day,
        parent=each.values.get("parent", "").strip(),
        note=each.values.get("note", ""),
    )
    return FileRow(each.line, each.values.get("unit", "").strip(), said)

"""Lists of sites (工地名单) as files: CSV or XLSX in, CSV out, with the same columns.

A column that is missing leaves what is known; a cell that is empty says that there is nothing. ``queries.site_import``
says what a file would change, ``actions.bringing`` brings it in.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongkai.core import places
from gongkai.core.cells import harmless, unguarded
from gongkai.core.intake import inspect
from gongkai.core.refusals import Refusal
from gongkai.domain import privacy
from gongkai.domain.campaigns import checklists
from gongkai.domain.coordinates import Point, number
from gongkai.domain.text import Text, say

#: Bytes and rows of a file at most; columns looked at.
LARGEST, MOST_ROWS, MOST_COLUMNS = 10 * 1024 * 1024, 5_000, 60
#: The lines among which the headings are looked for.
HEADINGS_WITHIN = 5
LONGEST = {"code": 40, "name": 120, "address": 200, "unit": 40, "works": 200, "permit": 80}
LONGEST_PARTY = {"name": 120, "person": 40, "telephone": 40, "email": 120}
#: What the public reads, and what every row says.
SAID_IN_PUBLIC = ("name", "address", "works", "permit")
NEEDED = ("code", "name", "address", "unit")
_OWN = {
    "code": "编号",
    "name": "名称",
    "address": "地址",
    "unit": "单位",
    "works": "工程内容",
    "permit": "许可",
    "lat": "纬度",
    "lon": "经度",
}
#: After the party's label: 建设单位, 建设单位联系人, 建设单位电话, 建设单位邮箱.
_PARTY = {"name": "", "person": "联系人", "telephone": "电话", "email": "邮箱"}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """The organisation in a role at the site, and how it is reached; ``None``: the file has no such column."""

    name: str
    person: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as a line of the file gives it; ``None``: the file has no such column. ``unit`` is the unit's code."""

    line: int
    code: str
    name: str
    address: str
    unit: str
    works: str | None = None
    permit: str | None = None
    #: WGS-84 degrees; ``placed`` says whether the file has columns for them.
    lat: float | None = None
    lon: float | None = None
    placed: bool = False
    parties: Mapping[str, PartyRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line and column (empty: the whole line; line 0: the whole file)."""

    line: int
    column: str
    reason: Text


@cache
def columns() -> dict[str, str]:
    """Key → Chinese heading, in the order of the file; ``builder.person`` is a part of a party."""
    found = dict(_OWN)
    for party in checklists.rows("party"):
        for part, words in _PARTY.items():
            found[f"{party['key']}.{part}" if words else party["key"]] = f"{party['label']}{words}"
    return found


def read(content: bytes, name: str) -> list[SiteRow | Fault]:
    """The rows of a file, and what is wrong in it, in the order of the lines; ``name`` is only shown."""
    cells = _cells(content, name)
    if isinstance(cells, Fault):
        return [cells]
    at, headings = _headings(cells)
    missing = [columns()[key] for key in NEEDED if key not in headings]
    if missing:
        return [Fault(0, "", say("Columns are missing: {columns}.", columns="、".join(missing)))]
    filled = [
        (line, row) for line, row in enumerate(cells[at + 1 :], at + 2) if any(cell.strip() for cell in row)
    ]
    if not filled:
        return [Fault(0, "", say("There is no site in this file."))]
    if len(filled) > MOST_ROWS:
        return [Fault(0, "", say("More than {most} sites. Send them in parts.", most=MOST_ROWS))]
    found: list[SiteRow | Fault] = []
    codes: list[tuple[int, str]] = []
    for line, row in filled:
        said = {key: _said(row, place) for key, place in headings.items()}
        codes.append((line, said["code"]))
        wrong = _faults(line, said)
        found += wrong or [_row(line, said)]
    return [*found, *_twice(codes)]


def parted(read_in: Iterable[SiteRow | Fault]) -> tuple[list[SiteRow], list[Fault]]:
    """The rows, and apart from them what is wrong."""
    rows: list[SiteRow] = []
    faults: list[Fault] = []
    for each in read_in:
        if isinstance(each, Fault):
            faults.append(each)
        else:
            rows.append(each)
    return rows, sorted(faults, key=lambda fault: fault.line)


def write_csv(rows: Iterable[SiteRow]) -> str:
    """The rows as CSV with a byte order mark, so that every spreadsheet reads the Chinese; ``read`` takes it again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns().values())
    for row in rows:
        writer.writerow(harmless(_written(row, key)) for key in columns())
    return "\ufeff" + out.getvalue()


def _written(row: SiteRow, key: str) -> str:
    role, _dot, part = key.partition(".")
    if key in _OWN:
        value = getattr(row, key)
    else:
        party = row.parties.get(role)
        value = getattr(party, part or "name") if party else None
    return "" if value is None else str(value)


def _said(row: Sequence[str], place: int) -> str:
    cell = row[place] if place < len(row) else ""
    return unguarded(cell.replace("\x00", "").strip())


def _row(line: int, said: Mapping[str, str]) -> SiteRow:
    parties = {}
    for party in checklists.rows("party"):
        role = party["key"]
        if role in said:
            rest = {part: said.get(f"{role}.{part}") for part in ("person", "telephone", "email")}
            parties[role] = PartyRow(said[role], **rest)
    return SiteRow(
        line=line,
        **{key: said[key] for key in NEEDED},
        works=said.get("works"),
        permit=said.get("permit"),
        lat=number(said.get("lat", "")),
        lon=number(said.get("lon", "")),
        placed="lat" in said and "lon" in said,
        parties=parties,
    )


def _faults(line: int, said: Mapping[str, str]) -> list[Fault]:
    """What is wrong with a line, each thing with its column."""
    found = []
    for key, value in said.items():
        reason = _wrong(key, value)
        if reason is not None:
            found.append(Fault(line, columns()[key], reason))
    found += _nobodys(line, said)
    place = _misplaced(said.get("lat", ""), said.get("lon", ""))
    if place is not None:
        found.append(Fault(line, f"{columns()['lat']}、{columns()['lon']}", place))
    return found


def _nobodys(line: int, said: Mapping[str, str]) -> list[Fault]:
    """Contacts of a party that is not named."""
    return [
        Fault(line, columns()[role], say("Write whose contact person, telephone or e-mail this is."))
        for role in (party["key"] for party in checklists.rows("party"))
        if not said.get(role) and any(value for key, value in said.items() if key.startswith(f"{role}."))
    ]


def _wrong(key: str, value: str) -> Text | None:
    _role, _dot, part = key.partition(".")
    longest = LONGEST.get(key) or (None if key in _OWN else LONGEST_PARTY[part or "name"])
    if key in NEEDED and not value:
        return say("This is missing. Write it.")
    if longest is not None and len(value) > longest:
        return say("This is longer than {longest} characters. Shorten it.", longest=longest)
    if key == "code" and not all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in value):
        return say("A code holds letters, figures, - _ and . only.")
    if key in SAID_IN_PUBLIC and privacy.findings(value):
        return say("The public reads this: leave out names and numbers of persons.")
    if part == "email" and value and not _is_mail(value):
        return say("This is no e-mail address. Write it as name@example.cn.")
    return None


def _is_mail(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _misplaced(lat: str, lon: str) -> Text | None:
    if not lat and not lon:
        return None
    if not lat or not lon:
        return say("Give both parts of the place, or neither.")
    found = places.checked_point(lat, lon)
    return None if isinstance(found, Point) else found.reason


def _twice(codes: Iterable[tuple[int, str]]) -> list[Fault]:
    """Every line that names a code of a line above it, whatever else is wrong with either."""
    above: set[str] = set()
    wrong: list[Fault] = []
    for line, code in codes:
        if code in above:
            wrong.append(
                Fault(line, columns()["code"], say("The code {code} stands in this file already.", code=code))
            )
        if code:
            above.add(code)
    return wrong


def _headings(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Of the first lines the one with most headings; key → where its column stands."""
    known = {name: key for key, name in columns().items()} | {key: key for key in columns()}
    best: tuple[int, dict[str, int]] = (0, {})
    for line, row in enumerate(cells[:HEADINGS_WITHIN]):
        plain = ["".join(cell.replace("\ufeff", "").split()) for cell in row]
        places_of: dict[str, int] = {}
        for place, cell in enumerate(plain):
            if cell in known:
                places_of.setdefault(known[cell], place)
        if len(places_of) > len(best[1]):
            best = line, places_of
    return best


def _cells(content: bytes, name: str) -> list[list[str]] | Fault:
    if len(content) > LARGEST:
        return Fault(0, "", say("The file is larger than {limit} MB. Send it in parts.", limit=LARGEST >> 20))
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _sheet(content, name)
    text = _text(content)
    if text is None:
        reason = say("The file is neither UTF-8 nor GB18030 text. Save it as CSV or XLSX and send it again.")
        return Fault(0, "", reason)
    return _lines(text)


def _text(content: bytes) -> str | None:
    """A file's text: UTF-8, what spreadsheets call Unicode, or GB18030."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> list[list[str]] | Fault:
    plain = text.replace("\x00", "")
    head = plain.splitlines()[:HEADINGS_WITHIN]
    delimiter = max(",\t;", key=lambda sign: len(_headings([line.split(sign) for line in head])[1]))
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True):
            found.append(row)
            if len(found) > MOST_ROWS + HEADINGS_WITHIN:
                break
    except csv.Error:
        reason = say("From this line on the table cannot be read. Look at the quotation marks.")
        return Fault(len(found) + 1, "", reason)
    return found


def _sheet(content: bytes, name: str) -> list[list[str]] | Fault:
    try:
        inspect(io.BytesIO(content), f"{name.rpartition('.')[0] or 'sites'}.xlsx", max_bytes=LARGEST)
    except Refusal as refusal:
        return Fault(0, "", refusal.reason)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
            most = MOST_ROWS + HEADINGS_WITHIN + 1
            rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
            return [[_cell(value) for value in row] for row in rows]
    except Exception:  # openpyxl raises whatever the workbook led it into
        return Fault(0, "", say("This workbook cannot be read. Save it again as XLSX, or as CSV."))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

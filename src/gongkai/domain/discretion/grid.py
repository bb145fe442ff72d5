"""A discretion table (裁量基准) as a grid to be written in: a column a factor, a row a row, whatever is typed kept.

``grid_of`` reads the text of one table without asking whether it holds, so that a draft with slips comes back as it was
left; ``text_of`` writes the CSV of it. What is wrong is told by ``csv_file.read`` and ``proof.prove``, never here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from gongkai.domain.discretion import vocabulary
from gongkai.domain.discretion.csv_cells import kind_of, numeral, parted
from gongkai.domain.discretion.csv_domain import KINDS
from gongkai.domain.discretion.csv_file import COLUMNS, DOMAIN_WORDS, NOTE
from gongkai.domain.wordings import half_width

#: What a condition in a cell may begin with.
_SIGN = re.compile(r"(<=|>=|=<|=>|==|[<>=≤≥≦≧⩽＜＞＝])")
_BETWEEN = re.compile(r"[\s,，;；、]*(?:\band\b|且|并且)?[\s,，;；、]*$")
_KIND = re.compile(rf"({'|'.join(KINDS)})(?:\s+(.*))?", re.DOTALL)
_ORDERED = frozenset({"number", "count"})


@dataclass(frozen=True, slots=True)
class Column:
    """A factor: ``kind`` (number, count, choice, yes_no), the unit of its numbers, its domain as a CSV writes it."""

    name: str = ""
    kind: str = "number"
    unit: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as typed; ``cells`` hold the conditions on each column, such as ``>=5 <10`` or ``个人|单位``."""

    key: str = ""
    cells: tuple[str, ...] = ()
    outcome: str = ""
    minimum: str = ""
    maximum: str = ""
    unit: str = ""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as typed; ``basis`` is that of the table, a line's own only where it differs."""

    conduct: str = ""
    basis: str = ""
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass
class _Gathered:
    """What the lines of a text say so far."""

    names: list[str] = field(default_factory=list)
    asked: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    stated: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


def grid_of(text: str) -> Grid | None:
    """The grid of a table's text; ``None`` where it is no table of conditions at all, or holds several codes."""
    try:
        records = list(
            csv.DictReader(io.StringIO(text.replace("\x00", "").lstrip("\ufeff"), newline=""), strict=True)
        )
    except csv.Error:
        return None
    if not records or not set(COLUMNS) <= {str(name) for name in records[0]}:
        return None
    gathered, codes = _Gathered(), set()
    for record in records:
        cells = {name: (record.get(name) or "").strip() for name in (*COLUMNS, NOTE)}
        if record.get(None):  # more cells than the header has
            return None
        codes.add(cells["code"])
        if not _take(gathered, cells):
            return None
    if len(codes) != 1:
        return None
    return _grid(gathered)


def _take(gathered: _Gathered, cells: Mapping[str, str]) -> bool:
    name, row = cells["factor"], cells["row"]
    if name and name not in gathered.names:
        gathered.names.append(name)
    if half_width(cells["operator"]).casefold() in DOMAIN_WORDS:
        gathered.stated.setdefault(name, []).append(cells["value"])
        return bool(name and cells["value"] and not row)
    if not row or row.casefold() in DOMAIN_WORDS:
        return False
    own = gathered.rows.setdefault(row, {})
    for key in ("conduct", "basis", "minimum", "maximum", "unit", "outcome", NOTE):
        if cells[key] and own.setdefault(key, cells[key]) != cells[key]:
            return False
    if name:
        gathered.asked.setdefault((row, name), []).append((cells["operator"], cells["value"]))
    return True


def _grid(gathered: _Gathered) -> Grid | None:
    firsts = gathered.rows.values()
    conduct = next((row["conduct"] for row in firsts if "conduct" in row), "")
    basis = next((row["basis"] for row in firsts if "basis" in row), "")
    if any(row.get("conduct", conduct) != conduct for row in firsts):
        return None
    columns = tuple(_column(name, gathered) for name in gathered.names)
    lines = tuple(
        Line(
            key=key,
            cells=tuple(_cell(gathered.asked.get((key, each.name), ()), each) for each in columns),
            outcome=row.get("outcome", ""),
            minimum=row.get("minimum", ""),
            maximum=row.get("maximum", ""),
            unit=row.get("unit", ""),
            basis="" if row.get("basis", basis) == basis else row["basis"],
            note=row.get(NOTE, ""),
        )
        for key, row in gathered.rows.items()
    )
    return Grid(conduct, basis, columns, lines)


def _column(name: str, gathered: _Gathered) -> Column:
    asked = [pair for (_row, factor), pairs in gathered.asked.items() if factor == name for pair in pairs]
    values = [value for _sign, cell in asked for value in parted(cell)]
    kind, domain = "", []
    for said in gathered.stated.get(name, ()):
        named = _KIND.fullmatch(said)
        kind = KINDS[named[1]] if named else kind
        domain.append(((named[2] or "") if named else said).strip())
    compared = any(vocabulary.operator(sign) not in ("=", "in") for sign, _value in asked)
    kind = kind or kind_of(name, values, compared=compared or any(".." in each for each in domain))
    unit = next((found.unit for value in values if (found := numeral(value)) and found.unit), "")
    stated = "; ".join(each for each in domain if each)
    if kind == "choice":
        # Said by the cells themselves: a value added there need not be added here too.
        stated = stated.removeprefix("{").removesuffix("}")
        stated = "" if parted(stated) == list(dict.fromkeys(values)) else stated
    return Column(name, kind, unit if kind in _ORDERED else "", "" if stated == "[0..]" else stated)


def _cell(asked: Iterable[tuple[str, str]], column: Column) -> str:
    """The conditions as a cell shows them."""
    shown = []
    for sign, value in asked:
        operator = vocabulary.operator(sign) or sign
        plain = "|".join(_bare(each, column) for each in parted(value))
        shown.append(plain if operator in ("=", "in") else f"{operator}{plain}")
    return " ".join(shown)


def _bare(value: str, column: Column) -> str:
    """A number without the unit its column names."""
    found = numeral(value) if column.unit else None
    return value[: -len(found.unit)].strip() if found and found.unit and value.endswith(found.unit) else value


def conditions(cell: str, column: Column) -> list[tuple[str, str]]:
    """The operators and values a cell says; none where it is empty."""
    plain = cell.strip()
    if plain in ("", "—", "-", "*"):
        return []
    if column.kind not in _ORDERED:
        # A choice has no more and no less, and its words may hold any sign.
        return [("in" if "|" in plain or "｜" in plain else "=", plain)]
    pieces = _SIGN.split(plain)
    said = [("=", pieces[0])] if pieces[0].strip() else []
    said += list(zip(pieces[1::2], pieces[2::2], strict=True))
    found = []
    for sign, rest in said:
        value = _BETWEEN.sub("", rest.strip())
        many = len(parted(value)) > 1
        values = "|".join(_united(each, column) for each in parted(value))
        operator = vocabulary.operator(sign) or sign
        found.append(("in" if many and operator == "=" else operator, values))
    return found


def _united(value: str, column: Column) -> str:
    """A number with the unit of its column, unless it names one itself."""
    found = numeral(value)
    return f"{value}{column.unit}" if column.unit and found and not found.unit else value


def text_of(grid: Grid, code: str) -> str:
    """The grid as the CSV of one table."""
    noted = any(line.note for line in grid.lines)
    out = io.StringIO()
    writer = csv.DictWriter(
        out, (*COLUMNS, NOTE) if noted else COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n"
    )
    writer.writeheader()
    grid = _named(grid)
    for column in grid.columns:
        said = _domain(column, grid)
        writer.writerow({"code": code, "factor": column.name, "operator": "domain", "value": said})
    for line in grid.lines:
        writer.writerows(_lines(line, grid, code))
    return out.getvalue()


def _named(grid: Grid) -> Grid:
    """The grid with a name for every column and row: without one, or with another's, it could not be written down."""
    said = [at for at, each in enumerate(grid.columns) if _anything(each, at, grid)]
    columns = tuple(replace(grid.columns[at], name=grid.columns[at].name or f"factor{at + 1}") for at in said)
    used: set[str] = set()
    lines = []
    for line in grid.lines:
        key = line.key or free_key(used | {each.key for each in grid.lines})
        again = 2
        while key in used:
            key, again = f"{line.key} ({again})", again + 1
        used.add(key)
        cells = tuple(line.cells[at] for at in said if at < len(line.cells))
        lines.append(replace(line, key=key, cells=cells))
    return replace(grid, columns=columns, lines=tuple(lines))


def _anything(column: Column, at: int, grid: Grid) -> bool:
    """Whether a column says anything at all."""
    cells = (line.cells[at] for line in grid.lines if at < len(line.cells))
    return any((column.name, column.unit, column.domain, *cells))


def free_key(used: Iterable[str]) -> str:
    """The first number that is no row's name yet."""
    known = set(used)
    return next(str(number) for number in count(len(known) or 1) if str(number) not in known)


def _domain(column: Column, grid: Grid) -> str:
    """The kind with the domain; a choice without one ranges over the values its cells name."""
    said = column.domain.strip()
    if column.kind == "yes_no":
        return "yes_no"
    if not said and column.kind == "choice":
        at = grid.columns.index(column)
        cells = (line.cells[at] for line in grid.lines if at < len(line.cells))
        values = (
            value for cell in cells for _sign, text in conditions(cell, column) for value in parted(text)
        )
        said = "{" + "|".join(dict.fromkeys(values)) + "}"
    elif column.kind == "choice" and not said.startswith("{"):
        said = "{" + "|".join(parted(said)) + "}"
    return f"{column.kind} {said or '[0..]'}"


def _lines(line: Line, grid: Grid, code: str) -> Iterable[dict[str, str]]:
    first = {
        "conduct": grid.conduct,
        "basis": line.basis or grid.basis,
        "minimum": line.minimum,
        "maximum": line.maximum,
        "unit": line.unit,
        "outcome": line.outcome,
        NOTE: line.note,
    }
    asked = [
        {"factor": column.name, "operator": operator, "value": value}
        for column, cell in zip(grid.columns, line.cells, strict=False)
        for operator, value in conditions(cell, column)
    ]
    for condition in asked or [{}]:
        yield {"code": code, "row": line.key, **condition, **first}
        first = {}

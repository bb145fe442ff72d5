"""The register as a table: the columns of a kind, and a version as a line of it. Reading stands in ``bringing_files``.

A cell that holds a list has one item on each line; a table has one row on each line, its columns parted by ``|``.
A vertical bar or a backslash in the text is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gongkai.core.cells import harmless
from gongkai.domain.powers.schema import Field, kinds
from gongkai.powers.models import Version

#: What every kind has, before its own fields.
FIRST = ("agency", "unit", "code", "title", "parent", "in_force_from", "in_force_until", "note")
BAR = "|"
_BAR = re.compile(r"\\(.)|\|", re.DOTALL)


def columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind in their order."""
    return (*FIRST, *(field.key for field in kinds()[kind].fields))


def record(version: Version) -> dict[str, Any]:
    """The version with its content as data, for JSON."""
    entry = version.entry
    return {
        "agency": entry.agency.code,
        "kind": entry.kind,
        "unit": entry.unit.code,
        "code": entry.code,
        "title": version.title,
        "parent": entry.parent.code if entry.parent else "",
        "in_force_from": version.in_force_from.isoformat() if version.in_force_from else "",
        "in_force_until": version.in_force_until.isoformat() if version.in_force_until else "",
        "note": version.note,
        "number": version.number,
        "content": version.content,
    }


def line(version: Version) -> dict[str, str]:
    """The version as a line of a CSV file; no cell of it is taken for a formula."""
    known = record(version)
    cells = {name: str(known[name]) for name in FIRST}
    for field in kinds()[version.entry.kind].fields:
        cells[field.key] = written(field, version.content.get(field.key))
    return {name: harmless(value) for name, value in cells.items()}


def written(field: Field, value: Any) -> str:
    """A field's value as a cell."""
    if not value:
        return ""
    if field.type == "table":
        return "\n".join(_row(field, row) for row in value)
    if field.type == "lines":
        return "\n".join(str(each) for each in value)
    return str(value)


def _row(field: Field, row: Mapping[str, Any]) -> str:
    cells = (row.get(column.key) or "" for column in field.columns)
    return BAR.join(_escaped("；".join(cell) if isinstance(cell, list) else str(cell)) for cell in cells)


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace(BAR, f"\\{BAR}").splitlines())


def read(field: Field, cell: str) -> Any:
    """What a cell says, in the shape of the field; ``written`` of it gives the cell again."""
    if field.type == "table":
        return [_read_row(field, each) for each in cell.splitlines() if each.strip()]
    if field.type == "lines":
        return [each.strip() for each in cell.splitlines() if each.strip()]
    return cell.strip()


def _read_row(field: Field, text: str) -> dict[str, Any]:
    cells = split(text)
    found: dict[str, Any] = {}
    for at, column in enumerate(field.columns):
        said = cells[at].strip() if at < len(cells) else ""
        found[column.key] = [part for part in said.split("；") if part] if column.type == "lines" else said
    return found


def split(text: str) -> list[str]:
    """The cells of a row, parted by bars; what stands behind a backslash means itself."""
    cells, at = [""], 0
    for mark in _BAR.finditer(text):
        cells[-1] += text[at : mark.start()] + (mark.group(1) or "")
        if mark.group(1) is None:
            cells.append("")
        at = mark.end()
    cells[-1] += text[at:]
    return cells

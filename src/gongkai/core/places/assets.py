"""The city's register of fixed assets (部件: lamps, manhole covers, bins) as a table; read, not stored, here.

CSV in UTF-8 with a heading line: ``code`` (标识码), ``category`` (small class of the standard, 小类代码), ``name``,
``lat``, ``lon`` (WGS-84 degrees) and, if known, ``district`` (the code of an area). Chinese headings are understood.
All or nothing: one wrong line, and the file is refused with a sentence for each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.core import places
from gongkai.domain.coordinates import Point
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

HEADINGS = {
    "code": ("code", "标识码", "部件编码", "编码"),
    "category": ("category", "小类代码", "小类编码"),
    "name": ("name", "名称", "部件名称"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "district": ("district", "片区", "片区代码"),
}
#: A heading that may be missing.
OPTIONAL = {"district"}
#: Faults told at most, and lines read at most.
MOST_FAULTS, MOST_LINES = 50, 500_000
#: The longest code and name, in characters.
LONGEST = {"code": 40, "category": 20, "name": 100}
#: Characters in a cell at most; the limit is the whole process's, and another reader may have changed it.
_LONGEST_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Asset:
    """One fixed asset (部件); ``district`` is the code of the area it stands in, ``grid`` likewise or empty."""

    code: str
    category: str
    name: str
    point: Point
    district: str
    grid: str


def read(text: str) -> tuple[Asset, ...] | tuple[Refused, ...]:
    """The assets of a table, or what is wrong with it (at most ``MOST_FAULTS`` sentences)."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        columns = _columns(next(rows, []))
        if isinstance(columns, Refused):
            return (columns,)
        return _all(rows, columns)
    except csv.Error:
        return (Refused(say("Line {line} is not CSV: a quotation mark may be missing.", line=rows.line_num)),)


def _columns(heads: list[str]) -> dict[str, int] | Refused:
    named = [head.strip().lower() for head in heads]
    found = {
        key: next((named.index(word) for word in words if word in named), -1)
        for key, words in HEADINGS.items()
    }
    missing = [key for key, at in found.items() if at < 0 and key not in OPTIONAL]
    if not missing:
        return found
    return Refused(
        say(
            "The heading line lacks: {missing}. It must name code, category, name, lat and lon; "
            "district may be left out.",
            missing=", ".join(missing),
        )
    )


def _all(rows: Iterator[list[str]], columns: dict[str, int]) -> tuple[Asset, ...] | tuple[Refused, ...]:
    assets: dict[str, Asset] = {}
    faults: list[Refused] = []
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if line > MOST_LINES:
            faults.append(Refused(say("The table has more than {most} lines; divide it.", most=MOST_LINES)))
        if len(faults) >= MOST_FAULTS or line > MOST_LINES:
            break
        cells = {key: row[at].strip() if 0 <= at < len(row) else "" for key, at in columns.items()}
        found = _asset(cells)
        if isinstance(found, Asset) and found.code in assets:
            found = say("the code “{code}” is used twice", code=found.code)
        if isinstance(found, Asset):
            assets[found.code] = found
        else:
            faults.append(Refused(say("Line {line}: {reason}", line=line, reason=found)))
    if faults:
        return tuple(faults)
    if not assets:
        return (Refused(say("The table holds no assets.")),)
    return tuple(assets.values())


def _asset(cells: dict[str, str]) -> Asset | Text:
    for key, longest in LONGEST.items():
        if not cells[key]:
            return say("{column} is empty", column=key)
        if len(cells[key]) > longest:
            return say("{column} is longer than {longest} characters", column=key, longest=longest)
    where = places.checked_point(cells["lat"], cells["lon"])
    if isinstance(where, Refused):
        return where.reason
    district = cells["district"]
    if district:
        known = places.area(district)
        if known is None or known.kind != "district":
            return say("there is no district with the code “{code}”", code=district)
        if not places.belongs(where, district):
            return say("the point does not lie in the district “{code}”", code=district)
    inside = places.district_of(where)
    district = district or (inside.code if inside else "")
    grid = places.grid_of(where, district)
    return Asset(cells["code"], cells["category"], cells["name"], where, district, grid.code if grid else "")

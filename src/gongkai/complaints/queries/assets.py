"""Fixed assets (部件): looked for by code or name, and what a table would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from gongkai.complaints.models import Asset
from gongkai.core import clock
from gongkai.core.places import assets as table
from gongkai.domain.complaints import categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

__all__ = ["FIELDS", "Asset", "Found", "Looked", "listed", "look", "values_of"]

#: What a row of the table says.
FIELDS = ("code", "category", "name", "lat", "lon", "district")
#: Rows of one page of the list, faults that are told, and rows shown of a table.
SIZE, MOST_FAULTS, FIRST = 50, 50, 10


@dataclass(frozen=True, slots=True)
class Found:
    """The assets of a search: the first of them, how many there are, and whether there is any at all."""

    rows: list[Asset]
    count: int
    any: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A table: its assets or what is wrong with it, and what it would change."""

    assets: Sequence[table.Asset] = ()
    faults: Sequence[Text] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    #: What stands here and is not in the table.
    missing: int = 0


def listed(agency_id: int, words: str, category: str = "") -> Found:
    """Assets whose code or name holds the words, by code; closed ones last."""
    every = Asset.objects.filter(agency_id=agency_id)
    rows = every.filter(category=category) if category else every
    if words:
        rows = rows.filter(Q(code__icontains=words) | Q(name__icontains=words))
    count = rows.count()
    first = list(rows.order_by("code")[:SIZE])
    return Found(first, count, bool(count) or every.exists())


def classes_here(agency_id: int) -> list[tuple[str, int]]:
    """The classes of which there are assets, with their number."""
    rows = Asset.objects.filter(agency_id=agency_id, closed_on=None).order_by("category")
    return list(rows.values_list("category").annotate(count=Count("pk")))


def values_of(asset: table.Asset) -> dict[str, Any]:
    """A row of the table as it is stored."""
    return {
        "code": asset.code,
        "category": asset.category,
        "name": asset.name,
        "lat": asset.point.lat,
        "lon": asset.point.lon,
        "district": asset.district,
    }


def look(agency_id: int, text: str) -> Looked:
    """What bringing this table in would do; nothing is stored."""
    read = table.read(text)
    assets = [each for each in read if isinstance(each, table.Asset)]
    if len(assets) != len(read):
        return Looked(faults=[each.reason for each in read if isinstance(each, Refused)])
    faults = _unknown(assets)
    if faults:
        return Looked(faults=faults)
    here = {
        row["code"]: row for row in Asset.objects.filter(agency_id=agency_id).values(*FIELDS, "closed_on")
    }
    new = changed = same = 0
    for each in assets:
        row = here.get(each.code)
        if row is None:
            new += 1
        elif row["closed_on"] is None and all(row[name] == value for name, value in values_of(each).items()):
            same += 1
        else:
            changed += 1
    codes = {each.code for each in assets}
    missing = sum(row["closed_on"] is None and code not in codes for code, row in here.items())
    return Looked(assets, (), new, changed, same, missing)


def _unknown(assets: Sequence[table.Asset]) -> list[Text]:
    """A class nobody knows would make a matter of it that no rule fits."""
    known = {row.code for row in categories.categories(clock.today())}
    strange = [each for each in assets if each.category not in known]
    return [
        say(
            "The asset “{code}” is of the class {category}, which there is not.",
            code=each.code,
            category=each.category,
        )
        for each in strange[:MOST_FAULTS]
    ]

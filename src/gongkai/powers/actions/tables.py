"""Discretion tables (裁量基准) brought in from a file: every table of it, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from gongkai.core import clock
from gongkai.domain import discretion
from gongkai.domain.discretion import Table
from gongkai.domain.law import load
from gongkai.people.models import Unit
from gongkai.powers.actions.bringing import BroughtIn, bring_in
from gongkai.powers.models import Entry, Version


@dataclass(frozen=True, slots=True)
class TablesBroughtIn:
    """What came of a file: the versions in force from their days, and which of them are new."""

    versions: tuple[Version, ...]
    new: tuple[Version, ...]


def earliest() -> date:
    """The day from which a table without a day holds (``law/discretion.toml``)."""
    found: date = load("discretion")["import"]["earliest"]
    return found


def bring_in_tables(
    *, unit: Unit, tables: Sequence[Table], on: date | None = None, as_published: bool = False
) -> TablesBroughtIn:
    """Brings the tables in, each under its code; the same again changes nothing.

    ``on``: the first day in force. Left out, a code's first version holds from ``earliest`` on, a later one from
    today. Raises ``Invalid`` where a table has faults and ``as_published`` is not set.
    """
    known = _numbers(unit, [table.code for table in tables])
    entries = [
        BroughtIn(
            "discretion",
            table.code,
            (table.conduct or table.code)[:200],
            {"table": discretion.write([table])},
            on or (clock.today() if table.code in known else earliest()),
        )
        for table in tables
    ]
    versions = tuple(bring_in(unit=unit, entries=entries, as_published=as_published))
    new = tuple(each for each in versions if each.number > known.get(each.entry.code, 0))
    return TablesBroughtIn(versions, new)


def _numbers(unit: Unit, codes: Sequence[str]) -> dict[str, int]:
    """Code → the number of its newest version, of the codes that are there."""
    rows = Entry.objects.filter(agency_id=unit.agency_id, kind="discretion", code__in=codes)
    return dict(rows.annotate(newest=Max("versions__number")).values_list("code", "newest"))

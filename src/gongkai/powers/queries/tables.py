"""Discretion tables as the register holds them: read once a version, asked as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from gongkai.core import clock
from gongkai.domain import discretion
from gongkai.domain.discretion import Milder, Outcome, Table
from gongkai.domain.discretion.evaluate import Fact
from gongkai.domain.powers.tables import table_of
from gongkai.domain.refusal import Refused
from gongkai.powers.models import Entry, Version


def table(version: Version) -> Table | None:
    """The version's table; ``None`` while its text cannot be read."""
    text = str(version.content.get("table") or "")
    begins = version.in_force_from or clock.today()
    return _read(version.entry.code, text, begins, version.in_force_until, str(version.number))


@lru_cache(maxsize=512)
def _read(code: str, text: str, begins: date, ends: date | None, number: str) -> Table | None:
    found = table_of({"table": text}, code=code, in_force_from=begins, in_force_until=ends, version=number)
    return found if isinstance(found, Table) else None


def series(entry: Entry) -> list[Table]:
    """All published versions of the table, the oldest first; one query."""
    rows = (
        entry.versions.filter(state="published").select_related("entry").order_by("in_force_from", "number")
    )
    found = (table(version) for version in rows)
    return [each for each in found if each is not None]


def judge(
    entry: Entry, facts: Mapping[str, Fact], conduct_on: date, decided_on: date | None = None
) -> Outcome | Milder | Refused:
    """What the table says of the facts as of the day of the conduct, a milder newer version shown beside."""
    return discretion.judge(series(entry), entry.code, facts, conduct_on, decided_on)


def version_of(entry: Entry, found: Table) -> Version | None:
    """The version a table was read from."""
    return entry.versions.filter(number=int(found.version)).first()


def entry_by_code(code: str, agency: str = "") -> Entry | None:
    """The discretion table of this code; with several agencies the host's goes first."""
    rows = Entry.objects.filter(kind="discretion", code=code).select_related("agency", "unit")
    if agency:
        rows = rows.filter(agency__code=agency)
    return rows.order_by("-agency__is_host", "agency__code").first()

"""Discretion tables as the register holds them: read once a version, asked as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Series:
    """A table through its published versions, asked for many cases without another query."""

    code: str
    versions: Mapping[str, Version]
    tables: tuple[Table, ...]

    def judge(
        self, facts: Mapping[str, Fact], conduct_on: date, decided_on: date | None = None
    ) -> Outcome | Milder | Refused:
        """What the table says of the facts as of the day of the conduct, a milder newer version shown beside."""
        return discretion.judge(self.tables, self.code, facts, conduct_on, decided_on)

    def version_of(self, found: Table) -> Version | None:
        """The version a table was read from."""
        return self.versions.get(found.version)


def series(entry: Entry) -> Series:
    """All published versions of the table, the oldest first; one query."""
    rows = (
        entry.versions.filter(state="published").select_related("entry").order_by("in_force_from", "number")
    )
    versions = {str(version.number): version for version in rows}
    found = (table(version) for version in versions.values())
    return Series(entry.code, versions, tuple(each for each in found if each is not None))


def judge(
    entry: Entry, facts: Mapping[str, Fact], conduct_on: date, decided_on: date | None = None
) -> Outcome | Milder | Refused:
    """The same for one case."""
    return series(entry).judge(facts, conduct_on, decided_on)


def entry_by_code(code: str, agency: str = "") -> Entry | None:
    """The discretion table of this code; with several agencies the host's goes first."""
    rows = Entry.objects.filter(kind="discretion", code=code).select_related("agency", "unit")
    if agency:
        rows = rows.filter(agency__code=agency)
    return rows.order_by("-agency__is_host", "agency__code").first()

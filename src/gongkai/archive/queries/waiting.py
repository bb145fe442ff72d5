"""What has ended and is not archived yet. A record taken up and ended again has a new ending, and waits again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.archive.models import Package, Trouble
from gongkai.archive.queries.sources import sources
from gongkai.core import archiving
from gongkai.core.archiving import Ended
from gongkai.domain.archive import rules
from gongkai.people.actor import StaffActor

#: Above this a list is not counted.
COUNTED = 1_000


def _rows(agency_id: int, kind: str) -> QuerySet[Any]:
    rows = archiving.ended(sources()[kind], agency_id, rules.kinds()[kind].states)
    made = Package.objects.filter(
        agency_id=agency_id,
        kind=kind,
        record=OuterRef("pk"),
        state=OuterRef("arch_state"),
        step=OuterRef("arch_step"),
    )
    return rows.filter(~Exists(made))


def _shown(agency_id: int, kind: str, actor: StaffActor) -> QuerySet[Any]:
    """Those the actor may know of."""
    rows, hidden = _rows(agency_id, kind), sources()[kind].hidden
    return rows if hidden is None else rows.exclude(hidden(actor))


def due(agency_id: int, kind: str, until: date) -> list[Ended]:
    """Those that ended on or before a day, the oldest first."""
    rows = _rows(agency_id, kind).filter(arch_closed__lte=until).order_by("arch_closed", "pk")
    return archiving.read(sources()[kind], rows[:COUNTED])


def one(agency_id: int, kind: str, record: int) -> Ended | None:
    """This one, where it has ended and is not archived."""
    if kind not in sources():
        return None
    found = archiving.read(sources()[kind], _rows(agency_id, kind).filter(pk=record)[:1])
    return found[0] if found else None


def page(agency_id: int, kind: str, after: int, size: int, actor: StaffActor) -> tuple[list[Ended], int]:
    """Those of a kind the actor may know of behind a key, by their keys; the last key where more follow (else 0)."""
    rows = _shown(agency_id, kind, actor).filter(pk__gt=after).order_by("pk")
    found = archiving.read(sources()[kind], rows[: size + 1])
    return found[:size], (found[size - 1].key if len(found) > size else 0)


def counts(agency_id: int, actor: StaffActor) -> dict[str, int]:
    """Kind → how many wait, at most ``COUNTED + 1``; a query a kind, however many there are."""
    return {kind: _shown(agency_id, kind, actor).order_by()[: COUNTED + 1].count() for kind in sources()}


def troubles(agency_id: int, kind: str, keys: list[int]) -> dict[int, str]:
    """Record → why it could not be archived the last time; one query."""
    rows = Trouble.objects.filter(agency_id=agency_id, kind=kind, record__in=keys)
    return dict(rows.values_list("record", "error"))


def by_itself_on(ended: Ended) -> date:
    """The day from which the clock archives it."""
    return ended.closed_on + timedelta(days=rules.days())

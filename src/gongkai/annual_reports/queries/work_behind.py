"""The records a figure of the work report counts, page by page, as far as the reader may open them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gongkai.annual_reports.queries.work_sources import SOURCES, Kind, Source
from gongkai.campaigns import access as campaigns
from gongkai.complaints import access as complaints
from gongkai.consultations import access as consultations
from gongkai.domain.annual_report.work import Figure
from gongkai.duties import access as duties
from gongkai.people.actor import StaffActor
from gongkai.powers import access as powers
from gongkai.requests import access as requests

PAGE = 50
#: What is fetched with the records of a kind, so that a page costs no query for each row.
_WITH: dict[str, tuple[str, ...]] = {
    "version": ("entry__unit", "entry__agency"),
    "activity": ("unit",),
    "candidate": ("sitting__examination", "unit"),
    "task": ("unit",),
    "rule": ("unit",),
    "opinion": ("document",),
    "inspection": ("unit", "listed__site"),
    "document": ("live", "unit"),
    "dispute": ("request",),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of records of one kind; ``count`` is how many in all, ``after`` the cursor of the next page ("": none).

    ``hidden``: how many stand on no list; ``open_ids``: the records the reader can open, ``None`` all of the page.
    """

    kind: Kind
    rows: Sequence[Any]
    count: int
    after: str
    adds: str
    hidden: int = 0
    open_ids: frozenset[int] | None = None


def behind(actor: StaffActor, agency_id: int, year: int, one: Figure, after: str = "") -> Behind:
    """One page of the records; of a share, those of its upper part."""
    source = SOURCES[one.counts]
    rows = source.rows(agency_id, year).order_by()
    count = rows.count()
    if source.kind == "matter":
        # A report against somebody stands on no list but for those who handle it.
        rows = rows.filter(
            Q(against_person__isnull=True, against_unit__isnull=True) | complaints.visible_to(actor)
        )
    seen = rows.count() if source.kind == "matter" else count
    listed = rows.select_related(*_WITH.get(source.kind, ())).order_by("pk")
    if after.isascii() and after.isdigit() and len(after) < 19:
        listed = listed.filter(pk__gt=int(after))
    found = list(listed[: PAGE + 1])
    following = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    shown = found[:PAGE]
    opens = _opens(actor, source, agency_id, year, shown)
    return Behind(source.kind, shown, count, following, source.adds, count - seen, opens)


def _opens(
    actor: StaffActor, source: Source, agency_id: int, year: int, shown: Sequence[Any]
) -> frozenset[int] | None:
    visible = _VISIBLE.get(source.kind)
    if visible is not None:
        rows = source.rows(agency_id, year).filter(visible(actor), pk__in=[each.pk for each in shown])
        return frozenset(rows.order_by().values_list("pk", flat=True))
    roles = _SEEING.get(source.kind)
    return None if roles is None or actor.roles & roles else frozenset()


#: Kinds whose room tells, record by record, who may open it.
_VISIBLE: dict[str, Callable[[StaffActor], Q]] = {
    "matter": complaints.visible_to,
    "request": requests.visible_to,
}
#: Who can open a record of the kind; not named: everybody who reads the report.
_SEEING: dict[str, frozenset[str]] = {
    "version": powers.SEEING,
    "opinion": consultations.SEEING,
    "rule": consultations.SEEING,
    "inspection": campaigns.SEEING,
    "task": frozenset({duties.PLANNER, duties.LEADER, duties.SUPERVISOR}),
    "meeting": frozenset({duties.PLANNER, duties.LEADER, duties.SUPERVISOR}),
    "course": frozenset({duties.TRAINER, duties.LEADER, duties.SUPERVISOR}),
    "candidate": frozenset({duties.TRAINER, duties.LEADER, duties.SUPERVISOR}),
    "activity": frozenset({duties.PUBLICIST, duties.LEADER, duties.SUPERVISOR}),
}

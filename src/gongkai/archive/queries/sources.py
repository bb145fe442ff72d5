"""Every kind of records, and the room that tells about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Q

from gongkai.annual_reports.queries import archiving as annual_reports
from gongkai.archive.models import Package
from gongkai.campaigns.queries import archiving as campaigns
from gongkai.complaints.queries import archiving as complaints
from gongkai.consultations.queries import archiving as consultations
from gongkai.core.archiving import Source
from gongkai.domain.archive.rules import kinds
from gongkai.duties.queries import archiving as duties
from gongkai.people.actor import StaffActor
from gongkai.powers.queries import archiving as powers
from gongkai.publishing.queries import archiving as publishing
from gongkai.requests.queries import archiving as requests
from gongkai.supervision.queries import archiving as supervision

_ROOMS = (
    requests, complaints, publishing, powers, consultations, annual_reports, campaigns, duties, supervision,
)  # fmt: skip


@cache
def sources() -> dict[str, Source]:
    """Kind → its source, in the order of ``law/archive.toml``."""
    told = {each.kind: each for room in _ROOMS for each in room.SOURCES}
    return {key: told[key] for key in kinds()}


def shows(actor: StaffActor, package: Package) -> bool:
    """Whether the record of a package shows itself to the actor; a few queries."""
    return sources()[package.kind].shows(actor, package.record)


def shows_whole(actor: StaffActor, package: Package) -> bool:
    """Whether the record shows the actor everything that is in its package, names in the clear too."""
    source = sources()[package.kind]
    return shows(actor, package) and (source.whole is None or source.whole(actor, package.record))


def concerns(actor: StaffActor, kind: str, record: int) -> bool:
    """Whether the record is about the actor, a unit of theirs, or whom they stand in for; at most one query."""
    return _is_of(sources()[kind].about, actor, kind, record)


def keeps_from(actor: StaffActor, kind: str, record: int) -> bool:
    """Whether the actor must not even know of the record; at most one query."""
    return _is_of(sources()[kind].hidden, actor, kind, record)


def _is_of(which: Callable[[Any], Q] | None, actor: StaffActor, kind: str, record: int) -> bool:
    return which is not None and sources()[kind].rows().filter(which(actor), pk=record).exists()


def hidden_packages(actor: StaffActor) -> Q:
    """The packages whose records the actor must not even know of."""
    found = Q(pk__in=())
    for kind, source in sources().items():
        if source.hidden is not None:
            found |= Q(
                kind=kind, record__in=source.rows().filter(source.hidden(actor)).order_by().values("pk")
            )
    return found

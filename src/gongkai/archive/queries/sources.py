"""Every kind of records, and the room that tells about it."""

from __future__ import annotations

from functools import cache

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

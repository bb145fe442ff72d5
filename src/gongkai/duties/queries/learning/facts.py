"""What the process tables of this part are asked with."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gongkai.domain import process
from gongkai.duties import access
from gongkai.duties.queries import steps
from gongkai.people.actor import StaffActor


def facts(
    kind: str,
    record: int,
    agency_id: int,
    actor: StaffActor,
    flags: Mapping[str, bool],
    given: Collection[str],
) -> process.Facts:
    """Who asks, with which roles, who did what before, and what is true of the record."""
    doers = {move: frozenset(map(str, people)) for move, people in steps.did(kind, record).items()}
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, agency_id)),
        doers=doers,
        given=frozenset(given),
        flags=frozenset(name for name, true in flags.items() if true),
    )

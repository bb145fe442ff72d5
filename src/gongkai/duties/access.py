"""Roles of the room and who sees what of it. Each part says in its own file who may do what."""

from __future__ import annotations

from gongkai.people.actor import Holding, StaffActor

PLANNER = "duties.planner"
DOER = "duties.doer"
LEADER = "duties.leader"
TRAINER = "duties.trainer"
PUBLICIST = "duties.publicist"
SUPERVISOR = "people.supervisor"
#: In the order in which a person with several of them acts.
ROLES = (PLANNER, DOER, LEADER, TRAINER, PUBLICIST)


def agencies_seen(actor: StaffActor, roles: frozenset[str]) -> set[int]:
    """The agencies in which ``actor`` holds one of the roles."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def roles_over(actor: StaffActor, agency_id: int, unit_id: int | None = None) -> dict[str, Holding]:
    """The roles ``actor`` holds over the agency and unit, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=agency_id, unit_id=unit_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}

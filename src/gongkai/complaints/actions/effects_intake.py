"""Registering, declining, joining and passing on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gongkai.complaints import access, house
from gongkai.complaints.actions import legs, timing
from gongkai.complaints.actions.given import Given
from gongkai.complaints.models import Link, Matter
from gongkai.complaints.numbers import plain
from gongkai.complaints.people import Acting
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


def register(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Registered: from now on the desk's unit is answerable until another has signed (首问负责)."""
    matter.registered_at = clock.now()
    if matter.answerable_id is None and isinstance(actor, StaffActor) and actor.acting is not None:
        matter.answerable_id = actor.acting.unit_id
    return {"answerable": matter.answerable_id}


def decline(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Not taken up: the reporter is told the ground and where to turn, and may object."""
    if given.ground not in house.keys("ground"):
        raise Invalid(say("Choose the ground on which it is not taken up."), field="ground")
    matter.ground, matter.ground_reason = given.ground, given.reason.strip()[:500]
    matter.closed_at = clock.now()
    matter.objection_until = clock.today() + timedelta(days=house.number("objection_days"))
    timing.stop(matter)
    return {"ground": given.ground}


def accept_again(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Taken up after all: a new round, and nothing of the end is left standing."""
    matter.ground = matter.ground_reason = ""
    matter.closed_at = matter.objection_until = None
    matter.registered_at = matter.registered_at or clock.now()
    return {}


def merge(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Joined with another: the reporter keeps number, answer and vote; the clock stops."""
    found = Matter.objects.filter(agency_id=matter.agency_id, number=plain(given.lead))
    if isinstance(actor, StaffActor):
        found = found.filter(access.visible_to(actor))
    lead = found.exclude(pk=matter.pk).first()
    if lead is None:
        raise Invalid(
            say("There is no other matter with this number. Look at the number again."), field="lead"
        )
    if lead.state == "merged":
        raise Invalid(
            say("{number} was joined with another itself. Choose that one.", number=lead.number), field="lead"
        )
    if lead.state in ("declined", "converted", "withdrawn"):
        raise Invalid(
            say("{number} was not taken up or given up; nothing can be joined with it.", number=lead.number),
            field="lead",
        )
    matter.lead = lead
    timing.stop(matter)
    legs.end(matter, "merge")
    matter.unit = matter.handler = None
    return {"lead": lead.number}


def part(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Taken out again: it goes its own way from the desk."""
    was = matter.lead.number if matter.lead else ""
    matter.lead = None
    matter.registered_at = matter.registered_at or clock.now()
    return {"lead": was}


def convert(matter: Matter, actor: Acting, given: Given) -> dict[str, Any]:
    """Goes on as a request for information; both numbers are kept (Article 39)."""
    Link.objects.create(
        matter=matter,
        kind=Link.Kind.TO_REQUEST,
        number=given.link.strip()[:80],
        person_id=actor.person_id if actor else None,
        on=clock.today(),
    )
    matter.closed_at = clock.now()
    timing.stop(matter)
    legs.end(matter, "convert")
    return {}

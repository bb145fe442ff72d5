"""What the stairs between rooms need of a matter: itself, who reported it, and where it came from."""

from __future__ import annotations

from gongkai.complaints import access
from gongkai.complaints.identity import Contact, read
from gongkai.complaints.models import Link, Matter, Reporter
from gongkai.people.actor import StaffActor


def matter_for_journey(matter_id: int, actor: StaffActor) -> tuple[Matter, Contact] | None:
    """A matter the actor sees, with the reporter's data to be handed on sealed; ``None``: there is none to see."""
    matter = Matter.objects.filter(access.visible_to(actor), pk=matter_id).select_related("agency").first()
    if matter is None:
        return None
    return matter, read(Reporter.objects.filter(matter=matter).first())


def links_of(matter: Matter) -> list[Link]:
    """Where it goes on or came from, oldest first."""
    return list(matter.links.select_related("person").order_by("id"))


#: Where a matter goes on or came from, for the stairs that write it.
LinkKind = Link.Kind

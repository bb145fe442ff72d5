"""Matters beside one matter: what may be the same, what was joined with it, and the caller's earlier ones."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.complaints import access
from gongkai.complaints.models import Matter, Reporter
from gongkai.complaints.queries import similar
from gongkai.complaints.queries.desk import seen_by
from gongkai.domain.complaints.similar import Similar
from gongkai.people.actor import StaffActor

#: Rows of the caller's earlier matters.
EARLIER = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a matter; every row is one the actor may see."""

    alike: list[tuple[Matter, Similar]]
    joined: list[Matter]
    #: How many are joined in all: their number tells nobody anything.
    joined_count: int
    earlier: list[Matter]
    #: The number the reporter took for the same on the form.
    said: str


def beside(actor: StaffActor, matter: Matter) -> Beside:
    """A fixed number of queries, however much there is."""
    return Beside(
        similar.for_staff(actor, matter),
        joined(actor, matter),
        Matter.objects.filter(~access.against(actor), lead=matter, state="merged").count(),
        earlier(actor, matter),
        said(matter),
    )


def joined(actor: StaffActor, matter: Matter) -> list[Matter]:
    """The matters joined with this one, the oldest first."""
    return list(seen_by(actor).filter(lead=matter, state="merged").order_by("id"))


def earlier(actor: StaffActor, matter: Matter) -> list[Matter]:
    """The other matters of the same telephone number, the newest first; nobody learns whose they are."""
    if not access.may_see_reporter(actor, matter):
        return []
    mark = Reporter.objects.filter(matter=matter).values_list("mark", flat=True).first()
    if not mark:
        return []
    rows = seen_by(actor).filter(reporter__mark=mark).exclude(pk=matter.pk)
    return list(rows.order_by("-received_on", "-id")[:EARLIER])


def said(matter: Matter) -> str:
    """What the reporter took for the same."""
    return similar.said_same(matter)

"""The bodies of an agency (领导机构) as the public reads them: seats by post, terms, founding document, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.core import clock
from gongkai.domain.duties.meetings import HELD
from gongkai.duties.models import Meeting
from gongkai.people.models import Agency, Body, Membership

#: The order of the kinds and of the seats on the page.
KINDS = ("leading_group", "office", "supervision_group", "other")
SEATS = ("head", "deputy", "director", "member")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a body: a seat given or ended, the body founded or dissolved, by which document."""

    day: date
    what: str  # founded · dissolved · given · ended
    member: Membership | None
    basis: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with its seats of today and its changes, the latest first; ``meetings`` held in the year."""

    body: Body
    seats: list[Membership] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    meetings: int = 0


def agencies() -> QuerySet[Agency]:
    """The agencies that have a body, the host first."""
    rows = Agency.objects.filter(pk__in=Body.objects.values("agency_id"))
    return rows.order_by("-is_host", "name")


def of(agency: Agency) -> list[BodyRow]:
    """The bodies of an agency; those that sit first, by kind. Three queries, however many there are."""
    today = clock.today()
    bodies = list(Body.objects.filter(agency=agency, begins_on__lte=today).order_by("begins_on", "pk"))
    seats = Membership.objects.filter(body__in=bodies, begins_on__lte=today)
    by_body: dict[int, list[Membership]] = {each.pk: [] for each in bodies}
    for seat in seats.select_related("post__unit").order_by("begins_on", "pk"):
        by_body[seat.body_id].append(seat)
    counted = _meetings(bodies, today.year)
    bodies.sort(key=lambda each: (_over(each.ends_on, today), KINDS.index(each.kind), each.begins_on))
    return [
        BodyRow(
            each,
            _sitting(by_body[each.pk], today),
            _changes(each, by_body[each.pk], today),
            counted.get(each.pk, 0),
        )
        for each in bodies
    ]


def _over(ends_on: date | None, today: date) -> bool:
    return ends_on is not None and ends_on < today


def _sitting(rows: Sequence[Membership], today: date) -> list[Membership]:
    sitting = [each for each in rows if not _over(each.ends_on, today)]
    return sorted(sitting, key=lambda each: SEATS.index(each.seat))


def _changes(body: Body, rows: Sequence[Membership], today: date) -> list[Change]:
    found = [Change(body.begins_on, "founded", None, body.basis)]
    if body.ends_on is not None and _over(body.ends_on, today):
        found.append(Change(body.ends_on, "dissolved", None, ""))
    for each in rows:
        if each.begins_on != body.begins_on:
            found.append(Change(each.begins_on, "given", each, each.basis))
        if each.ends_on is not None and _over(each.ends_on, today):
            found.append(Change(each.ends_on, "ended", each, each.basis))
    return sorted(found, key=lambda each: each.day, reverse=True)


def _meetings(bodies: Sequence[Body], year: int) -> dict[int, int]:
    rows = Meeting.objects.filter(Q(body__in=list(bodies)), state__in=HELD, held_on__year=year).values_list(
        "body_id", flat=True
    )
    found: dict[int, int] = {}
    for body in rows:
        found[body] = found.get(body, 0) + 1
    return found

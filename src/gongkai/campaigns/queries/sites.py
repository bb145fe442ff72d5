"""Sites: lists, their parties, and what each stands at; a fixed number of queries however many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gongkai.campaigns import access, contacts
from gongkai.campaigns.models import Inspection, Listed, Site, SiteParty
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain.campaigns.inspection_course import COUNTS
from gongkai.domain.campaigns.standing import Seen, Stand, Turn, standing, turns
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Standing:
    """What a site stands at in a campaign, its newest record, and how often it was found wrong and put right."""

    stand: Stand
    turn: Turn
    newest: datetime | None = None
    correct_by: date | None = None


def for_staff(actor: StaffActor) -> QuerySet[Site]:
    """The sites of the actor's agencies."""
    rows = Site.objects.filter(access.sites_seen(actor))
    return rows.select_related("agency", "unit").order_by("agency_id", "code")


def site(actor: StaffActor, pk: int) -> Site | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def parties(found: Site) -> list[SiteParty]:
    """Who is written to now."""
    return list(found.parties.filter(until__isnull=True).order_by("id"))


def contact(party: SiteParty, actor: StaffActor, found: Site) -> contacts.Contact:
    """How the party is reached; masked for whoever neither writes to it nor visits it."""
    known = contacts.read(party.pk, party.contact)
    return known if access.may_see_contacts(actor, found) else contacts.masked(known)


def listings(found: Site) -> QuerySet[Listed]:
    """The campaigns the site is in."""
    rows = found.listed.filter(taken_out_at__isnull=True)
    return rows.select_related("campaign").order_by("-campaign__begins_on", "-id")


def standings(
    rows: Iterable[Listed], *, states: tuple[str, ...] = COUNTS, today: date | None = None
) -> dict[int, Standing]:
    """Listing → what it stands at by its records in ``states``; one query."""
    keys = [each.pk for each in rows]
    seen: dict[int, list[Seen]] = {key: [] for key in keys}
    records = Inspection.objects.filter(listed_id__in=keys, state__in=states)
    for listed, made_at, result, correct_by in records.values_list(
        "listed_id", "made_at", "result", "correct_by"
    ):
        seen[listed].append(Seen(made_at, result, correct_by))
    day = today or clock.today()
    return {key: _standing(each, day) for key, each in seen.items()}


def _standing(records: list[Seen], today: date) -> Standing:
    newest = max(records, key=lambda each: each.made_at, default=None)
    stand = standing(records, today)
    open_ended = stand in ("to_correct", "overdue")
    return Standing(
        stand,
        turns(records),
        newest.made_at if newest else None,
        newest.correct_by if newest and open_ended else None,
    )


def told(found: Site) -> list[Event]:
    """The events of a site, oldest first."""
    return list(ledger.events_of([subject_of(found)]))

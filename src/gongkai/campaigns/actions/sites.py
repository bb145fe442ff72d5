"""Keeping sites and who is written to there; putting them into a campaign and taking them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.campaigns import access, contacts
from gongkai.campaigns.actions.base import (
    campaign_in_hand,
    in_post,
    put_back,
    site_in_hand,
    tell_ledger,
    words,
)
from gongkai.campaigns.contacts import Contact
from gongkai.campaigns.models import Campaign, Listed, Site, SiteParty
from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import privacy
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.course import ORGANISER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

ADDED = ledger.verb("campaigns.site.added", N_("{actor} entered site {number}"))
WRITTEN = ledger.verb("campaigns.site.written", N_("{actor} changed site {number}"))
LISTED = ledger.verb("campaigns.campaign.listed", N_("{actor} put {count} sites into campaign {number}"))
TAKEN_OUT = ledger.verb(
    "campaigns.campaign.taken_out", N_("{actor} took site {site} out of campaign {number}")
)

LONGEST = {"name": 120, "address": 200, "works": 200, "permit": 80}
LONGEST_CONTACT = {"person": 40, "telephone": 40, "email": 120, "address": 200}


@dataclass(frozen=True, slots=True)
class PartyInput:
    """The organisation in a role at the site, and how it is reached."""

    name: str
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class SiteInput:
    """What is known of a site; ``parties`` maps a role of ``law/campaigns.toml`` to who has it."""

    name: str
    address: str
    unit_id: int
    works: str = ""
    permit: str = ""
    lat: float | None = None
    lon: float | None = None
    ended_on: date | None = None
    parties: Mapping[str, PartyInput] = field(default_factory=dict)


def add_site(*, actor: StaffActor | None, agency_id: int, given: SiteInput, code: str = "") -> Site:
    """Enters a site; ``code`` keeps the one of a list brought in. ``actor`` ``None``: the operator's shell.

    Raises ``NotAllowed`` without the post, ``Invalid`` naming the field.
    """
    fields = _checked(given, agency_id)
    with transaction.atomic():
        ledger.take_turn()
        if actor is not None:
            access.may_organise(actor, agency_id).require()
        agency, now = Agency.objects.get(pk=agency_id), clock.now()
        made = Site.objects.create(
            agency=agency,
            code=_code(agency, code),
            created_by_id=actor.person_id if actor else None,
            created_at=now,
            updated_at=now,
            **fields,
        )
        _write_parties(made, given.parties)
        doing = in_post(actor, agency_id, (ORGANISER,)) if actor else None
        tell_ledger(ADDED, made, doing, data={"name": made.name, "parties": sorted(given.parties)})
    return made


def write_site(
    *, site_id: int, actor: StaffActor | None, expected_revision: int | None, given: SiteInput
) -> Site:
    """Changes a site. A party that is another organisation now ends today; the letters to it stay with it."""
    with transaction.atomic():
        found = _in_hand(site_id, actor, expected_revision)
        if actor is not None:
            access.may_organise(actor, found.agency_id).require()
        fields = _checked(given, found.agency_id)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        changed += _write_parties(found, given.parties)
        if not changed:
            return found
        for name, value in fields.items():
            setattr(found, name, value)
        doing = in_post(actor, found.agency_id, (ORGANISER,)) if actor else None
        put_back(found)
        tell_ledger(WRITTEN, found, doing, data={"fields": sorted(changed)})
        public_version.public_changed()
    return found


def _in_hand(site_id: int, actor: StaffActor | None, seen: int | None) -> Site:
    if actor is not None:
        return site_in_hand(site_id, actor, seen)
    ledger.take_turn()
    rows = Site.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    return rows.get(pk=site_id)


def put_sites(*, campaign_id: int, actor: StaffActor, site_ids: Sequence[int]) -> int:
    """Puts sites into the campaign; those that are in it stay. Gives how many are new."""
    with transaction.atomic():
        found = campaign_in_hand(campaign_id, actor, None)
        access.may_change_sites(actor, found).require()
        sites = list(Site.objects.filter(agency_id=found.agency_id, pk__in=list(site_ids)))
        if len(sites) != len(set(site_ids)) or not sites:
            raise Invalid(say("Choose sites of the agency."), field="sites")
        known = {row.site_id: row for row in found.listed.all()}
        back = [known[each.pk].pk for each in sites if each.pk in known and known[each.pk].taken_out_at]
        Listed.objects.filter(pk__in=back).update(taken_out_at=None, reason="")
        new = [each for each in sites if each.pk not in known]
        Listed.objects.bulk_create(
            Listed(campaign=found, site=each, added_by_id=actor.person_id, added_at=clock.now())
            for each in new
        )
        count = len(new) + len(back)
        if count:
            _tell_campaign(LISTED, found, actor, {"count": count, "sites": [each.code for each in sites]})
    return count


def take_out(*, listed_id: int, actor: StaffActor, reason: str) -> None:
    """Takes a site out of the campaign; one that was inspected or written to in it stays."""
    with transaction.atomic():
        row = Listed.objects.select_related("campaign", "site").filter(pk=listed_id).first()
        if row is None:
            raise Refusal(say("There is no such site in this campaign."))
        found = campaign_in_hand(row.campaign_id, actor, None)
        access.may_change_sites(actor, found).require()
        plain = words(reason, "reason", 500, needed=True)
        if row.inspections.exists() or found.notices.filter(party__site=row.site).exists():
            raise Refusal(say("This site was inspected or written to already: it stays in the campaign."))
        if row.taken_out_at is None:
            Listed.objects.filter(pk=row.pk).update(taken_out_at=clock.now(), reason=plain)
            _tell_campaign(TAKEN_OUT, found, actor, {"site": row.site.code}, plain)


def _tell_campaign(
    kind: ledger.Verb, found: Campaign, actor: StaffActor, data: dict[str, Any], reason: str = ""
) -> None:
    tell_ledger(kind, found, in_post(actor, found.agency_id, (ORGANISER,)), data=data, reason=reason)
    public_version.public_changed()


def _code(agency: Agency, code: str) -> str:
    plain = words(code, "code", 40)
    if not plain:
        return f"{agency.code.upper()}-GD-{numbering.next_in(f'site.{agency.code}'):04d}"
    if not all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in plain):
        raise Invalid(say("A code holds letters, figures, - _ and . only."), field="code")
    if Site.objects.filter(agency=agency, code=plain).exists():
        raise Invalid(say("There is a site {code} already.", code=plain), field="code")
    return plain


def _checked(given: SiteInput, agency_id: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name in ("name", "address"))
        for name in LONGEST
    }
    for name in LONGEST:
        if privacy.findings(fields[name]):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    if (given.lat is None) != (given.lon is None):
        raise Invalid(say("Give both parts of the place, or neither."), field="place")
    if not Unit.objects.filter(pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    return fields | {
        "unit_id": given.unit_id,
        "lat": given.lat,
        "lon": given.lon,
        "ended_on": given.ended_on,
    }


def _write_parties(site: Site, given: Mapping[str, PartyInput]) -> list[str]:
    """Ends, enters and rewrites parties as ``given``; the roles that changed."""
    known = {row.role: row for row in site.parties.filter(until__isnull=True)}
    changed = []
    for role, party in given.items():
        if checklists.row("party", role) is None:
            raise Invalid(say("There is no such party."), field="parties")
        name = words(party.name, f"{role}_name", 120)
        contact = Contact(
            **{
                part: words(getattr(party.contact, part), f"{role}_{part}", longest)
                for part, longest in LONGEST_CONTACT.items()
            }
        )
        if _write_party(site, role, known.get(role), name, contact):
            changed.append(role)
    return changed


def _write_party(site: Site, role: str, known: SiteParty | None, name: str, contact: Contact) -> bool:
    if known is not None and known.name == name:
        if contacts.read(known.pk, known.contact) == contact:
            return False
        SiteParty.objects.filter(pk=known.pk).update(contact=contacts.seal(known.pk, contact))
        return True
    if known is not None:
        SiteParty.objects.filter(pk=known.pk).update(until=clock.today())
    if name:
        made = SiteParty.objects.create(site=site, role=role, name=name, since=clock.today())
        SiteParty.objects.filter(pk=made.pk).update(contact=contacts.seal(made.pk, contact))
    return known is not None or bool(name)

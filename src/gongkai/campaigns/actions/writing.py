"""Writing a campaign: what it is for, on which basis, from when to when, and later what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.campaigns import access
from gongkai.campaigns.actions.base import (
    campaign_in_hand,
    in_post,
    note_author,
    put_back,
    tell_ledger,
    words,
)
from gongkai.campaigns.models import Campaign
from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.course import ORGANISER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

DRAFTED = ledger.verb("campaigns.campaign.drafted", N_("{actor} drafted campaign {number}"))
WRITTEN = ledger.verb("campaigns.campaign.written", N_("{actor} changed the draft of campaign {number}"))
RESULTS = ledger.verb("campaigns.campaign.results", N_("{actor} wrote the results of campaign {number}"))

LONGEST = {"title": 120, "aim": 2000, "basis": 2000, "letter_words": 2000, "results": 4000}
#: Days a campaign lasts at most.
LONGEST_DAYS = 731


@dataclass(frozen=True, slots=True)
class CampaignInput:
    """What a campaign says; ``unit_id`` the unit that organises it."""

    title: str
    unit_id: int
    checklist: str
    begins_on: date
    ends_on: date
    aim: str = ""
    basis: str = ""
    letter_words: str = ""


def draft_campaign(*, actor: StaffActor, agency_id: int, given: CampaignInput) -> Campaign:
    """Begins a campaign. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given, agency_id)
    with transaction.atomic():
        ledger.take_turn()
        access.may_organise(actor, agency_id).require()
        unit = Unit.objects.select_related("agency").get(pk=given.unit_id)
        year, now = clock.today().year, clock.now()
        code = unit.agency.code
        serial = numbering.next_in(f"campaign.{code}.{year}")
        made = Campaign.objects.create(
            agency=unit.agency,
            number=f"{code.upper()}-ZX-{year}-{serial:03d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, agency_id, (ORGANISER,))
        note_author(made, doing)
        tell_ledger(DRAFTED, made, doing, data={"title": made.title, "checklist": made.checklist})
    return made


def write_campaign(
    *, campaign_id: int, actor: StaffActor, expected_revision: int | None, given: CampaignInput
) -> Campaign:
    """Changes a draft. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = campaign_in_hand(campaign_id, actor, expected_revision)
        access.may_write(actor, found).require()
        fields = _checked(given, found.agency_id)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found.agency_id, (ORGANISER,))
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data={"fields": sorted(changed)})
    return found


def write_results(
    *, campaign_id: int, actor: StaffActor, expected_revision: int | None, results: str
) -> Campaign:
    """Writes what came of a running campaign; the public reads it once it is closed."""
    plain = words(results, "results", LONGEST["results"], needed=True)
    if privacy.findings(plain):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="results")
    with transaction.atomic():
        found = campaign_in_hand(campaign_id, actor, expected_revision)
        access.may_write_results(actor, found).require()
        found.results = plain
        doing = in_post(actor, found.agency_id, (ORGANISER,))
        put_back(found)
        note_author(found, doing)
        tell_ledger(RESULTS, found, doing, data={"results": plain})
    return found


def _checked(given: CampaignInput, agency_id: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: words(getattr(given, name), name, LONGEST[name], needed=name == "title")
        for name in ("title", "aim", "basis", "letter_words")
    }
    for name, value in fields.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    if given.ends_on < given.begins_on or (given.ends_on - given.begins_on).days > LONGEST_DAYS:
        raise Invalid(say("The last day comes after the first, within two years."), field="ends_on")
    if checklists.checklist(given.checklist, given.begins_on) is None:
        raise Invalid(say("Choose a check-list that is in force."), field="checklist")
    if not Unit.objects.filter(pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    return fields | {
        "unit_id": given.unit_id,
        "checklist": given.checklist,
        "begins_on": given.begins_on,
        "ends_on": given.ends_on,
    }

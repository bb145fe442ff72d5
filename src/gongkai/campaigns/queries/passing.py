"""What the stairs to other rooms need: where a clue can go, and the case that came of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.campaigns import access
from gongkai.campaigns.models import Campaign, Inspection, Listed
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import ledger
from gongkai.domain.campaigns.checklists import TO_CORRECT, Item, checklist
from gongkai.domain.campaigns.course import PUBLIC
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Case:
    """The penalty case that came of a record: its key, and the number it was filed under."""

    pk: int
    number: str


def sites_of_running(agency_id: int) -> list[Listed]:
    """The sites of the agency's running campaigns, by campaign; one query."""
    rows = Listed.objects.filter(
        campaign__agency_id=agency_id, campaign__state="running", taken_out_at__isnull=True
    )
    return list(
        rows.select_related("campaign", "site").order_by("-campaign__begins_on", "-campaign_id", "site__code")
    )


def announced(agency_code: str, number: str) -> Campaign | None:
    """The campaign of that number, once everybody may know of it."""
    rows = Campaign.objects.filter(agency__code=agency_code, number=number, state__in=PUBLIC)
    return rows.select_related("agency").first()


def case_of(found: Inspection) -> Case | None:
    """The case that came of the record, as its ledger says."""
    for event in ledger.events_of([subject_of(found)]):
        if event.verb == "campaigns.inspection.case":
            return Case(int(event.data["case_id"]), str(event.data["case"]))
    return None


def may_become_a_case(found: Inspection, actor: StaffActor) -> bool:
    """Whether the actor may pass the record on, and there is something to pass on."""
    fits = found.result == TO_CORRECT and found.state != "withdrawn"
    return fits and bool(access.may_pass_on(actor, found))


def made_on(found: Inspection) -> date:
    """The day of the inspection."""
    return timezone.localtime(found.made_at).date()


def unmet(found: Inspection) -> list[tuple[Item, str]]:
    """The items that were not met, each with its note."""
    listed = checklist(found.checklist, found.checklist_from)
    items = listed.items if listed else ()
    answers = found.answers
    return [
        (item, answers[item.key]["note"])
        for item in items
        if answers.get(item.key, {}).get("verdict") == "unmet"
    ]

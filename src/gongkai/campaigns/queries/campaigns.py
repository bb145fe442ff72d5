"""Campaigns as staff see them: lists, what is missing, and what may be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from gongkai.campaigns import access
from gongkai.campaigns.models import Campaign, Clue, Inspection, Listed
from gongkai.campaigns.queries.doers import doers
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.domain import process
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.course import PROCESS
from gongkai.domain.campaigns.inspection_course import PROCESS as RECORDS
from gongkai.domain.process import Kind
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor

#: States in which a record is still owed something.
OWED = tuple(state.key for state in RECORDS.states if state.kind is Kind.OPEN)


def for_staff(actor: StaffActor) -> QuerySet[Campaign]:
    """The campaigns the actor sees, the newest first."""
    rows = Campaign.objects.filter(access.campaigns_seen(actor))
    return rows.select_related("agency", "unit").order_by("-begins_on", "-id")


def campaign(actor: StaffActor, pk: int) -> Campaign | None:
    """One of them."""
    return for_staff(actor).filter(pk=pk).first()


def listed(found: Campaign) -> QuerySet[Listed]:
    """The sites in the campaign."""
    rows = found.listed.filter(taken_out_at__isnull=True)
    return rows.select_related("site__unit", "site__agency").order_by("site__code")


def faults(found: Campaign) -> list[tuple[str, Text]]:
    """Field → what it still needs before the campaign may be announced."""
    missing = say("This is missing. Write it.")
    wrong = [(name, missing) for name in ("title", "aim", "basis") if not getattr(found, name).strip()]
    if checklists.checklist(found.checklist, found.begins_on) is None:
        wrong.append(("checklist", say("Choose a check-list that is in force.")))
    if found.ends_on < clock.today():
        wrong.append(("ends_on", say("The last day is over already.")))
    if not listed(found).exists():
        wrong.append(("sites", say("Put at least one site into the campaign.")))
    return wrong


def flags(found: Campaign) -> frozenset[str]:
    """What is true of it, in the words of ``domain.campaigns.course.FLAGS``."""
    waiting = Inspection.objects.filter(listed__campaign=found, state__in=OWED).exists()
    facts = {
        "complete": not faults(found),
        "nothing_open": not waiting and bool(found.results.strip()),
    }
    return frozenset(name for name, true in facts.items() if true)


def facts(found: Campaign, actor: StaffActor, given: Collection[str] = ()) -> process.Facts:
    """What the process table is asked with."""
    return process.Facts(
        actor=str(actor.person_id),
        roles=frozenset(access.roles_over(actor, found.agency_id)),
        doers=doers(found.steps),
        given=frozenset(given),
        flags=flags(found),
    )


def offers(found: Campaign, actor: StaffActor) -> Sequence[process.Offer]:
    """The moves the actor may make now or could make if something were mended."""
    return process.offers(PROCESS, found.state, facts(found, actor))


def clues(found: Campaign) -> QuerySet[Clue]:
    """What other rooms passed to it."""
    return found.clues.select_related("site", "added_by").order_by("id")


def told(found: Campaign) -> list[Event]:
    """The events of a campaign, oldest first."""
    return list(ledger.events_of([subject_of(found)]))


def running(agency_id: int) -> QuerySet[Campaign]:
    """The campaigns of the agency a clue can go to."""
    return Campaign.objects.filter(agency_id=agency_id, state="running").order_by("-begins_on", "-id")

"""May this person do this to that campaign, site or inspection? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.campaigns.models import Campaign, Inspection, Site
from gongkai.core.access import YES, Answer, no
from gongkai.domain.campaigns.course import INSPECTOR, ORGANISER, PUBLIC, PUBLISHER, WRITABLE
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

#: Roles of the two processes, in the order in which a person with several of them acts.
ROLES = (ORGANISER, PUBLISHER, INSPECTOR)
SUPERVISOR = "people.supervisor"
#: Who sees everything of the agency; an inspector sees what is announced, and the records of the own unit.
SEEING_ALL = frozenset({ORGANISER, PUBLISHER, SUPERVISOR})
SEEING = SEEING_ALL | {INSPECTOR}


def agencies_seen(actor: StaffActor, roles: frozenset[str] = SEEING) -> set[int]:
    """The agencies in which ``actor`` holds one of the roles."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def campaigns_seen(actor: StaffActor) -> Q:
    """The campaigns ``actor`` may see."""
    announced = Q(agency_id__in=agencies_seen(actor), state__in=PUBLIC)
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | announced


def sites_seen(actor: StaffActor) -> Q:
    """The sites ``actor`` may see: all of the agency."""
    return Q(agency_id__in=agencies_seen(actor))


def inspections_seen(actor: StaffActor) -> Q:
    """The records ``actor`` may see: all of the agency, or those of the own unit."""
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | Q(unit_id__in=actor.units_where(INSPECTOR))


def roles_over(actor: StaffActor, agency_id: int, unit_id: int | None = None) -> dict[str, Holding]:
    """The roles ``actor`` holds over the agency and unit, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=agency_id, unit_id=unit_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}


def may_organise(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` draft campaigns, keep sites and write to their parties?"""
    if actor.holds(ORGANISER, agency_id=agency_id):
        return YES
    return no(say("Only the organiser of campaigns does this. Ask that person."))


def may_write(actor: StaffActor, campaign: Campaign) -> Answer:
    """May ``actor`` change what the campaign says now?"""
    if campaign.state not in WRITABLE:
        return no(say("This campaign is no draft any more. What was announced does not change."))
    return may_organise(actor, campaign.agency_id)


def may_change_sites(actor: StaffActor, campaign: Campaign) -> Answer:
    """May ``actor`` put sites into the campaign, or take them out?"""
    if campaign.state not in (*WRITABLE, "running"):
        return no(say("Sites are chosen while the campaign is drafted or running."))
    return may_organise(actor, campaign.agency_id)


def may_write_results(actor: StaffActor, campaign: Campaign) -> Answer:
    """May ``actor`` write what came of the campaign?"""
    if campaign.state != "running":
        return no(say("The results are written while the campaign is running."))
    return may_organise(actor, campaign.agency_id)


def may_send_letters(actor: StaffActor, campaign: Campaign) -> Answer:
    """May ``actor`` write to the parties of the sites?"""
    if campaign.state != "running":
        return no(say("Letters go out once the campaign is announced, until it is closed."))
    return may_organise(actor, campaign.agency_id)


def may_inspect(actor: StaffActor, site: Site) -> Answer:
    """May ``actor`` inspect the site?"""
    if actor.holds(INSPECTOR, agency_id=site.agency_id, unit_id=site.unit_id):
        return YES
    return no(say("Only an inspector of the unit that answers for the site records an inspection there."))


def may_see_contacts(actor: StaffActor, site: Site) -> bool:
    """Whether telephone and name of the contact persons are shown: to who writes to them or visits them."""
    return bool(may_organise(actor, site.agency_id)) or bool(may_inspect(actor, site))


def may_prepare_photos(actor: StaffActor, inspection: Inspection) -> Answer:
    """May ``actor`` veil photos of the record or keep them from the public?"""
    if inspection.state not in ("recorded", "returned", "withheld"):
        return no(say("This record is public or withdrawn: its photos stay as they are."))
    if roles_over(actor, inspection.agency_id, inspection.unit_id).keys() & {PUBLISHER, INSPECTOR}:
        return YES
    return no(say("Only the inspector or the publisher prepares the photos of a record."))


def may_pass_on(actor: StaffActor, inspection: Inspection) -> Answer:
    """May ``actor`` hand on what the record found, so that it becomes a penalty case?"""
    if roles_over(actor, inspection.agency_id, inspection.unit_id).keys() & {PUBLISHER, INSPECTOR}:
        return YES
    return no(say("Only an inspector of the unit or the publisher passes on what an inspection found."))


def sites_seen_through(actor: StaffActor) -> Q:
    """The same for listings of sites in campaigns."""
    return Q(site__agency_id__in=agencies_seen(actor))


def may_see_present(actor: StaffActor, inspection: Inspection) -> bool:
    """Whether the name of who was there is shown: to the inspectors of the unit, and to who publishes the record."""
    return bool(roles_over(actor, inspection.agency_id, inspection.unit_id).keys() & {PUBLISHER, INSPECTOR})

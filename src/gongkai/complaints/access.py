"""May this person do this to that matter? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.complaints.models import CoUnit, Matter
from gongkai.complaints.people import Acting, ReporterActor
from gongkai.core.access import YES, Answer, no
from gongkai.domain.complaints import CALLER, CHIEF, DESK, HANDLER, HEAD, LEADER, REPORTER
from gongkai.domain.law import Citation
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (HANDLER, HEAD, DESK, CALLER, CHIEF, LEADER)
SUPERVISOR = "people.supervisor"
#: Who sees every matter of the agency; handlers and heads see those of their unit.
SEEING_ALL = (DESK, CALLER, CHIEF, LEADER, SUPERVISOR)
OF_UNIT = (HANDLER, HEAD)
SEEING = frozenset({*SEEING_ALL, *OF_UNIT})
#: Who may have the reporter's data shown, for a purpose that is written down.
SEEING_REPORTERS = (DESK, HANDLER, HEAD, CALLER, CHIEF)
#: 信访工作条例: what is said against somebody must not reach that person or unit.
HIDDEN = Citation("信访工作条例", "第三十条")


def visible_to(actor: StaffActor) -> Q:
    """The matters ``actor`` may see at all: never one that is against them, their unit, or whom they stand in for."""
    seen = Q(handler_id=actor.person_id, agency_id=actor.agency_id)
    for holding in actor.holdings:
        if holding.roles & set(SEEING_ALL):
            seen |= Q(agency_id=holding.agency_id)
        if holding.roles & set(OF_UNIT):
            seen |= Q(unit_id=holding.unit_id)
            # Asked apart: joined, every list would have to be made distinct again.
            with_us = CoUnit.objects.filter(unit_id=holding.unit_id, ended_at__isnull=True)
            seen |= Q(pk__in=with_us.values("matter"))
    return seen & ~against(actor)


def sees(actor: StaffActor, matter: Matter) -> bool:
    """The same of one matter in hand; a query only where a co-unit's post is all that could show it."""
    if is_against(actor, matter):
        return False
    if matter.handler_id == actor.person_id and matter.agency_id == actor.agency_id:
        return True
    units = set()
    for holding in actor.holdings:
        if holding.agency_id == matter.agency_id and holding.roles & set(SEEING_ALL):
            return True
        if holding.roles & set(OF_UNIT):
            units.add(holding.unit_id)
    return matter.unit_id in units or bool(units and units & co_unit_ids(matter))


def against(actor: StaffActor) -> Q:
    """The matters that are a report against the actor, a unit of theirs, or the person they stand in for."""
    people = {actor.person_id, *(each.absent for each in actor.holdings if each.absent is not None)}
    units = {each.unit_id for each in actor.holdings}
    # An empty column is no answer to "in": said first, or the database would hide every other matter as well.
    person = Q(against_person_id__isnull=False, against_person_id__in=people)
    return person | Q(against_unit_id__isnull=False, against_unit_id__in=units)


def is_against(actor: StaffActor, matter: Matter) -> bool:
    """The same of one matter in hand."""
    people = {actor.person_id, *(each.absent for each in actor.holdings if each.absent is not None)}
    units = {each.unit_id for each in actor.holdings}
    return matter.against_person_id in people or matter.against_unit_id in units


def roles_over(actor: StaffActor, matter: Matter) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``matter``, each with the post that gives it; none over one against them."""
    if is_against(actor, matter):
        return {}
    # Without a unit nobody is a handler or head of it: asking for unit 0 finds none.
    found = {
        role: actor.holds(role, agency_id=matter.agency_id, unit_id=matter.unit_id or 0) for role in ROLES
    }
    return {role: holding for role, holding in found.items() if holding is not None}


def role_keys(actor: Acting, matter: Matter) -> frozenset[str]:
    """The roles under which ``actor`` asks the table."""
    if actor is None:
        return frozenset()
    if isinstance(actor, ReporterActor):
        return frozenset({REPORTER}) if actor.matter_id == matter.pk else frozenset()
    return frozenset(roles_over(actor, matter))


def may_register(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` take matters in for the agency?"""
    if actor.holds(DESK, agency_id=agency_id):
        return YES
    return no(
        say(
            "Only the complaints desk takes matters in. Pass it on, or ask the permission administrator for the post."
        )
    )


def may_edit(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` correct what the matter is about (kind, category, place, title)?"""
    if set(roles_over(actor, matter)) & {DESK, CHIEF}:
        return YES
    return no(say("Only the complaints desk corrects kind, category and place."))


def may_edit_reply(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` write in the reply now?"""
    roles = set(roles_over(actor, matter))
    if matter.state == "handling" and HANDLER in roles:
        return YES
    if matter.state == "registered" and DESK in roles:
        return YES
    if roles & {HANDLER, DESK}:
        return no(
            say("The reply can be changed only while the matter is being handled. Have it returned first.")
        )
    return no(say("Only the handlers of the unit that has the matter write the reply."))


def may_work_on(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` enter a site check, ask the reporter, or add files?"""
    if set(roles_over(actor, matter)) & {HANDLER, HEAD, DESK, CHIEF}:
        return YES
    if any(each.unit_id in co_unit_ids(matter) for each in actor.holdings if each.roles & set(OF_UNIT)):
        return YES if not is_against(actor, matter) else no(_AGAINST, HIDDEN)
    return no(say("Only those who handle the matter do this."))


def co_unit_ids(matter: Matter) -> set[int]:
    """The units that help with the matter."""
    return set(matter.co_units.filter(ended_at__isnull=True).values_list("unit_id", flat=True))


def may_instruct(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` give an instruction on the matter?"""
    if LEADER in roles_over(actor, matter):
        return YES
    return no(say("Only the bureau's leaders give instructions."))


def may_urge(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` urge the unit by hand?"""
    if set(roles_over(actor, matter)) & {LEADER, CHIEF}:
        return YES
    return no(say("Only the leaders and the head of the complaints desk urge a unit."))


def may_see_reporter(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` have the reporter's data shown?"""
    if set(roles_over(actor, matter)) & set(SEEING_REPORTERS):
        return YES
    return no(say("The reporter's data are shown only to those who handle the matter or call back."))


def may_prepare_public(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` write the anonymised version?"""
    return (
        YES
        if DESK in roles_over(actor, matter)
        else no(say("Only the complaints desk prepares what is published."))
    )


def may_release(actor: StaffActor, matter: Matter) -> Answer:
    """May ``actor`` release or hide the anonymised version?"""
    if CHIEF in roles_over(actor, matter):
        return YES
    return no(say("Only the head of the complaints desk releases what is published, or takes it away again."))


def may_keep_rules(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` change routing rules and reply wordings?"""
    if actor.holds(CHIEF, agency_id=agency_id):
        return YES
    return no(say("Only the head of the complaints desk changes the routing rules and the wordings."))


def keeping_assets(actor: StaffActor, agency_id: int) -> Holding | None:
    """The post in which the actor keeps the register of fixed assets (部件)."""
    return actor.holds(CHIEF, agency_id=agency_id) or actor.holds(DESK, agency_id=agency_id)


def may_keep_assets(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` bring the register of fixed assets in?"""
    if keeping_assets(actor, agency_id):
        return YES
    return no(say("Only the complaints desk and its head bring the register of fixed assets in."))


def may_see_register(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` take the register out as a file, or bring work orders in?"""
    if any(actor.holds(role, agency_id=agency_id) for role in SEEING_ALL):
        return YES
    return no(say("The register is open to the complaints desk, the leaders and supervision."))


_AGAINST = say("What is said against a person or unit is not shown to them.")

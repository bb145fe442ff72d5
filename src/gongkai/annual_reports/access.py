"""May this person do this to that annual report? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.annual_reports.models import Report, WorkReport
from gongkai.core.access import YES, Answer, no
from gongkai.domain.annual_report.course import PREPARER, SIGNER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.people.models import Agency

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (PREPARER, SIGNER)
SUPERVISOR = "people.supervisor"
#: Who sees the reports of the agency on their way, and the records behind the figures.
SEEING = (PREPARER, SIGNER, SUPERVISOR)


def agencies_seen(actor: StaffActor) -> set[int]:
    """The agencies whose reports ``actor`` may see before they are published."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & set(SEEING)}


def visible_to(actor: StaffActor) -> Q:
    """The reports ``actor`` may see on their way: their agency's, and those that are added up into it."""
    seen = agencies_seen(actor)
    return Q(agency_id__in=seen) | Q(agency__superior_id__in=seen, state="published")


def roles_over(actor: StaffActor, report: Report) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``report``, each with the post that gives it."""
    return roles_in(actor, report.agency_id)


def may_prepare(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` begin and write the agency's report, and declare figures?"""
    if actor.holds(PREPARER, agency_id=agency_id):
        return YES
    return no(
        say(
            "Only the preparer of the annual report does this. "
            "Ask that person, or the permission administrator for the post."
        )
    )


def holding_to_bring_in(actor: StaffActor, agency: Agency) -> Holding | None:
    """The post in which a report published elsewhere is brought in: the agency's, or the one above it."""
    own = actor.holds(PREPARER, agency_id=agency.pk)
    if own is not None or agency.superior_id is None:
        return own
    return actor.holds(PREPARER, agency_id=agency.superior_id)


def may_bring_in(actor: StaffActor, agency: Agency) -> Answer:
    """May ``actor`` bring in a report this agency published elsewhere?"""
    if holding_to_bring_in(actor, agency) is not None:
        return YES
    return no(
        say(
            "Only the preparer of the agency, or of the agency above it, brings in what was published elsewhere."
        )
    )


def may_edit(actor: StaffActor, report: Report) -> Answer:
    """May ``actor`` change the report now?"""
    if report.state != "draft":
        return no(
            say(
                "The figures of this report are frozen. Take it back to the draft, or have it returned, to change it."
            )
        )
    return may_prepare(actor, report.agency_id)


def may_see(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` see the agency's figures and the records behind them?"""
    if agency_id in agencies_seen(actor):
        return YES
    return no(
        say("The records behind the figures are shown to those who prepare, sign or supervise the report.")
    )


def roles_in(actor: StaffActor, agency_id: int) -> dict[str, Holding]:
    """The roles ``actor`` holds over an agency's reports, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=agency_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}


def may_write_work(actor: StaffActor, report: WorkReport) -> Answer:
    """May ``actor`` change the text of the work report now?"""
    if report.state != "draft":
        return no(
            say(
                "The figures of this report are frozen. Take it back to the draft, or have it returned, to change it."
            )
        )
    return may_prepare(actor, report.agency_id)

"""May this person do this to the agency's people? Yes, or no with a reason.

``DEEDS`` is the whole rule: it guards the actions, draws the buttons and is printed on the page of permissions.
A deed belongs to a role held in the agency concerned, or in the host agency, which serves the installation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.core.access import YES, Answer, no
from gongkai.domain.text import N_, Text, say
from gongkai.people.actor import Holding, StaffActor
from gongkai.people.context import host_agency
from gongkai.people.models import Appointment, Person
from gongkai.people.roles import ADMINISTRATORS, BY_KEY

SYSTEM = "people.system_admin"
PERMISSIONS = "people.permission_admin"
AUDIT = "people.audit_admin"
SUPERVISOR = "people.supervisor"
OFFICE = "publishing.office"


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of deed: its words, the roles that may do it, and whether only the host agency's may."""

    key: str
    label: str
    roles: tuple[str, ...]
    host_only: bool = False


DEEDS: tuple[Deed, ...] = (
    Deed("open_agency", N_("Open an agency"), (SYSTEM,), host_only=True),
    Deed("change_agency", N_("Change what the site says of an agency"), (SYSTEM, OFFICE)),
    Deed("keep_units", N_("Open, change and close units"), (SYSTEM,)),
    Deed("keep_posts", N_("Open and close posts"), (SYSTEM,)),
    Deed("keep_accounts", N_("Open and close accounts, give new passwords"), (SYSTEM,)),
    Deed("change_roles", N_("Change the roles of a post"), (PERMISSIONS,)),
    Deed("appoint", N_("Give posts to people and end it"), (PERMISSIONS,)),
    Deed("delegate", N_("Let somebody stand in for another person"), (PERMISSIONS,)),
    Deed("keep_bodies", N_("Keep leading and supervision groups"), (OFFICE,)),
    Deed("keep_calendar", N_("Load holiday notices"), (OFFICE,), host_only=True),
    Deed("see_accounts", N_("See all accounts and their posts"), (SYSTEM, PERMISSIONS, AUDIT, SUPERVISOR)),
    Deed("see_ledger", N_("Read the whole ledger"), (AUDIT, SUPERVISOR)),
)
BY_DEED = {deed.key: deed for deed in DEEDS}


def holding_for(actor: StaffActor, deed: str, agency_id: int | None) -> Holding | None:
    """The post in which ``actor`` may do ``deed`` in the agency; ``None``: in none."""
    rule = BY_DEED[deed]
    host = host_agency()
    for role in rule.roles:
        if not rule.host_only and (own := actor.holds(role, agency_id=agency_id)):
            return own
        # A supervisor or an office speaks for its own agency; administrators of the host serve every agency.
        reaches = rule.host_only or role in ADMINISTRATORS
        if reaches and host is not None and (there := actor.holds(role, agency_id=host.pk)):
            return there
    return None


def may(actor: StaffActor, deed: str, agency_id: int | None = None) -> Answer:
    """May ``actor`` do ``deed`` (a key of ``DEEDS``) in this agency?"""
    if holding_for(actor, deed, agency_id) is not None:
        return YES
    rule = BY_DEED[deed]
    return no(
        say(
            "“{deed}” belongs to: {role}. Your posts do not include it. Ask a colleague whose post does.",
            deed=Text(rule.label),
            role=_listed([Text(BY_KEY[role].label) for role in rule.roles]),
        )
    )


def acting(actor: StaffActor, deed: str, agency_id: int | None = None) -> StaffActor:
    """``actor`` in the post that gives ``deed``; raises ``NotAllowed`` with the reason when there is none."""
    may(actor, deed, agency_id).require()
    return actor.acting_as(holding_for(actor, deed, agency_id))


def may_appoint(actor: StaffActor, person: Person, agency_id: int) -> Answer:
    """May ``actor`` give ``person`` a post in the agency? Nobody appoints themselves."""
    answer = may(actor, "appoint", agency_id)
    if answer and person.pk == actor.person_id:
        return no(say("Nobody gives a post to themselves. Another permission administrator has to do it."))
    return answer


def may_delegate(actor: StaffActor, appointment: Appointment) -> Answer:
    """May ``actor`` have somebody stand in for this appointment? Their own, or as permission administrator."""
    if appointment.person_id == actor.person_id:
        return YES
    return may(actor, "delegate", appointment.post.unit.agency_id)


def may_reset(actor: StaffActor, person: Person, roles: Iterable[str]) -> Answer:
    """May ``actor`` give ``person``, whose posts carry ``roles``, a new password?

    Not to another administrator: whoever sets a password could sign in with it, and two parts would be one's.
    """
    answer = may(actor, "keep_accounts", person.agency_id)
    if answer and person.pk == actor.person_id:
        return no(say("Change your own password on the page of your account."))
    if answer and (ADMINISTRATORS - {SYSTEM}) & set(roles):
        return no(
            say(
                "The permission and audit administrators get a new password on the server only "
                "(gongkai accounts password), so that nobody can sign in for two administrators."
            )
        )
    return answer


def ledger_scope(actor: StaffActor) -> list[str] | None:
    """The agencies (by code) whose events ``actor`` may read; ``None``: every event. Empty: none."""
    host = host_agency()
    if host is not None and actor.holds(AUDIT, agency_id=host.pk):
        return None
    return sorted({h.agency_code for h in actor.holdings if {AUDIT, SUPERVISOR} & h.roles})


def agencies_of(actor: StaffActor, deed: str) -> list[int] | None:
    """The agencies (by number) in which ``actor`` may do ``deed``; ``None``: in every one."""
    rule, host = BY_DEED[deed], host_agency()
    for role in rule.roles:
        if role in ADMINISTRATORS and host is not None and actor.holds(role, agency_id=host.pk):
            return None
    return sorted({holding.agency_id for holding in actor.holdings if set(rule.roles) & holding.roles})


def two_administrators(roles: Iterable[str], others: Iterable[str]) -> Answer:
    """May these ``roles`` and the ``others`` a person holds at the same time be one person's?"""
    both = ADMINISTRATORS & (set(roles) | set(others))
    if not ADMINISTRATORS & set(roles) or len(both) <= 1:
        return YES
    return no(
        say(
            "System, permission and audit administrator are three different people. "
            "With this one person would be: {roles}. Choose somebody else, or end the other post first.",
            roles=_listed([Text(BY_KEY[role].label) for role in sorted(both)]),
        )
    )


def _listed(words: list[Text]) -> Text:
    first, *others = words
    return say("{first}, {others}", first=first, others=_listed(others)) if others else first

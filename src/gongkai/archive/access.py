"""May this person do this in the archive? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.archive.models import Package
from gongkai.archive.queries.sources import concerns, hidden_packages, keeps_from, shows, shows_whole
from gongkai.core.access import YES, Answer, no
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

KEEPER = "archive.keeper"
#: Who sees the whole archive of the agency; others open a package whose record they see.
SEEING_ALL = frozenset({KEEPER, "people.supervisor"})


def agencies_seen(actor: StaffActor, roles: frozenset[str] = SEEING_ALL) -> set[int]:
    """The agencies whose archive ``actor`` sees as a whole."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def visible_to(actor: StaffActor) -> Q:
    """The packages that stand on the lists of ``actor``."""
    return Q(agency_id__in=agencies_seen(actor)) & ~hidden_packages(actor)


def keeping(actor: StaffActor, agency_id: int) -> Holding | None:
    """The post in which ``actor`` keeps the archive of the agency."""
    return actor.holds(KEEPER, agency_id=agency_id)


def may_archive(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` archive a record before the clock does?"""
    if keeping(actor, agency_id):
        return YES
    return no(
        say("Only who keeps the archive archives a record; the clock does it by itself after some days.")
    )


def may_archive_this(actor: StaffActor, agency_id: int, kind: str, record: int) -> Answer:
    """The same of one record: nobody archives what is about themselves."""
    if concerns(actor, kind, record):
        return no(
            say(
                "This is about you, your unit or whom you stand in for. Another keeper archives it, or the clock."
            )
        )
    return may_archive(actor, agency_id)


def may_open(actor: StaffActor, package: Package) -> bool:
    """May ``actor`` see the page of a package? Who sees its record may, and who keeps or oversees the archive.

    Never one of a record that is kept from them: what is said against somebody does not reach them here either.
    """
    if keeps_from(actor, package.kind, package.record):
        return False
    return package.agency_id in agencies_seen(actor) or shows(actor, package)


def may_export(actor: StaffActor, package: Package) -> Answer:
    """May ``actor`` take a copy? It holds all of the record, personal data too; nobody takes one about themselves."""
    if concerns(actor, package.kind, package.record):
        return no(
            say(
                "This is about you, your unit or whom you stand in for. Another keeper of the archive takes the copy."
            )
        )
    if keeping(actor, package.agency_id) or shows_whole(actor, package):
        return YES
    return no(
        say(
            "Only who may see all of the record, names too, and who keeps the archive, takes a copy of its package."
        )
    )

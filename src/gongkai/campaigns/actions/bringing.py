"""Bringing a list of sites (工地名单) in: all of it, or nothing; the same list again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from gongkai.campaigns import access
from gongkai.campaigns.actions import sites
from gongkai.campaigns.actions.sites import PartyInput, SiteInput
from gongkai.campaigns.queries import site_import
from gongkai.campaigns.queries.site_import import Planned
from gongkai.campaigns.site_files import Fault, SiteRow
from gongkai.core import ledger
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Brought:
    """How many sites are new, changed, and as they were."""

    new: int
    changed: int
    same: int


def bring_sites(*, actor: StaffActor | None, agency_id: int, rows: Iterable[SiteRow | Fault]) -> Brought:
    """Enters and changes sites as the list says, by their codes. ``actor`` ``None``: the operator's shell.

    Raises ``NotAllowed`` without the post, ``Invalid`` (field ``file``) naming the first line that is wrong.
    """
    with transaction.atomic():
        ledger.take_turn()
        if actor is not None:
            access.may_organise(actor, agency_id).require()
        found = site_import.look(agency_id, rows)
        if found.faults:
            raise _refusal(found.faults[0])
        for each in found.new:
            sites.add_site(actor=actor, agency_id=agency_id, given=_given(each), code=each.row.code)
        for each in found.changed:
            assert each.site is not None
            sites.write_site(
                site_id=each.site.pk, actor=actor, expected_revision=each.site.revision, given=_given(each)
            )
    return Brought(len(found.new), len(found.changed), len(found.same))


def _refusal(fault: Fault) -> Invalid:
    if not fault.line:
        return Invalid(fault.reason, field="file")
    at = f"{fault.line} {fault.column}".strip()
    return Invalid(say("Line {line}: {reason}", line=at, reason=fault.reason), field="file")


def _given(each: Planned) -> SiteInput:
    return SiteInput(
        name=each.row.name,
        address=each.row.address,
        unit_id=each.unit_id,
        works=each.works,
        permit=each.permit,
        lat=each.lat,
        lon=each.lon,
        ended_on=each.site.ended_on if each.site else None,
        parties={role: PartyInput(name, contact) for role, (name, contact) in each.parties.items()},
    )

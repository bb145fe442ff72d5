"""What every deed shares: taking a record in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from gongkai.campaigns import access
from gongkai.campaigns.models import Campaign, CampaignStep, Inspection, InspectionStep, Notice, Site
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

Kept = TypeVar("Kept", Campaign, Site, Inspection)
_NOT_THERE = say("There is no such record, or your posts do not show it to you.")


def campaign_in_hand(pk: int, actor: StaffActor, seen: int | None) -> Campaign:
    """The campaign, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    return _same(rows.filter(access.campaigns_seen(actor), pk=pk).first(), seen)


def site_in_hand(pk: int, actor: StaffActor, seen: int | None) -> Site:
    """The site, likewise."""
    ledger.take_turn()
    rows = Site.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    return _same(rows.filter(access.sites_seen(actor), pk=pk).first(), seen)


def inspection_in_hand(pk: int, actor: StaffActor, seen: int | None) -> Inspection:
    """The record of an inspection, likewise."""
    ledger.take_turn()
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("agency", "unit", "listed__site", "listed__campaign")
    return _same(rows.filter(access.inspections_seen(actor), pk=pk).first(), seen)


def _same(found: Kept | None, seen: int | None) -> Kept:
    if found is None:
        raise NotAllowed(_NOT_THERE)
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def put_back(record: Campaign | Site | Inspection) -> None:
    """Saves the record one revision on; the revision is compared once more as it is set."""
    before = record.revision
    record.revision = before + 1
    record.updated_at = clock.now()
    fields = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not type(record).objects.filter(pk=record.pk, revision=before).update(**fields):
        raise Conflict


def note_step(record: Campaign | Inspection, move: str, actor: StaffActor, *, reason: str = "") -> None:
    """Writes who made which move."""
    who = {
        "move": move,
        "person_id": actor.person_id,
        "on_behalf_of_id": actor.on_behalf_of_id,
        "post": actor.post_title[:120],
        "at": clock.now(),
        "reason": reason,
    }
    if isinstance(record, Campaign):
        CampaignStep.objects.create(campaign=record, **who)
    else:
        InspectionStep.objects.create(inspection=record, **who)


def note_author(record: Campaign | Inspection, actor: StaffActor) -> None:
    """Notes once who wrote in it; two pairs of eyes look at it."""
    known = record.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(record, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    record: Campaign | Site | Inspection | Notice,
    actor: ledger.Actor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event; no person of a site stands in it. ``actor`` ``None``: the operator's shell."""
    agency = record.campaign.agency if isinstance(record, Notice) else record.agency
    named = record.code if isinstance(record, Site) else getattr(record, "number", "") or str(record)
    ledger.record(
        kind,
        subject=subject_of(record),
        actor=actor or ledger.System(agency.code),
        data={"number": named, **(data or {})},
        reason=reason,
    )


def in_post(
    actor: StaffActor, agency_id: int, roles: tuple[str, ...], unit_id: int | None = None
) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, agency_id, unit_id)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def words(text: str, field: str, longest: int, *, needed: bool = False) -> str:
    """Plain words of at most ``longest`` signs. Raises ``Invalid`` naming the field."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if needed and not plain:
        raise Invalid(say("This is missing. Write it."), field=field)
    if len(plain) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return plain

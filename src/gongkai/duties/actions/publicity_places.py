"""Keeping the standing boards (法制走廊、公示栏) and the partners of publicity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.duties import publicity as rules
from gongkai.domain.text import N_, say
from gongkai.duties import access_publicity as access
from gongkai.duties.access import PUBLICIST
from gongkai.duties.actions.base import in_hand, in_post, put_back, tell_ledger, words
from gongkai.duties.models import Board, Partner
from gongkai.duties.queries.publicity import BOARD, PARTNER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

BOARD_ADDED = ledger.verb("duties.board.added", N_("{actor} entered the board {number}"))
BOARD_WRITTEN = ledger.verb("duties.board.written", N_("{actor} changed the board {number}"))
PARTNER_ADDED = ledger.verb("duties.partner.added", N_("{actor} entered the partner {number}"))
PARTNER_WRITTEN = ledger.verb("duties.partner.written", N_("{actor} changed the partner {number}"))
LONGEST = {"name": 80, "place": 160, "note": 200}


@dataclass(frozen=True, slots=True)
class BoardInput:
    """A standing board; ``ended_on``: taken down."""

    name: str
    kind: str
    place: str
    unit_id: int
    set_up_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartnerInput:
    """Who helps; ``ended_on``: no more from that day on."""

    name: str
    kind: str
    note: str = ""
    ended_on: date | None = None


def add_board(*, actor: StaffActor, agency_id: int, given: BoardInput) -> Board:
    """Enters a board. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_record(actor, agency_id, given.unit_id).require()
        fields = _board(given, agency_id, None)
        made = Board.objects.create(agency_id=agency_id, updated_at=clock.now(), **fields)
        _tell(BOARD_ADDED, (BOARD, made.pk), made, actor, given.unit_id, {"place": made.place})
    return made


def write_board(
    *, board_id: int, actor: StaffActor, expected_revision: int | None, given: BoardInput
) -> Board:
    """Changes a board, or says that it was taken down."""
    with transaction.atomic():
        found = in_hand(Board, board_id, access.activities_seen(actor), expected_revision, "unit")
        access.may_record(actor, found.agency_id, found.unit_id).require()
        access.may_record(actor, found.agency_id, given.unit_id).require()
        if given.kind != found.kind and found.updates.exists():
            raise Invalid(say("It was renewed already: what kind of board it is stays."), field="kind")
        changed = _change(found, _board(given, found.agency_id, found.pk))
        if changed:
            _tell(BOARD_WRITTEN, (BOARD, found.pk), found, actor, found.unit_id, {"fields": changed})
    return found


def add_partner(*, actor: StaffActor, agency_id: int, given: PartnerInput) -> Partner:
    """Enters a partner. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_record(actor, agency_id).require()
        fields = _partner(given, agency_id, None)
        made = Partner.objects.create(agency_id=agency_id, updated_at=clock.now(), **fields)
        _tell(PARTNER_ADDED, (PARTNER, made.pk), made, actor, None, {"kind": made.kind})
    return made


def write_partner(
    *, partner_id: int, actor: StaffActor, expected_revision: int | None, given: PartnerInput
) -> Partner:
    """Changes a partner, or says that it helps no more."""
    with transaction.atomic():
        found = in_hand(Partner, partner_id, access.activities_seen(actor), expected_revision)
        access.may_record(actor, found.agency_id).require()
        changed = _change(found, _partner(given, found.agency_id, found.pk))
        if changed:
            _tell(PARTNER_WRITTEN, (PARTNER, found.pk), found, actor, None, {"fields": changed})
    return found


def _change(found: Board | Partner, fields: dict[str, Any]) -> list[str]:
    changed = sorted(name for name, value in fields.items() if getattr(found, name) != value)
    for name in changed:
        setattr(found, name, fields[name])
    if changed:
        put_back(found)
    return changed


def _board(given: BoardInput, agency_id: int, pk: int | None) -> dict[str, Any]:
    if rules.row("board", given.kind) is None:
        raise Invalid(say("Choose what kind of board it is."), field="kind")
    if not Unit.objects.filter(pk=given.unit_id, agency_id=agency_id).exists():
        raise Invalid(say("Choose a unit of the agency."), field="unit")
    if given.ended_on is not None and given.ended_on < given.set_up_on:
        raise Invalid(say("It cannot be taken down before it was set up."), field="ended_on")
    name = _said("name", given.name)
    if Board.objects.filter(agency_id=agency_id, name=name).exclude(pk=pk or 0).exists():
        raise Invalid(say("There is a board of this name already."), field="name")
    return {
        "name": name,
        "kind": given.kind,
        "place": _said("place", given.place),
        "unit_id": given.unit_id,
        "set_up_on": given.set_up_on,
        "ended_on": given.ended_on,
    }


def _partner(given: PartnerInput, agency_id: int, pk: int | None) -> dict[str, Any]:
    if rules.row("partner", given.kind) is None:
        raise Invalid(say("Choose what kind of partner it is."), field="kind")
    name = _said("name", given.name)
    if Partner.objects.filter(agency_id=agency_id, name=name).exclude(pk=pk or 0).exists():
        raise Invalid(say("There is a partner of this name already."), field="name")
    note = words(given.note, "note", LONGEST["note"])
    return {"name": name, "kind": given.kind, "note": note, "ended_on": given.ended_on}


def _said(name: str, text: str) -> str:
    plain = words(text, name, LONGEST[name], needed=True)
    if privacy.findings(plain):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    return plain


def _tell(
    kind: ledger.Verb,
    subject: tuple[str, object],
    found: Board | Partner,
    actor: StaffActor,
    unit_id: int | None,
    data: dict[str, Any],
) -> None:
    doing = in_post(actor, found.agency_id, (PUBLICIST,), unit_id)
    tell_ledger(kind, subject, doing, agency=found.agency.code, number=found.name, data=data)

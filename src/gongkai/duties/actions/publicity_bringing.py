"""Bringing activities in from a table: all of it as drafts, or nothing; the same table again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.table_files import Fault, Row
from gongkai.domain.text import N_
from gongkai.duties import access_publicity as access
from gongkai.duties.access import PUBLICIST
from gongkai.duties.actions.base import in_post, note_author, tell_ledger
from gongkai.duties.actions.publicity import check, create
from gongkai.duties.queries import publicity_import
from gongkai.duties.queries.publicity import STEPS, subject_of
from gongkai.duties.queries.publicity_import import Look
from gongkai.people.actor import StaffActor

BROUGHT = ledger.verb("duties.publicity.brought", N_("{actor} brought activity {number} in from a file"))


@dataclass(frozen=True, slots=True)
class Brought:
    """How many activities are new, and how many were there already."""

    new: int
    same: int


def look(agency_id: int, rows: Iterable[Row | Fault]) -> Look:
    """What the rows would bring in."""
    return publicity_import.look(agency_id, rows, lambda given: check(given, agency_id))


def bring_activities(*, actor: StaffActor | None, agency_id: int, rows: Iterable[Row | Fault]) -> Brought:
    """Records every activity of the rows as a draft. ``actor`` ``None``: the operator's shell.

    Raises ``NotAllowed`` without the post (for each unit named), ``Invalid`` (field ``file``) naming the first line
    that is wrong.
    """
    with transaction.atomic():
        ledger.take_turn()
        if actor is not None:
            access.may_record(actor, agency_id).require()
        found = look(agency_id, rows)
        if found.faults:
            raise found.faults[0].refusal()
        for each in found.new:
            made = create(actor=actor, agency_id=agency_id, given=each.given)
            doing = in_post(actor, agency_id, (PUBLICIST,), made.unit_id) if actor else None
            note_author(STEPS, made, doing)
            tell_ledger(
                BROUGHT,
                subject_of(made),
                doing,
                agency=made.agency.code,
                number=made.number,
                data={"title": made.title, "kind": made.kind},
            )
    return Brought(len(found.new), len(found.same))

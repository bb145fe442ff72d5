"""What somebody complains about may be an offence: a matter's clue becomes a penalty case (案件线索) of the unit.

Two rooms write, in one transaction: the powers room files the case, with the matter's number in the ledger, and the
matter notes the case's number. The matter itself goes on; nothing of the reporter goes to the case.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.complaints import actions as complaints
from gongkai.complaints.queries.links import links_of, matter_for_journey
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers.actions.decisions import clues
from gongkai.powers.models import Decision

CLUE = "penalty_case"


def begin(
    *, matter_id: int, actor: StaffActor, unit_id: int, conduct: str, conduct_on: date, note: str
) -> Decision:
    """Files the case and notes both numbers. ``note``: why it is passed on, kept with the matter.

    Raises ``NotAllowed`` for whoever does not handle the matter, ``Refusal`` for a report against somebody of the
    bureau and for a clue passed on before, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = matter_for_journey(matter_id, actor)
        if found is None:
            raise NotAllowed(say("There is no such matter, or your posts do not show it to you."))
        matter, _contact = found
        if matter.against_person_id or matter.against_unit_id:
            raise Refusal(say("A report against somebody is handled there; nothing of it goes to a case."))
        before = next((link for link in links_of(matter) if link.kind == CLUE), None)
        if before is not None:
            raise Refusal(say("This clue was passed on before, as {number}.", number=before.number))
        made = clues.file_from_clue(
            actor=actor,
            agency_id=matter.agency_id,
            unit_id=unit_id,
            conduct=conduct,
            conduct_on=conduct_on,
            clue=matter.number,
        )
        complaints.link(
            matter_id=matter.pk,
            actor=actor,
            kind=CLUE,
            number=made.number,
            note=note,
            system=matter.agency.short_name,
        )
    return made

"""What an inspection found not met may be an offence: its record becomes the clue of a penalty case (案件线索).

Two rooms write, in one transaction: the powers room files the case with the record's number, and the record's ledger
notes the case. The record stays as it is; nobody who was met on the site goes to the case. One case an inspection.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.campaigns import access
from gongkai.campaigns.actions.clues import note_case
from gongkai.campaigns.queries import inspections, passing
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.campaigns.checklists import TO_CORRECT
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers.actions.decisions import clues
from gongkai.powers.models import Decision


def begin(*, inspection_id: int, actor: StaffActor, conduct: str) -> Decision:
    """Files the case of the record's unit and notes it with the record; ``conduct``: what was done.

    Raises ``NotAllowed`` for whoever is neither an inspector of the unit nor a publisher, ``Refusal`` where everything
    was met, the record was withdrawn or has its case, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = inspections.inspection(actor, inspection_id)
        if found is None:
            raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
        access.may_pass_on(actor, found).require()
        if found.state == "withdrawn":
            raise Refusal(say("This record was withdrawn: nothing rests on it any more."))
        if found.result != TO_CORRECT:
            raise Refusal(say("This inspection found everything in order: there is nothing to pursue."))
        before = passing.case_of(found)
        if before is not None:
            raise Refusal(say("A case was filed from this record before, as {number}.", number=before.number))
        made = clues.file_from_clue(
            actor=actor,
            agency_id=found.agency_id,
            unit_id=found.unit_id,
            conduct=conduct,
            conduct_on=passing.made_on(found),
            clue=found.number,
        )
        note_case(inspection=found, case_id=made.pk, number=made.number, actor=actor)
    return made

"""What comes again and again shows where a power may be abused: a matter's clue begins a risk point (廉政风险点).

Two rooms write, in one transaction: the register begins a draft for the unit, with the matter's number in the ledger,
and the matter notes the risk point's code. The matter itself goes on; the draft goes the register's usual way.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.complaints import actions as complaints
from gongkai.complaints.queries.links import links_of, matter_for_journey
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers.actions import risks
from gongkai.powers.models import Version

CLUE = "risk_point"


def begin(*, matter_id: int, actor: StaffActor, unit_id: int, title: str, shows: str, note: str) -> Version:
    """Begins the draft and notes both numbers. ``note``: why it is passed on, kept with the matter.

    Raises ``NotAllowed`` for whoever does not handle the matter, ``Refusal`` for a report of a wrong and for a clue
    passed on before, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = matter_for_journey(matter_id, actor)
        if found is None:
            raise NotAllowed(say("There is no such matter, or your posts do not show it to you."))
        matter, _contact = found
        if matter.against_person_id or matter.against_unit_id:
            raise Refusal(
                say("A report against somebody is handled there; nothing of it goes to the register.")
            )
        before = next((link for link in links_of(matter) if link.kind == CLUE), None)
        if before is not None:
            raise Refusal(say("This clue was passed on before, as {number}.", number=before.number))
        version = risks.begin_from_clue(
            actor=actor,
            agency_id=matter.agency_id,
            unit_id=unit_id,
            title=title,
            shows=shows,
            clue=matter.number,
        )
        complaints.link(
            matter_id=matter.pk,
            actor=actor,
            kind=CLUE,
            number=version.entry.code,
            note=note,
            system=matter.agency.short_name,
        )
    return version

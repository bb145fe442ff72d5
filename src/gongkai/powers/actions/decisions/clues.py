"""Cases that begin from what another room found: a complaint becomes the clue of a penalty case (案件线索)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.powers.actions.decisions.base import tell_ledger
from gongkai.powers.actions.decisions.writing import LONGEST
from gongkai.powers.models import Decision
from gongkai.powers.queries.decisions import personal

FROM_CLUE = ledger.verb("powers.decision.from_clue", N_("{actor} filed {number} from the clue {clue}"))


def file_from_clue(
    *, actor: StaffActor, agency_id: int, unit_id: int, conduct: str, conduct_on: date, clue: str
) -> Decision:
    """Files a penalty case of the unit; part of the deed that passes the clue on, which asks for the post.

    The unit's case handlers write it: party, facts, outcome and the document number it gets. Until then it goes by the
    clue's number. Raises ``Invalid`` naming the field, ``Refusal`` where the clue has a case.
    """
    plain = conduct.replace("\x00", "").strip()
    if not plain or len(plain) > LONGEST["conduct"]:
        raise Invalid(
            say("Write what was done, in {most} characters at most.", most=LONGEST["conduct"]),
            field="conduct",
        )
    if personal(plain):
        raise Invalid(say("Leave out whatever is personal: the public may read it later."), field="conduct")
    if conduct_on > clock.today():
        raise Invalid(say("This day lies ahead."), field="conduct_on")
    with transaction.atomic():
        ledger.take_turn()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        number = f"线索{clue}"[: LONGEST["number"]]
        if Decision.objects.filter(agency_id=agency_id, number=number).exists():
            raise Refusal(say("A case was filed from this clue before, as {number}.", number=number))
        now = clock.now()
        made = Decision.objects.create(
            agency=unit.agency,
            unit=unit,
            kind="penalty",
            number=number,
            party_kind="organisation",
            conduct=plain,
            conduct_on=conduct_on,
            filed_on=clock.today(),
            created_at=now,
            updated_at=now,
        )
        tell_ledger(FROM_CLUE, made, actor, data={"clue": clue})
    return made

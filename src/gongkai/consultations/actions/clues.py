"""Noting where a risk went that an assessment or an opinion showed: the risk point begun in the register."""

from __future__ import annotations

from django.db import transaction

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.actions.base import in_post, put_back, take_in_hand, tell_ledger, words
from gongkai.consultations.models import Beside, Document, Opinion, RiskClue
from gongkai.consultations.queries import clues as reads
from gongkai.core import clock, ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

NOTED = ledger.verb("consultations.document.to_risk", N_("{actor} began risk point {code} from {title}"))
LONGEST_NOTE = 2000


def note_risk_point(
    *,
    document_id: int,
    actor: StaffActor,
    code: str,
    note: str,
    beside_id: int | None = None,
    opinion_id: int | None = None,
) -> RiskClue:
    """Notes the risk point's code beside the assessment or the opinion; part of the deed that begins it there.

    Raises ``NotAllowed`` for whoever handles neither, ``Invalid`` naming the field, ``Refusal`` for what shows no risk
    and for what was passed on before.
    """
    with transaction.atomic():
        found = take_in_hand(document_id, actor, None)
        access.may_pass_on_risks(actor, found).require()
        why = words(note, "note", LONGEST_NOTE, needed=True)
        source = _source(found, beside_id, opinion_id)
        insist_new(source)
        made = RiskClue.objects.create(
            document=found,
            beside=source if isinstance(source, Beside) else None,
            opinion=source if isinstance(source, Opinion) else None,
            code=code,
            note=why,
            by_id=actor.person_id,
            at=clock.now(),
        )
        put_back(found)
        data = {"code": code, "clue": reads.number_of(found, source)}
        tell_ledger(NOTED, found, in_post(actor, found, (DRAFTER, PUBLISHER)), data=data, reason=why)
    return made


def insist_new(source: Beside | Opinion) -> None:
    """Raises ``Refusal`` for what shows no risk, and for what was passed on before."""
    why_not = reads.why_not(source)
    if why_not is not None:
        raise Refusal(why_not)
    before = reads.clue_of(source)
    if before is not None:
        raise Refusal(say("This was passed on before, as {number}.", number=before.code))


def _source(found: Document, beside_id: int | None, opinion_id: int | None) -> Beside | Opinion:
    source = reads.beside(found, beside_id) if beside_id else reads.opinion(found, opinion_id or 0)
    if source is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    return source

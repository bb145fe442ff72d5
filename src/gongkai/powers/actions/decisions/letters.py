"""Issuing the notice to the party: with reasons before a decision (说理式告知书), or one-time (一次性告知书)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger, letters
from gongkai.core.models import Letter, LetterService
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.powers import decisions as rules
from gongkai.domain.powers.decision_course import HANDLER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access, identity
from gongkai.powers.actions.decisions.base import in_post, put_back, take_in_hand, tell_ledger
from gongkai.powers.queries import decision_letters
from gongkai.powers.queries.decisions import faults, subject_of

RECEIPT = ledger.verb(
    "powers.decision.receipt", N_("{actor} noted how letter {letter_number} of {number} was served")
)
ISSUED = ledger.verb(
    "powers.decision.notice_issued", N_("{actor} issued “{letter}” {letter_number} on {number}")
)


def issue_notice(
    *, decision_id: int, actor: StaffActor, expected_revision: int | None, materials: str = ""
) -> Letter:
    """Issues the notice the kind asks for, numbered and frozen as it reads today.

    ``materials``: of a licence, everything that has to be supplied. Raises ``Refusal`` while the case is not complete.
    """
    if len(materials) > decision_letters.LONGEST_MATERIALS:
        most = decision_letters.LONGEST_MATERIALS
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=most), field="materials"
        )
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, expected_revision)
        decision_access.may_write(actor, found).require()
        kind = rules.kinds()[found.kind]
        if kind.notice == "once_notice" and not materials.strip():
            raise Invalid(
                say("Write everything that has to be supplied: it is said once."), field="materials"
            )
        if kind.notice != "once_notice" and faults(found):
            raise Refusal(say("Facts, outcome or amount are missing. The list of faults names them."))
        doing = in_post(actor, found, (HANDLER,))
        letter = letters.issue(
            subject=subject_of(found),
            agency=found.agency,
            kind=kind.notice,
            values=decision_letters.values(found, materials),
            on=clock.today(),
            actor=doing,
            addressee=identity.read(found.number, found.party_sealed).name,
        )
        put_back(found)
        tell_ledger(ISSUED, found, doing, data=letters.told_of(letter))
    return letter


def note_receipt(
    *,
    decision_id: int,
    actor: StaffActor,
    letter_id: int,
    way: str,
    served_on: date,
    evidence: str,
    recipient: str,
    tracking_number: str = "",
) -> LetterService:
    """Notes the receipt (送达回证) of a letter of the case: how, when, who took it, what proves it.

    Raises ``NotAllowed`` without the post, ``Refusal`` where there is one already, ``Invalid`` naming the field.
    """
    with transaction.atomic():
        found = take_in_hand(decision_id, actor, None)
        decision_access.may_note_receipt(actor, found).require()
        letter = decision_letters.letter_of(found, letter_id)
        if letter is None:
            raise Refusal(say("There is no such letter in this case."))
        if letters.service_of(letter) is not None:
            raise Refusal(say("How this letter was served is noted already."))
        doing = in_post(actor, found, (HANDLER,))
        service = letters.record_service(
            letter=letter,
            way=way,
            served_on=served_on,
            evidence=evidence,
            tracking_number=tracking_number,
            recipient=recipient,
            actor=doing,
        )
        data = {**letters.told_of(letter), "way": way, "on": served_on.isoformat()}
        tell_ledger(RECEIPT, found, doing, data=data)
    return service

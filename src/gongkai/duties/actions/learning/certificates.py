"""Issuing certificates (合格证) to whoever passed: numbers without a gap in the year."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Refusal
from gongkai.domain.duties import learning
from gongkai.domain.duties.examining import PUBLIC
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.base import in_hand
from gongkai.duties.actions.learning.base import tell, training
from gongkai.duties.models import Certificate, Examination
from gongkai.duties.queries.learning import examinations
from gongkai.people.actor import StaffActor

ISSUED = ledger.verb(
    "duties.examination.issued", N_("{actor} issued {count} certificates of examination {number}")
)


def issue_certificates(*, examination_id: int, actor: StaffActor) -> int:
    """Issues one to everybody who passed and has none of this examination yet; gives how many.

    Raises ``NotAllowed`` without the post, ``Refusal`` before the results are confirmed.
    """
    with transaction.atomic():
        exam = in_hand(Examination, examination_id, access.examinations_seen(actor), None)
        access.may_train(actor, exam.agency_id).require()
        if exam.state not in PUBLIC:
            raise Refusal(say("Certificates are issued once the results are confirmed."))
        passed = examinations.enrolled(exam).filter(passed=True).order_by("learner__staff_number")
        have = set(exam.certificates.values_list("learner_id", flat=True))
        new = [pk for pk in dict.fromkeys(passed.values_list("learner_id", flat=True)) if pk not in have]
        if not new:
            return 0
        subject, today, code = learning.row("subject", exam.subject), clock.today(), exam.agency.code
        assert subject is not None
        last = numbering.next_in(f"duties.certificate.{code}.{today.year}", len(new))
        Certificate.objects.bulk_create(
            (
                Certificate(
                    agency=exam.agency,
                    number=f"{code.upper()}-HGZ-{today.year}-{serial:04d}",
                    learner_id=pk,
                    examination=exam,
                    subject=exam.subject,
                    issued_on=today,
                    valid_until=learning.valid_until(today, subject["years"]),
                    issued_by_id=actor.person_id,
                )
                for serial, pk in enumerate(new, last - len(new) + 1)
            ),
            batch_size=500,
        )
        data = {"count": len(new)}
        tell(ISSUED, exam, exam.number, training(actor, exam.agency_id), data)
    return len(new)

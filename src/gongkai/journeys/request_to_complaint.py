"""A request that is a complaint goes on as a matter of the complaints desk (政府信息公开条例第三十九条).

Two rooms write, in one transaction: a matter begins among the complaints with what was asked and how to reach the
applicant, and the request keeps its number. The applicant follows it with the code known already. The request itself
is answered on its own way: that it is a complaint, and where it goes on.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.complaints import actions as complaints
from gongkai.complaints.actions import Report, Submitted
from gongkai.complaints.identity import Contact
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import actions as requests
from gongkai.requests import secret
from gongkai.requests.queries import records
from gongkai.requests.queries.transfers import contact_of, passed_on_to

#: What the complaints desk's own register is called beside the number.
SYSTEM = N_("Complaints desk of the agency")


def pass_on(
    *, request_id: int, actor: StaffActor, expected_version: int | None, kind: str, reason: str
) -> Submitted:
    """Begins the matter. Raises ``Refusal`` when it went there before, ``NotAllowed`` without the post."""
    with transaction.atomic():
        ledger.take_turn()
        request = records.request_for_staff(actor, request_id)
        if request is None:
            raise NotAllowed(say("There is no such request, or your posts do not show it to you."))
        before = passed_on_to(request)
        if before:
            raise Refusal(say("It was passed on before, as {number}.", number=before))
        identity = contact_of(request)
        begun = complaints.submit(
            agency_id=request.agency_id,
            actor=None,
            report=Report(
                title=request.subject,
                text=request.description or request.subject,
                contact=Contact(identity.addressee, identity.telephone, identity.email, identity.address),
                kind=kind,
                channel="transfer",
            ),
            token=f"request-{request.pk}",
            code=secret.code_of(request.token) if request.token else "",
        )
        requests.note_transfer(
            request_id=request.pk,
            actor=actor,
            expected_version=expected_version,
            number=begun.matter.number,
            system=SYSTEM,
            reason=reason,
        )
        complaints.note_origin(matter=begun.matter, number=request.number, actor=actor)
    return begun

"""A matter that asks for information goes on as a request (政府信息公开条例第三十九条；国办发〔2020〕53号).

Two rooms write, in one transaction: the request begins with what was asked and how to reach the reporter, and the
matter ends as converted, under both numbers. What the law asks of an applicant besides (Article 29) is asked for by
the request desk; the reporter follows the request with the code known already.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.complaints import actions as complaints
from gongkai.complaints import secret
from gongkai.complaints.actions import Given
from gongkai.complaints.queries.links import matter_for_journey
from gongkai.core import ledger
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.requests import actions as requests
from gongkai.requests.actions import Application
from gongkai.requests.actions.intake import Submitted
from gongkai.requests.identity import Identity

#: Ways in that were online; every other one was spoken or written down by the staff.
ONLINE = ("web", "email", "open311")


def convert(
    *, matter_id: int, actor: StaffActor, expected_version: int | None, description: str = ""
) -> Submitted:
    """Begins the request and ends the matter. ``description``: what is asked, in the desk's words; empty: as reported.

    Raises what the move ``convert`` raises: ``NotAllowed`` without the post, ``Refusal`` from where it cannot be made.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = matter_for_journey(matter_id, actor)
        if found is None:
            raise NotAllowed(say("There is no such matter, or your posts do not show it to you."))
        matter, contact = found
        if matter.kind == "report":
            raise Refusal(say("A report of a wrong is handled here; it is no request for information."))
        online = matter.channel in ONLINE
        begun = requests.submit(
            agency_id=matter.agency_id,
            actor=actor,
            passed_on=True,
            application=Application(
                subject=matter.title,
                description=description.strip() or matter.text,
                identity=Identity(
                    name=contact.name,
                    telephone=contact.telephone,
                    email=contact.email,
                    address=contact.address,
                ),
                channel="online" if online else "oral",
                written_by_staff=not online,
                from_complaint=matter.number,
                from_system=matter.agency.short_name,
            ),
            token=f"matter-{matter.pk}-{matter.round}",
            code=secret.code_of(matter.token) if matter.token else "",
        )
        complaints.move(
            matter_id=matter.pk,
            key="convert",
            actor=actor,
            expected_version=expected_version,
            given=Given(link=begun.request.number),
        )
    return begun

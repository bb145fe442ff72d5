"""What somebody complains about may lie at a site under inspection: a matter's clue goes to a campaign (专项治理线索).

Two rooms write, in one transaction: the campaign keeps the clue with the matter's number and, where it is known, the
site; the matter notes the campaign's number. The matter itself goes on; nothing of the reporter goes to the campaign.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.campaigns.actions import clues
from gongkai.campaigns.models import Clue
from gongkai.campaigns.queries import campaigns
from gongkai.complaints import actions as complaints
from gongkai.complaints.queries.links import links_of, matter_for_journey
from gongkai.core import ledger
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

CLUE = "campaign"


def pass_on(
    *, matter_id: int, actor: StaffActor, campaign_id: int, site_id: int | None, text: str, note: str
) -> Clue:
    """Hands the clue to a running campaign and notes both numbers.

    ``text``: what the inspectors read; ``note``: why it is passed on, kept with the matter. Raises ``NotAllowed`` for
    whoever does not handle the matter, ``Refusal`` for a report against somebody and for a clue passed on before,
    ``Invalid`` naming the field.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = matter_for_journey(matter_id, actor)
        if found is None:
            raise NotAllowed(say("There is no such matter, or your posts do not show it to you."))
        matter, contact = found
        if matter.against_person_id or matter.against_unit_id:
            raise Refusal(
                say("A report against somebody is handled there; nothing of it goes to a campaign.")
            )
        before = next((link for link in links_of(matter) if link.kind == CLUE), None)
        if before is not None:
            raise Refusal(say("This clue was passed on before, as {number}.", number=before.number))
        if any(known and known in text for known in (contact.name, contact.telephone, contact.email)):
            raise Invalid(say("Leave out who reported it: inspectors of the unit read this."), field="text")
        campaign = campaigns.running(matter.agency_id).filter(pk=campaign_id).first()
        if campaign is None:
            raise Invalid(say("Choose a campaign that is running."), field="campaign")
        made = clues.take_clue(
            campaign=campaign, number=matter.number, text=text, actor=actor, site_id=site_id
        )
        complaints.link(
            matter_id=matter.pk,
            actor=actor,
            kind=CLUE,
            number=campaign.number,
            note=note,
            system=matter.agency.short_name,
        )
    return made

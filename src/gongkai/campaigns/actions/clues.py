"""Clues (线索) from and to other rooms: a complaint about a site under inspection; what an inspection found not met."""

from __future__ import annotations

from django.db import transaction

from gongkai.campaigns.actions.base import in_post, tell_ledger, words
from gongkai.campaigns.models import Campaign, Clue, Inspection, Site
from gongkai.campaigns.queries.subjects import CAMPAIGN
from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import privacy
from gongkai.domain.campaigns.course import INSPECTOR, PUBLISHER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

TAKEN = ledger.verb("campaigns.campaign.clue", N_("{actor} passed the clue {clue} to campaign {number}"))

CASE = ledger.verb(
    "campaigns.inspection.case", N_("{actor} passed what {number} found on as the penalty case {case}")
)


def take_clue(
    *, campaign: Campaign, number: str, text: str, actor: StaffActor, site_id: int | None = None
) -> Clue:
    """Keeps a clue with a running campaign; part of the deed that passes it on, which asks for the post.

    Raises ``Invalid`` for words that name a person, ``Refusal`` where the campaign does not run or has it already.
    """
    plain = words(text, "text", 1000, needed=True)
    if privacy.findings(plain):
        raise Invalid(say("Leave out whatever is personal: inspectors of the unit read it."), field="text")
    with transaction.atomic():
        ledger.take_turn()
        if campaign.state != "running":
            raise Refusal(say("This campaign is not running: nothing is inspected in it now."))
        site = None
        if site_id is not None:
            site = Site.objects.filter(
                pk=site_id, listed__in=campaign.listed.filter(taken_out_at__isnull=True)
            ).first()
            if site is None:
                raise Invalid(say("Choose a site of the campaign."), field="site")
        if Clue.objects.filter(campaign=campaign, number=number).exists():
            raise Refusal(say("This clue was passed on before, as {number}.", number=campaign.number))
        made = Clue.objects.create(
            campaign=campaign,
            number=number,
            words=plain,
            site=site,
            added_by_id=actor.person_id,
            added_at=clock.now(),
        )
        ledger.record(
            TAKEN,
            subject=(CAMPAIGN, campaign.pk),
            actor=actor,
            data={"number": campaign.number, "clue": number, "site": site.code if site else ""},
        )
    return made


def note_case(*, inspection: Inspection, case_id: int, number: str, actor: StaffActor) -> None:
    """Notes in the record's ledger which penalty case came of it; part of the deed that files the case."""
    doing = in_post(actor, inspection.agency_id, (INSPECTOR, PUBLISHER), inspection.unit_id)
    tell_ledger(CASE, inspection, doing, data={"case": number, "case_id": case_id})

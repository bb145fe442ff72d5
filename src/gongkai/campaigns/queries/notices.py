"""Letters to the parties of the sites: which went out, which were acknowledged, which are late."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.campaigns import access, contacts
from gongkai.campaigns.models import Campaign, Notice, SiteParty
from gongkai.core import clock
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Tally:
    """How many parties there are, were written to, acknowledged, and are late."""

    parties: int
    sent: int
    acknowledged: int
    late: int


def of(campaign: Campaign) -> QuerySet[Notice]:
    """The letters of a campaign, by site."""
    rows = campaign.notices.select_related("letter", "party__site__unit")
    return rows.order_by("party__site__code", "id")


def notice(actor: StaffActor, pk: int) -> Notice | None:
    """One letter of a campaign the actor sees."""
    rows = Notice.objects.filter(campaign__agency_id__in=access.agencies_seen(actor), pk=pk)
    return rows.select_related("letter", "campaign__agency", "party__site__agency").first()


def to_write_to(campaign: Campaign) -> QuerySet[SiteParty]:
    """The parties of its sites that have no letter of this campaign yet."""
    rows = SiteParty.objects.filter(
        site__listed__campaign=campaign, site__listed__taken_out_at__isnull=True, until__isnull=True
    )
    return rows.exclude(notices__campaign=campaign).select_related("site").order_by("site__code", "id")


def tally(campaign: Campaign) -> Tally:
    """The figures of a campaign's letters."""
    rows = list(campaign.notices.only("campaign", "acknowledged_at", "acknowledge_by", "reminders"))
    done = sum(each.acknowledged_at is not None for each in rows)
    late = sum(is_late(each) for each in rows)
    return Tally(len(rows) + to_write_to(campaign).count(), len(rows), done, late)


def is_late(found: Notice) -> bool:
    """Whether nobody acknowledged it in time. A reminder gives a new day, and leaves it as late as it was."""
    return found.acknowledged_at is None and (found.reminders > 0 or clock.today() > found.acknowledge_by)


def overdue() -> QuerySet[Notice]:
    """The letters of running campaigns nobody acknowledged in time, reminded of or not."""
    missed = Q(reminders__gt=0) | Q(acknowledge_by__lt=clock.today())
    return Notice.objects.filter(missed, acknowledged_at__isnull=True, campaign__state="running")


def late() -> QuerySet[Notice]:
    """The letters to be reminded of: their day, or that of the last reminder, is over."""
    rows = Notice.objects.filter(
        acknowledged_at__isnull=True, acknowledge_by__lt=clock.today(), campaign__state="running"
    )
    return rows.select_related("campaign__agency", "party__site", "letter").order_by("id")


def by_reference(reference: str) -> Notice | None:
    """The letter that goes by this reference."""
    return (
        Notice.objects.select_related("campaign__agency", "party__site", "letter")
        .filter(reference=reference)
        .first()
    )


def who_acknowledged(found: Notice) -> tuple[str, str]:
    """Name and function of who acknowledged it; empty before."""
    if not found.acknowledged_by:
        return "", ""
    said = json.loads(contacts.read_words(f"notice.{found.pk}", found.acknowledged_by))
    return said["name"], said["function"]

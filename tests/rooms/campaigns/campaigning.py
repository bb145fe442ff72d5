"""Campaigns for tests: one that runs, a site in it, its letters, and records on their way to the public page."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

from PIL import Image

from cast import Cast
from gongkai.campaigns.actions import inspecting, letters, moving, preparing, sites, writing
from gongkai.campaigns.actions.inspecting import InspectionInput, Snap
from gongkai.campaigns.actions.sites import PartyInput, SiteInput
from gongkai.campaigns.actions.writing import CampaignInput
from gongkai.campaigns.contacts import Contact
from gongkai.campaigns.models import Campaign, Inspection, Listed, Notice, Site
from gongkai.core import clock
from gongkai.domain.campaigns import checklists

ITEMS = ("papers", "fence", "paving", "washing", "covering", "sweeping")


def said(cast: Cast, **changes: Any) -> CampaignInput:
    """What a complete campaign says."""
    given: dict[str, Any] = {
        "title": "渣土车辆运输专项治理",
        "unit_id": cast.units["office"].pk,
        "checklist": "six_in_place",
        "begins_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=60),
        "aim": "减少带泥上路和沿途撒漏。",
        "basis": "示例市建筑垃圾管理办法第十二条。",
        **changes,
    }
    return CampaignInput(**given)


def drafted(cast: Cast, **changes: Any) -> Campaign:
    """A draft of the organiser's."""
    given = said(cast, **changes)
    return writing.draft_campaign(actor=cast.organiser, agency_id=cast.agency.pk, given=given)


def site_said(
    cast: Cast, name: str = "示例新区安置房二期工地", unit: str = "waste", **changes: Any
) -> SiteInput:
    """What is known of a site with a builder and a contractor."""
    given: dict[str, Any] = {
        "name": name,
        "address": "示例新区文化路与学院路交叉口",
        "unit_id": cast.units[unit].pk,
        "works": "土方开挖",
        "permit": "示渣准字2026-12",
        "lat": 33.85,
        "lon": 115.78,
        "parties": {
            "builder": PartyInput(
                "示例建设开发有限公司", Contact("示例甲", "0558-5550001", "builder@example.cn")
            ),
            "contractor": PartyInput("示例建筑工程有限公司", Contact("示例乙", "0558-5550002")),
        },
        **changes,
    }
    return SiteInput(**given)


def site(cast: Cast, name: str = "示例新区安置房二期工地", unit: str = "waste", **changes: Any) -> Site:
    """A site of the unit."""
    given = site_said(cast, name, unit, **changes)
    return sites.add_site(actor=cast.organiser, agency_id=cast.agency.pk, given=given)


def moved(campaign: Campaign, key: str, actor: Any, reason: str = "") -> Campaign:
    """The campaign after the move."""
    seen = Campaign.objects.get(pk=campaign.pk).revision
    return moving.move_campaign(
        campaign_id=campaign.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def running(cast: Cast, *places: Site, **changes: Any) -> Campaign:
    """An announced campaign with the sites in it (one, where none is given)."""
    made = drafted(cast, **changes)
    chosen = places or (site(cast),)
    sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[each.pk for each in chosen])
    moved(made, "submit", cast.organiser)
    return moved(made, "announce", cast.campaign_publisher)


def listed(campaign: Campaign) -> Listed:
    """The campaign's first site."""
    return Listed.objects.select_related("site").filter(campaign=campaign).order_by("pk")[0]


def picture(colour: str = "grey") -> io.BytesIO:
    """A photo as a phone would send it."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    out.seek(0)
    return out


def found(cast: Cast, *unmet: str, **changes: Any) -> InspectionInput:
    """A filled-in check-list; what is ``unmet`` has its note and photo."""
    answers = {key: ("unmet", "出口有带泥") if key in unmet else ("met", "") for key in ITEMS}
    given: dict[str, Any] = {
        "device_key": uuid.uuid4(),
        "second_id": cast.person("second_inspector").pk,
        "made_at": clock.now(),
        "answers": answers,
        "photos": [Snap(key, picture()) for key in unmet],
        "present": "现场负责人示例丙",
        "lat": 33.8501,
        "lon": 115.7801,
        "accuracy": 12.0,
        **changes,
    }
    return InspectionInput(**given)


def recorded(cast: Cast, campaign: Campaign, *unmet: str, **changes: Any) -> Inspection:
    """A record of the inspector's at the campaign's first site."""
    return inspecting.record_inspection(
        listed_id=listed(campaign).pk, actor=cast.inspector, given=found(cast, *unmet, **changes)
    )


def record_moved(record: Inspection, key: str, actor: Any, reason: str = "") -> Inspection:
    """The record after the move."""
    seen = Inspection.objects.get(pk=record.pk).revision
    return moving.move_inspection(
        inspection_id=record.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def published(cast: Cast, campaign: Campaign, *unmet: str, **changes: Any) -> Inspection:
    """A record on the public page, its photos veiled."""
    made = recorded(cast, campaign, *unmet, **changes)
    for photo in made.photos.all():
        preparing.veil_photo(photo_id=photo.pk, actor=cast.campaign_publisher, boxes=[])
    return record_moved(made, "publish", cast.campaign_publisher)


def written_to(cast: Cast, campaign: Campaign) -> list[Notice]:
    """The letters of the campaign, to every party of its sites."""
    return letters.send_letters(campaign_id=campaign.pk, actor=cast.organiser)


def code_in(notice: Notice) -> str:
    """The code as it stands in the letter."""
    from gongkai.core import letters as house

    assert notice.letter is not None
    text = "\n".join(house.content_of(notice.letter).paragraphs)
    return text.partition("回执码")[2].partition("；")[0]


def numbers(table: str) -> dict[str, Any]:
    """The house's numbers."""
    return checklists.house(table)

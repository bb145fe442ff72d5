"""Lets the demonstration's organiser, inspectors and publisher act: each deed by the right person on its day."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from gongkai.campaigns.actions import inspecting, letters, moving, preparing, sites, writing
from gongkai.campaigns.actions.inspecting import InspectionInput, Snap
from gongkai.campaigns.actions.sites import PartyInput, SiteInput
from gongkai.campaigns.actions.writing import CampaignInput
from gongkai.campaigns.models import Campaign, Inspection, Listed, Notice, Site
from gongkai.core import clock, places
from gongkai.core import letters as house
from gongkai.demo import campaign_texts as texts
from gongkai.demo import complaining, street_pictures
from gongkai.demo.campaign_texts import Place
from gongkai.demo.stage import Stage, at
from gongkai.people.models import Agency

ORGANISER, PUBLISHER = "office", "leader"
#: Keys that devices gave their records; the same for the same record of the play.
_DEVICES = UUID("6f2d8c1e-2012-4a6e-9d57-5a1e0c9b7d10")


class CampaignStage:
    """A play about campaigns; posts and units are the stage's."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.agency = Agency.objects.get(code="cgj")
        self.organiser, self.publisher = stage.actor(ORGANISER), stage.actor(PUBLISHER)

    def site(self, place: Place, number: int, permit: str, ended_on: date | None = None) -> Site:
        """A construction site with its firms, somewhere in the brigade's district."""
        return self._enter(
            place.name,
            f"brigade{place.brigade}",
            number,
            works=place.works,
            permit=permit,
            parties=texts.parties(place),
            ended_on=ended_on,
        )

    def advert(self, number: int) -> Site:
        """An installation with its owner."""
        name, unit, works, owner = texts.ADVERTS[number]
        return self._enter(name, unit, number, works=works, parties={"owner": texts.firm("owner", owner)})

    def _enter(
        self, name: str, unit: str, number: int, *, parties: Mapping[str, PartyInput], **more: Any
    ) -> Site:
        serial = int(unit[-1]) - 1 if unit.startswith("brigade") else number
        grids = places.areas("grid", complaining.DISTRICTS[serial % len(complaining.DISTRICTS)])
        middle = grids[number * 3 % len(grids)].label_point()
        given = SiteInput(
            name=name,
            address=f"{texts.STREETS[number % len(texts.STREETS)]}{number * 7 % 90 + 1}号",
            unit_id=self.stage.unit(unit),
            lat=round(middle.lat + (number % 5 - 2) * 0.0003, 5),
            lon=round(middle.lon + (number % 7 - 3) * 0.0003, 5),
            parties=parties,
            **more,
        )
        return sites.add_site(actor=self.organiser, agency_id=self.agency.pk, given=given)

    def draft(self, given: CampaignInput, chosen: Sequence[Site]) -> Campaign:
        """A draft with its sites."""
        made = writing.draft_campaign(actor=self.organiser, agency_id=self.agency.pk, given=given)
        self.put(made, chosen)
        return made

    def put(self, campaign: Campaign, chosen: Sequence[Site]) -> None:
        """Puts sites into the campaign."""
        keys = [each.pk for each in chosen]
        sites.put_sites(campaign_id=campaign.pk, actor=self.organiser, site_ids=keys)

    def announce(self, campaign: Campaign, day: date) -> None:
        """Submitted by the organiser, announced by the publisher."""
        for key, who, minutes in (("submit", self.organiser, 60), ("announce", self.publisher, 180)):
            with clock.travel_to(at(day, minutes)):
                moving.move_campaign(campaign_id=campaign.pk, key=key, actor=who, expected_revision=None)

    def write_to_all(self, campaign: Campaign, moment: datetime) -> list[Notice]:
        """A letter to every party that has none."""
        with clock.travel_to(moment):
            return letters.send_letters(campaign_id=campaign.pk, actor=self.organiser)

    def acknowledged(self, notice: Notice, moment: datetime) -> None:
        """The party types reference and code in."""
        assert notice.letter is not None
        text = "\n".join(house.content_of(notice.letter).paragraphs)
        code = text.partition("回执码")[2].partition("；")[0]
        with clock.travel_to(moment):
            letters.acknowledge(reference=notice.reference, code=code, name="示例甲", function="工地负责人")

    def received(self, notice: Notice, moment: datetime) -> None:
        """A receipt signed on paper is noted."""
        with clock.travel_to(moment):
            letters.note_receipt(
                notice_id=notice.pk,
                actor=self.organiser,
                way="direct",
                served_on=clock.today(),
                evidence="送达回证",
                recipient="示例乙",
            )

    def inspect(
        self, listed: Listed, moment: datetime, *unmet: str, sent_later: int = 0, **more: Any
    ) -> Inspection:
        """A record by the two inspectors of the brigade; ``sent_later``: days until the device had a net again."""
        unit = listed.site.unit.code
        first, second = self.stage.actor(f"{unit.replace('brigade', 'b')}-officer"), self._second(unit)
        answers = {key: ("unmet", texts.WRONG[key]) if key in unmet else ("met", "") for key in texts.ITEMS}
        given: dict[str, Any] = {
            "device_key": uuid5(_DEVICES, f"{listed.campaign_id} {listed.site.code} {moment.isoformat()}"),
            "second_id": second,
            "made_at": moment,
            "answers": answers,
            "photos": [Snap(key, io.BytesIO(street_pictures.of(key))) for key in unmet],
            "present": "示例丙",
            "lat": listed.site.lat,
            "lon": listed.site.lon,
            "accuracy": 15.0,
            **more,
        }
        with clock.travel_to(moment + timedelta(days=sent_later, minutes=12)):
            return inspecting.record_inspection(
                listed_id=listed.pk, actor=first, given=InspectionInput(**given)
            )

    def _second(self, unit: str) -> int:
        found = self.stage.who("head", unit).person_id
        assert found is not None
        return found

    def veil(self, record: Inspection, moment: datetime, *, keep_back: bool = False) -> None:
        """Looks at every photo: number plates are veiled."""
        with clock.travel_to(moment):
            for photo in record.photos.all():
                if keep_back:
                    preparing.keep_photo_back(photo_id=photo.pk, actor=self.publisher)
                    continue
                boxes = [street_pictures.PLATE] if photo.item in street_pictures.WITH_PLATE else []
                preparing.veil_photo(photo_id=photo.pk, actor=self.publisher, boxes=boxes)

    def move(self, record: Inspection, key: str, moment: datetime, reason: str = "") -> None:
        """One move of a record."""
        inspector = self.stage.actor(f"{record.unit.code.replace('brigade', 'b')}-officer")
        with clock.travel_to(moment):
            moving.move_inspection(
                inspection_id=record.pk,
                key=key,
                actor=inspector if key == "amend" else self.publisher,
                expected_revision=None,
                reason=reason,
            )

    def publish(self, record: Inspection, moment: datetime, *, keep_back: bool = False) -> None:
        """Photos looked at, then published."""
        self.veil(record, moment - timedelta(minutes=10), keep_back=keep_back)
        self.move(record, "publish", moment)

    def close(self, campaign: Campaign, day: date, results: str) -> None:
        """The organiser writes what came of it, the publisher closes it."""
        with clock.travel_to(at(day, 60)):
            writing.write_results(
                campaign_id=campaign.pk, actor=self.organiser, expected_revision=None, results=results
            )
        with clock.travel_to(at(day, 240)):
            moving.move_campaign(
                campaign_id=campaign.pk, key="close", actor=self.publisher, expected_revision=None
            )


def listed_of(campaign: Campaign) -> list[Listed]:
    """The sites of the campaign, in the order of their codes."""
    rows = campaign.listed.filter(taken_out_at__isnull=True).select_related("site__unit", "site__agency")
    return list(rows.order_by("site__code"))

"""Lets the demonstration's keepers of publicity and the leader act: each deed by the right person on its day."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.core import clock
from gongkai.demo import publicity_pictures as pictures
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions import publicity, publicity_moving, publicity_photos, publicity_places
from gongkai.duties.actions.publicity_places import BoardInput, PartnerInput
from gongkai.duties.models import Activity, Board, Partner
from gongkai.duties.publicity_input import ActivityInput
from gongkai.people.models import Agency

#: Who records for which unit; the leader publishes.
KEEPERS = {"law": "law-drafter", "office": "office-head"}
LEADER = "leader"


class PublicityStage:
    """A play about publicity; posts and units are the stage's."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.agency = Agency.objects.get(code="cgj")

    def board(self, name: str, kind: str, place: str, since: date, unit: str = "law") -> Board:
        """A standing board, entered on the day it was set up."""
        given = BoardInput(name, kind, place, self.stage.unit(unit), since)
        with clock.travel_to(at(since, 60)):
            return publicity_places.add_board(
                actor=self.stage.actor(KEEPERS[unit]), agency_id=self.agency.pk, given=given
            )

    def partner(self, name: str, kind: str, day: date, note: str = "") -> Partner:
        """Who helps."""
        with clock.travel_to(at(day, 50)):
            return publicity_places.add_partner(
                actor=self.stage.actor(KEEPERS["law"]),
                agency_id=self.agency.pk,
                given=PartnerInput(name, kind, note),
            )

    def record(
        self, day: date, *, unit: str = "law", photos: int = 1, veil: bool = True, **said: Any
    ) -> Activity:
        """Recorded the day after it took place, with its photos."""
        keeper, moment = self.stage.actor(KEEPERS[unit]), at(day + timedelta(days=1), 90)
        given = ActivityInput(unit_id=self.stage.unit(unit), begins_on=day, **said)
        with clock.travel_to(moment):
            made = publicity.record_activity(actor=keeper, agency_id=self.agency.pk, given=given)
            if photos:
                source = [io.BytesIO(pictures.of(given.kind)) for _ in range(photos)]
                kept = publicity_photos.add_photos(
                    activity_id=made.pk, actor=keeper, sources=source, caption="活动现场（示意图）"
                )
                for each in kept if veil else ():
                    publicity_photos.veil_photo(
                        photo_id=each.pk, actor=keeper, boxes=pictures.faces(given.kind)
                    )
        return made

    def move(self, found: Activity, key: str, moment: datetime, reason: str = "") -> Activity:
        """One move at one moment, by whom it belongs to."""
        by_leader = key in ("publish", "send_back", "withdraw")
        unit = next(code for code in KEEPERS if self.stage.unit(code) == found.unit_id)
        with clock.travel_to(moment):
            return publicity_moving.move_activity(
                activity_id=found.pk,
                key=key,
                actor=self.stage.actor(LEADER if by_leader else KEEPERS[unit]),
                expected_revision=Activity.objects.values_list("revision", flat=True).get(pk=found.pk),
                reason=reason,
            )

    def publish(self, day: date, **said: Any) -> Activity:
        """Recorded, submitted and published within three days."""
        made = self.record(day, **said)
        self.move(made, "submit", at(day + timedelta(days=1), 120))
        return self.move(made, "publish", at(day + timedelta(days=3), 60))

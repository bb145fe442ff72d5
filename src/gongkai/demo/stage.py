"""Lets the demonstration's people act: a document on its way, each step by the right person at a believable hour."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gongkai.core import clock
from gongkai.demo import bureau, cast, content
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.publishing import actions
from gongkai.publishing.actions.drafting import DraftInput
from gongkai.publishing.actions.moving import Given
from gongkai.publishing.models import Channel, Document

#: The usual way, with the minutes after the beginning at which each step is done.
WAY = (
    ("submit", "drafter", 20),
    ("section_agree", "head", 95),
    ("secrecy_open", "secrecy", 170),
    ("approve", "leader", 290),
    ("publish", "office", 355),
)


def at(day: date, minutes: int = 0) -> datetime:
    """The moment so many minutes after nine o'clock of the day."""
    return timezone.make_aware(datetime.combine(day, time(9))) + timedelta(minutes=minutes)


@dataclass
class Stage:
    """What all scenes share: the dice, the units and actors looked up once."""

    rng: random.Random
    serials: dict[tuple[str, int], int] = field(default_factory=dict)
    _actors: dict[str, StaffActor] = field(default_factory=dict)
    _units: dict[str, int] = field(default_factory=dict)
    _channels: dict[str, int] = field(default_factory=dict)

    def actor(self, username: str) -> StaffActor:
        """An account's actor; posts do not change during the play."""
        if username not in self._actors:
            self._actors[username] = bureau.actor(username)
        return self._actors[username]

    def unit(self, code: str) -> int:
        """A unit's number."""
        if not self._units:
            self._units = dict(Unit.objects.filter(agency__code="cgj").values_list("code", "pk"))
        return self._units[code]

    def channel(self, kind: str) -> int:
        """A channel's number."""
        if not self._channels:
            self._channels = dict(Channel.objects.filter(agency__code="cgj").values_list("kind", "pk"))
        return self._channels[kind]

    def who(self, role: str, unit: str) -> StaffActor:
        """Who plays the part for a unit's document."""
        drafter, head = cast.DRAFTERS[unit]
        return self.actor({"drafter": drafter, "head": head}.get(role, role))

    def serial(self, key: str, year: int) -> int:
        """The next number of a series in a year."""
        self.serials[key, year] = self.serials.get((key, year), 0) + 1
        return self.serials[key, year]

    def start(self, key: str, day: date, **changes: Any) -> Document:
        """Begins a document of a series on a day."""
        series = content.BY_KEY[key]
        serial = self.serial(key, day.year)
        values: dict[str, Any] = {
            "title": content.title_of(series, day, serial),
            "document_number": series.number.format(y=day.year, n=serial),
            "body": series.body(self.rng, day),
            "date_made": day,
            "keywords": series.keywords,
            "summary": series.summary,
            "catalogue": list(series.rows),
            "topics": list(series.topics),
            "openness": "active",
        }
        values.update(changes)
        unit = str(values.pop("unit", series.unit))
        with clock.travel_to(at(day)):
            return actions.start_document(
                actor=self.who("drafter", unit),
                unit_id=self.unit(unit),
                content=DraftInput(**values),
                year=day.year,
            )

    def go(self, document: Document, key: str, role: str, when: datetime, **given: Any) -> Document:
        """One move at one moment."""
        unit = document.unit.code
        with clock.travel_to(when):
            return actions.move(
                document_id=document.pk,
                key=key,
                actor=self.who(role, unit),
                expected_version=Document.objects.values_list("version", flat=True).get(pk=document.pk),
                given=Given(**given),
            )

    def bring_to(self, document: Document, state: str, day: date) -> Document:
        """Walks the usual way from where the document stands until ``state``."""
        for key, role, minutes in WAY:
            if document.state == state:
                break
            document = self.go(document, key, role, at(day, minutes))
        return document

    def publish(self, key: str, day: date, *, channels: tuple[str, ...] = (), **changes: Any) -> Document:
        """A document of a series, published on the day it was begun, and released on further channels."""
        document = self.bring_to(self.start(key, day, **changes), "published", day)
        for number, kind in enumerate(channels):
            self.release(document, kind, at(day, 380 + 5 * number))
        return document

    def release(self, document: Document, kind: str, moment: datetime) -> None:
        """Records a release by the office."""
        with clock.travel_to(moment):
            actions.record_release(
                document_id=document.pk,
                actor=self.actor("office"),
                channel_id=self.channel(kind),
                released_on=clock.today(),
                url=""
                if kind not in ("disclosure_site", "superior_site")
                else f"https://example.org/{document.slug}",
            )

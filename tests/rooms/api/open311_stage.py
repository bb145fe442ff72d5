"""A program that speaks Open311 in both forms, and matters it can ask for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from lxml import etree

import cast as people
from gongkai.complaints import actions
from gongkai.complaints.actions import Report
from gongkai.complaints.models import Matter, MatterFile, PublicMatter, PublicUpdate
from gongkai.core import api_keys, clock, ledger, sealed

NOW = timezone.make_aware(datetime(2026, 11, 25, 9, 0))
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
LISTS = {
    *("services", "service_requests", "service_request_updates", "errors", "attributes", "values"),
    *("endpoints", "formats", "media_urls"),
}
#: Street lamps: two questions, none of which must be answered.
LAMP = "C01-10"
#: Covers without an owner: one question that must be answered.
COVER = "C01-09"
#: A point in the demonstration city.
LAT, LONG = "33.3012", "116.7503"


def plain(element: Any) -> Any:
    """XML as JSON would say it by the Spark convention; every value is text, an empty one is nothing."""
    if element.tag in LISTS:
        return [plain(child) for child in element]
    if len(element) == 0:
        return element.text
    tags = [child.tag for child in element]
    assert len(tags) == len(set(tags)), element.tag
    return {child.tag: plain(child) for child in element}


class Answer:
    """An answer, looked at as every answer must be: its form, its declaration, no namespace, readable."""

    def __init__(self, response: Any, form: str) -> None:
        self.response, self.status = response, response.status_code
        assert response["Content-Type"] == TYPES[form], response["Content-Type"]
        content = response.content
        if form == "json":
            self.said = json.loads(content)
            return
        assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        self.root = etree.fromstring(content)
        assert not any(element.nsmap or element.attrib for element in self.root.iter())
        self.said = plain(self.root)

    def errors(self, status: int) -> list[str]:
        """The sentences of a refusal; the first code is the status."""
        assert self.status == status, self.said
        assert str(status) in {str(error["code"]) for error in self.said}
        assert all(error["description"] for error in self.said)
        return [error["description"] for error in self.said]


class Program:
    """Calls the server as a program would."""

    def __init__(self, form: str = "json", key: str = "", prefix: str = "/open311/v2/en/") -> None:
        self.form, self.key, self.prefix = form, key, prefix
        self.client = Client()

    def get(self, path: str, **query: Any) -> Answer:
        return Answer(self.client.get(f"{self.prefix}{path}.{self.form}", query), self.form)

    def ask(self, path: str, **query: Any) -> Any:
        answer = self.get(path, **query)
        assert answer.status == 200, answer.said
        return answer.said

    def send(self, fields: dict[str, Any], path: str = "requests", **more: Any) -> Answer:
        """A form; with files in it as ``multipart/form-data``."""
        given = {"api_key": self.key, **fields}
        url = f"{self.prefix}{path}.{self.form}"
        if any(hasattr(value, "read") for value in given.values()) or more.pop("multipart", False):
            return Answer(self.client.post(url, given, **more), self.form)
        from urllib.parse import urlencode

        body = urlencode(given, doseq=True)
        return Answer(
            self.client.post(url, body, content_type="application/x-www-form-urlencoded", **more), self.form
        )

    def report(self, **changes: Any) -> str:
        """A report that is taken; its number."""
        answer = self.send({**good(), **changes})
        assert answer.status == 200, answer.said
        identity: str = answer.said[0]["service_request_id"]
        return identity


def good(**changes: Any) -> dict[str, Any]:
    """A report in order."""
    return {"service_code": LAMP, "lat": LAT, "long": LONG, "description": "路灯不亮，已经三天了", **changes}


@dataclass(frozen=True)
class Office:
    """A bureau, and a key to report to it with."""

    cast: people.Cast
    key: str


def build() -> Office:
    """The bureau on a Wednesday morning."""
    with clock.travel_to(NOW):
        cast = people.make_cast()
        return Office(cast, key_for(cast, "随手拍"))


def key_for(cast: people.Cast, name: str = "别的程序") -> str:
    return api_keys.create(name=name, actor=ledger.System(), agency=cast.agency.code)[1]


def matter(cast: people.Cast, days_ago: float = 0, **changes: Any) -> PublicMatter:
    """A public matter that came in some days ago; ``changes`` are of its projection."""
    came = clock.now() - timedelta(days=days_ago)
    category = changes.pop("category", LAMP)
    report = Report(
        title="路灯不亮", text="路灯不亮", category=category, received_at=came, lat=33.3012, lon=116.7503
    )
    taken = actions.submit(agency_id=cast.agency.pk, actor=None, report=report).matter
    PublicMatter.objects.filter(matter=taken).update(**{"updated_at": came, **changes})
    return PublicMatter.objects.get(matter=taken)


def many(cast: people.Cast, count: int) -> None:
    """A great many public matters, all of one moment, without going through the room."""
    now = clock.now()
    first = Matter.objects.count()
    rows = Matter.objects.bulk_create(
        Matter(
            agency=cast.agency,
            number=f"X-{first + number}",
            kind="complaint",
            channel="web",
            title="x",
            received_on=now.date(),
            received_at=now,
            created_at=now,
            updated_at=now,
        )
        for number in range(count)
    )
    public = PublicMatter.objects.bulk_create(
        PublicMatter(
            matter=row,
            public_id=f"x-{row.pk}",
            agency=cast.agency.code,
            agency_name=cast.agency.name,
            kind="complaint",
            category=LAMP,
            requested_at=now,
            updated_at=now,
        )
        for row in rows
    )
    PublicUpdate.objects.bulk_create(PublicUpdate(public=row, status="OPEN", at=now) for row in public)


def illustrated(cast: people.Cast, **changes: Any) -> PublicMatter:
    """A matter not released yet, with a photo that was veiled and chosen."""
    row = matter(cast, **changes)
    file = MatterFile.objects.create(
        matter=row.matter,
        kind=MatterFile.Kind.REPORTED,
        name="reported-1.jpg",
        key=sealed.keep(b"as it was sent"),
        veiled_key=sealed.keep(b"veiled"),
        content_type="image/jpeg",
        size=6,
        added_at=clock.now(),
    )
    PublicMatter.objects.filter(pk=row.pk).update(photos=[file.pk])
    row.refresh_from_db()
    return row

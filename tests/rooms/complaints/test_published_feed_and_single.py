"""Are published matters announced and followed as a feed, and read one by one, and nothing that is not public?"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import html5lib
import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import mattering
from cast import Cast, make_cast
from gongkai.complaints import actions, feeds
from gongkai.complaints.api import schemas
from gongkai.complaints.models import Matter, PublicMatter
from gongkai.core import clock
from rooms.complaints.conftest import NOW
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = {"zh-Hans": "/complaints/published/feed.atom", "en": "/en/complaints/published/feed.atom"}
WORDS = {"title": "东门外建筑垃圾", "text": "路边堆放建筑垃圾。", "answer": "已清运完毕 <并> 加强巡查。"}
MOMENT = timezone.make_aware(NOW)


@dataclass
class Shown:
    """Matters released one after the other, one without words, one only prepared, one hidden again, a report."""

    cast: Cast
    first: PublicMatter
    second: PublicMatter
    bare: PublicMatter
    prepared: PublicMatter
    hidden: PublicMatter
    report: Matter


def release(cast: Cast, matter: Matter, **words: str) -> PublicMatter:
    actions.prepare(matter_id=matter.pk, actor=cast.taker, **{**WORDS, **words})
    return actions.release(matter_id=matter.pk, actor=cast.chief)


def stage() -> Shown:
    with clock.travel_to(MOMENT):
        cast = make_cast()
        first = release(cast, mattering.closed(cast))
        bare = mattering.dispatched(cast).public
        prepared = mattering.closed(cast)
        actions.prepare(matter_id=prepared.pk, actor=cast.taker, **{**WORDS, "title": "只写好的一件"})
        hidden = release(cast, mattering.closed(cast), title="又撤下的一件")
        actions.hide(matter_id=hidden.matter_id, actor=cast.chief, reason="有误")
        report = mattering.entered(cast, kind="report", title="举报的一件")
    with clock.travel_to(MOMENT + timedelta(hours=1)):
        second = release(cast, mattering.closed(cast), title="后发布的一件")
    return Shown(cast, first, second, bare, prepared.public, hidden, report)


built = once_a_file(stage)


@pytest.fixture
def shown(built: Shown, db: None) -> Iterator[Shown]:
    with clock.travel_to(MOMENT + timedelta(hours=2)):
        yield on_stage(built)


def ask(url: str, status: int = 200, **headers: str) -> Any:
    response = Client().get(url, headers=headers)
    assert response.status_code == status, (url, response.content.decode())
    return response


def read(url: str) -> ET.Element:
    response = ask(url)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def entries(url: str) -> list[ET.Element]:
    return read(url).findall("a:entry", ATOM)


def titles(url: str) -> list[str | None]:
    return [each.findtext("a:title", namespaces=ATOM) for each in entries(url)]


@pytest.mark.parametrize("language", FEED)
def test_the_feed_holds_what_was_released_the_latest_first(shown: Shown, language: str) -> None:
    prefix = "" if language == "zh-Hans" else "/en"
    feed = read(FEED[language])
    assert titles(FEED[language]) == ["后发布的一件", WORDS["title"]]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-25T10:00:00+08:00"
    entry = entries(FEED[language])[1]
    summary = entry.find("a:summary", ATOM)
    assert summary is not None
    assert summary.get("type") == "html"
    paragraphs = html5lib.parseFragment(str(summary.text), namespaceHTMLElements=False)
    question, answer = ("".join(each.itertext()) for each in paragraphs)
    assert question == WORDS["text"]
    assert answer.endswith(WORDS["answer"]), "what was typed is text, not markup"
    assert entry.findtext("a:published", namespaces=ATOM) == "2026-11-25T09:00:00+08:00"
    link = entry.find("a:link", ATOM)
    assert link is not None
    address = f"{prefix}/complaints/published/{shown.first.public_id}/"
    assert link.get("href") == f"http://testserver{address}"
    ask(address)
    own = {each.get("rel"): each.get("href") for each in feed.findall("a:link", ATOM)}
    assert own["self"] == f"http://testserver{FEED[language]}"
    # What people wrote says that it is Chinese where the feed is not.
    lang = entry.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert lang == (None if language == "zh-Hans" else "zh-Hans")


def test_each_language_speaks_for_itself(shown: Shown) -> None:
    chinese, english = (read(address) for address in FEED.values())
    assert english.findtext("a:title", namespaces=ATOM) == "Published matters - 测试市城市管理局"
    terms = [each.get("term") for each in english.findall("a:entry/a:category", ATOM)]
    assert "complaint" in str(terms).lower()
    ids = [each.text for feed in (chinese, english) for each in feed.iter(f"{{{ATOM['a']}}}id")]
    assert len(set(ids)) == len(ids) == 6


def test_the_identifiers_do_not_hang_on_the_address(shown: Shown, settings: Any) -> None:
    def ids() -> list[str | None]:
        return [each.text for each in read(FEED["en"]).iter(f"{{{ATOM['a']}}}id")]

    before = ids()
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"
    assert ids() == before
    for link in read(FEED["en"]).iter(f"{{{ATOM['a']}}}link"):
        assert link.get("href", "").startswith("https://xxgk.example.gov.cn/en/complaints/published/")


@pytest.mark.parametrize("language", FEED)
def test_who_holds_the_feed_is_not_sent_it_again(shown: Shown, language: str) -> None:
    first = ask(FEED[language])
    etag = first["ETag"]
    with clock.travel_to(MOMENT + timedelta(days=3)):
        for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            unchanged = ask(FEED[language], 304, **{"If-None-Match": held})
            assert unchanged.content == b""
            assert unchanged["ETag"] == etag
        ask(FEED[language], **{"If-None-Match": '"other"'})
        assert Client().head(FEED[language])["ETag"] == etag
        # Taken from the lists: nothing in it is newer, and it is another feed all the same.
        actions.hide(matter_id=shown.second.matter_id, actor=shown.cast.chief, reason="有误")
        changed = ask(FEED[language], **{"If-None-Match": etag})
        assert changed["ETag"] != etag
        assert titles(FEED[language]) == [WORDS["title"]]


def test_an_empty_feed_is_valid_and_stays_the_same_for_a_day(shown: Shown) -> None:
    PublicMatter.objects.update(released_at=None)
    feed = read(FEED["zh-Hans"])
    assert feed.findall("a:entry", ATOM) == []
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-25T00:00:00+08:00"
    etag = ask(FEED["zh-Hans"])["ETag"]
    with clock.travel_to(MOMENT + timedelta(hours=9)):
        ask(FEED["zh-Hans"], 304, **{"If-None-Match": etag})


def test_the_feed_is_as_long_as_it_says_and_costs_the_same(shown: Shown) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(FEED["en"])
        return len(seen)

    ask(FEED["en"])
    few = cost()
    matters = mattering.entered(shown.cast), *(mattering.entered(shown.cast) for _ in range(feeds.LENGTH))
    for number, matter in enumerate(matters):
        moment = MOMENT + timedelta(hours=2, minutes=number)
        PublicMatter.objects.filter(matter=matter).update(
            title=f"第{number}件", text="甲", answer="乙", released_at=moment, updated_at=moment
        )
    assert cost() == few <= 3
    listed = titles(FEED["en"])
    assert len(listed) == feeds.LENGTH
    assert listed[0] == f"第{feeds.LENGTH}件"


def test_signs_no_feed_can_carry_do_not_break_it(shown: Shown) -> None:
    odd = "甲\x0b乙\x1f丙\ufffe丁 ]]> & <b>"
    PublicMatter.objects.filter(pk=shown.first.pk).update(title=odd, text=odd, answer=odd)
    assert "甲乙丙丁 ]]> & <b>" in titles(FEED["zh-Hans"])


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_feed_is_announced_in_the_head_and_linked(shown: Shown, prefix: str) -> None:
    link = f'<link rel="alternate" type="application/atom+xml" href="{prefix}/complaints/published/feed.atom"'
    addresses = ("", "published/", f"published/{shown.first.public_id}/", "open-data/", "figures/")
    for address in addresses:
        page = ask(f"{prefix}/complaints/{address}").content.decode()
        assert link in page.partition("</head>")[0], address
    for address in ("published/", "open-data/"):
        page = ask(f"{prefix}/complaints/{address}").content.decode()
        assert f'<a href="{prefix}/complaints/published/feed.atom">' in page


def test_nothing_is_said_that_is_not_published(shown: Shown) -> None:
    forbidden = [
        *mattering.MARKERS.values(),
        *Matter.objects.values_list("number", flat=True),
        *(each.name for each in shown.cast.people.values()),
        *("只写好的一件", "又撤下的一件", "举报的一件", "小区东门外的路边堆了很多建筑垃圾"),
    ]
    wordless = [row.public_id for row in (shown.bare, shown.prepared, shown.hidden)]
    asked = {address: [*forbidden, *wordless] for address in FEED.values()}
    for row in (shown.first, shown.second, shown.bare, shown.prepared):
        asked[f"/api/v1/complaints/{row.public_id}"] = forbidden
    for address, words in asked.items():
        said = ask(address).content.decode()
        assert [each for each in words if each in said] == [], address


def one(public_id: str, status: int = 200, **query: str) -> Any:
    response = Client().get(f"/api/v1/complaints/{public_id}", {"language": "en", **query})
    assert response.status_code == status, response.content.decode()
    return json.loads(response.content)


def test_one_matter_is_what_the_list_says_and_how_it_went(shown: Shown) -> None:
    listed = {each["id"]: each for each in json.loads(ask("/api/v1/complaints?language=en").content)["items"]}
    for row in (shown.first, shown.bare, shown.prepared):
        said = one(row.public_id)
        assert {name: said[name] for name in listed[row.public_id]} == listed[row.public_id]
        assert tuple(said) == tuple(schemas.PublicMatterWhole.model_fields)
        assert said["agency_name"] == "测试市城市管理局"
    assert one(shown.first.public_id)["title"] == WORDS["title"]
    for row in (shown.bare, shown.prepared):
        said = one(row.public_id)
        assert (said["title"], said["text"], said["answer"], said["photos"]) == ("", "", "", [])
    course = [each["status"] for each in one(shown.first.public_id)["updates"]]
    assert course[0] == "OPEN"
    assert course[-1] == "CLOSED"
    assert one(shown.bare.public_id)["expected"].startswith("2026-")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_matter_that_is_not_public_is_404_and_says_why(shown: Shown, language: str) -> None:
    """Hidden, never public and never heard of are answered alike: nobody learns which it is."""
    said = {
        one(name, 404, language=language)["message"].replace(name, "…")
        for name in (shown.hidden.public_id, "m-" + "2" * 12, "m-x")
    }
    assert len(said) == 1
    other = {
        one(name, 404, language=language)["message"]
        for name in (shown.report.number, "nothing", "99999", "路灯", "m- x", "'--", "%00", "m-" + "x" * 900)
    }
    assert all("/api/v1/complaints" in each for each in {*said, *other})
    assert max(map(len, other)) < 320
    if language == "en":
        assert "taken from the public lists" in said.pop()
        assert all("its reporter follows it" in each for each in other)


def test_the_figures_are_still_at_their_address(shown: Shown) -> None:
    assert "figures" in json.loads(ask("/api/v1/complaints/figures").content)


def test_one_matter_is_kept_while_nothing_changes(shown: Shown) -> None:
    address = f"/api/v1/complaints/{shown.first.public_id}"
    etag = ask(address)["ETag"]
    ask(address, 304, **{"If-None-Match": etag})
    actions.hide(matter_id=shown.first.matter_id, actor=shown.cast.chief, reason="有误")
    ask(address, 404, **{"If-None-Match": etag})


def test_one_matter_costs_the_same_however_much_happened(shown: Shown) -> None:
    def cost(row: PublicMatter) -> int:
        with CaptureQueriesContext(connection) as seen:
            one(row.public_id)
        return len(seen)

    cost(shown.bare)
    few = cost(shown.bare)
    assert shown.first.updates.count() > shown.bare.updates.count()
    assert cost(shown.first) == few <= 3


def test_the_description_says_what_one_matter_is(shown: Shown) -> None:
    described = json.loads(ask("/api/v1/openapi.json?language=en").content)
    operation = described["paths"]["/api/v1/complaints/{public_id}"]["get"]
    assert operation["operationId"] == "complaint"
    assert set(operation["responses"]) == {"200", "404"}
    shape = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for row in (shown.first, shown.bare):
        jsonschema.Draft202012Validator({**shape, "components": described["components"]}).validate(
            one(row.public_id)
        )
    assert set(one(shown.first.public_id)) == set(
        described["components"]["schemas"]["PublicMatterWhole"]["properties"]
    )

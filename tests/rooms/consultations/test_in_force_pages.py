"""Does the public read what became of rules in force, and nothing that is not for it?"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import consulting
import evaluating_stage as stage
import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.consultations.models import CleanUp, Document, Evaluation
from gongkai.core import clock
from gongkai.portal import technical
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Floor:
    """A rule to be repealed, its evaluation, and the list that says so; a list and an evaluation in the making."""

    cast: Cast
    rule: Document
    evaluation: Evaluation
    listed: CleanUp
    draft: CleanUp


def build() -> Floor:
    cast = make_cast()
    rule = stage.in_force(cast)
    other = stage.in_force(cast, title="示例市户外广告管理办法")
    evaluation = stage.published(cast, rule, conclusion="repeal")
    hidden = stage.written(cast, stage.begun(cast, other), summary="尚未公布的摘要")
    assert hidden.state == "draft"
    found = stage.proposed(cast, stage.listed(cast), n001=("repeal", "=已被新规定替代。"))
    listed = stage.published_list(cast, found)
    return Floor(cast, rule, evaluation, listed, stage.listed(cast, title="尚未公布的目录"))


built = once_a_file(build)


@pytest.fixture
def floor(built: Floor) -> Floor:
    return on_stage(built)


def get(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def own(found: Evaluation | CleanUp, rest: str = "") -> str:
    part = "evaluations" if isinstance(found, Evaluation) else "clean-ups"
    return f"/{part}/{found.agency.code}/{found.number}/{rest}"


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_pages_lead_to_each_other_and_hide_what_is_not_published(floor: Floor, lead: str) -> None:
    front = get(f"{lead}/rules-in-force/")
    assert f"{lead}/rules-in-force/" in get(f"{lead}/consultations/")
    for found in (floor.evaluation, floor.listed):
        assert f"{lead}{own(found)}" in front
    for hidden in ("尚未公布", "内部意见", "rule-drafter-name", "rule-leader-name"):
        for page in (front, get(f"{lead}{own(floor.evaluation)}"), get(f"{lead}{own(floor.listed)}")):
            assert hidden not in page
    assert stage.SAID["summary"] in get(f"{lead}{own(floor.evaluation)}")
    rule = f"{lead}/consultations/{floor.cast.agency.code}/{floor.rule.number}/"
    assert f"{lead}{own(floor.evaluation)}" in get(rule)
    assert rule in get(f"{lead}{own(floor.listed)}")


def test_a_list_says_what_is_to_become_of_each_and_is_narrowed(floor: Floor) -> None:
    page = get(own(floor.listed))
    assert floor.rule.title in page
    assert "示例市户外广告管理办法" in page
    only = get(own(floor.listed, "?result=repeal"))
    assert floor.rule.title in only
    assert "示例市户外广告管理办法" not in only.partition("<main")[2].partition("</table>")[0]
    assert get(own(floor.listed, "?result=%00nothing&after=%00x"))
    assert "There is nothing more" in get("/en/rules-in-force/?after=1")
    consulting.go(floor.rule, "repeal", floor.cast.rule_leader, reason="按目录废止")
    assert "已废止" in get(own(floor.listed))


def test_a_list_is_taken_as_a_file(floor: Floor) -> None:
    text = b"".join(Client().get(own(floor.listed, "list.csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == [floor.rule.title, "示例市户外广告管理办法"]
    assert rows[1][6] == "'=已被新规定替代。", "no formula runs"
    content = b"".join(Client().get(own(floor.listed, "list.json")).streaming_content)  # type: ignore[attr-defined]
    read: dict[str, Any] = json.loads(content)
    assert (read["number"], read["as_of"]) == (floor.listed.number, clock.today().isoformat())
    assert [(each["result"], each["reason"]) for each in read["documents"]] == [
        ("repeal", "=已被新规定替代。"),
        ("continue", ""),
    ]
    assert read["documents"][0]["url"].endswith(f"/{floor.rule.number}/")
    get(own(floor.listed, "list.xlsx"), 404)


def test_what_is_not_published_is_no_page(floor: Floor) -> None:
    hidden = Evaluation.objects.get(state="draft")
    for path in (
        own(floor.draft),
        own(hidden),
        own(floor.draft, "list.csv"),
        "/evaluations/no/X-1/",
        "/clean-ups/no/X/",
    ):
        get(path, 404)
    assert Client().get(f"/clean-ups/{floor.cast.agency.code}/%00/").status_code in (400, 404)


@pytest.mark.parametrize("lead", ["", "/en"])
def test_what_is_being_corrected_says_only_that(floor: Floor, lead: str) -> None:
    stage.go(floor.evaluation, "correct", floor.cast.rule_publisher, reason="数字有误")
    stage.go_list(floor.listed, "correct", floor.cast.rule_publisher, reason="有漏项")
    assert stage.SAID["summary"] not in get(f"{lead}{own(floor.evaluation)}")
    page = get(f"{lead}{own(floor.listed)}")
    assert floor.rule.title not in page.partition("<main")[2]
    get(own(floor.listed, "list.json"), 404)
    assert floor.listed.number not in get(f"{lead}/rules-in-force/")
    stage.go(floor.evaluation, "discard", floor.cast.rule_drafter, reason="不应公布")
    if lead:
        assert "It is being corrected" in page
        assert "It was withdrawn" in get(f"{lead}{own(floor.evaluation)}")


def test_the_feed_tells_what_is_new(floor: Floor) -> None:
    response = Client().get("/rules-in-force/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(response.content)
    titles = {entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")}
    assert titles == {f"清理目录：{floor.listed.title}", f"后评估：{floor.rule.title}"}
    again = Client().get("/rules-in-force/feed.atom", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_an_empty_house_says_so_and_has_a_feed(floor: Floor) -> None:
    for found in (floor.evaluation, floor.listed):
        type(found).objects.update(state="discarded", published_on=None)
    page = get("/en/rules-in-force/")
    assert "No list is published yet" in page
    assert "No evaluation is published yet" in page
    feed = ET.fromstring(Client().get("/rules-in-force/feed.atom").content)
    assert feed.find(f"{ATOM}entry") is None
    assert feed.findtext(f"{ATOM}updated")


def test_the_site_map_knows_them(floor: Floor) -> None:
    assert "rules_in_force" in technical.STANDING
    content = Client().get("/sitemap-0.xml").content.decode()
    for found in (floor.evaluation, floor.listed):
        assert own(found) in content
    assert own(floor.draft) not in content


def test_public_pages_ask_no_more_for_more_documents(floor: Floor) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(path)
        return len(queries)

    paths = ("/rules-in-force/?after=", own(floor.listed, "?after="))
    for path in paths:
        asked(f"{path}0")
    few = [asked(f"{path}00") for path in paths]
    for number in range(4):
        copy = consulting.now(floor.rule)
        copy.pk, copy.number, copy.formal_number = None, f"X-{number}", ""
        copy.save(force_insert=True)
        floor.listed.entries.create(document=copy, result="continue")
        made = Evaluation.objects.get(pk=floor.evaluation.pk)
        made.pk, made.number, made.document = None, f"PG-{number}", copy
        made.save(force_insert=True)
    assert [asked(f"{path}000") for path in paths] == few

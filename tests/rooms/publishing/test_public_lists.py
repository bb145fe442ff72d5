"""Do the lists, the catalogue, the topics, the exported index and the feeds show what is public, in order?"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from gongkai.core import clock
from gongkai.publishing import actions
from rooms.portal.site import Stage, many, stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


built = once_a_file(stage)


@pytest.fixture
def on(built: Stage, db: None) -> Stage:
    return on_stage(built)


def titles(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [row["title"] for row in answer.context["entries"]]


def test_pages_follow_each_other_without_gap_or_repetition(on: Stage, client: Client) -> None:
    many(on.cast, 41)
    seen: list[str] = []
    address = "/documents/"
    while address:
        answer = client.get(address)
        seen += [row["url"] for row in answer.context["entries"]]
        address = answer.context["next_url"] and f"/documents/{answer.context['next_url']}"
    assert len(seen) == len(set(seen)) == 43


@pytest.mark.parametrize("cursor", ["x", "~", "2026-01-01", "2026-13-01T00:00~9", "<script>", "9999~9"])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(on: Stage, client: Client, cursor: str) -> None:
    answer = client.get("/documents/", {"after": cursor})
    assert answer.status_code == 200
    assert answer.context["entries"]


def test_filters_narrow_and_can_be_taken_away(on: Stage, client: Client) -> None:
    assert titles(client, "/documents/?validity=repealed") == ["旧的办法"]
    assert titles(client, "/documents/?made_until=2026-01-01") == []
    assert len(titles(client, "/documents/?made_from=2026-03-02&made_until=2026-03-02")) == 2
    assert titles(client, f"/documents/?agency={on.cast.outside_agency.code}") == []
    html = client.get("/documents/?validity=repealed&made_from=2026-01-01").content.decode()
    assert "有效性：废止" in html
    assert "?made_from=2026-01-01" in html


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("made_from=abc", "这不是日期"),
        ("made_from=0001-01-01", "没有这个年份的文件"),
        ("made_from=2026-05-01&made_until=2026-04-01", "截止日期早于起始日期"),
        ("validity=nonsense", "请从列表中选择"),
    ],
)
def test_a_filter_that_makes_no_sense_is_answered(
    on: Stage, client: Client, question: str, sentence: str
) -> None:
    assert sentence in client.get(f"/documents/?{question}").content.decode()


def test_nothing_found_says_what_to_do(on: Stage, client: Client) -> None:
    assert "没有符合筛选条件的信息" in client.get("/documents/?made_until=2000-01-01").content.decode()
    assert "这里还没有公开的信息" in client.get("/catalogue/article20.7/").content.decode()


def test_the_catalogue_tells_count_unit_limit_and_basis(on: Stage, client: Client) -> None:
    actions.assign_duty(
        actor=on.cast.office,
        agency_id=on.cast.agency.pk,
        entry_key="article20.1",
        unit_id=on.cast.units["waste"].pk,
        person_id=None,
    )
    answer = client.get("/catalogue/")
    top = answer.context["tree"][0]
    assert top["count"] == 2
    assert top["unit"] == "渣土管理科"
    assert top["limit"] == "20个工作日"
    assert top["basis"] == "《政府信息公开条例》第二十条第（一）项"
    assert top["citation"] == "《政府信息公开条例》第二十六条"
    assert top["children"]
    row = client.get("/catalogue/article20.1/").content.decode()
    assert "渣土管理科" in row
    assert "建筑垃圾运输管理办法" in row


def test_a_row_shows_its_parts_too(on: Stage, client: Client) -> None:
    with clock.travel_to(date(2026, 4, 5)):
        from cast import published

        published(on.cast, title="规范性文件", catalogue=["article20.1.documents"], wants_interpretation=True)
    assert "规范性文件" in titles(client, "/catalogue/article20.1/")
    assert titles(client, "/catalogue/article20.1.documents/") == ["规范性文件"]


def test_topics_gather_and_closed_ones_stay_readable(on: Stage, client: Client) -> None:
    assert titles(client, "/topics/waste/") == ["建筑垃圾运输管理办法"]
    actions.close_topic(actor=on.cast.office, agency_id=on.cast.agency.pk, slug="waste")
    assert "本专题已结束" in client.get("/topics/waste/").content.decode()
    assert "/topics/waste/" not in client.get("/topics/").content.decode()


def test_standing_columns_take_their_topic(on: Stage, client: Client) -> None:
    from cast import published

    published(on.cast, title="2025年年度报告", topics=["annual-reports"])
    published(on.cast, title="保密审查制度", topics=["systems"])
    assert titles(client, "/reports/") == ["2025年年度报告"]
    assert titles(client, "/systems/") == ["保密审查制度"]


def exported(client: Client, address: str) -> str:
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_index_can_be_taken_away(on: Stage, client: Client) -> None:
    from cast import published

    published(on.cast, title="=1+1", summary="@x")
    rows = json.loads(exported(client, "/catalogue/index.json"))
    assert {row["index_number"] for row in rows} >= {on.document.index_number, on.repealed.index_number}
    assert on.internal.index_number not in {row["index_number"] for row in rows}
    assert rows[0].keys() >= {"index_number", "title", "summary", "date_made"}
    text = exported(client, "/catalogue/index.csv")
    assert text.startswith("\ufeff索引号")
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(table) == len(rows) + 1
    assert "'=1+1" in text
    assert [
        row["validity"] for row in json.loads(exported(client, "/catalogue/index.json?validity=repealed"))
    ] == ["repealed"]


def test_a_feed_is_valid_stable_and_absolute(on: Stage, client: Client, settings: Any) -> None:
    def read(address: str) -> ET.Element:
        answer = client.get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        return ET.fromstring(answer.content)

    first = read("/feeds/all.atom")
    entries = first.findall("a:entry", ATOM)
    assert len(entries) == 2
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"
    second = read("/feeds/all.atom")

    def ids(feed: ET.Element) -> list[str | None]:
        return [each.text for each in feed.iter(f"{{{ATOM['a']}}}id")]

    assert ids(first) == ids(second)
    assert len(set(ids(first))) == 3
    for link in second.iter(f"{{{ATOM['a']}}}link"):
        assert link.get("href", "").startswith("https://xxgk.example.gov.cn/")
    for entry in entries:
        for name in ("title", "updated", "published", "summary"):
            assert entry.findtext(f"a:{name}", namespaces=ATOM)
    for address in (
        "/feeds/catalogue/article20.1.atom",
        "/feeds/topics/waste.atom",
        f"/feeds/agencies/{on.cast.agency.code}.atom",
    ):
        assert on.document.slug in client.get(address).content.decode()
    assert "内部通报" not in client.get("/feeds/all.atom").content.decode()
    assert read(f"/feeds/agencies/{on.cast.outside_agency.code}.atom").findtext("a:updated", namespaces=ATOM)

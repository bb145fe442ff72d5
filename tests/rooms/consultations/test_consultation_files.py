"""Do the files, the feeds, the search and the start page say what the pages of consultations say?"""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import consulting as stage
import docx
import pypdf
import pytest
from consulted import Floor, body, build, get, own
from django.test import Client

from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
built = once_a_file(build)


@pytest.fixture
def floor(built: Any) -> Floor:
    found: Floor = on_stage(built)
    return found


def test_the_text_comes_as_a_file_of_every_kind(floor: Floor) -> None:
    page = own(floor.opened)
    plain = body(Client().get(f"{page}text.txt")).decode()
    assert "第四条　运输车辆应当在二十一时至次日六时之间行驶。" in plain
    assert "征求意见稿，不具有效力" in plain
    assert "二十二时" in body(Client().get(f"{page}text.txt?version=1")).decode()
    told = json.loads(body(Client().get(f"{page}text.json")))
    assert (told["version"], told["provisions"][-1]["name"]) == (2, "第五条")
    word = docx.Document(io.BytesIO(body(Client().get(f"{page}text.docx"))))
    assert any("二十一时" in each.text for each in word.paragraphs)
    paper = pypdf.PdfReader(io.BytesIO(body(Client().get(f"{own(floor.decided)}text.pdf"))))
    said = "".join(each.extract_text() for each in paper.pages)
    assert floor.decided.formal_number[:4] in said
    assert "征求意见稿" not in said


def test_calendar_and_feed_follow_what_is_open(floor: Floor) -> None:
    answer = Client().get("/consultations.ics")
    text = body(answer).decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{floor.opened.closes_on:%Y%m%d}" in text
    assert Client().get("/consultations.ics", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    feed = Client().get("/consultations/feed.atom")
    titles = [
        str(each.findtext(f"{ATOM}title")) for each in ET.fromstring(body(feed)).findall(f"{ATOM}entry")
    ]
    assert f"征求意见：{floor.opened.title}（第2稿）" in titles
    assert any(title.startswith(f"公布：{floor.decided.title}") for title in titles)
    assert Client().get("/consultations/feed.atom", HTTP_IF_NONE_MATCH=feed["ETag"]).status_code == 304
    stage.ended(floor.opened)
    again = Client().get("/consultations.ics", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert body(again).decode().count("BEGIN:VEVENT") == 1


def test_search_site_map_start_page_and_procedures_know_them(floor: Floor) -> None:
    found = get("/search/?q=建筑垃圾管理暂行办法")
    assert f'href="{own(floor.opened)}"' in found
    assert f'href="{own(floor.decided)}"' in get("/search/?q=为什么制定")
    assert "起草中的办法" not in get("/search/?q=城市规划区")
    site_map = body(Client().get("/sitemap-0.xml")).decode()
    assert own(floor.opened) in site_map
    start = get("/en/")
    assert floor.opened.title in start
    assert floor.decided.title not in start.partition("Open for your opinion")[2].partition("</section>")[0]
    table = Client().get("/en/processes/consultation/").context["table"]
    counts = {row[0]: row[2] for row in table["rows"]}
    assert (counts["Open for opinions"], counts["Being drafted"], counts["Published, to be filed"]) == (
        "2", "1", "1",
    )  # fmt: skip


def test_indexing_anew_finds_the_same(floor: Floor) -> None:
    from gongkai.consultations import indexing

    assert indexing.rebuild() == 3
    assert f'href="{own(floor.opened)}"' in get("/search/?q=二十一时至次日六时")
    assert f'href="{own(floor.opened)}"' not in get("/search/?q=二十二时至次日六时")

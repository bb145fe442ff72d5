"""Can anybody follow a published flowchart: on the page, on paper, as files, and with what is counted now?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest
import registering
import SpiffWorkflow  # type: ignore[import-untyped]
from charting_stage import STEPS, drafted, long_chart, published, row
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

import mattering
from cast import Cast, make_cast
from desk import words_of
from gongkai.core import clock
from gongkai.portal import processes
from gongkai.powers import actions, chart_paper, charting
from request_stage import TODAY, stand

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
SCHEMA = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/powers/{cast.agency.code}/chart/C-1/"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_shows_the_picture_and_the_same_in_a_table(
    cast: Cast, page: str, client: Client, prefix: str
) -> None:
    published(cast)
    html = words_of(client.get(prefix + page))
    drawn = ET.fromstring(
        html[html.index("<svg", html.index("process__picture")) :].partition("</svg>")[0] + "</svg>"
    )
    assert drawn.get("role") is None
    said = [image.get("aria-label") for image in drawn.iter(f"{SVG}g") if image.get("role") == "img"]
    assert len(said) == 4
    assert "提出申请" in (said[0] or "")
    region = html[html.index('class="process__picture"') :].partition(">")[0]
    assert 'tabindex="0"' in region
    assert 'role="region"' in region
    table = html[html.index("chart__table") :].partition("</table>")[0]
    for words in ("材料齐全 → 3 现场核查", "3个工作日", "申请表<br>身份证明", "渣土管理科"):
        assert words in table
    for form in ("pdf", "svg", "bpmn", "csv"):
        assert f"{prefix}{page}chart.{form}" in html


def test_every_file_says_the_same(cast: Cast, page: str, client: Client) -> None:
    published(cast)
    picture = client.get(f"{page}chart.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "sandbox" in picture["Content-Security-Policy"]
    drawn = ET.fromstring(b"".join(picture))
    assert "inherit" not in (drawn.get("font-family") or "")
    notation = b"".join(client.get(f"{page}chart.bpmn"))
    root = etree.fromstring(notation)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(root)
    assert b"\xe7\x8e\xb0\xe5\x9c\xba\xe6\xa0\xb8\xe6\x9f\xa5" in notation
    text = b"".join(client.get(f"{page}chart.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[2][:4] == ["2", "收件审查", "窗口", "当场"]
    assert rows[2][5].splitlines() == ["材料齐全 → 3 现场核查", "材料不全 → 1 提出申请"]
    assert len(rows) == 5


def test_on_paper_the_table_comes_after_the_picture(cast: Cast, page: str, client: Client) -> None:
    published(cast)
    for name in ("chart.pdf", "sheet.pdf"):
        answer = client.get(page + name)
        assert answer["Content-Type"] == "application/pdf"
        paper = pypdf.PdfReader(io.BytesIO(b"".join(answer)))
        width, height = paper.pages[0].mediabox.width, paper.pages[0].mediabox.height
        assert width > height, "across"
        root = paper.trailer["/Root"]
        assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()  # type: ignore[index,union-attr]
        text = "".join(each.extract_text() for each in paper.pages)
        for words in (cast.agency.name, "C-1", "现场核查", "3 个工作日", "http"):
            assert words in text.replace("3个", "3 个")


def test_what_no_font_has_and_what_is_very_long_is_still_printed(
    cast: Cast, page: str, client: Client
) -> None:
    strange = [row("1", "核查😀" * 90, "单位😀", "2 " + "条件" * 150), row("2", "X" * 390, "Y" * 390)]
    published(cast, title="图😀", content={"steps": strange})
    paper = pypdf.PdfReader(io.BytesIO(b"".join(client.get(f"{page}chart.pdf"))))
    assert "核查" in "".join(each.extract_text() for each in paper.pages)
    words_of(client.get(page))


@pytest.mark.parametrize(("steps", "least"), [(3, 1), (8, 1), (14, 1), (40, 2)])
def test_a_long_picture_is_cut_before_boxes_and_stays_legible(steps: int, least: int) -> None:
    of = charting.drawn("长图", long_chart(steps), "C-1")
    picture = of.picture()
    laid = chart_paper.strips(picture)
    assert len(laid.windows) >= least
    assert laid.scale * picture.sizes.font >= 6
    room = (laid.paper[0] - 2 * chart_paper.MARGIN) * 72 / 25.4
    assert sum(width for _, width in laid.windows) == pytest.approx(picture.width)
    for left, width in laid.windows:
        assert (width + (laid.titles if left else 0)) * laid.scale <= room + 0.1
        for box in picture.boxes:
            inside = left <= box.area.x and box.area.right <= left + width
            assert inside or box.area.right <= left or box.area.x >= left + width, "no box is cut"


def test_an_older_day_shows_the_older_version_and_its_files(cast: Cast, page: str, client: Client) -> None:
    today = clock.today()
    first = published(cast, in_force_from=today - timedelta(days=30))
    second = actions.draft_new_version(actor=cast.second_editor, entry_id=first.entry_id)
    actions.save(
        version_id=second.pk,
        actor=cast.second_editor,
        expected_revision=second.revision,
        title="处置核准流程图",
        content={"steps": [*STEPS[:3], row("4", "网上公开", "窗口")]},
        in_force_from=today,
    )
    registering.published(cast, second)
    before = (today - timedelta(days=1)).isoformat()
    assert "送达公开" in words_of(client.get(f"{page}?on={before}"))
    assert f"chart.csv?on={before}" in words_of(client.get(f"{page}?on={before}"))
    assert "送达公开".encode() in b"".join(client.get(f"{page}chart.csv?on={before}"))
    assert "送达公开".encode() not in b"".join(client.get(f"{page}chart.csv"))
    assert client.get(f"{page}chart.csv?on=2012-99-99").status_code == 404
    assert client.get(f"{page}chart.csv?on=1999-01-01").status_code == 404


def test_what_is_not_published_is_not_there(cast: Cast, page: str, client: Client) -> None:
    drafted(cast)
    for name in ("", "chart.svg", "chart.pdf", "sheet.pdf"):
        assert client.get(page + name).status_code == 404
    published(cast, "C-2")
    for address in (
        f"{page}../C-2/chart.exe",
        "/powers/other/chart/C-2/chart.svg",
        "/powers/x/chart/C-2/chart.svg",
    ):
        assert (
            client.get(address.replace(f"{page}../", f"/powers/{cast.agency.code}/chart/")).status_code == 404
        )


def test_a_procedure_carried_out_here_is_drawn_from_its_table_with_what_is_counted(
    cast: Cast, page: str, client: Client
) -> None:
    published(cast, content={"executes": "complaint"})
    for _ in range(3):
        mattering.dispatched(cast)
    mattering.handling(cast)
    html = words_of(client.get(f"/en{page}"))
    table = html[html.index("chart__table") :].partition("</table>")[0]
    assert "Matters now" in table
    assert "Working days there" in table
    assert "fewer than 3" in table, "one matter is not counted out"
    assert "state__count-label" in html
    assert "/en/processes/complaint/" in html
    assert mattering.MARKERS["name"] not in html
    for form in ("svg", "pdf", "bpmn", "csv"):
        assert client.get(f"{page}chart.{form}").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_procedure_leads_to_the_charts_drawn_from_it_and_back(
    cast: Cast, page: str, client: Client, prefix: str
) -> None:
    published(cast, content={"executes": "complaint"})
    drafted(cast, "C-9", title="未公开的图", content={"executes": "complaint"})
    listed = f"{prefix}/powers/list/chart/"
    html = words_of(client.get(f"{prefix}/processes/complaint/"))
    assert f'href="{prefix}{page}"' in html
    assert f'href="{listed}"' in html
    assert "未公开的图" not in html
    other = words_of(client.get(f"{prefix}/processes/request/"))
    assert f'href="{prefix}{page}"' not in other
    assert f'href="{listed}"' in other
    assert f'href="{listed}"' in words_of(client.get(f"{prefix}/processes/"))
    assert f'href="{prefix}/processes/"' in words_of(client.get(listed)).partition("<main")[2]


def test_only_the_agencys_own_are_counted(cast: Cast) -> None:
    for _ in range(3):
        stand(cast, "received")
    assert processes.TOLD["request"](cast.agency.pk).counts == {"received": 3}
    assert processes.TOLD["request"](cast.agency.pk + 1000).counts == {}


def test_the_queries_of_a_page_do_not_grow_with_what_is_counted(
    cast: Cast, page: str, client: Client
) -> None:
    published(cast, content={"executes": "request"})
    asked = []
    for number in (2, 9):
        for _ in range(number):
            stand(cast, "received")
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            client.get(page)
        asked.append(len(caught))
    assert asked[0] == asked[1]
    assert asked[0] < 16


def test_the_queries_of_a_page_do_not_grow_with_its_steps(cast: Cast, client: Client) -> None:
    published(cast, "C-1", content=long_chart(3))
    published(cast, "C-2", content=long_chart(40))
    asked = []
    for code in ("C-1", "C-2"):
        address = f"/powers/{cast.agency.code}/chart/{code}/"
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        asked.append(len(caught))
    assert asked[0] == asked[1]

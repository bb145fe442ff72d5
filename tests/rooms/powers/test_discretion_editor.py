"""Can a table be written without a script, losing nothing, with each fault shown as the very case?"""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
import registering
import table_stage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core.models import Event
from gongkai.core.refusals import Refusal
from gongkai.domain.discretion.grid import Column, Grid, Line, grid_of, text_of
from gongkai.powers.models import Version

pytestmark = pytest.mark.django_db
EDIT = "/en/workspace/powers/discretion/T-2/edit/"


class Fields(HTMLParser):
    """What a browser would send of a page's form that writes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._select = self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "input" and name and found.get("type") not in ("file", "radio", "checkbox", "submit"):
            self.sent.setdefault(name, found.get("value", ""))
        elif tag == "select":
            self._select = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in found:
            self.sent[self._select] = found["value"]
        elif tag == "textarea":
            self._text, self.sent[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sent[self._text] += data


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    content = {"table": table_stage.FAULTY}
    registering.drafted(cast, "discretion", "T-2", title="占用道路", content=content)
    return client_of(cast, "power_editor")


def fields(client: Client) -> dict[str, str]:
    return Fields(words_of(client.get(EDIT))).sent


def pressed(client: Client, sent: dict[str, Any], button: str) -> str:
    answer = client.post(EDIT, {**sent, "row": f"table:{button}"})
    assert answer.status_code == 200
    return words_of(answer)


def content() -> str:
    return str(Version.objects.latest("pk").content["table"])


def test_the_proof_stands_beside_the_rows_it_is_about(client: Client) -> None:
    html = words_of(client.get(EDIT))
    assert "the rows 1 and 2 both fit area = 5." in html
    assert html.count('class="is-faulty"') == 3
    assert 'href="#table-row-1"' in html
    assert 'value="&gt;=5 &lt;=10"' in html
    record = words_of(client.get("/en/workspace/powers/discretion/T-2/"))
    assert "the rows 2 and 3 both fit area = 10." in record


def test_mended_it_is_proved_and_saved_and_read_as_the_same_table(client: Client) -> None:
    sent = fields(client)
    sent |= {"tx-1-0": "＞5 ≤10", "tx-2-0": "超过10"}
    assert "fit area" in pressed(client, {**sent, "tx-2-0": ">=10"}, "check")
    sent["tx-2-0"] = ">10"
    html = pressed(client, sent, "check")
    assert "every possible case falls in exactly one row" in html
    before = Event.objects.count()
    assert client.post(EDIT, sent).status_code == 302
    assert Event.objects.count() == before + 1
    grid = grid_of(content())
    assert grid is not None
    assert [line.cells for line in grid.lines] == [("<=5",), (">5 <=10",), (">10",)]


def test_a_draft_is_kept_with_faults_but_not_submitted(cast: Cast, client: Client) -> None:
    sent = fields(client) | {"tr-0-maximum": "fünf", "tx-0-0": "< viel"}
    assert client.post(EDIT, sent).status_code == 302
    html = words_of(client.get(EDIT))
    assert 'value="fünf"' in html
    assert "viel" in html
    assert "is not a number" in html
    assert 'class="is-faulty"' in html
    with pytest.raises(Refusal):
        registering.moved(Version.objects.latest("pk"), "submit", cast.power_editor)


def test_rows_and_factors_come_and_go_and_nothing_typed_is_lost(client: Client) -> None:
    sent = fields(client) | {"title": "改名", "note": "为什么", "table-conduct": "行为一"}
    html = pressed(client, sent, "add-column")
    after = Fields(html).sent
    assert after["title"] == "改名"
    assert after["note"] == "为什么"
    assert after["table-columns"] == "2"
    after |= {"tc-1-name": "party", "tc-1-kind": "choice", "tx-0-1": "个人|单位", "tx-1-1": "单位"}
    more = Fields(pressed(client, after, "add-row")).sent
    assert more["table-rows"] == "4"
    assert more["tr-3-key"] == "4"
    assert more["tx-0-1"] == "个人|单位"
    moved = Fields(pressed(client, {**more, "tx-3-0": ">99"}, "up-row:3")).sent
    assert (moved["tx-2-0"], moved["tr-2-key"]) == (">99", "4")
    fewer = Fields(pressed(client, moved, "drop-column:0")).sent
    assert fewer["tc-0-name"] == "party"
    assert fewer["tx-0-0"] == "个人|单位"
    assert Fields(pressed(client, fewer, "drop-row:2")).sent["tr-2-key"] == "3"
    for odd in ("drop-row:99", "up-row:x", "drop-column:-1", "nothing", "up-row:0"):
        assert Fields(pressed(client, sent, odd)).sent["table-rows"] == "3"
    assert content() == table_stage.FAULTY.strip()


def test_the_raw_text_and_a_file_are_other_ways_to_write(client: Client) -> None:
    raw = Fields(pressed(client, fields(client), "csv")).sent
    assert raw["table-mode"] == "csv"
    assert raw["table-text"].lstrip().startswith("code,row")
    broken = pressed(client, {**raw, "table-text": "a,b\n1,2\n"}, "grid")
    assert "could not" in broken or "no table of one code" in broken
    assert "a,b" in Fields(broken).sent["table-text"]
    back = Fields(pressed(client, {**raw, "table-text": table_stage.KINDS}, "grid")).sent
    assert back["table-mode"] == "grid"
    assert back["tc-1-name"] == "party"
    for data in (table_stage.KINDS.encode(), table_stage.KINDS.encode("gbk")):
        file = SimpleUploadedFile("t.csv", data, "text/csv")
        html = words_of(client.post(EDIT, {**fields(client), "row": "table:upload", "table-file": file}))
        assert Fields(html).sent["tr-3-basis"] == "示例条例第九条"
        assert "every possible case falls in exactly one row" in html
    for file in (BytesIO(b"\x00\x01\x02"), BytesIO(b"")):
        file.name = "t.bin"  # type: ignore[attr-defined]
        answer = client.post(EDIT, {**fields(client), "row": "table:upload", "table-file": file})
        assert answer.status_code == 200
    assert "Choose a file first." in pressed(client, fields(client), "upload")
    assert content() == table_stage.FAULTY.strip()


def test_a_case_is_tried_and_nothing_is_kept(client: Client) -> None:
    sent = fields(client)
    before = (Event.objects.count(), Version.objects.count())
    html = pressed(client, {**sent, "try-f-area": "5"}, "try")
    assert "The rows together say: a fine of 0 to 1000 yuan" in html
    assert "A person must decide" in html
    assert "a fine of 500 to 1000 yuan" in pressed(client, {**sent, "try-f-area": "7"}, "try")
    assert "This is no number" in pressed(client, {**sent, "try-f-area": "x"}, "try")
    # What was typed into the table counts, not what was saved.
    assert "a fine of 0 to 800 yuan" in pressed(
        client, {**sent, "tr-0-maximum": "800", "try-f-area": "1"}, "try"
    )
    assert (Event.objects.count(), Version.objects.count()) == before


def test_a_new_table_begins_with_an_empty_grid(cast: Cast, client: Client) -> None:
    page = "/en/workspace/powers/discretion/new/"
    sent = Fields(words_of(client.get(page))).sent
    sent |= {"unit": str(cast.units["waste"].pk), "code": "T-9", "title": "新表", "table-conduct": "行为"}
    assert client.post(page, sent | {"tr-0-outcome": "warning"}).status_code == 302
    assert content().splitlines()[1] == "T-9,1,行为,,,,,,,,warning"
    empty = {**sent, "code": "T-10", "table-conduct": ""}
    assert client.post(page, empty).status_code == 302
    assert content() == ""
    assert client.get("/en/workspace/powers/discretion/T-10/edit/").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"table-rows": "-1", "table-columns": "x"},
        {"table-rows": "99999", "table-columns": "99999"},
        {"table-mode": "csv", "table-text": "\x00" * 10},
        {"table-mode": "csv", "table-text": "长" * 100_000},
        {
            "table-rows": "1",
            "table-columns": "1",
            "tc-0-name": "<script>",
            "tc-0-kind": "none",
            "tx-0-0": "|||<>==",
        },
        {
            "table-rows": "2",
            "table-columns": "2",
            "tc-0-name": "a",
            "tc-1-name": "a",
            "tr-0-key": "1",
            "tr-1-key": "1",
        },
    ],
)
def test_whatever_is_sent_is_answered(client: Client, sent: dict[str, str]) -> None:
    base = {"title": "x", "version": "1"}
    html = pressed(client, base | sent, "check")
    assert "<script>" not in html
    assert client.post(EDIT, base | sent).status_code in (302, 409, 422)
    assert client.get(EDIT).status_code == 200


def test_a_large_table_is_written_as_text_and_its_page_asks_no_more(client: Client) -> None:
    def asked() -> int:
        client.get(EDIT)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(EDIT).status_code == 200
        return len(captured)

    before = asked()
    columns = (Column("area"), *(Column(f"f{at}", "yes_no") for at in range(11)))
    lines = tuple(
        Line(str(at), (f">={at} <{at + 1}", *[""] * 11), "fine", str(at), str(at + 1), "元")
        for at in range(60)
    )
    text = text_of(Grid("行为", "示例条例", columns, lines), "T-2")
    Version.objects.filter(entry__code="T-2").update(content={"table": text})
    html = words_of(client.get(EDIT))
    assert Fields(html).sent["table-mode"] == "grid"
    assert "no row fits area = 60" in html
    assert asked() == before
    many = tuple(Line(str(at), (f"={at}", *[""] * 11), "warning") for at in range(200))
    large = text_of(Grid("行为", "示例条例", columns, many), "T-2")
    Version.objects.filter(entry__code="T-2").update(content={"table": large})
    assert "too large to be shown as rows" in words_of(client.get(EDIT))


def test_versions_are_compared_row_by_row_for_staff_too(cast: Cast, client: Client) -> None:
    table_stage.brought(cast, table_stage.OLD)
    table_stage.brought(cast, table_stage.NEW, table_stage.CHANGED)
    html = words_of(client.get("/en/workspace/powers/discretion/T-1/compare/?old=1&new=2"))
    assert html.count('<tr class="change"') == 2

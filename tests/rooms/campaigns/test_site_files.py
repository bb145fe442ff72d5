"""Does a list of sites come in whole or not at all, and does the same list again change nothing?"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from desk import client_of, words_of
from gongkai.campaigns import site_files
from gongkai.campaigns.actions.bringing import Brought, bring_sites
from gongkai.campaigns.models import Site, SiteParty
from gongkai.campaigns.queries import site_import
from gongkai.campaigns.queries.sites import contact, parties
from gongkai.campaigns.site_files import Fault, SiteRow, parted, read
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
BRING = "/workspace/campaigns/sites/bring/"
HEAD = [
    *("编号", "名称", "地址", "单位", "工程内容", "许可", "纬度", "经度"),
    *("建设单位", "建设单位联系人", "建设单位电话", "建设单位邮箱", "运输单位"),
]
ONE = [
    *("GD-1", "示例新区一期工地", "文化路1号", "waste", "土方开挖", "渣准字1号", "33.3", "116.78"),
    *("示例建设公司", "示例甲", "0558-5550001", "a@example.cn", "示例运输公司"),
]
TWO = ["GD-2", "示例新区二期工地", "文化路2号", "市容科", "", "", "", "", "", "", "", "", ""]


def table(*rows: list[str], head: list[str] | None = None, sign: str = ",") -> bytes:
    lines = [sign.join(row) for row in [head or HEAD, *rows]]
    return "\r\n".join(lines).encode()


def book(*rows: list[Any]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["工地名单"], HEAD, *rows):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(cast: Cast, content: bytes, name: str = "sites.csv") -> Brought:
    return bring_sites(actor=cast.organiser, agency_id=cast.agency.pk, rows=read(content, name))


def faults(content: bytes) -> list[tuple[int, str]]:
    return [(each.line, each.column) for each in parted(read(content, "sites.csv"))[1]]


def test_a_list_comes_in_and_again_changes_nothing(cast: Cast) -> None:
    assert bring(cast, table(ONE, TWO)) == Brought(2, 0, 0)
    one = Site.objects.get(code="GD-1")
    assert (one.name, one.unit.code, one.lat, one.works) == ("示例新区一期工地", "waste", 33.3, "土方开挖")
    assert [(each.role, each.name) for each in parties(one)] == [
        ("builder", "示例建设公司"),
        ("haulier", "示例运输公司"),
    ]
    assert contact(parties(one)[0], cast.organiser, one).email == "a@example.cn"
    assert Site.objects.get(code="GD-2").unit == cast.units["other"]
    before = Event.objects.count()
    assert bring(cast, table(ONE, TWO)) == Brought(0, 0, 2)
    assert Event.objects.count() == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read(cast: Cast, encoding: str) -> None:
    for sign in (",", "\t", ";"):
        content = table(ONE, sign=sign).decode().encode(encoding)
        rows, wrong = parted(read(content, "sites.csv"))
        assert (len(rows), wrong) == (1, []), sign
        assert rows[0].parties["builder"].name == "示例建设公司"


def test_a_workbook_says_the_same(cast: Cast) -> None:
    cells: list[Any] = [*ONE]
    cells[6:8] = 33.3, 116.78
    assert bring(cast, book(cells, TWO), "sites.xlsx") == Brought(2, 0, 0)
    assert bring(cast, table(ONE, TWO)) == Brought(0, 0, 2)


def test_what_is_written_is_read_again(cast: Cast) -> None:
    bring(cast, table(ONE, TWO))
    out = site_files.write_csv(site_import.as_rows(Site.objects.select_related("unit").order_by("code")))
    assert out.startswith("\ufeff编号,")
    assert bring(cast, out.encode()) == Brought(0, 0, 2)


def test_no_cell_is_a_formula() -> None:
    row = SiteRow(2, "GD-9", "=1+1", "地址", "waste")
    out = site_files.write_csv([row])
    assert "'=1+1" in out
    assert read(out.encode(), "a.csv")[0].name == "=1+1"  # type: ignore[union-attr]


def test_a_missing_column_leaves_and_an_empty_cell_takes_out(cast: Cast) -> None:
    bring(cast, table(ONE))
    assert bring(cast, table(ONE[:4], head=HEAD[:4])) == Brought(0, 0, 1)
    named = [*ONE[:4], "示例建设公司"]
    assert bring(cast, table(named, head=[*HEAD[:4], "建设单位"])) == Brought(0, 0, 1), "contact stays"
    gone = [*ONE[:4], "", ""]
    assert bring(cast, table(gone, head=[*HEAD[:4], "工程内容", "运输单位"])) == Brought(0, 1, 0)
    site = Site.objects.get()
    assert (site.works, site.permit) == ("", "渣准字1号")
    assert [each.role for each in parties(site)] == ["builder"]
    assert SiteParty.objects.filter(site=site, role="haulier", until__isnull=False).exists()


def changed(at: int, value: str) -> list[str]:
    return [value if place == at else cell for place, cell in enumerate(ONE)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (changed(0, ""), "编号"),
        (changed(0, "甲1"), "编号"),
        (changed(1, ""), "名称"),
        (changed(1, "长" * 121), "名称"),
        (changed(1, "联系电话13800138000"), "名称"),
        (changed(6, ""), "纬度、经度"),
        (changed(6, "北纬"), "纬度、经度"),
        (changed(6, "3.85"), "纬度、经度"),
        (changed(8, ""), "建设单位"),
        (changed(11, "没有邮箱"), "建设单位邮箱"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(row: list[str], column: str) -> None:
    assert faults(table(TWO, row)) == [(3, column)]


def test_a_code_stands_once(cast: Cast) -> None:
    assert faults(table(ONE, TWO, ONE)) == [(4, "编号")]
    nameless = [ONE[0], "", *ONE[2:]]
    assert faults(table(nameless, TWO, nameless)) == [(2, "名称"), (4, "名称"), (4, "编号")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xff\xff",
        table(head=HEAD),
        table(ONE, head=HEAD[1:]),
        b"PK\x03\x04broken",
        "编号,名称\n".encode(),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(content: bytes) -> None:
    wrong = read(content, "sites.csv")
    assert [type(each) for each in wrong] == [Fault]
    assert wrong[0].line == 0


def test_one_wrong_line_keeps_everything_out(cast: Cast) -> None:
    nowhere = changed(3, "没有这个科")
    for content in (table(TWO, changed(1, "")), table(TWO, nowhere)):
        before = Event.objects.count()
        with pytest.raises(Invalid) as refused:
            bring(cast, content)
        assert refused.value.field == "file"
        assert "3 " in str(refused.value.reason)
        assert not Site.objects.exists()
        assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["inspector", "campaign_publisher", "supervisor", "outsider", "drafter"])
def test_only_the_organiser_brings_sites_in(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        bring_sites(actor=getattr(cast, name), agency_id=cast.agency.pk, rows=read(table(ONE), "a.csv"))
    if name != "outsider":
        assert client_of(cast, name).get(BRING).status_code == 403


def test_the_operator_brings_them_in_from_the_shell(cast: Cast) -> None:
    assert bring_sites(actor=None, agency_id=cast.agency.pk, rows=read(table(ONE), "a.csv")).new == 1


def test_a_site_of_another_agency_is_left_alone(cast: Cast) -> None:
    bring(cast, table(ONE))
    assert bring_sites(actor=None, agency_id=cast.outside_agency.pk, rows=[]).new == 0
    row = [*ONE[:3], "hall"]
    rows = read(table(row, head=HEAD[:4]), "a.csv")
    assert bring_sites(actor=None, agency_id=cast.outside_agency.pk, rows=rows) == Brought(1, 0, 0)
    assert Site.objects.filter(code="GD-1").count() == 2


def sent(client: Any, content: bytes, name: str = "sites.csv") -> Any:
    return client.post(BRING, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_looked_at_first_and_then_brought_in(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    assert "建设单位联系人" in words_of(organiser.get(BRING))
    answer = sent(organiser, table(ONE, TWO))
    assert answer.status_code == 302
    look = answer["Location"]
    page = words_of(organiser.get(look))
    assert "GD-1" in page
    assert 'value="bring"' in page
    assert "5550001" not in page, "contacts are not needed to look"
    assert not Site.objects.exists()
    assert organiser.post(look, {"do": "bring"}).status_code == 302
    assert Site.objects.count() == 2
    assert organiser.get(look).status_code == 404


def test_a_file_with_faults_shows_them_and_brings_nothing(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    look = sent(organiser, table(ONE, changed(3, "没有这个科")))["Location"]
    page = words_of(organiser.get(look))
    assert "没有这个科" in page
    assert 'value="bring"' not in page
    refused = organiser.post(look, {"do": "bring"})
    assert refused.status_code == 422
    assert "没有这个科" in words_of(refused)
    assert not Site.objects.exists()
    assert organiser.post(look, {"do": "discard"}).status_code == 302
    assert organiser.get(look).status_code == 404


def test_no_file_and_an_empty_one_are_refused_at_the_field(cast: Cast) -> None:
    organiser = client_of(cast, "organiser")
    for data in ({}, {"file": SimpleUploadedFile("sites.csv", b"")}):
        answer = organiser.post(BRING, data)
        assert answer.status_code == 422
        assert "field__error" in words_of(answer)


def test_nobody_sees_what_another_sent(cast: Cast) -> None:
    look = sent(client_of(cast, "organiser"), table(ONE))["Location"]
    cast.person("second_inspector").appointments.update(post=cast.person("organiser").appointments.get().post)
    assert client_of(cast, "second_inspector").get(look).status_code == 404


def test_looking_takes_the_same_questions_however_many_lines(cast: Cast) -> None:
    counts = []
    for many in (2, 40):
        rows = [[f"X-{many}-{at}", *ONE[1:]] for at in range(many)]
        read_in = read(table(*rows), "a.csv")
        bring_sites(actor=None, agency_id=cast.agency.pk, rows=read_in)
        with CaptureQueriesContext(connection) as asked:
            assert len(site_import.look(cast.agency.pk, read_in).same) == many
        counts.append(len(asked))
    assert counts[0] == counts[1]

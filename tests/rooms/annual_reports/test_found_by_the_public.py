"""Is a published report found: by the site's search, in the site map, in the feed, among the procedures?"""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import reporting
from cast import Cast
from gongkai.annual_reports import indexing
from gongkai.annual_reports.models import Report
from gongkai.core import search
from reporting import go

pytestmark = pytest.mark.django_db
WORDS = "解读形式单一"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture(autouse=True)
def january() -> object:
    with reporting.in_january():
        yield


def hits(words: str) -> list[int]:
    return [hit.key for hit in search.search(search.Query(text=words, kinds=(indexing.KIND,))).hits]


def shown(client: Client, words: str, prefix: str = "") -> str:
    return client.get(f"{prefix}/search/?q={quote(words)}").content.decode()


def page(report: Report) -> str:
    return f"/reports/{report.agency.code}/{report.year}/"


def test_a_report_is_found_once_it_is_published_and_not_before(cast: Cast, client: Client) -> None:
    report = go(cast, go(cast, reporting.ready(cast), "check", "preparer"), "sign", "signer")
    assert hits(WORDS) == []
    assert page(report) not in client.get("/sitemap-0.xml").content.decode()
    assert page(report) not in client.get("/feeds/reports.atom").content.decode()
    report = go(cast, report, "publish", "signer")
    assert hits(WORDS) == hits("2023年政府信息公开工作年度报告") == [report.pk]
    for prefix in ("", "/en"):
        html = shown(client, WORDS, prefix)
        assert f'href="{prefix}{page(report)}"' in html
        assert client.get(f"{prefix}{page(report)}").status_code == 200
    assert page(report) not in client.get(f"/search/?q={quote(WORDS)}&validity=valid").content.decode()


def test_a_correction_takes_the_place_of_what_was_found(cast: Cast, client: Client) -> None:
    report = reporting.published(cast)
    report = go(cast, report, "correct", "preparer", reason="数据更正")
    assert hits(WORDS) == [report.pk], "the published edition stays until the corrected one takes its place"
    texts = {"problems": "人手不足，明年增加。"}
    reporting.actions.write_sections(
        report_id=report.pk, actor=cast.preparer, expected_version=None, sections=texts
    )
    for key, who in (("check", "preparer"), ("sign", "signer"), ("publish", "signer")):
        report = go(cast, report, key, who)
    assert (hits(WORDS), hits("人手不足")) == ([], [report.pk])
    assert indexing.rebuild() == 1
    assert (hits(WORDS), hits("人手不足")) == ([], [report.pk])


def test_site_map_and_feed_name_every_published_report(cast: Cast, client: Client) -> None:
    empty = ET.fromstring(client.get("/feeds/reports.atom").content)
    assert empty.findall("a:entry", ATOM) == []
    assert empty.findtext("a:updated", namespaces=ATOM)
    report = reporting.published_as_agency_and_government(cast, 2023)
    other = f"/reports/{cast.outside_agency.code}/2023/"
    addresses = [f"http://testserver{each}" for each in (page(report), f"{page(report)}sum/", other)]
    names = [
        str(each.text) for each in ET.fromstring(client.get("/sitemap-0.xml").content).iter() if each.text
    ]
    assert set(addresses) <= set(names)
    answer = client.get("/feeds/reports.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(answer.content).findall("a:entry", ATOM)
    links = [entry.find("a:link", ATOM) for entry in entries]
    assert sorted(link.get("href", "") for link in links if link is not None) == sorted(addresses)
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == 3
    assert "/feeds/reports.atom" in client.get("/reports/").content.decode()
    assert "Sum of the agencies" in shown(client, "年度报告", "/en")


def test_finding_more_reports_asks_no_more_of_the_database(cast: Cast, client: Client) -> None:
    def cost() -> int:
        shown(client, "年度报告")  # host agency and calendar are read once and kept
        with CaptureQueriesContext(connection) as asked:
            assert "/reports/" in shown(client, "年度报告")
        return len(asked)

    reporting.published(cast)
    before = cost()
    document = {**reporting.small(reporting.suqian()), "year": 2022}
    reporting.actions.bring_in_report(
        actor=cast.preparer, agency_id=cast.agency.pk, document=document, source="门户网站"
    )
    assert len(hits("年度报告")) == 2
    assert cost() == before


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_reports_way_stands_among_the_procedures(cast: Cast, client: Client, prefix: str) -> None:
    reporting.published(cast)
    assert f"{prefix}/processes/annual_report/" in client.get(f"{prefix}/processes/").content.decode()
    html = client.get(f"{prefix}/processes/annual_report/").content.decode()
    assert "<svg" in html
    assert client.get("/processes/annual_report.bpmn").status_code == 200
    assert client.get("/api/v1/processes/annual_report").json()["key"] == "annual_report"

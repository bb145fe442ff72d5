"""Do the staff's screens lead from the first click to the published report, and lose nothing typed?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

import registers
import reporting
from cast import Cast
from desk import client_of, post, words_of
from gongkai.annual_reports.models import DeclaredFigure, Report
from gongkai.domain import annual_report as ar
from report_samples import suqian

pytestmark = pytest.mark.django_db
HERE = "/workspace/reports/2023/"


@pytest.fixture
def cast() -> Cast:
    return reporting.make_reporting_cast()


@pytest.fixture(autouse=True)
def january() -> Any:
    with reporting.in_january():
        yield


def version() -> int:
    return Report.objects.get(year=2023).version


def test_from_the_first_click_to_the_public_page(cast: Cast) -> None:
    document = reporting.small(suqian())
    reporting.fill_registers(cast, document)
    preparer, signer = client_of(cast, "preparer"), client_of(cast, "signer")
    assert post(preparer, "/workspace/reports/", year=2023, scope="own").status_code == 302
    for key, value in registers.declared_of(document).items():
        done = post(preparer, f"{HERE}declare/", key=key, unit="", value=value, evidence="业务系统")
        assert done.status_code == 302, key
    saved = preparer.post(f"{HERE}edit/", {"version": version(), **reporting.TEXTS})
    assert saved.status_code == 302
    for client, key in ((preparer, "check"), (signer, "sign"), (signer, "publish")):
        page = words_of(client.get(HERE))
        assert f"{HERE}moves/{key}/" in page
        assert post(client, f"{HERE}moves/{key}/", version=version()).status_code == 302
    assert "31" in words_of(client_of(cast, "preparer").get(f"/reports/{cast.agency.code}/2023/"))


def test_every_part_of_the_record_is_shown_to_its_people_only(cast: Cast) -> None:
    reporting.published(cast)
    for part in ("figures", "text", "declared", "course"):
        for who in ("preparer", "signer", "supervisor"):
            assert client_of(cast, who).get(f"{HERE}?part={part}").status_code == 200, (part, who)
    for address in (
        HERE,
        f"{HERE}edit/",
        f"{HERE}report.json",
        f"{HERE}figure/table3_requests/granted/total/",
    ):
        for who in ("drafter", "outsider"):
            assert client_of(cast, who).get(address).status_code == 404, (address, who)


def test_each_figure_opens_exactly_the_records_it_counts(cast: Cast) -> None:
    document = reporting.small(suqian())
    reporting.ready(cast, document)
    client = client_of(cast, "preparer")
    page = words_of(client.get(HERE))
    links = re.findall(r'href="(/workspace/reports/2023/figure/[^"]+)"', page)
    assert len(links) == 202
    for row in ("new_received", "carried_over_in", "granted", "total_processed", "carried_forward"):
        value = document["table3_requests"][row]["total"]
        shown = words_of(client.get(f"{HERE}figure/table3_requests/{row}/total/"))
        assert len(re.findall("<li data-list-item>", shown)) == min(value, 50), row
        assert f'<span class="figure__value">{value}</span>' in shown
    shown = words_of(client.get(f"{HERE}figure/table4_review_litigation/administrative_review/pending/"))
    assert (
        len(re.findall("<li data-list-item>", shown))
        == document["table4_review_litigation"]["administrative_review"]["pending"]
    )
    shown = words_of(client.get(f"{HERE}figure/table2_active_disclosure/licensing_decisions/-/"))
    assert "业务系统年末统计" in shown
    assert "preparer-name" in shown
    assert client.get(f"{HERE}figure/information_processing_fee/-/cases/").status_code == 200
    for nowhere in ("table3_requests/granted/nobody", "table9/x/y", "table3_requests/-/total"):
        assert client.get(f"{HERE}figure/{nowhere}/").status_code == 404


def test_a_long_list_goes_on_page_by_page(cast: Cast) -> None:
    rows = [
        registers.Asked(f"n{place}", reporting.date(2023, 5, 1), "natural_person", "online", "", None)
        for place in range(120)
    ]
    registers.store_requests(cast.agency, iter(rows))
    reporting.begun(cast)
    client = client_of(cast, "preparer")
    address, seen, queries_used = f"{HERE}figure/table3_requests/new_received/total/", 0, []
    client.get(address)  # what is asked once for the whole site
    while address:
        with CaptureQueriesContext(connection) as used:
            page = words_of(client.get(address))
        queries_used.append(len(used))
        seen += len(re.findall("<li data-list-item>", page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == 120
    assert len(set(queries_used)) == 1


def test_the_record_asks_as_often_for_many_requests_as_for_few(cast: Cast) -> None:
    reporting.ready(cast)
    client = client_of(cast, "preparer")
    client.get(HERE)
    with CaptureQueriesContext(connection) as few:
        client.get(HERE)
    rows = [
        registers.Asked(f"m{place}", reporting.date(2023, 5, 1), "natural_person", "online", "", None)
        for place in range(200)
    ]
    registers.store_requests(cast.agency, iter(rows))
    with CaptureQueriesContext(connection) as many:
        client.get(HERE)
    assert len(many) == len(few)


def test_a_refused_move_says_why_and_keeps_what_was_typed(cast: Cast) -> None:
    reporting.go(cast, reporting.ready(cast), "check", "preparer")
    client = client_of(cast, "signer")
    refused = client.post(f"{HERE}moves/send_back/", {"version": version(), "send_back-reason": ""})
    assert refused.status_code == 422
    stale = client.post(f"{HERE}moves/send_back/", {"version": 1, "send_back-reason": "第三部分请再核对一遍"})
    assert stale.status_code == 409
    assert "第三部分请再核对一遍" in words_of(stale)
    assert Report.objects.get(year=2023).state == "checked"
    not_mine = client_of(cast, "preparer").post(f"{HERE}moves/sign/", {"version": version()})
    assert not_mine.status_code == 403
    assert client.post(f"{HERE}moves/burn/", {"version": version()}).status_code == 404


def test_prose_that_is_refused_is_still_there(cast: Cast) -> None:
    reporting.begun(cast)
    client = client_of(cast, "preparer")
    typed = {**reporting.TEXTS, "overview.on_request": "新收申请134件，其余照旧。"}
    refused = client.post(f"{HERE}edit/", {"version": version(), **typed})
    assert refused.status_code == 422
    page = words_of(refused)
    assert "新收申请134件，其余照旧。" in page
    assert "解读形式单一，明年改进。" in page
    assert "申请134件" in page
    stale = client.post(f"{HERE}edit/", {"version": 77, **reporting.TEXTS})
    assert stale.status_code == 409
    assert "解读形式单一，明年改进。" in words_of(stale)


def test_a_declaration_carries_its_evidence_as_a_file(cast: Cast) -> None:
    reporting.begun(cast)
    client = client_of(cast, "preparer")
    refused = post(
        client, f"{HERE}declare/", key="licensing_decisions", unit="waste", value="1.5", evidence="x"
    )
    assert refused.status_code == 422
    assert 'value="1.5"' in words_of(refused)
    paper = SimpleUploadedFile("统计表.txt", "许可 12 件".encode(), content_type="text/plain")
    done = post(
        client,
        f"{HERE}declare/",
        key="licensing_decisions",
        unit="waste",
        value="12",
        evidence="许可系统",
        file=paper,
    )
    assert done.status_code == 302
    row = DeclaredFigure.objects.get()
    assert (row.unit, row.value) == (cast.units["waste"], 12)
    got = client.get(f"{HERE}evidence/{row.pk}/")
    assert b"".join(got).decode() == "许可 12 件"  # type: ignore[arg-type]
    assert client_of(cast, "outsider").get(f"{HERE}evidence/{row.pk}/").status_code == 404


def test_the_rule_for_disputes_changes_the_count_and_is_published(cast: Cast) -> None:
    reporting.begun(cast)
    registers.store_disputes(
        cast.agency,
        iter([registers.Disputed("litigation_direct", reporting.date(2022, 5, 1), "pending", None)]),
    )
    client = client_of(cast, "preparer")

    def suits() -> str:
        document = client.get(f"{HERE}report.json").json()
        return (
            f"{document['table4_review_litigation']['litigation_direct']['total']} {document['dispute_rule']}"
        )

    assert suits() == "1 filed_or_carried_in"
    assert client.post(f"{HERE}rule/", {"version": version(), "rule": "as_i_like"}).status_code == 422
    assert client.post(f"{HERE}rule/", {"version": version(), "rule": "filed_this_year"}).status_code == 302
    assert suits() == "0 filed_this_year"


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>"), ("json", b"{")]
)
def test_the_report_is_had_as_a_file(cast: Cast, kind: str, begins: bytes) -> None:
    reporting.published(cast)
    staff = client_of(cast, "signer").get(f"{HERE}report.{kind}")
    public = client_of(cast, "drafter").get(f"/reports/{cast.agency.code}/2023/report.{kind}")
    for response in (staff, public):
        assert response.status_code == 200
        assert response.content.startswith(begins)
        assert "attachment" in response["Content-Disposition"]
    assert client_of(cast, "signer").get(f"{HERE}report.exe").status_code == 404


def test_the_html_file_needs_nothing_from_anywhere(cast: Cast) -> None:
    reporting.published(cast)
    page = client_of(cast, "signer").get(f"{HERE}report.html").content.decode()
    assert not re.search(r'(?:src|href)="(?!#)', page.replace('xmlns="http', ""))
    assert "<script" not in page
    assert "<style>" in page
    assert page.count("<table") >= 3


def test_the_public_page_shows_the_tables_and_what_stands_behind_them(cast: Cast) -> None:
    reporting.published(cast)
    client = client_of(cast, "drafter")
    page = words_of(client.get(f"/reports/{cast.agency.code}/2023/"))
    edition = Report.objects.get(year=2023).editions.get()
    assert edition.digest in page
    assert "2822652" in page
    assert "收取信息处理费2950元。" in page
    assert "preparer-name" not in page, "names of staff are nobody's business"
    assert client.get(f"/reports/{cast.agency.code}/2022/").status_code == 404
    assert client.get(f"/reports/{cast.agency.code}/2023/sum/").status_code == 404
    assert client.get("/reports/nowhere/2023/").status_code == 404


def test_nought_is_written_and_never_left_blank(cast: Cast) -> None:
    reporting.begun(cast)
    page = words_of(client_of(cast, "preparer").get(HERE))
    cells = re.findall(r"<td(?: colspan=\"\d+\")?>(.*?)</td>", page)
    figures = [re.sub("<[^>]+>", "", cell) for cell in cells]
    assert figures.count("0") == len(ar.form("2021").cells()) - 2
    assert "" not in figures

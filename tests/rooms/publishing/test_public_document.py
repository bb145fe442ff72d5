"""What does a document's page show, and what does it never show?"""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from PIL import Image

from cast import Cast, draft, go, make_cast, published, walk_to
from gongkai.core import clock
from gongkai.core.paper.sheet import PrintError
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from rooms.portal.site import corrected

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    with clock.travel_to(date(2026, 3, 5)):
        return make_cast()


def page(client: Client, document: Document, rest: str = "", status: int = 200) -> str:
    answer = client.get(f"/documents/{document.slug}/{rest}")
    assert answer.status_code == status
    return answer.content.decode()


def test_the_table_says_everything_the_catalogue_asks_for(cast: Cast, client: Client) -> None:
    with clock.travel_to(date(2026, 3, 9)):
        document = published(
            cast,
            document_number="测城管〔2026〕1号",
            subject="waste",
            in_force_from=date(2026, 4, 1),
            expires_on=date(2031, 3, 31),
            origin="obtained",
            obtained_from="测试市住建局",
        )
    html = page(client, document)
    for label, value in (
        ("索引号", "014314799/2026-00001"),
        ("名称", "建筑垃圾运输管理办法"),
        ("文号", "测城管〔2026〕1号"),
        ("成文日期", "2026年3月2日"),
        ("发布日期", "2026年3月9日"),
        ("分类", "行政法规、规章和规范性文件"),
        ("有效性", "有效"),
        ("有效期至", "2031年3月31日"),
        ("公开属性", "主动公开"),
        ("内容概述", "规范建筑垃圾运输。"),
        ("主题", "建筑垃圾与渣土车辆"),
    ):
        assert f"<dt>{label}</dt>" in html
        assert value in html
    assert "获取，来源：测试市住建局" in html
    assert "运输车辆应当密闭。" in html


def test_the_english_page_marks_what_is_chinese(cast: Cast, client: Client) -> None:
    document = published(cast)
    html = client.get(f"/en/documents/{document.slug}/").content.decode()
    assert '<h1 class="document-head__title" lang="zh-Hans">' in html
    assert "<dt>Index number</dt>" in html
    assert "Regulations, rules and normative documents" in html


def test_how_long_publication_took_with_its_trail(cast: Cast, client: Client) -> None:
    with clock.travel_to(date(2026, 3, 9)):
        html = page(client, published(cast))
    assert "用了5个工作日（期限为20个工作日）" in html
    assert "按期公开" in html
    assert "/clock/?rule=publication.general&amp;start=2026-03-02" in html
    with clock.travel_to(date(2026, 4, 20)):
        html = page(client, published(cast, title="迟到的"))
    assert "逾期公开" in html


def test_staff_only_and_unpublished_are_not_there(cast: Cast, client: Client) -> None:
    for document in (published(cast, audience="staff"), draft(cast), walk_to(cast, "approval")):
        for rest in ("", "versions/1/", "compare/", "qr.svg"):
            page(client, document, rest, 404)
        assert client.get(f"/documents/{document.slug}.pdf").status_code == 404


def test_a_withdrawn_document_leaves_a_page(cast: Cast, client: Client) -> None:
    document = corrected(cast, published(cast))
    with clock.travel_to(date(2026, 12, 1)):
        go(cast, document, "withdraw", "office", reason="处罚决定已被撤销")
    for rest in ("", "versions/1/", "compare/", "qr.svg"):
        html = page(client, document, rest, 410)
        assert "处罚决定已被撤销" in html
        assert "2026年12月1日" in html
        assert "密闭" not in html
    assert client.get(f"/documents/{document.slug}.pdf").status_code == 410


def test_a_replaced_document_leads_to_the_newer_one(cast: Cast, client: Client) -> None:
    old, new = published(cast, title="旧办法"), published(cast, title="新办法")
    go(cast, old, "supersede", "office", link=new.index_number)
    html = page(client, old)
    assert "已被新的文件替代" in html
    assert f'/documents/{new.slug}/"' in html
    assert "旧办法" in page(client, new)


def test_a_repealed_and_a_lapsed_document_say_so(cast: Cast, client: Client) -> None:
    repealed = go(cast, published(cast), "repeal", "office", reason="x")
    lapsed = go(cast, published(cast), "lapse", "office")
    assert "已废止" in page(client, repealed)
    assert "已失效" in page(client, lapsed)


def test_what_amends_it_is_named(cast: Cast, client: Client) -> None:
    old = published(cast, title="旧办法")
    new = draft(cast, title="修改旧办法的决定")
    actions.link(
        document_id=new.pk,
        actor=cast.drafter,
        kind="amends",
        target_index=old.index_number,
        expected_version=new.version,
    )
    assert "修改旧办法的决定" not in page(client, old)
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        new = go(cast, new, key, who)
    html = page(client, old)
    assert "本文件已被修改" in html
    assert "修改旧办法的决定" in html


def test_versions_are_kept_compared_and_marked(cast: Cast, client: Client) -> None:
    document = corrected(cast, published(cast))
    html = page(client, document)
    assert "您看到的是第2版" in html
    assert f"/documents/{document.slug}/compare/?from=1&amp;to=2" in html
    old = page(client, document, "versions/1/")
    assert "这是第1版，不是现行版本。" in old
    assert "运输车辆应当密闭。" in old
    assert 'content="noindex"' in old
    compared = page(client, document, "compare/?from=1&to=2")
    assert "<ins>" in compared
    assert "补充要求" in compared


def test_the_draft_of_a_correction_stays_hidden(cast: Cast, client: Client) -> None:
    document = go(cast, published(cast), "correct", "drafter", reason="更正")
    assert document.working is not None
    page(client, document, "versions/2/", 404)
    assert "没有这个已发布的版本" not in page(client, document, "compare/")
    assert "这份文件只有一个版本" in page(client, document, "compare/?from=1&to=2")


@pytest.mark.parametrize(
    "question", ["from=9&to=1", "from=a&to=b", "from=&to=", "from=1&to=1", "from=99999999999"]
)
def test_a_comparison_that_makes_no_sense_is_answered(cast: Cast, client: Client, question: str) -> None:
    document = corrected(cast, published(cast))
    assert "<h1>" in page(client, document, f"compare/?{question}")


def with_files(cast: Cast) -> Document:
    document = draft(cast, body='<p>图：</p><p><img src="map.png" alt="路线图"></p>')
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    for name, source in (("map.png", picture), ("线路表.csv", io.BytesIO("区域,线路\n".encode()))):
        source.seek(0)
        actions.attach(
            document_id=document.pk,
            actor=cast.drafter,
            source=source,
            name=name,
            title="附件一" if name.endswith("csv") else "",
            alternative="路线图" if name.endswith("png") else "",
        )
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        document = go(cast, document, key, who)
    return document


def test_attachments_come_with_safe_headers(cast: Cast, client: Client) -> None:
    document = with_files(cast)
    html = page(client, document)
    assert document.live is not None
    table = document.live.attachments.get(title="附件一")
    picture = document.live.attachments.get(name="map.png")
    assert f'/documents/{document.slug}/attachments/{picture.pk}/map.png"' in html
    assert "附件一" in html
    answer = client.get(f"/documents/{document.slug}/attachments/{table.pk}/{table.name}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == "区域,线路\n".encode()  # type: ignore[attr-defined]
    again = client.get(
        f"/documents/{document.slug}/attachments/{table.pk}/{table.name}", HTTP_IF_NONE_MATCH=answer["ETag"]
    )
    assert again.status_code == 304
    assert (
        "attachment"
        not in client.get(f"/documents/{document.slug}/attachments/{picture.pk}/map.png")[
            "Content-Disposition"
        ]
    )


def test_attachments_of_what_is_not_public_are_not_there(cast: Cast, client: Client) -> None:
    document = with_files(cast)
    assert document.live is not None
    table = document.live.attachments.get(title="附件一")
    address = f"/documents/{document.slug}/attachments/{table.pk}/"
    assert client.get(f"{address}other.csv").status_code == 404
    other = published(cast)
    assert client.get(f"/documents/{other.slug}/attachments/{table.pk}/{table.name}").status_code == 404
    go(cast, document, "withdraw", "office", reason="撤")
    assert client.get(f"{address}{table.name}").status_code == 410


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_can_be_downloaded(cast: Cast, client: Client, kind: str, start: bytes) -> None:
    document = published(cast)
    answer = client.get(f"/documents/{document.slug}.{kind}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(start)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert f".{kind}" in answer["Content-Disposition"]


def test_a_file_that_cannot_be_made_gives_a_sentence(cast: Cast, client: Client) -> None:
    document = published(cast)
    with patch("gongkai.publishing.downloads.file_of", side_effect=PrintError("没有可用的字体。")):
        answer = client.get(f"/documents/{document.slug}.pdf")
    assert answer.status_code == 503
    assert "没有可用的字体。" in answer.content.decode()


def test_the_code_to_scan_holds_the_public_address(cast: Cast, client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"
    document = published(cast)
    answer = client.get(f"/documents/{document.slug}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg xmlns" in answer.content
    assert f'data-copy-link="https://xxgk.example.gov.cn/documents/{document.slug}/"' in page(
        client, document
    )


def test_what_was_released_where_is_shown(cast: Cast, client: Client) -> None:
    assert "政府信息公开网" in page(client, published(cast))


def test_tables_scroll_by_themselves(cast: Cast, client: Client) -> None:
    body = (
        "<p>表</p><table><caption>线路</caption><thead><tr><th scope='col'>甲</th></tr></thead>"
        "<tbody><tr><td>乙</td></tr></tbody></table>"
    )
    html = page(client, published(cast, body=body))
    assert '<div class="table-scroll" tabindex="0" role="group"' in html


def test_the_summary_is_only_text(cast: Cast, client: Client) -> None:
    html = page(client, published(cast, title="<b>标题</b>", summary="<script>x</script>"))
    assert "<script>x" not in html
    assert "<b>标题" not in html

"""Is what is downloaded the document: its text, its metadata, made once?"""

from __future__ import annotations

import io
from datetime import datetime

import docx
import pytest
from django.utils import timezone
from pypdf import PdfReader

from cast import WAY, Cast, go, make_cast, published
from gongkai.core import clock
from gongkai.publishing import actions, downloads
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def text_of(document: Document, kind: downloads.Kind, number: int | None = None) -> str:
    revision = document.live if number is None else document.revisions.get(number=number)
    assert revision is not None
    content = downloads.file_of(document, revision, kind).read_bytes()
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_text_and_metadata(cast: Cast, kind: downloads.Kind) -> None:
    # One o'clock in the morning here is still the day before in Greenwich.
    with clock.travel_to(timezone.make_aware(datetime(2026, 3, 10, 1, 0))):
        document = published(cast, document_number="测城管〔2026〕3号")
    text = "".join(text_of(document, kind).split())
    for part in (
        "建筑垃圾运输管理办法",
        "为了规范建筑垃圾运输，制定本办法。",
        "一、总则",
        "014314799/2026-00001",
        "测城管〔2026〕3号",
        "测试市城市管理局",
        "2026年3月2日",
        "2026-03-10",
        "有效",
    ):
        assert part in text, part


def test_made_once_and_anew_when_something_changes(cast: Cast) -> None:
    document = published(cast)
    assert document.live is not None
    first = downloads.file_of(document, document.live, "docx")
    stamp = first.stat().st_mtime_ns
    assert downloads.file_of(document, document.live, "docx") == first
    assert first.stat().st_mtime_ns == stamp
    document = go(cast, document, "repeal", "office", reason="已废止")
    document = Document.objects.select_related("live").get(pk=document.pk)
    assert document.live is not None
    again = downloads.file_of(document, document.live, "docx")
    assert again != first
    assert "废止" in text_of(document, "docx")
    assert not list(first.parent.glob("tmp*"))


def test_an_earlier_version_keeps_its_own_text_and_day(cast: Cast) -> None:
    with clock.travel_to(timezone.make_aware(datetime(2026, 3, 10, 9, 0))):
        document = published(cast)
    with clock.travel_to(timezone.make_aware(datetime(2026, 5, 20, 9, 0))):
        document = go(cast, document, "correct", "drafter", reason="有误")
        actions.save_draft(
            document_id=document.pk,
            actor=cast.drafter,
            expected_version=document.version,
            content=actions.DraftInput(body="<p>改正后的正文。</p>"),
        )
        for key, who in WAY:
            document = go(cast, document, key, who)
    old, new = text_of(document, "docx", 1), text_of(document, "docx")
    assert "制定本办法" in old
    assert "2026-03-10" in old
    assert "改正后的正文" in new
    assert "2026-05-20" in new


def test_a_demonstration_says_so_on_paper(cast: Cast) -> None:
    document = published(cast)
    assert document.live is not None
    plain = downloads.file_of(document, document.live, "docx")
    marked = downloads.file_of(document, document.live, "docx", demonstration=True)
    assert plain != marked
    paper = docx.Document(io.BytesIO(marked.read_bytes()))
    everything = "".join(paragraph.text for paragraph in paper.paragraphs)
    everything += "".join(
        p.text for s in paper.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)
    )
    assert "演示数据" in everything

"""Does the nightly walk find pages that fail, dead links between pages, and personal data on pages and in files?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import planting
import pytest
from planting import told

from cast import Cast
from gongkai.core import clock, files
from gongkai.core.models import StoredFile
from gongkai.publishing.models import Attachment
from gongkai.supervision import linking, papers, walking
from gongkai.supervision.monitors import pages
from gongkai.supervision.walking import Page
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(planting.bureau)


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    with clock.travel_to(planting.NOW):
        yield on_stage(built)


def walked(monkeypatch: pytest.MonkeyPatch, *met: Page) -> None:
    """The walk meets these pages."""
    monkeypatch.setattr(pages, "walk", lambda: iter(met))


def page(
    path: str = "/help/", text: str = "字", links: tuple[str, ...] = (), ids: tuple[str, ...] = ("main",)
) -> Page:
    return Page(path, 200, "题", "zh-Hans", 1, 0, list(links), text, frozenset(ids))


@pytest.mark.parametrize(
    "href",
    ["/no/such/", "/topics/nope/", "/documents/nope/", "/help/#nowhere", "#nowhere", "/en/topics/nope/",
     "/documents/#nowhere"],
)  # fmt: skip
def test_a_link_between_pages_that_leads_nowhere_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, href: str
) -> None:
    walked(monkeypatch, page(links=(href,)))
    assert len(told(cast, "accessibility")) == 1


def test_links_that_lead_somewhere_are_left_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fine = (
        "/help/#main",
        "#main",
        "/documents/",
        "https://example.org/",
        "mailto:a@b.cn",
        "/documents/#main",
        "?a=b",
    )
    walked(monkeypatch, page(links=fine))
    assert told(cast, "accessibility") == []


def test_a_page_has_one_finding_however_many_of_its_links_are_dead(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked(monkeypatch, page(links=("/no/", "/nor/this/")), page("/contact/", links=("/no/",)))
    assert len(told(cast, "accessibility")) == 1, "the first page it was met on is told"


def test_personal_data_on_a_page_are_found_and_not_repeated(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked(monkeypatch, page(text="请打13800138000"))
    (said,) = told(cast, "page_privacy")
    assert "13800138000" not in said
    assert "/help/" in said


def test_own_numbers_and_documents_are_left_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    own = f"电话：{planting.GUIDE['telephone']}，{planting.GUIDE['email']}"
    walked(monkeypatch, page(text=own), page("/documents/a-1/", text="请打13800138000"))
    assert told(cast, "page_privacy") == []


def test_both_monitors_of_a_night_walk_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = 0

    def walk() -> Iterator[Page]:
        nonlocal walks
        walks += 1
        yield page(text="请打13800138000")

    monkeypatch.setattr(pages, "walk", walk)
    assert told(cast, "accessibility") == []
    assert len(told(cast, "page_privacy")) == 1
    assert walks == 1
    assert len(told(cast, "page_privacy")) == 1
    assert walks == 2, "what was walked before is not believed twice"


def word(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", f"<w:document><w:p><w:t>{text}</w:t></w:p></w:document>")
    return packed.getvalue()


def attached(content: bytes) -> Attachment:
    """A file as it lies on the disk, attached to the first document."""
    digest = f"{len(content):064d}"
    path: Path = files.path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    stored = StoredFile.objects.create(
        sha256=digest, size=len(content), content_type="x", kind="x", stored_at=clock.now()
    )
    return Attachment.objects.create(revision=planting.document().live, file=stored, name="名单")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (word("身份证 11010519491231002X"), True), (word("共138件"), False), ("联系13800138000".encode(), True),
        ("联系13800138000".encode("gb18030"), True), (b"%PDF-1.4 broken 13800138000", False), (b"PK broken", False),
        (b"\x00\x01 13800138000", False), (b"", False),
    ],
)  # fmt: skip
def test_personal_data_in_a_file_are_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, content: bytes, found: bool
) -> None:
    walked(monkeypatch)
    made = attached(content)
    assert bool(told(cast, "page_privacy")) is found
    assert told(cast, "dead_link") == []
    assert papers.words(made.file) == papers.words(made.file)


def test_a_file_that_is_gone_is_a_dead_link(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = attached(b"abc")
    files.path_of(made.file.sha256).unlink()
    walked(monkeypatch)
    assert len(told(cast, "dead_link")) == 1
    assert told(cast, "page_privacy") == []


def test_a_page_that_fails_in_the_database_takes_nothing_along(cast: Cast) -> None:
    seen = walking.look_at(walking.client(), "/documents/")
    assert (seen.status, "main" in seen.ids) == (200, True)
    assert linking.Inside().wrong("/documents/a/", "/documents/") is None

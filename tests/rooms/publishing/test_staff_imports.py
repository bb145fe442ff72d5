"""Does an import show first what would happen, and bring in all of it or nothing?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.publishing import uploads
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db
GOOD = (
    "标题,文号,成文日期,发布日期,目录,正文\n"
    "渣土办法,城管〔2012〕1号,2012-03-01,2012-03-05,article20.1,运输车辆应当密闭。\n"
    "停车办法,城管〔2012〕2号,2012-04-01,2012-04-05,article20.1,停车应当入位。\n"
)
BAD = "标题,成文日期\n好的一行,2012-03-01\n坏的一行,2012-02-31\n"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(client: Client, content: bytes | str, name: str) -> Any:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = name
    return client.post("/workspace/imports/", {"file": file})


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return out.getvalue()


def test_good_table_is_shown_and_then_brought_in_as_drafts(cast: Cast) -> None:
    client = client_of(cast, "drafter")
    there = send(client, GOOD, "2012年.csv").headers["Location"]
    page = words_of(client.get(there))
    assert "渣土办法" in page
    assert "停车办法" in page
    assert not Document.objects.exists()
    response = client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "drafts"})
    assert response.status_code == 302
    assert Document.objects.filter(state="draft", imported=True).count() == 2
    assert client.get(there).status_code == 404


def test_bad_row_names_line_and_column_and_nothing_comes_in(cast: Cast) -> None:
    client = client_of(cast, "drafter")
    there = send(client, BAD, "表.csv").headers["Location"]
    page = words_of(client.get(there))
    assert "成文日期 (B)" in page
    assert "<span>3</span>" in page
    assert (
        client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "drafts"}).status_code
        == 200
    )
    assert not Document.objects.exists()


def test_history_waits_for_the_office_and_is_confirmed_in_one_go(cast: Cast) -> None:
    client = client_of(cast, "drafter")
    there = send(client, GOOD, "2012年.csv").headers["Location"]
    client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "history"})
    documents = list(Document.objects.filter(state="history"))
    assert len(documents) == 2
    office = client_of(cast, "office")
    assert "渣土办法" in words_of(office.get("/workspace/imports/history/"))
    chosen = [f"{each.pk}:{each.version}" for each in documents]
    assert (
        office.post("/workspace/imports/history/", {"do": "confirm", "reason": "已核对"}).status_code == 422
    )
    unreasoned = office.post("/workspace/imports/history/", {"do": "confirm", "chosen": chosen})
    assert unreasoned.status_code == 422
    assert words_of(unreasoned).count("checked") == 2
    done = office.post(
        "/workspace/imports/history/", {"do": "confirm", "chosen": chosen, "reason": "已核对旧网站"}
    )
    assert done.status_code == 302
    assert Document.objects.filter(state="published").count() == 2


def test_one_that_cannot_be_confirmed_is_named_and_the_others_stand(cast: Cast) -> None:
    client = client_of(cast, "drafter")
    there = send(client, GOOD, "2012年.csv").headers["Location"]
    client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "history"})
    first, second = Document.objects.order_by("pk")
    chosen = [f"{first.pk}:{first.version}", f"{second.pk}:1", "nonsense", "9:x"]
    response = client_of(cast, "office").post(
        "/workspace/imports/history/", {"do": "confirm", "chosen": chosen, "reason": "已核对"}
    )
    assert response.status_code == 422
    assert second.index_number in words_of(response)
    assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == ["published", "history"]


def test_upload_belongs_to_whoever_sent_it(cast: Cast) -> None:
    there = send(client_of(cast, "drafter"), GOOD, "表.csv").headers["Location"]
    assert client_of(cast, "second_drafter").get(there).status_code == 404
    assert client_of(cast, "drafter").get("/workspace/imports/..%2f..%2fetc/").status_code == 404
    assert client_of(cast, "drafter").get(there).status_code == 200
    assert client_of(cast, "drafter").post(there, {"do": "discard"}).status_code == 302
    assert client_of(cast, "drafter").get(there).status_code == 404


def test_archive_with_attachments_is_read_as_a_folder(cast: Cast) -> None:
    packed = archive(
        **{
            "表.csv": "标题,成文日期,目录,附件\n办法,2012-03-01,article20.1,名单.txt\n",
            "名单.txt": "一、二、三",
        }
    )
    client = client_of(cast, "drafter")
    there = send(client, packed, "资料.zip").headers["Location"]
    assert "办法" in words_of(client.get(there))
    client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "drafts"})
    document = Document.objects.get()
    assert document.working is not None
    assert [each.name for each in document.working.attachments.all()] == ["名单.txt"]


def test_archive_cannot_leave_its_folder(cast: Cast, settings: Any) -> None:
    packed = archive(**{"../../evil.txt": "坏", "/etc/also.txt": "坏", "a\\..\\b.txt": "好"})
    token = uploads.keep(1, io.BytesIO(packed), "x.zip")
    place = uploads.place(1, token)
    assert place is not None
    outside = [each for each in Path(settings.DATA_DIR).rglob("*.txt") if not each.is_relative_to(place)]
    assert not outside


@pytest.mark.parametrize(("content", "name"), [(b"PK\x03\x04broken", "坏.zip"), (b"", "空.zip")])
def test_broken_archive_is_refused_with_a_sentence(cast: Cast, content: bytes, name: str) -> None:
    response = send(client_of(cast, "drafter"), content or b"x", name)
    assert response.status_code == 422
    assert "error-summary" in words_of(response)


def test_too_large_file_is_refused_and_nothing_stays(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 1000
    response = send(client_of(cast, "drafter"), "长" * 1000, "长.txt")
    assert response.status_code == 422
    assert not list((Path(settings.DATA_DIR) / "imports").glob("*"))


def test_whoever_may_not_draft_brings_nothing_in(cast: Cast) -> None:
    client = client_of(cast, "leader")
    assert 'type="file"' not in words_of(client.get("/workspace/imports/"))
    there = send(client, GOOD, "表.csv").headers["Location"]
    assert (
        client.post(there, {"do": "bring", "unit": cast.units["waste"].pk, "kind": "drafts"}).status_code
        == 422
    )
    assert not Document.objects.exists()

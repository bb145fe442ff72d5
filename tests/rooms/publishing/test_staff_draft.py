"""Is nothing typed into a draft ever lost, and nothing wrong ever taken?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cast import BODY, Cast, draft, go, make_cast, published
from desk import client_of, record, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast, "drafter")


def form(document: Document, **changes: Any) -> dict[str, Any]:
    fresh = Document.objects.get(pk=document.pk)
    return {
        "version": fresh.version, "title": "建筑垃圾运输管理办法", "body": BODY, "date_made": "2026-03-02",
        "catalogue": ["article20.1"], "summary": "规范建筑垃圾运输。", "keywords": "渣土，运输", "openness": "active",
        "issuing_agency": "测试市城市管理局", "origin": "made", "audience": "public", **changes,
    }  # fmt: skip


def test_new_document_asks_for_unit_and_title_and_opens_the_draft(cast: Cast, client: Client) -> None:
    page = words_of(client.get("/workspace/documents/new/"))
    assert "渣土管理科" in page
    assert "市容科" not in page
    response = client.post("/workspace/documents/new/", {"unit": cast.units["waste"].pk, "title": "新的办法"})
    document = Document.objects.get()
    assert response.headers["Location"] == f"{record(document.pk)}edit/"
    assert document.working is not None
    assert document.working.title == "新的办法"


def test_new_document_in_a_unit_of_others_is_no_choice(cast: Cast, client: Client) -> None:
    response = client.post("/workspace/documents/new/", {"unit": cast.units["other"].pk, "title": "越权"})
    assert response.status_code == 422
    assert "越权" in words_of(response)
    assert not Document.objects.exists()


def test_saving_changes_the_draft_and_leaves_one_event(cast: Cast, client: Client) -> None:
    document = draft(cast)
    before = Event.objects.count()
    response = client.post(f"{record(document.pk)}edit/", form(document, title="改后的标题", do="finish"))
    assert response.headers["Location"] == record(document.pk)
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.working is not None
    assert fresh.working.title == "改后的标题"
    assert Event.objects.count() == before + 1


def test_date_can_be_emptied_again(cast: Cast, client: Client) -> None:
    document = draft(cast, expires_on=clock.today() + timedelta(days=400))
    client.post(f"{record(document.pk)}edit/", form(document, expires_on=""))
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.working is not None
    assert fresh.working.expires_on is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date_made": "2026-13-40"}, "date_made"),
        ({"date_made": "明天"}, "date_made"),
        ({"date_made": "1900-01-01"}, "date_made"),
        ({"title": "长" * 201}, "title"),
        ({"catalogue": ["no.such.row"]}, "catalogue"),
        ({"openness": "maybe"}, "openness"),
        ({"in_force_from": "0000-00-00"}, "in_force_from"),
    ],
)
def test_wrong_value_is_said_at_its_field_and_the_rest_is_kept(
    cast: Cast, client: Client, wrong: dict[str, Any], field: str
) -> None:
    document = draft(cast)
    response = client.post(f"{record(document.pk)}edit/", form(document, summary="只在这里输入的话", **wrong))
    assert response.status_code == 422
    page = words_of(response)
    assert "只在这里输入的话" in page
    assert f'id="id_{field}' in page
    assert "error-summary" in page
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.version == document.version


def test_stale_version_is_a_conflict_and_everything_typed_is_kept(cast: Cast, client: Client) -> None:
    document = draft(cast)
    mine = form(document, title="我的标题")
    actions.save_draft(
        document_id=document.pk,
        actor=cast.second_drafter,
        expected_version=document.version,
        content=actions.DraftInput(title="同事的标题"),
    )
    response = client.post(f"{record(document.pk)}edit/", mine)
    assert response.status_code == 409
    page = words_of(response)
    assert "我的标题" in page
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.working is not None
    assert fresh.working.title == "同事的标题"
    # Whoever has read the sentence may now save knowingly.
    assert f'name="version" value="{fresh.version}"' in page


def test_autosave_is_quiet_and_answers_with_the_new_version(cast: Cast, client: Client) -> None:
    document = draft(cast)
    before = Event.objects.count()
    response = client.post(f"{record(document.pk)}autosave/", form(document, title="自动保存的标题"))
    assert response.status_code == 200
    fresh = Document.objects.get(pk=document.pk)
    assert response.json()["version"] == fresh.version == document.version + 1
    assert response.json()["saved_at"]
    assert Event.objects.count() == before


def test_autosave_says_a_conflict_as_409(cast: Cast, client: Client) -> None:
    document = draft(cast)
    response = client.post(
        f"{record(document.pk)}autosave/", form(document, version=document.version - 1, title="旧")
    )
    assert response.status_code == 409
    assert response.json()["message"]


@pytest.mark.parametrize("wrong", [{"date_made": "昨天"}, {"title": "长" * 201}, {"date_made": "1900-01-01"}])
def test_autosave_says_what_cannot_be_taken(cast: Cast, client: Client, wrong: dict[str, Any]) -> None:
    document = draft(cast)
    response = client.post(f"{record(document.pk)}autosave/", form(document, **wrong))
    assert response.status_code == 422
    assert response.json()["message"]


def test_autosave_of_what_is_no_draft_any_more_is_refused(cast: Cast, client: Client) -> None:
    document = draft(cast)
    go(cast, document, "submit", "drafter")
    response = client.post(f"{record(document.pk)}autosave/", form(document))
    assert response.status_code == 403
    assert response.json()["message"]
    assert client.post(f"{record(99_999_999)}autosave/", form(document)).status_code == 404


def test_held_draft_is_not_saved_over(cast: Cast, client: Client) -> None:
    document = draft(cast)
    colleague = client_of(cast, "second_drafter")
    seats = colleague.post(f"{record(document.pk)}presence/?edit=1").json()
    assert seats == {"people": [], "locked_by": None}
    seen = client.post(f"{record(document.pk)}presence/?edit=1").json()
    assert seen == {"people": ["second-drafter-name"], "locked_by": "second-drafter-name"}
    assert "second-drafter-name" in words_of(client.get(f"{record(document.pk)}edit/"))
    response = client.post(f"{record(document.pk)}edit/", form(document, title="抢着保存"))
    assert response.status_code == 422
    assert "抢着保存" in words_of(response)


def test_reader_takes_no_lock(cast: Cast) -> None:
    document = published(cast)
    client_of(cast, "supervisor").post(f"{record(document.pk)}presence/?edit=1")
    assert Document.objects.get(pk=document.pk).locked_by is None


def test_one_click_saves_attaches_links_and_explains(cast: Cast, client: Client) -> None:
    other = published(cast, title="被解读的办法")
    document = draft(cast, body="<p>请联系13812345678。</p>")
    (finding,) = [each for each in queries.findings(document) if each.finding.severity == "reason"]
    data = form(
        document,
        body="<p>请联系13812345678。</p>",
        title="一次办好",
        kind="interprets",
        target=other.index_number,
        file=io.BytesIO("一些说明".encode()),
        **{f"explain-{finding.key}": "这是公开的值班电话"},
    )
    data["file"].name = "说明.txt"
    response = client.post(f"{record(document.pk)}edit/", data)
    assert response.status_code == 302, words_of(response)
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.working is not None
    assert fresh.working.title == "一次办好"
    assert [each.name for each in queries.attachments(fresh.working)] == ["说明.txt"]
    assert [each.target_id for each in queries.links(fresh)] == [other.pk]
    assert fresh.working.explanations[finding.key] == "这是公开的值班电话"
    page = words_of(client.get(f"{record(document.pk)}edit/"))
    assert "说明.txt" in page
    assert "被解读的办法" in page


def test_file_is_described_stripped_and_taken_off(cast: Cast, client: Client) -> None:
    document = draft(cast)
    upload = io.BytesIO("名单".encode())
    upload.name = "名单.txt"
    answer = client.post(
        f"{record(document.pk)}attach/", {"file": upload}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    assert answer.json()["location"].endswith("#attachments")
    (attachment,) = queries.attachments(Document.objects.get(pk=document.pk).working)  # type: ignore[arg-type]
    client.post(
        f"{record(document.pk)}edit/", form(document, **{f"file_title-{attachment.pk}": "附件一：名单"})
    )
    attachment.refresh_from_db()
    assert attachment.title == "附件一：名单"
    client.post(f"{record(document.pk)}edit/", form(document, do=f"remove-{attachment.pk}"))
    assert not queries.attachments(Document.objects.get(pk=document.pk).working)  # type: ignore[arg-type]


def test_bad_file_is_refused_with_its_reason_and_the_text_is_saved(cast: Cast, client: Client) -> None:
    document = draft(cast)
    program = io.BytesIO(b"MZ" + b"\0" * 200)
    program.name = "notice.pdf"
    response = client.post(f"{record(document.pk)}edit/", form(document, title="连同坏文件", file=program))
    assert response.status_code == 422
    assert "连同坏文件" in words_of(response)
    program.seek(0)
    answer = client.post(
        f"{record(document.pk)}attach/", {"file": program}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert client.post(f"{record(document.pk)}attach/").json()["message"]


def test_unknown_link_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    document = draft(cast)
    response = client.post(
        f"{record(document.pk)}edit/", form(document, kind="amends", target="000000000/2020-00001", do="link")
    )
    assert response.status_code == 422
    assert "000000000/2020-00001" in words_of(response)


def test_huge_body_is_answered_with_a_sentence(cast: Cast, client: Client) -> None:
    document = draft(cast)
    huge = "长" * (5 * 1024 * 1024)
    response = client.post(f"{record(document.pk)}edit/", form(document, body=huge))
    assert response.status_code == 413
    assert "过大" in words_of(response) or "too large" in words_of(response)
    answer = client.post(
        f"{record(document.pk)}autosave/", form(document, body=huge), headers={"accept": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["message"]


@pytest.mark.parametrize("who", ["secrecy", "neighbour", "outsider", "supervisor"])
def test_others_cannot_edit(cast: Cast, who: str) -> None:
    document = draft(cast)
    client = client_of(cast, who)
    assert client.get(f"{record(document.pk)}edit/").status_code in (403, 404)
    assert client.post(f"{record(document.pk)}edit/", form(document)).status_code in (403, 404)
    assert Document.objects.get(pk=document.pk).version == document.version


def test_preview_shows_the_draft_as_the_public_will_see_it(cast: Cast, client: Client) -> None:
    document = draft(cast, title="尚未公开的办法")
    page = words_of(client.get(f"{record(document.pk)}preview/"))
    assert "尚未公开的办法" in page
    assert "运输车辆应当密闭" in page
    assert client.get(f"/documents/{document.slug}/").status_code == 404

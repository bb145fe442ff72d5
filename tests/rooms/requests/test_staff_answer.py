"""Is the answer written without losing a word, its row confirmed, its letter shown as it will go out?"""

from __future__ import annotations

import io
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.domain import outcomes
from gongkai.requests.forms.answering import kinds_with, parts_of
from gongkai.requests.models import Answer, AnswerFile, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page_of(request: Request, further: str = "") -> str:
    return f"/workspace/requests/{request.pk}/answer/{further}"


def save(cast: Cast, request: Request, who: str = "officer", **data: Any) -> Any:
    version = data.pop("version", Request.objects.get(pk=request.pk).version)
    return client_of(cast, who).post(page_of(request), {"version": version, "do": "save", **data})


def answer(request: Request) -> Answer:
    return Answer.objects.get(request=request)


@pytest.mark.parametrize("kind", [key for key in (each.key for each in outcomes.answers()) if parts_of(key)])
def test_every_kind_of_answer_brings_its_fields(cast: Cast, kind: str) -> None:
    request = requesting.handling(cast)
    requesting.answered(cast, request, requesting.AnswerInput(kind=kind))
    page = words_of(client_of(cast, "officer").get(page_of(request)))
    needed = page.partition("data-answer-rest")[0]
    fields = {"ground": "ground", "search": "search_record", "way": "pointer", "earlier": "earlier_on"}
    for part, name in fields.items():
        assert (f'name="{name}"' in needed) is (kind in kinds_with(part)), part
    rows = outcomes.allowed(kind)
    for row in outcomes.outcomes():
        assert (f'name="outcome" value="{row.key}"' in page) is (row in rows)
    practice = not outcomes.answer(kind).mapping_verified
    assert (outcomes.answer(kind).mapping_note in page) if practice else True


def test_the_ground_suggests_the_row_and_the_officer_confirms_it(cast: Cast) -> None:
    request = requesting.handling(cast)
    assert (
        save(cast, request, kind="refused", ground="trade_secret", reason="涉及商业秘密").status_code == 302
    )
    page = words_of(client_of(cast, "officer").get(page_of(request)))
    assert "3.4 保护第三方合法权益" in page
    assert answer(request).outcome == "", "suggested is not confirmed"
    confirmed = {"kind": "refused", "ground": "trade_secret", "outcome": "refused_third_party_rights"}
    assert save(cast, request, reason="涉及商业秘密", **confirmed).status_code == 302
    assert answer(request).outcome == "refused_third_party_rights"


def test_another_kind_of_answer_wants_its_row_confirmed_anew(cast: Cast) -> None:
    request = requesting.handling(cast)
    save(
        cast,
        request,
        kind="refused",
        outcome="refused_internal_affairs",
        ground="internal_affairs",
        reason="内部",
    )
    response = save(cast, request, kind="open", outcome="refused_internal_affairs", pointer="本机关网站")
    assert response.status_code == 302
    assert (answer(request).kind, answer(request).outcome) == ("open", "")


def test_what_is_missing_leads_to_its_field(cast: Cast) -> None:
    request = requesting.handling(cast)
    save(cast, request, kind="not_exist", outcome="unavailable_not_held", reason="未检索到")
    page = words_of(client_of(cast, "officer").get(page_of(request)))
    assert f'href="{page_of(request)}#id_search_record"' in page
    assert 'id="id_search_record"' in page


@pytest.mark.parametrize("who", ["desk", "legal", "approver", "head", "supervisor"])
def test_only_its_officers_write(cast: Cast, who: str) -> None:
    request = requesting.handling(cast)
    assert client_of(cast, who).get(page_of(request)).status_code == 403
    assert save(cast, request, who, kind="open").status_code == 403
    assert not Answer.objects.exists()


def test_conflict_loses_nothing(cast: Cast) -> None:
    request = requesting.handling(cast)
    seen = request.version
    save(cast, request, "second_officer", kind="open", pointer="同事写的")
    before = Event.objects.count()
    response = save(cast, request, kind="refused", reason="我写了很长的理由", version=seen)
    assert response.status_code == 409
    page = words_of(response)
    assert "我写了很长的理由" in page
    assert answer(request).pointer == "同事写的"
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "nonsense"}, {"earlier_on": "2026-02-31"}, {"ground": "no such"}, {"reason": "字" * 20_001}],
)
def test_wrong_input_is_said_at_its_field_and_kept(cast: Cast, wrong: dict[str, str]) -> None:
    request = requesting.handling(cast)
    response = save(cast, request, pointer="我写的途径", **wrong)
    assert response.status_code == 422
    page = words_of(response)
    assert "error-summary" in page
    assert "我写的途径" in page
    assert not Answer.objects.exists()


def test_files_are_added_kept_back_and_taken_off(cast: Cast) -> None:
    request = requesting.handling(cast)
    scan = io.BytesIO("名单内容".encode())
    scan.name = "名单.txt"
    assert save(cast, request, do="add", **{"file-file": scan, "file-title": "企业名单"}).status_code == 302
    (file,) = AnswerFile.objects.all()
    assert (file.title, file.delivered) == ("企业名单", True)
    officer = client_of(cast, "officer")
    sent = officer.get(page_of(request, f"files/{file.pk}/"))
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content) == "名单内容".encode()  # type: ignore[attr-defined]
    assert client_of(cast, "outsider").get(page_of(request, f"files/{file.pk}/")).status_code == 404
    other = requesting.handling(cast)
    assert officer.get(page_of(other, f"files/{file.pk}/")).status_code == 404, "a file of another request"
    assert save(cast, request, do=f"remove-{file.pk}").status_code == 302
    file.refresh_from_db()
    assert file.removed_at is not None
    assert "企业名单" not in words_of(officer.get(page_of(request)))


def test_file_that_is_none_is_refused_with_everything_kept(cast: Cast) -> None:
    request = requesting.handling(cast)
    bad = io.BytesIO(b"MZ\x90\x00program")
    bad.name = "run.exe"
    response = save(cast, request, do="add", kind="open", pointer="我写的途径", **{"file-file": bad})
    assert response.status_code == 422
    assert "我写的途径" in words_of(response)
    assert not AnswerFile.objects.exists()


def test_letter_is_shown_as_it_will_go_out_with_the_name_masked(cast: Cast) -> None:
    request = requesting.handling(cast)
    officer = client_of(cast, "officer")
    assert officer.get(page_of(request, "preview/")).status_code == 404, "there is nothing to show yet"
    save(cast, request, kind="refused", ground="internal_affairs", reason="属于内部事务")
    unconfirmed = officer.get(page_of(request, "preview/"))
    assert unconfirmed.status_code == 409
    requesting.answered(cast, request)
    page = words_of(officer.get(page_of(request, "preview/")))
    assert "该信息属于本机关内部事务信息。" in page
    assert "行政复议" in page, "with the block on review and suit"
    assert requesting.MARKERS["name"] not in page
    assert "〔2026〕×号" in page
    paper = officer.get(page_of(request, "preview.pdf"))
    assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    approver = client_of(cast, "approver")
    requesting.walk_to(cast, request, "approval")
    assert approver.get(page_of(request, "preview/")).status_code == 200


def test_own_record_has_its_own_ends(cast: Cast) -> None:
    request = requesting.handling(cast, matter="own_record")
    page = words_of(client_of(cast, "officer").get(page_of(request)))
    assert 'name="own_record_result"' in page
    assert 'name="kind"' not in page
    assert save(cast, request, own_record_result="corrected", text="已更正您的登记信息。").status_code == 302
    request = requesting.walk_to(cast, Request.objects.get(pk=request.pk), "closed")
    assert (request.outcome, request.own_record_result) == ("", "corrected")


def test_answered_before_and_public_already_stand_beside(cast: Cast) -> None:
    from cast import published

    earlier = requesting.closed(cast, subject="2024年渣土运输企业核准名单")
    requesting.closed(cast, subject="公园绿化面积")
    document = published(cast, title="渣土运输企业核准名单")
    request = requesting.handling(cast, subject="渣土运输企业核准名单")
    page = words_of(client_of(cast, "officer").get(page_of(request)))
    assert f"/workspace/requests/{earlier.pk}/" in page
    assert "公园绿化面积" not in page
    assert f"/workspace/documents/{document.pk}/" in page


def test_button_leads_on_once_everything_is_saved(cast: Cast) -> None:
    request = requesting.handling(cast)
    for do, where in (("preview", "answer/preview/"), ("finish", "?part=answer"), ("save", "answer/")):
        response = save(cast, request, kind="open", pointer=f"途径{do}", do=do)
        assert response.headers["Location"].endswith(where)
        assert answer(request).pointer == f"途径{do}"
    assert answer(request).created_at <= clock.now()

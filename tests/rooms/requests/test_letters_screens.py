"""Can the legal officer read, try out, change and compare the letters' texts, and nobody else change them?"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

import cast as people
from gongkai.core import letters
from gongkai.core.models import Event, LetterHead, LetterTemplate
from gongkai.core.refusals import NotAllowed
from gongkai.domain import letters as law
from gongkai.requests.actions.letters import save_letter_text, save_letterhead
from meddling import past_the_triggers

pytestmark = pytest.mark.django_db
TEXT = "本机关收到{you}的申请（{request_number}）。\n不予公开的理由：{reason}"


@pytest.fixture
def cast() -> people.Cast:
    return people.make_cast()


def client(cast: people.Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast.person(who), "gongkai.people.sign_in.Backend")
    return browser


def address(name: str, *args: object) -> str:
    return reverse(f"workspace:{name}", args=args)


def typed(**changes: Any) -> dict[str, Any]:
    given = {
        "title": "政府信息公开申请答复书",
        "text": TEXT,
        "remedies_text": "",
        "reason": "按市里的格式",
        "version": "0",
        "do": "save",
    }
    return {**given, **changes}


def test_every_kind_is_listed_with_the_text_in_force(cast: people.Cast) -> None:
    page = client(cast, "legal").get(address("request_letters")).content.decode()
    for kind in law.kinds():
        assert address("request_letter", kind.key) in page
    assert "测城管公开〔" in page
    assert "测试市人民政府" in page


def test_where_nobody_is_named_who_reviews_the_pages_say_what_that_means(cast: people.Cast) -> None:
    with past_the_triggers():
        LetterHead.objects.all().delete()
    browser = client(cast, "legal")
    listed = browser.get(address("request_letters")).content.decode()
    assert "notice--warning" in listed
    page = browser.get(address("request_letter", "answer_refused")).content.decode()
    assert "notice--warning" in page
    assert "×××人民政府" in page


def test_the_list_asks_the_same_number_of_questions_however_many_texts_there_are(
    cast: people.Cast, django_assert_max_num_queries: Any
) -> None:
    browser = client(cast, "legal")
    browser.get(address("request_letters"))
    with django_assert_max_num_queries(40) as before:
        browser.get(address("request_letters"))
    for kind in law.kinds():
        letters.save_template(
            agency=cast.agency.code,
            kind=kind.key,
            title=kind.label,
            text=kind.text + "\n附言。",
            reason="试",
            expected_version=0,
            actor=cast.legal,
        )
    with django_assert_max_num_queries(len(before.captured_queries) + 1):
        browser.get(address("request_letters"))


@pytest.mark.parametrize("kind", law.kinds(), ids=lambda kind: kind.key)
def test_every_kind_has_its_page_with_fields_and_preview(cast: people.Cast, kind: law.LetterKind) -> None:
    page = client(cast, "legal").get(address("request_letter", kind.key))
    text = page.content.decode()
    assert page.status_code == 200
    for field in kind.fields:
        assert f"<code>{{{field.key}}}</code>" in text
    assert 'class="letter-preview"' in text
    assert ("测试市人民政府" in text) is kind.needs_remedies
    assert "notice--warning" not in text


def test_a_preview_shows_what_is_typed_and_saves_nothing(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    page = browser.post(
        address("request_letter", "answer_refused"),
        typed(do="preview", text=f"{TEXT}\n另行说明。", reason=""),
    )
    shown = page.content.decode()
    assert page.status_code == 200
    assert "<p>另行说明。</p>" in shown
    assert "2026-0012" in shown
    assert not LetterTemplate.objects.exists()
    assert not Event.objects.filter(verb__startswith="core.letters").exists()


def test_the_preview_can_be_had_as_pdf(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    where = address("request_letter_preview", "answer_refused")
    for answer in (browser.get(where), browser.post(where, typed(text=f"{TEXT}\n另行说明。"))):
        assert answer["Content-Type"] == "application/pdf"
        text = re.sub(r"\s", "", PdfReader(io.BytesIO(answer.content)).pages[0].extract_text())
        assert "政府信息公开申请答复书" in text
        assert "预览稿" in text
    assert "另行说明。" in text
    refused = browser.post(where, typed(text="{nothing_known}"))
    assert refused.status_code == 302


def test_a_saved_text_is_in_force_and_the_versions_can_be_compared(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    where = address("request_letter", "answer_refused")
    done = browser.post(where, typed())
    assert done.status_code == 302
    browser.post(where, typed(version="1", text=f"{TEXT}\n特此答复。", reason="补一句"))
    assert letters.in_force(cast.agency.code, "answer_refused").version == 2
    event = Event.objects.latest("seq")
    assert (event.person, event.reason) == (cast.person("legal").pk, "补一句")
    page = browser.get(where, {"old": "1", "new": "2"}).content.decode()
    assert "补一句" in page
    assert "按市里的格式" in page
    assert "legal-name" in page
    assert re.search(r"<ins>.*特此答复。</ins>", page)
    everything = browser.get(where, {"old": "0", "new": "2"}).content.decode()
    assert "<del>" in everything
    assert browser.get(where, {"old": "x", "new": "99"}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "{nothing_known}"}, "nothing_known"),
        ({"text": "请于{correct by}前补正"}, "correct by"),
        ({"remedies_text": "可以起诉。"}, "review_authority"),
        ({"reason": ""}, 'id="id_reason_error"'),
        ({"title": ""}, 'id="id_title_error"'),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: people.Cast, changes: dict[str, str], says: str
) -> None:
    page = client(cast, "legal").post(address("request_letter", "answer_refused"), typed(**changes))
    shown = page.content.decode()
    assert page.status_code == 422
    assert says in shown
    assert (changes.get("text") or "不予公开的理由：{reason}") in shown
    assert not LetterTemplate.objects.exists()


def test_a_text_somebody_else_changed_meanwhile_is_not_overwritten(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    where = address("request_letter", "answer_refused")
    browser.post(where, typed())
    page = browser.post(where, typed(text=f"{TEXT}\n我的改法。"))
    assert page.status_code == 409
    assert "我的改法。" in page.content.decode()
    assert LetterTemplate.objects.count() == 1


def test_only_the_legal_officer_changes_texts(cast: people.Cast) -> None:
    for who in ("desk", "office", "drafter", "supervisor"):
        browser = client(cast, who)
        page = browser.get(address("request_letter", "answer_refused")).content.decode()
        assert "<textarea" not in page
        assert browser.post(address("request_letter", "answer_refused"), typed()).status_code in (403, 422)
        with pytest.raises(NotAllowed):
            save_letter_text(
                actor=getattr(cast, who),
                agency_id=cast.agency.pk,
                kind="answer_refused",
                title="x",
                text=TEXT,
                reason="试",
                expected_version=0,
            )
        with pytest.raises(NotAllowed):
            save_letterhead(
                actor=getattr(cast, who),
                agency_id=cast.agency.pk,
                mark="x",
                review_authority="x",
                reason="试",
                expected_version=0,
            )
    with pytest.raises(NotAllowed):
        save_letter_text(
            actor=cast.legal,
            agency_id=cast.outside_agency.pk,
            kind="answer_refused",
            title="x",
            text=TEXT,
            reason="试",
            expected_version=0,
        )
    assert not LetterTemplate.objects.exists()
    assert LetterHead.objects.count() == 2


def test_an_outsider_sees_the_texts_of_the_own_agency_only(cast: people.Cast) -> None:
    client(cast, "legal").post(address("request_letter", "answer_refused"), typed(text=f"{TEXT}\n内部用语。"))
    page = client(cast, "outsider").get(address("request_letter", "answer_refused")).content.decode()
    assert "内部用语" not in page


def test_the_letterhead_is_named_and_then_carried(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    where = address("request_letterhead")
    given = {
        "mark": "测执法",
        "review_authority": "测试市人民政府",
        "court": "测试铁路运输法院",
        "review_online": "",
        "reason": "机关代字核定",
        "version": "1",
    }
    wrong = browser.post(where, {**given, "mark": "测〔执〕"})
    assert wrong.status_code == 422
    assert "测试铁路运输法院" in wrong.content.decode()
    assert browser.post(where, given).status_code == 302
    assert browser.post(where, given).status_code == 409
    page = browser.get(address("request_letter", "answer_refused")).content.decode()
    assert "测试铁路运输法院" in page
    assert "测执法公开〔" in page
    assert "机关代字核定" in browser.get(where).content.decode()


def test_what_is_no_kind_of_letter_is_no_page(cast: people.Cast) -> None:
    browser = client(cast, "legal")
    assert browser.get(address("request_letter", "never-heard-of")).status_code == 404
    assert browser.get(address("request_letter_preview", "never-heard-of")).status_code == 404

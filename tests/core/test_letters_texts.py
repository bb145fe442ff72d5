"""Is every version of a letter's text kept, and can none be saved that could not be sent?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.letter_stage import CLERK, DAY, Office, issued, kind_of
from gongkai.core import letters
from gongkai.core.models import Event, LetterHead, LetterTemplate
from gongkai.core.refusals import Conflict, Invalid
from gongkai.domain import letters as law

pytestmark = pytest.mark.django_db
OWN = "本机关收到{you}的申请（{request_number}）。\n理由：{reason}"
WORDING = (
    "不服{this}的，应当先在{review_days}日内向{review_authority}申请复议（{review_online}），"
    "再在{suit_days}日内向{court}起诉。"
)


def save(**changes: Any) -> letters.LetterText:
    given: dict[str, Any] = {
        "agency": "CGJ",
        "kind": "answer_refused",
        "title": "政府信息公开申请答复书",
        "text": OWN,
        "reason": "按市里的格式改写",
        "expected_version": 0,
        "actor": CLERK,
    }
    return letters.save_template(**{**given, **changes})


def test_until_somebody_writes_one_the_text_of_the_law_holds() -> None:
    for kind in law.kinds():
        text = letters.in_force("CGJ", kind.key)
        assert (text.version, text.text, text.title) == (0, kind.text, kind.label)


def test_the_newest_version_holds_and_every_version_is_kept() -> None:
    save()
    save(text=OWN + "\n特此答复。", expected_version=1, reason="补一句")
    assert [each.version for each in letters.templates("CGJ", "answer_refused")] == [2, 1, 0]
    assert letters.in_force("CGJ", "answer_refused").text.endswith("特此答复。")
    assert letters.in_force("ZJJ", "answer_refused").version == 0
    assert letters.all_in_force("CGJ")["answer_refused"].version == 2
    assert issued().template_version == 2
    event = Event.objects.latest("seq")
    assert (event.verb, event.reason, event.data["version"]) == ("core.letters.text_saved", "补一句", 2)


def test_all_texts_are_read_with_one_query(django_assert_num_queries: Any) -> None:
    save()
    save(text=OWN + "。", expected_version=1)
    save(kind="answer_open", text="以{form}形式提供。")
    with django_assert_num_queries(1):
        assert len(letters.all_in_force("CGJ")) == len(law.kinds())


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"text": "{nothing_known}"}, "text", "nothing_known"),
        ({"text": "{court}"}, "text", "court"),
        ({"text": "{reason"}, "text", "makes no field"),
        ({"text": "  \r\n "}, "text", "no text"),
        ({"title": " "}, "title", "title"),
        ({"title": "长" * 61}, "title", "60"),
        ({"text": "长" * 9000}, "text", "longer"),
        ({"reason": " "}, "reason", "why"),
        ({"kind": "no_such_letter"}, "kind", "no_such_letter"),
        ({"kind": "third_party_letter", "text": "申请人{applicant_name}"}, "text", "applicant_name"),
        (
            {"remedies_text": "可以起诉。", "remedies_block": "refused.2024"},
            "remedies_text",
            "review_authority",
        ),
        ({"remedies_text": WORDING, "remedies_block": "never"}, "remedies_text", "no such block"),
        (
            {"kind": "correction_notice", "text": "{corrections}", "remedies_text": WORDING},
            "remedies_text",
            "no such block",
        ),
    ],
)
def test_a_text_that_could_not_be_sent_is_not_saved(changes: dict[str, str], field: str, says: str) -> None:
    with pytest.raises(Invalid) as told:
        save(**changes)
    assert told.value.field == field
    assert says in str(told.value)
    assert not LetterTemplate.objects.exists()


def test_the_same_text_is_no_new_version() -> None:
    with pytest.raises(Invalid):
        save(text=kind_of("answer_refused").text)
    save()
    with pytest.raises(Invalid):
        save(text=OWN.replace("\n", "\r\n"), expected_version=1)


def test_somebody_elses_version_is_not_overwritten() -> None:
    save()
    with pytest.raises(Conflict):
        save(text="{reason}")
    assert LetterTemplate.objects.count() == 1


def test_kept_versions_are_not_changed() -> None:
    save()
    with pytest.raises(DatabaseError, match="version by version"), transaction.atomic():
        LetterTemplate.objects.update(text="别的")
    with pytest.raises(DatabaseError, match="version by version"), transaction.atomic():
        LetterTemplate.objects.all().delete()


def test_an_own_wording_of_the_remedies_holds_while_the_law_does() -> None:
    save(remedies_text=WORDING, remedies_block="refused.2024")
    assert issued().remedies.startswith("不服本答复书的，应当先在60日内向示例市人民政府")
    # A letter of another time carries the block of that time, not an own wording of this one.
    assert "6个月内" in issued(on=date(2023, 6, 1)).remedies


# --- what all letters of an agency carry ----------------------------------------------------------------------------


def save_head(**changes: Any) -> letters.Head:
    given: dict[str, Any] = {
        "office": Office(),
        "mark": "示执法",
        "review_authority": "示例市人民政府",
        "court": "示例铁路运输法院",
        "review_online": "市政府网站复议专栏",
        "reason": "市编办核定机关代字",
        "expected_version": 0,
        "actor": CLERK,
    }
    return letters.save_head(**{**given, **changes})


def test_the_mark_and_where_to_turn_are_kept_version_by_version() -> None:
    assert letters.head(Office()).mark == "示城管"
    first = issued()
    save_head()
    second = issued()
    assert (first.number, second.number) == ("示城管公开〔2026〕1号", "示执法公开〔2026〕2号")
    assert "示例铁路运输法院" in second.remedies
    assert "市政府网站复议专栏" in second.remedies
    save_head(court="", expected_version=1)
    assert [each.version for each in letters.heads("CGJ")] == [2, 1]
    assert "有管辖权的人民法院" in issued().remedies
    assert Event.objects.filter(verb="core.letters.head_saved").count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterHead.objects.update(mark="别的")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mark": "示〔执〕"}, "mark"),
        ({"mark": ""}, "mark"),
        ({"review_authority": " "}, "review_authority"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_head_that_says_too_little_is_not_saved(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as told:
        save_head(**changes)
    assert told.value.field == field


def test_no_two_agencies_have_one_mark() -> None:
    save_head()
    with pytest.raises(Invalid) as told:
        save_head(office=Office(code="ZJJ"))
    assert told.value.field == "mark"
    with pytest.raises(Conflict):
        save_head(mark="示管")


def test_a_preview_shows_a_text_that_is_not_saved_yet() -> None:
    kind = kind_of("answer_refused")
    draft = letters.preview(
        agency=Office(),
        kind=kind.key,
        values=law.examples(kind),
        on=DAY,
        outcome_group="refused",
        addressee="王小明",
        template=letters.checked(kind.key, "试拟", "试拟的文字：{reason}"),
    )
    assert draft.title == "试拟"
    assert draft.content.paragraphs[0].startswith("试拟的文字：")
    assert draft.number == ""
    sheet = letters.sheet_of_draft(draft)
    assert sheet.document_number == "示城管公开〔2026〕×号"
    assert "预览" in sheet.notice

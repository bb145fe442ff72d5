"""Is who gave an opinion asked only where that is wanted, sealed, and does the author alone read the answer?"""

from __future__ import annotations

import re
from typing import Any

import consulting as stage
import pytest
from django.test import Client
from opinion_sheet import ANSWER, code_on, form_of, opened, refused

from cast import Cast
from desk import words_of
from gongkai.consultations.actions import answering
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Opinion
from gongkai.consultations.queries import opinions as reads
from gongkai.core import sealed
from gongkai.core.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _light(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 6
    settings.GONGKAI_EMAIL_URL = ""


def test_a_name_is_asked_sealed_and_shown_to_nobody(cast: Cast) -> None:
    made = stage.consulting(cast, identity="name")
    page = refused(opened(made).send(name="", contact=""), "Give your name: this consultation asks for it.")
    assert "Say how to reach you" in page
    code_on(opened(made).send(name="示例丁", contact="0558-5550007"))
    kept = Opinion.objects.get()
    assert "示例丁" not in kept.author
    assert reads.author_of(kept) == Author("示例丁", "0558-5550007", "")
    anyone = stage.consulting(cast, title="示例办法")
    assert 'name="contact"' not in words_of(Client().get(form_of(anyone)))
    code_on(opened(anyone).send(name="示例丁", contact="0558-5550007"))
    assert Opinion.objects.latest("pk").author == ""


def test_an_address_is_confirmed_by_a_code_before_anything_is_kept(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    made = stage.consulting(cast, identity="email")
    sheet = opened(made, email="reader@example.cn", by_email="on")
    asked = sheet.send()
    assert "A code was sent to your e-mail address" in words_of(asked)
    assert "建议放宽行驶时间。" in words_of(asked)
    assert Opinion.objects.count() == 0
    text = sealed.unseal(Mail.objects.get().text)
    code = re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", text)
    assert code is not None
    assert "建议" not in text
    refused(sheet.send(mail_code="AAAAA-AAAAA"), "This is not the code that was sent to reader@example.cn.")
    refused(sheet.send(mail_code=code[0], email="other@example.cn"), "This is not the code")
    code_on(sheet.send(mail_code=code[0].lower().replace("-", " ")))
    kept = Opinion.objects.get()
    assert (kept.by_email, reads.author_of(kept).email) == (True, "reader@example.cn")
    assert "reader" not in kept.author


def test_codes_are_not_sent_to_one_address_without_end(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    made = stage.consulting(cast, identity="email")
    for _ in range(2):
        assert opened(made, email="reader@example.cn").send().status_code == 200
    refused(opened(made, email="Reader@example.cn").send(), "Codes were sent to this address just now", 429)
    assert Mail.objects.count() == 2


def test_without_mail_other_ways_are_named_and_nothing_is_lost(cast: Cast) -> None:
    made = stage.consulting(cast, identity="email")
    page = words_of(Client().get(form_of(made)))
    assert "no e-mail can be sent from here" in page
    assert cast.agency.telephone in page
    answer = Client().post(form_of(made), {"words": "建议放宽。"})
    assert "建议放宽。" in refused(answer, "no e-mail can be sent from here")


def test_reference_and_code_show_what_became_of_it(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    reference, code = code_on(opened(made, f"?on={key}&start=7&end=11").send())
    given = {"reference": reference.lower(), "code": code.replace("-", "").lower()}
    page = words_of(Client().post(ANSWER, given))
    for said in ("It has no answer yet.", "建议放宽行驶时间。", "二十二时", "Not looked at yet"):
        assert said in page, said
    kept = Opinion.objects.get()
    stage.shown(cast, kept)
    stage.ended(made)
    stage.answered(cast, made, "adopted", clause=key, reason="已作修改。")
    page = words_of(Client().post(ANSWER, given))
    for said in ("Adopted", "已作修改。", "第四条", "Shown"):
        assert said in page, said
    for wrong in ({**given, "code": "AAAAA-AAAAA"}, {**given, "reference": "YJ-AAAAAAAA"}):
        refused(Client().post(ANSWER, wrong), "Reference and code do not go together")
    refused(Client().post(ANSWER, {}), "Give the reference that was shown when you sent it.")
    assert f'value="{reference}"' in words_of(Client().get(f"{ANSWER}?reference={reference}"))


def test_a_hidden_one_says_why_and_one_without_what_was_personal_says_that(cast: Cast) -> None:
    made = stage.consulting(cast)
    told = []
    for words in ("骂人的话", "请打13800138000找我，建议放宽。"):
        told.append(code_on(opened(made).send(words=words)))
    first, second = Opinion.objects.order_by("pk")
    by = {"document_id": made.pk, "actor": cast.rule_drafter}
    answering.hide_opinion(**by, opinion_id=first.pk, reason="attack")
    answering.show_opinions(**by, opinion_ids=[second.pk], public_words="建议放宽。")
    pages = [words_of(Client().post(ANSWER, {"reference": ref, "code": code})) for ref, code in told]
    assert "not shown to everybody: Attacks a person" in pages[0]
    assert "It is shown without what was personal in it." in pages[1]
    public = words_of(Client().get(f"/en/consultations/{made.agency.code}/{made.number}/opinions/"))
    assert "13800138000" not in public


def test_guessing_codes_comes_to_an_end(cast: Cast) -> None:
    made = stage.consulting(cast)
    reference, code = code_on(opened(made).send())
    statuses = [
        Client().post(ANSWER, {"reference": reference, "code": f"AAAAA-AAAA{at}"}).status_code
        for at in "23456789ABCD"
    ]
    assert statuses[-1] == 429
    assert Client().post(ANSWER, {"reference": reference, "code": code}).status_code == 429


def test_a_matter_it_was_passed_on_as_is_told_to_its_author_alone(cast: Cast) -> None:
    made = stage.consulting(cast)
    reference, code = code_on(opened(made).send())
    answering.note_passed_on(
        document_id=made.pk, actor=cast.rule_drafter, opinion_id=Opinion.objects.get().pk,
        number="CGJ-T-2026-00077", code="ABCDE-FGHJK",
    )  # fmt: skip
    page = words_of(Client().post(ANSWER, {"reference": reference, "code": code}))
    assert "CGJ-T-2026-00077" in page
    assert "ABCDE-FGHJK" in page

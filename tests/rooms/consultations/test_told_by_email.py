"""May every author be told of the answer, and whoever signed up whether they come, at an address that is theirs?"""

from __future__ import annotations

import re
from typing import Any

import collecting_stage
import consulting as stage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.formats import date_format
from opinion_sheet import code_on, form_of, opened, refused

from cast import Cast
from desk import words_of
from gongkai.consultations.actions import taking_part
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Opinion, OpinionFile, SignUp
from gongkai.consultations.queries import opinions as reads
from gongkai.core import sealed, secret_codes
from gongkai.core.models import Event, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"


def code_sent() -> str:
    found = re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", sealed.unseal(Mail.objects.latest("pk").text))
    assert found is not None
    return found[0]


@pytest.mark.parametrize("identity", ["anyone", "name"])
def test_an_author_may_ask_to_be_told_at_an_address_that_is_confirmed(cast: Cast, identity: str) -> None:
    made = stage.consulting(cast, identity=identity)
    sheet = opened(made, email="reader@example.cn", name="示例丁", contact="0558-5550007")
    page = words_of(sheet.send())
    assert "A code was sent to your e-mail address" in page
    assert Opinion.objects.count() == 0
    refused(sheet.send(mail_code="AAAAA-AAAAA"), "This is not the code that was sent to reader@example.cn.")
    code_on(sheet.send(mail_code=code_sent()))
    kept = Opinion.objects.get()
    named = Author("示例丁", "0558-5550007") if identity == "name" else Author()
    assert reads.author_of(kept) == Author(named.name, named.contact, "reader@example.cn")
    assert kept.by_email
    stage.ended(made)
    stage.answered(cast, made)
    told = Mail.objects.latest("pk")
    assert (sealed.unseal(told.recipient), kept.reference in told.title) == ("reader@example.cn", True)
    assert "建议" not in sealed.unseal(told.text)


def test_who_leaves_the_address_empty_stays_anonymous(cast: Cast) -> None:
    made = stage.consulting(cast)
    page = words_of(Client().get(form_of(made)))
    assert "Leave it empty to stay anonymous." in page
    assert "your opinion is no longer anonymous" in page
    code_on(opened(made).send(email="", mail_code=""))
    kept = Opinion.objects.get()
    assert (kept.author, kept.by_email, Mail.objects.count()) == ("", False, 0)
    stage.ended(made)
    stage.answered(cast, made)
    assert Mail.objects.count() == 0


def test_who_gives_a_name_anyway_is_not_told_that_it_is_anonymous(cast: Cast) -> None:
    page = words_of(Client().get(form_of(stage.consulting(cast, identity="name"))))
    assert "stay anonymous" not in page
    assert "to be told when it has its answer" in page


def test_no_address_is_asked_for_where_no_message_can_be_sent(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = ""
    made = stage.consulting(cast)
    assert 'name="email"' not in words_of(Client().get(form_of(made)))
    code_on(opened(made).send(email="reader@example.cn"))
    assert Opinion.objects.get().author == ""


def test_files_are_to_be_chosen_again_after_the_code_was_sent(cast: Cast) -> None:
    made = stage.consulting(cast)
    sheet = opened(made, email="reader@example.cn")

    def along() -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile("a.txt", b"abc")]

    page = words_of(sheet.send(attachments=along()))
    assert "Please choose your files again" in page
    assert "建议放宽行驶时间。" in page
    code_on(sheet.send(mail_code=code_sent(), attachments=along()))
    assert OpinionFile.objects.count() == 1


def test_an_address_that_is_no_address_is_told_at_its_field(cast: Cast) -> None:
    refused(opened(stage.consulting(cast)).send(email="reader"), "This is no e-mail address.")
    assert Mail.objects.count() == 0


def signed_up(made: Collection, **more: Any) -> SignUp:
    at = f"/en/voice/{made.agency.code}/{made.number}/sign-up/"
    said = {"token": secret_codes.new_token(), "name": "示例甲", "contact": "0558-5550001", "consent": "on"}
    answer = Client().post(at, {**said, **more})
    assert answer.status_code == 200, words_of(answer)
    return SignUp.objects.latest("pk")


def decided(cast: Cast, row: SignUp, *, accepted: bool, reason: str = "") -> None:
    taking_part.decide_sign_up(
        collection_id=row.collection_id,
        actor=cast.rule_drafter,
        sign_up_id=row.pk,
        accepted=accepted,
        reason=reason,
    )


def test_whoever_signed_up_with_an_address_is_told_whether_they_come(cast: Cast) -> None:
    made = collecting_stage.opened(cast, "hearing")
    row = signed_up(made, email="guest@example.cn")
    assert (row.by_email, "guest" in row.author, Mail.objects.count()) == (True, False, 0)
    decided(cast, row, accepted=True)
    decided(cast, row, accepted=True)
    message = Mail.objects.get()
    text = sealed.unseal(message.text)
    assert sealed.unseal(message.recipient) == "guest@example.cn"
    for word in ("you can come", row.reference, made.place, date_format(made.begins_on, "j F Y")):
        assert word in text, word
    decided(cast, row, accepted=False, reason="示例甲已报名其他场次")
    text = sealed.unseal(Mail.objects.latest("pk").text)
    assert "you cannot come" in text
    assert "示例甲" not in text
    told = [
        event.data["told"]
        for event in Event.objects.filter(verb="consultations.sign_up.decided").order_by("seq")
    ]
    assert told == [True, False, True]


def test_without_an_address_or_without_messages_nobody_is_written_to(cast: Cast, settings: Any) -> None:
    made = collecting_stage.opened(cast, "meeting")
    decided(cast, signed_up(made), accepted=True)
    row = signed_up(made, email="guest@example.cn")
    settings.GONGKAI_EMAIL_URL = ""
    decided(cast, row, accepted=True)
    assert Mail.objects.count() == 0
    at = f"/en/voice/{made.agency.code}/{made.number}/sign-up/"
    assert 'name="email"' not in words_of(Client().get(at))


def test_an_address_of_a_guest_that_is_none_loses_nothing(cast: Cast) -> None:
    made = collecting_stage.opened(cast, "hearing")
    at = f"/en/voice/{made.agency.code}/{made.number}/sign-up/"
    answer = Client().post(at, {"name": "示例甲", "contact": "1", "email": "guest", "consent": "on"})
    page = refused(answer, "This is no e-mail address.")
    assert "示例甲" in page
    assert SignUp.objects.count() == 0

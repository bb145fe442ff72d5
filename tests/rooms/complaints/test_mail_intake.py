"""Does a mail become a matter once, and an answer to it a supplement, over a real mail server?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail as outbox
from PIL import Image

from cast import Cast
from core.mail_samples import mail, part, several
from core.mail_server import Post, serving
from gongkai.complaints import actions, secret
from gongkai.complaints.actions import mail_intake
from gongkai.complaints.identity import read
from gongkai.complaints.models import Exchange, Matter, MatterFile, Reporter
from gongkai.core import jobs
from gongkai.core import mail as core_mail
from gongkai.core.mailbox import Message
from gongkai.core.models import ReceivedMail
from gongkai.domain.text import say
from mattering import closed, entered

pytestmark = pytest.mark.django_db

SENDER = "zhang@citizen.example"
WORDS = "建设路的路灯坏了三盏，晚上很黑，请派人来修。"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Post]:
    with serving() as post:
        yield post


@pytest.fixture
def post(mail_server: Post, settings: Any) -> Post:
    mail_server.empty()
    settings.GONGKAI_MAILBOX_URL = mail_server.url()
    settings.GONGKAI_EMAIL_URL = "smtp://127.0.0.1:25"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "投诉受理 <office@bureau.example>"
    return mail_server


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(made, "JPEG")
    return made.getvalue()


def written(**changes: Any) -> Message:
    values: dict[str, Any] = {
        "key": "k" * 64,
        "message_id": "<one@citizen.example>",
        "sender_name": "张三",
        "sender_address": SENDER,
        "subject": "路灯坏了",
        "text": WORDS,
        "sent_at": None,
        "received_at": datetime(2026, 11, 25, 0, 30, tzinfo=UTC),
    }
    return Message(**{**values, **changes})


def sent() -> list[Any]:
    core_mail.send_due()
    return list(outbox.outbox)


def test_from_the_mail_to_the_supplement(cast: Cast, post: Post) -> None:
    """The whole way: a mail with a photo and a program, the receipt, the answer to the receipt."""
    photo = part(
        picture(), "image/jpeg", disposition='attachment; filename="zhang-san.jpg"', encoding="base64"
    )
    program = part(b"MZ\x90\x00" * 40, "application/octet-stream", disposition='attachment; filename="a.exe"')
    words = part(WORDS.encode(), "text/plain; charset=utf-8")
    post.put(several(words, photo, program, Subject="Lamp", From_=f"Zhang San <{SENDER}>"))
    fetched = mail_intake.run()
    assert fetched is not None
    assert fetched.handled == 1
    matter = Matter.objects.get()
    assert (matter.channel, matter.state, matter.title, matter.agency_id) == (
        "email", "received", "Lamp", cast.agency.pk,
    )  # fmt: skip
    assert matter.text.startswith(WORDS)
    assert "a.exe" not in matter.text, "files are called after people"
    assert [each.name for each in MatterFile.objects.filter(matter=matter)] == ["reported-1.jpg"]
    reporter = Reporter.objects.get(matter=matter)
    assert (read(reporter).name, read(reporter).email, reporter.by_email) == ("Zhang San", SENDER, True)

    (receipt,) = sent()
    assert receipt.to == [SENDER]
    assert matter.number in receipt.subject
    (code,) = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", receipt.body)
    assert secret.fits(matter.number, code, matter.code_digest)
    assert receipt.extra_headers["Auto-Submitted"] == "auto-generated"

    quoted = f"又坏了一盏。\r\n> {code}\r\n".encode()
    post.put(mail(quoted, Subject=f"Re: {receipt.subject}", Message_ID="<two@citizen.example>"))
    mail_intake.run()
    assert Matter.objects.count() == 1
    (row,) = Exchange.objects.all()
    assert row.answer.startswith("又坏了一盏。")
    assert code not in row.answer, "the code that was quoted is not kept"
    subject = ("complaints.matter", str(matter.pk))
    kept = ReceivedMail.objects.order_by("pk").values_list("outcome", "subject_type", "subject")
    assert list(kept) == [("filed", *subject), ("supplement", *subject)]
    assert [each.to for each in sent()[1:]] == [[SENDER]]
    assert post.folders() == {"Processed": 2}


def test_the_job_does_nothing_without_a_mailbox(settings: Any) -> None:
    settings.GONGKAI_MAILBOX_URL = ""
    assert mail_intake.run() is None
    from gongkai.config import periodic

    periodic.declare()
    assert "complaints.read_mailbox" in [each.name for each in jobs.declared()]


def test_the_same_mail_twice_is_one_matter_and_another_under_its_id_is_not_lost(cast: Cast) -> None:
    first = mail_intake.handle(written())
    assert mail_intake.handle(written()) == first
    other = mail_intake.handle(written(text="另一件事：井盖不见了。", key="o" * 64))
    assert other.word == "filed"
    assert other != first
    assert Matter.objects.count() == 2


def test_the_next_mail_of_a_thread_is_added(cast: Cast) -> None:
    mail_intake.handle(written())
    outcome = mail_intake.handle(
        written(
            message_id="<two@c>",
            in_reply_to="<one@citizen.example>",
            text="补充：是第三根灯杆。",
            key="2" * 64,
        )
    )
    assert outcome.word == "supplement"
    assert Exchange.objects.get().answer == "补充：是第三根灯杆。"


def test_a_number_opens_nothing_to_another_address(cast: Cast) -> None:
    matter = entered(cast)
    outcome = mail_intake.handle(
        written(
            subject=f"Re: {matter.number}", sender_address="stranger@elsewhere.example", text="我也要补充"
        )
    )
    assert outcome.word == "filed"
    assert not Exchange.objects.exists()
    assert Matter.objects.count() == 2


def test_a_matter_that_is_closed_is_not_lost_either(cast: Cast) -> None:
    matter = closed(cast)
    actions_before = Matter.objects.count()
    outcome = mail_intake.handle(
        written(
            subject=f"回复：{matter.number}", sender_address="Marker-Reporter@example.org", text="又堆起来了"
        )
    )
    assert outcome.word == "filed"
    assert Matter.objects.count() == actions_before + 1
    assert matter.number in Matter.objects.latest("pk").text


@pytest.mark.parametrize(
    "changes", [{"auto": True}, {"sender_address": "office@bureau.example"}], ids=["machine", "ourselves"]
)
def test_machines_are_left_alone(cast: Cast, settings: Any, changes: dict[str, Any]) -> None:
    settings.DEFAULT_FROM_EMAIL = "office@bureau.example"
    assert mail_intake.handle(written(**changes)).word == "ignored"
    assert not Matter.objects.exists()


def test_a_long_mail_is_kept_whole_and_an_empty_one_says_so(cast: Cast) -> None:
    long = "很长的来信。" * 1000
    mail_intake.handle(written(text=long, subject=""))
    matter = Matter.objects.get()
    assert len(matter.text) <= 4000
    assert matter.title == "投诉"
    file = MatterFile.objects.get(matter=matter)
    _row, content = actions.open_file(file_id=file.pk, actor=cast.taker)
    assert content.read().decode() == long
    mail_intake.handle(written(text=" ", message_id="<empty@c>", key="e" * 64))
    assert Matter.objects.latest("pk").text.strip()


def test_danger_stands_first_in_the_receipt(cast: Cast, post: Post) -> None:
    mail_intake.handle(written(text="隔壁小区着火了，浓烟很大"))
    (receipt,) = sent()
    assert "119" in receipt.body.splitlines()[0]


def test_two_machines_fall_silent(cast: Cast, post: Post) -> None:
    for number in range(6):
        mail_intake.handle(written(message_id=f"<{number}@c>", key=f"{number}" * 64, text=f"第{number}件"))
    assert Matter.objects.count() == 6
    assert len(sent()) == 3


def test_too_large_a_mail_is_answered(cast: Cast, post: Post) -> None:
    from django.db import transaction

    with transaction.atomic():
        mail_intake.refuse(written(text=""), say("Too large."))
    (told,) = sent()
    assert told.to == [SENDER]


def test_without_a_host_agency_the_mail_is_put_away(cast: Cast, post: Post) -> None:
    cast.agency.is_host = False
    cast.agency.save()
    post.put(mail(WORDS.encode()))
    fetched = mail_intake.run()
    assert fetched is not None
    assert fetched.unreadable == 1
    assert not Matter.objects.exists()

"""Do a message's own headers go out with it, sealed until then, and many messages at once?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.core import mail
from gongkai.core.mail import Letter
from gongkai.core.models import Mail

pytestmark = pytest.mark.django_db

HEADERS = {"List-Unsubscribe": "<https://example.cn/leave/7-abc>", "Auto-Submitted": "no"}


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_headers_go_out_and_are_sealed_until_then() -> None:
    letters = [
        Letter("a@example.cn", "News", "There is news.", HEADERS),
        Letter("b@example.cn", "News", "More."),
    ]
    with transaction.atomic():
        assert mail.queue_all(letters, ("tests", 1)) == 2
    assert "leave" not in Mail.objects.earliest("pk").headers
    assert mail.send_due() == 2
    first, second = (each.message() for each in outbox.outbox)
    assert first["List-Unsubscribe"] == HEADERS["List-Unsubscribe"]
    assert first.get_all("Auto-Submitted") == ["auto-generated"], (
        "that a machine wrote it is never taken back"
    )
    assert second["List-Unsubscribe"] is None
    assert [each.headers for each in Mail.objects.all()] == ["", ""]


def test_many_messages_cost_few_questions() -> None:
    def asked(count: int) -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as found:
            mail.queue_all([Letter(f"{at}@example.cn", "News", "x") for at in range(count)], ("tests", 1))
        return len(found)

    assert asked(2) == asked(60)


def test_nobody_is_written_to_where_no_message_can_be_sent(settings: Any) -> None:
    with transaction.atomic():
        assert mail.queue_all([Letter("", "News", "x")], ("tests", 1)) == 0
    settings.GONGKAI_EMAIL_URL = ""
    with transaction.atomic():
        assert mail.queue_all([Letter("a@example.cn", "News", "x")], ("tests", 1)) == 0
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_messages_belong_to_a_deed() -> None:
    with pytest.raises(RuntimeError):
        mail.queue_all([Letter("a@example.cn", "News", "x")], ("tests", 1))

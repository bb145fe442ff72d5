"""Is an officer reminded before and on the last day: once, in office hours, and of nothing that is over?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, mail
from gongkai.core.models import Mail
from gongkai.people.models import Person
from gongkai.requests.actions import telling
from gongkai.requests.models import Notice, Request
from gongkai.requests.queries import worklists

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def request_due(cast: Cast) -> Request:
    """Received on 2 March 2026: the answer is due on 30 March."""
    with clock.travel_to(date(2026, 3, 2)):
        return requesting.handling(cast)


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def reminded(day: date, hour: int = 10) -> int:
    with clock.travel_to(at(day, hour)):
        return telling.remind()


def test_before_and_on_the_day_each_once(request_due: Request) -> None:
    assert reminded(date(2026, 3, 24)) == 0, "four working days before"
    assert reminded(date(2026, 3, 25)) == 1
    assert reminded(date(2026, 3, 25), 11) == 0
    assert reminded(date(2026, 3, 30)) == 1
    assert reminded(date(2026, 3, 30), 15) == 0
    assert reminded(date(2026, 3, 31)) == 1
    assert reminded(date(2026, 4, 1)) == 0, "once when it is over, not every day"
    assert list(Notice.objects.order_by("pk").values_list("step", flat=True)) == [
        "before",
        "on_the_day",
        "overdue",
    ]


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 25), 7), (date(2026, 3, 25), 20), (date(2026, 3, 28), 10)]
)
def test_never_at_night_nor_on_a_day_off(request_due: Request, day: date, hour: int) -> None:
    assert reminded(day, hour) == 0


def test_what_is_answered_is_left_alone(cast: Cast, request_due: Request) -> None:
    with clock.travel_to(date(2026, 3, 20)):
        requesting.walk_to(cast, requesting.answered(cast, request_due), "closed")
    assert reminded(date(2026, 3, 30)) == 0


def test_a_reminder_stands_on_the_officers_own_page(cast: Cast, request_due: Request) -> None:
    reminded(date(2026, 3, 25))
    with clock.travel_to(at(date(2026, 3, 25), 12)):
        assert [each.request_id for each in worklists.reminders(cast.officer)] == [request_due.pk]
        assert worklists.reminders(cast.second_officer) == []
        assert worklists.reminders(cast.neighbour) == []
        client = Client()
        client.force_login(cast.person("officer"), "gongkai.people.sign_in.Backend")
        page = client.get(reverse("workspace:home")).content.decode()
    assert "到期提醒" in page
    assert request_due.number in page


def test_by_e_mail_where_it_is_set_up_and_with_nobodys_name(
    cast: Cast, request_due: Request, settings: pytest.FixtureRequest
) -> None:
    Person.objects.filter(pk=cast.person("officer").pk).update(email="officer@example.org")
    reminded(date(2026, 3, 25))
    assert Mail.objects.count() == 0, "no e-mail is set up"
    settings.GONGKAI_EMAIL_URL = "smtp://127.0.0.1"  # type: ignore[attr-defined]
    reminded(date(2026, 3, 30))
    assert mail.send_due() == 1
    (sent,) = outbox.outbox
    assert sent.to == ["officer@example.org"]
    assert request_due.number in sent.subject
    assert not any(marker in sent.subject + sent.body for marker in requesting.MARKERS.values())
    assert mail.send_due() == 0, "sent once"


def test_an_applicant_who_wants_notices_is_told_that_there_is_news(
    cast: Cast, settings: pytest.FixtureRequest
) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://127.0.0.1"  # type: ignore[attr-defined]
    with clock.travel_to(date(2026, 3, 2)):
        quiet = requesting.submitted(cast)
        requesting.go(cast, quiet, "register", "desk")
        assert Mail.objects.count() == 0
        eager = requesting.submitted(cast, by_email=True)
        requesting.go(cast, eager, "register", "desk")
    message = Mail.objects.get()
    assert requesting.MARKERS["email"] not in message.recipient, "the address is sealed"
    mail.send_due()
    (sent,) = outbox.outbox
    assert sent.to == [requesting.MARKERS["email"]]
    assert eager.subject not in sent.body
    assert requesting.MARKERS["name"] not in sent.body
    message.refresh_from_db()
    assert (message.recipient, message.text) == ("", ""), "nothing is kept once it is sent"


def test_a_message_that_cannot_be_sent_is_tried_again_and_then_given_up(
    cast: Cast, settings: pytest.FixtureRequest
) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://127.0.0.1"  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "tests.no.such.backend"  # type: ignore[attr-defined]
    with clock.travel_to(at(date(2026, 3, 2), 9)):
        requesting.go(cast, requesting.submitted(cast, by_email=True), "register", "desk")
        assert mail.send_due() == 0
        assert mail.send_due() == 0, "not again at once"
    for pause in range(len(mail.PAUSES)):
        with clock.travel_to(at(date(2026, 3, 4 + 2 * pause), 9)):
            mail.send_due()
    message = Mail.objects.get()
    assert message.tries == len(mail.PAUSES)
    assert message.given_up_at is not None
    assert message.last_error

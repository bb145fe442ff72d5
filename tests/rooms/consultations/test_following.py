"""Is somebody told of drafts by e-mail only after confirming, is the address sealed, and does leaving erase it?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from following_stage import ASK, SITE, asked, confirmed, link_in

from cast import Cast
from desk import client_of, words_of
from gongkai.consultations import followers
from gongkai.consultations.actions import following as actions
from gongkai.consultations.followers import Wish
from gongkai.consultations.models import Follower
from gongkai.core import clock, sealed
from gongkai.core.models import Event, Mail
from gongkai.core.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = SITE


def test_nothing_is_kept_before_the_address_is_confirmed(cast: Cast) -> None:
    page = words_of(asked("reader@example.cn", cast.agency.code))
    assert "A message is on its way to reader@example.cn" in page
    assert (Follower.objects.count(), Event.objects.filter(verb__contains="follower").count()) == (0, 0)
    message = Mail.objects.get()
    assert "reader" not in f"{message.recipient}{message.title}{message.text}"
    text = sealed.unseal(message.text)
    assert cast.agency.name in text
    at = link_in(text)
    assert "reader" not in at
    opened = words_of(Client().get(at))
    assert "reader@example.cn" in opened
    assert Follower.objects.count() == 0, "programs that look into messages open every link"
    done = Client().post(at)
    assert (done.status_code, "From now on you are told by e-mail" in words_of(done)) == (200, True)
    kept = Follower.objects.get()
    assert (kept.agency, kept.language) == (cast.agency, "en")
    assert "reader" not in f"{kept.address}{kept.mark}"
    assert followers.read_address(kept.mark, kept.address) == "reader@example.cn"
    event = Event.objects.get(verb="consultations.follower.confirmed")
    assert (event.person, "reader" in str(event.data)) == (None, False)


def test_confirmed_twice_it_is_one(cast: Cast) -> None:
    token = followers.seal_wish(Wish("reader@example.cn", "", "en"))
    assert actions.confirm(token).pk == actions.confirm(token).pk
    again = followers.seal_wish(Wish("Reader@Example.cn", "", "en"))
    assert actions.confirm(again).pk == Follower.objects.get().pk
    assert Event.objects.filter(verb="consultations.follower.confirmed").count() == 1


def test_who_follows_already_is_told_so_and_nobody_else_learns_it(cast: Cast) -> None:
    kept = confirmed("reader@example.cn")
    fresh = words_of(asked("other@example.cn")).replace("other@", "reader@")
    known = words_of(asked("reader@example.cn"))
    mask = re.compile(r'value="[^"]{30,}"')
    assert mask.sub("", known) == mask.sub("", fresh)
    text = sealed.unseal(Mail.objects.latest("pk").text)
    assert "It is told of them already" in text
    assert followers.leave_key(kept.pk) in link_in(text)


def test_a_link_that_is_too_old_or_not_from_here_confirms_nothing(cast: Cast) -> None:
    token = followers.seal_wish(Wish("reader@example.cn", "", "en"))
    for wrong in (
        token[:-4],
        f"{token[:20]}A{token[21:]}",
        "x",
        "\x00",
        "é",
        "v1.",
        sealed.seal('{"email": "a"}'),
    ):
        assert followers.read_wish(wrong) is None
        with pytest.raises(Refusal):
            actions.confirm(wrong)
    with clock.travel_to(clock.now() + followers.LASTS + timedelta(minutes=1)):
        at = f"/en/consultations/follow/confirm/{token}/"
        assert "This link holds no more" in words_of(Client().get(at))
        assert Client().post(at).status_code == 422
    assert Follower.objects.count() == 0


def test_leaving_erases_the_address_and_keeps_the_row(cast: Cast) -> None:
    kept = confirmed("reader@example.cn", cast.agency.code)
    at = f"/en/consultations/follow/leave/{followers.leave_key(kept.pk)}/"
    assert ">Get no more messages</button>" in words_of(Client().get(at))
    assert Follower.objects.get().left_at is None, "opening the page leaves nothing"
    assert "You get no more messages" in words_of(Client().post(at))
    gone = Follower.objects.get()
    assert (gone.address, gone.mark, gone.left_at is None) == ("", "", False)
    assert "You get no more messages" in words_of(Client().get(at))
    assert Client().post(at).status_code == 200
    assert Event.objects.filter(verb="consultations.follower.left").count() == 1
    assert confirmed("reader@example.cn", cast.agency.code).pk != gone.pk


def test_one_press_in_the_mail_program_leaves_at_once(cast: Cast) -> None:
    kept = confirmed("reader@example.cn")
    key = followers.leave_key(kept.pk)
    at = f"/consultations/follow/leave/{key}/at-once"
    client = Client(enforce_csrf_checks=True)
    shown = client.get(at)
    assert (shown.status_code, shown["Location"]) == (302, f"/consultations/follow/leave/{key}/")
    assert Follower.objects.get().left_at is None
    done = client.post(at, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (done.status_code, Follower.objects.get().left_at is None) == (200, False)
    assert client.post(at).status_code == 200
    wrong = f"/consultations/follow/leave/{kept.pk}-{'0' * 40}/at-once"
    assert (client.post(wrong).status_code, client.get(wrong).status_code) == (403, 403)


def test_nobody_leaves_for_somebody_else(cast: Cast) -> None:
    one, two = confirmed("one@example.cn"), confirmed("two@example.cn")
    key = followers.leave_key(one.pk).replace(str(one.pk), str(two.pk), 1)
    for wrong in (key, str(two.pk), "", "-", "x-y", f"{10**30}-abc", "\x00", f"{two.pk}-é"):
        assert followers.read_leave_key(wrong) is None
    at = f"/en/consultations/follow/leave/{key}/"
    assert "This link leads to nobody" in words_of(Client().get(at))
    assert Client().post(at).status_code == 422
    assert Follower.objects.filter(left_at__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "Write the address the e-mail is to go to."),
        ({"email": "reader"}, "This is no e-mail address."),
        ({"email": f"{'a' * 120}@example.cn"}, "120"),
        ({"agency": "nowhere"}, "Choose it from the list."),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_at_its_field(
    cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    answer = Client().post(ASK, {"email": "reader@example.cn", "agency": "", **changes})
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert Mail.objects.count() == 0


def test_a_machine_is_given_a_task_first(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 6
    answer = Client().post(ASK, {"email": "reader@example.cn", "agency": ""})
    assert answer.status_code == 422
    assert "reader@example.cn" in words_of(answer)
    assert Mail.objects.count() == 0


def test_messages_to_one_address_and_from_one_caller_come_to_an_end(cast: Cast) -> None:
    assert asked("reader@example.cn").status_code == 200
    again = asked("READER@example.cn")
    assert again.status_code == 429
    assert "A message was asked for just now" in words_of(again)
    statuses = [asked(f"r{at}@example.cn").status_code for at in range(6)]
    assert statuses[-1] == 429
    assert Mail.objects.count() < 6


@pytest.mark.parametrize("missing", ["GONGKAI_EMAIL_URL", "PUBLIC_URL"])
def test_where_no_message_can_be_sent_nothing_is_offered(cast: Cast, settings: Any, missing: str) -> None:
    made = stage.consulting(cast)
    pages = ["/en/consultations/", f"/en/consultations/{made.agency.code}/{made.number}/"]
    for page in pages:
        assert "Be told by e-mail" in words_of(Client().get(page))
    setattr(settings, missing, "")
    for page in pages:
        assert "Be told by e-mail" not in words_of(Client().get(page))
    assert "No e-mail can be sent from here at present" in words_of(Client().get(ASK))
    assert asked("reader@example.cn").status_code == 422
    with pytest.raises(Refusal):
        actions.ask(Wish("reader@example.cn", "", "en"))


def test_the_draft_s_page_chooses_its_agency(cast: Cast) -> None:
    made = stage.consulting(cast)
    page = words_of(Client().get(f"/en/consultations/{made.agency.code}/{made.number}/"))
    assert f'href="{ASK}?agency={made.agency.code}"' in page
    form = words_of(Client().get(f"{ASK}?agency={made.agency.code}"))
    assert f'<option value="{made.agency.code}" selected>' in form
    assert Client().get(f"{ASK}?agency=%00x").status_code == 200


def test_staff_see_how_many_there_are_and_nobody_s_address(cast: Cast) -> None:
    stage.consulting(cast)
    for address, code in (("a@example.cn", ""), ("a@example.cn", cast.agency.code), ("b@example.cn", "")):
        confirmed(address, code)
    confirmed("c@example.cn", cast.outside_agency.code)
    actions.leave(followers.leave_key(confirmed("d@example.cn").pk))
    client = client_of(cast, "rule_publisher")
    page = words_of(client.get("/workspace/consultations/"))
    assert re.search(r"#bell\"/></svg> \D?2\D", page)
    assert "example.cn" not in page
    with CaptureQueriesContext(connection) as before:
        client.get("/workspace/consultations/")
    for at in range(3):
        confirmed(f"n{at}@example.cn")
    with CaptureQueriesContext(connection) as after:
        client.get("/workspace/consultations/")
    assert len(before) == len(after)


def test_the_database_itself_forgets_who_left_and_deletes_nobody(cast: Cast) -> None:
    kept = confirmed("reader@example.cn")
    rows = Follower.objects.filter(pk=kept.pk)
    for deed in (lambda: rows.update(left_at=clock.now()), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert rows.get().left_at is None

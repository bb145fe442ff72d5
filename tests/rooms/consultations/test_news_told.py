"""Is every follower told once of what is put out, ends soon, has its report and is published, come what may?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from following_stage import SITE, confirmed

from cast import Cast
from gongkai.consultations import followers
from gongkai.consultations.actions import following as actions
from gongkai.consultations.actions import news
from gongkai.consultations.models import Document, Follower, News, Opinion
from gongkai.core import clock, sealed
from gongkai.core import mail as mails
from gongkai.core.models import Event, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PUBLIC_URL = SITE


def told() -> list[tuple[str, str]]:
    """To whom which messages wait, in the order in which they were queued."""
    return [(sealed.unseal(each.recipient), each.title) for each in Mail.objects.order_by("pk")]


def lives(document: Document, days: int) -> Any:
    """A day so long before the last one of the consultation."""
    assert document.closes_on is not None
    return clock.travel_to(document.closes_on - timedelta(days=days))


def test_followers_of_the_agency_and_of_all_are_told_of_a_new_draft_once(cast: Cast) -> None:
    confirmed("all@example.cn")
    confirmed("here@example.cn", cast.agency.code)
    confirmed("there@example.cn", cast.outside_agency.code)
    for code in ("", cast.agency.code):
        confirmed("both@example.cn", code)
    actions.leave(followers.leave_key(confirmed("gone@example.cn").pk))
    made = stage.consulting(cast)
    assert news.run() == 3
    assert sorted(to for to, _title in told()) == ["all@example.cn", "both@example.cn", "here@example.cn"]
    assert {title for _to, title in told()} == {f"Open for your opinion: {made.title}"}
    text = sealed.unseal(Mail.objects.latest("pk").text)
    assert f"{SITE}/en/consultations/{made.agency.code}/{made.number}/" in text
    assert made.closes_on is not None
    assert made.closes_on.isoformat() in text
    assert [news.run() for _ in range(3)] == [0, 0, 0]
    event = Event.objects.get(verb="consultations.news.told")
    assert (event.person, event.data["count"], "example.cn" in str(event.data)) == (None, 3, False)


def test_a_message_is_in_its_reader_s_language_and_says_how_to_leave(cast: Cast) -> None:
    kept = [confirmed(f"{language}@example.cn", "", language) for language in ("zh-hans", "en")]
    stage.consulting(cast)
    news.run()
    assert mails.send_due() == 2
    for message, follower, prefix in zip(outbox.outbox, kept, ("", "/en"), strict=True):
        key = followers.leave_key(follower.pk)
        assert f"{SITE}{prefix}/consultations/follow/leave/{key}/" in message.body
        sent = message.message()
        assert sent["List-Unsubscribe"] == f"<{SITE}/consultations/follow/leave/{key}/at-once>"
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert sent["Auto-Submitted"] == "auto-generated"
    assert outbox.outbox[1].subject.startswith("Open for your opinion")
    assert {(each.recipient, each.text, each.headers) for each in Mail.objects.all()} == {("", "", "")}


def test_the_end_is_told_days_before_and_not_where_it_was_near_from_the_beginning(cast: Cast) -> None:
    confirmed("reader@example.cn")
    made = stage.consulting(cast)
    news.run()
    with lives(made, 4):
        assert news.run() == 0
    with lives(made, 3):
        confirmed("late@example.cn")
        assert (news.run(), news.run()) == (2, 0)
    assert [title for _to, title in told()][1:] == [f"Soon over: opinions on {made.title}"] * 2
    with lives(made, -1):
        assert news.run() == 0
    Follower.objects.filter(since__gt=clock.now()).update(since=clock.now())
    short = {"closes_on": clock.today() + timedelta(days=2), "shorter_reason": "情况紧急"}
    brief = stage.consulting(cast, title="短期征求意见的办法", **short)
    with lives(brief, 1):
        assert news.run() == 2
    assert [each.kind for each in News.objects.filter(document=brief)] == ["out"]


def test_the_report_and_the_published_text_are_told(cast: Cast) -> None:
    made = stage.consulting(cast)
    stage.opinion(made)
    confirmed("reader@example.cn")
    stage.ended(made)
    assert news.run() == 0, "nobody is told of what is over"
    stage.answered(cast, made)
    assert news.run() == 0, "answers may still change"
    stage.signed(cast, made)
    assert (news.run(), news.run()) == (1, 0)
    stage.published(cast, made)
    assert (news.run(), news.run()) == (1, 0)
    assert [title for _to, title in told()] == [
        f"What became of the opinions on {made.title}",
        f"Decided and published: {made.title}",
    ]
    report = sealed.unseal(Mail.objects.earliest("pk").text)
    assert f"/en/consultations/{made.agency.code}/{made.number}/report/" in report


def test_no_report_is_told_of_while_an_opinion_waits_for_its_answer(cast: Cast) -> None:
    made = stage.consulting(cast)
    kept = stage.opinion(made).opinion
    confirmed("reader@example.cn")
    stage.ended(made)
    stage.answered(cast, made)
    stage.signed(cast, made)
    Opinion.objects.filter(pk=kept.pk).update(verdict="", answered_at=None)
    assert news.run() == 0
    assert not News.objects.filter(kind="report").exists()


def test_a_second_version_is_told_of_again(cast: Cast) -> None:
    confirmed("reader@example.cn")
    made = stage.consulting(cast)
    assert news.run() == 1
    stage.second_version(cast, made)
    assert (news.run(), news.run()) == (1, 0)
    assert sorted(News.objects.values_list("version", "kind")) == [(1, "out"), (2, "out")]


def test_a_machine_that_goes_down_between_two_batches_tells_nobody_twice_and_forgets_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "BATCH", 2)
    everybody = [f"r{at}@example.cn" for at in range(5)]
    for address in everybody:
        confirmed(address)
    stage.consulting(cast)
    tell, calls = news.tell_ledger, []

    def fails(*args: Any, **more: Any) -> None:
        calls.append(more)
        if len(calls) == 2:
            raise RuntimeError("the machine goes down")
        tell(*args, **more)

    monkeypatch.setattr(news, "tell_ledger", fails)
    with pytest.raises(RuntimeError):
        news.run()
    assert [to for to, _title in told()] == everybody[:2], "the second batch is undone as a whole"
    assert News.objects.get().told == 2
    assert (news.run(), news.run()) == (3, 0)
    assert [to for to, _title in told()] == everybody
    assert (News.objects.get().told, News.objects.get().done_at is None) == (5, False)


def test_a_round_tells_so_many_and_the_next_one_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "BATCH", 2)
    for at in range(5):
        confirmed(f"r{at}@example.cn")
    stage.consulting(cast)
    assert [news.run(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_who_leaves_while_others_are_told_gets_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "BATCH", 1)
    kept = [confirmed(f"r{at}@example.cn") for at in range(3)]
    stage.consulting(cast)
    news.run(limit=1)
    actions.leave(followers.leave_key(kept[1].pk))
    news.run()
    assert [to for to, _title in told()] == ["r0@example.cn", "r2@example.cn"]


def test_who_comes_later_is_not_told_of_what_was_before(cast: Cast) -> None:
    stage.consulting(cast)
    assert news.run() == 0
    confirmed("late@example.cn")
    assert news.run() == 0
    assert News.objects.get().done_at is not None


def test_nobody_is_told_of_the_past_when_messages_begin_to_be_sent(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = ""
    made = stage.consulting(cast)
    assert (news.run(), News.objects.count()) == (0, 0)
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    confirmed("reader@example.cn")
    with lives(made, 15):
        assert news.run() == 0
    assert not News.objects.exists()


def test_a_batch_asks_the_database_the_same_however_many_there_are(cast: Cast) -> None:
    def asked(people: int, title: str) -> int:
        for at in range(people):
            confirmed(f"{title}{at}@example.cn")
        stage.consulting(cast, title=title)
        with CaptureQueriesContext(connection) as found:
            assert news.run() == Follower.objects.count()
        return len(found)

    assert asked(2, "one") == asked(20, "two")


def test_a_round_with_nothing_to_tell_asks_the_same_however_many_drafts_there_are(cast: Cast) -> None:
    counts = []
    for title in ("one", "two", "three"):
        stage.consulting(cast, title=title)
        news.run()
        with CaptureQueriesContext(connection) as found:
            assert news.run() == 0
        counts.append(len(found))
    assert len(set(counts)) == 1, counts

"""Is every mail handled once, whatever breaks on the way?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from core.mail_samples import LAMP, ROAD, TREE, WORDS, mail, part, several
from core.mail_server import Desk, Post, Wire
from gongkai.core import clock, mailbox
from gongkai.core.mailbox import Fetched, Message, Outcome, Unreachable
from gongkai.core.mailbox.address import parse
from gongkai.core.models import Counter, ReceivedMail
from gongkai.core.refusals import Refusal

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def filed() -> int:
    return Counter.objects.count()


def test_mails_are_handled_in_order_and_moved(post: Post, desk: Desk) -> None:
    post.put(LAMP, several(part(b"see", "text/plain"), part(b"JPG", "image/jpeg", encoding="base64")))
    assert mailbox.fetch(desk) == Fetched(handled=2)
    assert desk.subjects == ["lamp", "Street lamp"]
    assert desk.seen[0].text == WORDS
    assert desk.seen[0].received_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert desk.seen[1].attachments[0].content == b"JPG"
    assert post.folders() == {"Processed": 2}
    assert all("\\Seen" in flags for flags in post.flags("Processed"))
    row = ReceivedMail.objects.get(digest=desk.seen[0].key)
    assert (row.outcome, row.subject_type, row.subject) == ("filed", "complaint", "1")
    assert mailbox.fetch(desk) == Fetched()
    assert len(desk.seen) == 2


def test_it_is_off_until_it_is_set_up(settings: Any) -> None:
    settings.GONGKAI_MAILBOX_URL = ""
    assert not mailbox.configured()
    settings.GONGKAI_MAILBOX_URL = "imaps://a:b@c/INBOX"
    assert mailbox.configured()


def test_a_folder_with_a_chinese_name(post: Post, desk: Desk, settings: Any) -> None:
    post.box.folder.create("投诉信箱")
    post.put(LAMP, folder="投诉信箱")
    settings.GONGKAI_MAILBOX_URL = post.url(folder="%E6%8A%95%E8%AF%89%E4%BF%A1%E7%AE%B1")
    settings.GONGKAI_MAILBOX_PROCESSED = "已处理"
    assert mailbox.fetch(desk).handled == 1
    assert post.folders() == {"已处理": 1}


def test_a_copy_of_a_mail_is_not_handled_again(post: Post, desk: Desk) -> None:
    post.put(LAMP, b"Received: by another way\r\n" + LAMP)
    assert mailbox.fetch(desk) == Fetched(handled=1, repeated=1)
    post.put(LAMP)
    assert mailbox.fetch(desk) == Fetched(repeated=1)
    assert desk.subjects == ["lamp"]
    assert post.folders() == {"Processed": 3}


def test_one_message_id_for_two_mails_loses_neither(post: Post, desk: Desk) -> None:
    post.put(mail(b"The lamp is broken"), mail(b"The road is broken"))
    assert mailbox.fetch(desk).handled == 2


def test_a_folder_numbered_anew_repeats_nothing(post: Post, desk: Desk, settings: Any) -> None:
    """The server's numbers mean nothing once UIDVALIDITY changed: number 101 is another mail now."""
    settings.GONGKAI_MAILBOX_URL = post.url(folder="Letters")
    post.box.folder.create("Letters")
    post.put(LAMP, folder="Letters")
    mailbox.fetch(desk)
    old = ReceivedMail.objects.get()
    post.box.folder.delete("Letters")
    post.box.folder.create("Letters")
    post.put(ROAD, LAMP, folder="Letters")
    assert mailbox.fetch(desk) == Fetched(handled=1, repeated=1)
    assert desk.subjects == ["lamp", "road"]
    road = ReceivedMail.objects.get(digest=desk.seen[1].key)
    assert road.uid == old.uid
    assert road.validity != old.validity


@pytest.mark.parametrize("command", [b" STORE ", b" MOVE "])
def test_a_line_cut_between_commit_and_move_repeats_only_the_move(
    post: Post, desk: Desk, settings: Any, command: bytes
) -> None:
    post.put(LAMP, ROAD)
    with Wire(post.port, sent=lambda data: None if command in data else data) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        with pytest.raises(Unreachable, match="broke"):
            mailbox.fetch(desk)
    assert desk.subjects == ["lamp"]
    assert post.folders() == {"INBOX": 2}
    settings.GONGKAI_MAILBOX_URL = post.url()
    assert mailbox.fetch(desk).handled == 1
    assert desk.subjects == ["lamp", "road"]
    assert post.folders() == {"Processed": 2}
    assert filed() == 2


def test_a_known_mail_that_was_not_moved_is_not_fetched_again(post: Post, desk: Desk, settings: Any) -> None:
    post.put(LAMP)
    with Wire(post.port, sent=lambda data: None if b" MOVE " in data else data) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        with pytest.raises(Unreachable):
            mailbox.fetch(desk)
    with Wire(post.port) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        ReceivedMail.objects.update(mailbox=parse(settings.GONGKAI_MAILBOX_URL).digest)
        assert mailbox.fetch(desk) == Fetched(repeated=1)
        assert not any(b"FETCH" in command for command in wire.commands)
    assert post.folders() == {"Processed": 1}


class Killed(BaseException):
    """As if the process had been killed here."""


def test_a_handler_killed_half_way_leaves_nothing_and_is_repeated(post: Post, desk: Desk) -> None:
    post.put(LAMP)

    def killed(message: Message) -> Outcome:
        desk(message)
        raise Killed

    with pytest.raises(Killed):
        mailbox.fetch(killed)
    assert (filed(), ReceivedMail.objects.count(), post.folders()) == (0, 0, {"INBOX": 1})
    assert mailbox.fetch(desk).handled == 1
    assert desk.seen[0].key == desk.seen[1].key
    assert filed() == 1


def test_nothing_is_moved_before_the_commit(post: Post, desk: Desk) -> None:
    post.put(LAMP)

    def look(message: Message) -> Outcome:
        assert post.folders() == {"INBOX": 1}
        return desk(message)

    mailbox.fetch(look)
    assert post.folders() == {"Processed": 1}


def test_one_bad_mail_never_stops_the_others(
    post: Post, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    post.put(LAMP, b"no head at all", ROAD, TREE)
    desk.stumble["road"] = ValueError("a secret of the citizen")
    assert mailbox.fetch(desk) == Fetched(handled=2, unreadable=1, waiting=1)
    assert post.folders() == {"Processed": 2, "Unreadable": 1, "INBOX": 1}
    assert "cannot be read: Unreadable" in caplog.text
    assert filed() == 2
    assert ReceivedMail.objects.get(outcome="").last_error == "ValueError"


def test_a_mail_that_fails_is_tried_again_ever_later_and_put_away_in_the_end(post: Post, desk: Desk) -> None:
    post.put(ROAD)
    desk.stumble["road"] = ValueError()
    with clock.travel_to(NOON):
        assert mailbox.fetch(desk).waiting == 1
        assert mailbox.fetch(desk).waiting == 1  # too early: nothing is tried
        assert len(desk.seen) == 1
        for pause in mailbox.fetching.PAUSES[:-1]:
            clock.step(pause)
            assert mailbox.fetch(desk).waiting == 1
        clock.step(mailbox.fetching.PAUSES[-1])
        assert mailbox.fetch(desk) == Fetched(unreadable=1)
    assert len(desk.seen) == 6
    assert post.folders() == {"Unreadable": 1}


def test_a_failing_mail_that_heals_is_filed(post: Post, desk: Desk) -> None:
    post.put(ROAD)
    desk.stumble["road"] = ValueError()
    with clock.travel_to(NOON):
        mailbox.fetch(desk)
        desk.stumble.clear()
        clock.step(timedelta(minutes=1))
        assert mailbox.fetch(desk) == Fetched(handled=1)
    row = ReceivedMail.objects.get()
    assert (row.outcome, row.again_at, row.last_error) == ("filed", None, "")


def test_a_refusal_needs_no_second_try_and_moving_back_gives_one(post: Post, desk: Desk) -> None:
    post.put(ROAD)
    desk.stumble["road"] = Refusal("The bureau does not take this.")
    assert mailbox.fetch(desk) == Fetched(unreadable=1)
    assert post.folders() == {"Unreadable": 1}
    desk.stumble.clear()
    post.box.folder.set("Unreadable")
    post.box.copy(post.box.uids(), "INBOX")
    post.box.folder.set("INBOX")
    assert mailbox.fetch(desk) == Fetched(handled=1)
    assert post.folders() == {"Unreadable": 1, "Processed": 1}


def test_a_database_in_trouble_is_not_the_mails_fault(post: Post, desk: Desk) -> None:
    post.put(LAMP, ROAD)
    desk.stumble["lamp"] = OperationalError("database is locked")
    with pytest.raises(OperationalError):
        mailbox.fetch(desk)
    assert post.folders() == {"INBOX": 2}
    assert ReceivedMail.objects.count() == 0


def test_a_mail_too_large_is_refused_with_a_sentence_and_not_fetched(
    post: Post, desk: Desk, settings: Any
) -> None:
    settings.GONGKAI_MAX_UPLOAD = 3_000_000
    post.put(mail(b"x" * 4_100_000, Subject="huge"), LAMP)
    told: list[tuple[str, str, str]] = []

    def refuse(message: Message, reason: Any) -> Outcome:
        told.append((message.sender_address, message.text, str(reason)))
        return Outcome("told")

    with Wire(post.port) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        assert mailbox.fetch(desk, refuse=refuse) == Fetched(handled=1, refused=1)
        fetches = [command for command in wire.commands if b"BODY.PEEK" in command]
    assert [b"HEADER" in command for command in fetches] == [True, False]
    ((address, text, reason),) = told
    assert (address, text) == ("zhang@citizen.example", "")
    assert "larger than 4 MB" in reason
    assert post.folders() == {"Processed": 1, "Unreadable": 1}


def test_a_server_that_does_not_move_is_worked_round(post: Post, desk: Desk, settings: Any) -> None:
    """Without MOVE a copy is made; without UIDPLUS nothing is expunged, for that would hit other people's mails."""
    post.put(TREE)
    post.box.client.uid("STORE", post.box.uids()[0], "+FLAGS", r"(\Deleted)")  # somebody else's deleted mail
    post.put(LAMP)
    poor = lambda data: data.replace(b" MOVE", b"").replace(b" UIDPLUS", b"")  # noqa: E731
    with Wire(post.port, said=poor) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        assert mailbox.fetch(desk) == Fetched(handled=1)
        assert mailbox.fetch(desk) == Fetched()
        assert not any(b"EXPUNGE" in command for command in wire.commands)
    assert desk.subjects == ["lamp"]
    assert post.folders() == {"INBOX": 2, "Processed": 1}
    assert all("\\Deleted" in flags for flags in post.flags("INBOX"))


def test_a_mail_that_may_not_be_moved_is_counted_and_not_handled_again(
    post: Post, desk: Desk, settings: Any
) -> None:
    post.put(LAMP)
    forbidden = lambda data: data.replace(b"UID MOVE", b"UID XXXX")  # noqa: E731
    with Wire(post.port, sent=forbidden) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        assert mailbox.fetch(desk) == Fetched(handled=1, unmoved=1)
        assert mailbox.fetch(desk) == Fetched(repeated=1, unmoved=1)
    assert desk.subjects == ["lamp"]


def test_a_mail_the_server_cannot_hand_out_is_put_away(post: Post, desk: Desk, settings: Any) -> None:
    post.put(LAMP, ROAD)
    spoiled = f"UID FETCH {post.box.uids()[0]} (UID BODY".encode()
    with Wire(post.port, sent=lambda data: data.replace(spoiled, b"UID FETCH nonsense (UID BODY")) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        assert mailbox.fetch(desk) == Fetched(handled=1, unreadable=1)
    assert desk.subjects == ["road"]
    assert post.folders() == {"Processed": 1, "Unreadable": 1}


def test_a_long_queue_is_taken_in_helpings(post: Post, desk: Desk) -> None:
    post.put(LAMP, ROAD, TREE)
    assert mailbox.fetch(desk, most=2).handled == 2
    assert mailbox.fetch(desk, most=2).handled == 1
    assert desk.subjects == ["lamp", "road", "tree"]


def test_known_mails_are_looked_up_in_one_query(post: Post, desk: Desk) -> None:
    counts = []
    for much in (1, 6):
        post.empty()
        post.put(*(mail(b"x", Message_ID=f"<{much}.{each}@x>") for each in range(much)))
        with clock.travel_to(NOON + timedelta(days=much)):
            mailbox.fetch(_failing)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert mailbox.fetch(desk).waiting == much
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _failing(message: Message) -> Outcome:
    raise ValueError


def test_the_provider_is_told_who_calls(post: Post, desk: Desk, settings: Any) -> None:
    with Wire(post.port) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        mailbox.fetch(desk)
        sent = b"".join(wire.commands)
    assert sent.index(b'ID ("name" "gongkai"') < sent.index(b"SELECT")

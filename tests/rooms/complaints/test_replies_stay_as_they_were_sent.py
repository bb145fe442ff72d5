"""Is a reply that was changed, added or taken away behind the system's back found, and named?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import mattering
from cast import Cast, make_cast
from gongkai.complaints import integrity
from gongkai.complaints.actions import ReplyInput, effects, effects_closing, write_reply
from gongkai.complaints.models import Matter, Reply
from gongkai.config import cli
from gongkai.core import clock, ledger
from mattering import UNHAPPY
from meddling import past_the_triggers
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
MOMENT = timezone.make_aware(datetime(2026, 11, 25, 9, 0))
SECOND = "经再次核查，已增设监控并约谈施工单位，今后每周巡查两次。"


@dataclass
class Answered:
    """A matter with replies of two rounds, one with one reply, one with a draft, an enquiry answered at once."""

    cast: Cast
    twice: Matter
    once: Matter
    drafted: Matter
    directly: Matter


def twice_answered(cast: Cast) -> Matter:
    matter = mattering.replied(cast)
    mattering.go(cast, matter, "call_back", "caller", call=UNHAPPY)
    mattering.go(cast, matter, "refer", "caller")
    mattering.go(cast, matter, "reopen", "chief", reason="仍有堆放")
    mattering.go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk)
    mattering.go(cast, matter, "sign", "handler")
    reply = ReplyInput(text=SECOND, result="partly", evidence="现场照片")
    write_reply(matter_id=matter.pk, actor=cast.handler, reply=reply)
    mattering.go(cast, matter, "submit_reply", "handler")
    mattering.go(cast, matter, "agree_reply", "unit_head")
    return mattering.go(cast, matter, "send_reply", "taker", way="telephone")


def answered_at_once(cast: Cast) -> Matter:
    matter = mattering.entered(cast, kind="enquiry")
    reply = ReplyInput(text="办理时间为工作日上午九点至下午五点。", result="explained")
    write_reply(matter_id=matter.pk, actor=cast.taker, reply=reply)
    return mattering.go(cast, matter, "answer_directly", "taker")


def stage() -> Answered:
    with clock.travel_to(MOMENT):
        cast = make_cast()
        return Answered(
            cast,
            twice_answered(cast),
            mattering.closed(cast),
            mattering.drafted(cast),
            answered_at_once(cast),
        )


built = once_a_file(stage)


@pytest.fixture
def on(built: Answered, db: None) -> Iterator[Answered]:
    with clock.travel_to(MOMENT):
        yield on_stage(built)


def fault() -> str:
    _, found = integrity.verify()
    assert found is not None, "nothing was noticed"
    return str(found)


def test_nothing_is_found_where_nothing_was_done(on: Answered) -> None:
    assert integrity.verify() == (4, None)
    assert Reply.objects.filter(sent_at=None).count() == 1, "a draft may still change"


def test_every_move_that_sends_a_reply_is_looked_at() -> None:
    sending = [key for key, effect in effects.EFFECTS.items() if effect is effects_closing.send_reply]
    assert sorted(integrity.SENDING) == sorted(f"complaints.matter.{key}" for key in sending)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


MEDDLING: dict[str, dict[str, object]] = {
    "a word": {"text": mattering.REPLY.replace("当日", "次日")},
    "a blank at the end": {"text": f"{mattering.REPLY} "},
    "everything": {"text": ""},
    "the digest": {"digest": digest("x")},
    "no digest": {"digest": ""},
    "text and digest together": {"text": "甲", "digest": digest("甲")},
    "how it ended": {"result": "unfounded"},
}


@pytest.mark.parametrize("what", MEDDLING)
def test_a_reply_that_was_changed_is_named(on: Answered, what: str) -> None:
    for matter, number in ((on.twice, 1), (on.twice, 2), (on.once, 1), (on.directly, 1)):
        with transaction.atomic():
            with past_the_triggers():
                Reply.objects.filter(matter=matter, round=number).update(**MEDDLING[what])
            assert f"to {matter.number}, round {number}, is" in fault()
            transaction.set_rollback(True)
    assert integrity.verify()[1] is None


def _exchanged(on: Answered) -> None:
    """The two replies of one matter in each other's place, digests and all."""
    first, second = Reply.objects.filter(matter=on.twice).order_by("round")
    Reply.objects.filter(pk=first.pk).update(round=9)
    Reply.objects.filter(pk=second.pk).update(round=1)
    Reply.objects.filter(pk=first.pk).update(round=2)


BY_HAND: dict[str, tuple[Callable[[Answered], object], str]] = {
    "a draft said to be sent": (
        lambda on: Reply.objects.filter(matter=on.drafted).update(
            sent_at=MOMENT, digest=digest(mattering.REPLY)
        ),
        "drafted",
    ),
    "a reply said to be a draft": (
        lambda on: Reply.objects.filter(matter=on.once).update(sent_at=None),
        "once",
    ),
    "a reply taken away": (lambda on: Reply.objects.filter(matter=on.once).delete(), "once"),
    "the last of two taken away": (
        lambda on: Reply.objects.filter(matter=on.twice, round=2).delete(),
        "twice",
    ),
    "the first of two taken away": (
        lambda on: Reply.objects.filter(matter=on.twice, round=1).delete(),
        "twice",
    ),
    "two exchanged": (_exchanged, "twice"),
    "a reply put under another matter": (
        lambda on: Reply.objects.filter(matter=on.once).update(matter=on.twice, round=3),
        "twice",
    ),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_was_done_by_hand_is_named(on: Answered, what: str) -> None:
    deed, name = BY_HAND[what]
    with past_the_triggers():
        deed(on)
    assert getattr(on, name).number in fault()


@pytest.mark.parametrize("name", integrity.TRIGGERS)
def test_protection_taken_away(on: Answered, name: str) -> None:
    where = f" ON {integrity.TRIGGERS[name]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")
    assert name in fault()


def test_the_database_itself_lets_no_reply_go(on: Answered) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM complaints_reply")


def test_a_reply_sent_while_it_is_looked_at_is_no_fault(
    on: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site goes on: what was sent between two questions is asked for once more."""
    told, sent = integrity._told, []

    def meanwhile() -> object:
        found = told()
        if not sent:
            sent.append(mattering.replied(on.cast))
        return found

    monkeypatch.setattr(integrity, "_told", meanwhile)
    assert integrity.verify() == (5, None)


def test_it_costs_the_same_however_many_there_are(on: Answered) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            integrity.verify()
        return len(seen)

    few = cost()
    mattering.replied(on.cast)
    assert cost() == few <= 6


def test_verify_says_so_and_names_the_reply(on: Answered, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify"]) == 0
    assert "Every reply to a reporter says what was sent: 4 checked." in capsys.readouterr().out
    with past_the_triggers():
        Reply.objects.filter(matter=on.once).update(text="改写过的答复")
    assert cli.main(["verify"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == (
        "A reply to a reporter was changed outside the system: "
        f"The reply to {on.once.number}, round 1, is not as it was sent."
    )
    assert ledger.verify()[1] is None, "the ledger is whole: the reply alone is not"


def test_a_ledger_that_holds_no_such_reply_is_believed(on: Answered) -> None:
    """Forged with a right digest and with the matter's state: the deed is missing, and that is what counts."""
    Reply.objects.create(
        matter=on.once,
        round=2,
        text="伪造的答复",
        result="solved",
        digest=digest("伪造的答复"),
        sent_at=MOMENT,
        created_at=MOMENT,
        updated_at=MOMENT,
    )
    assert f"to {on.once.number}, round 2, is" in fault()

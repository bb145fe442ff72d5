"""Does every party get its letter once, and is its receipt believed only from whoever has the letter?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import campaigning as stage
import pytest
from django.conf import settings as django_settings

from cast import Cast
from gongkai.campaigns.actions import letters
from gongkai.campaigns.models import Notice
from gongkai.campaigns.queries import notices, worklists
from gongkai.core import clock
from gongkai.core import letters as house
from gongkai.core.models import Event, Letter, Mail
from gongkai.core.refusals import Invalid, NotAllowed, Refusal

pytestmark = pytest.mark.django_db


def test_every_party_of_every_site_gets_one_letter(cast: Cast) -> None:
    running = stage.running(cast, stage.site(cast), stage.site(cast, "示例新区学校工地"))
    sent = stage.written_to(cast, running)
    assert len(sent) == 4
    assert notices.tally(running) == notices.Tally(parties=4, sent=4, acknowledged=0, late=0)
    with pytest.raises(Refusal):
        stage.written_to(cast, running)


def test_a_letter_says_what_is_looked_at_and_until_when_to_acknowledge(cast: Cast) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    assert sent.letter is not None
    text = "\n".join(house.content_of(sent.letter).paragraphs)
    assert "示例建设开发有限公司" not in text, "it stands above the letter already"
    assert house.addressee_of(sent.letter) == "示例建设开发有限公司"
    for words in ("手续到位", "保洁到位", "示例新区安置房二期工地", sent.reference):
        assert words in text
    assert house.is_whole(sent.letter)
    assert stage.code_in(sent) not in str(Letter.objects.get(pk=sent.letter.pk).facts)


def test_the_code_acknowledges_and_a_second_time_changes_nothing(cast: Cast) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    code = stage.code_in(sent)
    for name in ("示例丁", "另一人"):
        letters.acknowledge(
            reference=f" {sent.reference.lower()} ", code=code.lower(), name=name, function="资料员"
        )
    found = Notice.objects.get(pk=sent.pk)
    assert notices.who_acknowledged(found) == ("示例丁", "资料员")
    assert "示例丁" not in found.acknowledged_by
    assert Event.objects.filter(verb="campaigns.notice.acknowledged").count() == 1


@pytest.mark.parametrize(
    ("reference", "code"), [("HZ-NONE2345", "K7MP3-XQRTH"), ("", ""), ("own", "K7MP3-XQRTH"), ("own", "")]
)
def test_a_code_that_does_not_fit_acknowledges_nothing(cast: Cast, reference: str, code: str) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    with pytest.raises(NotAllowed):
        letters.acknowledge(
            reference=sent.reference if reference == "own" else reference,
            code=code,
            name="示例丁",
            function="",
        )
    assert Notice.objects.get(pk=sent.pk).acknowledged_at is None


def test_a_code_of_another_letter_does_not_fit(cast: Cast) -> None:
    one, two = stage.written_to(cast, stage.running(cast))[:2]
    with pytest.raises(NotAllowed):
        letters.acknowledge(reference=one.reference, code=stage.code_in(two), name="示例丁", function="")


def test_nobody_acknowledges_without_a_name(cast: Cast) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    with pytest.raises(Invalid) as refused:
        letters.acknowledge(reference=sent.reference, code=stage.code_in(sent), name=" ", function="")
    assert refused.value.field == "name"


def receipt(cast: Cast, sent: Notice, actor: Any, **changes: Any) -> Notice:
    given = {
        "way": "direct",
        "served_on": clock.today(),
        "evidence": "回执签收",
        "recipient": "示例丁",
        **changes,
    }
    return letters.note_receipt(notice_id=sent.pk, actor=actor, **given)


def test_a_receipt_signed_on_paper_is_noted_with_its_service(cast: Cast) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    done = receipt(cast, sent, cast.organiser)
    assert done.acknowledged_way == "receipt"
    assert sent.letter is not None
    served = house.service_of(sent.letter)
    assert served is not None
    assert served.way == "direct"
    with pytest.raises(Refusal):
        receipt(cast, sent, cast.organiser)


@pytest.mark.parametrize("name", ["inspector", "campaign_publisher", "supervisor", "outsider"])
def test_only_the_organiser_writes_and_notes_receipts(cast: Cast, name: str) -> None:
    running = stage.running(cast)
    with pytest.raises(NotAllowed):
        letters.send_letters(campaign_id=running.pk, actor=getattr(cast, name))
    sent = stage.written_to(cast, running)[0]
    with pytest.raises(NotAllowed):
        receipt(cast, sent, getattr(cast, name))


def test_no_letter_goes_out_before_the_campaign_is_announced(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        letters.send_letters(campaign_id=stage.drafted(cast).pk, actor=cast.organiser)


def test_who_is_late_is_reminded_once_a_period_and_by_mail_where_there_is_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_EMAIL_URL", "smtp://localhost")
    running = stage.running(cast)
    stage.written_to(cast, running)
    assert letters.remind() == 0
    Notice.objects.update(acknowledge_by=clock.today() - timedelta(days=1))
    assert notices.tally(running).late == 2
    assert letters.remind() == 2
    assert letters.remind() == 0
    # The new day makes nobody punctual: they stay among the late ones until they acknowledge.
    assert (notices.tally(running).late, notices.overdue().count()) == (2, 2)
    assert worklists.my_work(cast.organiser).late_letters == 2
    assert (worklists.to_do_count(cast.organiser), worklists.to_do_count(cast.inspector)) == (1, 0)
    # The builder alone has an address: the letter itself, and the reminder.
    assert Mail.objects.count() == 2
    assert [each.data["mailed"] for each in Event.objects.filter(verb="campaigns.notice.reminded")] == [
        True,
        False,
    ]

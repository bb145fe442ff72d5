"""Two at the same moment: is a follower kept once, is everybody told once, and are an opinion's files kept once?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import consulting as stage
import pytest
from following_stage import SITE, confirmed

from cast import make_cast
from gongkai.consultations import followers
from gongkai.consultations.actions import following, news, opinions
from gongkai.consultations.actions.attaching import Upload
from gongkai.consultations.actions.opinions import OpinionInput
from gongkai.consultations.followers import Wish
from gongkai.consultations.models import Document, Follower, News, OpinionFile
from gongkai.core import ledger, sealed, secret_codes
from gongkai.core.models import Mail
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = SITE


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        assert found.alone(lambda: ledger.verify()[1]) is None


def test_a_wish_confirmed_in_two_windows_is_one(together: Together) -> None:
    together.alone(make_cast)
    token = followers.seal_wish(Wish("reader@example.cn", "", "en"))
    results = together.at_once(*[lambda: following.confirm(token).pk] * 3)
    assert len(set(results)) == 1, results
    assert together.alone(lambda: Follower.objects.count()) == 1


def test_two_workers_tell_everybody_once(together: Together, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "BATCH", 2)
    everybody = sorted(f"r{at}@example.cn" for at in range(7))

    def build() -> None:
        cast = make_cast()
        for address in everybody:
            confirmed(address)
        stage.consulting(cast)

    together.alone(build)
    results = together.at_once(news.run, news.run)
    assert sum(results) == 7, results
    told = together.alone(lambda: [sealed.unseal(each.recipient) for each in Mail.objects.all()])
    assert sorted(told) == everybody
    assert together.alone(lambda: [each.told for each in News.objects.all()]) == [7]


def test_a_form_sent_twice_at_once_keeps_its_files_once(together: Together) -> None:
    def build() -> Document:
        return stage.consulting(make_cast())

    made, token = together.alone(build), secret_codes.new_token()

    def give() -> Any:
        return opinions.give_opinion(
            document_id=made.pk,
            version_number=1,
            token=token,
            given=OpinionInput("意见"),
            files=[Upload(io.BytesIO(b"abc"), "a.txt")],
        ).opinion.pk

    results = together.at_once(give, give)
    assert len(set(results)) == 1, results
    (file,) = together.alone(lambda: list(OpinionFile.objects.all()))
    assert sealed.fetch(file.key) == b"abc"

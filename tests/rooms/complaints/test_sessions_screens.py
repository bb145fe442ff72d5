"""Is a hotline session entered, its matters taken in, and its progress reported in two letters that stay as sent?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions
from gongkai.complaints.models import Session
from gongkai.complaints.queries.subjects import session_subject
from gongkai.core import clock, deadlines, ledger, letters
from gongkai.core.models import Letter
from mattering import MARKERS, closed, entered

pytestmark = pytest.mark.django_db

LIST = "/workspace/complaints/sessions/"
WORDS = "反映的事项已逐件交办，其余正在办理。"


def held(cast: Cast, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "programme": "政风行风热线",
        "on": clock.today() - timedelta(days=1),
        "station": "某市人民广播电台",
        "guests": "局长张三",
        **changes,
    }
    return actions.hold_session(
        agency_id=cast.agency.pk, actor=cast.taker, session=actions.SessionInput(**values)
    )


def test_a_session_is_entered_and_changed_and_its_clock_runs(cast: Cast) -> None:
    client = client_of(cast, "taker")
    data = {"programme": "政风行风热线", "medium": "radio", "on": clock.today().isoformat()}
    response = client.post(f"{LIST}new/", data)
    session = Session.objects.get()
    assert response["Location"] == f"{LIST}{session.pk}/"
    again = client.post(f"{LIST}new/", data)
    assert again.status_code == 422
    assert 'id="id_on_error"' in words_of(again)
    ahead = client.post(f"{LIST}new/", {**data, "on": (clock.today() + timedelta(days=3)).isoformat()})
    assert ahead.status_code == 422
    client.post(f"{LIST}{session.pk}/change/", {**data, "station": "某市电视台", "medium": "television"})
    session.refresh_from_db()
    assert (session.station, session.medium, session.version) == ("某市电视台", "television", 2)
    page = words_of(client.get(f"{LIST}{session.pk}/"))
    due = deadlines.running(session_subject(session)).get()
    assert f"/workspace/deadlines/{due.pk}/" in page
    assert f'href="/workspace/complaints/new/?session={session.pk}"' in page


def test_progress_is_shown_first_then_issued_in_two_letters(cast: Cast) -> None:
    session = held(cast)
    done = closed(cast, channel="broadcast", session_id=session.pk)
    going = entered(cast, channel="broadcast", session_id=session.pk, title="路灯不亮，电话13955527766")
    secret = entered(
        cast,
        channel="broadcast",
        session_id=session.pk,
        kind="report",
        against_person_id=cast.person("handler").pk,
    )
    client = client_of(cast, "taker")
    address = f"{LIST}{session.pk}/report/"
    page = words_of(client.post(address, {"words": WORDS, "do": "preview"}))
    for shown in (
        WORDS,
        done.number,
        going.number,
        "某市人民广播电台政风行风热线栏目组",
        "市纠正行业不正之风办公室",
    ):
        assert shown in page
    assert not Letter.objects.exists()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    changed = client.post(address, {"words": WORDS + "改了一句。", "do": "send", "seen": seen})
    assert changed.status_code == 200
    assert not Letter.objects.exists(), "changed words are shown again first"
    assert client.post(address, {"words": WORDS, "do": "send", "seen": seen}).status_code == 302

    session.refresh_from_db()
    sent = [session.programme_letter, session.office_letter]
    assert [each.kind for each in sent if each] == ["programme_progress", "office_progress"]
    told = "\n".join(str(letters.sheet_of(each)) for each in sent if each)
    assert secret.number not in told, "a report against somebody is left out"
    assert going.number in told
    for marker in (*MARKERS.values(), "13955527766"):
        assert marker not in told
    assert "受理群众反映的事项2件" in told
    assert all(letters.is_whole(each) for each in sent if each)
    assert not deadlines.running(session_subject(session)).exists()
    event = list(ledger.events_of([session_subject(session)]))[-1]
    assert event.data["to"] == [each.number for each in sent if each]

    page = words_of(client.get(f"{LIST}{session.pk}/"))
    (pdf, _other) = re.findall(r'href="([^"]+/pdf/)"', page)
    (docx, _other) = re.findall(r'href="([^"]+/docx/)"', page)
    assert client.get(pdf).getvalue().startswith(b"%PDF")
    word = client.get(docx)
    assert word.getvalue().startswith(b"PK")
    assert word["Cache-Control"] == "no-store, private"
    assert client_of(cast, "outsider").get(pdf).status_code == 404
    refused = client.post(address, {"words": WORDS, "do": "send", "seen": seen})
    assert refused.status_code in (400, 409, 422)
    assert Letter.objects.count() == 2


def test_nothing_taken_on_air_is_nothing_to_report(cast: Cast) -> None:
    session = held(cast)
    client, address = client_of(cast, "taker"), f"{LIST}{session.pk}/report/"
    page = words_of(client.post(address, {"words": WORDS, "do": "preview"}))
    assert "error-summary" in page
    assert 'value="nothing"' in page
    client.post(address, {"do": "nothing"})
    assert not deadlines.running(session_subject(session)).exists()
    assert list(ledger.events_of([session_subject(session)]))[-1].verb == "complaints.session.nothing"
    assert 'value="nothing"' not in words_of(client.get(f"{LIST}{session.pk}/"))
    busy = held(cast, programme="民生热线")
    entered(cast, channel="broadcast", session_id=busy.pk)
    client.post(f"{LIST}{busy.pk}/report/", {"do": "nothing"})
    assert deadlines.running(session_subject(busy)).exists()


def test_others_read_and_only_the_desk_writes(cast: Cast) -> None:
    session = held(cast)
    entered(cast, channel="broadcast", session_id=session.pk)
    reader = client_of(cast, "overseer")
    page = words_of(reader.get(f"{LIST}{session.pk}/"))
    assert "<textarea" not in page
    assert words_of(reader.get(LIST)).count(f"{LIST}{session.pk}/") == 1
    assert reader.get(f"{LIST}new/").status_code == 403
    assert reader.post(f"{LIST}{session.pk}/report/", {"words": WORDS, "do": "send"}).status_code == 403
    assert client_of(cast, "outsider").get(f"{LIST}{session.pk}/").status_code == 404


def test_what_is_against_the_reader_is_not_in_the_list(cast: Cast) -> None:
    session = held(cast)
    hidden = entered(
        cast, channel="broadcast", session_id=session.pk, against_person_id=cast.person("overseer").pk
    )
    assert hidden.number not in words_of(client_of(cast, "overseer").get(f"{LIST}{session.pk}/"))


def test_queries_do_not_grow(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = client_of(cast, "taker")
    session = held(cast)
    entered(cast, channel="broadcast", session_id=session.pk)
    pages = (LIST, f"{LIST}{session.pk}/")
    before = []
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(70) as counted:
            client.get(page)
        before.append(len(counted.captured_queries))
    for number in range(3):
        held(cast, programme=f"热线{number}")
        entered(cast, channel="broadcast", session_id=session.pk)
    for page, count in zip(pages, before, strict=True):
        with django_assert_max_num_queries(count):
            client.get(page)

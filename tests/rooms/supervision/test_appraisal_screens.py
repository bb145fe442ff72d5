"""Do the screens show each what they may, take what is typed, and say why not?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import appraisal_stage as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import everybody
from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.supervision.models import AppraisalAnswer, AppraisalWords, Invitation, Round
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST, CALLS = "/workspace/appraisals/", "/workspace/appraisals/calls/"


def make() -> Cast:
    with clock.travel_to(stage.NOW):
        cast = make_cast()
        stage.reported(cast, 30)
        stage.applied(cast, 10, "other")
    return cast


built = once_a_file(make)


@pytest.fixture(autouse=True)
def _no_task(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    everybody.forget_actors()
    with clock.travel_to(stage.NOW):
        yield on_stage(built)


def move(client: Client, found: Round, key: str, *, seen: int | None = None, **given: Any) -> Any:
    revision = stage.now(found).revision if seen is None else seen
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, f"{LIST}{found.pk}/moves/{key}/", version=revision, **said)


def answers(**grades: Any) -> dict[str, Any]:
    return {f"q:{key}": value for key, value in grades.items()}


def at(found: Round, rest: str = "", language: str = "/en") -> str:
    return f"{language}/appraisals/{found.agency.code}/{found.number}/{rest}"


# --- staff ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rounds", "calls"),
    [("supervisor", 200, 200), ("duty_leader", 200, 404), ("leader", 200, 404), ("caller", 302, 200),
     ("office", 200, 404), ("drafter", 200, 404), ("outsider", 200, 200)],
)  # fmt: skip
def test_who_opens_what(cast: Cast, name: str, rounds: int, calls: int) -> None:
    found = stage.at(cast, "open")
    client = client_of(cast, name)
    answer = client.get(LIST)
    assert answer.status_code == rounds
    sees = name in ("supervisor", "duty_leader", "leader")
    assert (f"{LIST}{found.pk}/" in answer.content.decode()) == sees
    assert client.get(CALLS).status_code == calls
    assert client.get(f"{LIST}{found.pk}/").status_code == (200 if sees else 404)
    assert client.get(f"{LIST}new/").status_code == (200 if name in ("supervisor", "outsider") else 404)
    one = found.invitations.first()
    assert one is not None
    assert client.get(f"{CALLS}{one.pk}/").status_code == (200 if name in ("supervisor", "caller") else 404)


def test_a_round_on_the_screens_from_its_preparing_to_its_results(cast: Cast) -> None:
    desk, leader = client_of(cast, "supervisor"), client_of(cast, "leader")
    words_of(desk.get(LIST))
    assert "2025" in words_of(desk.get(f"{LIST}new/"))
    given = {
        "year": "2025",
        "period_from": "2025-01-01",
        "period_to": "2025-12-31",
        "closes_on": "2026-03-25",
    }
    wrong = post(desk, f"{LIST}new/", **{**given, "period_to": "2024-01-01"})
    assert wrong.status_code == 422
    assert 'value="2024-01-01"' in words_of(wrong)
    assert post(desk, f"{LIST}new/", **given).status_code == 302
    found = Round.objects.get()
    words_of(desk.get(f"{LIST}{found.pk}/edit/"))
    edited = post(
        desk, f"{LIST}{found.pk}/edit/", version=found.revision, **{**given, "closes_on": "2026-03-20"}
    )
    assert edited.status_code == 302
    refused = move(desk, found, "draw", seed="abcd")
    assert refused.status_code == 422
    assert "abcd" in words_of(refused)
    assert move(desk, found, "draw", seed="彩票 010203", note="公开开奖").status_code == 302
    assert desk.get(f"{LIST}{found.pk}/edit/").status_code == 404
    assert move(desk, found, "open").status_code == 302
    assert move(leader, found, "publish").status_code == 409
    assert move(leader, found, "close").status_code == 403
    text = words_of(desk.get(f"{LIST}{found.pk}/"))
    assert "彩票 010203" in text
    assert "1390000" not in text
    for each in found.invitations.all()[:14]:
        stage.called(cast, each, answers=stage.graded(4, better=f"改进{each.place}。"))
    stage.closed(found)
    assert move(desk, found, "count").status_code == 302
    words_of(leader.get(f"{LIST}{found.pk}/"))
    assert move(leader, found, "publish").status_code == 409
    page = f"{LIST}{found.pk}/words/"
    assert leader.get(page).status_code == 404
    for row in AppraisalWords.objects.all():
        shown = {f"{row.pk}-shown": "改进搜索。"}
        assert post(desk, f"{page}{row.pk}/", deed="show", **shown).status_code == 302
    words_of(desk.get(page))
    assert move(leader, found, "publish").status_code == 302
    words_of(leader.get(f"{LIST}{found.pk}/"))
    text = words_of(Client().get(at(found)))
    for shown_text in ("改进搜索。", "14 of 32", "43.8%", "彩票 010203", "Not representative"):
        assert shown_text in text, shown_text
    assert "评议" in words_of(Client().get(at(found, language="")))
    record = json.loads(b"".join(Client().get(at(found, "results.json")).streaming_content))  # type: ignore[attr-defined]
    assert record["sample"]["answers"] == 14
    assert record["draw"]["frame_digest"] == stage.now(found).frame_digest
    table = b"".join(Client().get(at(found, "results.csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "overall" in table
    frame = b"".join(Client().get(at(found, "frame.csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert frame.count("\n") == 41
    assert Client().get(at(found, "results.xml")).status_code == 404


def test_words_with_personal_data_come_masked_and_stay_out_of_the_public(cast: Cast) -> None:
    found = stage.at(cast, "open")
    stage.filled_in(found, better="我的电话13812345678，请回电。")
    stage.closed(found)
    desk, row = client_of(cast, "supervisor"), AppraisalWords.objects.get()
    page = f"{LIST}{found.pk}/words/"
    text = words_of(desk.get(page))
    assert "13812345678" in text
    shown = text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "13812345678" not in shown
    bad = post(desk, f"{page}{row.pk}/", **{f"{row.pk}-shown": "电话13812345678"})
    assert bad.status_code == 422
    assert post(desk, f"{page}{row.pk}/", deed="hide", **{f"{row.pk}-shown": "x"}).status_code == 302
    row.refresh_from_db()
    assert row.public_words == ""
    assert row.looked_at_by_id == cast.person("supervisor").pk


def test_a_call_shows_the_number_and_nothing_else_of_anybody(cast: Cast) -> None:
    found = stage.at(cast, "open")
    caller = client_of(cast, "caller")
    listed = words_of(caller.get(CALLS))
    assert "1390000" not in listed
    one = found.invitations.order_by("place")[0]
    text = words_of(caller.get(f"{CALLS}{one.pk}/"))
    assert "1390000" in text
    assert "某人" not in text
    assert "SQ-" not in text
    empty = post(caller, f"{CALLS}{one.pk}/", tries=0)
    assert empty.status_code == 422
    mixed = post(caller, f"{CALLS}{one.pk}/", tries=0, result="refused", **answers(overall=4))
    assert mixed.status_code == 422
    none = post(caller, f"{CALLS}{one.pk}/", tries=0, result="answered")
    assert none.status_code == 422
    for _ in range(2):
        sent = post(
            caller, f"{CALLS}{one.pk}/", tries=0, result="answered", **answers(overall=4, better="快些。")
        )
        assert sent.status_code == 302
    assert AppraisalAnswer.objects.count() == 1
    assert caller.get(f"{CALLS}{one.pk}/").status_code == 404
    other = found.invitations.order_by("place")[1]
    assert post(caller, f"{CALLS}{other.pk}/", tries=0, result="no_answer").status_code == 302
    assert Invitation.objects.get(pk=other.pk).tries == 1
    stale = post(client_of(cast, "supervisor"), f"{CALLS}{other.pk}/", tries=0, result="refused")
    assert stale.status_code == 409


def test_lists_ask_as_much_for_many_as_for_few(cast: Cast) -> None:
    found = stage.at(cast, "open")
    supervisor, caller = client_of(cast, "supervisor"), client_of(cast, "caller")

    anybody = Client()
    pages = (
        *((supervisor, LIST), (caller, CALLS), (supervisor, f"{LIST}{found.pk}/")),
        *((anybody, "/en/appraisals/"), (anybody, at(found)), (caller, "/workspace/")),
    )

    def asked() -> list[int]:
        numbers = []
        for client, address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    few = asked()
    for year in (2024, 2023, 2022):
        stage.at(cast, "drawn", stage.prepared(cast, year=year))
    assert asked() == few


def test_my_work_names_the_next_step_and_the_calls(cast: Cast) -> None:
    found = stage.prepared(cast)
    row = f'href="{LIST}{found.pk}/"'
    assert row in client_of(cast, "supervisor").get("/workspace/").content.decode()
    stage.at(cast, "open", found)
    home = client_of(cast, "caller").get("/workspace/", headers={"accept-language": "en"}).content.decode()
    assert f'href="{CALLS}"' in home


# --- public -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", stage.WAYS)
def test_what_the_public_sees_in_each_state(cast: Cast, state: str) -> None:
    found = stage.at(cast, state)
    listed = words_of(Client().get("/en/appraisals/"))
    answer = Client().get(at(found))
    assert answer.status_code == (404 if state == "prepared" else 200)
    assert (at(found) in listed) == (state != "prepared")
    if state == "prepared":
        assert "No appraisal is published yet" in listed
        return
    text = words_of(answer)
    assert ("Fill in the open sheet" in text) == (state == "open")
    assert ("Results of the sample" in text) == (state == "published")
    assert ("数据有误。" in text) == (state == "called_off")
    assert Client().get(at(found, "results.json")).status_code == (200 if state == "published" else 404)
    assert Client().get(at(found, "frame.csv")).status_code == (404 if state == "called_off" else 200)
    assert Client().get(at(found, "answer/")).status_code == 200


def test_a_round_called_off_before_it_was_open_is_nobodys_business(cast: Cast) -> None:
    found = stage.at(cast, "drawn")
    stage.moved(found, "call_off", cast.supervisor, reason="数据有误。")
    assert Client().get(at(found)).status_code == 404


def test_the_open_sheet_in_a_browser_without_scripts(cast: Cast) -> None:
    found, reader = stage.at(cast, "open"), Client()
    page = at(found, "answer/")
    text = words_of(reader.get(page))
    assert text.count("<fieldset") == 8
    token = text.partition('name="token" value="')[2].partition('"')[0]
    empty = reader.post(page, {"token": token})
    assert empty.status_code == 422
    long = reader.post(page, {"token": token, **answers(better="长" * 1001)})
    assert long.status_code == 422
    assert "长长长" in words_of(long)
    wrong = reader.post(page, {"token": token, **answers(overall="9")})
    assert wrong.status_code == 422
    for _ in range(2):
        sent = reader.post(page, {"token": token, **answers(overall="4", better="好\x00的。")})
        assert "It has arrived" in words_of(sent)
    assert AppraisalAnswer.objects.get().grades == {"overall": 4}
    assert "already" in words_of(reader.get(page))
    assert "already" not in words_of(Client().get(page))
    stage.closed(found)
    late = reader.post(page, {"token": "x", **answers(overall="4", better="我写了很长的一段话。")})
    assert late.status_code == 422
    assert "我写了很长的一段话。" in words_of(late)


def test_the_sheet_of_an_invitation(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    stage.applied(cast, 8, first=7000, email="reader{}@example.cn")
    found = stage.at(cast, "open")
    one = found.invitations.exclude(code_digest="").first()
    assert one is not None
    code, reader = stage.code(one), Client()
    words_of(reader.get("/en/appraisals/invited/"))
    sent = reader.post("/en/appraisals/invited/", {"code": f" {code.lower()} "})
    assert sent.status_code == 302
    text = words_of(reader.get(sent.headers["Location"]))
    assert "drawn by lot" in text
    assert reader.post(sent.headers["Location"], {}).status_code == 422
    assert "It has arrived" in words_of(reader.post(sent.headers["Location"], answers(overall="5")))
    again = reader.post(sent.headers["Location"], answers(overall="5"))
    assert again.status_code == 422
    assert "not good any more" in words_of(again)
    assert AppraisalAnswer.objects.count() == 1
    assert reader.post("/en/appraisals/invited/", {"code": "!!"}).status_code == 422
    assert reader.post("/en/appraisals/invited/", {}).status_code == 422


def test_codes_are_not_guessed_at_will(cast: Cast) -> None:
    reader = Client()
    answers_of = [reader.get("/en/appraisals/invited/AAAAA-AAAAA/").status_code for _ in range(12)]
    assert answers_of[:10] == [200] * 10
    assert answers_of[-1] == 429
    sent = reader.post("/en/appraisals/invited/AAAAA-AAAAA/", answers(overall="4", better="保留这句话。"))
    said = words_of(sent)
    assert "codes were tried from your address" in said
    assert "保留这句话。" in said


def test_too_many_sheets_from_one_place(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_OPINIONS_PER_MINUTE = 2
    found, reader = stage.at(cast, "open"), Client()
    given = answers(overall="4", better="保留。")
    codes = [reader.post(at(found, "answer/"), {"token": f"{n:032d}", **given}).status_code for n in range(3)]
    assert codes == [200, 200, 429]
    assert "保留。" in words_of(reader.post(at(found, "answer/"), {"token": "0" * 32, **given}))
    assert AppraisalAnswer.objects.count() == 2


def test_the_change_since_the_round_before(cast: Cast) -> None:
    for year, grade in ((2024, 3), (2025, 4)):
        found = stage.at(cast, "open", stage.prepared(cast, year=year))
        for each in found.invitations.all()[:12]:
            stage.called(cast, each, answers={"overall": grade})
        stage.closed(found)
        stage.moved(found, "count", cast.supervisor)
        stage.moved(found, "publish", cast.leader)
    text = words_of(Client().get(at(found)))
    assert "+1.00" in text
    assert "Appraisal of openness 2024" in text


def test_a_seed_of_the_ledger_can_be_checked_on_the_site(cast: Cast) -> None:
    found = stage.prepared(cast)
    with clock.travel_to(stage.NOW + timedelta(days=1)):
        stage.moved(found, "draw", cast.supervisor, seed=None)
        text = words_of(Client().get(at(found)))
        link = text.partition("/ledger/check/?")[2].partition('"')[0].replace("&amp;", "&")
        answer = Client().get(f"/en/ledger/check/?{link}")
    assert str(Event.objects.get(verb="supervision.appraisal.draw").data["seed_event"]) in link
    assert answer.context["held"] is True

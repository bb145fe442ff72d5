"""Does anybody take part without a name, read what came of it, and never learn who said what?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import collecting_stage as stage
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from desk import client_of, words_of
from gongkai.consultations.actions import collecting, problems, taking_part
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Remark, Sheet, SignUp
from gongkai.core import clock, secret_codes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_CHALLENGE_BITS", 0)


def at(found: Collection, rest: str = "") -> str:
    return f"/en/voice/{found.agency.code}/{found.number}/{rest}"


def send(address: str, **said: Any) -> Any:
    return Client().post(address, {"token": secret_codes.new_token(), **said})


def code_in(page: str) -> str:
    found = re.search(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", page)
    assert found
    return found[0]


def told(cast: Cast, found: Collection) -> Collection:
    stage.go(found, "close", cast.rule_drafter)
    collecting.write_results(
        collection_id=found.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        minutes="",
        results="已逐条研究。",
    )
    return stage.go(found, "tell", cast.rule_publisher)


def test_a_remark_is_sent_once_followed_and_tied_to_nobody(cast: Cast) -> None:
    made = stage.opened(cast)
    said = {"token": secret_codes.new_token(), "words": "窗口排队时间长。", "consent": "on"}
    pages = [words_of(Client().post(at(made, "take-part/"), said)) for _ in range(2)]
    row = Remark.objects.get()
    assert row.author == ""
    assert all(row.reference in page for page in pages)
    code = code_in(pages[0])
    assert code == code_in(pages[1])
    other = words_of(Client().post(at(made, "take-part/"), {**said, "words": "别的话"}))
    assert "had been sent before" in other
    answer = words_of(Client().post("/en/voice/answer/", {"reference": row.reference.lower(), "code": code}))
    assert "窗口排队时间长。" in answer
    assert "Not looked at yet" in answer
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[row.pk])
    found = stage.planned(cast, stage.problem(cast, made, row))
    answer = words_of(Client().post("/en/voice/answer/", {"reference": row.reference, "code": code}))
    assert found.title in answer
    assert "增开一个窗口" in answer
    assert "窗口排队时间长。" in words_of(Client().get(at(made)))


def test_taking_part_leaves_no_session(cast: Cast) -> None:
    made = stage.opened(cast)
    client = Client()
    client.get(at(made, "take-part/"))
    client.post(at(made, "take-part/"), {"token": secret_codes.new_token(), "words": "好", "consent": "on"})
    assert Remark.objects.count() == 1
    assert django_settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"words": ""}, "#id_words"),
        ({"words": "字" * 4001}, "#id_words"),
        ({"consent": ""}, "#id_consent"),
        ({"name": "名" * 41}, "#id_name"),
    ],
)
def test_what_is_wrong_with_a_remark_is_said_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], where: str
) -> None:
    made = stage.opened(cast)
    said = {"words": "窗口少", "consent": "on", "contact": "红旗路一号", **changes}
    response = send(at(made, "take-part/"), **said)
    page = words_of(response)
    assert response.status_code == 422
    assert f'href="{where}"' in page
    assert "红旗路一号" in page
    assert not Remark.objects.exists()


def test_a_sign_no_database_keeps_is_left_out(cast: Cast) -> None:
    made = stage.opened(cast)
    again = send(at(made, "take-part/"), words="窗\x00口少", name="\x00")
    assert (again.status_code, "\x00" in again.content.decode()) == (422, False)
    words_of(again)
    assert send(at(made, "take-part/"), words="窗\x00口少", consent="on").status_code == 200
    wrong = Client().post("/en/voice/answer/", {"reference": "YJ\x00", "code": "\x00"})
    words_of(wrong)
    assert Remark.objects.count() == 1


def test_too_many_from_one_place_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_OPINIONS_PER_MINUTE", 1)
    made = stage.opened(cast)
    statuses = [send(at(made, "take-part/"), words=f"话{n}", consent="on").status_code for n in range(3)]
    assert statuses[-1] == 429
    assert Remark.objects.count() < 3


def test_a_small_task_stands_before_sending(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_CHALLENGE_BITS", 8)
    made = stage.opened(cast)
    response = send(at(made, "take-part/"), words="话", consent="on")
    assert response.status_code == 422
    assert "data-challenge" in words_of(response)
    assert not Remark.objects.exists()


def test_a_questionnaire_is_filled_in_once_by_nobody(cast: Cast) -> None:
    made = stage.opened(cast, "survey")
    said = {"token": secret_codes.new_token(), "q:q1": "1", "q:q2": "5", "q:q3": "我叫示例甲"}
    for _ in range(2):
        page = Client().post(at(made, "take-part/"), said)
        assert page.status_code == 200
        words_of(page)
    kept = Sheet.objects.get()
    assert (kept.entered_by_id, "示例甲" in str(kept.answers)) == (None, False)
    assert "100.0 %" not in words_of(Client().get(at(made))), "figures wait for the results"
    page = words_of(Client().get(at(told(cast, made))))
    assert "100.0 %" in page
    assert "2.5 %" in page
    assert "沿街商户、环卫作业单位" in page
    assert "示例甲" not in page


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"q:q2": "1"}, "#id_q:q1"),
        ({"q:q1": "9"}, "#id_q:q1"),
        ({"q:q1": "x"}, "#id_q:q1"),
        ({"q:q1": "1", "q:q3": "字" * 2001}, "#id_q:q3"),
    ],
)
def test_a_wrong_answer_is_said_at_its_question(cast: Cast, answers: dict[str, str], where: str) -> None:
    made = stage.opened(cast, "survey")
    response = send(at(made, "take-part/"), **answers)
    assert response.status_code == 422
    assert f'href="{where}' in words_of(response)
    assert not Sheet.objects.exists()


def test_an_appraisal_takes_answers_and_words(cast: Cast) -> None:
    made = stage.opened(cast, "appraisal")
    page = words_of(Client().get(at(made)))
    assert "take-part/?what=remark" in page
    assert send(f"{at(made, 'take-part/')}?what=remark", words="很好", consent="on").status_code == 200
    assert (Remark.objects.count(), Sheet.objects.count()) == (1, 0)


def test_somebody_signs_up_and_reads_whether_they_can_come(cast: Cast) -> None:
    made = stage.opened(cast, "hearing")
    said = {
        "token": secret_codes.new_token(), "name": "示例甲", "contact": "0558-5550001",
        "stands_for": "沿街商户", "words": "谈谈时间", "consent": "on",
    }  # fmt: skip
    missing = Client().post(at(made, "sign-up/"), {**said, "contact": ""})
    assert (missing.status_code, "示例甲" in words_of(missing)) == (422, True)
    pages = [words_of(Client().post(at(made, "sign-up/"), said)) for _ in range(2)]
    row = SignUp.objects.get()
    code = code_in(pages[0])
    shown = {"reference": row.reference, "code": code}
    page = words_of(Client().post("/en/voice/answer/", shown))
    assert "Not decided yet" in page
    assert "You are welcome to take part." not in page, "whoever took part is not invited to"
    taking_part.decide_sign_up(
        collection_id=made.pk, actor=cast.rule_drafter, sign_up_id=row.pk, accepted=False, reason="名额已满"
    )
    page = words_of(Client().post("/en/voice/answer/", shown))
    assert "名额已满" in page
    assert "示例甲" not in page
    assert "示例甲" not in words_of(Client().get(at(made)))


def test_what_is_not_open_takes_nothing_and_gives_the_words_back(cast: Cast) -> None:
    made = stage.opened(cast)
    stage.go(made, "close", cast.rule_drafter)
    response = send(at(made, "take-part/"), words="来晚了的话", consent="on")
    assert (response.status_code, "来晚了的话" in words_of(response)) == (422, True)
    assert Client().get(at(made, "take-part/")).status_code == 200
    hearing = stage.opened(cast, "hearing")
    Collection.objects.filter(pk=hearing.pk).update(sign_up_until=clock.today() - timedelta(days=1))
    assert send(at(hearing, "sign-up/"), name="甲", contact="1", consent="on").status_code == 422
    assert send(at(hearing, "take-part/"), words="没有网上表", consent="on").status_code == 422
    assert not Remark.objects.exists()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"reference": "", "code": ""},
        {"reference": "YJ-AAAAAAAA", "code": "AAAAA-AAAAA"},
        {"reference": "MINE", "code": "AAAAA-AAAAA"},
        {"reference": "MINE", "code": ""},
        {"reference": "x" * 400, "code": "y"},
    ],
)
def test_a_wrong_code_and_an_unknown_reference_read_alike(cast: Cast, said: dict[str, str]) -> None:
    made = stage.opened(cast)
    kept = taking_part.enter_remark(
        collection_id=made.pk,
        actor=cast.rule_drafter,
        channel="box",
        received_on=clock.today(),
        given=taking_part.RemarkInput("投进意见箱的"),
        token=secret_codes.new_token(),
    )
    shown = {**said, "reference": said["reference"].replace("MINE", kept.reference)}
    response = Client().post("/en/voice/answer/", shown)
    assert response.status_code == 422
    assert "投进意见箱的" not in words_of(response)


def test_a_draft_a_hidden_remark_and_nobodys_name_are_public(cast: Cast) -> None:
    draft = stage.drafted(cast, title="起草中的意见箱")
    made = stage.opened(cast)
    hidden = stage.row(stage.remark(made, "骂人的话"))
    problems.hide_remark(collection_id=made.pk, actor=cast.rule_drafter, remark_id=hidden.pk, reason="attack")
    stage.remark(made, "还没有人看过", author=Author("示例甲", "0558-5550001"))
    seen = stage.row(stage.remark(made, "排队长"))
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[seen.pk])
    only_found = stage.problem(cast, made, seen)
    never = ("骂人的话", "还没有人看过", "示例甲", "5550001", "起草中的意见箱", only_found.number)
    for address in ("/en/voice/", at(made)):
        page = words_of(Client().get(address))
        assert [word for word in never if word in page] == []
    assert Client().get(at(draft)).status_code == 404
    assert Client().get(f"/en/problems/{made.agency.code}/{only_found.number}/").status_code == 404


def test_a_problem_is_told_with_measure_day_and_outcome(cast: Cast) -> None:
    made = stage.opened(cast)
    said = stage.row(stage.remark(made))
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[said.pk])
    found = stage.planned(cast, stage.problem(cast, made, said))
    address = f"/en/problems/{made.agency.code}/{found.number}/"
    stage.reported(cast, found)
    page = words_of(Client().get(address))
    assert "增开一个窗口" in page
    assert "已增开窗口" not in page, "nobody has checked it yet"
    stage.problem_go(found, "settle", cast.rule_leader)
    page = words_of(Client().get(address))
    assert "已增开窗口" in page
    assert "窗口排队时间长。" in page
    assert found.title in words_of(Client().get("/en/voice/"))
    assert found.title in words_of(Client().get(at(made)))
    assert "rule-leader-name" not in page


def test_one_opened_again_tells_no_days_of_before(cast: Cast) -> None:
    made = told(cast, stage.opened(cast))
    days = ("Taking part ended on", "Results published on")
    assert all(day in words_of(Client().get(at(made))) for day in days)
    again = stage.go(made, "open_again", cast.rule_publisher, reason="补充征集")
    record = f"/en/workspace/collections/{made.pk}/"
    pages = (words_of(Client().get(at(again))), words_of(client_of(cast, "rule_drafter").get(record)))
    for page in pages:
        assert not [day for day in days if day in page]


def test_pages_ask_as_often_however_much_there_is(cast: Cast) -> None:
    made = stage.opened(cast)

    def more(n: int) -> None:
        row = stage.row(stage.remark(made, f"意见{n}"))
        problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[row.pk])
        stage.planned(cast, stage.problem(cast, made, row))
        told(cast, stage.opened(cast, "survey", title=f"调查{n}"))

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert Client().get(address).status_code == 200
        return len(caught)

    more(0)
    before = [asked(each) for each in ("/en/voice/", at(made))]
    for n in range(1, 5):
        more(n)
    assert [asked(each) for each in ("/en/voice/", at(made))] == before
    for query in ("?after=x", "?after=1", "?problems=%00", "?problems=1"):
        words_of(Client().get(f"/en/voice/{query}"))

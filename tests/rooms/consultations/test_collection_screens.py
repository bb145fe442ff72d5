"""Do the staff's screens of standing channels draft, open, sort, enter, decide and tell, each only for whom it is?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import collecting_stage as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from desk import client_of, post, words_of
from gongkai.consultations.actions import taking_part
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Problem, Remark, Sheet, SignUp
from gongkai.consultations.queries import collection_lists as lists
from gongkai.core import clock, secret_codes
from gongkai.core.models import Event

pytestmark = pytest.mark.django_db
BASE = "/workspace/collections/"


def at(found: Collection, rest: str = "") -> str:
    return f"{BASE}{found.pk}/{rest}"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A survey's form with two questions."""
    today = clock.today()
    return {
        "version": "1",
        "do": "save",
        "unit": cast.units["waste"].pk,
        "kind": "survey",
        "title": "办事满意度调查",
        "begins_on": today.isoformat(),
        "ends_on": (today + timedelta(days=10)).isoformat(),
        "invited": "40",
        "sample": "沿街商户",
        "key-0": "",
        "kind-0": "single",
        "text-0": "满意吗？",
        "options-0": "满意\n不满意",
        "needed-0": "on",
        "key-1": "",
        "kind-1": "free",
        "text-1": "还有什么建议？",
        "options-1": "",
        **changes,
    }


def now(found: Collection) -> Collection:
    return Collection.objects.get(pk=found.pk)


def test_a_survey_is_drafted_with_its_questions_and_opened_by_another(cast: Cast) -> None:
    drafter, publisher = client_of(cast, "rule_drafter"), client_of(cast, "rule_publisher")
    response = post(drafter, f"{BASE}new/", **typed(cast))
    made = Collection.objects.get()
    assert (response.status_code, response["Location"]) == (302, at(made))
    assert [(row["key"], row["kind"], row["needed"]) for row in made.questions] == [
        ("q1", "single", True),
        ("q2", "free", False),
    ]
    page = words_of(drafter.get(at(made)))
    assert "还有什么建议？" in page
    assert "moves/discard/" in page
    assert "moves/open/" not in page
    assert post(drafter, at(made, "moves/open/"), version=made.revision).status_code == 403
    assert post(publisher, at(made, "moves/open/"), version=made.revision).status_code == 302
    again = post(publisher, at(made, "moves/open/"), version=made.revision)
    assert (again.status_code, now(made).state) == (302, "open"), "a second click changes nothing"
    assert drafter.get(at(made, "edit/")).status_code == 403


@pytest.mark.parametrize(
    ("do", "texts"),
    [
        ("add", ["满意吗？", "还有什么建议？", ""]),
        ("down:0", ["还有什么建议？", "满意吗？"]),
        ("up:1", ["还有什么建议？", "满意吗？"]),
        ("drop:0", ["还有什么建议？"]),
        ("drop:99", ["满意吗？", "还有什么建议？"]),
        ("up:x", ["满意吗？", "还有什么建议？"]),
    ],
)
def test_questions_are_moved_without_a_script_and_nothing_typed_is_lost(
    cast: Cast, do: str, texts: list[str]
) -> None:
    response = post(client_of(cast, "rule_drafter"), f"{BASE}new/", **typed(cast, do=do, title="改到一半"))
    page = words_of(response)
    assert response.status_code == 200
    assert not Collection.objects.exists()
    areas = page.split('<textarea class="input" id="text-')[1:]
    found = [part.split(">\n")[1].split("</textarea>")[0] for part in areas]
    assert found == texts
    assert "改到一半" in page
    assert "沿街商户" in page


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": ""}, "#id_title"),
        ({"ends_on": "2001-01-01"}, "#id_ends_on"),
        ({"begins_on": "morgen"}, "#id_begins_on"),
        ({"kind": "box"}, "#id_kind"),
        ({"text-0": "字" * 301}, "#q-0"),
        ({"kind-1": "riddle"}, "#q-1"),
        ({"text-1": "请致电13800138000"}, "#q-1"),
        ({"sample": "13800138000"}, "#id_sample"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_kept_in_the_form(
    cast: Cast, changes: dict[str, str], where: str
) -> None:
    response = post(client_of(cast, "rule_drafter"), f"{BASE}new/", **typed(cast, **changes))
    page = words_of(response)
    assert response.status_code == 422
    assert f'href="{where}"' in page
    assert "不满意" in page
    assert not Collection.objects.exists()


def test_a_draft_that_lacks_something_is_kept_and_says_what_at_its_question(cast: Cast) -> None:
    client = client_of(cast, "rule_drafter")
    assert post(client, f"{BASE}new/", **typed(cast, **{"options-0": "满意"})).status_code == 302
    made = Collection.objects.get()
    assert f'href="{at(made, "edit/")}#q-0"' in words_of(client.get(at(made)))
    assert 'id="wrong-0-1"' in words_of(client.get(at(made, "edit/")))


def test_two_who_change_a_draft_at_once_lose_nothing(cast: Cast) -> None:
    made = stage.drafted(cast, "survey")
    one, two = client_of(cast, "rule_drafter"), client_of(cast, "second_rule_drafter")
    seen = made.revision
    said = typed(cast, version=seen)
    assert post(one, at(made, "edit/"), **said, introduction="先改的").status_code == 302
    late = post(two, at(made, "edit/"), **{**said, "title": "后改的题目"})
    assert late.status_code == 409
    assert "后改的题目" in words_of(late)
    assert f'name="version" value="{now(made).revision}"' in words_of(late)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rule_drafter", 200), ("rule_publisher", 200), ("rule_leader", 200), ("supervisor", 200),
        ("rival_rule_drafter", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_opens_which_page(cast: Cast, who: str, status: int) -> None:
    made = stage.opened(cast, "hearing")
    row = stage.row(_entered(cast, made))
    client, handles = client_of(cast, who), who in ("rule_drafter", "rule_publisher")
    for rest in ("", "remarks/", f"remarks/{row.pk}/", "sign-ups/"):
        assert client.get(at(made, rest)).status_code == status, rest
    for rest in ("enter/", "results/", "problem/"):
        assert client.get(at(made, rest)).status_code == (200 if handles else 403 if status == 200 else 404)
    assert client.get(at(made, "export.csv")).status_code == status
    assert client.get(BASE).status_code == 200
    assert client.get(at(made, "export.exe")).status_code == 404


def _entered(cast: Cast, made: Collection) -> Any:
    kept = taking_part.enter_remark(
        collection_id=made.pk,
        actor=cast.rule_drafter,
        channel="letter",
        received_on=clock.today(),
        given=taking_part.RemarkInput("摊位划线不清。", Author("示例甲", "0558-5550001")),
    )
    return taking_part.Taken(kept.reference, "")


def test_several_remarks_are_shown_or_tied_to_a_problem_at_once(cast: Cast) -> None:
    made = stage.opened(cast)
    rows = [stage.row(stage.remark(made, f"第{n}条意见")) for n in range(3)]
    client = client_of(cast, "rule_drafter")
    page = words_of(client.get(at(made, "remarks/")))
    assert all(f'value="{row.pk}"' in page for row in rows)
    chosen = [row.pk for row in rows[:2]]
    assert post(client, at(made, "remarks/"), do="show", chosen=chosen).status_code == 302
    assert Remark.objects.filter(shown_at__isnull=False).count() == 2
    assert post(client, at(made, "remarks/"), do="find", chosen=chosen, title="排队长").status_code == 302
    found = Problem.objects.get()
    kept = post(client, at(made, "remarks/"), do="find", chosen=[rows[2].pk], problem=found.pk)
    assert (kept.status_code, Remark.objects.filter(problem=found).count()) == (302, 3)


@pytest.mark.parametrize(
    "said",
    [
        {"do": "show"},
        {"do": "explode", "chosen": ["1"]},
        {"do": "find", "chosen": ["MINE"], "title": ""},
        {"do": "find", "chosen": ["MINE"], "title": "x" * 201},
        {"do": "show", "chosen": ["x", "99999999999999999999"]},
        {"do": "show", "chosen": ["987654"]},
        {"do": "find", "chosen": ["MINE"], "title": "张三，13800138000"},
    ],
)
def test_what_cannot_be_done_to_remarks_is_said(cast: Cast, said: dict[str, Any]) -> None:
    made = stage.opened(cast)
    row = stage.row(stage.remark(made))
    chosen = [str(row.pk) if each == "MINE" else each for each in said.get("chosen", [])]
    data = {**said, "chosen": chosen} if "chosen" in said else said
    response = post(client_of(cast, "rule_drafter"), at(made, "remarks/"), **data)
    assert response.status_code in (403, 422)
    assert 'role="alert"' in words_of(response)
    assert not Problem.objects.exists()


def test_one_remark_is_shown_without_what_is_personal_or_hidden_with_a_reason(cast: Cast) -> None:
    made = stage.opened(cast)
    row = stage.row(stage.remark(made, "我的电话13800138000，排队长"))
    client, own = client_of(cast, "rule_drafter"), f"remarks/{row.pk}/"
    raw = post(client, at(made, own), do="show", public_words="电话13800138000")
    assert (raw.status_code, Remark.objects.get(pk=row.pk).shown_at) == (422, None)
    assert post(client, at(made, own), do="show", public_words="排队长").status_code == 302
    assert Remark.objects.get(pk=row.pk).public_words == "排队长"
    assert post(client, at(made, own), do="hide", **{"hide-hidden_reason": ""}).status_code == 422
    assert post(client, at(made, own), do="hide", **{"hide-hidden_reason": "spam"}).status_code == 302
    assert Remark.objects.get(pk=row.pk).hidden_reason == "spam"


def test_who_made_a_remark_is_shown_for_a_purpose_that_stands_in_the_ledger(cast: Cast) -> None:
    made = stage.opened(cast)
    named = stage.row(stage.remark(made, author=Author("示例甲", "0558-5550001")))
    nobody = stage.row(stage.remark(made, "没有名字"))
    client, own = client_of(cast, "rule_drafter"), f"remarks/{named.pk}/"
    assert "示例甲" not in words_of(client.get(at(made, own)))
    bare = post(client, at(made, own), do="who", **{"who-purpose": "x"})
    assert (bare.status_code, "示例甲" in words_of(bare)) == (422, False)
    shown = post(client, at(made, own), do="who", **{"who-purpose": "电话核实排队情况"})
    assert (shown.status_code, "示例甲" in words_of(shown)) == (200, True)
    event = Event.objects.get(verb="consultations.remark.revealed")
    assert (event.reason, event.data["reference"]) == ("电话核实排队情况", named.reference)
    anonymous = post(client, at(made, f"remarks/{nobody.pk}/"), do="who", **{"who-purpose": "电话核实"})
    assert anonymous.status_code == 422
    leader = client_of(cast, "rule_leader")
    assert post(leader, at(made, own), do="who", **{"who-purpose": "想知道是谁"}).status_code == 403


def test_what_came_on_paper_is_entered_once(cast: Cast) -> None:
    box = stage.opened(cast)
    client, token = client_of(cast, "rule_drafter"), secret_codes.new_token()
    said = {"channel": "box", "received_on": clock.today().isoformat(), "words": "窗口少", "token": token}
    for _ in range(2):
        assert post(client, at(box, "enter/"), do="keep", **said).status_code == 302
    assert Remark.objects.count() == 1
    assert Remark.objects.get().code_digest == ""
    wrong = post(client, at(box, "enter/"), **{**said, "channel": "web", "token": "x"})
    assert wrong.status_code == 422
    assert "窗口少" in words_of(wrong)


def test_a_filled_in_sheet_is_entered_once_and_counted(cast: Cast) -> None:
    made = stage.opened(cast, "appraisal")
    client, token = client_of(cast, "rule_drafter"), secret_codes.new_token()
    said = {"channel": "form", "received_on": clock.today().isoformat(), "token": token, "q:q2": "5"}
    missing = post(client, at(made, "enter/"), **said)
    assert missing.status_code == 422
    for _ in range(2):
        kept = post(client, at(made, "enter/"), **said, **{"q:q1": "1", "q:q3": "多开窗口"}, do="more")
        assert (kept.status_code, kept["Location"]) == (302, at(made, "enter/"))
    assert Sheet.objects.get().answers == {"q1": 1, "q2": 5, "q3": "…"}
    page = words_of(client.get(at(made)))
    assert "100.0%" in page
    assert "多开窗口" in page
    assert "2.5%" in page, "one of forty who were asked"
    assert "多开窗口" not in words_of(client_of(cast, "rule_leader").get(at(made)))
    both = post(client, f"{at(made, 'enter/')}?what=remark", channel="form", received_on="", words="有话说")
    assert both.status_code == 422
    assert "有话说" in words_of(both)


def _signed_up(made: Collection, name: str = "示例甲") -> SignUp:
    taken = taking_part.sign_up(
        collection_id=made.pk, token=secret_codes.new_token(), author=Author(name, "0558-5550001"),
        stands_for="沿街商户", text="想谈谈行驶时间",
    )  # fmt: skip
    return SignUp.objects.get(reference=taken.reference)


def test_sign_ups_are_decided_with_a_reason_where_not(cast: Cast) -> None:
    made = stage.opened(cast, "hearing")
    one, two = _signed_up(made), _signed_up(made, "示例乙")
    client = client_of(cast, "rule_drafter")
    page = words_of(client.get(at(made, "sign-ups/")))
    assert "示例甲" in page
    assert "示例甲" not in words_of(client_of(cast, "supervisor").get(at(made, "sign-ups/")))
    assert post(client, at(made, "sign-ups/"), who=one.pk, do="accept").status_code == 302
    without = post(client, at(made, "sign-ups/"), who=two.pk, do="decline")
    assert without.status_code == 422
    reason = {f"s{two.pk}-reason": "名额已满"}
    assert post(client, at(made, "sign-ups/"), who=two.pk, do="decline", **reason).status_code == 302
    decided = [(row.accepted, row.reason) for row in SignUp.objects.order_by("pk")]
    assert decided == [(True, ""), (False, "名额已满")]
    for said in ({"who": "x", "do": "accept"}, {"who": one.pk, "do": "sing"}):
        assert post(client, at(made, "sign-ups/"), **said).status_code in (409, 422)


def test_results_are_written_and_told_by_another(cast: Cast) -> None:
    made = stage.opened(cast)
    client, publisher = client_of(cast, "rule_drafter"), client_of(cast, "rule_publisher")
    assert post(client, at(made, "moves/close/"), version=now(made).revision).status_code == 302
    bare = post(publisher, at(made, "moves/tell/"), version=now(made).revision)
    assert bare.status_code == 409
    personal = post(client, at(made, "results/"), version=now(made).revision, results="张三13800138000")
    assert personal.status_code == 422
    seen = now(made).revision
    assert post(client, at(made, "results/"), version=seen, minutes="", results="已研究。").status_code == 302
    late = post(client, at(made, "results/"), version=seen, minutes="", results="晚了")
    assert (late.status_code, "晚了" in words_of(late), "已研究。" in words_of(late)) == (409, True, True)
    assert post(publisher, at(made, "moves/tell/"), version=now(made).revision).status_code == 302
    assert now(made).state == "told"
    again = post(publisher, at(made, "moves/open_again/"), version=now(made).revision)
    assert again.status_code == 422


def test_lists_and_records_ask_as_often_however_much_there_is(cast: Cast) -> None:
    made = stage.opened(cast, "appraisal")
    stage.remark(made)
    stage.sheet(made)
    client = client_of(cast, "rule_drafter")

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = (BASE, at(made), at(made, "remarks/"))
    before = [asked(each) for each in addresses]
    for n in range(8):
        stage.opened(cast, title=f"意见箱{n}")
        stage.remark(made, f"意见{n}")
        stage.sheet(made)
    assert [asked(each) for each in addresses] == before


def test_a_work_list_names_what_waits_for_whom(cast: Cast) -> None:
    ready, _half = stage.drafted(cast), stage.drafted(cast, "survey", questions=())
    box = stage.opened(cast, title="有人说话的意见箱")
    said = stage.row(stage.remark(box))
    closed = stage.go(stage.opened(cast, title="关了的意见箱"), "close", cast.rule_drafter)

    def waits(name: str) -> dict[str, str]:
        return {row.title: why for row, why in lists.my_work(getattr(cast, name)).collections}

    assert waits("rule_publisher") == {ready.title: "open"}
    mine = waits("rule_drafter")
    assert (mine[box.title], mine[closed.title], mine["局长意见箱"]) == ("look", "evaluate", "write")
    assert waits("outsider") == {}
    stage.problem(cast, box, said)
    assert [each.title for each in lists.my_work(cast.rule_publisher).problems] == ["窗口排队时间长"]
    page = words_of(client_of(cast, "rule_publisher").get("/workspace/"))
    assert ready.number in page
    nobody = cast.drafter
    with CaptureQueriesContext(connection) as caught:
        assert lists.to_do_count(nobody) == 0
    assert len(caught) == 0


def test_the_list_is_narrowed_by_its_address(cast: Cast) -> None:
    stage.opened(cast, title="局长意见箱")
    stage.drafted(cast, "survey", title="满意度调查")
    client: Client = client_of(cast, "supervisor")
    page = words_of(client.get(f"{BASE}?kind=survey&state=draft"))
    assert "满意度调查" in page
    assert "局长意见箱" not in page
    for query in ("?kind=nonsense&after=x", "?text=%00&unit=-1", "?after=99999999999999999999"):
        assert client.get(BASE + query).status_code == 200
    assert client.get(f"{BASE}99999999999999999999/").status_code == 404

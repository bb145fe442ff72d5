"""Do the staff's screens of decisions lead from a new case to the public page, with reasons where they do not?"""

from __future__ import annotations

from typing import Any

import deciding
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.powers.identity import read
from gongkai.powers.models import Decision
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/powers/decisions/"
PARTY = "示例人"


def _build() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


built = once_a_file(_build)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Decision) -> str:
    return f"{LIST}{made.pk}/"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A complete case as the form sends it."""
    today = clock.today().isoformat()
    return {
        "kind": "penalty",
        "unit": cast.units["waste"].pk,
        "number": "测城管罚〔2026〕1号",
        "party_kind": "citizen",
        "party_name": PARTY,
        "party_number": "11010119900101123X",
        "conduct": "擅自倾倒建筑垃圾",
        "conduct_on": today,
        "filed_on": today,
        "table": "D-1",
        "f-area": "7",
        "outcome": "fine",
        "amount": "1000",
        "reasons": "现场检查笔录、照片为证。",
        **changes,
    }


def move(client: Client, made: Decision, key: str, **given: Any) -> Any:
    seen = Decision.objects.get(pk=made.pk).revision
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, f"{here(made)}moves/{key}/", version=seen, **said)


def test_from_a_new_case_to_the_public_page(cast: Cast) -> None:
    handler, leader, publisher = (
        client_of(cast, who) for who in ("case_handler", "case_leader", "power_publisher")
    )
    assert f'href="{LIST}new/"' in words_of(handler.get(LIST))
    page = words_of(handler.get(f"{LIST}new/"))
    assert "f-area" not in page
    page = words_of(post(handler, f"{LIST}new/", **typed(cast, questions="1")))
    assert 'name="f-area"' in page
    assert PARTY in page, "what was typed stays"
    assert 'value="7"' in page
    page = words_of(post(handler, f"{LIST}new/", **typed(cast, questions="1", number="", conduct="")))
    assert 'name="f-area"' in page
    assert "field--error" not in page, "nothing is missing yet"
    assert not Decision.objects.exists()
    assert post(handler, f"{LIST}new/", **typed(cast)).status_code == 302
    made = Decision.objects.get()
    assert (made.facts, made.rows, made.outside_range) == ({"area": "7"}, ["2"], False)
    shown = handler.get(here(made))
    assert PARTY not in words_of(shown)
    assert [row["key"] for row in shown.context["row_lines"]] == ["2"]
    assert move(handler, made, "notify", on=clock.today().isoformat()).status_code == 422
    assert post(handler, f"{here(made)}notice/", version=made.revision).status_code == 302
    for form in ("pdf", "docx"):
        letters = words_of(handler.get(here(made)))
        address = letters.split(f'.{form}"')[0].rsplit('href="', 1)[1] + f".{form}"
        answer = handler.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert move(handler, made, "notify", on=clock.today().isoformat()).status_code == 302
    assert move(handler, made, "propose").status_code == 302
    assert move(leader, made, "decide").status_code == 302
    assert move(handler, made, "serve", on=clock.today().isoformat(), way="direct").status_code == 302
    assert move(publisher, made, "publish").status_code in (403, 409, 422)
    public = f"{here(made)}public/"
    page = words_of(publisher.get(public))
    assert "示某某" in page
    assert PARTY not in page
    seen = Decision.objects.get(pk=made.pk).revision
    assert (
        post(publisher, public, do="impact", version=seen, impact="yes", impact_reason="群众关注").status_code
        == 302
    )
    bad = words_of(post(publisher, public, do="check", version=seen + 1, public_text=f"{PARTY}被罚款。"))
    assert 'class="failed"' in bad
    text = "当事人擅自倾倒建筑垃圾，罚款1000元。"
    assert post(publisher, public, do="text", version=seen + 1, public_text=text).status_code == 302
    assert move(publisher, made, "publish").status_code == 302
    for language in ("", "/en"):
        page = words_of(Client().get(f"{language}/powers/{cast.agency.code}/decisions/{made.pk}/"))
        assert text in page
        assert PARTY not in page


def test_a_draft_by_rule_can_be_published_as_it_is(cast: Cast) -> None:
    made = deciding.decided(cast, conduct="擅自倾倒建筑垃圾", facts={"area": "7"})
    deciding.moved(made, "serve", cast.case_handler, on=clock.today())
    publisher = client_of(cast, "power_publisher")
    page = publisher.get(f"{here(made)}public/")
    text = page.context["text_form"]["public_text"].value()
    assert "罚款1000元" in text
    assert "第2档" in text
    assert page.context["findings"] == []


def test_the_party_is_shown_for_a_purpose_once(cast: Cast) -> None:
    made = deciding.filed(cast)
    handler = client_of(cast, "case_handler")
    before = Event.objects.count()
    assert post(handler, f"{here(made)}party/", **{"reveal-purpose": "好"}).status_code == 422
    assert Event.objects.count() == before
    shown = words_of(post(handler, f"{here(made)}party/", **{"reveal-purpose": "核对送达地址"}))
    assert PARTY in shown
    last = Event.objects.order_by("-seq").first()
    assert last is not None
    assert (last.verb, last.reason) == ("powers.decision.revealed", "核对送达地址")
    assert PARTY not in words_of(handler.get(here(made)))


def test_what_the_party_says_is_kept_sealed_and_an_empty_name_keeps_the_party(cast: Cast) -> None:
    made = deciding.filed(cast)
    handler = client_of(cast, "case_handler")
    said = {"version": made.revision, "defence-words": "我已清理干净。"}
    assert post(handler, f"{here(made)}defence/", **said).status_code == 302
    assert "我已清理" not in words_of(handler.get(here(made)))
    seen = Decision.objects.get(pk=made.pk).revision
    given = typed(cast, party_name="", party_number="", amount="1,200", version=seen)
    assert post(handler, f"{here(made)}edit/", **given).status_code == 422
    given["amount"] = "1200"
    assert post(handler, f"{here(made)}edit/", **given).status_code == 302
    made.refresh_from_db()
    assert made.amount == 1200
    assert read(made.number, made.party_sealed).name == PARTY
    shown = words_of(post(handler, f"{here(made)}party/", **{"reveal-purpose": "核对陈述申辩"}))
    assert "我已清理干净。" in shown


def test_outside_the_range_the_screen_says_so_and_offers_the_reason(cast: Cast) -> None:
    handler = client_of(cast, "case_handler")
    post(handler, f"{LIST}new/", **typed(cast, amount="3000"))
    made = Decision.objects.get()
    move(handler, made, "notify", on=clock.today().isoformat(), way="当面口头告知")
    page = words_of(handler.get(here(made)))
    assert "scale__mark--out" in page
    assert 'aria-describedby="why-propose"' in page


BAD = (
    ({"number": ""}, 422),
    ({"number": "长" * 81}, 422),
    ({"kind": "none"}, 422),
    ({"party_name": "人" * 201}, 422),
    ({"conduct": ""}, 422),
    ({"conduct_on": "2026-13-40"}, 422),
    ({"conduct_on": "2126-01-01"}, 422),
    ({"filed_on": ""}, 422),
    ({"table": "D-404"}, 422),
    ({"item": "P-404"}, 422),
    ({"amount": "NaN"}, 422),
    ({"amount": "9" * 40}, 422),
    ({"amount": "-5"}, 422),
    ({"outcome": "granted"}, 422),
    ({"f-area": "很大"}, 422),
    ({"f-area": "9" * 41}, 422),
    ({"reasons": "长" * 20_001}, 422),
    ({"unit": "999999"}, 422),
    ({"conduct": "有\x00字"}, 302),
)
NUL = {"reveal-purpose": "\x00核对地址", "defence-words": "\x00", "notify-way": "\x00", "drop-reason": "\x00"}


@pytest.mark.parametrize(("changes", "status"), BAD)
def test_bad_input_is_answered_with_a_sentence(cast: Cast, changes: dict[str, Any], status: int) -> None:
    handler = client_of(cast, "case_handler")
    answer = post(handler, f"{LIST}new/", **typed(cast, **changes))
    assert answer.status_code == status
    if status == 422:
        page = words_of(answer)
        assert "error-summary-title" in page
        assert "现场检查笔录" in page or "reasons" in changes


@pytest.mark.parametrize(
    "address", ["party/", "defence/", "notice/", "moves/notify/", "moves/drop/", "moves/none/"]
)
def test_no_deed_hands_on_a_nul(cast: Cast, address: str) -> None:
    made = deciding.filed(cast)
    answer = post(client_of(cast, "case_handler"), f"{here(made)}{address}", version=1, **NUL)
    assert answer.status_code in (200, 302, 404, 422)
    assert "\x00" not in answer.content.decode()


def test_an_overtaken_case_is_not_lost_and_a_double_click_is_no_error(cast: Cast) -> None:
    made = deciding.filed(cast)
    handler = client_of(cast, "case_handler")
    late = post(handler, f"{here(made)}edit/", **typed(cast, version=0, conduct="第二人写的"))
    assert late.status_code == 409
    assert "第二人写的" in words_of(late)
    said = {"notify-on": clock.today().isoformat(), "notify-way": "当面口头告知", "version": 1}
    assert post(handler, f"{here(made)}moves/notify/", **said).status_code == 302
    assert post(handler, f"{here(made)}moves/notify/", **said).status_code == 302
    assert Event.objects.filter(verb="powers.decision.notify").count() == 1


SEES = {
    "case_handler": 200,
    "case_leader": 200,
    "power_reviewer": 200,
    "power_publisher": 200,
    "supervisor": 200,
    "power_editor": 404,
    "power_rival": 404,
    "drafter": 404,
    "outsider": 404,
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_a_decision_on_its_way(cast: Cast, who: str) -> None:
    made = deciding.filed(cast)
    client = client_of(cast, who)
    assert client.get(here(made)).status_code == SEES[who]
    listed = words_of(client.get(LIST))
    assert ("测城管罚〔2026〕1号" in listed) is (SEES[who] == 200)
    assert PARTY not in listed
    may_write = 200 if who == "case_handler" else 403 if SEES[who] == 200 else 404
    assert client.get(f"{here(made)}edit/").status_code == may_write
    # Who watches over another agency has an oversight of that one.
    all_of_them = (SEES[who] == 200 and who != "case_handler") or who == "outsider"
    for page in ("oversight/", "double-publicity/"):
        assert client.get(f"/workspace/powers/{page}").status_code == (200 if all_of_them else 403)


def test_the_list_and_the_worklists_ask_as_often_for_many_as_for_few(cast: Cast) -> None:
    handler = client_of(cast, "case_handler")
    asked = []
    for batch in ((1, 3), (3, 25)):
        for number in range(*batch):
            deciding.filed(cast, number=f"罚{number}号")
        counts = []
        for page in (LIST, f"{LIST}?state=open&mine=on&text=倾倒", "/workspace/", "/workspace/deadlines/"):
            handler.get(page)
            with CaptureQueriesContext(connection) as queries:
                words_of(handler.get(page))
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_what_waits_for_whom_stands_on_my_work_and_on_the_board(cast: Cast) -> None:
    made = deciding.decided(cast)
    home = words_of(client_of(cast, "case_handler").get("/workspace/"))
    assert made.number in home
    for who, sees in (("power_publisher", True), ("case_handler", True), ("drafter", False)):
        board = words_of(client_of(cast, who).get("/workspace/deadlines/"))
        assert (here(made) in board) is sees
    deciding.moved(made, "serve", cast.case_handler, on=clock.today())
    assert made.number in words_of(client_of(cast, "power_publisher").get("/workspace/"))

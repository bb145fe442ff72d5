"""Do the staff's screens lead a rule from its project to its filing, with reasons where they do not?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from django.test import Client

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.models import Beside, Document
from gongkai.core import clock
from gongkai.core.models import Event
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/consultations/"

built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Document) -> str:
    return f"{LIST}{made.pk}/"


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A project as the form sends it."""
    return {
        "unit": cast.units["waste"].pk,
        "kind": "normative",
        "title": "示例市城市建筑垃圾管理暂行办法",
        "need": "现行规定对运输环节缺少要求。",
        "closes_on": (clock.today() + timedelta(days=30)).isoformat(),
        "shorter_reason": "",
        "identity": "anyone",
        **changes,
    }


def move(client: Client, made: Document, key: str, **given: Any) -> Any:
    said = {f"{key}-{name}": value for name, value in given.items()}
    return post(client, f"{here(made)}moves/{key}/", version=stage.now(made).revision, **said)


def test_a_rule_goes_its_whole_way_on_the_screens(cast: Cast) -> None:
    drafter, publisher, legal, leader = (
        client_of(cast, who) for who in ("rule_drafter", "rule_publisher", "rule_legal", "rule_leader")
    )
    assert f'href="{LIST}new/"' in words_of(drafter.get(LIST))
    assert f'href="{LIST}new/"' not in words_of(publisher.get(LIST))
    assert post(drafter, f"{LIST}new/", **typed(cast)).status_code == 302
    made = Document.objects.get()
    assert move(drafter, made, "begin").status_code == 302
    page = words_of(drafter.get(here(made)))
    assert f'href="{here(made)}text/#id_text"' in page, "what is missing leads to its field"
    assert 'aria-describedby="why-submit"' in page
    lines = {"mode": "lines", "lines": "\n".join(stage.TEXT), "explanation": "规范运输。", "do": "save"}
    answer = post(drafter, f"{here(made)}text/", version=stage.now(made).revision, **lines)
    assert answer.status_code == 302
    assert move(drafter, made, "submit").status_code == 302
    assert move(publisher, made, "consult").status_code == 302
    stage.opinion(made)
    stage.ended(made)
    page = drafter.get(here(made))
    assert [each["count"] for each in page.context["opinions"]] == [1, 1, 0, 0, 1]
    stage.answered(cast, made)
    assert move(drafter, made, "review_fairly").status_code == 302
    assert move(legal, made, "fairly_reviewed").status_code == 422
    assert move(legal, made, "fairly_reviewed", opinion="未发现排除、限制竞争的内容。").status_code == 302
    assert [each["stand"] for each in drafter.get(here(made)).context["stages"]][5] == "gone"
    assert move(drafter, made, "review_legally").status_code == 302
    assert move(legal, made, "legally_reviewed", opinion="合法。").status_code == 302
    said = {
        "kind": "discussion",
        "held_on": clock.today().isoformat(),
        "outcome": "会议同意。",
        "voices": 3,
        "voice-0-who": "分管负责人",
        "voice-0-says": "再研究。",
        "voice-0-dissent": "on",
        "voice-1-who": "局长",
        "voice-1-says": "同意。",
        "voice-1-head": "on",
    }
    assert post(drafter, f"{here(made)}records/", **said).status_code == 302
    assert "再研究。" in words_of(leader.get(here(made)))
    assert move(leader, made, "sign").status_code == 302
    assert move(publisher, made, "publish").status_code in (409, 422), "the interpretation is missing"
    given = {
        "interpretation": "为什么制定。",
        "channels": "本局网站",
        "in_force_from": "",
        "validity_years": "",
    }
    answer = post(drafter, f"{here(made)}with-it/", version=stage.now(made).revision, **given)
    assert answer.status_code == 302
    assert move(publisher, made, "publish").status_code == 302
    assert move(publisher, made, "file", on="").status_code == 422
    assert move(publisher, made, "file", on=clock.today().isoformat()).status_code == 302
    page = publisher.get(here(made))
    assert stage.now(made).formal_number in words_of(page)
    assert {each["stand"] for each in page.context["stages"]} == {"gone", "now"}


def test_the_rule_the_chosen_day_and_the_source_stand_together(cast: Cast) -> None:
    made = stage.project(cast, kind="normative_business", closes_on=clock.today() + timedelta(days=10))
    page = client_of(cast, "rule_drafter").get(here(made))
    first = page.context["periods"][0]
    assert first["last_day"] == clock.today() + timedelta(days=30)
    assert not first["verified"]
    assert len(first["notes"]) == 3
    html = words_of(page)
    assert "优化营商环境条例" in html
    assert all(not each["verified"] for each in page.context["periods"]), "each of them carries the mark"


SEES = {
    "rule_drafter": 200, "second_rule_drafter": 200, "rule_publisher": 200, "rule_legal": 200, "rule_leader": 200,
    "supervisor": 200, "rival_rule_drafter": 404, "drafter": 404, "organiser": 404, "outsider": 404,
}  # fmt: skip
WRITERS = {"rule_drafter", "second_rule_drafter"}
PREPARING = WRITERS | {"rule_publisher"}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_and_writes_what(cast: Cast, who: str) -> None:
    made = stage.drafted(cast)
    client = client_of(cast, who)
    sees = SEES[who]
    assert client.get(LIST).status_code == 200
    assert (made.title in words_of(client.get(LIST))) is (sees == 200)
    assert client.get(here(made)).status_code == sees
    refused = 404 if sees == 404 else 403
    for page in ("edit/", "text/", "text/bring/"):
        assert client.get(f"{here(made)}{page}").status_code == (200 if who in WRITERS else refused), page
        assert post(client, f"{here(made)}{page}", version=made.revision).status_code in (
            (200, 302, 409, 422) if who in WRITERS else (refused,)
        )
    assert client.get(f"{here(made)}records/").status_code == (200 if who in PREPARING else refused)
    assert client.get(f"{here(made)}with-it/").status_code == refused, "it is not its time yet"
    assert client.get(f"{here(made)}compare/1/1/").status_code == sees
    if who not in WRITERS:
        assert move(client, made, "submit").status_code == refused
        assert stage.now(made).state == "drafting"
    drafts = {*WRITERS, "rival_rule_drafter", "outsider"}  # each in the own unit or agency
    assert client.get(f"{LIST}new/").status_code == (200 if who in drafts else 403)


@pytest.mark.parametrize("who", ["rule_publisher", "rule_drafter", "rule_legal", "rule_leader", "supervisor"])
def test_who_prepares_the_publication(cast: Cast, who: str) -> None:
    made = stage.ended(stage.consulting(cast))
    client = client_of(cast, who)
    assert client.get(f"{here(made)}with-it/").status_code == (200 if who in PREPARING else 403)
    given = {"interpretation": "解读", "channels": "网站", "validity_years": "5", "in_force_from": ""}
    answer = post(client, f"{here(made)}with-it/", version=stage.now(made).revision, **given)
    assert answer.status_code == (302 if who in PREPARING else 403)


BAD = (
    ({"title": ""}, 422), ({"title": "长" * 201}, 422), ({"kind": "law"}, 422), ({"identity": "finger"}, 422),
    ({"closes_on": "2020-01-01"}, 422), ({"closes_on": "2026-13-40"}, 422), ({"closes_on": "明天"}, 422),
    ({"unit": "999999"}, 422), ({"unit": "x"}, 422), ({"need": "长" * 4001}, 422),
    ({"shorter_reason": "长" * 501}, 422), ({"title": "有\x00字"}, 302),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "status"), BAD)
def test_bad_input_is_answered_at_its_field_with_everything_kept(
    cast: Cast, changes: dict[str, Any], status: int
) -> None:
    answer = post(client_of(cast, "rule_drafter"), f"{LIST}new/", **typed(cast, **changes))
    assert answer.status_code == status
    if status == 422:
        page = words_of(answer)
        assert "error-summary-title" in page
        assert "缺少要求" in page or "need" in changes
        assert not Document.objects.exists()


def test_an_overtaken_project_is_not_lost_and_a_double_click_is_no_error(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    late = post(drafter, f"{here(made)}edit/", **typed(cast, version=0, title="第二人写的"))
    assert late.status_code == 409
    assert "第二人写的" in words_of(late)
    for _ in range(2):
        assert post(drafter, f"{here(made)}moves/submit/", version=made.revision).status_code == 302
    assert Event.objects.filter(verb="consultations.document.submit").count() == 1


def test_a_refused_move_keeps_what_was_typed(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    said = {"version": made.revision - 1, "give_up-reason": "不再需要这个文件"}
    answer = post(drafter, f"{here(made)}moves/give_up/", **said)
    assert answer.status_code == 409
    assert "不再需要这个文件" in words_of(answer)
    assert post(drafter, f"{here(made)}moves/none/", version=1).status_code == 404
    assert drafter.get(f"{here(made)}moves/submit/").status_code == 405


def test_no_deed_hands_on_a_nul_and_wrong_numbers_are_no_page(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    drafter = client_of(cast, "rule_drafter")
    for page in ("records/", "with-it/", "moves/redraft/"):
        said = {"outcome": "\x00", "interpretation": "\x00文", "redraft-reason": "\x00", "kind": "hearing"}
        answer = post(drafter, f"{here(made)}{page}", version="x", **said)
        assert answer.status_code in (409, 422), page
        assert "\x00" not in answer.content.decode()
    for path in ("99999999999999999999/", "4711/", f"{made.pk}/compare/1/99/"):
        assert drafter.get(f"{LIST}{path}").status_code == 404, path
    for query in (
        "kind=x&state=y&unit=z",
        "text=%00",
        "after=~",
        "after=2026-01-01T00:00~9",
        "text=" + "长" * 500,
    ):
        assert drafter.get(f"{LIST}?{query}").status_code == 200, query


@pytest.mark.parametrize("validity", ["0", "6", "-1", "x", "9" * 30])
def test_a_validity_that_cannot_be_is_refused_at_its_field(cast: Cast, validity: str) -> None:
    made = stage.ended(stage.consulting(cast))
    given = {"interpretation": "解读文字", "channels": "网站", "validity_years": validity}
    answer = post(
        client_of(cast, "rule_drafter"), f"{here(made)}with-it/", version=stage.now(made).revision, **given
    )
    assert answer.status_code == 422
    assert "解读文字" in words_of(answer)


def test_a_record_is_written_once_and_struck_with_a_reason(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    drafter = client_of(cast, "rule_drafter")
    said = {"kind": "hearing", "held_on": clock.today().isoformat(), "outcome": "听取了十五名代表的意见。"}
    assert post(drafter, f"{here(made)}records/", **said).status_code == 302
    beside = Beside.objects.get()
    assert f"records/#strike-{beside.pk}" in words_of(drafter.get(here(made)))
    for reason, status in (("", 422), ("长" * 501, 422), ("日期写错了", 302)):
        given = {"strike": beside.pk, f"strike-{beside.pk}-reason": reason}
        assert post(drafter, f"{here(made)}records/", **given).status_code == status
    assert post(drafter, f"{here(made)}records/", strike="4711").status_code == 200
    page = words_of(drafter.get(here(made)))
    assert "日期写错了" in page
    assert "听取了十五名代表的意见。" in page, "it stays readable"


BAD_VOICES: tuple[dict[str, Any], ...] = (
    {},
    {"voice-0-who": "局长", "voice-0-says": "同意。", "voice-0-head": "on"},
    {
        "voice-0-who": "局长",
        "voice-0-says": "同意。",
        "voice-0-head": "on",
        "voice-1-who": "乙",
        "voice-1-says": "同意。",
    },
    {"voice-0-who": "甲" * 61, "voice-0-says": "同意。"},
    {"voices": "9" * 9},
    {"voices": "x", "voice-0-who": "甲"},
)


@pytest.mark.parametrize("voices", BAD_VOICES)
def test_a_discussion_that_cannot_be_is_refused_with_its_rows_kept(
    cast: Cast, voices: dict[str, Any]
) -> None:
    made = stage.ended(stage.consulting(cast))
    Document.objects.filter(pk=made.pk).update(state="discussion")
    said = {
        "kind": "discussion",
        "held_on": clock.today().isoformat(),
        "outcome": "同意",
        "voices": "3",
        **voices,
    }
    drafter = client_of(cast, "rule_drafter")
    answer = post(drafter, f"{here(made)}records/", **said)
    assert answer.status_code == 422
    page = words_of(answer)
    assert all(value in page for name, value in voices.items() if name.endswith("says"))
    more = words_of(post(drafter, f"{here(made)}records/", **{**said, "voices": "3", "more": "1"}))
    assert 'name="voice-3-who"' in more
    assert "error-summary-title" not in more, "nothing is missing yet"
    assert not Beside.objects.exists()


def test_versions_are_compared_side_by_side_and_as_one_text(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    newer = list(stage.TEXT)
    newer[6] = "（二）有健全的安全管理制度；"
    newer.insert(3, "第三条 城市管理部门负责监督。")
    newer[1], newer[2] = newer[2], newer[1]
    stage.write(cast, made, newer, from_file=True)
    client = client_of(cast, "supervisor")
    address = f"{here(made)}compare/1/2/"
    assert address in words_of(client.get(here(made)))
    page = client.get(address)
    html = words_of(page)
    ops = [row["kind"] for group in page.context["groups"] for row in group["rows"]]
    assert {"same", "change", "insert", "move"} <= set(ops)
    assert "<ins>" in html
    assert "<details" in html, "what stayed is folded"
    marked = words_of(client.get(f"{address}?as=marked"))
    assert "marked__row--move" in marked
    assert 'class="visually-hidden">' in marked
    chosen = client.get(f"{address}?old=2&new=1&as=marked")
    assert chosen["Location"] == f"{here(made)}compare/2/1/?as=marked"
    for query in ("?old=x&new=1", "?old=99999&new=1", "?old=7&new=1", "?as=%00"):
        assert client.get(f"{address}{query}").status_code == 200
    assert client.get(f"{here(made)}compare/1/1/").context["same"]


def test_every_screen_speaks_both_languages(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    drafter = client_of(cast, "rule_drafter")
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    paths = [
        f"{here(made)}{path}" for path in ("", "edit/", "text/", "text/bring/", "records/", "compare/1/1/")
    ]
    for path in (LIST, f"{LIST}new/", *paths):
        page = words_of(drafter.get(f"/en{path}"))
        assert '<html lang="en"' in page
        assert "Rules and consultations" in page

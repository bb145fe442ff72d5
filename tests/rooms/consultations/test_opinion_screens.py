"""Do the staff's screens of opinions show where each lies, and let many be shown, grouped, answered at once?"""

from __future__ import annotations

from typing import Any

import consulting as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from opinion_desk import answer_of, base, many, now, one, ticks

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.actions import answering
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion, OpinionGroup
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import public
from gongkai.core.models import Event
from gongkai.domain.consultations.rules import Answer
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document]


def furnished() -> Stage:
    cast = make_cast()
    return cast, stage.consulting(cast)


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def test_the_list_shows_words_place_and_a_masked_author(here: Stage) -> None:
    cast, made = here
    key = stage.clause(made, "第四条")
    row = stage.opinion(
        made, "时间太短。", clause=key, start=5, end=9, author=Author("示例甲", "13800138000")
    ).opinion
    stage.opinion(made, "很好。")
    page = words_of(client_of(cast, "rule_drafter").get(f"{base(made)}opinions/"))
    assert "<mark>当在二十</mark>" in page
    assert "第四条" in page
    assert "时间太短。" in page
    assert "示**" in page
    assert "示例甲" not in page
    assert "13800138000" not in page
    assert one(made, row) in page
    assert 'name="chosen"' in page


@pytest.mark.parametrize(
    ("who", "status", "handles"),
    [
        ("rule_drafter", 200, True),
        ("second_rule_drafter", 200, True),
        ("rule_publisher", 200, True),
        ("rule_legal", 200, False),
        ("rule_leader", 200, False),
        ("supervisor", 200, False),
        ("rival_rule_drafter", 404, False),
        ("outsider", 404, False),
    ],
)
def test_who_sees_and_who_handles(here: Stage, who: str, status: int, handles: bool) -> None:
    cast, made = here
    row = stage.opinion(made, author=Author("示例甲", "0558-5550001")).opinion
    client = client_of(cast, who)
    pages = ("opinions/", f"opinions/{row.pk}/", "report/", "export.csv", "export.docx")
    assert [client.get(base(made) + page).status_code for page in pages] == [status] * 5
    refused = status if status == 404 else 403
    assert client.get(f"{base(made)}opinions/enter/").status_code == (200 if handles else refused)
    deeds: dict[str, dict[str, Any]] = {
        "group": {"group-title": "时间"},
        "answer": answer_of(),
        "show": {"show-public_words": "建议放宽。"},
        "hide": {"hide-hidden_reason": "spam"},
        "who": {"who-purpose": "核对联系方式"},
    }
    for deed, said in deeds.items():
        found = post(client, one(made, row, deed), **said).status_code
        assert found == ((200 if deed == "who" else 302) if handles else refused), deed
    assert many(client, made, "answer", row, **answer_of()).status_code == (302 if handles else refused)
    assert Event.objects.filter(verb="consultations.opinion.revealed").exists() == handles
    if not handles and status == 200:
        assert 'name="chosen"' not in words_of(client.get(f"{base(made)}opinions/"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=new", {"a", "c"}),
        ("?state=shown", {"b"}),
        ("?state=hidden", {"d"}),
        ("?verdict=none", {"a", "c"}),
        ("?verdict=not_adopted", {"b"}),
        ("?channel=meeting", {"c"}),
        ("?on=whole", {"a", "c", "d"}),
        ("?on={key}", {"b"}),
        ("?group={group}", {"b"}),
        ("?reference={reference}", {"a"}),
        ("?alike={alike}", set()),
        ("?state=%00&on=nothing&group=x&alike=y&after=zz", {"a", "b", "c", "d"}),
    ],
)
def test_filters_sort_them_out(here: Stage, query: str, expected: set[str]) -> None:
    cast, made = here
    key = stage.clause(made, "第四条")
    rows = {
        "a": stage.opinion(made, "一").opinion,
        "b": stage.opinion(made, "二", clause=key).opinion,
        "c": stage.entered(cast, made, "三"),
        "d": stage.opinion(made, "四").opinion,
    }
    actor = cast.rule_drafter
    answering.show_opinions(document_id=made.pk, actor=actor, opinion_ids=[rows["b"].pk])
    answering.hide_opinion(document_id=made.pk, actor=actor, opinion_id=rows["d"].pk, reason="spam")
    group = answering.group_opinions(
        document_id=made.pk, actor=actor, opinion_ids=[rows["b"].pk], title="时间"
    )
    answering.answer_opinions(
        document_id=made.pk, actor=actor, opinion_ids=[rows["b"].pk], answer=Answer("not_adopted", "不宜")
    )
    values = {"key": key, "group": group.pk, "reference": rows["a"].reference, "alike": 10**6}
    asked = query.format(**values)
    found = client_of(cast, "rule_drafter").get(f"{base(made)}opinions/{asked}").context["rows"]
    if "alike=1000000" in asked:
        expected = {"a", "b", "c", "d"}  # what an address says wrongly is left out
    assert {each["opinion"].pk for each in found} == {rows[name].pk for name in expected}


def test_alike_ones_are_pointed_out_and_answered_with_all_that_the_filter_leaves(here: Stage) -> None:
    cast, made = here
    same = [stage.opinion(made, "放宽 时间").opinion, stage.opinion(made, "放宽时间").opinion]
    other = stage.opinion(made, "别的").opinion
    client = client_of(cast, "rule_drafter")
    page = client.get(f"{base(made)}opinions/")
    assert [each["alike"] for each in page.context["rows"]] == [2, 2, 0]
    query = f"?alike={same[0].pk}"
    assert f"{base(made)}opinions/{query}" in words_of(page)
    assert many(client, made, "answer", query=query, every="on", **answer_of()).status_code == 302
    assert [now(row).verdict for row in (*same, other)] == ["not_adopted", "not_adopted", ""]


def test_several_are_shown_and_those_with_something_personal_are_named(here: Stage) -> None:
    cast, made = here
    fine = stage.opinion(made, "放宽。").opinion
    personal = stage.opinion(made, "请打电话13800138000").opinion
    hidden = stage.opinion(made, "广告").opinion
    answering.hide_opinion(document_id=made.pk, actor=cast.rule_drafter, opinion_id=hidden.pk, reason="spam")
    answer = many(client_of(cast, "rule_drafter"), made, "show", fine, personal, hidden)
    assert answer.status_code == 409
    page = words_of(answer)
    assert [each.reference for each in answer.context["tried"].failed] == [
        personal.reference,
        hidden.reference,
    ]
    assert page.count("checked>") == 2, "what was not done stays ticked"
    assert [each.reference for each in public.opinions(made)] == [fine.reference]


def test_several_are_put_into_a_new_group_and_into_one_there_is(here: Stage) -> None:
    cast, made = here
    rows = [stage.opinion(made, text).opinion for text in ("一", "二", "三")]
    client = client_of(cast, "rule_drafter")
    assert many(client, made, "group", *rows[:2], **{"group-title": "行驶时间"}).status_code == 302
    group = OpinionGroup.objects.get()
    assert many(client, made, "group", rows[2], **{"group-group": group.pk}).status_code == 302
    assert group.opinions.count() == 3
    page = words_of(client.get(f"{base(made)}groups/{group.pk}/"))
    assert "行驶时间" in page
    key = stage.clause(made, "第四条")
    said = answer_of("partly", "已放宽一小时。", key)
    wrong = post(client, f"{base(made)}groups/{group.pk}/", **answer_of("partly", "留下来的话", ""))
    assert wrong.status_code == 422
    assert "留下来的话" in words_of(wrong)
    assert post(client, f"{base(made)}groups/{group.pk}/", **said).status_code == 302
    assert [(now(row).verdict, now(row).answer_clause) for row in rows] == [("partly", key)] * 3


def test_a_group_of_more_than_one_deed_takes_is_answered_whole(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, made = here
    rows = [stage.opinion(made, f"第{at}").opinion for at in range(5)]
    group = answering.group_opinions(
        document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[row.pk for row in rows], title="多"
    )
    monkeypatch.setattr(answering, "MOST", 2)
    count = answering.answer_group(
        document_id=made.pk, actor=cast.rule_drafter, group_id=group.pk, answer=Answer("outside", "无关")
    )
    assert count == 5
    assert Event.objects.filter(verb="consultations.opinion.answered").count() == 3


@pytest.mark.parametrize(
    ("do", "said", "field"),
    [
        ("answer", answer_of(""), "answer-verdict"),
        ("answer", answer_of("not_adopted", " "), "answer-reason"),
        ("answer", answer_of("adopted", "写好的理由", ""), "answer-clause"),
        ("answer", answer_of("adopted", "写好的理由", "c999"), "answer-clause"),
        ("answer", answer_of("not_adopted", "长" * 1001), "answer-reason"),
        ("answer", answer_of("not_adopted", "请联系13800138000"), "answer-reason"),
        ("group", {"group-title": " "}, "group-title"),
        ("group", {"group-title": "长" * 201}, "group-title"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    here: Stage, do: str, said: dict[str, str], field: str
) -> None:
    cast, made = here
    rows = [stage.opinion(made, text).opinion for text in ("一", "二")]
    answer = many(client_of(cast, "rule_drafter"), made, do, *rows, **{"answer-reason": "写了一半", **said})
    assert answer.status_code == 422
    page = words_of(answer)
    assert f'id="id_{field}_error"' in page
    assert page.count("checked>") == 2
    assert said.get("answer-reason", "写了一半").strip() in page
    assert not Opinion.objects.exclude(verdict="").exists()


@pytest.mark.parametrize(
    "sent", [{}, {"do": "erase"}, {"do": "show", "chosen": ["x", "1", "1:2:3:4", "99999:a:b"]}]
)
def test_nothing_ticked_is_said(here: Stage, sent: dict[str, Any]) -> None:
    cast, made = here
    stage.opinion(made)
    answer = post(client_of(cast, "rule_drafter"), f"{base(made)}opinions/", **sent)
    assert answer.status_code == 422
    assert 'role="alert"' in words_of(answer)


def test_what_somebody_else_answered_in_the_meantime_is_not_answered_over(here: Stage) -> None:
    cast, made = here
    one_row, two = (stage.opinion(made, text).opinion for text in ("一", "二"))
    old = ticks(one_row, two)
    answering.answer_opinions(
        document_id=made.pk, actor=cast.rule_publisher, opinion_ids=[two.pk], answer=Answer("outside", "无关")
    )
    client = client_of(cast, "rule_drafter")
    answer = post(client, f"{base(made)}opinions/", do="answer", chosen=old, **answer_of())
    assert answer.status_code == 409
    assert [now(row).verdict for row in (one_row, two)] == ["not_adopted", "outside"]
    seen = old[1].split(":")[2]
    typed = {**answer_of("not_adopted", "我写的理由"), "seen": seen}
    refused = post(client, one(made, two, "answer"), **typed)
    assert refused.status_code == 409
    assert "我写的理由" in words_of(refused)
    assert now(two).verdict == "outside"


def test_the_report_says_word_for_word_what_the_public_will_read(here: Stage) -> None:
    cast, made = here
    rows = [
        stage.opinion(made, text, clause=stage.clause(made, "第四条")).opinion for text in ("一一", "二二")
    ]
    answering.show_opinions(
        document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[row.pk for row in rows]
    )
    client = client_of(cast, "rule_drafter")
    before = client.get(f"{base(made)}report/")
    assert len(before.context["waits"]) == 2, "the consultation is open, and answers are missing"
    stage.ended(made)
    stage.answered(cast, made)
    inside = words_of(client.get(f"{base(made)}report/"))
    outside = words_of(Client().get(f"/consultations/{made.agency.code}/{made.number}/report/"))
    table = outside[outside.rindex("<table") : outside.rindex("</table>")]
    assert table in inside
    assert "与上位法的规定不一致。" in table


def test_pages_ask_no_more_for_more_opinions_and_read_a_page_of_them(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, made = here
    monkeypatch.setattr(lists, "SIZE", 10)
    client, counts = client_of(cast, "rule_drafter"), []
    group = OpinionGroup.objects.create(
        document=made, title="组", created_by=cast.person("rule_drafter"), created_at=made.created_at
    )
    stage.opinion(made)
    client.get(f"{base(made)}opinions/")
    for many_more in (1, 15):
        for at in range(many_more):
            stage.opinion(made, f"意见{at}", author=Author("示例甲", "0558-5550001"))
        Opinion.objects.update(group=group)
        for address in ("opinions/", f"groups/{group.pk}/", "report/"):
            with CaptureQueriesContext(connection) as asked:
                page = client.get(base(made) + address)
            counts.append(len(asked))
            assert len(page.context["rows"]) <= 10
    assert counts[:3] == counts[3:]
    first = client.get(f"{base(made)}opinions/?state=new")
    then = client.get(first.context["next_url"])
    assert (len(first.context["rows"]), len(then.context["rows"])) == (10, 7)
    assert "state=new" in then.context["first_url"]

"""Is one opinion entered, shown, hidden, answered, and its author seen, with reasons and nothing lost?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import consulting as stage
import pytest
from opinion_desk import answer_of, base, many, now, one

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.actions import answering
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import texts
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict
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


def test_unknown_addresses_are_no_pages(here: Stage) -> None:
    cast, made = here
    client = client_of(cast, "rule_drafter")
    row = stage.opinion(made).opinion
    other = stage.opinion(stage.consulting(cast, title="另一办法")).opinion
    for path in (
        "opinions/999999/",
        f"opinions/{other.pk}/",
        f"opinions/{2**70}/",
        "groups/999/",
        "export.exe",
    ):
        assert client.get(base(made) + path).status_code == 404, path
    assert post(client, one(made, row, "erase")).status_code == 404
    assert client.get(one(made, row, "show")).status_code == 405


def test_the_same_answer_clicked_twice_is_one_deed(here: Stage) -> None:
    cast, made = here
    row = stage.opinion(made).opinion
    client = client_of(cast, "rule_drafter")
    said = {**answer_of(), "seen": lists.answer_stamp(now(row))}
    assert [post(client, one(made, row, "answer"), **said).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(verb="consultations.opinion.answered").count() == 1
    shown = {"show-public_words": "建议放宽。", "seen": lists.look_stamp(now(row))}
    assert [post(client, one(made, row, "show"), **shown).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(verb="consultations.opinion.shown").count() == 1
    with pytest.raises(Conflict):
        answering.show_opinions(
            document_id=made.pk,
            actor=cast.rule_publisher,
            opinion_ids=[row.pk],
            public_words="别的话",
            seen={row.pk: "old"},
        )


def test_one_opinion_is_shown_without_what_is_personal_and_hidden_for_a_reason(here: Stage) -> None:
    cast, made = here
    row = stage.opinion(made, "我的电话13800138000，建议放宽。").opinion
    client = client_of(cast, "rule_drafter")
    page = client.get(one(made, row))
    assert "13800138000" not in page.context["show_form"]["public_words"].value()
    assert "13800138000" in words_of(page), "staff see what was written"
    wrong = post(client, one(made, row, "show"), **{"show-public_words": "打13800138000"})
    assert (wrong.status_code, "打13800138000" in words_of(wrong)) == (422, True)
    assert 'id="id_show-public_words_error"' in words_of(wrong)
    assert post(client, one(made, row, "show"), **{"show-public_words": "建议放宽。"}).status_code == 302
    assert now(row).public_words == "建议放宽。"
    assert post(client, one(made, row, "hide"), **{"hide-hidden_reason": "none"}).status_code == 422
    assert post(client, one(made, row, "hide"), **{"hide-hidden_reason": "attack"}).status_code == 302
    assert (now(row).shown_at, now(row).hidden_reason) == (None, "attack")
    nul = post(client, one(made, row, "show"), **{"show-public_words": "建\x00议"})
    assert nul.status_code == 302
    assert now(row).public_words == "建议"


def test_who_wrote_it_is_shown_once_for_a_reason_that_stands_in_the_ledger(here: Stage) -> None:
    cast, made = here
    row = stage.opinion(made, author=Author("示例甲", "0558-5550001", "a@example.cn")).opinion
    client = client_of(cast, "rule_drafter")
    assert "示例甲" not in words_of(client.get(one(made, row)))
    short = post(client, one(made, row, "who"), **{"who-purpose": "看"})
    assert (short.status_code, "示例甲" in words_of(short)) == (422, False)
    assert post(client, one(made, row, "who"), **{"who-purpose": "长" * 201}).status_code == 422
    page = post(client, one(made, row, "who"), **{"who-purpose": "核对联系方式"})
    assert "示例甲" in words_of(page)
    assert "0558-5550001" in words_of(page)
    assert "no-store" in page["Cache-Control"]
    event = Event.objects.get(verb="consultations.opinion.revealed")
    assert (event.reason, event.data["reference"]) == ("核对联系方式", row.reference)
    assert "示例甲" not in str(event.data)
    assert "示例甲" not in words_of(client.get(one(made, row)))
    anonymous = stage.opinion(made).opinion
    assert post(client, one(made, anonymous, "who"), **{"who-purpose": "核对联系方式"}).status_code == 409


def test_an_orphan_stands_beside_the_old_words(here: Stage) -> None:
    cast, made = here
    key = stage.clause(made, "第四条")
    text = next(
        each.provision.text for each in texts.numbered(texts.newest(made)) if each.provision.key == key
    )
    at = text.index("次日六时")
    row = stage.opinion(made, "太晚", clause=key, start=at, end=at + 4).opinion
    stage.ended(made)
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    lines = [line.replace("次日六时", "次日七时") for line in stage.TEXT]
    stage.write(cast, made, lines, from_file=True)
    client = client_of(cast, "rule_drafter")
    for address in (f"{base(made)}opinions/", one(made, row)):
        page = words_of(client.get(address))
        assert "<mark>次日六时</mark>" in page
        assert "次日七时" in page


def test_an_opinion_that_came_another_way_is_entered_once(here: Stage) -> None:
    cast, made = here
    client, address = client_of(cast, "rule_drafter"), f"{base(made)}opinions/enter/"
    form = client.get(address).context["form"]
    said: dict[str, Any] = {
        "do": "keep",
        "token": form["token"].value(),
        "channel": "letter",
        "received_on": form["received_on"].value().isoformat(),
        "version": 1,
        "on": stage.clause(made, "第四条"),
        "quote": "二十二时至次日六时",
        "words": "应当再放宽一小时。",
        "name": "示例乙",
        "contact": "某某路1号",
        "email": "",
    }
    for field, value in (
        ("channel", "web"),
        ("received_on", "2026-13-01"),
        ("received_on", "2000-01-01"),
        ("quote", "没有这些字"),
        ("words", " "),
        ("email", "无"),
        ("by_email", "on"),
        ("name", "长" * 41),
    ):
        wrong = post(client, address, **{**said, field: value})
        assert wrong.status_code == 422, field
        assert "某某路1号" in words_of(wrong)
    assert not Opinion.objects.exists()
    assert [post(client, address, **said).status_code for _ in range(2)] == [302, 302]
    row = Opinion.objects.get()
    assert (row.channel, row.quote, row.code_digest) == ("letter", "二十二时至次日六时", "")
    typed = words_of(post(client, address, **{**said, "do": "version"}))
    assert "应当再放宽一小时。" in typed
    assert post(client, address, **{**said, "do": "more", "token": "another"})["Location"] == address


def test_an_opinion_passed_on_keeps_its_answer(here: Stage) -> None:
    cast, made = here
    row = stage.opinion(made).opinion
    answering.note_passed_on(
        document_id=made.pk, actor=cast.rule_drafter, opinion_id=row.pk, number="TS-1", code="ABC"
    )
    client = client_of(cast, "rule_drafter")
    assert post(client, one(made, row, "answer"), **answer_of()).status_code == 409
    assert many(client, made, "answer", row, **answer_of()).status_code == 409
    assert now(row).verdict == "outside"
    assert f"{one(made, row)}answer/" not in words_of(client.get(one(made, row)))


@pytest.mark.parametrize("lead", ["", "/en"])
def test_every_page_opens_in_both_languages(here: Stage, lead: str, tmp_path: Path) -> None:
    cast, made = here
    row = stage.opinion(made).opinion
    group = answering.group_opinions(
        document_id=made.pk, actor=cast.rule_drafter, opinion_ids=[row.pk], title="时间"
    )
    client = client_of(cast, "rule_drafter")
    for path in ("opinions/", f"opinions/{row.pk}/", "opinions/enter/", f"groups/{group.pk}/", "report/"):
        assert words_of(client.get(f"{lead}{base(made)}{path}"))

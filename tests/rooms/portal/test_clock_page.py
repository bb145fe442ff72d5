"""Does the calculator answer as the command does, with every day's reason, and mend what is typed wrong?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gongkai.config import clock_command
from gongkai.core import clock

pytestmark = pytest.mark.django_db


def page(client: Client, question: str, prefix: str = "") -> str:
    answer = client.get(f"{prefix}/clock/?{question}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("rule=request.reply&start=2026-02-12", ["request.reply", "--start", "2026-02-12"]),
        (
            "rule=request.reply&start=2026-02-12&pause_first=2026-02-25&pause_last=2026-03-03&extend=5",
            ["request.reply", "--start", "2026-02-12", "--pause", "2026-02-25:2026-03-03", "--extend", "5"],
        ),
        (
            "rule=petition.decide&start=2026-09-29&pause=2026-10-08:2026-10-09&pause=2026-10-09:2026-10-12",
            [
                *("petition.decide", "--start", "2026-09-29"),
                *("--pause", "2026-10-08:2026-10-09", "--pause", "2026-10-09:2026-10-12"),
            ],
        ),
        ("rule=request.reply&start=2012-01-16", ["request.reply", "--start", "2012-01-16"]),
    ],
)
def test_the_page_says_what_the_command_says(
    client: Client, capsys: Any, question: str, command: list[str]
) -> None:
    assert clock_command.run([*command, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    answer = client.get(f"/clock/?{question}")
    due = answer.context["due"]
    assert due.due.isoformat() == said["due"]
    assert due.provisional == said["provisional"]
    assert [(day.date.isoformat(), day.counted) for day in due.trail] == [
        (day["date"], day["counted"]) for day in said["trail"]
    ]
    html = answer.content.decode()
    assert said["citation"] in html
    for day in said["trail"]:
        assert day["reason"] in html


def test_a_provisional_date_is_marked(client: Client) -> None:
    year = clock.today().year + 2
    html = page(client, f"rule=request.reply&start={year}-03-02")
    assert "暂定" in html
    assert "放假通知尚未公布" in html


def test_an_open_pause_leaves_the_last_day_open(client: Client) -> None:
    assert "期限已暂停计算" in page(
        client, "rule=request.reply&start=2026-03-02&pause_first=2026-03-09&pause_last="
    )


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("rule=nothing&start=2026-03-02", "没有这个期限"),
        ("rule=request.reply&start=2026-02-30", "“2026-02-30”不是有效日期"),
        ("rule=request.reply&start=", "请填写起算事由发生的日期"),
        ("rule=request.reply&start=2026-03-02&extend=-1", "“-1”不是有效的天数"),
        ("rule=request.reply&start=2026-03-02&extend=21", "最多"),
        ("rule=permit.correction&start=2026-03-02&extend=1", "不"),
        ("rule=request.reply&start=2026-03-02&pause_first=&pause_last=2026-03-09", "请填写暂停的第一天"),
        ("rule=request.reply&start=2026-03-02&pause=2026-03-09:2026-03-05", "早于"),
        ("rule=request.reply&start=2026-03-02&pause=2020-01-01:2030-01-01", "不逐日列出"),
        ("rule=request.reply&start=1999-03-02", "2008"),
        ("rule=request.reply&start=9999-12-31", ""),
        ("rule=%3Cscript%3E&start=%00", ""),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(client: Client, question: str, sentence: str) -> None:
    html = page(client, question)
    assert sentence in html
    assert "<script>" not in html
    assert 'class="status"' not in html


def test_what_was_typed_is_kept(client: Client) -> None:
    html = page(client, "rule=request.reply&start=2026-13-1&pause_first=2026-03-09&pause_last=x&extend=9")
    for value in ('value="2026-13-1"', 'value="2026-03-09"', 'value="x"', 'value="9"'):
        assert value in html
    assert '<option value="request.reply" selected>' in html


def test_the_result_has_an_address_to_share(client: Client) -> None:
    answer = client.get(
        "/clock/?rule=request.reply&start=2026-02-12&pause_first=2026-02-25&pause_last=2026-03-03"
    )
    shared = answer.context["share_url"]
    assert client.get(shared).context["due"] == answer.context["due"]


def test_every_rule_stands_there_with_its_article(client: Client) -> None:
    from gongkai.domain import clocks

    html = page(client, "")
    for key in clocks.rule_keys():
        rule = clocks.rule_for(key, clock.today())
        assert isinstance(rule, clocks.Rule)
        assert rule.label in html
        assert str(rule.citation) in html
    assert "Answer to a request for information" in page(client, "", "/en")

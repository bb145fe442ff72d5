"""Does the fee calculator answer as the command does, show every band, and mend what is typed wrong?"""

from __future__ import annotations

import json
from typing import Any

import html5lib
import pytest
from django.test import Client

from gongkai.config import cli
from gongkai.domain import fees

pytestmark = pytest.mark.django_db


def page(client: Client, question: str, prefix: str = "") -> str:
    answer = client.get(f"{prefix}/fees/?{question}")
    assert answer.status_code == 200
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("pages=119&on=2026-03-02", ["--pages", "119", "--on", "2026-03-02"]),
        ("items=25&before=10&on=", ["--items", "25", "--before", "10"]),
        ("items=4", ["--items", "4"]),
    ],
)
def test_the_page_says_what_the_command_says(
    client: Client, capsys: Any, question: str, command: list[str]
) -> None:
    assert cli.main(["fees", *command, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    charge = client.get(f"/fees/?{question}").context["charge"]
    assert (str(charge.amount), charge.method, charge.before) == (
        said["amount"],
        said["method"],
        said["before"],
    )
    assert fees.trace(charge) == said["bands"]
    html = page(client, question)
    assert said["citation"] in html
    for band in said["bands"]:
        assert f"<span>{int(band['amount']):,}</span>" in html


def test_both_languages_tell_the_amount(client: Client) -> None:
    assert "The fee is 1,080 yuan." in page(client, "pages=119", "/en")
    assert "1,080" in page(client, "pages=119")


def test_what_is_a_reading_of_the_rule_is_marked(client: Client) -> None:
    read, unread = page(client, "items=20&before=10", "/en"), page(client, "items=25&before=10", "/en")
    assert unread.count("text not checked") == read.count("text not checked") + 2


def test_nothing_to_pay_is_said(client: Client) -> None:
    assert "nothing is to be paid" in page(client, "pages=30", "/en")
    assert "nothing is to be paid" not in page(client, "pages=31", "/en")


def test_before_2021_no_amount_is_shown(client: Client) -> None:
    html = page(client, "pages=68&on=2020-12-31", "/en")
    assert "No fee may be worked out" in html
    assert "第四十二条" in html
    assert 'class="status"' not in html


@pytest.mark.parametrize(
    ("question", "field", "kept"),
    [
        ("pages=", "pages", ""),
        ("pages=-1", "pages", "-1"),
        ("pages=1.5", "pages", "1.5"),
        ("pages=9999999999", "pages", "9999999999"),
        ("items=5&before=many", "before", "many"),
        ("items=&before=3", "items", ""),
        ("pages=5&on=2026-02-30", "on_by_page", "2026-02-30"),
        ("items=5&on=tomorrow", "on_by_item", "tomorrow"),
        ("pages=%3Cscript%3E", "pages", "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, question: str, field: str, kept: str) -> None:
    html = page(client, question)
    assert f'href="#{field}"' in html
    assert f'id="{field}_error"' in html
    assert f'value="{kept}"' in html
    assert 'class="status"' not in html


def test_a_slip_of_the_pen_is_refused(client: Client) -> None:
    assert "between 0 and 10000" in page(client, "items=1&before=10000", "/en")


def test_a_long_trace_is_cut_and_counted(client: Client) -> None:
    html = page(client, "items=9000", "/en")
    assert "more bands" in html
    assert html.count("<tr>") < 120


def test_the_examples_stand_there_and_lead_to_their_sum(client: Client) -> None:
    examples = client.get("/fees/").context["examples"]
    assert [each["amount"] for each in examples] == [
        *("140", "270", "380", "420", "880", "1,080", "1,500", "600"),
    ]
    for each in examples:
        assert client.get(each["url"]).context["amount"] == each["amount"]


def test_the_result_has_an_address_to_share(client: Client) -> None:
    answer = client.get("/fees/?items=25&before=10&on=2026-03-02")
    again = client.get(answer.context["share_url"])
    assert again.context["charge"] == answer.context["charge"]

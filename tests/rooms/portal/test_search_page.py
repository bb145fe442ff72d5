"""Does the search page find, mark, help on, and stay calm whatever is typed?"""

from __future__ import annotations

import pytest
from django.test import Client

from rooms.portal.site import Stage, many, stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


built = once_a_file(stage)


@pytest.fixture
def on(built: Stage, db: None) -> Stage:
    return on_stage(built)


def ask(client: Client, **question: str) -> str:
    answer = client.get("/search/", question)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_finds_and_marks(on: Stage, client: Client) -> None:
    html = ask(client, q="密闭")
    assert f'/documents/{on.document.slug}/"' in html
    assert "<mark>" in html
    assert 'content="noindex"' in html


def test_what_is_not_public_is_not_found(on: Stage, client: Client) -> None:
    html = ask(client, q="内部通报")
    assert f"/documents/{on.internal.slug}/" not in html
    assert on.withdrawn.slug not in ask(client, q="撤下的")


def test_filters_narrow(on: Stage, client: Client) -> None:
    assert on.repealed.slug in ask(client, q="办法", validity="repealed")
    assert on.document.slug not in ask(client, q="办法", validity="repealed")
    assert on.document.slug in ask(client, q="办法", row="article20")
    assert on.document.slug not in ask(client, q="办法", row="article20.7")
    assert on.document.slug not in ask(client, q="办法", made_from="2026-12-01")
    assert on.document.slug in ask(client, q="办法", agency=on.cast.agency.code, order="newest")
    assert on.document.slug not in ask(client, q="办法", agency=on.cast.outside_agency.code)


def test_pages_follow_each_other_without_gap_or_repetition(on: Stage, client: Client) -> None:
    many(on.cast, 25)
    seen: list[str] = []
    address = "/search/?q=文件&order=newest"
    while address:
        answer = client.get(address)
        seen += [row["url"] for row in answer.context["entries"]]
        address = answer.context["next_url"] and f"/search/{answer.context['next_url']}"
    assert len(seen) == len(set(seen)) == 25


def test_nothing_found_says_what_to_do(on: Stage, client: Client) -> None:
    html = ask(client, q="没有这样的东西吧哦")
    assert "没有找到相关信息" in html
    assert "/apply/" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' OR 1=1 --",
        "\x00\x01",
        "%" * 100,
        '"' * 50,
        "渣" * 5000,
        "NEAR(a b) AND *",
        "〔〕",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_hostile_input_is_harmless(on: Stage, client: Client, text: str) -> None:
    html = ask(client, q=text, after=text, made_from=text[:50], row=text[:50], order=text[:50])
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_no_question_shows_how_to_ask(on: Stage, client: Client) -> None:
    answer = client.get("/search/")
    assert answer.context["asked"] is False
    assert "索引号" in answer.content.decode()

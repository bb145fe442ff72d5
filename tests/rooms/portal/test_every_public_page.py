"""Is every public page valid, light, free of names and of sessions, in both languages, and from fixed queries?"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.test import Client

from gongkai.core import front_cache
from rooms.portal.site import Stage, many, pages, stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).parents[3] / "src/gongkai/core/static/gongkai"


built = once_a_file(stage)


@pytest.fixture
def on(built: Stage, db: None) -> Stage:
    return on_stage(built)


def test_every_page_is_valid_and_light_and_names_nobody(on: Stage, client: Client) -> None:
    shared = sum(
        len(gzip.compress((STATIC / name).read_bytes()))
        for name in ("gongkai.css", "public.js", "read-aloud.js")
    )
    for prefix, language in (("", "zh-Hans"), ("/en", "en")):
        for address in pages(on):
            answer = client.get(prefix + address)
            assert answer.status_code in (200, 410), address
            html = answer.content.decode()
            html5lib.HTMLParser(strict=True).parse(html)
            assert f'<html lang="{language}"' in html
            assert len(re.findall(r"<h1[ >]", html)) == 1, address
            ids = re.findall(r'\sid="([^"]+)"', html)
            assert len(ids) == len(set(ids)), address
            assert not re.search(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son\w+="', html), address
            assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)', html), address
            assert not [who for who in on.cast.people.values() if who.name in html], address
            assert not answer.cookies, address
            assert len(gzip.compress(html.encode())) + shared < 60_000, address


def test_no_untranslated_sentence_on_a_chinese_page(on: Stage, client: Client) -> None:
    for address in pages(on):
        html = client.get(address).content.decode()
        words = re.sub(r"<[^>]+>", " ", re.sub(r"<(svg|code|option)\b.*?</\1>", "", html, flags=re.S))
        assert not re.findall(r"\b[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}", words), address


QUERIES = {
    "/": 7,
    "/documents/": 3,
    "/documents/{slug}/": 9,
    "/documents/{slug}/versions/1/": 9,
    "/catalogue/": 4,
    "/catalogue/article20.1/": 6,
    "/topics/": 1,
    "/topics/waste/": 4,
    "/guide/": 5,
    "/clock/?rule=request.reply&start=2026-03-02": 1,
    "/processes/disclosure/": 5,
    "/processes/request/": 4,
    "/processes/annual_report/": 1,
    "/help/": 0,
}


def test_the_number_of_queries_is_fixed(
    on: Stage, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    def look() -> None:
        for address, number in QUERIES.items():
            path = address.format(slug=on.document.slug)
            client.get(path)  # host agency and calendar are read once and kept
            with django_assert_num_queries(number, info=address):
                assert client.get(path).status_code == 200

    look()
    many(on.cast, 3)
    look()


def test_anonymous_pages_are_kept_by_the_front_cache_until_something_is_published(
    on: Stage, client: Client
) -> None:
    from gongkai.core import public_version
    from gongkai.core.front_cache.page import may_be_kept

    for address in ("/", "/documents/", f"/documents/{on.document.slug}/", "/feeds/all.atom", "/sitemap.xml"):
        answer = client.get(address)
        headers = [(name, str(value)) for name, value in answer.items()]
        assert may_be_kept("200 OK", headers, asked=False), address
    before = public_version.current()
    many(on.cast, 1)
    assert public_version.current() > before
    assert front_cache.MAX_AGE <= 60


def test_a_page_that_does_not_exist_is_404(client: Client, on: Stage) -> None:
    for address in (
        "/documents/nothing/",
        f"/documents/{on.internal.slug}/",
        f"/documents/{on.internal.slug}.pdf",
        f"/documents/{on.document.slug}/versions/9/",
        "/catalogue/nothing/",
        "/topics/nothing/",
        "/agencies/nothing/",
        "/processes/nothing/",
        "/sitemap-9.xml",
        "/feeds/catalogue/nothing.atom",
        "/feeds/topics/nothing.atom",
        "/feeds/agencies/nothing.atom",
    ):
        assert client.get(address).status_code == 404, address


def test_an_empty_installation_shows_every_page(client: Client, db: None) -> None:
    for address in (
        *("/", "/guide/", "/systems/", "/reports/", "/apply/", "/catalogue/", "/documents/", "/topics/"),
        *("/search/?q=x", "/contact/", "/agencies/", "/sitemap/", "/ledger/", "/accessibility/"),
        *("/feeds/all.atom", "/sitemap.xml", "/sitemap-0.xml", "/healthz", "/catalogue/index.json"),
    ):
        assert client.get(address).status_code == 200, address


def test_the_home_page_leads_everywhere(on: Stage, client: Client) -> None:
    html = client.get("/").content.decode()
    for label in (
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ):
        assert label in html
    assert "建筑垃圾运输管理办法" in html
    assert "内部通报" not in html
    assert "撤下的" not in html
    assert '/topics/waste/"' in html
    assert "/processes/disclosure/" in html


def test_an_agency_page_tells_functions_units_and_posts(on: Stage, client: Client) -> None:
    html = client.get(f"/agencies/{on.cast.agency.code}/").content.decode()
    for words in ("管理市容。", "测试路1号", "渣土管理科", "领导小组", "局领导 leader"):
        assert words in html

"""What does a query in pinyin, with a homophone or with one wrong letter suggest?"""

from __future__ import annotations

import pytest
from tests.core.search_corpus import entries, keys

from gongkai.core import search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    search.empty()
    search.rebuild("document", entries())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhatu", "渣土"),
        ("ZhaTu", "渣土"),
        ("zatu", "渣土"),
        ("huwaiguanggao", "户外广告"),
        ("huwaiguangao", "户外广告"),
        ("zhatuyunshu", "渣土运输"),
        ("lianzheng fengxian", "廉政 风险"),
        ("zhatu 运输", "渣土 运输"),
        ("lvhua", "绿化"),
        ("hwgg", "户外广告"),
        ("zwgk", "政务公开"),
        ("zt", "渣土"),
        ("查土", "渣土"),
        ("渣图", "渣土"),
        ("廉正风险点", "廉政风险点"),
        ("户外广吿", "户外广告"),
        ("户外光告 设置", "户外广告 设置"),
        ("政务公升", "政务公开"),
        ("政公开", "政务公开"),
        ("门前三包责人书", "门前三包责任书"),
    ],
)
def test_a_query_without_hits_suggests_another(typed: str, meant: str) -> None:
    assert search.search(search.Query(typed)).suggestion == meant


@pytest.mark.parametrize("typed", ["渣土", "wifi", "zzzzzz", "没有的词", "", "a", "!!!", "123456789012"])
def test_nothing_is_suggested_without_need_or_ground(typed: str) -> None:
    assert search.search(search.Query(typed)).suggestion is None


def test_pinyin_is_searched_for_as_the_chinese_it_spells() -> None:
    found = search.search(search.Query("zhatu"))
    assert [hit.key for hit in found.hits] == [1, 4]
    assert (found.corrected, found.fell_back, found.understood) == (True, False, ("渣土",))


def test_a_homophone_is_only_suggested() -> None:
    found = search.search(search.Query("查土"))
    assert (found.hits, found.corrected, found.suggestion) == ((), False, "渣土")


def test_a_suggestion_finds_something_under_the_same_filters() -> None:
    assert search.search(search.Query("zhatu", terms=("article20.5",))).suggestion is None
    assert search.search(search.Query("zhatu", terms=("article20.1",))).suggestion == "渣土"


def test_a_word_whose_documents_are_gone_is_not_suggested() -> None:
    search.remove("document", 1)
    search.remove("document", 4)
    assert search.search(search.Query("zhatu")).suggestion is None


def test_the_pages_of_a_corrected_query_go_on() -> None:
    first = search.search(search.Query("zhatu", limit=1))
    assert [hit.key for hit in first.hits] == [1]
    assert keys("zhatu", limit=1, cursor=first.next_cursor) == [4]

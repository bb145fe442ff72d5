"""Which documents does a text find, and in which order? The answers are the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core.search_corpus import entries, entry, keys

from gongkai.core import search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    search.empty()
    search.rebuild("document", entries())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("渣土", [4, 1]),
        ("渣土运输", [1]),
        ("渣土 运输", [1]),
        ("运输，渣土！", [1]),
        ("廉政风险点", [2]),
        ("户外广告", [4, 3]),
        ("政务公开", [4]),
        ("车辆管理", [1]),
        ("请问渣土的运输怎么管理", [1]),
        ("〔2024〕3号", [1]),
        ("[2024]3号", [1]),
        ("城管发〔2024〕3号", [1]),
        ("（2022）13 号", [5]),
        ("014314799/2024-00002", [1]),
        ("2024-00002", [1]),
        ("wifi", [3]),
        ("ＷＩＦＩ", [3]),
        ("abc", [6]),
        ("pm2.5", [3]),
        ("3.5", [3]),
        ("包", [6]),
        ("土", [4, 1]),
        ("土 公开", [4]),
        ("二〇二四年", [4]),
        ("没有这样的东西吧哦", []),
    ],
)
def test_a_text_finds_what_holds_its_words(text: str, found: list[int]) -> None:
    assert keys(text, order="newest") == found


def test_words_that_ask_are_left_out_where_others_remain() -> None:
    assert search.search(search.Query("怎样申请户外广告的")).understood == ("申请", "户外广告")


def test_a_phrase_in_quotation_marks_stands_as_it_is() -> None:
    search.put(entry(7, "2024-01-01", "运输市场与渣土场", "渣土场不办运输。"))
    assert keys("渣土 运输", order="newest") == [1, 7]
    assert keys('"渣土运输"', order="newest") == [1]
    assert keys("“运输车辆”") == [1]
    assert keys("“运输车辆” 密闭") == [1]


def test_a_phrase_does_not_run_from_the_title_into_the_body() -> None:
    search.put(entry(8, "2024-01-01", "路灯", "维修电话"))
    assert search.search(search.Query('"路灯维修"')).fell_back  # only the letters as typed, never as a phrase


def test_a_word_in_the_title_comes_before_one_in_the_body() -> None:
    assert keys("渣土") == [1, 4]
    assert keys("户外广告") == [3, 4]


def test_an_empty_text_gives_the_newest() -> None:
    found = search.search(search.Query())
    assert [hit.key for hit in found.hits] == [4, 6, 2, 1, 3, 5]
    assert (found.count, found.count_is_capped, found.order) == (6, False, "newest")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"terms": ("article20.1",)}, [1, 3]),
        ({"terms": ("article20",)}, [4, 2, 1, 3, 5]),
        ({"terms": ("article20.1", "validity:valid")}, [1]),
        ({"terms": ("article20.1.documents",)}, [1, 3]),
        ({"terms": ("article2",)}, []),
        ({"terms": ("topic:lian-zheng",)}, [2]),
        ({"kinds": ("document",)}, [4, 6, 2, 1, 3, 5]),
        ({"kinds": ("document", "other")}, [4, 6, 2, 1, 3, 5]),
        ({"kinds": ("other", "another")}, []),
        ({"agency": "cg"}, [4, 6, 2, 1, 3, 5]),
        ({"agency": "CG2"}, []),
        ({"day_from": date(2024, 5, 6)}, [4, 6, 2]),
        ({"day_until": date(2024, 5, 6)}, [6, 2, 1, 3, 5]),
        ({"day_from": date(2024, 5, 6), "day_until": date(2024, 5, 6)}, [6, 2]),
        ({"day_from": date(2026, 1, 1)}, []),
        ({"text": "渣土", "terms": ("validity:valid",), "day_from": date(2025, 1, 1)}, [4]),
        ({"text": "渣土", "terms": ("validity:repealed",)}, []),
        ({"text": "土", "terms": ("article20.1",), "kinds": ("document", "other")}, [1]),
    ],
)
def test_filters_narrow(filters: dict[str, object], found: list[int]) -> None:
    assert keys(**{"order": "newest", **filters}) == found  # type: ignore[arg-type]


def test_the_letters_as_typed_are_found_where_words_are_cut_otherwise() -> None:
    found = search.search(search.Query("4314799"))
    assert [hit.key for hit in found.hits] == [1]
    assert found.fell_back
    assert found.count == 1


def test_words_that_occur_nowhere_are_left_out_in_the_end() -> None:
    found = search.search(search.Query("渣土 火箭发射"))
    assert [hit.key for hit in found.hits] == [1, 4]
    assert (found.fell_back, found.understood) == (True, ("渣土",))


@pytest.mark.parametrize("order", ["newest", "relevance"])
@pytest.mark.parametrize("text", ["", "路灯", '"路灯维修"', "灯", "路灯 维修", "灯维"])
def test_every_document_comes_exactly_once_over_the_pages(text: str, order: str) -> None:
    search.rebuild(
        "lamp",
        [
            search.Entry(
                "lamp", key, "cg", date(2024, 1, 1) + timedelta(key // 7), f"路灯{key}", "路灯维修记录"
            )
            for key in range(1, 54)
        ],
    )
    found: list[int] = []
    cursor = ""
    for _ in range(8):
        page = search.search(
            search.Query(text=text, kinds=("lamp",), order=order, cursor=cursor, limit=8)  # type: ignore[arg-type]
        )
        assert len(page.hits) <= 8
        found += [hit.key for hit in page.hits]
        cursor = page.next_cursor
        if not cursor:
            break
    assert sorted(found) == list(range(1, 54))
    if order == "newest":
        assert found == list(range(53, 0, -1))


def test_very_many_hits_come_newest_first_and_are_counted_to_a_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gongkai.core.search import lookup

    monkeypatch.setattr(lookup, "RANK_CAP", 1)
    monkeypatch.setattr(lookup, "COUNT_CAP", 1)
    found = search.search(search.Query("渣土"))
    assert [hit.key for hit in found.hits] == [4, 1]
    assert (found.count, found.count_is_capped, found.order) == (1, True, "newest")
    assert len(found.notices) == 1


def test_the_number_of_statements_does_not_grow(django_assert_num_queries: object) -> None:
    for limit in (1, 6):
        with django_assert_num_queries(3):  # type: ignore[operator]
            search.search(search.Query("车辆", limit=limit))

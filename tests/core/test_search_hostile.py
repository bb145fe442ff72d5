"""Does any text at all upset the search, or change what it asks?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.search_corpus import entries, keys

from gongkai.core import search
from gongkai.core.search import parse, snippets, tokens

pytestmark = pytest.mark.django_db

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),  # lone surrogates too
        st.sampled_from("\"*^:(){}[]<>|&!-+~\\/'%_?“”〔〕… \n\t\0"),
        st.sampled_from("渣土运输廉政风险点户外广告政务公开的"),
    ),
    max_size=60,
)


@pytest.fixture(autouse=True)
def shelf(db: None) -> None:
    search.empty()
    search.rebuild("document", entries())


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        '"""渣土',
        "*",
        "渣土*",
        "^渣土",
        "title:渣土",
        "title : 渣土",
        "NEAR(渣土 运输, 2)",
        "渣土 AND",
        "OR OR OR",
        "NOT 渣土",
        "-渣土",
        "(渣土",
        "{title body}: 渣土",
        "'; DROP TABLE core_search_entry; --",
        "' | '渣土",
        "渣土:*A",
        "a <-> b",
        "\\",
        "%s %(x)s %",
        "\0渣\0土",
        "\ud800渣土\udfff",
        "😀渣土👩‍👩‍👧",
        "=kind:document",
        "\u202e渣土",
        "㍿㏂",
        "İıßŉ",
        "𬱖𠮷",
    ],
)
def test_signs_mean_nothing(text: str) -> None:
    search.search(search.Query(text))
    assert len(keys()) == 6


@pytest.mark.parametrize(
    "text", ["渣土*", "^渣土", "-渣土", "(渣土", '"""渣土', "\ud800渣土\udfff", "😀渣土👩‍👩‍👧", "\u202e渣土"]
)
def test_signs_around_a_word_do_not_hide_it(text: str) -> None:
    assert sorted(keys(text)) == [1, 4]


def test_operators_are_words_like_others() -> None:
    assert keys("渣土 OR 廉政") == keys("渣土 廉政") == []
    assert sorted(keys("渣土 -运输")) == [1]


@pytest.mark.parametrize(
    "text", ["渣" * 10_000, "渣土 " * 5_000, "a1" * 5_000, '"' * 10_000, "😀" * 10_000, "a b " * 3_000]
)
def test_a_very_long_text_is_cut_with_a_notice(text: str) -> None:
    found = search.search(search.Query(text))
    assert len(found.notices) == 1
    assert "200" in str(found.notices[0])


def test_rare_letters_are_found() -> None:
    search.put(search.Entry("document", 9, "cg", date(2024, 1, 1), "𬱖𠮷路口", "\0\ud800坏字\udfff照收"))
    assert keys("𬱖") == [9]
    assert keys("𬱖𠮷") == [9]
    assert keys("坏字") == [9]


@pytest.mark.parametrize(
    "cursor", ["x", "n", "n-1", "n99999999999999999999", "r5000", "f0", "n１", "n1; DROP", "\0"]
)
def test_a_cursor_that_makes_no_sense_does_no_harm(cursor: str) -> None:
    search.search(search.Query("渣土", cursor=cursor))
    search.search(search.Query("土土土", cursor=cursor))
    search.search(search.Query(cursor=cursor))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, term=ANY_TEXT, agency=ANY_TEXT, limit=st.integers(-5, 500))
def test_nothing_typed_ever_raises(text: str, term: str, agency: str, limit: int) -> None:
    search.search(search.Query(text, limit=limit))
    search.search(
        search.Query(text, terms=(term,), agency=agency, kinds=(term, agency), cursor=term, order="newest")
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=ANY_TEXT, body=ANY_TEXT, term=ANY_TEXT)
def test_anything_can_be_put_and_taken_out_again(title: str, body: str, term: str) -> None:
    search.put(search.Entry("document", 9, "cg", date(2024, 1, 1), title, body, frozenset({term})))
    assert 9 in keys(terms=(term,))
    search.remove("document", 9)
    assert len(keys()) == 6


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT, query=ANY_TEXT)
def test_pieces_give_the_text_again(text: str, query: str) -> None:
    wanted = snippets.pattern(parse.parse(query))
    assert "".join(piece for piece, _ in snippets.marked(text, wanted)) == text
    shown = "".join(piece for piece, _ in snippets.snippet(tokens.clean(text) * 5, wanted))
    assert shown.strip("…") in tokens.clean(text) * 5 or "…" in text

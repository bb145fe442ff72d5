"""What does a hit show, and what is marked in it?"""

from __future__ import annotations

import pytest
from tests.core.search_corpus import entry

from gongkai.core import search
from gongkai.core.search import snippets, tokens
from gongkai.core.search.parse import parse


def shown(text: str, query: str) -> str:
    """A snippet with its marks as brackets."""
    return written(snippets.snippet(text, snippets.pattern(parse(query))))


def written(pieces: tuple[search.Piece, ...]) -> str:
    return "".join(f"[{text}]" if mark else text for text, mark in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("建筑垃圾（渣土）运输", "渣土运输", "建筑垃圾（[渣土]）[运输]"),
        ("渣土运输车辆", "渣土运输", "[渣土运输]车辆"),
        ("ＷｉＦｉ 与 wifi6", "wifi", "[ＷｉＦｉ] 与 wifi6"),
        ("2013 年第 3 期", "3", "2013 年第 [3] 期"),
        ("城管发〔2024〕3号", "[2024]3号", "城管发〔[2024〕3]号"),
        ("廉政风险点，风险点和廉政", "廉政风险点", "[廉政风险点]，[风险]点和[廉政]"),
        ("廉政风险点二十六处", '"廉政风险点"', "[廉政风险点]二十六处"),
        ("厘米换成㎝，第⑴条渣土", "渣土", "厘米换成㎝，第⑴条[渣土]"),
        ("ﬁle 渣土", "渣土 file", "[ﬁle] [渣土]"),
        ("<b>渣土</b>", "渣土", "<b>[渣土]</b>"),
        ("没有", "渣土", "没有"),
        ("", "渣土", ""),
    ],
)
def test_what_was_found_is_marked(text: str, query: str, expected: str) -> None:
    assert shown(text, query) == expected


def test_the_piece_with_most_different_words_is_shown() -> None:
    filler = "本办法自公布之日起施行，原规定同时停止执行。" * 20
    text = f"{filler}渣土一词先在此处。{filler}运输渣土的车辆应当密闭。{filler}"
    found = shown(text, "渣土 运输")
    assert found.startswith("…")
    assert found.endswith("…")
    assert "。[运输][渣土]的车辆".replace("][", "") in f"。{found[1:]}"
    assert len(found) < snippets.LENGTH + snippets.BEFORE + 10


def test_a_snippet_begins_and_ends_at_signs_where_they_are_near() -> None:
    found = shown("一二三四五六七八九十，" * 40 + "渣土在这里，" + "一二三四五六七八九十，" * 40, "渣土")
    assert found.startswith("…一二")
    assert found.endswith("，…")


def test_a_long_body_without_marks_shows_its_beginning() -> None:
    found = shown("天" * 500, "渣土")
    assert found == "天" * snippets.LENGTH + "…"


def test_places_survive_letters_that_become_longer() -> None:
    folded, places = tokens.fold_with_places("ﬁ½渣")
    assert folded[-1] == "渣"
    assert places is not None
    assert places[folded.index("渣")] == 2
    assert places[-1] == 3


@pytest.mark.django_db
def test_a_hit_shows_title_and_body_with_marks() -> None:
    search.empty()
    search.put(entry(1, "2024-03-01", "渣土管理办法", "第一条。渣土车须密闭。"))
    (hit,) = search.search(search.Query("渣土")).hits
    assert written(hit.title) == "[渣土]管理办法"
    assert written(hit.snippet) == "第一条。[渣土]车须密闭。"
    assert (hit.kind, hit.key, hit.agency, hit.day.isoformat()) == ("document", 1, "cg", "2024-03-01")

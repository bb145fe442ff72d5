"""Which wordings of the agency's list does a text use, and which patterns are too dangerous to run?"""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.privacy import Wording, check_pattern, forbidden_wordings
from gongkai.domain.wordings import LONGEST_PATTERN


def test_plain_words_are_found_in_any_case_and_width() -> None:
    words = [Wording("App", "请使用“应用程序”。", "note"), Wording("领导小组[a]")]
    (found,) = forbidden_wordings("下载ａｐｐ办理", words)
    assert (found.code, found.severity, found.found) == ("wording.forbidden", "note", "ａｐｐ")
    assert str(found.message) == "The text says “ａｐｐ”. 请使用“应用程序”。"
    assert forbidden_wordings("领导小组a", words) == ()


def test_a_pattern_is_found_once_for_each_form() -> None:
    found = forbidden_wordings("第1名，第2名，第1名", [Wording("第[0-9]+名", regex=True)])
    assert [one.found for one in found] == ["第1名", "第2名"]
    assert found[0].severity == "reason"


def test_a_quotation_hides_long_numbers() -> None:
    (found,) = forbidden_wordings("证号11010519491231002X最高级", [Wording("最高级")])
    assert "1949" not in found.where


@pytest.mark.parametrize(
    "pattern",
    [
        "最.{0,5}级",
        "(甲|乙)丙",
        "[一-龥]{2}厅",
        "a.*b",
        r"\d{4}年",
        "国家级?",
        "a+?b",
        "[[]x",
        "(?:甲乙){1,3}丁",
        "甲|乙",
    ],
)
def test_useful_patterns_are_taken(pattern: str) -> None:
    assert check_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(a+)+b", "itself repeats"),
        ("(a*b)*c", "itself repeats"),
        ("((ab)?c){2}", "itself repeats"),
        ("a++", "itself repeats"),
        (".*.*.*x", "too many ways"),
        ("(a|a)" * 12 + "x", "too many ways"),
        ("a{1,999}", "up to 200"),
        ("a" * (LONGEST_PATTERN + 1), "longer than"),
        (r"(a)\1", "not available"),
        ("(?=a)b", "not available"),
        ("(?P<x>a)", "not available"),
        ("(a", "not closed"),
        ("[a", "not closed"),
        ("a)", "too many"),
        ("*a", "nothing before it"),
        ("a*", "empty text"),
        ("", "empty text"),
        ("[z-a]", "not a valid"),
        ("a{3,2}", "not a valid"),
    ],
)
def test_dangerous_or_broken_patterns_are_refused_with_a_sentence(pattern: str, says: str) -> None:
    refused = check_pattern(pattern)
    assert refused is not None
    assert says in str(refused.reason)
    found = forbidden_wordings("aaaa", [Wording(pattern, regex=True)])
    assert [one.code for one in found] in ([], ["wording.bad_pattern"])


PATTERNS = st.text(alphabet="ab甲|()[]{}*+?.\\d0123,^$-", max_size=16)


@given(PATTERNS)
def test_checking_never_stumbles_and_what_is_taken_runs(pattern: str) -> None:
    if check_pattern(pattern) is None:
        forbidden_wordings("ab甲" * 20, [Wording(pattern, regex=True)])


@given(PATTERNS)
def test_what_is_taken_finds_only_what_python_would_find(pattern: str) -> None:
    text = "aab甲b0甲a"
    if check_pattern(pattern) is None:
        for found in forbidden_wordings(text, [Wording(pattern, regex=True)]):
            assert re.search(pattern, text, re.IGNORECASE) is not None
            assert found.found in text


@given(st.text(min_size=1, max_size=10), st.text(max_size=30))
def test_plain_words_are_never_patterns(word: str, text: str) -> None:
    assert all(len(found.found) == len(word) for found in forbidden_wordings(text + word, [Wording(word)]))


@given(
    st.lists(st.sampled_from(["a*", "a?", ".{0,9}", "(a|aa)", "[ab]+", "b", "a"]), min_size=1, max_size=12)
)
def test_no_taken_pattern_runs_for_ever(parts: list[str]) -> None:
    pattern = "".join(parts) + "x"
    began = time.perf_counter()
    if check_pattern(pattern) is None:
        forbidden_wordings("a" * 300, [Wording(pattern, regex=True)])
    assert time.perf_counter() - began < 5

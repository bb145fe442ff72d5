"""What becomes of the sentences of a work report's template?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.annual_report import work, work_text
from gongkai.domain.annual_report.work import Counted

KNOWN = frozenset({*(each.key for each in work.figures()), *work.YEARS})
YEARS = {"year": "2012", "next_year": "2013"}
FIGURES = work.figures()


def counts_of(numbers: list[int]) -> dict[str, Counted]:
    return {
        each.key: Counted(number, number + 3 if each.of else None)
        for each, number in zip(FIGURES, numbers, strict=True)
    }


COUNTS = st.lists(st.integers(0, 5000), min_size=len(FIGURES), max_size=len(FIGURES)).map(counts_of)


def said(text: str, **counts: int) -> str:
    kept = {key: Counted(number, 200 if work.figure(key).of else None) for key, number in counts.items()}  # type: ignore[union-attr]
    return "".join(work_text.plain(each) for each in work_text.filled(text, kept, YEARS))


@pytest.mark.parametrize(
    ("text", "counts", "expected"),
    [
        ("印制材料{leaflets}份。", {"leaflets": 3000}, "印制材料3000份。"),
        ("印制材料{leaflets}份。会议{meetings}次。", {"leaflets": 0, "meetings": 3}, "会议3次。"),
        ("会议{meetings}次；材料{leaflets}份。", {"leaflets": 0, "meetings": 3}, "会议3次。"),
        ("{?reviews:复议{reviews}件。|没有复议。}", {"reviews": 0}, "没有复议。"),
        ("{?reviews:复议{reviews}件。|没有复议。}", {"reviews": 2}, "复议2件。"),
        ("{?exam_candidates:{exam_candidates}人参加，{exam_passed}人合格。|}",
         {"exam_candidates": 4, "exam_passed": 0}, "4人参加，0人合格。"),
        ("咨询{consultations_on_site}人次。", {"consultations_on_site": 126}, "咨询100余人次。"),
        ("咨询{consultations_on_site}人次。", {"consultations_on_site": 96}, "咨询96人次。"),
        ("{next_year}年继续。", {}, "2013年继续。"),
        ("办结率{complaints_closed_rate}%。", {"complaints_closed_rate": 199}, "办结率99%。"),
        ("合格率{exam_pass_rate}%。", {"exam_pass_rate": 151}, "合格率75.50%。"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_was_counted_or_is_left_out(
    text: str, counts: dict[str, int], expected: str
) -> None:
    assert work_text.faults(text, KNOWN) is None
    assert said(text, **counts) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{nothing}",
        "{?nothing:a|b}",
        "{?leaflets:a}",
        "材料{leaflets份",
        "leaflets}",
        "{?leaflets:{?reviews:a|b}|c}",
    ],
)
def test_a_template_that_cannot_be_read_is_refused(text: str) -> None:
    refused = work_text.faults(text, KNOWN)
    assert refused is not None
    assert str(refused.reason)


@given(counts=COUNTS)
def test_the_template_leaves_no_brace_and_every_number_in_it_was_counted(counts: dict[str, Counted]) -> None:
    for text in work.template().values():
        assert work_text.faults(text, KNOWN) is None
        for paragraph in work_text.filled(text, counts, YEARS):
            words = work_text.plain(paragraph)
            assert not set("{}|") & set(words)
            assert words[-1] in "。！？", words
            for run in paragraph:
                if run.key:
                    one = work.figure(run.key)
                    assert one is not None
                    assert run.text == work.written(one, counts[run.key])


@given(counts=COUNTS)
def test_no_figure_that_is_nil_stands_in_a_sentence_of_its_own(counts: dict[str, Counted]) -> None:
    nil = dict.fromkeys(counts, Counted(0))
    for key in counts:
        text = f"甲{{{key}}}。乙。"
        assert [work_text.plain(each) for each in work_text.filled(text, nil, YEARS)] == ["乙。"]


@given(
    first=st.integers(0, 10**6),
    of=st.integers(1, 10**6),
)
def test_a_rate_rounded_down_is_never_more_than_the_exact_one(first: int, of: int) -> None:
    one = work.figure("complaints_closed_rate")
    assert one is not None
    counted = Counted(min(first, of), of)
    value, exact = work.value(one, counted), work.exact(one, counted)
    assert isinstance(value, int)
    assert exact is not None
    assert value <= counted.number * 100 / of < value + 1
    assert (value == 100) == (counted.number == of)


@given(before=COUNTS, now=COUNTS)
def test_digests_and_differences_agree(before: dict[str, Counted], now: dict[str, Counted]) -> None:
    assert (work.digest(before) == work.digest(now)) == (not work.differences(before, now))
    assert work.parse(work.dump(before)) == before


def test_a_number_typed_by_hand_is_found_and_a_figure_is_not() -> None:
    assert work_text.typed("印制3000份，{leaflets}份，{?reviews:复议{reviews}件|}，2012年，第三条") == [
        "3000份"
    ]


def test_the_template_has_the_four_parts_of_the_report() -> None:
    assert [part.number for part in work.parts()] == ["一", "二", "三", "四"]
    assert set(work.template()) == set(work.text_keys())

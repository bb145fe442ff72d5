"""Which answers may end a request, and in which row of the annual report is each counted?"""

from __future__ import annotations

import pytest

from gongkai.domain import outcomes
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused


def test_there_are_21_rows_in_the_order_of_the_form() -> None:
    rows = outcomes.outcomes()
    assert len(rows) == 21
    numbers = [tuple(int(part) for part in row.number.split(".")) for row in rows]
    assert numbers == sorted(numbers)
    assert [group.key for group in outcomes.groups()] == list(dict.fromkeys(row.group for row in rows))
    sizes = {group.key: len(outcomes.outcomes_in(group.key)) for group in outcomes.groups()}  # type: ignore[arg-type]
    assert sizes == {
        "granted": 1,
        "partial": 1,
        "refused": 8,
        "unavailable": 3,
        "not_processed": 5,
        "other": 3,
    }


def test_article_36_knows_seven_answers_in_the_order_of_the_law() -> None:
    seven = outcomes.answers("article_36")
    assert [each.item for each in seven] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
        "（六）",
        "（七）",
    ]
    assert all(each.label in each.text for each in seven)
    assert len({each.key for each in outcomes.answers()}) == len(load("outcomes")["answer"])


def test_every_row_can_be_reached_by_an_answer() -> None:
    reached = {key for each in outcomes.answers() for key in each.outcomes}
    assert reached == set(outcomes.outcome_keys())


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        ("public", "granted"),
        ("open", "granted"),
        ("partial", "partially_granted"),
        ("not_exist", "unavailable_not_held"),
        ("not_this_agency", "unavailable_not_held"),
        ("needs_creation", "unavailable_needs_creation"),
        ("unclear", "unavailable_still_unclear"),
        ("repeat", "not_processed_repeat"),
        ("special_query", "refused_administrative_query"),
        ("petition", "not_processed_petition"),
        ("publication", "not_processed_publication"),
        ("excessive", "not_processed_excessive"),
        ("confirm_or_reissue", "not_processed_confirm_or_reissue"),
        ("overdue_correction", "other_overdue_correction"),
        ("overdue_fee", "other_overdue_fee"),
        ("withdrawn", "other_other"),
        ("other", "other_other"),
    ],
)
def test_an_answer_suggests_its_row(answer: str, row: str) -> None:
    suggested = outcomes.suggested(answer)
    assert suggested is not None
    assert suggested.key == row
    assert suggested in outcomes.allowed(answer)


@pytest.mark.parametrize("answer", ["public", "not_exist", "not_this_agency", "withdrawn"])
def test_a_mapping_known_from_practice_only_says_so(answer: str) -> None:
    assert not outcomes.answer(answer).mapping_verified
    assert outcomes.answer(answer).mapping_note


def test_the_ground_of_a_refusal_decides_its_row() -> None:
    assert outcomes.suggested("refused") is None
    for ground in load("openness")["ground"]:
        row = outcomes.suggested("refused", ground["key"])
        assert row is not None, ground["key"]
        assert row.number == ground["report_row"]
    assert outcomes.suggested("refused", "of_no_such_ground") is None


def test_what_must_be_on_the_file() -> None:
    assert "search_record" in outcomes.needs("not_exist", "unavailable_not_held")
    assert "search_record" not in outcomes.needs("not_this_agency", "unavailable_not_held")
    assert outcomes.needs("partial", "partially_granted") >= {"redacted_copy", "ground", "reason"}
    for row in outcomes.outcomes_in("refused"):
        assert "reason" in row.needs
        assert ("ground" in row.needs) == bool(row.grounds)


def test_the_officer_may_choose_only_a_row_that_fits_the_answer() -> None:
    assert outcomes.confirm("refused", "refused_enforcement_file") == outcomes.outcome(
        "refused_enforcement_file"
    )
    refusal = outcomes.confirm("open", "unavailable_not_held")
    assert isinstance(refusal, Refused)
    assert "予以公开" in str(refusal)
    assert str(refusal.citation) == "《政府信息公开条例》第三十六条第（二）项"


def test_the_columns_and_the_blocks_of_the_tables() -> None:
    assert [kind.key for kind in outcomes.applicant_kinds()] == [
        "natural_person",
        "commercial_enterprise",
        "research_institution",
        "public_welfare_organisation",
        "legal_service_organisation",
        "other_organisation",
    ]
    assert [kind.natural for kind in outcomes.applicant_kinds()] == [True, *[False] * 5]
    assert [kind.key for kind in outcomes.dispute_kinds()] == [
        "administrative_review",
        "litigation_direct",
        "litigation_after_review",
    ]
    assert [result.key for result in outcomes.dispute_results()] == [
        "upheld",
        "corrected",
        "other_result",
        "pending",
    ]
    assert outcomes.dispute_results()[-1].label == "尚未审结"

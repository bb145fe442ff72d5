"""Does each letter say what the law of its day wants about review and suit?"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import letter_text, letters, remedies
from gongkai.domain.refusal import Refused
from gongkai.domain.remedies import Remedies, block_for

NEEDING = [kind for kind in letters.kinds() if kind.needs_remedies]
WHERE = {
    "this": "本答复书",
    "review_authority": "示例市人民政府",
    "court": "示例市中级人民法院",
    "review_online": "“掌上复议”微信小程序",
}


def block(kind: str, group: str, on: date) -> Remedies:
    found = block_for(kind, group, on)
    assert isinstance(found, Remedies), found
    return found


def words(kind: str, group: str, on: date) -> str:
    filled = block(kind, group, on).filled(WHERE)
    assert isinstance(filled, str), filled
    return filled


@pytest.mark.parametrize(
    ("kind", "group", "on", "key", "verified"),
    [
        ("answer_refused", "refused", date(2015, 4, 30), "any.2008", False),
        ("answer_refused", "refused", date(2015, 5, 1), "any.2015", False),
        ("answer_refused", "refused", date(2023, 12, 31), "any.2015", False),
        ("answer_refused", "refused", date(2024, 1, 1), "refused.2024", True),
        ("answer_refused", "refused", date(2026, 3, 5), "refused.2024", True),
        ("answer_partial", "partial", date(2026, 3, 5), "partial.2024", False),
        ("answer_special_query", "refused", date(2026, 3, 5), "special_query.2024", False),
        ("answer_not_exist", "unavailable", date(2024, 6, 1), "other.2024", False),
        ("answer_not_exist", "unavailable", date(2025, 5, 31), "other.2024", False),
        ("answer_not_exist", "unavailable", date(2025, 6, 1), "other.2025", True),
        ("answer_repeat", "not_processed", date(2026, 3, 5), "other.2025", True),
        ("answer_open", "granted", date(2026, 3, 5), "other.2025", True),
        ("answer_overdue_fee", "other", date(2026, 3, 5), "other.2025", True),
        ("third_party_opening", "", date(2026, 3, 5), "other.2025", True),
        ("fee_notice", "", date(2026, 3, 5), "fee.2021", False),
    ],
)
def test_the_block_follows_the_answer_and_the_day(
    kind: str, group: str, on: date, key: str, verified: bool
) -> None:
    found = block(kind, group, on)
    assert (found.key, found.verified) == (key, verified)
    assert found.citation is not None


def test_a_refusal_goes_to_review_first_since_2024() -> None:
    text = words("answer_refused", "refused", date(2024, 1, 1))
    assert "应当先申请行政复议" in text
    assert "60日内向示例市人民政府申请行政复议" in text
    assert "15日内依法向示例市中级人民法院提起行政诉讼" in text
    assert "个月" not in text
    assert "“掌上复议”微信小程序" in text


def test_a_refusal_could_be_sued_at_once_before() -> None:
    assert "6个月内依法向示例市中级人民法院" in words("answer_refused", "refused", date(2023, 12, 31))
    assert "3个月内依法向示例市中级人民法院" in words("answer_refused", "refused", date(2015, 4, 30))
    assert not block("answer_refused", "refused", date(2023, 12, 31)).review_first


def test_other_answers_may_be_reviewed_or_sued() -> None:
    text = words("answer_not_exist", "unavailable", date(2026, 3, 5))
    assert "应当先" not in text
    assert "60日内向示例市人民政府申请行政复议，也可以自收到本答复书之日起6个月内" in text


def test_a_part_refused_goes_to_review_first_and_the_rest_not() -> None:
    text = words("answer_partial", "partial", date(2026, 3, 5))
    assert "不予公开的部分不服" in text
    assert "应当先申请行政复议" in text
    assert "其他部分不服" in text
    assert "6个月内" in text


def test_a_fee_notice_is_not_reviewed_by_itself() -> None:
    assert "不单独作为行政复议、行政诉讼的对象" in words("fee_notice", "", date(2026, 3, 5))


def test_what_needs_no_block_carries_none() -> None:
    for kind in letters.kinds():
        if not kind.needs_remedies:
            assert block(kind.key, "", date(2026, 3, 5)).text == ""


def test_a_letter_that_does_not_fit_the_outcome_is_refused() -> None:
    told = block_for("answer_open", "refused", date(2026, 3, 5))
    assert isinstance(told, Refused)
    assert "does not go with this outcome" in str(told)


def test_without_an_outcome_or_a_known_law_there_is_no_letter() -> None:
    for told in (
        block_for("answer_refused", "never heard of", date(2026, 3, 5)),
        block_for("answer_refused", "refused", date(2008, 4, 30)),
        block_for("fee_notice", "", date(2020, 12, 31)),
        block_for("no_such_letter", "refused", date(2026, 3, 5)),
    ):
        assert isinstance(told, Refused)
    told = block_for("answer_refused", "refused", date(2008, 4, 30))
    assert isinstance(told, Refused)
    assert told.citation is not None
    assert told.citation.article == "第二十三条"


@given(
    st.sampled_from([kind for kind in NEEDING if kind.key != "fee_notice"]),
    st.dates(date(2008, 5, 1), date(2040, 12, 31)),
    st.data(),
)
def test_every_letter_that_needs_a_block_has_one_on_every_day(
    kind: letters.LetterKind, on: date, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from(kind.groups or ("",)))
    found = block(kind.key, group, on)
    filled = found.filled({**WHERE, "this": kind.this})
    assert isinstance(filled, str)
    assert "示例市人民政府" in filled
    assert "示例市中级人民法院" in filled
    assert f"{found.numbers['review_days']}日内" in filled


@given(st.sampled_from(["refused", "partial"]), st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_no_refusal_since_2024_is_sent_straight_to_court(group: str, on: date) -> None:
    kind = {"refused": "answer_refused", "partial": "answer_partial"}[group]
    found = block(kind, group, on)
    assert found.review_first
    assert "应当先" in found.text


def test_the_blocks_of_a_group_follow_each_other_without_gap_or_overlap() -> None:
    from gongkai.domain.law import load

    for group in remedies.groups():
        rows = [row for row in load("remedies")["block"] if group in row["groups"]]
        rows.sort(key=lambda row: row["in_force_from"])
        assert rows, group
        assert "in_force_until" not in rows[-1], group
        for before, after in pairwise(rows):
            assert before["in_force_until"] + timedelta(days=1) == after["in_force_from"], group


def test_every_block_says_what_it_stands_on() -> None:
    for each in remedies.blocks():
        assert letter_text.check(each.text, (*remedies.FIELDS, *each.numbers)) is None, each.key
        assert each.basis, each.key
        if each.verified:
            assert all(basis.verified and basis.article for basis in each.basis), each.key
        else:
            assert each.note, each.key
        assert set(each.numbers) - set(each.names) <= {"suit_days"}, each.key


def test_an_agencys_own_wording_keeps_what_the_law_wants_told() -> None:
    found = block("answer_refused", "refused", date(2026, 3, 5))
    assert found.check(found.text) is None
    assert "review_authority" in str(found.check("不服的，可以向{court}起诉。"))
    assert "suit_months" in str(found.check(found.text + "{suit_months}"))


def test_the_way_on_the_network_is_named() -> None:
    assert "掌上复议" in remedies.review_online_on(date(2026, 3, 5))
    assert "掌上复议" not in remedies.review_online_on(date(2024, 3, 5))
    assert remedies.court_by_default()

"""Can prose contradict the tables?"""

from __future__ import annotations

import pytest

from gongkai.domain import annual_report as ar
from gongkai.domain.annual_report import Figures
from gongkai.domain.refusal import Refused
from report_samples import suqian, with_cell


def figures(**changed: object) -> Figures:
    document = suqian()
    for path, value in changed.items():
        document = with_cell(document, path.replace("__", "."), value)
    found = ar.parse(document)
    assert isinstance(found, Figures)
    return found


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("新收{new_received.total}件，自然人{new_received.natural_person}件", "新收3511件，自然人3402件"),
        ("共{received_including_carried_in}件，不予公开{refused}件", "共3607件，不予公开142件"),
        (
            "许可{licensing_decisions}件，收费{administrative_fee_10k_yuan}万元",
            "许可1808595件，收费59237.2449万元",
        ),
        ("信息处理费{information_processing_fee.amount_yuan}元", "信息处理费2950元"),
        ("复议{review_cases}件，诉讼{litigation_cases}件", "复议440件，诉讼113件"),
        ("{year}年，现行有效{regulations.in_force}件", "2023年，现行有效11件"),
        ("没有字段，{ 也可以 }", "没有字段，{ 也可以 }"),
        ("上年{previous.new_received.total}件", "上年—件"),
        ("{records.documents}篇", "7篇"),
    ],
)
def test_fields_are_filled_from_the_tables(text: str, filled: str) -> None:
    assert ar.fill(text, figures(), None, records={"documents": 7}) == filled


def test_fields_compare_with_last_year() -> None:
    before = figures(
        table3_requests__new_received__total=2062, table2_active_disclosure__compulsion_decisions=0
    )
    told = ar.fill(
        "{change.new_received.total}; {change.granted.total}; {change.compulsion_decisions}; "
        "{previous.new_received.total}",
        figures(),
        before,
    )
    assert told == "up 70.3% on last year; the same as last year; up from none last year; 2062"
    fewer = ar.fill("{change.new_received.total}", before, figures())
    assert fewer == "down 41.3% on last year"
    assert ar.fill("{change.new_received.total}", figures(), None) == "not comparable with last year"


def test_a_field_there_is_not_is_refused_by_name() -> None:
    form = figures().form
    refused = ar.check_fields("新收{new_recieved.total}件", form)
    assert isinstance(refused, Refused)
    assert "{new_recieved.total}" in str(refused)
    assert ar.check_fields("新收{new_received.total}件、{records.documents}篇", form, ("documents",)) is None
    assert isinstance(ar.check_fields("{records.documents}篇", form), Refused)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年新收申请134件", ("申请134件",)),
        ("行政复议 57 件，行政诉讼12件", ("复议 57 件", "诉讼12件")),
        ("结转下年度1,021件", ("结转下年度1,021件",)),
        ("全年新收申请{new_received.total}件", ()),
        ("公开政府信息180000条，举办培训3场", ()),
        ("组织申请答复培训，参加人员12人", ()),
    ],
)
def test_counts_typed_by_hand_beside_the_words_of_the_tables_are_found(
    text: str, found: tuple[str, ...]
) -> None:
    assert ar.typed_by_hand(text) == found


def test_every_field_can_be_filled() -> None:
    for form in ar.forms():
        if not form.tables:
            continue
        found = ar.compose(form, form.from_year)
        for name in ar.fields(form, ("documents",)):
            assert "{" not in ar.fill("{" + name + "}", found, found, records={"documents": 1}), name

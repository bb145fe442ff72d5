"""Which rows does the catalogue have, and which limit decides?"""

from datetime import date

import pytest

from gongkai.core import workdays
from gongkai.domain.catalogue import Limit, Row, all_rows, children, row_of, rows, strictest
from gongkai.domain.clocks import rule_keys
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused

CALENDAR = workdays.build()
TODAY = date(2026, 3, 2)


def pick(*keys: str) -> list[Row]:
    found = [row_of(key) for key in keys]
    assert None not in found
    return [row for row in found if row is not None]


def limit(*keys: str, on: date = TODAY, local: bool = False) -> Limit:
    answer = strictest(pick(*keys), on, CALENDAR, local=local)
    assert isinstance(answer, Limit)
    return answer


def test_article_20_has_fifteen_items_and_article_21_seven() -> None:
    top = children("", TODAY)
    assert len([row for row in top if row.scheme == "article20"]) == 15
    assert [row.label for row in top if row.scheme == "article21"] == [
        "市政建设",
        "公共服务",
        "公益事业",
        "土地征收",
        "房屋征收",
        "治安管理",
        "社会救助",
    ]


def test_rows_hang_together() -> None:
    seen: set[str] = set()
    channels = {row["key"] for row in load("channels")["channel"]}
    for row in all_rows():
        assert row.key not in seen
        assert row.parent in seen or row.is_top
        assert row.clock in rule_keys() or not row.clock
        assert row.citation.instrument
        assert {*row.channels, *row.channels_optional} <= channels
        seen.add(row.key)


def test_a_row_is_known_only_while_in_force() -> None:
    assert rows(date(2019, 5, 14)) == ()
    assert len(rows(date(2019, 5, 15))) == len(all_rows())


def test_the_urban_enforcement_rows_keep_their_two_limits_apart() -> None:
    standing, decisions = children("urban.greening", TODAY)
    assert standing.limit_label == "长期公开（动态调整）"
    assert decisions.limit_label == "20个工作日内"
    assert len(standing.content) == 6
    assert decisions.content == ("处罚决定",)


def test_seven_days_for_a_penalty_beat_twenty_and_the_row_is_named() -> None:
    for order in (
        ("urban.greening.decisions", "article20.6.decisions", "article20.6"),
        ("article20.6", "article20.6.decisions", "urban.greening.decisions"),
    ):
        answer = limit(*order)
        assert answer.row is not None
        assert (answer.row.key, answer.rule.key, answer.rule.length) == (
            "article20.6.decisions",
            "publication.penalty",
            7,
        )
        assert answer.due.due == date(2026, 3, 11)


def test_among_equals_the_first_row_decides() -> None:
    first = limit("article20.7", "article20.8").row
    assert first is not None
    assert first.key == "article20.7"


def test_without_rows_article_26_decides() -> None:
    answer = limit()
    assert (answer.row, answer.rule.key, answer.rule.citation.article) == (
        None,
        "publication.general",
        "第二十六条",
    )


def test_a_local_rule_is_applied_only_when_adopted() -> None:
    assert limit("article20.1.documents").rule.length == 20
    assert limit("article20.1.documents", local=True).rule.key == "publication.normative"


def test_old_documents_follow_the_old_regulation() -> None:
    answer = limit("article20.1", on=date(2012, 3, 1))
    assert answer.rule.citation.article == "第十八条"


@pytest.mark.parametrize("on", [date(2008, 4, 30), date(2003, 1, 1)])
def test_no_limit_before_there_was_a_law(on: date) -> None:
    assert isinstance(strictest((), on, CALENDAR), Refused)
    assert isinstance(strictest(pick("article20.1"), on, CALENDAR), Refused)


def test_the_word_lists_are_complete() -> None:
    openness = load("openness")
    assert [row["label"] for row in openness["attribute"]] == ["主动公开", "依申请公开", "不予公开"]
    assert [row["label"] for row in openness["validity"]] == ["有效", "修改", "废止", "失效"]
    assert {row["kind"] for row in openness["ground"]} == {
        "must_not",
        "conditional",
        "may_refuse",
        "may_refuse_overridable",
    }
    for name in ("attribute", "ground", "validity", "subject", "audience", "review_result", "origin", "link"):
        keys = [row["key"] for row in openness[name]]
        assert len(set(keys)) == len(keys)
        assert all(row["label"] and row["label_en"] for row in openness[name])
    assert [row["key"] for row in load("blocks")["block"]] == [
        "guide",
        "systems",
        "statutory",
        "annual_reports",
    ]

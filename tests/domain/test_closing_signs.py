"""Which closings look false or too fast, and which only seem to?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision.closings import Closed, Limits, limits, signs
from gongkai.domain.supervision.columns import is_told_by_guide, weeks_of, weeks_of_row
from gongkai.domain.supervision.elements import is_nothing, lacking

BEGAN = datetime(2026, 6, 1, 9, tzinfo=UTC)
REPLY = "已安排执法人员到现场查看，堆放的渣土当天清运完毕。"


def matter(number: str = "T-1", **changes: Any) -> Closed:
    given_: dict[str, Any] = {
        "number": number,
        "asked": False,
        "received_at": BEGAN,
        "begun_at": BEGAN,
        "closed_at": BEGAN + timedelta(days=1),
        "replied": True,
        "reply": f"{REPLY}{number}",
    }
    return Closed(**{**given_, **changes})


def minutes(number: int) -> datetime:
    return BEGAN + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"replied": False}, ["no_reply"]),
        ({"reply": " 。"}, ["no_reply"]),
        ({"reply": "已办结！"}, ["says_nothing"]),
        ({"reply": "您好，您反映的问题已处理，感谢您的支持。"}, ["says_nothing"]),
        ({"reply": "谢谢。"}, ["says_nothing"]),
        ({"reply": "您好，已处理完毕，谢谢您的理解！"}, ["says_nothing"]),
        ({"reply": "您反映的问题已转交相关单位处理。"}, ["says_nothing"]),
        ({"reply": "您好，我们会尽快处理，请您耐心等待。"}, ["says_nothing"]),
        ({"closed_at": minutes(limits().minutes - 1)}, ["too_fast"]),
        ({"closed_at": minutes(limits().minutes)}, []),
        ({"closed_at": minutes(-5)}, ["too_fast"]),
        ({"begun_at": BEGAN + timedelta(hours=23, minutes=55)}, ["too_fast"]),
        ({"closed_at": minutes(1), "asked": True}, []),
        ({"denied": True}, ["denied"]),
        ({"closed_at": None}, []),
    ],
)
def test_the_signs_of_one_matter(changes: dict[str, Any], found: list[str]) -> None:
    assert [each.check for each in signs([matter(**changes)])] == found


def test_equal_replies_to_different_matters_are_told_once() -> None:
    two = [matter("T-1", reply=REPLY), matter("T-2", reply=f"{REPLY} ！")]
    (sign,) = signs(two)
    assert (sign.check, sign.numbers) == ("alike", ("T-1", "T-2"))
    asked = [matter("T-1", reply=REPLY, asked=True), matter("T-2", reply=REPLY, asked=True)]
    assert signs(asked) == [], "the same question has the same answer"
    long_after = matter("T-3", reply=REPLY, closed_at=BEGAN + timedelta(days=limits().days + 2))
    assert signs([two[0], long_after]) == []


@given(st.lists(st.integers(0, 3), max_size=12), st.integers(2, 4))
def test_every_matter_is_alike_in_one_group_at_most(replies: list[int], alike: int) -> None:
    used = Limits(30, 8, alike, 180, ())
    rows = [matter(f"T-{at}", reply=f"{REPLY}第{which}种") for at, which in enumerate(replies)]
    told = [number for sign in signs(rows, used) for number in sign.numbers]
    assert len(told) == len(set(told))
    assert set(told) == {f"T-{at}" for at, which in enumerate(replies) if replies.count(which) >= alike}


@pytest.mark.parametrize(
    ("title", "weeks"),
    [("工作动态", 2), ("城管要闻", 2), ("通知公告", 26), ("公开制度", 0), ("政府信息公开年报", 0)],
)
def test_how_often_a_column_must_change(title: str, weeks: int) -> None:
    assert weeks_of(title) == weeks


def test_rows_that_follow_cases_and_years_have_no_rhythm() -> None:
    keys = ("article20.13", "article20.6.decisions", "article20.7", "urban.waste.standing")
    assert [weeks_of_row(key) for key in keys] == [26, 0, 0, 0]
    assert weeks_of_row("own.1", "工作动态") == 2
    assert (is_told_by_guide("article20.2"), is_told_by_guide("article20.3")) == (True, False)


def test_what_a_kind_of_power_must_show() -> None:
    assert lacking("item", {"category": "licence", "limit": "20日", "forms": ["申请表"]}) == ("fee", "remedy")
    assert lacking("item", {"category": "unheard_of"}) == ()
    assert lacking("service", {"counter": "一楼"}) == ()
    assert [is_nothing(each) for each in ("", "　", "待定", "无", "不收费")] == [
        True,
        True,
        True,
        False,
        False,
    ]

"""Are the words a reader copied found where they stand, and nowhere else?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.consultations.clauses import keyed, number, read
from gongkai.domain.consultations.finding import find
from gongkai.domain.consultations.versions import Anchor
from gongkai.domain.text import Text

TEXT = number(
    keyed(
        read(
            ["第一条 运输车辆应当密闭，运输车辆应当洁净。", "第二条 运输 单位应当登记。", "（一）密闭；"]
        ).provisions
    )
)
FIRST, SECOND = (each.provision.key for each in TEXT[:2])


def test_words_are_found_in_their_provision() -> None:
    assert find(TEXT, FIRST, "应当密闭") == Anchor(FIRST, 4, 8)
    assert find(TEXT, "", "登记") == Anchor(SECOND, 7, 9)
    assert find(TEXT, FIRST, "") == Anchor(FIRST)
    assert find(TEXT, "", " \n ") == Anchor("")


def test_blanks_line_ends_and_the_number_do_not_count() -> None:
    assert find(TEXT, SECOND, "运输单位\n应当") == Anchor(SECOND, 0, 7)
    assert find(TEXT, FIRST, "第一条　运输车辆应当密闭") == Anchor(FIRST, 0, 8)


def test_words_that_stand_twice_need_more_or_their_place() -> None:
    told = find(TEXT, FIRST, "运输车辆")
    assert isinstance(told, Text)
    assert told.params["count"] == 2
    assert find(TEXT, FIRST, "运输车辆", 9) == Anchor(FIRST, 9, 13)
    assert isinstance(find(TEXT, FIRST, "运输车辆", 3), Text)
    assert isinstance(find(TEXT, "", "密闭"), Text)


def test_what_is_not_there_is_said_plainly() -> None:
    told = find(TEXT, SECOND, "罚款")
    assert isinstance(told, Text)
    assert told.params["clause"] == "第二条"
    assert isinstance(find(TEXT, "", "罚款"), Text)
    assert isinstance(find(TEXT, "nowhere", "密闭"), Text)
    assert isinstance(find((), "", "密闭"), Text)


@given(st.data())
def test_any_range_of_words_is_found_by_its_place(data: st.DataObject) -> None:
    each = data.draw(st.sampled_from(TEXT))
    text = each.provision.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    if quote.strip() != quote:
        return
    assert find(TEXT, each.provision.key, quote, start) == Anchor(each.provision.key, start, end)


@given(st.text(max_size=12), st.sampled_from(["", FIRST, SECOND]))
def test_what_is_found_says_what_was_asked(quote: str, key: str) -> None:
    found = find(TEXT, key, quote)
    if isinstance(found, Anchor) and found.start is not None:
        text = next(each.provision.text for each in TEXT if each.provision.key == found.key)
        said = "".join(text[found.start : found.end].split())
        assert "".join(quote.split()).endswith(said)

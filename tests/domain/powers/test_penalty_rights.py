"""Are the rights of a party told as the law of the day gives them, with their articles and numbers?"""

from __future__ import annotations

from datetime import date

from gongkai.domain.powers.rights import rights


def test_today_all_of_them_with_their_periods() -> None:
    found = {each.key: each for each in rights(date(2026, 3, 2))}
    assert list(found) == ["told", "statement", "hearing", "later", "review", "review_first", "suit"]
    assert "5个工作日" in found["hearing"].text
    assert "60 days" in found["review"].text_en
    assert "6个月" in found["suit"].text
    assert str(found["statement"].citation) == "《行政处罚法》第四十五条"
    assert all("{" not in each.text + each.text_en for each in found.values())


def test_before_a_law_was_in_force_its_right_is_not_told() -> None:
    assert [each.key for each in rights(date(2021, 7, 14))] == ["suit"]
    assert "review" not in {each.key for each in rights(date(2023, 12, 31))}
    assert rights(date(2010, 1, 1)) == ()

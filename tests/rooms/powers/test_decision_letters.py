"""Does the notice to the party say facts, reasons, basis, row, range and rights, once, numbered and for good?"""

from __future__ import annotations

from decimal import Decimal

import deciding
import pytest

from cast import Cast, make_cast
from desk import client_of
from gongkai.core import letters
from gongkai.core.models import Event, Letter
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.identity import Party
from gongkai.powers.models import Decision
from gongkai.powers.queries import decision_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


def issue(cast: Cast, made: Decision, materials: str = "", who: str = "case_handler") -> Letter:
    seen = Decision.objects.get(pk=made.pk).revision
    return deeds.issue_notice(
        decision_id=made.pk, actor=getattr(cast, who), expected_revision=seen, materials=materials
    )


def said(letter: Letter) -> str:
    return "\n".join(letters.content_of(letter).paragraphs)


def test_the_reasoned_notice_says_everything_article_44_asks_for(cast: Cast) -> None:
    letter = issue(cast, deciding.filed(cast))
    text = said(letter)
    for words in (
        *("示例人", "擅自倾倒建筑垃圾", "现场检查笔录", "area：7", "示例条例第十条"),
        *("裁量基准D-1第2档", "500", "2000", "罚款1000元", "第四十四条", "第四十五条"),
    ):
        assert words in text, words
    assert "听证" not in text, "no large fine"
    assert "幅度以内的理由" not in text, "it lies in the range"
    assert letters.addressee_of(letter) == "示例人"
    assert letters.is_whole(letter)
    told = Event.objects.order_by("-seq").first()
    assert told is not None
    assert told.verb == "powers.decision.notice_issued"
    assert told.data["letter_number"] == letter.number
    assert "示例人" not in str(told.data)
    assert "示例人" not in str(letter.facts)


def test_a_large_fine_tells_of_the_hearing_and_a_deviation_gives_its_reason(cast: Cast) -> None:
    made = deciding.filed(cast, facts={"area": 30}, amount=Decimal(6000), deviation="拒不改正，影响通行。")
    text = said(issue(cast, made))
    assert "听证" in text
    assert "第六十三条" in text
    assert "拒不改正，影响通行。" in text


def test_the_one_time_notice_lists_everything_to_be_supplied(cast: Cast) -> None:
    firm = Party("示例环卫有限公司", "91110000MA00000001")
    made = deciding.filed(
        cast,
        kind="licence",
        party_kind="organisation",
        party=firm,
        outcome="",
        amount=None,
        table="",
        facts={},
    )
    with pytest.raises(Invalid) as told:
        issue(cast, made)
    assert told.value.field == "materials"
    text = said(issue(cast, made, "1.场地证明。\n2.车辆清单。"))
    for words in ("第三十二条", "1.场地证明。", "2.车辆清单。", "贵单位"):
        assert words in text
    with pytest.raises(Invalid):
        issue(cast, made, "长" * 4001)


def test_numbers_follow_each_other_and_what_was_issued_does_not_change(cast: Cast) -> None:
    made = deciding.filed(cast)
    first = issue(cast, made)
    seen = Decision.objects.get(pk=made.pk).revision
    deeds.write_case(
        decision_id=made.pk,
        actor=cast.case_handler,
        expected_revision=seen,
        case=deciding.case(amount=Decimal(1500)),
    )
    second = issue(cast, made)
    assert (first.serial, second.serial) == (1, 2)
    assert "罚款1000元" in said(Letter.objects.get(pk=first.pk))
    assert "罚款1500元" in said(second)
    assert [each.pk for each in decision_letters.letters_of(made)] == [second.pk, first.pk]


def test_who_may_issue_it_and_when(cast: Cast) -> None:
    lacking = deciding.filed(cast, reasons="")
    with pytest.raises(Refusal, match="missing"):
        issue(cast, lacking)
    made = deciding.filed(cast, number="二号")
    for who in ("case_leader", "power_reviewer", "power_publisher", "supervisor", "power_rival", "drafter"):
        with pytest.raises(NotAllowed):
            issue(cast, made, who=who)
    with pytest.raises(Conflict):
        deeds.issue_notice(decision_id=made.pk, actor=cast.case_handler, expected_revision=9)
    decided = deciding.decided(cast, number="三号")
    with pytest.raises(NotAllowed):
        issue(cast, decided)
    assert not Letter.objects.exists()


def test_notified_needs_the_letter_or_another_way(cast: Cast) -> None:
    made = deciding.filed(cast)
    with pytest.raises(Invalid) as told:
        deciding.moved(made, "notify", cast.case_handler, way="")
    assert told.value.field == "way"
    issue(cast, made)
    assert deciding.moved(made, "notify", cast.case_handler, way="").state == "notified"


def test_a_letter_is_read_by_those_who_see_the_decision_only(cast: Cast) -> None:
    made = deciding.filed(cast)
    letter = issue(cast, made)
    other = deciding.filed(cast, number="二号")
    address = f"/workspace/powers/decisions/{made.pk}/letters/{letter.pk}.docx"
    assert client_of(cast, "case_leader").get(address).status_code == 200
    handler = client_of(cast, "case_handler")
    for wrong in (
        f"/workspace/powers/decisions/{other.pk}/letters/{letter.pk}.docx",
        address.replace("docx", "exe"),
        address.replace(f"/{letter.pk}.", "/999999999999999999999."),
    ):
        assert handler.get(wrong).status_code == 404
    assert client_of(cast, "drafter").get(address).status_code == 404

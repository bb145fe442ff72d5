"""When a reporter's data are erased, do the words of the matter stay, without anything that names the reporter?"""

from __future__ import annotations

from datetime import timedelta

import pytest

import mattering
from cast import Cast
from complaining import MINE, let_in
from gongkai.complaints import house, kept_words
from gongkai.complaints.actions import revealing
from gongkai.complaints.identity import Contact
from gongkai.complaints.models import Matter, Reporter
from gongkai.core import clock
from gongkai.domain.law import load

M = mattering.MARKERS
OWN = (
    f"我是{M['name']}，住{M['address']}，电话139-5552-7766，邮箱{M['email'].upper()}。"
    "垃圾车皖F12345，请联系13800138000。"
)


def reporter_of(matter: Matter) -> Reporter:
    return Reporter.objects.select_related("matter").get(matter=matter)


def test_the_record_stays_and_who_reported_does_not(cast: Cast) -> None:
    matter = mattering.submitted(cast, text=f"路边堆了很多垃圾。\n{OWN}", title=f"{M['name']}反映垃圾")
    left = kept_words.left(reporter_of(matter))
    Matter.objects.bulk_update([left], kept_words.FIELDS)
    kept = Matter.objects.get(pk=matter.pk)
    assert kept.text.startswith(
        "路边堆了很多垃圾。\n我是［已删除］，住［已删除］，电话［已删除］，邮箱［已删除］。"
    )
    assert kept.title == "［已删除］反映垃圾"
    for secret in (*M.values(), "139-5552-7766", "12345", "13800138000"):
        assert secret.lower() not in (kept.text + kept.title).lower(), secret
    assert (kept.address, kept.answers) == ("", {})


def test_when_the_time_is_over_the_words_stay_and_who_reported_goes(cast: Cast) -> None:
    matter = mattering.closed(cast, text=f"路边堆了很多垃圾。{OWN}")
    with clock.travel_to(clock.now() + timedelta(days=house.number("retention_days") + 1)):
        assert revealing.erase_due() == 1
        assert revealing.erase_due() == 0
    kept = Matter.objects.get(pk=matter.pk)
    assert kept.text.startswith("路边堆了很多垃圾。我是［已删除］")
    assert (kept.address, kept.answers, kept.reporter.sealed) == ("", {}, "")
    for secret in M.values():
        assert secret.lower() not in kept.text.lower()


def test_a_title_stays_within_its_column(cast: Cast) -> None:
    matter = mattering.submitted(cast, title="甲乙" * 99, contact={"name": "甲乙"})
    assert len(kept_words.left(reporter_of(matter)).title) == 200


def test_without_the_setting_the_words_go_as_well(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = mattering.submitted(cast)
    monkeypatch.setitem(load("complaints")["house"], "keep_words", 0)
    assert kept_words.left(reporter_of(matter)).text == ""


@pytest.mark.parametrize(
    ("contact", "words", "expected"),
    [
        (Contact(), "路灯不亮。", "路灯不亮。"),
        (Contact(name="李"), "李庄路的路灯不亮。", "李庄路的路灯不亮。"),
        (Contact(name="张三"), "张三说路灯不亮，张三。", "［已删除］说路灯不亮，［已删除］。"),
        (Contact(telephone="0558-5550001"), "打05585550001", "打［已删除］"),
        (Contact(telephone="12"), "12号楼", "12号楼"),
        (Contact(name=".*", address="(a+)+"), "都没有了", "都没有了"),
        (Contact(name="张三"), "", ""),
    ],
)
def test_only_what_names_the_reporter_is_struck_out(contact: Contact, words: str, expected: str) -> None:
    assert kept_words.without_reporter(words, contact) == expected
    assert kept_words.without_reporter(expected, contact) == expected, "twice is once"


@pytest.mark.parametrize(("words", "told"), [("路灯不亮。", True), ("", False)])
def test_the_reporter_is_told_what_stayed(cast: Cast, words: str, told: bool) -> None:
    matter = mattering.submitted(cast)
    Reporter.objects.filter(matter=matter).update(sealed="", erased_at=clock.now())
    Matter.objects.filter(pk=matter.pk).update(text=words, address="")
    page = let_in(matter).get(f"/en{MINE}").content.decode()
    assert ("your data were erased. What you reported stays" in page) is told
    assert ("your data and words were erased" in page) is not told

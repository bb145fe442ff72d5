"""Comparisons and rates in one sentence that do not hold: growth, differences, rates, parts that make up the whole.

As careful as ``figures_in_words``: only where the sentence names every number the statement rests on, and none besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.supervision.figures_in_words import OTHER_SAID, Clause, clauses
from gongkai.domain.supervision.table_sums import ROUNDED, Mismatch, plain

_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>[%％]|[一-鿿]{0,2})")
_DATE = re.compile(r"\d{1,4}(?:年(?:度)?|月(?:份)?|日|号)")
#: What makes numbers estimates, or compares with more than one of them.
_VAGUE = re.compile(
    r"约|近|余|以上|以下|多[件处吨个人]|超|不足|百分点|累计|环比.*同比|同比.*环比|倍|日均|平均"
)
_EARLIER = re.compile(r"(?:去年|上年|同期|上月|上季度|上一年|上个月)[^，、]{0,6}$")
_CHANGE = re.compile(r"(?P<up>增长|增加|上升|提高)了?$|(?P<down>减少|下降|降低)了?$")
_RATE = re.compile(
    r"(?P<name>[一-鿿]{0,6}?(?P<stem>完成|满意|合格|办结|解决|达标|整改|答复|按时|及时|覆盖))率"
    r"(?:为|是|达到|达)?(?P<number>\d+(?:\.\d+)?)[%％]"
)
_HALVES = frozenset({"上半年", "下半年"})
_COUNT = re.compile(r"(?:其中)?(?P<label>[一-鿿]{1,12}?)(?P<number>\d+)(?P<unit>[一-鿿]{1,2})")


@dataclass(frozen=True, slots=True)
class _Said:
    """A number where it stands: the words between the number before it and itself, its decimals, its unit."""

    before: str
    value: Decimal
    places: int
    unit: str


def compared_mismatches(sentence: str) -> Iterator[Mismatch]:
    """What does not hold within one sentence."""
    yield from _changes(sentence)
    yield from _rates(sentence)
    yield from _parts(sentence)


def _numbers(sentence: str) -> list[_Said]:
    text = _DATE.sub("", sentence)
    found, begins = [], 0
    for each in _NUMBER.finditer(text):
        number = each["number"].replace(",", "")
        places = len(number.partition(".")[2])
        unit = each["unit"].replace("％", "%")
        found.append(_Said(text[begins : each.start()], Decimal(number), places, unit))
        begins = each.end("number")
    return found


def _changes(sentence: str) -> Iterator[Mismatch]:
    """“清运1200吨，去年同期1000吨，同比增长30%”: the change against the two numbers, where there are no others."""
    found = _numbers(sentence)
    if len(found) != 3 or _VAGUE.search(sentence):
        return
    now, then, change = found
    said = _CHANGE.search(change.before)
    unit = now.unit[:1]
    if said is None or not unit or unit == "%" or then.unit[:1] != unit or not _EARLIER.search(then.before):
        return
    moved = now.value - then.value if said["up"] else then.value - now.value
    label = said[0].removesuffix("了")
    if change.unit == "%" and then.value:
        exact = moved * 100 / then.value
        if abs(exact - change.value) > Decimal(1).scaleb(-change.places):
            worked = f"{round(exact, max(change.places, 1))}%"
            yield Mismatch("rate", label, f"{plain(change.value)}%", worked)
    elif change.unit[:1] == unit and moved != change.value and not ROUNDED.search(now.unit):
        yield Mismatch("rate", label, f"{plain(change.value)}{unit}", f"{plain(moved)}{unit}")


def _rates(sentence: str) -> Iterator[Mismatch]:
    """“回访200件，满意180件，满意率95%”; and rates above all there is."""
    rates = list(_RATE.finditer(sentence))
    for each in rates:
        if Decimal(each["number"]) > 100 and each["stem"] != "完成":  # more than was planned may be done
            yield Mismatch("above", f"{each['name']}率", f"{each['number']}%", "100%")
    counts = [each for each in _numbers(sentence) if each.unit != "%"]
    if len(rates) != 1 or len(counts) != 2 or len(_numbers(sentence)) != 3 or not rates:
        return
    whole, part = counts
    stem = rates[0]["stem"]
    if OTHER_SAID.search(re.sub("计划|目标", "", sentence) if stem == "完成" else sentence):
        return
    own = re.search(rf"(?:^|[，、])(?:其中|已经?|共|已全部)*{stem}(?:了|数|量)?(?:为|达)?$", part.before)
    if own is None or rates[0]["name"] != stem or whole.unit[:1] != part.unit[:1] or stem in whole.before:
        return
    if whole.value <= 0 or part.value > whole.value:
        return
    places = len(rates[0]["number"].partition(".")[2])
    exact = part.value * 100 / whole.value
    if abs(exact - Decimal(rates[0]["number"])) > Decimal(1).scaleb(-places):
        worked = f"{round(exact, max(places, 1))}%"
        yield Mismatch("rate", f"{stem}率", f"{rates[0]['number']}%", worked)


def _parts(sentence: str) -> Iterator[Mismatch]:
    """“共30处，其中合格20处，不合格15处”: what is so and what is not make up all; no part is more than all."""
    head, mark, tail = sentence.partition("其中")
    told: list[Clause] = list(clauses(head))
    if not mark or len(told) != 1 or ROUNDED.search(told[0].number.unit):
        return
    parts = [_COUNT.fullmatch(each) for each in re.split(r"[，、]", tail)]
    found = [each for each in parts if each is not None and each["unit"] == told[0].number.unit]
    if len(found) != len(parts) or OTHER_SAID.search(tail):
        return
    whole, unit = told[0].number.value, told[0].number.unit
    summed = sum((Decimal(each["number"]) for each in found), Decimal(0))
    labels = [each["label"] for each in found]
    if _make_up_all(labels) and summed != whole:
        yield Mismatch("listed", told[0].label, f"{plain(whole)}{unit}", f"{plain(summed)}{unit}")
    elif told[0].whole and Decimal(found[0]["number"]) > whole:
        yield Mismatch("listed", told[0].label, f"{plain(whole)}{unit}", f"{found[0]['number']}{unit}")


def _make_up_all(labels: list[str]) -> bool:
    if len(labels) != 2:
        return False
    first, second = labels
    return set(labels) == _HALVES or second in {f"{word}{first}" for word in ("不", "未", "非")}

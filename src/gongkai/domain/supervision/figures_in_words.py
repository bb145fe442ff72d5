"""Numbers in the words of a published text: what they are of, and sums and rates that do not hold in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gongkai.domain import prose
from gongkai.domain.supervision.table_sums import ROUNDED, Mismatch, plain, shown
from gongkai.domain.supervision.text_tables import Figure

_HAN = "一-鿿"
_CLAUSE = re.compile(
    rf"(?P<words>[{_HAN}A-Za-z0-9“”《》]{{0,30}}?[{_HAN}”》])(?:为|是|达到|达|有)?"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>%|％|[{_HAN}]{{0,3}})"
)
WHOLE = re.compile(r"(?:一共|总共|累计|合计|总计|共计|共)")
LEAD = re.compile(
    r"^(?:\d{4}年)?(?:\d{1,2}月(?:份)?)?(?:本月|本季度|本年度|本年|本次|全年|今年|全市|我局|全局)*"
)
_OTHER = re.compile(
    r"同期|去年|上年|上月|上季|上一|往年|历年|增长|增加|减少|下降|上升|同比|环比|相比|比上|约|近|超|余|多|以上|以下|以内"
    r"|不少于|不超过|至少|最多|目标|计划|力争|预计|平均|日均|每|另有|还有|此外|之一|分之"
)
#: Who says “共” for all of it: nobody, or what has no parts in a table.
_ALL_SPEAK = re.compile(rf"(?:[{_HAN}“”]{{0,12}}(?:平台|系统|热线|中心|局|全市))?")
#: Words that say of the whole agency or city, or of the whole year.
EVERYWHERE = re.compile(r"全市|全局|我局|全年")
#: What is done with everything a table has a line for.
EACH = ("检查", "抽查", "巡查", "排查", "核查", "涉及", "登记")
PERIOD = re.compile(r"\d{4}年|(?<!\d)\d{1,2}月|[一二三四]季度|[上下]半年|半年")
#: An estimate, or a comparison with another period.
OTHER_SAID = _OTHER
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A number in words: what it is of (without blanks), and whether it is said to be all of it."""

    words: str
    label: str
    whole: bool
    number: Figure


def sentences(html: str) -> Iterator[str]:
    """The sentences with a number in them, without blanks and brackets; tables are left out."""
    for block in prose.blocks(html):
        if block.kind in ("paragraph", "item", "quote"):
            for sentence in re.split(r"[。；;！!？?\n]", block.text):
                if any(letter.isdecimal() for letter in sentence):
                    yield _ASIDE.sub("", re.sub(r"[ \u3000\u00a0]", "", sentence))


def clauses(sentence: str) -> Iterator[Clause]:
    """The numbers of a sentence that stand at the end of a clause, with what they are of.

    What follows “共” in the same sentence is said of all of it too, until “其中” comes.
    """
    all_of_it = False
    for part in re.split(r"[，、：:]|,(?!\d{3})", sentence):
        all_of_it = (all_of_it or bool(WHOLE.search(part))) and "其中" not in part
        found = _CLAUSE.fullmatch(part)
        if found is None or _OTHER.search(part):
            continue
        number = found["number"].replace(",", "")
        unit = found["unit"].replace("％", "%")
        words = found["words"]
        *before, last = WHOLE.split(words)
        said_by = LEAD.sub("", "".join(before))
        if before and not _ALL_SPEAK.fullmatch(said_by):
            all_of_it = False  # “市容类共受理30件” is all of one part
            before = []
        label = last if before else LEAD.sub("", words)
        value = Figure(Decimal(number), len(number.partition(".")[2]), unit)
        yield Clause(words, label, all_of_it, value)


def sentence_mismatches(sentence: str) -> Iterator[Mismatch]:
    """What does not hold within one sentence."""
    yield from _listed(sentence)
    yield from _all_parts(sentence)
    yield from _shares_listed(sentence)
    yield from _share_of_all(sentence)
    yield from _rates(sentence)


def _listed(sentence: str) -> Iterator[Mismatch]:
    """“甲12件、乙20件，合计32件”: what is listed against what is said to be all of it."""
    parts = re.split(r"[，、]", sentence)
    for at, part in enumerate(parts):
        ending = re.fullmatch(rf"(?:合计|总计|共计)(?P<number>\d+(?:\.\d+)?)(?P<unit>[{_HAN}]{{1,3}})", part)
        if ending is None:
            continue
        listed: list[Clause] = []
        for before in reversed(parts[:at]):
            found = list(clauses(before))
            if len(found) != 1 or found[0].number.unit != ending["unit"] or found[0].whole:
                break
            listed += found
        summed = sum((each.number.value for each in listed), Decimal(0))
        whole = len(listed) == at
        if (
            whole
            and len(listed) >= 2
            and summed != Decimal(ending["number"])
            and not ROUNDED.search(ending["unit"])
        ):
            label = listed[-1].label
            yield Mismatch(
                "listed", label, f"{ending['number']}{ending['unit']}", f"{plain(summed)}{ending['unit']}"
            )


def _rates(sentence: str) -> Iterator[Mismatch]:
    """“受理86件，办结84件，办结率95%”: the rate against the two numbers, where all three stand in one sentence."""
    told: dict[str, list[Figure]] = {}
    for clause in clauses(sentence):
        told.setdefault(clause.label, []).append(clause.number)
    rates = told.get("办结率", [])
    taken = [each for label, those in told.items() if label.startswith("受理") for each in those]
    closed = [
        each
        for label, those in told.items()
        if label.startswith("办结") and label != "办结率"
        for each in those
    ]
    if len(rates) != 1 or len(taken) != 1 or len(closed) != 1 or rates[0].unit != "%" or taken[0].value <= 0:
        return
    if taken[0].unit != closed[0].unit:
        return
    exact = closed[0].value * 100 / taken[0].value
    if abs(exact - rates[0].value) > Decimal(1).scaleb(-rates[0].places):
        yield Mismatch("rate", "办结率", shown(rates[0]), f"{round(exact, max(rates[0].places, 1))}%")


_REST = re.compile(rf"(?:其他|其它|其余)[{_HAN}]{{0,6}}?")
_COUNT = re.compile(rf"(?:其中)?(?P<label>[{_HAN}]{{1,12}}?)(?P<number>\d+)(?P<unit>[{_HAN}]{{1,2}})")
_PERCENT = re.compile(rf"(?:其中)?(?P<label>[{_HAN}]{{1,12}}?)占(?:比)?(?:为)?(?P<number>\d+(?:\.\d+)?)[%％]")


def _all_parts(sentence: str) -> Iterator[Mismatch]:
    """“共36件，其中甲12件、乙20件、其他3件”: with the rest named, the parts come to all of it."""
    head, mark, tail = sentence.partition("其中")
    whole = [each for each in clauses(head) if each.whole]
    if not mark or len(whole) != 1:
        return
    parts = [_COUNT.fullmatch(each) for each in re.split(r"[，、]", tail)]
    found = [each for each in parts if each is not None]
    if len(found) != len(parts) or len(found) < 2 or not _REST.fullmatch(found[-1]["label"]):
        return
    unit = whole[0].number.unit
    if any(each["unit"] != unit for each in found):
        return
    summed = sum((Decimal(each["number"]) for each in found), Decimal(0))
    if summed != whole[0].number.value:
        said = f"{plain(whole[0].number.value)}{unit}"
        yield Mismatch("listed", whole[0].label, said, f"{plain(summed)}{unit}")


def _shares_listed(sentence: str) -> Iterator[Mismatch]:
    """“甲占40%、乙占35%、其他占30%”: with the rest named, the shares come to all of it."""
    parts = [_PERCENT.search(each) for each in re.split(r"[，、]", sentence)]
    found = [each for each in parts if each is not None]
    if len(found) < 3 or parts[-1] is None or not _REST.fullmatch(found[-1]["label"]):
        return
    places = max(len(each["number"].partition(".")[2]) for each in found)
    summed = sum((Decimal(each["number"]) for each in found), Decimal(0))
    if abs(summed - 100) > Decimal(len(found)) * Decimal(5).scaleb(-places - 1):
        yield Mismatch("listed", found[0]["label"].removeprefix("其中"), "100%", f"{plain(summed)}%")


def _share_of_all(sentence: str) -> Iterator[Mismatch]:
    """“共受理100件，其中甲30件，占35%”: a share right behind its number, of the one number that is all of it."""
    whole = [each for each in clauses(sentence) if each.whole and each.number.unit != "%"]
    parts = re.split(r"[，、]", sentence)
    if len(whole) != 1 or whole[0].number.value <= 0:
        return
    for before, part in pairwise(parts):
        share = re.fullmatch(r"占(?:比|总数的?|全部的?|总量的?)?(?:为)?(?P<number>\d+(?:\.\d+)?)[%％]", part)
        count = _COUNT.fullmatch(before)
        if share is None or count is None or count["unit"] != whole[0].number.unit:
            continue
        exact = Decimal(count["number"]) * 100 / whole[0].number.value
        places = len(share["number"].partition(".")[2])
        if abs(exact - Decimal(share["number"])) > Decimal(1).scaleb(-places):
            label = count["label"].removeprefix("其中")
            yield Mismatch("share", label, f"{share['number']}%", f"{round(exact, max(places, 1))}%")

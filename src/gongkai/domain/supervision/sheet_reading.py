"""Score sheets (考核评分表) read from the rows of a table, as they were published.

Published sheets have a column of what is assessed, one of points, one of how they are taken (类别、分值、考核标准).
The last holds several rules in one cell, numbered or parted by semicolons. Reading takes them apart and proposes what
could count them in the records; people look it over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.domain.supervision.scoring import Indicator, Rule
from gongkai.domain.supervision.sheets import LONGEST, measures
from gongkai.domain.text import Text, say

#: Most indicators of a sheet, and rules of an indicator.
MOST_INDICATORS, MOST_RULES = 200, 30
_NUMBER_IN = r"\d{1,3}(?:\.\d{1,2})?"
_UNIT = "条|次|件|例|个|项|处|起|份|篇|期|天|日|人|家|户|栏|批|宗|月|季度"
_VERB = r"(?:扣|减|加)(?:除|分)?"
_RANGE = r"(?:\s*分?\s*(?:[-~—–－～]{1,2}|至|到)\s*(?P<to>" + _NUMBER_IN + r"))?"
_AMOUNT = re.compile(rf"(?P<verb>扣|减|加)(?:除|分)?\s*[:：]?\s*(?P<points>{_NUMBER_IN}){_RANGE}\s*分")
#: All points of the indicator at once.
_ALL = re.compile(r"不得分|不计分|不予计分|[得计记]0分|全扣|扣除?(?:全部|所有|该项|本项|此项)分值?")
_CAP = re.compile(
    rf"(?:(?:最多|至多|最高|不超过|不得超过|上限|封顶|累计)[^,。;、\d]{{0,4}}?(?P<most>{_NUMBER_IN})\s*分(?:封顶)?"
    rf"|扣[完满至到]\s*(?P<until>{_NUMBER_IN})\s*分(?:为止)?)[)]?"
)
_ONE = rf"(?<![\d第.])[一1](?:{_UNIT})(?!性)[^,;。]{{0,12}}?{_VERB}"
_EACH = re.compile(rf"每|/\s*(?:{_UNIT})|{_ONE}")
_NUMBER = re.compile(
    r"^\s*(?:[①-⑳]|[⑴-⒛]|[(]?\d{1,2}[).、](?!\d)|[(][一二三四五六七八九十]{1,2}[)]|[a-zA-Z][.、)]|[,。;、:\s])+"
)
_PARTED = re.compile(r"[①-⑳⑴-⒛\n;。]")
_TAIL = re.compile(
    rf"\s*/\s*(?:{_UNIT})+|[,、]?\s*(?:本项|该项|直至|直到)?\s*扣完(?:本项|该项|分值)?(?:为止)?"
)
_POINTS = re.compile(r"^\s*[(]?\s*(?:满分|加|[+])?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[)]?\s*$")
_TOTAL = re.compile(r"^(?:合计|总计|总分|小计|共计)")
_REMARK = re.compile(r"^(?:备注|说明|注)\s*[:、.]|^注\d")
_WIDE = str.maketrans(",;:()", "，；：（）")
#: What numbers written in Chinese come to, where points are named.
_DIGITS = {sign: place for place, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_WRITTEN = re.compile(
    r"(?P<before>[扣减加除多过高至到满限得计]|^\s*)(?P<number>[零一二三四五六七八九十两半]{1,3})(?=分)"
)


def plain(text: str) -> str:
    """The text with the signs of one width, and points in figures (扣５分, 扣两分 → 扣5分, 扣2分)."""
    kept = "".join(sign if "①" <= sign <= "⒛" else unicodedata.normalize("NFKC", sign) for sign in text)
    return _WRITTEN.sub(lambda found: f"{found['before']}{_figures(found['number'])}", kept)


def _figures(number: str) -> str:
    if number == "半":
        return "0.5"
    tens, mark, ones = number.partition("十")
    if not mark:
        return str(_DIGITS[number]) if number in _DIGITS else number
    if tens not in ("", *_DIGITS) or ones not in ("", *_DIGITS):
        return number
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def read_points(cell: str) -> Decimal | None:
    """Points as a cell writes them (10, 10分, １０分, 十分, 2.5); ``None``: none of this."""
    found = _POINTS.match(plain(cell))
    return Decimal(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class _Named:
    """Where in a piece points are named."""

    start: int
    end: int


def _named(piece: str) -> list[_Named]:
    """The amounts of a piece in their order, without those of a cap."""
    caps = [found.span() for found in _CAP.finditer(piece)]
    found = [each.span() for each in _AMOUNT.finditer(piece)]
    everything = [each.span() for each in _ALL.finditer(piece)]
    rows = [
        _Named(start, end)
        for start, end in sorted(found + everything)
        if not any(at < end and start < to for at, to in caps)
    ]
    return [each for at, each in enumerate(rows) if not at or each.start >= rows[at - 1].end]


def split(cell: str) -> list[str]:
    """The rules of a cell, each with its amount; what has no amount is a preamble and is left out.

    A piece between two marks may hold several amounts (每次扣6分，…每次扣3分): it ends behind each of them, and behind
    a cap that follows.
    """
    return [_whole(text) for text in _split(plain(cell))]


def _split(cell: str) -> list[str]:
    found: list[str] = []
    for piece in _PARTED.split(cell):
        begin = 0
        amounts = _named(piece)
        for at, amount in enumerate(amounts):
            follows = amounts[at + 1].start if at + 1 < len(amounts) else len(piece)
            end = _behind_cap(piece, amount.end, follows)
            text = _NUMBER.sub("", piece[begin:end]).strip(" ,、:")
            if text:
                found.append(text)
            begin = end
    return found


def _whole(text: str) -> str:
    """The rule as Chinese text writes it: with the wide marks."""
    return text.translate(_WIDE)


def _behind_cap(piece: str, end: int, follows: int) -> int:
    """Where the rule ends: behind 扣完为止, /次 or a cap that follows its amount before the next amount."""
    cap = _CAP.search(piece, end, follows)
    tail = _TAIL.match(piece, end, follows)
    return max(end, cap.end() if cap else 0, tail.end() if tail else 0)


def read_rule(text: str, about: str = "", key: str = "", full: Decimal | None = None) -> Rule | None:
    """A rule as its words say it; ``about``: the indicator, whose words help to tell what counts it; ``full``: its
    points, for a rule that takes them all.

    From so many points to so many is judged by people, as a share of the most. ``None``: there is no amount in it.
    """
    said = plain(text)
    cap = _CAP.search(said)
    most = Decimal(cap["most"] or cap["until"]) if cap else None
    named = _named(said)
    amount = _AMOUNT.match(said, named[0].start) if named else None
    if amount is None:
        if not named or full is None:
            return None
        return Rule(key, text[:LONGEST], full, "once", suggest(text, about))
    adds = amount["verb"] == "加"
    if amount["to"]:
        upper = max(Decimal(amount["points"]), Decimal(amount["to"]))
        return Rule(key, text[:LONGEST], upper, "share", "", most, adds=adds)
    way = "case" if _EACH.search(said) else "once"
    points = Decimal(amount["points"])
    return Rule(key, text[:LONGEST], points, way, suggest(text, about), most, adds=adds)


def suggest(text: str, about: str = "") -> str:
    """The measure that could count a rule: all its patterns are found, the first of them in the rule's own words.

    Of several the one with most patterns. Empty: none, people judge.
    """
    fitting = [
        (len(measure.suggests), key)
        for key, measure in measures().items()
        if re.search(measure.suggests[0], text)
        and all(re.search(pattern, f"{about} {text}") for pattern in measure.suggests)
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else ""


Rows = Sequence[tuple[int, Mapping[str, str]]]


def read(rows: Rows) -> tuple[tuple[Indicator, ...], list[tuple[int, Text]]]:
    """Indicators from the rows of a table (line, column → cell), and what is wrong in which line.

    Columns: ``group`` and ``evidence`` as they come, ``title``, ``points``, ``rules``. A cell that stands over several
    lines is written in the first of them. An indicator whose rules name no amount is judged as a whole: as much of its
    points as lacks.
    """
    found: list[Indicator] = []
    wrong: list[tuple[int, Text]] = []
    group = ""
    for line, row in joined(rows):
        if _alone(row):
            group = next(cell for cell in row.values() if cell)[:120]
            continue
        group = row.get("group", "") or group
        title = row.get("title", "").strip()[:LONGEST]
        points = read_points(row.get("points", ""))
        reason = _missing(title, row)
        if reason is None and points is None:
            reason = say("“{cell}” are no points. Write a number.", cell=row.get("points", "")[:20])
        if reason is not None or points is None:
            wrong.append((line, reason or say("This is missing. Write it.")))
            continue
        found.append(_indicator(str(len(found) + 1), title, points, group, row))
        if len(split(row.get("rules", ""))) > MOST_RULES:
            wrong.append((line, say("More than {most} rules. Make two lines of it.", most=MOST_RULES)))
    if len(found) > MOST_INDICATORS:
        wrong.append((0, say("More than {most} indicators. Join some.", most=MOST_INDICATORS)))
    if rows and not found and not wrong:
        wrong.append((0, say("There is no row in this file.")))
    return tuple(found), wrong


def _missing(title: str, row: Mapping[str, str]) -> Text | None:
    if not title:
        return say("Write what the indicator is called.")
    if not row.get("points", "").strip():
        return say("“{name}”: write how many points it has.", name=title[:40])
    return None


def _indicator(key: str, title: str, points: Decimal, group: str, row: Mapping[str, str]) -> Indicator:
    said = row.get("rules", "")
    read_in = (read_rule(text, f"{group} {title}", "", points) for text in split(said))
    rules = [rule for rule in read_in if rule is not None]
    if not rules:
        rules = [Rule("", (said.strip() or title)[:LONGEST], points, "share")]
    elif all(rule.adds for rule in rules):
        # What is only given is no part of the points everybody begins with: it is given up to what the line says.
        rules = [
            replace(rule, most=points if rule.most is None else min(points, rule.most)) for rule in rules
        ]
        points = Decimal(0)
    numbered = (
        replace(rule, key=f"{key}.{number}") for number, rule in enumerate(rules[:MOST_RULES], start=1)
    )
    return Indicator(key, title, points, tuple(numbered), group, row.get("evidence", ""))


def joined(rows: Rows) -> list[tuple[int, dict[str, str]]]:
    """The rows with what belongs together in one: further rules of the line above; sums and remarks are left out."""
    found: list[tuple[int, dict[str, str]]] = []
    for line, cells in rows:
        row = {key: cell.strip() for key, cell in cells.items()}
        first = plain(next((cell for cell in row.values() if cell), ""))
        if _REMARK.match(first) or (_TOTAL.match("".join(first.split())) and not row.get("rules")):
            continue
        above = found[-1][1] if found else {}
        title, points, rules = (row.get(key, "") for key in ("title", "points", "rules"))
        if not (row.get("group") or title or rules):
            continue  # a sum, or what is said in a column that is not read
        if rules and not points and above.get("rules") and (not title or title == above.get("title")):
            above["rules"] += f"\n{rules}"
            if row.get("evidence") and row["evidence"] not in above.get("evidence", ""):
                above["evidence"] = "；".join(filter(None, (above.get("evidence", ""), row["evidence"])))
            continue
        if points and not title and above.get("title") and not row.get("group"):
            row["title"] = above["title"]
        found.append((line, row))
    return found


def _alone(row: Mapping[str, str]) -> bool:
    """Whether one cell stands alone in its line: the heading of the lines that follow."""
    filled = [key for key, cell in row.items() if cell]
    return len(filled) == 1 and filled[0] in ("group", "title")

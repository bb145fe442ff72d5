"""Tables of a published text whose sums do not hold (表内数据不一致): totals, columns of totals, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from gongkai.domain.supervision.text_tables import Figure, Grid, bare, figure
from gongkai.domain.text import N_, Text, say

Kind: TypeAlias = Literal["total", "row", "share", "text", "listed", "rate", "above", "title", "cell"]

TOTALS = frozenset({"合计", "总计", "共计", "总数", "总和"})
PART = "小计"
NO_SUM = re.compile(
    r"率|比|均|%|％|序号|编号|年份|日期|电话|时间|时长|增|减|排名|名次|得分|分数|标准|单价|限额|最"
)
_SHARE = re.compile(r"^(?:占比|比重|百分比|所占比例|占总数比例)$")
_NAMED_TOTAL = re.compile(r"[一-鿿]{1,6}(?:合计|总计)")
ROUNDED = re.compile(r"万|亿|千")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two numbers that ought to be one: ``label`` says of what, ``said`` is what is written, ``found`` what follows."""

    kind: Kind
    label: str
    said: str
    found: str

    @property
    def text(self) -> Text:
        """The sentence for whoever has to look at it."""
        return say(_SAYS[self.kind], label=self.label, said=self.said, found=self.found)


_SAYS: dict[Kind, str] = {
    "total": N_("A table gives {said} as the total of “{label}”; its rows add up to {found}."),
    "row": N_("A table gives {said} as the total of the row “{label}”; its columns add up to {found}."),
    "share": N_("A table gives {said} as the share of “{label}”; by its numbers it is {found}."),
    "text": N_("The text gives {said} for “{label}”; the table gives {found}."),
    "listed": N_("The text gives {said} in all for “{label}”; what it lists adds up to {found}."),
    "rate": N_("The text gives {said} for “{label}”; by its numbers it is {found}."),
    "above": N_("The text gives {said} for “{label}”; it cannot be more than {found}."),
    "title": N_("The title gives {said} for “{label}”; the text gives {found}."),
    "cell": N_("A table gives {said} for “{label}”; by its numbers it is {found}."),
}


def table_mismatches(table: Grid, *, several_answers: bool = False) -> Iterator[Mismatch]:
    """What does not hold within one table; ``several_answers``: shares may come to more than the whole."""
    yield from _totals(table)
    yield from _rows(table)
    yield from _shares(table)
    if not several_answers:
        yield from _whole_share(table)


def column(table: Grid, at: int) -> list[Figure] | None:
    """The numbers of a column; ``None`` where anything else stands in it."""
    cells = [figure(row[at]) if at < len(row) else None for row in table.rows]
    numbers = [each for each in cells if each is not None]
    plain = len(numbers) == len(cells) and any(each.value for each in numbers)
    return numbers if plain and len({each.unit for each in numbers if each.unit}) <= 1 else None


def width(table: Grid) -> int:
    """How many columns the longest row has."""
    return max((len(row) for row in table.rows), default=0)


def labels_of(table: Grid) -> list[str]:
    """What stands at the head of each row; “支出合计”, where it is the only line of totals, is one like any other."""
    labels = [bare(row[0]) if row else "" for row in table.rows]
    named = [at for at, each in enumerate(labels) if _NAMED_TOTAL.fullmatch(each)]
    if len(named) == 1 and not any(each in TOTALS or each == PART for each in labels):
        labels[named[0]] = "合计"
    return labels


def _slack(numbers: Sequence[Figure], unit: str) -> Decimal:
    """By how much a sum of rounded numbers may be off."""
    places = max((each.places for each in numbers), default=0)
    if not places and not ROUNDED.search(unit):
        return Decimal(0)
    return Decimal(len(numbers)) * Decimal(5).scaleb(-places - 1)


def _totals(table: Grid) -> Iterator[Mismatch]:
    """Lines of totals and of parts against the lines they sum up."""
    labels = labels_of(table)
    if not any(each in TOTALS or each == PART for each in labels) or any("其中" in each for each in labels):
        return
    for at in range(1, width(table)):
        name = table.name_of(at)
        numbers = column(table, at)
        if numbers is None or (NO_SUM.search(name) and not _SHARE.match(name)):
            continue
        if any(each.unit == "%" for each in numbers) and not _SHARE.match(name):
            continue
        for line, found in _sums(labels, numbers):
            said = numbers[line]
            used = [each for number, each in zip(labels, numbers, strict=True) if number not in TOTALS]
            if abs(said.value - found) > _slack([*used, said], table.unit_of(at)):
                yield Mismatch("total", name or labels[line], shown(said), plain(found))


def _sums(labels: Sequence[str], numbers: Sequence[Figure]) -> Iterator[tuple[int, Decimal]]:
    """(line of a total, what it ought to be): a total sums all but totals and parts, a part what is above it."""
    details = [at for at, label in enumerate(labels) if label not in TOTALS and label != PART]
    if len(details) < 2:
        return
    begun = 0
    for at, label in enumerate(labels):
        if label in TOTALS and labels.count(label) == 1 and _ends(labels, at):
            yield at, sum((numbers[each].value for each in details), Decimal(0))
        elif label == PART:
            group = [each for each in details if begun <= each < at]
            if group:
                yield at, sum((numbers[each].value for each in group), Decimal(0))
            begun = at + 1


def _ends(labels: Sequence[str], at: int) -> bool:
    """Whether a total stands first or last, where it sums up the whole table."""
    return at in (0, len(labels) - 1)


def _rows(table: Grid) -> Iterator[Mismatch]:
    """A column of totals against the columns beside it; believed where it holds for half of the lines and more."""
    names = [table.name_of(at) for at in range(width(table))]
    ends = [at for at, name in enumerate(names) if name in TOTALS]
    if len(ends) != 1 or ends[0] == 0:
        return
    summed = [at for at in range(1, len(names)) if at != ends[0]]
    if len(summed) < 2 or any(NO_SUM.search(names[at]) for at in summed):
        return
    wrong, right = [], 0
    for row in table.rows:
        cells = [figure(row[at]) if at < len(row) else None for at in (*summed, ends[0])]
        numbers = [each for each in cells if each is not None]
        if len(numbers) != len(cells):
            return
        found = sum((each.value for each in numbers[:-1]), Decimal(0))
        if abs(found - numbers[-1].value) > _slack(numbers, table.unit_of(ends[0])):
            wrong.append(Mismatch("row", bare(row[0]), shown(numbers[-1]), plain(found)))
        else:
            right += 1
    if right >= max(len(wrong), 1):
        yield from wrong


def _shares(table: Grid) -> Iterator[Mismatch]:
    """A column of shares against the column of numbers before it; believed where most lines hold."""
    for at in range(2, width(table)):
        if not _SHARE.match(table.name_of(at)):
            continue
        shares, numbers = column(table, at), column(table, at - 1)
        if shares is None or numbers is None or any(each.unit not in ("%", "") for each in shares):
            continue
        labels = labels_of(table)
        lines = [each for each, label in enumerate(labels) if label not in TOTALS and label != PART]
        whole = sum((numbers[each].value for each in lines), Decimal(0))
        if whole <= 0 or len(lines) < 2:
            continue
        wrong = []
        for each in lines:
            exact = numbers[each].value * 100 / whole
            if abs(exact - shares[each].value) > Decimal(1).scaleb(-shares[each].places):
                found = f"{round(exact, max(shares[each].places, 1))}%"
                wrong.append(Mismatch("share", labels[each], f"{shares[each].value:f}%", found))
        if len(lines) - len(wrong) >= max(len(wrong), 1):
            yield from wrong


def _whole_share(table: Grid) -> Iterator[Mismatch]:
    """A column of shares without a line of totals that comes to more than all, or, with the rest named, to less."""
    labels = labels_of(table)
    if len(labels) < 3 or any(each in TOTALS or each == PART for each in labels):
        return
    for at in range(1, width(table)):
        shares = column(table, at)
        if not _SHARE.match(table.name_of(at)) or shares is None:
            continue
        found = sum((each.value for each in shares), Decimal(0))
        off = found - 100
        rest = any(each.startswith(("其他", "其它", "其余")) for each in labels)
        if abs(off) > _slack_of_shares(shares) and (0 < off <= 10 or (rest and -10 <= off < 0)):
            yield Mismatch("total", table.name_of(at), "100%", f"{plain(found)}%")


def _slack_of_shares(shares: Sequence[Figure]) -> Decimal:
    places = max((each.places for each in shares), default=0)
    return Decimal(len(shares)) * Decimal(5).scaleb(-places - 1)


def shown(number: Figure) -> str:
    """A number as it is written."""
    return f"{number.value:f}" + ("%" if number.unit == "%" else "")


def plain(value: Decimal) -> str:
    """A number that was worked out, without noughts nobody wrote."""
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said

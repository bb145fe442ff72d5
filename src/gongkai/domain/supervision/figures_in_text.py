"""Numbers of a published text that do not agree (数据不一致): sums of its tables, its words against its tables.

Careful on purpose: only what is named the same is compared, only whole sums, and never what speaks of another period,
of an estimate or of a comparison. What is told must be wrong; what is wrong may be missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.supervision.figures_compared import compared_mismatches
from gongkai.domain.supervision.figures_in_words import (
    EACH,
    EVERYWHERE,
    LEAD,
    PERIOD,
    WHOLE,
    Clause,
    clauses,
    sentence_mismatches,
    sentences,
)
from gongkai.domain.supervision.table_columns import worked_out_mismatches
from gongkai.domain.supervision.table_sums import (
    NO_SUM,
    PART,
    TOTALS,
    Mismatch,
    column,
    labels_of,
    plain,
    table_mismatches,
    width,
)
from gongkai.domain.supervision.text_tables import Grid, grids

#: What a text adds to the name of a number without saying anything else of it.
_THINGS = ("诉求", "事项", "案件", "投诉", "申请", "件")
#: A table that may show a part of what there is.
_PARTIAL = re.compile(
    r"部分|节选|摘录|抽样|典型|举例|前[0-9一二三四五六七八九十]+[名个项位家]|主要(?:类别|指标|项目)"
)


def mismatches(html: str, title: str = "") -> tuple[Mismatch, ...]:
    """What does not agree within one text; ``title`` tells which period it is about."""
    tables = grids(html)
    many = "多选" in html or "复选" in html
    found = [each for table in tables for each in table_mismatches(table, several_answers=many)]
    told = list(sentences(html))
    found += _against_tables(told, tables, title)
    found += [each for table in tables for each in worked_out_mismatches(table)]
    found += [each for sentence in told for each in sentence_mismatches(sentence)]
    found += [each for sentence in told for each in compared_mismatches(sentence)]
    found += _against_title(told, title)
    return tuple(dict.fromkeys(found))


def _against_title(told: Sequence[str], title: str) -> list[Mismatch]:
    """Numbers of the title against the same in the text, of no other period than the title's."""
    about = set(PERIOD.findall(title))
    within = [each for each in told if set(PERIOD.findall(each)) <= about]
    found = []
    for clause in clauses(re.sub(r"\s", "", title)):
        label, number = LEAD.sub("", clause.words), clause.number
        same = [
            each.number.value
            for sentence in within
            for each in clauses(sentence)
            if LEAD.sub("", each.words) == label and each.number.unit == number.unit
        ]
        if len(label) >= 4 and len(set(same)) == 1 and same[0] != number.value:
            said, other = f"{plain(number.value)}{number.unit}", f"{plain(same[0])}{number.unit}"
            found.append(Mismatch("title", label, said, other))
    return found


@dataclass(frozen=True, slots=True)
class _Named:
    """A number of a table under the name a text may give it.

    ``whole``: it stands for the whole table; ``plainly``: there is a line of totals, so that the bare name means it.
    """

    name: str
    unit: str
    value: Decimal
    whole: bool = False
    plainly: bool = False


def _against_tables(told: Sequence[str], tables: Sequence[Grid], title: str) -> list[Mismatch]:
    """Numbers in words against the tables, where both are named the same."""
    if not tables:
        return []
    about = set(PERIOD.findall(" ".join([title, *(table.caption for table in tables)])))
    partial = bool(_PARTIAL.search("".join([title, *told, *(table.caption for table in tables)])))
    named = [each for table in tables for each in _named(table, partial=partial)]
    found: dict[str, list[Mismatch]] = {}
    right: set[str] = set()
    for sentence in told:
        if about and not set(PERIOD.findall(sentence)) <= about:
            continue
        for clause in clauses(sentence):
            known = [each for each in named if _same(clause, each)]
            values = {each.value for each in known}
            if len(values) != 1:
                continue  # several values are no answer
            name, value = known[0].name, values.pop()
            if round(value, clause.number.places) == clause.number.value:
                right.add(name)
            else:
                said = f"{plain(clause.number.value)}{clause.number.unit}"
                found.setdefault(name, []).append(Mismatch("text", name, said, plain(value)))
    return [each for name, those in found.items() if name not in right for each in those]


def _same(clause: Clause, of: _Named) -> bool:
    """Whether a number in words is said of what the table names."""
    unit = clause.number.unit
    if of.unit and unit and of.unit != unit:
        return False
    if not of.whole:
        return LEAD.sub("", WHOLE.sub("", clause.words)) == of.name
    if not clause.whole and not of.plainly:
        return clause.words == of.name
    if clause.label == of.name or (of.plainly and clause.label in (f"{of.name}{each}" for each in _THINGS)):
        return True
    return clause.whole and bool(unit) and unit == of.unit and _within(of.name, clause.label)


def _within(name: str, label: str) -> bool:
    """Whether the words over a column stand, in their order, within a longer name that begins and ends like it."""
    if len(name) < 3 or len(label) > len(name) + 4 or label[:2] != name[:2] or label[-2:] != name[-2:]:
        return False
    rest = iter(label)
    return all(letter in rest for letter in name)


def _named(table: Grid, *, partial: bool) -> Iterator[_Named]:
    """The sum of each column, the number of lines, and each cell by its row and column.

    ``partial``: the table may show a part alone; then only a line of totals speaks for the whole.
    """
    labels = labels_of(table)
    if any("其中" in each for each in labels):
        return
    counted = [at for at in range(1, width(table)) if column(table, at) is not None]
    details = [at for at, label in enumerate(labels) if label not in TOTALS and label != PART]
    totals = [at for at, label in enumerate(labels) if label in TOTALS]
    if not partial and not totals and counted:
        yield from _lines(table.name_of(0), labels)
    for at in counted:
        numbers = column(table, at) or []
        unit = table.unit_of(at) or next((each.unit for each in numbers if each.unit), "")
        name = table.name_of(at)
        if len(name) >= 2 and not NO_SUM.search(name) and unit != "%":
            if len(totals) == 1:
                yield _Named(name, unit, numbers[totals[0]].value, whole=True, plainly=True)
            elif not totals and not partial and len(details) >= 2:
                summed = sum((numbers[each].value for each in details), Decimal(0))
                yield _Named(name, unit, summed, whole=True)
        for line in (each for each in details if len(labels[each]) >= 2 and labels.count(labels[each]) == 1):
            if name:
                yield _Named(f"{labels[line]}{name}", unit, numbers[line].value)
            if len(counted) == 1 and len(labels[line]) >= 3:
                yield _Named(labels[line], unit, numbers[line].value)


def _lines(first: str, labels: Sequence[str]) -> Iterator[_Named]:
    """The number of lines, where each has a name of its own: “检查工地4处” over a table of sites."""
    if len(first) >= 2 and len(set(labels)) == len(labels) >= 2:
        yield from (_Named(f"{verb}{first}", "", Decimal(len(labels)), whole=True) for verb in EACH)


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole number a text gives for a named period: comparable with the same statement of another text."""

    year: int
    part: str
    label: str
    unit: str
    value: Decimal


def statements(html: str, title: str = "") -> tuple[Statement, ...]:
    """What a text says of a period in so many words: “2025年全市共受理诉求86件”. The year may stand in the title."""
    year = _one(re.findall(r"(\d{4})年", title))
    found: dict[Statement, None] = {}
    for sentence in sentences(html):
        own = _one(re.findall(r"(\d{4})年", sentence)) or (year if re.match(r"\d{1,2}月", sentence) else "")
        parts = set(re.findall(r"(?<!\d)\d{1,2}月|[一二三四]季度|[上下]半年", sentence))
        if not own or len(set(re.findall(r"\d{4}年", sentence))) > 1 or len(parts) > 1:
            continue
        for clause in clauses(sentence):
            label = re.sub(
                r"^(?:\d{4}年)?(?:第?[一二三四]季度|[上下]半年|\d{1,2}月(?:份)?)?",
                "",
                WHOLE.sub("", clause.words),
            )
            if (clause.whole or EVERYWHERE.search(clause.words)) and len(label) >= 4:
                part = next(iter(parts), "")
                found[Statement(int(own), part, label, clause.number.unit, clause.number.value)] = None
    return tuple(found)


def _one(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""

"""The demonstration's decisions: three years brought in from a case system, and this year's along their whole way.

Nobody in it is real; parties are called 示例. The dice fall the same for the same day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gongkai.core import clock
from gongkai.demo import decision_scenes
from gongkai.domain.discretion import Factor, Outcome, Table, evaluate
from gongkai.domain.powers import decisions as rules
from gongkai.people.models import Agency
from gongkai.powers.actions.decisions.bringing import take_decisions
from gongkai.powers.case_files import CaseRow
from gongkai.powers.identity import Party
from gongkai.powers.models import Entry
from gongkai.powers.queries.tables import Series, series

#: Penalties brought in of each of the three years, and licences.
PENALTIES, LICENCES = 160, 24
SEED = 2024
#: Which tables are used, and by which units; their officers are named by the code of the case system.
TABLES = {
    "CG-W-06": ("waste", "brigade5"),
    "CG-W-07": ("waste", "brigade5"),
    "CG-W-10": ("waste", "brigade1", "brigade2"),
    "CG-B1-04": ("brigade1", "brigade2", "brigade3"),
    "CG-B1-05": ("brigade1", "brigade2", "brigade4"),
    "CG-B1-07": ("brigade1", "brigade3"),
}
#: Who is milder or stricter than the others: where in the range the officer's fines lie on average.
LEANING = {"brigade2-02": 0.85, "brigade5-01": 0.15}
USUAL = 0.4
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
LICENSED = (("W-01", "建筑垃圾处置核准", "waste"), ("A-01", "设置大型户外广告许可", "appearance"))


def play(bureau: Agency) -> int:
    """Brings the years in and plays this year's scenes; gives how many decisions there are."""
    dice, today = random.Random(SEED), clock.today()  # noqa: S311 - dice for a play
    entries = Entry.objects.filter(agency=bureau, kind="discretion", code__in=TABLES)
    known = {entry.code: series(entry) for entry in entries.select_related("agency")}
    rows = [row for year in range(today.year - 2, today.year + 1) for row in _year(dice, known, year, today)]
    rows.sort(key=lambda row: row.decided_on)
    taken = take_decisions(agency=bureau, cases=rows)
    return taken.new + decision_scenes.play(bureau, today)


def _year(dice: random.Random, known: dict[str, Series], year: int, today: date) -> Iterator[CaseRow]:
    """A year's penalties and licences, up to three weeks ago: what is older is published."""
    last = min(date(year, 12, 31), today - timedelta(days=21))
    days = (last - date(year, 1, 5)).days
    if days < 1 or not known:
        return
    # One conduct is by far the most frequent, so that its officers can be compared.
    codes = [code for code in TABLES if code in known for _ in range(6 if code == "CG-W-10" else 1)]
    for number in range(1, PENALTIES + 1):
        decided = date(year, 1, 5) + timedelta(days=dice.randrange(days))
        yield _penalty(dice, known[dice.choice(codes)], decided, number)
    for number in range(1, LICENCES + 1):
        decided = date(year, 1, 5) + timedelta(days=dice.randrange(days))
        yield _licence(dice, decided, number)


def _penalty(dice: random.Random, known: Series, decided: date, number: int) -> CaseRow:
    conduct_on = decided - timedelta(days=dice.randint(20, 60))
    table = _version(known, conduct_on)
    outcome, facts = _case(dice, table)
    row = outcome.rows[0]
    unit = dice.choice(TABLES[known.code])
    officer = f"{unit}-{dice.randint(1, 2):02}"
    amount, deviation = _amount(dice, outcome, LEANING.get(officer, USUAL))
    firm = row.minimum is not None and row.minimum >= 5000
    spared = row.outcome == "spared"
    said = (
        f"罚款{amount}元" if amount is not None else str((rules.row("outcome", row.outcome) or {})["label"])
    )
    return CaseRow(
        row=number,
        number=f"示城管罚〔{decided.year}〕{number}号",
        kind="penalty",
        unit=unit,
        party_kind="organisation" if firm else "citizen",
        party=Party(_party(dice, firm=firm)),
        conduct=table.conduct,
        conduct_on=conduct_on,
        filed_on=conduct_on + timedelta(days=2),
        decided_on=decided,
        served_on=decided + timedelta(days=2),
        published_on=decided + timedelta(days=dice.randint(4, 8)),
        outcome=row.outcome,
        amount=amount,
        table=known.code,
        facts=facts,
        circumstances=("first_offence",) if spared else (),
        education="现场讲解有关规定，当事人当场改正，签收教育告知单。" if spared else "",
        deviation=deviation,
        reasons="现场检查笔录、照片和询问笔录为证。",
        public_text=f"违法行为：{table.conduct}。适用裁量基准{known.code}第{row.key}档，决定：{said}。",
        officer=officer,
        outside_number=f"AJ{decided.year}{number:04}",
        system="示例执法办案系统",
    )


def _version(known: Series, day: date) -> Table:
    held = [each for each in known.tables if each.in_force_from <= day]
    return held[-1] if held else known.tables[0]


def _case(dice: random.Random, table: Table) -> tuple[Outcome, dict[str, Any]]:
    """Facts that fall in exactly one row; few cases repeat often, so that there are some alike."""
    for _ in range(60):
        facts = {factor.key: _fact(dice, table, factor) for factor in table.factors}
        found = evaluate(table, facts)
        if isinstance(found, Outcome) and not found.fault:
            return found, facts
    raise ValueError(f"No case was found for {table.code}.")


def _fact(dice: random.Random, table: Table, factor: Factor) -> Any:
    if factor.kind == "yes_no":
        return dice.random() < 0.5
    if not factor.ordered:
        return dice.choice([str(each) for each in factor.domain.values])
    ends = {
        int(value)
        for row in table.rows
        for each in row.conditions
        if each.factor == factor.key
        for value in each.values
        if isinstance(value, Decimal)
    }
    near = [end + step for end in sorted(ends) for step in (-1, 0, 2)]
    return dice.choice([each for each in near if factor.domain.holds(each)] or [1])


def _amount(dice: random.Random, outcome: Outcome, lean: float) -> tuple[Decimal | None, str]:
    """A fine around where the officer's lie, in round figures; a few below the range, with their reason."""
    row = outcome.rows[0]
    if row.outcome != "fine" or row.maximum is None:
        return None, ""
    low, high = row.minimum or Decimal(0), row.maximum
    if low >= 200 and dice.random() < 0.03:
        return (low * Decimal("0.8")).quantize(Decimal(10)), "当事人主动消除危害后果，积极配合调查。"
    share = min(1.0, max(0.0, dice.gauss(lean, 0.12)))
    step = Decimal(500) if high >= 5000 else Decimal(10)
    amount = low + (high - low) * Decimal(str(round(share, 2)))
    rounded = (amount / step).quantize(Decimal(1)) * step
    return min(max(rounded, low), high), ""


def _party(dice: random.Random, *, firm: bool) -> str:
    if firm:
        return f"示例第{dice.choice('一二三四五六七八')}{dice.choice(('建筑工程', '渣土运输'))}有限公司"
    return f"{dice.choice(SURNAMES)}示例{dice.choice('甲乙丙丁戊')}"


def _licence(dice: random.Random, decided: date, number: int) -> CaseRow:
    item, title, unit = dice.choice(LICENSED)
    outcome = "granted" if dice.random() < 0.85 else "refused"
    said = "准予许可" if outcome == "granted" else "不予许可"
    return CaseRow(
        row=number,
        number=f"示城管许〔{decided.year}〕{number}号",
        kind="licence",
        unit=unit,
        party_kind="organisation",
        party=Party(_party(dice, firm=True)),
        conduct=title,
        conduct_on=decided - timedelta(days=15),
        filed_on=decided - timedelta(days=12),
        decided_on=decided,
        served_on=decided + timedelta(days=1),
        published_on=decided + timedelta(days=5),
        outcome=outcome,
        item=item,
        public_text=f"许可事项：{title}。决定：{said}。",
        outside_number=f"XK{decided.year}{number:04}",
        system="示例政务服务系统",
    )

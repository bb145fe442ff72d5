"""Is a large discretion table still proved in a moment, and does a tangled one not hang?"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from decimal import Decimal

from discretion_tables import START

from gongkai.domain.discretion import Condition, Domain, Factor, Row, Table, gaps, prove

FACTORS, ROWS = 12, 60


def kinds() -> tuple[Factor, ...]:
    made = []
    for place in range(FACTORS):
        key = f"f{place}"
        if place % 4 < 2:
            made.append(Factor(key, key, "number"))
        elif place % 4 == 2:
            made.append(Factor(key, key, "choice", domain=Domain(values=("a", "b", "c", "d"))))
        else:
            made.append(Factor(key, key, "yes_no"))
    return tuple(made)


def split(seed: int) -> Table:
    """A sound table: everything, cut in two at a random factor until there are enough rows."""
    chance, factors = random.Random(seed), kinds()
    parts: list[dict[str, tuple[int, int]]] = [{}]
    ends = {"number": 1000, "choice": 4, "yes_no": 2}
    while len(parts) < ROWS:
        part, factor = parts.pop(chance.randrange(len(parts))), chance.choice(factors)
        low, high = part.get(factor.key, (0, ends[factor.kind]))
        if high - low < 2:
            parts.append(part)
            continue
        cut = chance.randrange(low + 1, high)
        parts += [{**part, factor.key: (low, cut)}, {**part, factor.key: (cut, high)}]
    rows = [Row(str(n), tuple(asked(part, factors)), "warning") for n, part in enumerate(parts)]
    chance.shuffle(rows)
    return Table("B", "", "", factors, tuple(rows), START)


def asked(part: dict[str, tuple[int, int]], factors: tuple[Factor, ...]) -> list[Condition]:
    made = []
    for factor in factors:
        if factor.key not in part:
            continue
        low, high = part[factor.key]
        if factor.kind == "number":
            made += [Condition(factor.key, ">=", Decimal(low))] if low else []
            made += [Condition(factor.key, "<", Decimal(high))] if high < 1000 else []
        else:
            values = factor.domain.values or (True, False)
            made.append(Condition(factor.key, "in", values[low:high]))
    return made


def tangled(seed: int, per_row: int) -> Table:
    """Rows with a few random conditions each, which overlap everywhere."""
    chance, factors = random.Random(seed), kinds()
    rows = []
    for place in range(ROWS):
        made: list[Condition] = []
        for factor in chance.sample(factors, per_row):
            if factor.kind == "number":
                low, high = sorted(chance.sample(range(20), 2))
                made += [
                    Condition(factor.key, ">=", Decimal(low)),
                    Condition(factor.key, "<=", Decimal(high)),
                ]
            elif factor.kind == "choice":
                values = tuple(chance.sample([str(each) for each in factor.domain.values], 2))
                made.append(Condition(factor.key, "in", values))
            else:
                made.append(Condition(factor.key, "=", chance.random() < 0.5))
        rows.append(Row(str(place), tuple(made), "warning"))
    return Table("B", "", "", factors, tuple(rows), START)


def timed(made: Table) -> tuple[list[str], float]:
    begin = time.process_time()
    faults = [fault.kind for fault in prove(made)]
    return faults, time.process_time() - begin


def test_a_large_sound_table_is_proved_and_a_missing_row_found() -> None:
    for seed in range(4):
        made = split(seed)
        faults, took = timed(made)
        assert faults == []
        assert took < 2
        faults, took = timed(replace(made, rows=made.rows[1:]))
        assert faults == ["gap"]
        assert took < 2


def test_a_row_across_a_large_table_shows_every_pair() -> None:
    made = split(7)
    across = Row("x", (Condition("f0", "<", Decimal(500)),), "warning")
    faults, took = timed(replace(made, rows=(*made.rows, across)))
    assert set(faults) == {"overlap"}
    assert took < 2


def test_a_tangle_of_rows_is_told_in_seconds() -> None:
    for per_row in (1, 2, 3, 6, 12):
        faults, took = timed(tangled(1, per_row))
        assert "overlap" in faults
        assert took < 10


def test_a_proof_that_would_take_too_long_is_not_pretended() -> None:
    kept = gaps.MOST_TRIES
    gaps.MOST_TRIES = 20
    try:
        faults = prove(tangled(2, 2))
    finally:
        gaps.MOST_TRIES = kept
    assert faults[-1].kind == "unproved"
    assert "it was not proved whether some case falls in none" in str(faults[-1])

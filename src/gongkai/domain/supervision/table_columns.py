"""Columns of a table that are worked out from two others and are wrong in a line: rates, differences, growth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from gongkai.domain.supervision.table_sums import NO_SUM, Mismatch, column, plain, shown, width
from gongkai.domain.supervision.text_tables import Figure, Grid, bare

_RATE = re.compile(r"[一-鿿]{2,8}率")
_GROWTH = re.compile(r"(?:同比|环比)?(?:增长率?|增幅|增减|增减率|变化率?)|同比|环比")
#: Lines that must hold before the others are believed to be wrong, and most columns that are tried in pairs.
_ENOUGH, _MOST = 2, 8

_Works = Callable[[Figure, Figure], Decimal | None]


def worked_out_mismatches(table: Grid) -> Iterator[Mismatch]:
    """Cells of a column that follows from two others in most of its lines, and in these does not."""
    counted = {at: found for at in range(1, width(table)) if (found := column(table, at)) is not None}
    plain_ones = [
        at
        for at, numbers in counted.items()
        if not NO_SUM.search(table.name_of(at)) and not any(each.unit == "%" for each in numbers)
    ][:_MOST]
    for at, numbers in counted.items():
        works = _works(table, at, numbers)
        if works is not None and at not in plain_ones:
            yield from _wrong(table, at, numbers, [(counted[a], counted[b]) for a, b in permutations(plain_ones, 2)],
                              works)  # fmt: skip


def _works(table: Grid, at: int, numbers: Sequence[Figure]) -> _Works | None:
    """How a column is worked out, by what it is called; ``None`` where it is none of these."""
    name = table.name_of(at)
    percent = table.unit_of(at) in ("%", "％") or any(each.unit == "%" for each in numbers)
    if _GROWTH.fullmatch(name):
        return _growth if percent else _difference
    return _rate if _RATE.fullmatch(name) and percent else None


def _rate(part: Figure, whole: Figure) -> Decimal | None:
    return part.value * 100 / whole.value if 0 <= part.value <= whole.value and whole.value else None


def _growth(now: Figure, then: Figure) -> Decimal | None:
    return (now.value - then.value) * 100 / then.value if then.value else None


def _difference(now: Figure, then: Figure) -> Decimal | None:
    return now.value - then.value


def _wrong(
    table: Grid,
    at: int,
    said: Sequence[Figure],
    pairs: Sequence[tuple[Sequence[Figure], Sequence[Figure]]],
    works: _Works,
) -> Iterator[Mismatch]:
    """The lines that do not hold, by the one pair of columns that explains most of them."""
    best: list[tuple[int, Decimal]] | None = None
    for first, second in pairs:
        exact = [works(one, other) for one, other in zip(first, second, strict=True)]
        if any(each is None for each in exact):
            continue
        wrong = [
            (line, each)
            for line, each in enumerate(exact)
            if each is not None and abs(each - said[line].value) > _slack(works, said[line])
        ]
        if best is None or len(wrong) < len(best):
            best = wrong
    if best is None or len(said) - len(best) < max(_ENOUGH, len(best) + 1):
        return
    for line, each in best:
        percent = "" if works is _difference else "%"
        found = plain(each) if works is _difference else f"{round(each, max(said[line].places, 1))}"
        label = f"{bare(table.rows[line][0])}{table.name_of(at)}"
        yield Mismatch("cell", label, shown(said[line]).removesuffix("%") + percent, f"{found}{percent}")


def _slack(works: _Works, said: Figure) -> Decimal:
    return Decimal(0) if works is _difference else Decimal(1).scaleb(-said.places)

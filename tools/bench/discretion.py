"""An evaluation of a discretion table, against a plain hand-written if-chain for the same table in the same run.

The if-chain answers with the number of the row and the range; it checks nothing and explains nothing. "Gongkai" checks
the facts, finds every row that fits and knows the basis; "with trace" also says of each condition how it came out.
"Row by row" is the same table asked without having been compiled.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path[0:0] = [str(Path(__file__).resolve().parent.parent.parent / "src")]

from gongkai.domain.discretion import Outcome, Table, compile_table, prove, read  # noqa: E402 - after the path

if TYPE_CHECKING:
    from bench.report import Report

ROUNDS, TIMES = 7, 4_000
CHAIN = "if-chain"
Facts = Mapping[str, Any]

SMALL = """code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome
S,1,占用道路,条例第20条,area,<,5,0,200,yuan,fine
S,1,,,party,=,citizen,,,,
S,2,占用道路,条例第20条,area,>=,5,200,500,yuan,fine
S,2,,,area,<=,10,,,,
S,2,,,party,=,citizen,,,,
S,3,占用道路,条例第20条,area,>,10,500,1000,yuan,fine
S,3,,,party,=,citizen,,,,
S,4,占用道路,条例第20条,area,<,5,500,1000,yuan,fine
S,4,,,party,=,organisation,,,,
S,4,,,earlier_offences,<,2,,,,
S,5,占用道路,条例第20条,area,<,5,1000,2000,yuan,fine
S,5,,,party,=,organisation,,,,
S,5,,,earlier_offences,>=,2,,,,
S,6,占用道路,条例第20条,area,>=,5,2000,5000,yuan,fine
S,6,,,party,=,organisation,,,,
S,6,,,corrected,=,yes,,,,
S,7,占用道路,条例第20条,area,>=,5,5000,10000,yuan,fine
S,7,,,party,=,organisation,,,,
S,7,,,corrected,=,no,,,,
"""


def by_hand(facts: Facts) -> tuple[str, int, int]:
    """The small table as somebody would write it into a program."""
    area, party = facts["area"], facts["party"]
    if party == "citizen":
        if area < 5:
            return "1", 0, 200
        if area <= 10:
            return "2", 200, 500
        return "3", 500, 1000
    if area < 5:
        if facts["earlier_offences"] < 2:
            return "4", 500, 1000
        return "5", 1000, 2000
    if facts["corrected"]:
        return "6", 2000, 5000
    return "7", 5000, 10000


#: The large table: 30 bands of area for each of two parties.
BANDS, WIDTH = 30, 10


def large() -> str:
    """The large table as a CSV."""
    lines = [SMALL.partition("\n")[0]]
    for band in range(BANDS):
        for party in ("citizen", "organisation"):
            row, low = f"{party}-{band}", band * WIDTH
            lines.append(f"L,{row},占用道路,条例第20条,area,>=,{low},{low},{low + WIDTH},yuan,fine")
            lines.append(f"L,{row},,,party,=,{party},,,,")
            if band < BANDS - 1:
                lines.append(f"L,{row},,,area,<,{low + WIDTH},,,,")
    return "\n".join(lines)


def chain_of(table: Table) -> Callable[[Facts], tuple[str, int, int]]:
    """The large table as an if-chain, one test a band, written out as somebody would type it."""
    lines = ["def chain(facts):", "    area, party = facts['area'], facts['party']"]
    for party in ("citizen", "organisation"):
        lines.append(f"    if party == {party!r}:")
        for band in range(BANDS):
            row = table.row(f"{party}-{band}")
            test = f"if area < {(band + 1) * WIDTH}: " if band < BANDS - 1 else ""
            lines.append(f"        {test}return {row.key!r}, {row.minimum}, {row.maximum}")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    return names["chain"]  # type: ignore[no-any-return]


def row_by_row(table: Table) -> Callable[[Facts], tuple[str, ...]]:
    """The table asked condition by condition."""

    def ask(facts: Facts) -> tuple[str, ...]:
        return tuple(
            row.key for row in table.rows if all(each.fits(facts[each.factor]) for each in row.conditions)
        )

    return ask


def run(report: Report) -> None:
    """Adds a table for a small and for a large discretion table."""
    report.remark(
        f"Discretion: {TIMES:,} evaluations a round, {ROUNDS} interleaved rounds. Ratios are times of the if-chain "
        "over times of the row: 0.1 takes ten times as long. The if-chain checks no fact and gives no reason."
    )
    parties = ("citizen", "organisation")
    small = [
        {"area": area, "party": party, "earlier_offences": times, "corrected": times % 2 == 0}
        for area in (0, 4, 5, 7, 10, 11, Decimal("7.5"))
        for party in parties
        for times in (0, 1, 2)
    ]
    wide = [{"area": area, "party": party} for area in range(0, 320, 7) for party in parties]
    _measure(report, "Discretion, 7 rows and 4 factors", SMALL, small, lambda _: by_hand)
    _measure(report, "Discretion, 60 rows and 2 factors", large(), wide, chain_of)


def _measure(
    report: Report,
    section: str,
    text: str,
    cases: list[dict[str, Any]],
    chain: Callable[[Table], Callable[[Facts], tuple[str, int, int]]],
) -> None:
    (table,) = read(text, in_force_from=date(2024, 1, 1)).tables
    begin = time.perf_counter()
    faults = prove(table)
    proof = (time.perf_counter() - begin) * 1000
    if faults:
        raise SystemExit(f"the table to measure is not sound: {faults[0]}")
    compiled, plain, slow = compile_table(table), chain(table), row_by_row(table)
    _compare(cases, compiled.evaluate, plain, slow)
    ways: dict[str, Callable[[Facts], object]] = {
        CHAIN: plain,
        "gongkai": compiled.evaluate,
        "gongkai, with trace": lambda facts: compiled.evaluate(facts).trace,  # type: ignore[union-attr]
        "row by row": slow,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            times[name].append(_clock(way, cases))
    base = median(times[CHAIN])
    for name, rounds in times.items():
        row = report.row(
            section, name, rounds, unit="µs", note="" if name != "gongkai" else f"proof {proof:.1f} ms"
        )
        row.ratios[CHAIN] = base / row.value


def _clock(way: Callable[[Facts], object], cases: list[dict[str, Any]]) -> float:
    """Microseconds of the processor for one evaluation; garbage is collected before, not meanwhile."""
    rounds = TIMES // len(cases)
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        for _ in range(rounds):
            for facts in cases:
                way(facts)
        return (time.process_time() - begin) * 1_000_000 / (rounds * len(cases))
    finally:
        gc.enable()


def _compare(
    cases: list[dict[str, Any]],
    ours: Callable[[Facts], object],
    plain: Callable[[Facts], tuple[str, int, int]],
    slow: Callable[[Facts], tuple[str, ...]],
) -> None:
    """All ways give the same row and range, or nothing is worth timing."""
    for facts in cases:
        outcome, (row, low, high) = ours(facts), plain(facts)
        same = isinstance(outcome, Outcome) and [each.key for each in outcome.rows] == [row] == list(
            slow(facts)
        )
        if not same or (outcome.minimum, outcome.maximum) != (low, high):  # type: ignore[attr-defined]
            raise SystemExit(f"the ways differ for {facts}: {outcome} and {row}, {low}, {high}")

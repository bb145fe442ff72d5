"""The results of a round (评议结果): each question and dimension with its distribution, mean and 95 % interval.

Counted once when the round is closed, kept as plain values, and never counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from gongkai.domain.supervision import sampling
from gongkai.domain.supervision.appraisal_sheet import HIGHEST, LOWEST, Question, Sheet

Grades = Mapping[str, int]
#: Decimals of a mean and of the ends of an interval, of a share.
DECIMALS, OF_SHARES = 2, 4
#: Decimals of a mean beside hidden cells.
ROUGH = 1


@dataclass(frozen=True, slots=True)
class _Limits:
    """Frame (``None``: nobody was drawn), fewest sheets of which anything is told, smallest number that is shown."""

    population: int | None
    fewest: int
    cell: int


@dataclass(frozen=True, slots=True)
class _Level:
    """How much is told of a dimension that holds a small cell."""

    #: Every cell of the question, and not only the small ones, is hidden.
    all_cells: bool
    decimals: int | None
    ends: bool
    #: Whether the share of the satisfied is told.
    share: bool
    #: Fewest sheets: of few, that no more was told would itself tell which ones can be meant.
    least: int = 0


#: The most first. A mean with its interval can tell, with the cells shown, what the hidden ones hold.
_LEVELS = (
    _Level(False, ROUGH, True, True),
    _Level(True, ROUGH, True, True, 30),
    _Level(True, ROUGH, True, False, 30),
    _Level(True, ROUGH, False, False),
    _Level(True, None, False, False),
)
_GRADES = range(LOWEST, HIGHEST + 1)


def results(
    sheet: Sheet, answers: Sequence[Grades], *, population: int | None, fewest: int, cell: int
) -> dict[str, Any]:
    """What may be shown of the answers, ready for JSON.

    ``answers``: question → grade, one for each filled-in sheet. ``population``: the frame they were drawn from;
    ``None``: nobody was drawn, so there is no interval either (the open sheet stands for nobody but its writers).
    With fewer than ``fewest`` sheets there is only their number; a question fewer answered is left out; cells below
    ``cell`` are hidden (``None``), and so is of the rest whatever would give them away.
    """
    if len(answers) < fewest:
        return {"answers": len(answers), "enough": False, "questions": [], "dimensions": [], "overall": None}
    limits = _Limits(population, fewest, cell)
    asked: dict[str, list[Question]] = {}
    for question in sheet.scales():
        asked.setdefault(question.dimension, []).append(question)
    told = {key: _dimension(questions, answers, limits) for key, questions in asked.items()}
    by_key = {row["key"]: row for rows, _mean_of in told.values() for row in rows}
    return {
        "answers": len(answers),
        "enough": True,
        "questions": [by_key[each.key] for each in sheet.scales()],
        "dimensions": [{"key": key, "mean": mean_of} for key, (_rows, mean_of) in told.items()],
        "overall": by_key[sheet.overall]["mean"],
    }


_Told = tuple[list[dict[str, Any]], dict[str, Any] | None]


def _dimension(questions: Sequence[Question], answers: Sequence[Grades], limits: _Limits) -> _Told:
    """The questions of a dimension and its mean: as much as leaves every small cell open to another reading."""
    small = [
        (each.key, grade)
        for each in questions
        for grade, count in _counts(each.key, answers).items()
        if 0 < count < limits.cell and len(_grades(each.key, answers)) >= limits.fewest
    ]
    for level in (each for each in _LEVELS if each.least <= len(answers)):
        told = _at(level, questions, answers, limits)
        if all(_open(key, grade, level, told, questions, answers, limits) for key, grade in small):
            return told
    return _at(_LEVELS[-1], questions, answers, limits)


def _open(
    key: str,
    grade: int,
    level: _Level,
    told: _Told,
    questions: Sequence[Question],
    answers: Sequence[Grades],
    limits: _Limits,
) -> bool:
    """Whether answers with another number in this cell would be told alike: one sheet moved, or two."""
    count = _counts(key, answers)[grade]
    for first in _moved(key, answers):
        for other in (first, *_moved(key, first)):
            if _counts(key, other)[grade] != count and _at(level, questions, other, limits) == told:
                return True
    return False


def _moved(key: str, answers: Sequence[Grades]) -> Iterator[list[Grades]]:
    """The same answers with one sheet's grade of a question another one, a sheet of each grade in turn."""
    for grade in _GRADES:
        place = next((at for at, row in enumerate(answers) if row.get(key) == grade), None)
        if place is not None:
            for other in _GRADES:
                if other != grade:
                    yield [*answers[:place], {**answers[place], key: other}, *answers[place + 1 :]]


def _at(level: _Level, questions: Sequence[Question], answers: Sequence[Grades], limits: _Limits) -> _Told:
    rows = [_question(each, answers, limits, level) for each in questions]
    veiled = any(hides(row) for row in rows)
    # Of two questions one of which few answered, the other's mean and that of both would tell the few.
    few = any(0 < len(_grades(each.key, answers)) < limits.fewest for each in questions)
    mean_of = None if few else _mean(_of_sheets(questions, answers), limits, level if veiled else None)
    return rows, mean_of


def hides(row: Mapping[str, Any]) -> bool:
    """Whether a question's row leaves out numbers because some are small; its mean is rough then, or missing."""
    return row["answered"] is not None and (row["counts"] is None or None in row["counts"].values())


def _grades(key: str, answers: Sequence[Grades]) -> list[float]:
    return [float(row[key]) for row in answers if row.get(key) is not None]


def _counts(key: str, answers: Sequence[Grades]) -> dict[int, int]:
    given = Counter(row.get(key) for row in answers)
    return {grade: given[grade] for grade in _GRADES}


def _question(
    question: Question, answers: Sequence[Grades], limits: _Limits, level: _Level
) -> dict[str, Any]:
    given = _grades(question.key, answers)
    found: dict[str, Any] = {"key": question.key, "dimension": question.dimension, "answered": len(given)}
    if len(given) < limits.fewest:
        return {**found, "answered": None, "counts": None, "mean": None, "satisfied": None}
    counts = _counts(question.key, answers)
    veiled = sampling.hidden(counts, limits.cell)
    if veiled and level.decimals is None:
        return {**found, "counts": None, "mean": None, "satisfied": None}
    if veiled and level.all_cells:
        veiled = frozenset(counts)
    return {
        **found,
        "counts": {str(grade): None if grade in veiled else count for grade, count in counts.items()},
        "mean": _mean(given, limits, level if veiled else None),
        "satisfied": _satisfied(counts, veiled, limits) if level.share or not veiled else None,
    }


def _satisfied(counts: Mapping[int, int], veiled: frozenset[int], limits: _Limits) -> dict[str, Any] | None:
    """The share of the two best grades; only where it says no more than the cells that are shown."""
    best = {HIGHEST - 1, HIGHEST}
    count = sum(counts.values())
    hits = sum(counts[grade] for grade in best)
    if (
        (veiled & best and veiled not in (best, set(counts)))
        or 0 < hits < limits.cell
        or 0 < count - hits < limits.cell
    ):
        return None
    return _interval(sampling.share(hits, count, limits.population), OF_SHARES, limits.population)


def _of_sheets(questions: Sequence[Question], answers: Sequence[Grades]) -> list[float]:
    """The mean over the questions of each sheet first, so that a sheet counts once."""
    keys = [each.key for each in questions]
    of_sheets = [[float(row[key]) for key in keys if row.get(key) is not None] for row in answers]
    return [fmean(grades) for grades in of_sheets if grades]


def _mean(given: Sequence[float], limits: _Limits, level: _Level | None) -> dict[str, Any] | None:
    """The mean with its interval; ``level``: what may be told of it, ``None``: all."""
    if len(given) < limits.fewest or (level is not None and level.decimals is None):
        return None
    found = sampling.mean(given, limits.population, LOWEST, HIGHEST)
    told = _interval(
        found, DECIMALS if level is None or level.decimals is None else level.decimals, limits.population
    )
    if told is not None and level is not None and not level.ends:
        return {**told, "low": None, "high": None}
    return told


def _interval(
    found: sampling.Interval | None, decimals: int, population: int | None
) -> dict[str, Any] | None:
    if found is None:
        return None
    if population is None:
        return {"value": round(found.value, decimals), "low": None, "high": None}
    return {
        "value": round(found.value, decimals),
        "low": None if found.low is None else round(found.low, decimals),
        "high": None if found.high is None else round(found.high, decimals),
    }


def compared(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, float]:
    """Dimension → how much its mean rose since the round before; only where both tell one."""
    earlier = {row["key"]: row["mean"] for row in before.get("dimensions", []) if row["mean"]}
    return {
        row["key"]: round(row["mean"]["value"] - earlier[row["key"]]["value"], DECIMALS)
        for row in now.get("dimensions", [])
        if row["mean"] and row["key"] in earlier
    }

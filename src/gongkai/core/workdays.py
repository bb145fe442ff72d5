"""Which days are worked: from the library where the notice is out, from loaded notices, else estimated.

``chinese_calendar`` knows every announced day from 2004 on. For a year it does not know, the statutory days
of ``holidays`` are the best estimate, and every day of that year is provisional until its notice is loaded.
No Django here: the command ``gongkai clock`` uses it too.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import chinese_calendar

from gongkai.domain.calendar import HOLIDAYS, Calendar, DayFact, Override
from gongkai.domain.law import load
from gongkai.domain.text import Text, say

LIBRARY_NAMES: Mapping[str, str] = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "victory_2015",
}
"""The announced library's names → the keys of ``law/calendar.toml``."""

ESTIMATE_NAMES: Mapping[str, str] = {
    "Chinese New Year": "spring_festival",
    "New Year's Day": "new_year",
    "Tomb-Sweeping Day": "qingming",
    "Labor Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "National Day": "national_day",
    "Mid-Autumn Festival": "mid_autumn",
}
"""Beginnings of the estimating library's names → keys; the first that fits is taken."""

OBSERVED = "(observed)"

KINDS: Mapping[str, bool] = {"holiday": False, "workday": True, "放假": False, "上班": True}
COLUMNS = ("date", "kind", "name")


def build(overrides: Iterable[Override] = (), announced_years: Iterable[int] = ()) -> Calendar:
    """The calendar: the library, with ``overrides`` on top.

    ``announced_years`` are the years whose notice is among the overrides; the library's years are announced
    anyway. Cheap: estimated years are worked out only when asked for.
    """
    bounds = load("calendar")
    on_top = {
        each.date: DayFact(working=each.working, name="" if each.working else _name(each.name))
        for each in overrides
    }
    loaded = frozenset(announced_years) - library_years()
    return Calendar(
        facts=_Facts(on_top, loaded),
        announced_years=library_years() | loaded,
        first_year=bounds["first_year"],
        last_year=bounds["last_year"],
    )


@cache
def library_years() -> frozenset[int]:
    """Years the library knows from their notices; a year counts once its National Day is in."""
    return frozenset(day.year for day in chinese_calendar.holidays if (day.month, day.day) == (10, 1))


def missing_days(overrides: Iterable[Override], year: int) -> tuple[date, ...]:
    """Statutory days of ``year`` that ``overrides`` leave out: a complete notice leaves out none.

    Ask before marking a year as announced: a partial list would give dates as certain that are not.
    """
    off = {each.date for each in overrides if not each.working}
    return tuple(sorted(day for day in _statutory(year) if day not in off))


@dataclass(frozen=True)
class _Facts(Mapping[date, DayFact]):
    """Overrides first, then the library, then the estimate of a year nobody has announced."""

    on_top: Mapping[date, DayFact]
    loaded_years: frozenset[int]

    def __getitem__(self, on: date) -> DayFact:
        if on in self.on_top:
            return self.on_top[on]
        if on.year in library_years():
            return _library()[on]
        # Once a year's notice is loaded, its days hold; only days off by law need no notice.
        return (_statutory if on.year in self.loaded_years else _estimate)(on.year)[on]

    def __iter__(self) -> Iterator[date]:
        return iter({**_library(), **self.on_top})

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _library() -> dict[date, DayFact]:
    """Every announced day that differs from Monday to Friday."""
    facts = {
        day: DayFact(working=False, name=HOLIDAYS[LIBRARY_NAMES[name]])
        for day, name in chinese_calendar.holidays.items()
    }
    return facts | {day: DayFact(working=True) for day in chinese_calendar.workdays}


@cache
def _estimate(year: int) -> dict[date, DayFact]:
    """The statutory days of ``year`` and the weekdays given for those that fall on a weekend."""
    import holidays  # heavy, and needed only for years nobody has announced

    try:
        days = holidays.country_holidays("CN", years=year, language="en_US")
    except NotImplementedError:  # pragma: no cover - the library knows no such year
        return {}
    return {
        day: DayFact(working=False, name=_estimated_name(name))
        for day, name in sorted(days.items())
        if day.year == year
    }


@cache
def _statutory(year: int) -> dict[date, DayFact]:
    """The days off by law itself, without the weekdays given in exchange."""
    import holidays

    days = holidays.country_holidays("CN", years=year, language="en_US", observed=False)
    return {
        day: DayFact(working=False, name=_estimated_name(name))
        for day, name in sorted(days.items())
        if day.year == year and OBSERVED not in name and "substituted" not in name
    }


def _estimated_name(name: str) -> Text | str:
    key = next((key for start, key in ESTIMATE_NAMES.items() if start in name), None)
    return HOLIDAYS[key] if key else name


def _name(written: str) -> Text | str:
    """A name from a notice as the statutory holiday it means, if it means one: then it has both languages."""
    short = written.strip().removesuffix("假期").removesuffix("放假").removesuffix("节")
    for row in load("calendar")["holiday"]:
        if short and short in (row["label"], row["label"].removesuffix("节"), row["label_en"]):
            return HOLIDAYS[row["key"]]
    return written.strip()


# --- A notice as a file ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """A notice being read: the good rows and everything found wrong."""

    notice: str
    found: dict[date, tuple[int, Override]] = field(default_factory=dict)
    problems: list[tuple[int, Text]] = field(default_factory=list)

    def wrong(self, line: int, column: str, reason: Text) -> None:
        """Note what is wrong in ``column`` (a heading) of ``line`` (counted from 1)."""
        sentence = say("Line {line}, column {column}: {reason}", line=line, column=column, reason=reason)
        self.problems.append((line, sentence))


def parse_notice(text: str, year: int | None = None, notice: str = "") -> tuple[Override, ...] | list[Text]:
    """Read a holiday notice written as CSV with the columns ``date,kind,name``.

    ``kind`` is ``holiday`` or ``workday`` (放假, 上班); ``name`` may be empty. ``year`` is the notice's year;
    left out, most of the dates tell. Days of another year are refused, except the last days of the December
    before, which a notice may change too. The result is either every row (a tuple) or a sentence for every
    problem, with its line and column (a list): never half of a notice.
    """
    reading = _Reading(notice)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        _read_rows(reading, lines)
    except csv.Error as error:
        reading.wrong(
            lines.line_num, "date", say("The line cannot be read as CSV: {error}.", error=str(error))
        )
    if not reading.found and not reading.problems:
        reading.wrong(1, "date", say("The file has no rows: give one line for each day off or worked."))
    _check_year(reading, year)
    if reading.problems:
        return [sentence for _, sentence in sorted(reading.problems, key=lambda problem: problem[0])]
    return tuple(override for _, override in sorted(reading.found.values(), key=lambda row: row[1].date))


def _read_rows(reading: _Reading, lines: Iterable[list[str]]) -> None:
    reader = iter(lines)
    heading = [cell.strip().lower() for cell in next(reader, [])]
    if heading[:2] != list(COLUMNS[:2]) or heading[2:] not in ([], ["name"]):
        first = say("The first line must be the headings: date,kind,name.")
        reading.wrong(1, "date", first)
        return
    for line, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            _read_row(reading, line, [cell.strip() for cell in cells])


def _read_row(reading: _Reading, line: int, cells: list[str]) -> None:
    if len(cells) > len(COLUMNS):
        reading.wrong(
            line, "name", say("There are {count} cells; only date, kind and name are read.", count=len(cells))
        )
        return
    written, kind, name = [*cells, "", ""][: len(COLUMNS)]
    on = _date(written)
    if on is None:
        reading.wrong(line, "date", say("“{value}” is not a date: write it as YYYY-MM-DD.", value=written))
    if kind.lower() not in KINDS:
        reading.wrong(
            line,
            "kind",
            say("“{value}” is no kind of day: write holiday or workday (放假 or 上班).", value=kind),
        )
    if on is None or kind.lower() not in KINDS:
        return
    if on in reading.found:
        first = reading.found[on][0]
        reading.wrong(
            line, "date", say("{date} is already on line {line}: give each day once.", date=on, line=first)
        )
        return
    reading.found[on] = (line, Override(on, KINDS[kind.lower()], name, reading.notice))


def _date(written: str) -> date | None:
    """A day written YYYY-MM-DD, exactly so."""
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return None
    return on if on.isoformat() == written else None


def _check_year(reading: _Reading, year: int | None) -> None:
    """Every day in the notice's year, or in the last days of the December before it."""
    if not reading.found:
        return
    counts = Counter(on.year for on in reading.found)
    of = max(counts, key=lambda each: (counts[each], each)) if year is None else year
    carry_back = date(of - 1, 12, load("calendar")["carry_back_from_day"])
    for on, (line, _) in reading.found.items():
        if not (carry_back <= on and on.year <= of):
            reading.wrong(
                line,
                "date",
                say(
                    "{date} does not belong to the notice for {year}: check the year.", date=on, year=str(of)
                ),
            )

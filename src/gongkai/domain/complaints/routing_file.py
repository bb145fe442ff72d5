"""Routing rules as a file (TOML): read with a sentence for every faulty line, written so that it reads back the same.

    [[rule]]
    key = "lamps"
    position = 10
    in_force_from = 2026-01-01
    lead = "lighting"
    co = ["north-team"]
    note = "路灯归照明所"
    [rule.when]
    categories = ["C01-10", "C01-11"]
    hours = ["18:00-08:00"]

Nothing of a file with a fault is taken over, so a rule set never arrives by halves.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from gongkai.domain.complaints.routing import Conditions, Days, Hours, Point, RoutingRule, ordered
from gongkai.domain.text import Text, say

_RULE = {
    "key": str,
    "position": int,
    "in_force_from": date,
    "in_force_until": date,
    "enabled": bool,
    "lead": str,
    "co": list,
    "note": str,
    "source": str,
    "when": dict,
}
_NEEDED = ("key", "position", "in_force_from", "lead")
_LISTS = ("categories", "kinds", "channels", "districts", "grids")
_WHEN = (*_LISTS, "polygon", "weekdays", "hours", "days")
_KEY = re.compile(r"""\s*(["']?)([A-Za-z_-]+)\1\s*[=.]""")
_HEAD = re.compile(r"\s*\[\[?\s*([A-Za-z_. -]+?)\s*\]")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in which line of the file (from 1)."""

    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Parsed:
    """The rules of a file in its order, or its faults; never both."""

    rules: tuple[RoutingRule, ...] = ()
    faults: tuple[LineFault, ...] = ()


def parse_rules(text: str) -> Parsed:
    """The rules written in ``text``; every fault with its line. Never raises."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Parsed(faults=(_not_toml(text, str(error)),))
    except (RecursionError, ValueError):  # ValueError: a date or number beyond what there is
        return Parsed(faults=(LineFault(1, say("The file cannot be read: a value in it is out of bounds.")),))
    lines = _Lines(text)
    faults = [
        LineFault(lines.top(name), say("There is no setting {name}; a file holds [[rule]] only.", name=name))
        for name in data
        if name != "rule"
    ]
    rows = data.get("rule", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return Parsed(faults=(*faults, LineFault(lines.top("rule"), say("Write each rule under [[rule]]."))))
    rules: list[RoutingRule] = []
    seen: set[tuple[str, date]] = set()
    for place, row in enumerate(rows):
        reader = _Reader(row, lines, place)
        rule = reader.rule()
        faults += reader.faults
        if rule is None:
            continue
        if (rule.key, rule.in_force_from) in seen:
            reason = say("The rule {rule} stands twice in the file with the same first day.", rule=rule.key)
            faults.append(LineFault(lines.of(place, "key"), reason))
        seen.add((rule.key, rule.in_force_from))
        rules.append(rule)
    return Parsed(faults=tuple(faults)) if faults else Parsed(tuple(rules))


def _not_toml(text: str, message: str) -> LineFault:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    last = text.count("\n") + 1
    line = min(int(found[1]), last) if found else last
    return LineFault(
        line, say("This line is not written the way such files are (TOML): check quotes and brackets.")
    )


class _Lines:
    """In which line the settings of the rules stand; what stands in long strings is passed over."""

    def __init__(self, text: str) -> None:
        self._heads: list[int] = []
        self._settings: dict[tuple[int, str], int] = {}
        self._tops: dict[str, int] = {}
        table, quote = "", ""
        for number, line in enumerate(text.split("\n"), start=1):
            if quote:
                quote = "" if quote in line else quote
                continue
            head = _HEAD.match(line)
            if head:
                table = re.sub(r"\s", "", head[1])
                self._tops.setdefault(table.partition(".")[0], number)
                if table == "rule":
                    self._heads.append(number)
            setting = _KEY.match(line)
            if setting:
                self._note(table, setting[2], number)
            quote = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")

    def _note(self, table: str, name: str, number: int) -> None:
        if table == "":
            self._tops.setdefault(name, number)
        elif table.startswith("rule"):
            path = name if table == "rule" else f"when.{name}"
            self._settings.setdefault((len(self._heads) - 1, path), number)

    def top(self, name: str) -> int:
        """The line of a setting outside the rules."""
        return self._tops.get(name, 1)

    def of(self, place: int, path: str) -> int:
        """The line of a setting of the rule at ``place``; the rule's own first line where it is not found."""
        for wanted in (path, path.partition(".")[0]):
            if (place, wanted) in self._settings:
                return self._settings[place, wanted]
        return self._heads[place] if place < len(self._heads) else 1


class _Reader:
    """Reads one rule and gathers its faults."""

    def __init__(self, row: dict[str, Any], lines: _Lines, place: int) -> None:
        self.faults: list[LineFault] = []
        self._row, self._lines, self._place = row, lines, place

    def rule(self) -> RoutingRule | None:
        """The rule, or ``None`` where anything is wrong with it."""
        row = self._row
        for name, value in row.items():
            if name not in _RULE:
                self._fault(name, say("A rule has no setting {name}. Check the spelling.", name=name))
            elif not _is(value, _RULE[name]):
                self._fault(name, _wanted(name))
        for name in _NEEDED:
            if row.get(name, "") == "":
                self._fault(name, say("The rule lacks {name}.", name=name))
        co = self._words("co", row.get("co", []))
        when = (
            self._conditions(row["when"])
            if isinstance(row.get("when", {}), dict) and "when" in row
            else Conditions()
        )
        if self.faults:
            return None
        return RoutingRule(
            key=row["key"],
            position=row["position"],
            in_force_from=row["in_force_from"],
            in_force_until=row.get("in_force_until"),
            when=when,
            lead=row["lead"],
            co=co,
            note=row.get("note", ""),
            source=row.get("source", ""),
            enabled=row.get("enabled", True),
        )

    def _conditions(self, row: dict[str, Any]) -> Conditions:
        for name in row:
            if name not in _WHEN:
                self._fault(
                    f"when.{name}", say("There is no condition {name}. Check the spelling.", name=name)
                )
        lists = {name: self._words(f"when.{name}", row.get(name, [])) for name in _LISTS}
        return Conditions(
            **lists,
            polygon=self._polygon(row.get("polygon", [])),
            weekdays=self._weekdays(row.get("weekdays", [])),
            hours=self._hours(row.get("hours", [])),
            days=self._days(row.get("days", "")),
        )

    def _words(self, path: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            self._fault(path, say('{name} is a list of codes in quotes, for example ["E01"].', name=path))
            return ()
        return tuple(value)

    def _polygon(self, value: object) -> tuple[Point, ...]:
        if not isinstance(value, list) or not all(_is_point(each) for each in value) or 0 < len(value) < 3:
            reason = say("polygon is a list of at least three points [longitude, latitude] in degrees.")
            self._fault("when.polygon", reason)
            return ()
        return tuple((float(each[0]), float(each[1])) for each in value)

    def _weekdays(self, value: object) -> tuple[int, ...]:
        if not isinstance(value, list) or not all(_is(each, int) and 1 <= each <= 7 for each in value):
            self._fault("when.weekdays", say("weekdays is a list of numbers from 1 (Monday) to 7 (Sunday)."))
            return ()
        return tuple(value)

    def _hours(self, value: object) -> tuple[Hours, ...]:
        spans = value if isinstance(value, list) else [None]
        found = [_HOURS.fullmatch(each) if isinstance(each, str) else None for each in spans]
        if not all(found):
            self._fault("when.hours", say('hours is a list of spans such as "18:00-08:00".'))
            return ()
        return tuple(
            Hours(time(int(each[1]), int(each[2])), time(int(each[3] or 0), int(each[4] or 0)))
            for each in found
            if each
        )

    def _days(self, value: object) -> Days:
        if value == "working":
            return "working"
        if value == "rest":
            return "rest"
        if value != "":
            self._fault("when.days", say('days is "working" or "rest".'))
        return ""

    def _fault(self, path: str, reason: Text) -> None:
        self.faults.append(LineFault(self._lines.of(self._place, path), reason))


def _is(value: object, kind: type) -> bool:
    """Whether the value is of the kind; true and false are no numbers, a moment is no day."""
    if isinstance(value, bool | datetime):
        return kind is type(value)
    return isinstance(value, kind)


def _is_point(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in value):
        return False
    return all(math.isfinite(part) for part in value) and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _wanted(name: str) -> Text:
    kind = _RULE[name]
    if kind is date:
        return say("{name} is a day without quotes, for example 2026-01-01.", name=name)
    if kind is int:
        return say("{name} is a whole number without quotes.", name=name)
    if kind is bool:
        return say("{name} is true or false, without quotes.", name=name)
    if kind is dict:
        return say("Write the conditions under [rule.when].")
    return say("{name} is text in quotes.", name=name)


def dump_rules(rules: Iterable[RoutingRule]) -> str:
    """The rules as a file, in the order they are tried; ``parse_rules`` reads the same rules from it."""
    return "\n".join(line for rule in ordered(rules) for line in (*_written(rule), ""))


def _written(rule: RoutingRule) -> Iterator[str]:
    yield "[[rule]]"
    yield f"key = {_quoted(rule.key)}"
    yield f"position = {rule.position}"
    yield f"in_force_from = {rule.in_force_from.isoformat()}"
    if rule.in_force_until is not None:
        yield f"in_force_until = {rule.in_force_until.isoformat()}"
    if not rule.enabled:
        yield "enabled = false"
    yield f"lead = {_quoted(rule.lead)}"
    if rule.co:
        yield f"co = {_array(rule.co)}"
    for name, value in (("note", rule.note), ("source", rule.source)):
        if value:
            yield f"{name} = {_quoted(value)}"
    if not rule.when.none:
        yield from _conditions(rule.when)


def _conditions(when: Conditions) -> Iterator[str]:
    yield "[rule.when]"
    for name in _LISTS:
        words: tuple[str, ...] = getattr(when, name)
        if words:
            yield f"{name} = {_array(words)}"
    if when.polygon:
        points = ", ".join(f"[{float(x)!r}, {float(y)!r}]" for x, y in when.polygon)
        yield f"polygon = [{points}]"
    if when.weekdays:
        yield f"weekdays = [{', '.join(str(day) for day in when.weekdays)}]"
    if when.hours:
        yield f"hours = {_array(str(span) for span in when.hours)}"
    if when.days:
        yield f"days = {_quoted(when.days)}"


def _array(words: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _quoted(text: str) -> str:
    """A basic string; control characters and halves of pairs are written by number or replaced."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    plain = plain.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign[0]):04x}", plain) + '"'

"""``gongkai clock``: when does a legal period end, and why on that day?

Works without Django and without a database. Output is Chinese by default; every error is one sentence on the
error stream, with exit status 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn

from gongkai.config.spoken import Spoken
from gongkai.core import workdays
from gongkai.domain import clocks
from gongkai.domain.calendar import Override
from gongkai.domain.clocks import Due, Pause, Rule
from gongkai.domain.due_json import as_json, rule_json
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

WRONG = 2
"""Exit status of every error."""


class WrongInputError(Exception):
    """What was typed cannot be used; ``reason`` says why and what to type."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, instead of printing the usage."""

    def error(self, message: str) -> NoReturn:
        raise WrongInputError(
            say("The command could not be read ({problem}). See “gongkai clock --help”.", problem=message)
        )


@dataclass(frozen=True, slots=True)
class _Question:
    rule: str
    start: date
    pauses: tuple[Pause, ...]
    extension: int


def run(argv: Sequence[str], overrides: Iterable[Override] = (), announced_years: Iterable[int] = ()) -> int:
    """Answer ``gongkai clock`` with the arguments ``argv`` on the output stream; gives the exit status.

    ``overrides`` and ``announced_years`` are the holiday notices loaded in this installation, if any.
    """
    spoken = Spoken(chinese=not _asks_for_english(argv))
    try:
        options = _parser().parse_args(list(argv))
        answer = (
            _list(options, spoken) if options.list else _answer(options, spoken, overrides, announced_years)
        )
    except WrongInputError as wrong:
        sys.stderr.write(spoken(wrong.reason) + "\n")
        return WRONG
    except SystemExit as finished:  # --help
        return int(finished.code or 0)
    sys.stdout.write(answer + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="gongkai clock",
        allow_abbrev=False,
        description="When a legal period ends, and why: working days, pauses and extensions.",
        epilog="Example: gongkai clock request.reply --start 2026-02-12 --pause 2026-02-25:2026-03-03",
    )
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the period, for example request.reply")
    parser.add_argument(
        "--start", metavar="YYYY-MM-DD", help="the day of the event; it is not counted itself"
    )
    parser.add_argument(
        "--pause",
        metavar="A:B",
        action="append",
        default=[],
        help="days A to B are not counted, both included; “A:” is a pause still running; may be given often",
    )
    parser.add_argument(
        "--extend", metavar="N", default="0", help="add N days of the period's unit, up to the legal limit"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--list", action="store_true", help="list the periods and where they stand written")
    parser.add_argument(
        "--language", choices=("zh-hans", "en"), default="zh-hans", help="language of the answer"
    )
    return parser


def _asks_for_english(argv: Sequence[str]) -> bool:
    """Whether English is wanted, also when the rest cannot be read."""
    return "--language=en" in argv or ("--language", "en") in pairwise(argv)


def _answer(
    options: argparse.Namespace, spoken: Spoken, overrides: Iterable[Override], announced_years: Iterable[int]
) -> str:
    question = _question(options)
    calendar = workdays.build(overrides, announced_years)
    due = clocks.compute(question.rule, question.start, calendar, question.pauses, question.extension)
    if isinstance(due, Refused):
        raise WrongInputError(due.reason)
    if options.json:
        return json.dumps(as_json(due, spoken), ensure_ascii=False, indent=2)
    return _table(due, spoken)


def _question(options: argparse.Namespace) -> _Question:
    known = ", ".join(clocks.rule_keys())
    if not options.rule:
        raise WrongInputError(say("Name a rule. The rules are: {known}.", known=known))
    if options.rule not in clocks.rule_keys():
        raise WrongInputError(
            say("There is no rule “{key}”. The rules are: {known}.", key=options.rule, known=known)
        )
    if not options.start:
        raise WrongInputError(say("Give the day of the event: --start YYYY-MM-DD."))
    return _Question(
        options.rule,
        _date(options.start),
        tuple(_pause(written) for written in options.pause),
        _number(options.extend),
    )


def _date(written: str) -> date:
    try:
        on = date.fromisoformat(written)
    except ValueError:
        on = None
    if on is None or on.isoformat() != written:
        raise WrongInputError(
            say("“{value}” is not a date: write it as YYYY-MM-DD, for example 2026-03-02.", value=written)
        )
    return on


def _pause(written: str) -> Pause:
    first, colon, last = written.partition(":")
    if not colon:
        raise WrongInputError(
            say(
                "“{value}” is not a pause: write its first and last day, for example 2026-03-02:2026-03-06.",
                value=written,
            )
        )
    return Pause(_date(first), _date(last) if last else None)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 5):
        raise WrongInputError(
            say("“{value}” is not a number of days: write a whole number, 0 or more.", value=written)
        )
    return int(written)


def _table(due: Due, spoken: Spoken) -> str:
    lines = [
        f"{_label(due.rule, spoken)} ({due.rule.key})",
        spoken(say("Basis: {citation}", citation=str(due.citation))) + _remark(due.rule, spoken),
        spoken(say("Start: {date}", date=due.start)),
        spoken(say("Length: {length}", length=_length(due.rule, due.extension))),
        spoken(_ending(due)),
        "",
    ]
    number = 0
    for day in due.trail:
        number += day.counted
        count = str(number) if day.counted else "-"
        mark = " *" if day.provisional else ""
        lines.append(f"{day.date.isoformat()}  {count:>3}  {spoken(day.reason)}{mark}")
    if due.provisional:
        lines += ["", spoken(say("* The holiday notice for this year is not out: the date is provisional."))]
    return "\n".join(lines)


def _ending(due: Due) -> Text:
    if due.due is None:
        return say("Last day: open, the clock is paused")
    if due.provisional:
        return say("Last day: {date} (provisional)", date=due.due)
    return say("Last day: {date}", date=due.due)


def _label(rule: Rule, spoken: Spoken) -> str:
    return rule.label if spoken.chinese else rule.label_en


def _remark(rule: Rule, spoken: Spoken) -> str:
    return "" if rule.verified else " " + spoken(say("(text not checked)"))


def _length(rule: Rule, extension: int) -> Text:
    days = rule.length + extension
    if rule.unit == "working_day":
        return say("{days} working days", days=days)
    return say("{days} calendar days", days=days)


def _list(options: argparse.Namespace, spoken: Spoken) -> str:
    """The periods, each version on a line."""
    if options.json:
        return json.dumps([rule_json(rule) for rule in clocks.rules()], ensure_ascii=False, indent=2)
    width = max(len(key) for key in clocks.rule_keys())
    return "\n".join(
        f"{rule.key:<{width}}  {rule.in_force_from} – {_until(rule):<10}  "
        f"{spoken(_length(rule, 0))}  {_label(rule, spoken)}  {rule.citation}{_remark(rule, spoken)}"
        for rule in clocks.rules()
    )


def _until(rule: Rule) -> str:
    return rule.in_force_until.isoformat() if rule.in_force_until else ""

"""Signs that figures are made up (数据真实性检查): a remark to look at with matter numbers, never a verdict.

How many make a remark is configuration (``law/complaint_categories.toml``, ``gaming``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal, TypeAlias

from gongkai.domain.complaints.figures import Row
from gongkai.domain.law import load
from gongkai.domain.text import Text, say

Check: TypeAlias = Literal[
    "closed_before_contact",
    "handler_rated",
    "same_call_length",
    "same_call_minute",
    "closed_just_in_time",
    "identical_replies",
]

_Key: TypeAlias = "tuple[str, str | int | datetime]"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many on something is remarked; see the remarks in the data for each."""

    equal_calls: int
    same_minute_calls: int
    due_minutes: int
    due_matters: int
    identical_replies: int
    reply_characters: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found: the matters' numbers and a sentence; ``who`` is the person or unit, "" for none."""

    check: Check
    numbers: tuple[str, ...]
    reason: Text
    who: str = ""


@cache
def thresholds() -> Thresholds:
    """The thresholds of the data."""
    return Thresholds(**load("complaint_categories")["gaming"])


def remarks(rows: Sequence[Row], at: Thresholds | None = None) -> list[Remark]:
    """The remarks of every check over ``rows``, grave ones first."""
    used = at or thresholds()
    found: list[Remark] = []
    for check in CHECKS:
        found += check(rows, used)
    return found


def closed_before_contact(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """Closed although nobody had spoken to the reporter or been on site."""
    for row in rows:
        if row.closed_at is None or (
            row.first_contact_at is not None and row.first_contact_at <= row.closed_at
        ):
            continue
        reason = say("{number} was closed before anybody had contact with the reporter.", number=row.number)
        yield Remark("closed_before_contact", (row.number,), reason, row.handler)


def handler_rated(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """The handler called back or entered the rating himself."""
    for row in rows:
        if row.handler and row.handler in (row.called_by, row.rated_by):
            reason = say(
                "{number}: the handler called back or entered the rating himself.", number=row.number
            )
            yield Remark("handler_rated", (row.number,), reason, row.handler)


def same_call_length(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """Many call-backs by one person of exactly the same length."""
    groups = _groups(
        rows, lambda row: (row.called_by, row.call_seconds) if row.called_by and row.call_seconds else None
    )
    for (who, seconds), numbers in groups:
        if len(numbers) >= at.equal_calls:
            reason = say(
                "{count} call-backs by one person lasted exactly {seconds} seconds each.",
                count=len(numbers),
                seconds=seconds,
            )
            yield Remark("same_call_length", numbers, reason, who)


def same_call_minute(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """Several call-backs by one person within the same minute."""
    groups = _groups(
        rows,
        lambda row: (
            (row.called_by, row.called_at.replace(second=0, microsecond=0)) if row.called_at else None
        ),
    )
    for (who, minute), numbers in groups:
        if len(numbers) >= at.same_minute_calls:
            reason = say(
                "{count} call-backs by one person are entered for the same minute ({minute}).",
                count=len(numbers),
                minute=minute,
            )
            yield Remark("same_call_minute", numbers, reason, who)


def closed_just_in_time(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """One unit closes matter after matter in the last minutes of the limit."""
    last = timedelta(minutes=at.due_minutes)
    groups = _groups(
        rows,
        lambda row: (
            (row.unit, "")
            if row.closed_at and row.due and timedelta(0) <= row.due - row.closed_at <= last
            else None
        ),
    )
    for (who, _), numbers in groups:
        if len(numbers) >= at.due_matters:
            reason = say(
                "{count} matters of one unit were closed in the last {minutes} minutes of their limit.",
                count=len(numbers),
                minutes=at.due_minutes,
            )
            yield Remark("closed_just_in_time", numbers, reason, who)


def identical_replies(rows: Sequence[Row], at: Thresholds) -> Iterator[Remark]:
    """The same reply, blanks and signs aside, to many matters."""
    groups = _groups(
        rows, lambda row: ("", _bare(row.reply)) if len(_bare(row.reply)) >= at.reply_characters else None
    )
    for _, numbers in groups:
        if len(numbers) >= at.identical_replies:
            reason = say("{count} matters got word for word the same reply.", count=len(numbers))
            yield Remark("identical_replies", numbers, reason)


CHECKS = (
    closed_before_contact,
    handler_rated,
    same_call_length,
    same_call_minute,
    closed_just_in_time,
    identical_replies,
)


def _groups(rows: Sequence[Row], key: Callable[[Row], _Key | None]) -> list[tuple[_Key, tuple[str, ...]]]:
    """The numbers of the matters by key, in the order they come; ``None`` leaves a matter out."""
    groups: dict[_Key, list[str]] = defaultdict(list)
    for row in rows:
        place = key(row)
        if place is not None:
            groups[place].append(row.number)
    return [(place, tuple(numbers)) for place, numbers in groups.items()]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()

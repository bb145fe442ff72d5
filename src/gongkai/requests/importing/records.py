"""What the two registers hold, as plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from gongkai.requests.importing.problems import Problem

Register: TypeAlias = Literal["requests", "disputes"]


class RequestRow(NamedTuple):
    """A line of the register of requests. ``outcome`` empty and ``closed_on`` ``None``: still open."""

    line: int
    number: str
    received_on: date
    applicant_kind: str
    channel: str
    #: What the register called the way in, where the law knows no such way.
    channel_words: str
    subject: str
    outcome: str
    closed_on: date | None


class DisputeRow(NamedTuple):
    """A line of the register of reviews and suits. ``result`` empty and ``closed_on`` ``None``: not concluded."""

    line: int
    kind: str
    filed_on: date
    result: str
    closed_on: date | None
    number: str
    request_number: str
    authority: str


@dataclass(slots=True)
class Findings:
    """What a register's file holds and what stands in its way. Nothing of it is in the database yet."""

    register: Register
    name: str
    sha256: str = ""
    size: int = 0
    rows: int = 0
    #: Rows without an end.
    open: int = 0
    first_on: date | None = None
    last_on: date | None = None
    #: Year in which it came in → how many.
    years: Counter[int] = field(default_factory=Counter)
    #: Outcome or result → how many; "" are the open ones.
    ends: Counter[str] = field(default_factory=Counter)
    #: The first ones, to be looked at.
    sample: list[RequestRow | DisputeRow] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    #: Errors beyond the ones named.
    more: int = 0
    notes: list[Problem] = field(default_factory=list)

    @property
    def closed(self) -> int:
        """Rows with an end."""
        return self.rows - self.open

    @property
    def sound(self) -> bool:
        """Whether it can be brought in."""
        return bool(self.rows) and not self.errors

    @property
    def problems(self) -> int:
        """How many errors there are."""
        return len(self.errors) + self.more

    def count(self, day: date, end: str) -> None:
        """One more row."""
        self.rows += 1
        self.open += not end
        self.years[day.year] += 1
        self.ends[end] += 1
        self.first_on = day if self.first_on is None or day < self.first_on else self.first_on
        self.last_on = day if self.last_on is None or day > self.last_on else self.last_on

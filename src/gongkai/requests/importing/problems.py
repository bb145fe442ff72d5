"""What a person must know about a register before it is brought in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gongkai.domain.text import Text

#: Problems that are named; what comes after is counted.
MOST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell, one line or the whole file. An ``error`` stops the import; a ``note`` does not.

    ``column`` is the heading with its letter, as in ``outcome (F)``.
    """

    line: int | None
    column: str
    message: Text
    kind: Literal["error", "note"] = "error"


@dataclass(slots=True)
class Problems:
    """Collects the first errors and counts the rest; notes stand apart, for there are few of them."""

    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    #: Errors beyond the ones named.
    more: int = 0

    def error(self, message: Text, *, line: int | None = None, column: str = "") -> None:
        """Something that stops the import."""
        if len(self.errors) < MOST:
            self.errors.append(Problem(line, column, message))
        else:
            self.more += 1

    def note(self, message: Text, *, line: int | None = None, column: str = "") -> None:
        """Something to be known; the import goes on."""
        self.notes.append(Problem(line, column, message, "note"))

    @property
    def count(self) -> int:
        """How many errors there are."""
        return len(self.errors) + self.more

    def in_order(self) -> list[Problem]:
        """The errors named, by line."""
        return sorted(self.errors, key=lambda each: each.line or 0)

"""A refusal as a value: why something may not be done, and where that stands written."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain.law import Citation
from gongkai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer "no": ``reason`` says what is wrong and what to do; ``citation`` where the law speaks."""

    reason: Text
    citation: Citation | None = None

    def __str__(self) -> str:
        return str(self.reason)

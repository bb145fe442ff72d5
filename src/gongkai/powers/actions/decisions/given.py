"""What a move on a decision may be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Given:
    """What the form of a move supplies."""

    reason: str = ""
    opinion: str = ""
    #: The day of notice, service, or of the act that revokes it; today when nothing is given.
    on: date | None = None
    #: How it was served (``law/letters.toml``), or how the party was notified.
    way: str = ""

    def names(self) -> frozenset[str]:
        """What is given, in the words of the process table."""
        found = {"reason": self.reason.strip(), "opinion": self.opinion.strip(), "moment": self.on}
        return frozenset(name for name, value in found.items() if value)


NOTHING = Given()

"""Refusals as exceptions: raised by actions, so that the deed is rolled back; shown by views as a sentence."""

from __future__ import annotations

from gongkai.domain.law import Citation
from gongkai.domain.text import Text, say


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """The deed is not done. ``reason`` says what happened, why and what to do; ``citation`` the article, if any."""

    status = 409

    def __init__(self, reason: Text | str, *, citation: Citation | None = None) -> None:
        self.reason = reason if isinstance(reason, Text) else Text(reason)
        self.citation = citation
        super().__init__(str(self.reason))


class NotAllowed(Refusal):
    """The person's posts do not give this deed."""

    status = 403


class Conflict(Refusal):
    """Somebody else changed the record first."""

    status = 409

    def __init__(self, reason: Text | None = None) -> None:
        super().__init__(
            reason
            or say(
                "Somebody else changed this record while you were looking at it. "
                "Nothing of yours was lost: look at the record as it stands now and try again."
            )
        )


class Invalid(Refusal):
    """The input cannot be taken; ``field`` names where."""

    status = 422

    def __init__(self, reason: Text | str, *, field: str = "", citation: Citation | None = None) -> None:
        super().__init__(reason, citation=citation)
        self.field = field

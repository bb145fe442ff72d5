"""What a form, or the applicant, supplies for a move."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

#: Values that may name or describe a person: never in the ledger, kept sealed where they belong.
PERSONAL = ("party", "contact", "opinion", "supplement", "reasons", "evidence")


@dataclass(frozen=True, slots=True)
class Given:
    """What was supplied for a move; empty where nothing was asked."""

    reason: str = ""
    #: Number of the unit, and of the officer in it.
    unit: int | None = None
    officer: int | None = None
    #: What is to be completed.
    correction: str = ""
    by_day: date | None = None
    #: The correction, as the applicant gave it.
    supplement: str = ""
    #: A third party's name, and how to reach it.
    party: str = ""
    contact: str = ""
    #: An agency asked; ``joint``: it made the information together with this one.
    agency: str = ""
    joint: bool = False
    #: Number of the hearing an opinion belongs to, what it says (a ``Consultation.Result``), and its words.
    consultation: int | None = None
    result: str = ""
    opinion: str = ""
    days: int = 0
    reasons: str = ""
    receipt: str = ""
    way: str = ""
    #: The day on which it happened (paid, served, answered, completed); ``None``: today.
    day: date | None = None
    evidence: str = ""
    tracking: str = ""
    #: For the day of receipt (Article 31).
    arrived_on: date | None = None
    agency_confirmed_on: date | None = None
    applicant_confirmed_on: date | None = None

    def names(self) -> frozenset[str]:
        """The needs of the process table that are met."""
        return frozenset(name for name, value in asdict(self).items() if value)

    def for_ledger(self) -> dict[str, Any]:
        """What step and event keep: nothing personal, and the reason in its own place."""
        kept = {
            name: value
            for name, value in asdict(self).items()
            if value and name != "reason" and name not in PERSONAL
        }
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


NOTHING = Given()

"""What a form, or the reporter, supplies for a move."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

#: Values that may name or describe a person: never in the ledger, kept where they belong.
PERSONAL = ("note",)


@dataclass(frozen=True, slots=True)
class CallGiven:
    """What a call-back found: answered, solved and content are three questions."""

    reached: bool = True
    answered: bool | None = None
    solved: bool | None = None
    #: A key of ``rating`` in ``law/complaints.toml``.
    rating: str = ""
    way: str = "telephone"
    began_at: datetime | None = None
    minutes: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What was supplied for a move; empty where nothing was asked."""

    reason: str = ""
    #: Number of the unit it goes to, and those of the units that help.
    unit: int | None = None
    co_units: tuple[int, ...] = ()
    #: Number of the person who handles it.
    officer: int | None = None
    article: str = ""
    #: Number of the unit whose business it is, in the returning unit's eyes.
    suggested: int | None = None
    #: Key of the ground for not taking it up.
    ground: str = ""
    #: Number of the matter it is joined with, as it is written.
    lead: str = ""
    #: Number it goes on under elsewhere.
    link: str = ""
    #: In the unit of the period of handling.
    days: int = 0
    review_again_on: date | None = None
    call: CallGiven | None = None
    #: How the reporter was told the reply.
    way: str = ""
    #: Routing's answer that was followed: rule or precedent, for the ledger.
    routed_by: str = ""

    def names(self) -> frozenset[str]:
        """The needs of the process table that are met."""
        return frozenset(name for name, value in asdict(self).items() if value)

    def for_ledger(self) -> dict[str, Any]:
        """What step and event keep: nothing personal, and the reason in its own place."""
        kept: dict[str, Any] = {}
        for name, value in asdict(self).items():
            if not value or name == "reason":
                continue
            if isinstance(value, dict):
                value = {
                    key: each for key, each in value.items() if key not in PERSONAL and each not in ("", None)
                }
            kept[name] = _plain(value)
        return kept


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


NOTHING = Given()

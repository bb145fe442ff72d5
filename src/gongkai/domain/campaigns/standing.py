"""What a site stands at (工地现状): never inspected, in order, to be put right, overdue; from its records alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gongkai.domain.campaigns.checklists import PASSED

Stand = Literal["unseen", "passed", "to_correct", "overdue"]
STANDS: tuple[Stand, ...] = ("overdue", "to_correct", "unseen", "passed")


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as far as it counts: when it was made, what it came to, until when to put right."""

    made_at: datetime
    result: str
    correct_by: date | None = None


def standing(records: Iterable[Seen], today: date) -> Stand:
    """What the newest record says; one that found something wrong is overdue the day after its last day."""
    newest = max(records, key=lambda each: each.made_at, default=None)
    if newest is None:
        return "unseen"
    if newest.result == PASSED:
        return "passed"
    late = newest.correct_by is not None and today > newest.correct_by
    return "overdue" if late else "to_correct"


@dataclass(frozen=True, slots=True)
class Turn:
    """How often a site was found wrong and put right again."""

    inspections: int = 0
    found_wrong: int = 0
    put_right: int = 0


def turns(records: Iterable[Seen]) -> Turn:
    """Counts over the records in the order of time: a record in order after one that was not puts it right."""
    inspections = wrong = right = 0
    open_before = False
    for each in sorted(records, key=lambda row: row.made_at):
        inspections += 1
        failed = each.result != PASSED
        wrong += failed
        right += open_before and not failed
        open_before = failed
    return Turn(inspections, wrong, right)

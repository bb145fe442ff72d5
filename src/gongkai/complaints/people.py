"""Who acts on a matter besides the staff: the reporter, who shows number and secret code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class ReporterActor:
    """The reporter (诉求人) acting on the own matter; satisfies ``core.ledger.Actor`` and names nobody."""

    matter_id: int
    agency_code: str
    person_id: int | None = None
    post_title: str = N_("The reporter")
    on_behalf_of_id: int | None = None


#: Whoever moves a matter; ``None`` is the system's own clock.
Acting: TypeAlias = StaffActor | ReporterActor | None

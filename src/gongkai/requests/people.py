"""Who acts on a request besides the staff: the applicant, who shows number and secret code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class ApplicantActor:
    """The applicant (申请人) acting on the own request; satisfies ``core.ledger.Actor`` and names nobody."""

    request_id: int
    agency_code: str
    person_id: int | None = None
    post_title: str = N_("The applicant")
    on_behalf_of_id: int | None = None


#: Whoever moves a request; ``None`` is the system's own clock.
Acting: TypeAlias = StaffActor | ApplicantActor | None

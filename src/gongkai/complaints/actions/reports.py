"""What is reported, what is taken in of it, and what the reporter gets at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.complaints.actions.files import Upload
from gongkai.complaints.identity import Contact
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.people.actor import StaffActor


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported, and how it came in. Places are WGS-84."""

    title: str
    text: str
    contact: Contact = field(default_factory=Contact)
    kind: str = "complaint"
    channel: str = "web"
    category: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    district: str = ""
    grid: str = ""
    address: str = ""
    asset_id: int | None = None
    urgent: bool = False
    may_publish: bool = False
    by_email: bool = False
    language: str = "zh-hans"
    against_person_id: int | None = None
    against_unit_id: int | None = None
    session_id: int | None = None
    outside_system: str = ""
    outside_number: str = ""
    #: Public id of the matter the reporter takes for the same; a hint to the desk, which decides.
    perhaps_same: str = ""
    #: Keys of the warnings of danger the reporter confirmed before going on.
    warned: tuple[str, ...] = ()
    #: When it arrived; ``None``: now. Never ahead.
    received_at: datetime | None = None

    @property
    def received_on(self) -> date:
        """The day of arrival where the office stands."""
        return timezone.localtime(self.received_at or clock.now()).date()


@dataclass(frozen=True, slots=True)
class Submitted:
    """A matter that was taken in, the code that is shown this once, and its place in the ledger."""

    matter: Matter
    code: str
    #: Number and digest of the ledger's event: the proof that it is there.
    seq: int
    digest: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """The agency a matter is for, as far as numbers, projection and ledger must know it."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that was looked at and may be taken in."""

    agency_id: int
    actor: StaffActor | None
    report: Report
    token: str
    code: str
    files: tuple[Upload, ...] = ()

"""What goes over the line, as GeoReport v2 and its extensions name it. Moments have their zone; places are WGS-84."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal, TypeAlias

from gongkai.domain.coordinates import Point
from gongkai.domain.text import Text

Status: TypeAlias = Literal["open", "closed"]
STATUSES: tuple[Status, ...] = ("open", "closed")
Datatype: TypeAlias = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
#: The fine state of the CitySDK extension.
DETAILED = ("RECEIVED", "IN_PROCESS", "PROCESSED", "ARCHIVED", "REJECTED")
#: The states of the updates extension of mySociety.
UPDATE_STATUSES = (
    *("OPEN", "IN_PROGRESS", "ACTION_SCHEDULED", "INVESTIGATING", "FIXED", "CLOSED", "DUPLICATE"),
    *(
        "NOT_COUNCILS_RESPONSIBILITY",
        "NO_FURTHER_ACTION",
        "INTERNAL_REFERRAL",
        "FOR_TRIAGE",
        "CANCELLED",
        "REOPEN",
    ),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A place where the service is offered: ``type`` is "production" or "test", ``formats`` are content types."""

    specification: str
    url: str
    changeset: datetime
    type: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """Who offers what: ``changeset`` moves when services or their questions change."""

    changeset: datetime
    contact: str
    key_service: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of matter that may be reported; ``metadata``: it asks questions of its own."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    keywords: tuple[str, ...] = ()
    group: str = ""
    type: str = "realtime"


@dataclass(frozen=True, slots=True)
class Value:
    """One of the answers that may be chosen."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question of a service. ``variable`` False: it only tells something, nothing is answered."""

    code: str
    datatype: Datatype
    required: bool
    order: int
    description: str
    datatype_description: str = ""
    values: tuple[Value, ...] = ()
    variable: bool = True


@dataclass(frozen=True, slots=True)
class Definition:
    """The questions of a service."""

    service_code: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a program gets for a report; the number at once, so the token is only another name for it."""

    service_request_id: str
    service_notice: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A matter as everybody may see it. ``description`` is the anonymised text, or empty until there is one."""

    service_request_id: str
    status: Status
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: str
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    lat: float | None
    long: float | None
    #: How many photos were released; ``media_urls`` are their addresses, put in where the address is known.
    photos: int = 0
    media_urls: tuple[str, ...] = ()
    address_id: str = ""
    zipcode: str = ""
    title: str = ""
    detailed_status: str = "RECEIVED"


@dataclass(frozen=True, slots=True)
class Update:
    """A change of a matter."""

    update_id: str
    service_request_id: str
    status: str
    updated_datetime: datetime
    description: str
    media_url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; ``code`` is the HTTP status it would have alone."""

    code: int
    description: Text


class Problems(Exception):  # noqa: N818 - an answer, not a fault of the program
    """The call cannot be answered. ``wait``: seconds after which it can."""

    def __init__(self, *problems: Problem, wait: int = 0) -> None:
        self.problems = problems
        self.wait = wait
        super().__init__("; ".join(str(problem.description) for problem in problems))

    @property
    def status(self) -> int:
        """The status of the whole: what stops everything goes before what is merely wrong."""
        codes = [problem.code for problem in self.problems]
        return next((code for code in (403, 404, 405, 429) if code in codes), 400)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which matters are asked for. ``ids`` given: these and nothing else counts. Bounds include both ends."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    #: Only within so many metres of a point.
    near: tuple[Point, float] | None = None
    #: Whether ``ids`` were given at all; given and none usable finds nothing.
    named: bool = False
    page: int = 1
    page_size: int = 1000

    @property
    def first(self) -> int:
        """How many are passed over."""
        return (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that came along."""

    name: str
    source: BinaryIO


@dataclass(frozen=True, slots=True)
class Submission:
    """A report as it was sent, read and found in order. ``answers``: code of the question → what was answered."""

    service_code: str
    description: str
    answers: dict[str, str | list[str]]
    lat: float | None = None
    long: float | None = None
    address_string: str = ""
    address_id: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    device_id: str = ""
    account_id: str = ""
    #: The program's own name for this report: sent again, it is the same report.
    client_token: str = ""
    media_urls: tuple[str, ...] = ()
    photos: Sequence[Photo] = ()

"""What a reporter sees of the own matter: where it stands, its clock, the reply, questions, what was sent along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.complaints.identity import read
from gongkai.complaints.models import Call, Exchange, Link, Matter, MatterFile, Reply, Reporter, Step
from gongkai.complaints.people import ReporterActor
from gongkai.complaints.queries.people import staff_of, units_of
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline
from gongkai.domain.complaints import HANDLE
from gongkai.people.models import Unit

__all__ = [
    "Call",
    "Deadline",
    "Exchange",
    "Following",
    "Matter",
    "MatterFile",
    "Reply",
    "Step",
    "actor_of",
    "followed",
    "following",
    "given_file",
    "handed_in",
    "open_question",
    "people_of",
    "proof_of",
    "units_to_choose",
]

#: States in which a reply can be rated.
RATED_IN = ("replied", "closed", "deciding")


@dataclass(frozen=True, slots=True)
class Proof:
    """The first event of a matter: its number in the ledger and its digest."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Following:
    """A matter as its reporter sees it."""

    matter: Matter
    #: The matter it was joined with: its reply is the common one.
    lead: Matter | None
    steps: list[Step]
    #: Every clock of the matter that handles it, stopped ones too, oldest first.
    clocks: list[Deadline]
    #: The replies that were sent, the newest first.
    replies: list[Reply]
    #: What was asked and added, the oldest first.
    exchanges: list[Exchange]
    #: The reporter's own files.
    files: list[MatterFile]
    #: The files that go with the reply.
    given: list[MatterFile]
    calls: list[Call]
    #: Names of units by their codes.
    units: dict[str, str]
    #: Numbers under which it goes on as a request for information.
    requests: list[str]
    proof: Proof | None
    by_email: bool
    has_email: bool
    anonymous: bool
    erased: bool

    @property
    def common(self) -> Matter:
        """The matter whose work and reply count: the lead's where this one was joined with it."""
        return self.lead or self.matter

    @property
    def handle(self) -> Deadline | None:
        """The clock of handling: the one of the present round."""
        return next((each for each in reversed(self.clocks) if each.rule == HANDLE), None)

    @property
    def rated(self) -> Call | None:
        """The reporter's own word on the reply of this round."""
        own = (each for each in self.calls if each.by_reporter and each.round == self.matter.round)
        return next(own, None)

    @property
    def may_rate(self) -> bool:
        """Whether there is a reply the reporter has not rated yet."""
        common = self.common
        answered = common.state in RATED_IN and common.replied_at is not None
        return answered and self.matter.state != "closed" and self.rated is None

    @property
    def questions(self) -> list[Exchange]:
        """What waits for the reporter's answer."""
        return [each for each in self.exchanges if each.question and each.answered_at is None]


def actor_of(matter: Matter) -> ReporterActor:
    """The reporter of a matter, as an actor."""
    return ReporterActor(matter.pk, matter.agency.code)


def followed(matter_id: int) -> Matter | None:
    """The matter somebody was let in to."""
    return Matter.objects.select_related("agency", "unit", "lead__unit").filter(pk=matter_id).first()


def handed_in(token: str) -> Matter | None:
    """The matter that was sent under this token of a form."""
    return Matter.objects.select_related("agency").filter(token=token).first() if token else None


def proof_of(matter: Matter) -> Proof | None:
    """The event with which the matter came into the ledger."""
    first = next(iter(ledger.events_of([subject_of(matter)])), None)
    return Proof(first.seq, first.digest) if first else None


def following(matter: Matter) -> Following:
    """Everything the page shows; eleven queries at most, however much has happened."""
    reporter = Reporter.objects.filter(matter=matter).first()
    lead = matter.lead if matter.state == "merged" else None
    common = lead or matter
    files = MatterFile.objects.filter(removed_at__isnull=True, erased_at__isnull=True)
    return Following(
        matter=matter,
        lead=lead,
        steps=list(matter.steps.order_by("id")),
        clocks=deadlines.of(subject_of(common)),
        replies=list(Reply.objects.filter(matter=common, sent_at__isnull=False).order_by("-round")),
        exchanges=list(matter.exchanges.order_by("id")),
        files=list(files.filter(matter=matter, kind=MatterFile.Kind.REPORTED)),
        given=list(files.filter(matter=common, kind=MatterFile.Kind.REPLY)) if common.replied_at else [],
        calls=list(matter.calls.order_by("id")),
        units=dict(Unit.objects.filter(agency_id=matter.agency_id).values_list("code", "name")),
        requests=list(matter.links.filter(kind=Link.Kind.TO_REQUEST).values_list("number", flat=True)),
        proof=proof_of(matter),
        by_email=reporter is not None and reporter.by_email,
        has_email=bool(read(reporter).email),
        anonymous=reporter is None or reporter.anonymous,
        erased=reporter is not None and reporter.erased_at is not None,
    )


def open_question(matter: Matter, exchange_id: int) -> Exchange | None:
    """A question of this matter that waits for an answer."""
    return Exchange.objects.filter(
        pk=exchange_id, matter=matter, answered_at__isnull=True, asked_at__isnull=False
    ).first()


def given_file(matter: Matter, file_id: int) -> MatterFile | None:
    """A file that goes with a reply that was sent, of this matter or of the one it was joined with."""
    common = matter.lead if matter.state == "merged" and matter.lead else matter
    return MatterFile.objects.filter(
        pk=file_id,
        matter=common,
        matter__replied_at__isnull=False,
        kind=MatterFile.Kind.REPLY,
        removed_at__isnull=True,
        erased_at__isnull=True,
    ).first()


def units_to_choose(agency_id: int) -> list[Unit]:
    """The units a report may be against."""
    return list(units_of(agency_id))


def people_of(agency_id: int) -> list[tuple[int, str]]:
    """Number and name of everybody of the agency: a name a reporter writes is hidden from whoever bears it."""
    return list(staff_of(agency_id).values_list("pk", "name"))


def days_to_object(matter: Matter) -> date | None:
    """The last day on which the reporter may object; nothing where that is over or never began."""
    until = matter.objection_until
    return until if until is not None and clock.today() <= until else None

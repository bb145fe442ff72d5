"""What an applicant sees of the own request: where it stands, its clocks, its letters, what was given."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from gongkai.core import deadlines
from gongkai.core.models import Deadline, Letter
from gongkai.domain.requests import REPLY, WITH_APPLICANT
from gongkai.requests.identity import read
from gongkai.requests.models import (
    Answer,
    AnswerFile,
    Applicant,
    Correspondence,
    Fee,
    Request,
    SealedFile,
    Step,
)
from gongkai.requests.people import ApplicantActor
from gongkai.requests.queries import legs
from gongkai.requests.queries.subjects import subject_of

__all__ = [
    "Answer",
    "Deadline",
    "Following",
    "Letter",
    "Request",
    "Step",
    "actor_of",
    "answer_file",
    "followed",
    "following",
    "handed_in",
    "kin",
    "letter",
]

#: State in which the applicant owes the next step → the clock of that step.
OWED = {"correction": "request.correction", "excessive": "request.reasons", "fee": "request.fee_payment"}
CONFIRM = "request.confirm"


@dataclass(frozen=True, slots=True)
class Following:
    """A request as its applicant sees it."""

    request: Request
    steps: list[Step]
    #: Every clock of the request, stopped ones too, oldest first.
    clocks: list[Deadline]
    letters: list[Correspondence]
    #: What the applicant sent along.
    files: list[SealedFile]
    #: The answers that were issued, the newest first; ``given`` are the files that go with each.
    answers: list[Answer]
    fee: Fee | None
    #: What was split off, and what it was split from.
    family: list[Request]
    by_email: bool
    has_email: bool
    erased: bool

    @property
    def held(self) -> legs.Leg | None:
        """With whom it is, and since when."""
        stays = legs.of(self.steps)
        return stays[-1] if stays else None

    @property
    def reply(self) -> Deadline | None:
        """The clock of the answer: the one of the present round."""
        return next((each for each in reversed(self.clocks) if each.rule == REPLY), None)

    @property
    def own(self) -> Deadline | None:
        """The clock of what the applicant owes now, or of the confirmation while the desk owes that."""
        rule = OWED.get(self.request.state, CONFIRM if self.request.state == "received" else "")
        running = (each for each in reversed(self.clocks) if each.rule == rule and each.stopped_on is None)
        return next(running, None)

    @property
    def with_applicant(self) -> bool:
        """Whether the next step is the applicant's."""
        return self.request.state in WITH_APPLICANT


def actor_of(request: Request) -> ApplicantActor:
    """The applicant of a request, as an actor."""
    return ApplicantActor(request.pk, request.agency.code)


def followed(request_id: int) -> Request | None:
    """The request somebody was let in to."""
    return Request.objects.select_related("agency", "unit").filter(pk=request_id).first()


def handed_in(token: str) -> Request | None:
    """The request that was sent under this token of a form."""
    return Request.objects.select_related("agency").filter(token=token).first() if token else None


def following(request: Request) -> Following:
    """Everything the page shows; ten queries, however much has happened."""
    applicant = Applicant.objects.filter(request=request).first()
    return Following(
        request=request,
        steps=list(request.steps.order_by("id")),
        clocks=deadlines.of(subject_of(request)),
        letters=list(request.letters.filter(to_applicant=True).select_related("letter").order_by("-id")),
        # Evidence is the staff's own note of the applicant's word.
        files=list(request.files.filter(erased_at__isnull=True).exclude(kind=SealedFile.Kind.EVIDENCE)),
        answers=_answers(request),
        fee=_fee(request),
        family=_family(request),
        by_email=applicant is not None and applicant.by_email,
        has_email=bool(read(applicant).email),
        erased=applicant is not None and applicant.erased_at is not None,
    )


def _answers(request: Request) -> list[Answer]:
    given = AnswerFile.objects.filter(delivered=True, removed_at__isnull=True).select_related("file")
    return list(
        Answer.objects.filter(request=request, issued_on__isnull=False, letter__isnull=False)
        .select_related("letter")
        .prefetch_related(Prefetch("files", queryset=given, to_attr="given"))
        .order_by("-round")
    )


def _fee(request: Request) -> Fee | None:
    """The fee that was told and stands."""
    return request.fees.filter(notified_on__isnull=False, cancelled_on__isnull=True).order_by("-id").first()


def _family(request: Request) -> list[Request]:
    """Its parts, or its whole and the other parts; they are one applicant's."""
    kin = Q(parent_id=request.pk)
    if request.parent_id is not None:
        kin |= Q(pk=request.parent_id) | Q(parent_id=request.parent_id)
    return list(Request.objects.filter(kin).exclude(pk=request.pk).order_by("id"))


def kin(request: Request, request_id: int) -> Request | None:
    """Another request that was one with this."""
    return next((each for each in _family(request) if each.pk == request_id), None)


def letter(request: Request, letter_id: int) -> Letter | None:
    """A letter to the applicant of this request."""
    found = (
        Correspondence.objects.filter(request=request, to_applicant=True, letter_id=letter_id)
        .select_related("letter")
        .first()
    )
    return found.letter if found else None


def answer_file(request: Request, file_id: int) -> AnswerFile | None:
    """A file that was given with an issued answer of this request; never an original."""
    return (
        AnswerFile.objects.filter(
            pk=file_id,
            answer__request=request,
            answer__issued_on__isnull=False,
            delivered=True,
            removed_at__isnull=True,
        )
        .select_related("file")
        .first()
    )

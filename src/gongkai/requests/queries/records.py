"""One request as its record shows it: applicant masked, answer and files, hearings, letters, clocks, history."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gongkai.core import clock, deadlines, ledger, sealed
from gongkai.core.models import Deadline, Event, Letter, LetterService
from gongkai.domain import clocks
from gongkai.people.actor import StaffActor
from gongkai.requests import checks
from gongkai.requests.identity import Identity, masked, masked_name, read
from gongkai.requests.models import (
    Answer,
    AnswerFile,
    Applicant,
    Consultation,
    Correspondence,
    Dispute,
    Fee,
    Request,
    SealedFile,
    Transfer,
)
from gongkai.requests.queries.desk import seen_by
from gongkai.requests.queries.subjects import CONSULTATION, SUBJECT, subject_of

__all__ = [
    "Answer",
    "AnswerFile",
    "Consultation",
    "Fee",
    "Heard",
    "Request",
    "SealedFile",
    "Sent",
    "Transfer",
    "answer_file",
    "answer_files",
    "answer_of",
    "answers",
    "applicant",
    "disputes",
    "explained_deadlines",
    "family",
    "fees",
    "files",
    "hearings",
    "history",
    "letter",
    "letters",
    "request_for_staff",
    "request_numbered",
    "transfers",
]


def request_for_staff(actor: StaffActor, pk: int) -> Request | None:
    """One request, if the actor may see it."""
    return seen_by(actor).select_related("agency", "unit", "officer", "parent").filter(pk=pk).first()


def request_numbered(actor: StaffActor, number: str) -> Request | None:
    """The request of that number, or that came from the complaint of that number, if the actor may see it."""
    found = seen_by(actor).filter(number__iexact=number).first()
    return found or seen_by(actor).filter(transfers__number__iexact=number).first()


def applicant(request: Request) -> tuple[Applicant | None, Identity]:
    """The applicant and the data as they may be shown without a purpose: masked."""
    row = Applicant.objects.filter(request=request).first()
    return row, masked(read(row))


def files(request: Request) -> list[SealedFile]:
    """What the applicant sent along, erased files too: their names say nothing of anybody."""
    return list(request.files.all())


def answers(request: Request) -> list[Answer]:
    """The answers of every round, the first one first."""
    return list(request.answers.select_related("letter").order_by("round"))


def answer_of(request: Request) -> Answer | None:
    """The answer of the present round."""
    return checks.answer_of(request)


def answer_files(request: Request, round_number: int | None = None) -> list[AnswerFile]:
    """The files of the answer of a round (the present one), those taken off again left out."""
    return list(
        _files(request).filter(
            answer__round=request.round if round_number is None else round_number, removed_at__isnull=True
        )
    )


def answer_file(request: Request, number: int) -> AnswerFile | None:
    """One file of any answer of the request."""
    return _files(request).filter(pk=number).first()


def _files(request: Request) -> QuerySet[AnswerFile]:
    return AnswerFile.objects.filter(answer__request=request).select_related(
        "file", "answer", "redacted_from"
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """A hearing: whom (a third party masked), what was asked and said, and its clock."""

    consultation: Consultation
    name: str
    opinion: str
    standing: deadlines.Standing | None


def hearings(request: Request) -> list[Heard]:
    """Every hearing of the request, the last one first; two queries."""
    rows = list(request.consultations.select_related("letter", "override_letter").order_by("-id"))
    today, calendar = clock.today(), clock.calendar()
    clocks_of = {
        row.subject: deadlines.standing(row, today=today, calendar=calendar)
        for row in Deadline.objects.filter(
            subject_type=CONSULTATION, subject__in=[str(each.pk) for each in rows]
        )
    }
    return [
        Heard(
            each,
            _called(each),
            sealed.unseal(each.opinion),
            clocks_of.get(str(each.pk)),
        )
        for each in rows
    ]


def _called(consultation: Consultation) -> str:
    """An agency by its name; a third party may be a person and is masked. The letter names it."""
    name = sealed.unseal(consultation.name)
    return masked_name(name) if consultation.kind == Consultation.Kind.THIRD_PARTY else name


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of the request, and how it was served."""

    correspondence: Correspondence
    letter: Letter
    service: LetterService | None


def letters(request: Request) -> list[Sent]:
    """Every letter, the last one first; two queries."""
    served = LetterService.objects.filter(struck_at__isnull=True).order_by("id")
    rows = (
        request.letters.select_related("letter")
        .prefetch_related(Prefetch("letter__services", served, to_attr="standing"))
        .order_by("-id")
    )
    return [Sent(each, each.letter, _last(each.letter)) for each in rows]


def _last(sent: Letter) -> LetterService | None:
    services: list[LetterService] = getattr(sent, "standing", [])
    return services[-1] if services else None


def unserved_number(request: Request) -> str:
    """The number of the last letter whose service is not recorded; nothing where there is none."""
    return next((sent.letter.number for sent in letters(request) if sent.service is None), "")


def letter(request: Request, letter_id: int) -> Letter | None:
    """One letter of the request."""
    found = request.letters.select_related("letter").filter(letter_id=letter_id).first()
    return found.letter if found else None


def fees(request: Request) -> list[Fee]:
    """The fees worked out for it, the last one first."""
    return list(request.fees.order_by("-id"))


def transfers(request: Request) -> list[Transfer]:
    """The numbers it has among the complaints."""
    return list(request.transfers.all())


def family(request: Request) -> list[Request]:
    """The other requests it was split from or into."""
    first = request.parent_id or request.pk
    rows = Request.objects.filter(parent_id=first) | Request.objects.filter(pk=first)
    return list(rows.exclude(pk=request.pk).order_by("id"))


def disputes(request: Request) -> list[Dispute]:
    """The reviews, suits and complaints about it."""
    return list(request.disputes.order_by("-filed_on", "-id"))


def history(request: Request) -> list[Event]:
    """The request's ledger, oldest first."""
    return list(ledger.events_of([subject_of(request)]))


def explained_deadlines(request: Request) -> list[tuple[deadlines.Standing, clocks.Due]]:
    """The clocks of the request and of its hearings, how they stand today, each with its trail; two queries."""
    today, calendar = clock.today(), clock.calendar()
    hearing = [str(each) for each in request.consultations.values_list("pk", flat=True)]
    rows = Deadline.objects.filter(subject_type=SUBJECT, subject=str(request.pk))
    if hearing:
        rows |= Deadline.objects.filter(subject_type=CONSULTATION, subject__in=hearing)
    return [
        (deadlines.standing(each, today=today, calendar=calendar), deadlines.explain(each, calendar))
        for each in rows.order_by("id")
    ]

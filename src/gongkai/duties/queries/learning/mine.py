"""My examinations and courses: what a member of staff sees of the own, whatever the posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gongkai.core import clock
from gongkai.domain.duties import examining
from gongkai.domain.duties.examining import Question
from gongkai.domain.duties.learning import number
from gongkai.duties.models import Attempt, Candidate, Course, Learner
from gongkai.people.actor import StaffActor

#: Rows of each list.
MOST = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown in a sitting: its place in the paper, and what was answered. Never its key.

    ``number``: where it stands for this candidate, from 1. ``options``: the letter an option has in the paper, and its
    words, in the order of this candidate.
    """

    place: int
    number: int
    kind: str
    text: str
    options: tuple[tuple[str, str], ...]
    marks: int
    answer: str


def me(actor: StaffActor) -> Learner | None:
    """The person's entry in the roster."""
    return Learner.objects.filter(person_id=actor.person_id).select_related("unit", "agency").first()


def candidacies(actor: StaffActor) -> list[Candidate]:
    """The person's sittings, the latest first; marks are shown once they are confirmed."""
    rows = Candidate.objects.filter(
        learner__person_id=actor.person_id, withdrawn_at__isnull=True, sitting__called_off_at__isnull=True
    )
    return list(
        rows.select_related("sitting__examination", "attempt").order_by("-sitting__begins_at", "-id")[:MOST]
    )


def courses(found: Learner) -> list[Course]:
    """The courses announced to the person's unit."""
    rows = Course.objects.filter(agency_id=found.agency_id, state="announced", ends_on__gte=clock.today())
    return [each for each in rows.order_by("begins_on", "id") if found.unit_id in each.invited][:MOST]


def candidacy(actor: StaffActor, pk: int) -> Candidate | None:
    """One of the person's own."""
    rows = Candidate.objects.filter(pk=pk, learner__person_id=actor.person_id, withdrawn_at__isnull=True)
    return rows.select_related("sitting__examination__agency", "learner__agency", "attempt").first()


def attempt_of(found: Candidate) -> Attempt | None:
    """What was begun, if anything was."""
    return Attempt.objects.filter(candidate=found).first()


def open_now(found: Candidate, now: datetime) -> bool:
    """Whether one may begin now."""
    sitting = found.sitting
    return (
        sitting.examination.way == "online"
        and sitting.examination.state == "released"
        and sitting.called_off_at is None
        and sitting.begins_at <= now < sitting.ends_at
    )


def running(found: Attempt | None, now: datetime) -> bool:
    """Whether one may still write."""
    return found is not None and found.submitted_at is None and now < found.until


def to_begin(actor: StaffActor) -> list[Candidate]:
    """The online sittings that wait for the person now; one query."""
    now = clock.now()
    rows = Candidate.objects.filter(
        Q(attempt__isnull=True) | Q(attempt__submitted_at__isnull=True, attempt__until__gt=now),
        Q(sitting__ends_at__gt=now) | Q(attempt__until__gt=now),
        learner__person_id=actor.person_id,
        withdrawn_at__isnull=True,
        sitting__called_off_at__isnull=True,
        sitting__begins_at__lte=now,
        sitting__examination__way="online",
        sitting__examination__state="released",
    )
    return list(rows.select_related("sitting__examination", "unit").order_by("sitting__ends_at")[:MOST])


def pages(found: Candidate) -> int:
    """How many pages the paper has."""
    return examining.pages(found.sitting.examination.paper, number("page", "questions"))


def page(found: Candidate, attempt: Attempt, at: int) -> Sequence[Asked]:
    """The questions of a page (from 1) with what was answered."""
    size = number("page", "questions")
    first = (at - 1) * size
    paper = _paper(found)
    shown = arranged(found)[first : first + size]
    return [_asked(each, at, paper, attempt.answers) for at, each in enumerate(shown, first + 1)]


def arranged(found: Candidate) -> tuple[examining.Placed, ...]:
    """The paper in the order of this candidate, the same each time it is opened."""
    exam = found.sitting.examination
    return examining.arranged(_paper(found), f"{exam.number}:{exam.seed}:{found.pk}")


def _paper(found: Candidate) -> list[Question]:
    return [question_of(each) for each in found.sitting.examination.paper]


def numbers(found: Candidate, places: Sequence[int]) -> list[int]:
    """Where these questions of the paper stand for the candidate, from 1."""
    wanted = set(places)
    return [at for at, each in enumerate(arranged(found), 1) if each.place in wanted]


def unanswered(found: Candidate, attempt: Attempt, answers: Mapping[int, str]) -> list[int]:
    """Places of the questions without an answer, were ``answers`` kept as well."""
    kept = {int(place): answer for place, answer in attempt.answers.items()} | dict(answers)
    return [
        place
        for place in range(len(found.sitting.examination.paper))
        if not kept.get(place, "").replace("\x00", "").strip()
    ]


def _asked(placed: examining.Placed, at: int, paper: Sequence[Question], answers: Mapping[str, str]) -> Asked:
    found = paper[placed.place]
    options = tuple((examining.LETTERS[option], found.options[option]) for option in placed.options)
    answer = answers.get(str(placed.place), "")
    return Asked(placed.place, at, found.kind, found.text, options, found.marks, answer)


def question_of(each: Mapping[str, object]) -> Question:
    """A question as the paper keeps it."""
    options = each["options"]
    return Question(
        str(each["kind"]),
        str(each["text"]),
        tuple(str(option) for option in options) if isinstance(options, list) else (),
        str(each["key"]),
        int(str(each["marks"])),
        str(each.get("source", "")),
    )

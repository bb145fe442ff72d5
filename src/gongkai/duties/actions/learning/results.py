"""Results: entered by hand, brought in from a file, or marked by the system; a correction is a new row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid
from gongkai.core.table_files import Fault, Row
from gongkai.domain.duties import examining
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.base import in_hand, note_author, put_back, words
from gongkai.duties.actions.learning.base import tell, training
from gongkai.duties.actions.learning.roster import Brought
from gongkai.duties.models import Attempt, Candidate, Examination, Result, Sitting
from gongkai.duties.queries.learning import examinations, looking
from gongkai.duties.queries.learning.mine import question_of
from gongkai.people.actor import StaffActor

ENTERED = ledger.verb(
    "duties.examination.results", N_("{actor} entered {count} results of examination {number}")
)
#: Signs of the reason of a correction.
LONGEST_REASON = 500
_NO_SITTING = say("There is no such sitting, or your posts do not show it to you.")

#: Marks, or ``None`` for absent.
Marks = Decimal | None


def enter_results(*, sitting_id: int, actor: StaffActor, given: Mapping[int, Marks], reason: str = "") -> int:
    """Enters marks of candidates (key → marks; ``None``: absent). What is as it was writes nothing; gives how many.

    Raises ``NotAllowed``, ``Invalid`` naming the candidate's field (``marks_<key>``) or ``reason``.
    """
    with transaction.atomic():
        sitting, exam = _in_hand(sitting_id, actor)
        plain = _reason(exam, reason)
        rows = Candidate.objects.filter(sitting=sitting, pk__in=list(given), withdrawn_at__isnull=True)
        known = {each.pk: each for each in rows}
        for pk, marks in given.items():
            if pk not in known:
                raise Invalid(say("Choose candidates of this sitting."))
            if marks is not None and not (0 <= marks <= exam.full_mark and marks == round(marks, 1)):
                raise Invalid(say("Write marks from 0 to {full}.", full=exam.full_mark), field=f"marks_{pk}")
        changed = {
            known[pk]: marks
            for pk, marks in given.items()
            if (known[pk].present, known[pk].marks) != (marks is not None, marks)
        }
        _enter(exam, sitting, changed, actor, "entered", plain)
    return len(changed)


def bring_results(
    *, sitting_id: int, actor: StaffActor, rows: Iterable[Row | Fault], reason: str = ""
) -> Brought:
    """Enters results as the file says, all of it or nothing; the same file again changes nothing."""
    with transaction.atomic():
        sitting, exam = _in_hand(sitting_id, actor)
        plain = _reason(exam, reason)
        look = looking.of_results(sitting, rows)
        if look.faults:
            raise look.faults[0].refusal()
        planned = [*look.new, *look.changed]
        _enter(
            exam, sitting, {each.record: each.fields["marks"] for each in planned}, actor, "imported", plain
        )
    return Brought(len(look.new), len(look.changed), len(look.same))


def _in_hand(sitting_id: int, actor: StaffActor) -> tuple[Sitting, Examination]:
    """The sitting and its examination, locked; results are entered in an order nobody else breaks into."""
    found = Sitting.objects.filter(pk=sitting_id).values_list("examination_id", flat=True).first()
    exam = in_hand(Examination, found or 0, access.examinations_seen(actor), None)
    access.may_mark(actor, exam).require()
    sitting = Sitting.objects.get(pk=sitting_id)
    sitting.examination = exam
    if sitting.called_off_at is not None or sitting.begins_at > clock.now():
        raise Invalid(say("This sitting was not held."))
    return sitting, exam


def _reason(exam: Examination, reason: str) -> str:
    """Why a result is corrected; while it is marked none is asked for."""
    if exam.state != "correcting":
        return ""
    return words(reason, "reason", LONGEST_REASON, needed=True)


def _enter(
    exam: Examination,
    sitting: Sitting,
    given: Mapping[Candidate, Marks],
    actor: StaffActor,
    way: str,
    reason: str,
) -> None:
    if not given:
        return
    doing = training(actor, exam.agency_id)
    assert doing is not None
    write(exam, given, doing, way, reason)
    put_back(exam)
    note_author(examinations.KIND, exam, doing)
    data = {"count": len(given), "sitting": sitting.pk, "way": way}
    tell(ENTERED, exam, exam.number, doing, data, reason)


def write(
    exam: Examination, given: Mapping[Candidate, Marks], actor: StaffActor | None, way: str, reason: str = ""
) -> None:
    """Writes results and the candidates' present stand; a fixed number of statements for each five hundred."""
    now = clock.now()
    rows = []
    for candidate, marks in given.items():
        candidate.present, candidate.marks = marks is not None, marks
        candidate.passed = marks is not None and examining.passes(marks, exam.pass_line)
        rows.append(
            Result(
                candidate=candidate,
                present=candidate.present,
                marks=marks,
                passed=candidate.passed,
                way=way,
                reason=reason,
                entered_by_id=actor.person_id if actor else None,
                entered_at=now,
            )
        )
    Result.objects.bulk_create(rows, batch_size=500)
    Candidate.objects.bulk_update(list(given), ["present", "marks", "passed"], batch_size=200)


def confirm(exam: Examination) -> None:
    """Stamps every result that was not confirmed yet."""
    rows = Result.objects.filter(candidate__sitting__examination=exam, confirmed_at__isnull=True)
    rows.update(confirmed_at=clock.now())


def mark_online(exam: Examination, actor: StaffActor | None) -> int:
    """Closes what is still open, notes who never began as absent, and marks papers without written questions.

    Gives how many results it wrote; papers with written answers wait for the trainer.
    """
    now = clock.now()
    waiting = examinations.enrolled(exam).filter(present__isnull=True).select_related("attempt")
    given: dict[Candidate, Marks] = {}
    for candidate in waiting:
        attempt = getattr(candidate, "attempt", None)
        if attempt is None:
            given[candidate] = None
            continue
        if attempt.submitted_at is None:
            attempt.submitted_at = min(attempt.until, now)
            attempt.revision += 1
            attempt.save(update_fields=["submitted_at", "revision"])
        marks, open_ones = added_up(exam, attempt)
        if not open_ones:
            given[candidate] = marks
    write(exam, given, actor, "online")
    return len(given)


def added_up(exam: Examination, attempt: Attempt) -> tuple[Decimal, list[int]]:
    """The marks so far, and the places of the written answers nobody has marked."""
    total, unmarked = Decimal(0), []
    for place, each in enumerate(exam.paper):
        answer, given = str(attempt.answers.get(str(place), "")), attempt.given.get(str(place))
        earned = examining.mark(question_of(each), answer)
        if earned is None and given is None:
            unmarked.append(place)
        else:
            total += Decimal(earned if earned is not None else given)
    return total, unmarked


def mark_written(
    *, attempt_id: int, actor: StaffActor, expected_revision: int | None, given: Mapping[int, int]
) -> Candidate:
    """Marks the written answers of a paper that was handed in (place → marks); with the last one the result stands.

    Raises ``NotAllowed``, ``Conflict``, ``Invalid`` naming the field (``marks_<place>``).
    """
    with transaction.atomic():
        ledger.take_turn()
        attempt = examinations.attempt(attempt_id, actor)
        if attempt is None:
            raise Invalid(_NO_SITTING)
        sitting, exam = _in_hand(attempt.candidate.sitting_id, actor)
        attempt = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt_id)
        if expected_revision is not None and attempt.revision != expected_revision:
            raise Conflict
        if attempt.submitted_at is None:
            raise Invalid(say("This paper was not handed in."))
        candidate = Candidate.objects.get(pk=attempt.candidate_id)
        if candidate.present is not None:
            raise Invalid(say("This paper is marked already. Correct its result in the list of candidates."))
        for place, marks in given.items():
            most = int(exam.paper[place]["marks"]) if 0 <= place < len(exam.paper) else -1
            if not 0 <= marks <= most:
                raise Invalid(say("Write marks from 0 to {full}.", full=max(most, 0)), field=f"marks_{place}")
        attempt.given = {**attempt.given, **{str(place): marks for place, marks in given.items()}}
        attempt.revision += 1
        attempt.save(update_fields=["given", "revision"])
        total, unmarked = added_up(exam, attempt)
        if unmarked:
            raise Invalid(say("Mark every written answer."), field=f"marks_{unmarked[0]}")
        _enter(exam, sitting, {candidate: total}, actor, "online", "")
    return candidate

"""Sittings of an examination, and who is enrolled in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.base import in_hand, put_back, words
from gongkai.duties.actions.learning.base import tell, training
from gongkai.duties.models import Candidate, Examination, Learner, Sitting
from gongkai.duties.queries.learning import examinations, roster
from gongkai.people.actor import StaffActor

SET = ledger.verb("duties.examination.sitting", N_("{actor} set a sitting of examination {number}"))
CALLED_OFF = ledger.verb(
    "duties.examination.called_off", N_("{actor} called a sitting of examination {number} off")
)
ENROLLED = ledger.verb(
    "duties.examination.enrolled", N_("{actor} enrolled {count} candidates in examination {number}")
)
STRUCK = ledger.verb("duties.examination.struck", N_("{actor} struck a candidate off examination {number}"))

LONGEST_PLACE = 120
#: Days a sitting (online: the window in which one may begin) lasts at most.
LONGEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class SittingInput:
    """When and where one sits it; ``resit``: for those who failed or were absent."""

    begins_at: datetime
    ends_at: datetime
    place: str = ""
    resit: bool = False


def set_sitting(*, examination_id: int, actor: StaffActor, given: SittingInput) -> Sitting:
    """Sets a sitting. Raises ``NotAllowed``, ``Invalid`` naming the field."""
    with transaction.atomic():
        exam = in_hand(Examination, examination_id, access.examinations_seen(actor), None)
        access.may_enrol(actor, exam).require()
        place = words(given.place, "place", LONGEST_PLACE, needed=exam.way == "paper")
        if given.ends_at <= given.begins_at or (given.ends_at - given.begins_at).days > LONGEST_DAYS:
            raise Invalid(say("The end comes after the beginning, within a month."), field="ends_at")
        now = clock.now()
        if given.begins_at < now and exam.way == "online":
            raise Invalid(say("The beginning is over already."), field="begins_at")
        made = Sitting.objects.create(
            examination=exam,
            begins_at=given.begins_at,
            ends_at=given.ends_at,
            place=place,
            resit=given.resit,
            created_at=now,
            updated_at=now,
        )
        put_back(exam)
        data = {"sitting": made.pk, "begins_at": given.begins_at.isoformat(), "resit": given.resit}
        tell(SET, exam, exam.number, training(actor, exam.agency_id), data)
    return made


def call_off(*, sitting_id: int, actor: StaffActor, reason: str) -> None:
    """Calls off a sitting that has not begun; a second click changes nothing."""
    with transaction.atomic():
        sitting, exam = _in_hand(sitting_id, actor)
        plain = words(reason, "reason", 500, needed=True)
        if sitting.called_off_at is not None:
            return
        if sitting.begins_at <= clock.now():
            raise Refusal(say("It has begun: note who was absent instead."))
        sitting.called_off_at = clock.now()
        put_back(sitting)
        put_back(exam)
        tell(CALLED_OFF, exam, exam.number, training(actor, exam.agency_id), {"sitting": sitting.pk}, plain)


def enrol(
    *,
    sitting_id: int,
    actor: StaffActor,
    unit_ids: Sequence[int] = (),
    learner_ids: Sequence[int] = (),
    short: bool = False,
) -> int:
    """Enrols units, people of the roster, or (``short``) all who failed or were absent. Gives how many are new."""
    with transaction.atomic():
        sitting, exam = _in_hand(sitting_id, actor)
        if sitting.called_off_at is not None or (sitting.ends_at <= clock.now() and exam.way == "online"):
            raise Refusal(say("This sitting is over or called off."))
        people = _people(exam, unit_ids, learner_ids, short=short)
        before = {each.learner_id: each for each in Candidate.objects.filter(sitting=sitting)}
        now = clock.now()
        new = [
            Candidate(sitting=sitting, learner=each, unit_id=each.unit_id, enrolled_at=now)
            for each in people
            if each.pk not in before
        ]
        Candidate.objects.bulk_create(new, batch_size=500)
        again = [before[each.pk].pk for each in people if each.pk in before and before[each.pk].withdrawn_at]
        Candidate.objects.filter(pk__in=again).update(withdrawn_at=None)
        count = len(new) + len(again)
        if count:
            put_back(exam)
            data = {"count": count, "sitting": sitting.pk}
            tell(ENROLLED, exam, exam.number, training(actor, exam.agency_id), data)
    return count


def strike(*, candidate_id: int, actor: StaffActor, reason: str) -> None:
    """Takes a candidate out who has not begun; a second click changes nothing."""
    with transaction.atomic():
        ledger.take_turn()
        found = Candidate.objects.filter(access.candidates_seen(actor), pk=candidate_id).first()
        if found is None:
            raise Refusal(say("There is no such record, or your posts do not show it to you."))
        sitting, exam = _in_hand(found.sitting_id, actor)
        plain = words(reason, "reason", 500, needed=True)
        found = Candidate.objects.select_for_update(of=("self",), no_key=True).get(pk=candidate_id)
        if found.present is not None or hasattr(found, "attempt"):
            raise Refusal(say("This candidate has begun already."))
        if found.withdrawn_at is None:
            found.withdrawn_at = clock.now()
            found.save(update_fields=["withdrawn_at"])
            put_back(exam)
            data = {"candidate": found.pk, "sitting": sitting.pk}
            tell(STRUCK, exam, exam.number, training(actor, exam.agency_id), data, plain)


def _in_hand(sitting_id: int, actor: StaffActor) -> tuple[Sitting, Examination]:
    key = Sitting.objects.filter(pk=sitting_id).values_list("examination_id", flat=True).first()
    exam = in_hand(Examination, key or 0, access.examinations_seen(actor), None)
    access.may_enrol(actor, exam).require()
    return Sitting.objects.get(pk=sitting_id), exam


def _people(
    exam: Examination, unit_ids: Sequence[int], learner_ids: Sequence[int], *, short: bool
) -> list[Learner]:
    here: QuerySet[Learner] = roster.here(exam.agency_id)
    found = {each.pk: each for each in here.filter(unit_id__in=list(unit_ids))} if unit_ids else {}
    if learner_ids:
        named = {each.pk: each for each in here.filter(pk__in=list(learner_ids))}
        if len(named) != len(set(learner_ids)):
            raise Invalid(say("Choose people of the roster."), field="learners")
        found |= named
    if short:
        found |= {each.pk: each for each in examinations.short(exam)}
    if not found:
        raise Invalid(say("Choose at least one unit with people in the roster."), field="units")
    if exam.way == "online":
        found = {pk: each for pk, each in found.items() if each.person_id}
        if not found:
            raise Invalid(
                say("Nobody of these has an account: online nobody of them can sit it."), field="units"
            )
    # Who has passed already, or sits it at another sitting that is not marked yet, is not enrolled twice.
    busy = examinations.enrolled(exam).filter(learner__in=list(found))
    done = set(busy.filter(passed=True).values_list("learner_id", flat=True))
    done |= set(busy.filter(present__isnull=True).values_list("learner_id", flat=True))
    left = [each for each in found.values() if each.pk not in done]
    return sorted(left, key=lambda each: each.staff_number)

"""Training and examinations: who sees names and marks, who keeps what, and why not."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.duties.examining import ENROLLING, MARKING
from gongkai.domain.duties.examining import WRITABLE as WRITABLE_EXAMINATION
from gongkai.domain.duties.learning import TICKING, WRITABLE
from gongkai.domain.text import say
from gongkai.duties.access import DOER, LEADER, SUPERVISOR, TRAINER, agencies_seen
from gongkai.duties.models import Candidate, Course, Examination
from gongkai.people.actor import StaffActor

#: Who sees every name and mark of the agency; who carries out tasks sees the own unit's, everybody the own.
SEEING_ALL = frozenset({TRAINER, LEADER, SUPERVISOR})
SEEING = SEEING_ALL | {DOER}
#: Who sees questions and keys; whoever does, sits no online examination.
SEEING_BANK = frozenset({TRAINER, LEADER})
_KEEPER = say("Only the keeper of training and examinations does this. Ask that person.")


def learners_seen(actor: StaffActor) -> Q:
    """The people of the roster ``actor`` may see."""
    return (
        Q(agency_id__in=agencies_seen(actor, SEEING_ALL))
        | Q(unit_id__in=actor.units_where(DOER))
        | Q(person_id=actor.person_id)
    )


def courses_seen(actor: StaffActor) -> Q:
    """The courses: those of the agency once they are announced; drafts for those who see everything."""
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | Q(
        agency_id=actor.agency_id, announced_on__isnull=False
    )


def attendances_seen(actor: StaffActor) -> Q:
    """The study records, by whose they are."""
    return (
        Q(course__agency_id__in=agencies_seen(actor, SEEING_ALL))
        | Q(unit_id__in=actor.units_where(DOER))
        | Q(learner__person_id=actor.person_id)
    )


def examinations_seen(actor: StaffActor) -> Q:
    """The examinations as records: all for those who see everything, the released ones for who carries out tasks."""
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | Q(
        agency_id__in=agencies_seen(actor, SEEING), released_on__isnull=False
    )


def candidates_seen(actor: StaffActor) -> Q:
    """Names and marks, by whose they are."""
    return (
        Q(sitting__examination__agency_id__in=agencies_seen(actor, SEEING_ALL))
        | Q(unit_id__in=actor.units_where(DOER))
        | Q(learner__person_id=actor.person_id)
    )


def questions_seen(actor: StaffActor) -> Q:
    """The questions of the bank."""
    return Q(agency_id__in=agencies_seen(actor, SEEING_BANK))


def may_see_bank(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` see questions and keys outside a sitting?"""
    if agency_id in agencies_seen(actor, SEEING_BANK):
        return YES
    return no(say("Questions are shown in a sitting only."))


def may_train(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` keep roster, courses, bank, examinations and certificates?"""
    if actor.holds(TRAINER, agency_id=agency_id):
        return YES
    return no(_KEEPER)


def may_write_course(actor: StaffActor, course: Course) -> Answer:
    """May ``actor`` change what the course says?"""
    if course.state not in WRITABLE:
        return no(say("This course is over: it stays as it is."))
    return may_train(actor, course.agency_id)


def may_tick(actor: StaffActor, course: Course) -> Answer:
    """May ``actor`` tick who was there?"""
    if course.state not in TICKING:
        return no(say("The attendance is ticked once the course is announced, until it is closed."))
    return may_train(actor, course.agency_id)


def may_write_examination(actor: StaffActor, examination: Examination) -> Answer:
    """May ``actor`` change what the examination says?"""
    if examination.state not in WRITABLE_EXAMINATION:
        return no(say("This examination is no draft any more. What was submitted does not change."))
    return may_train(actor, examination.agency_id)


def may_enrol(actor: StaffActor, examination: Examination) -> Answer:
    """May ``actor`` set sittings and enrol candidates?"""
    if examination.state not in ENROLLING:
        return no(
            say("Sittings and candidates are entered once the examination is released, before the marking.")
        )
    return may_train(actor, examination.agency_id)


def may_mark(actor: StaffActor, examination: Examination) -> Answer:
    """May ``actor`` enter results?"""
    if examination.state not in MARKING:
        return no(say("Results are entered while the examination is being marked or corrected."))
    return may_train(actor, examination.agency_id)


def may_sit(actor: StaffActor, candidate: Candidate) -> Answer:
    """May ``actor`` sit this one online? Only who is enrolled, and knows neither questions nor keys."""
    if candidate.learner.person_id != actor.person_id or candidate.withdrawn_at is not None:
        return no(say("You are not enrolled in this sitting."))
    if may_see_bank(actor, candidate.learner.agency_id):
        return no(say("Your posts show you the questions: you cannot sit this one online. Sit it on paper."))
    return YES

"""Who may do what with courses, banks and examinations; and are two pairs of eyes two people?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cast import Cast
from everybody import forget_actors, who_may
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.duties.actions.learning import (
    bank,
    certificates,
    courses,
    examinations,
    online,
    results,
    roster,
    sittings,
)
from gongkai.duties.actions.learning.roster import LearnerInput
from gongkai.duties.models import Candidate, Certificate, Course, Examination, Learner, Question, Result
from gongkai.duties.queries.learning import certificates as held
from gongkai.duties.queries.learning import courses as course_reads
from gongkai.duties.queries.learning import examinations as reads
from gongkai.duties.queries.learning import roster as people
from gongkai.people.actor import StaffActor
from rooms.duties import training

pytestmark = pytest.mark.django_db
Deed = Callable[[StaffActor], object]


@pytest.fixture(autouse=True)
def another_cast() -> None:
    forget_actors()


def test_only_the_trainer_keeps_roster_courses_and_bank(cast: Cast) -> None:
    training.people(cast, 2)
    found = training.course(cast)
    asked = training.question(cast)
    deeds: list[Deed] = [
        lambda actor: roster.enter_learner(
            actor=actor,
            agency_id=cast.agency.pk,
            staff_number="X1",
            given=LearnerInput("示例", cast.units["waste"].pk),
        ),
        lambda actor: courses.draft_course(
            actor=actor, agency_id=cast.agency.pk, given=training.course_said(cast)
        ),
        lambda actor: courses.move_course(
            course_id=found.pk, key="announce", actor=actor, expected_revision=None
        ),
        lambda actor: bank.retire_question(question_id=asked.pk, actor=actor, expected_revision=None),
        lambda actor: roster.bring_roster(actor=actor, agency_id=cast.agency.pk, rows=[]),
    ]
    for deed in deeds:
        assert who_may(cast, deed) == {"trainer"}


def test_the_leader_releases_and_confirms_and_nobody_else(cast: Cast) -> None:
    [one] = training.people(cast, 1)
    made = training.examination(cast)
    training.move(made, "submit", cast.trainer)

    def deed(key: str) -> Deed:
        return lambda actor: examinations.move_examination(
            examination_id=made.pk, key=key, actor=actor, expected_revision=None
        )

    assert who_may(cast, deed("release")) == {"duty_leader"}
    training.move(made, "release", cast.duty_leader)
    place = training.sitting(cast, made)
    enrol: Deed = lambda actor: sittings.enrol(sitting_id=place.pk, actor=actor, learner_ids=[one.pk])  # noqa: E731
    assert who_may(cast, enrol) == {"trainer"}
    enrol(cast.trainer)
    training.move(made, "mark", cast.trainer)
    mine = training.candidate(place, one)
    enter: Deed = lambda actor: results.enter_results(  # noqa: E731
        sitting_id=place.pk, actor=actor, given={mine.pk: Decimal(70)}
    )
    assert who_may(cast, enter) == {"trainer"}
    enter(cast.trainer)
    assert who_may(cast, deed("hand_in")) == {"trainer"}
    training.move(made, "hand_in", cast.trainer)
    assert who_may(cast, deed("confirm")) == {"duty_leader"}
    training.move(made, "confirm", cast.duty_leader)
    issue: Deed = lambda actor: certificates.issue_certificates(examination_id=made.pk, actor=actor)  # noqa: E731
    assert who_may(cast, issue) == {"trainer"}


def test_who_entered_marks_does_not_confirm_them_even_with_both_posts(cast: Cast) -> None:
    [one] = training.people(cast, 1)
    made = training.released(cast)
    place = training.sitting(cast, made)
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[one.pk])
    training.move(made, "mark", cast.trainer)
    training.enter(cast, place, {one: 70})
    training.move(made, "hand_in", cast.trainer)
    post = cast.person("trainer").appointments.get().post
    post.roles = [*post.roles, "duties.leader"]
    post.save()
    with pytest.raises(Refusal):
        training.move(made, "confirm", cast.trainer)
    assert training.move(made, "confirm", cast.duty_leader).state == "confirmed"


def test_names_are_seen_by_the_own_unit_the_person_and_who_keeps_them(cast: Cast) -> None:
    mine = training.learner(cast, "Z1", account="drafter")
    other = training.learner(cast, "Z2", "示例乙", unit="other")
    exam, place = training.confirmed(cast, {mine: 80, other: 20})
    course = training.held(cast, [mine, other])
    certificates.issue_certificates(examination_id=exam.pk, actor=cast.trainer)

    def names(who: str) -> set[str]:
        actor = getattr(cast, who)
        rows = reads.candidates(place, actor)
        there = course_reads.names_there(course, actor)
        seen = set(rows.values_list("learner__staff_number", flat=True))
        assert seen == set(there.values_list("learner__staff_number", flat=True))
        assert seen == set(people.for_staff(actor).values_list("staff_number", flat=True))
        return seen

    for who in ("trainer", "duty_leader", "supervisor"):
        assert names(who) == {"Z1", "Z2"}
    assert names("doer") == {"Z1"}
    assert names("rival_doer") == {"Z2"}
    assert names("drafter") == {"Z1"}
    assert names("neighbour") == names("outsider") == set()
    assert held.for_staff(cast.drafter).count() == held.for_staff(cast.doer).count() == 1
    assert held.for_staff(cast.rival_doer).count() == held.for_staff(cast.outsider).count() == 0


def test_a_draft_is_seen_by_who_keeps_it(cast: Cast) -> None:
    draft, exam = training.course(cast), training.examination(cast)
    for who, sees in (
        ("trainer", True),
        ("duty_leader", True),
        ("doer", False),
        ("drafter", False),
        ("outsider", False),
    ):
        actor = getattr(cast, who)
        assert (course_reads.course(actor, draft.pk) is not None) is sees
        assert (reads.examination(actor, exam.pk) is not None) is sees


def test_only_who_is_enrolled_sits_and_nobody_who_knows_the_questions(cast: Cast) -> None:
    me = training.learner(cast, "Z1", account="drafter")
    keeper = training.learner(cast, "Z2", "示例乙", account="trainer")
    exam = training.online(cast)
    place = training.sitting(cast, exam, begins=1, place="")
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[me.pk, keeper.pk])
    mine, theirs = training.candidate(place, me), training.candidate(place, keeper)
    with pytest.raises(Refusal):
        online.begin(candidate_id=mine.pk, actor=cast.drafter)
    with clock.travel_to(clock.now() + timedelta(minutes=70)):
        with pytest.raises(NotAllowed):
            online.begin(candidate_id=theirs.pk, actor=cast.trainer)
        with pytest.raises(NotAllowed):
            online.begin(candidate_id=mine.pk, actor=cast.neighbour)
        first = online.begin(candidate_id=mine.pk, actor=cast.drafter)
        assert online.begin(candidate_id=mine.pk, actor=cast.drafter).pk == first.pk
        kept = online.save_answers(
            candidate_id=mine.pk, actor=cast.drafter, answers={0: "AX", 99: "A", 5: "FT"}
        )
        assert kept.answers == {"0": "A", "5": "F"}
    with clock.travel_to(first.until), pytest.raises(Refusal):
        online.save_answers(candidate_id=mine.pk, actor=cast.drafter, answers={0: "B"})


def test_the_paper_is_fixed_and_what_is_confirmed_stays(cast: Cast) -> None:
    exam = training.online(cast)
    paper = Examination.objects.get(pk=exam.pk).paper
    assert len(paper) == 6
    bank.retire_question(
        question_id=Question.objects.order_by("pk")[0].pk, actor=cast.trainer, expected_revision=None
    )
    assert Examination.objects.get(pk=exam.pk).paper == paper
    with pytest.raises(DatabaseError), transaction.atomic():
        Examination.objects.filter(pk=exam.pk).update(paper=[])
    [one] = training.people(cast, 1)
    done, _place = training.confirmed(cast, {one: 80})
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.filter(candidate__sitting__examination=done).update(passed=False)
    certificates.issue_certificates(examination_id=done.pk, actor=cast.trainer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(number="X")
    for table in (Certificate, Result, Candidate, Examination, Learner):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all()[:1].get().delete()


def test_a_deed_is_one_event_and_a_late_hand_finds_a_conflict(cast: Cast) -> None:
    made = training.course(cast)
    before = Event.objects.count()
    moved = courses.move_course(
        course_id=made.pk, key="announce", actor=cast.trainer, expected_revision=made.revision
    )
    assert Event.objects.count() == before + 1
    again = courses.move_course(
        course_id=made.pk, key="announce", actor=cast.trainer, expected_revision=made.revision
    )
    assert (again.state, Event.objects.count()) == ("announced", before + 1)
    with pytest.raises(Conflict):
        courses.write_course(
            course_id=made.pk,
            actor=cast.trainer,
            expected_revision=made.revision,
            given=training.course_said(cast),
        )
    assert Course.objects.get(pk=made.pk).revision == moved.revision


def test_certificates_are_numbered_without_a_gap_and_hold_as_long_as_the_subject_says(cast: Cast) -> None:
    marks = dict.fromkeys(training.people(cast, 3), 70)
    exam, _place = training.confirmed(cast, marks)
    certificates.issue_certificates(examination_id=exam.pk, actor=cast.trainer)
    more, _other = training.confirmed(cast, dict.fromkeys(training.people(cast, 2, first=20), 70))
    certificates.issue_certificates(examination_id=more.pk, actor=cast.trainer)
    numbers = sorted(int(each.number[-4:]) for each in Certificate.objects.all())
    assert numbers == [1, 2, 3, 4, 5]
    assert {each.valid_until.year - each.issued_on.year for each in Certificate.objects.all()} <= {4, 5}


def test_a_certificate_is_void_once_the_pass_is_taken_back(cast: Cast) -> None:
    [one] = training.people(cast, 1)
    exam, place = training.confirmed(cast, {one: 60})
    certificates.issue_certificates(examination_id=exam.pk, actor=cast.trainer)
    assert held.stand_of(held.for_staff(cast.trainer).get()) == "holds"
    training.move(exam, "correct", cast.trainer, "合分有误")
    training.enter(cast, place, {one: 50}, reason="合分有误")
    assert held.stand_of(held.for_staff(cast.trainer).get()) == "void"
    assert held.listed(cast.trainer, stand="holds").count() == 0


def test_online_only_who_has_an_account_is_enrolled(cast: Cast) -> None:
    [without] = training.people(cast, 1)
    me = training.learner(cast, "X1", account="drafter")
    exam = training.online(cast)
    place = training.sitting(cast, exam, begins=1, place="")
    assert training.enrol(cast, place, "waste") == 1
    assert Candidate.objects.get(sitting=place).learner == me
    with pytest.raises(Invalid):
        sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[without.pk])


def test_a_correction_needs_its_reason(cast: Cast) -> None:
    [one] = training.people(cast, 1)
    exam, place = training.confirmed(cast, {one: 50})
    with pytest.raises(NotAllowed):
        training.enter(cast, place, {one: 60})
    training.move(exam, "correct", cast.trainer, "合分有误")
    with pytest.raises(Invalid):
        training.enter(cast, place, {one: 60})
    assert training.enter(cast, place, {one: 60}, reason="合分有误") == 1

"""Courses, banks and examinations for tests, on their way to confirmed results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from cast import Cast
from gongkai.core import clock, table_files
from gongkai.duties.actions.learning import bank, courses, examinations, results, roster, sittings
from gongkai.duties.actions.learning.bank import QuestionInput
from gongkai.duties.actions.learning.courses import CourseInput
from gongkai.duties.actions.learning.examinations import ExaminationInput
from gongkai.duties.actions.learning.roster import LearnerInput
from gongkai.duties.actions.learning.sittings import SittingInput
from gongkai.duties.models import Candidate, Course, Examination, Learner, Question, Sitting
from gongkai.duties.queries.learning.roster import SHAPE


def learner(
    cast: Cast, number: str, name: str = "示例甲", unit: str = "waste", account: str = "", **changes: Any
) -> Learner:
    """Somebody in the roster."""
    given = LearnerInput(name, cast.units[unit].pk, account, **changes)
    return roster.enter_learner(
        actor=cast.trainer, agency_id=cast.agency.pk, staff_number=number, given=given
    )


def people(cast: Cast, count: int, unit: str = "waste", first: int = 1) -> list[Learner]:
    """Many at once, as a file brings them."""
    rows = [
        table_files.Row(n + 1, {"number": f"Z{n:04d}", "name": f"示例{n}", "unit": unit})
        for n in range(first, first + count)
    ]
    roster.bring_roster(actor=cast.trainer, agency_id=cast.agency.pk, rows=rows)
    return list(Learner.objects.filter(staff_number__in=[row.said["number"] for row in rows]))


def as_csv(shape: table_files.Shape, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A file as somebody sends it."""
    return table_files.write_csv(shape, rows).encode("utf-8")


def roster_file(cast: Cast, count: int) -> bytes:
    """A roster of so many of the waste unit."""
    return as_csv(SHAPE, ({"number": f"Z{n:04d}", "name": f"示例{n}", "unit": "waste"} for n in range(count)))


def course_said(cast: Cast, **changes: Any) -> CourseInput:
    """A complete course that is over."""
    given: dict[str, Any] = {
        "title": "政府信息公开条例专题学习",
        "topic": "openness_regulation",
        "kind": "lecture",
        "begins_on": clock.today() - timedelta(days=2),
        "ends_on": clock.today() - timedelta(days=1),
        "hours": Decimal(4),
        "place": "三楼会议室",
        "teacher": "法制科",
        "units": (cast.units["waste"].pk, cast.units["other"].pk),
        **changes,
    }
    return CourseInput(**given)


def course(cast: Cast, **changes: Any) -> Course:
    """A draft of the trainer's."""
    given = course_said(cast, **changes)
    return courses.draft_course(actor=cast.trainer, agency_id=cast.agency.pk, given=given)


def move_course(found: Course, key: str, actor: Any, reason: str = "") -> Course:
    """The course after the move."""
    seen = Course.objects.get(pk=found.pk).revision
    return courses.move_course(
        course_id=found.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def held(cast: Cast, present: Sequence[Learner], **changes: Any) -> Course:
    """A course with its attendance closed."""
    made = move_course(course(cast, **changes), "announce", cast.trainer)
    for unit in {each.unit_id for each in present}:
        there = [each.pk for each in present if each.unit_id == unit]
        courses.tick_unit(course_id=made.pk, actor=cast.trainer, unit_id=unit, present=there)
    return move_course(made, "hold", cast.trainer)


def question(cast: Cast, text: str = "政府信息公开应当坚持什么原则？", **changes: Any) -> Question:
    """A question in force."""
    given: dict[str, Any] = {
        "subject": "openness_regulation",
        "kind": "single",
        "text": text,
        "options": ("以公开为常态", "以不公开为常态", "先收费后公开"),
        "key": "A",
        "marks": 10,
        **changes,
    }
    return bank.write_question(actor=cast.trainer, agency_id=cast.agency.pk, given=QuestionInput(**given))


def full_bank(cast: Cast, written: int = 0) -> None:
    """Six closed questions of ten marks, and so many written ones."""
    for n in range(4):
        question(cast, f"单选第{n}题？")
    question(cast, "多选题？", kind="multiple", key="AC")
    question(cast, "判断题。", kind="judge", options=(), key="T")
    for n in range(written):
        question(cast, f"简答第{n}题", kind="written", options=(), key="要点一、要点二", marks=20)


def examination(cast: Cast, **changes: Any) -> Examination:
    """A draft of the trainer's, on paper."""
    given: dict[str, Any] = {"title": "执法资格认证考试", "subject": "enforcement_qualification", **changes}
    return examinations.draft_examination(
        actor=cast.trainer, agency_id=cast.agency.pk, given=ExaminationInput(**given)
    )


def online(cast: Cast, written: int = 0) -> Examination:
    """A released one with a paper of six closed questions, and so many written ones."""
    full_bank(cast, written)
    wanted = {"single": 4, "multiple": 1, "judge": 1, "written": written}
    return released(
        cast,
        title="政府信息公开知识测试",
        subject="openness_regulation",
        way="online",
        wanted=wanted,
        minutes=30,
    )


def move(found: Examination, key: str, actor: Any, reason: str = "") -> Examination:
    """The examination after the move."""
    seen = Examination.objects.get(pk=found.pk).revision
    return examinations.move_examination(
        examination_id=found.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def released(cast: Cast, **changes: Any) -> Examination:
    """Released by other eyes."""
    made = examination(cast, **changes)
    move(made, "submit", cast.trainer)
    return move(made, "release", cast.duty_leader)


def sitting(cast: Cast, found: Examination, begins: int = -3, hours: int = 2, **changes: Any) -> Sitting:
    """A sitting that begins so many hours from now."""
    at = clock.now() + timedelta(hours=begins)
    given: dict[str, Any] = {
        "begins_at": at,
        "ends_at": at + timedelta(hours=hours),
        "place": "机关食堂",
        **changes,
    }
    return sittings.set_sitting(examination_id=found.pk, actor=cast.trainer, given=SittingInput(**given))


def enrol(cast: Cast, found: Sitting, *units: str, short: bool = False) -> int:
    """Enrols whole units."""
    keys = [cast.units[unit].pk for unit in units]
    return sittings.enrol(sitting_id=found.pk, actor=cast.trainer, unit_ids=keys, short=short)


def candidate(found: Sitting, who: Learner) -> Candidate:
    """The candidacy of one of them."""
    return Candidate.objects.get(sitting=found, learner=who)


def enter(cast: Cast, found: Sitting, marks: Mapping[Learner, int | None], reason: str = "") -> int:
    """Enters marks by hand; ``None``: absent."""
    given = {candidate(found, who).pk: None if each is None else Decimal(each) for who, each in marks.items()}
    return results.enter_results(sitting_id=found.pk, actor=cast.trainer, given=given, reason=reason)


def confirmed(cast: Cast, marks: Mapping[Learner, int | None], **changes: Any) -> tuple[Examination, Sitting]:
    """An examination on paper with confirmed results."""
    made = released(cast, **changes)
    place = sitting(cast, made)
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[each.pk for each in marks])
    move(made, "mark", cast.trainer)
    enter(cast, place, marks)
    move(made, "hand_in", cast.trainer)
    return move(made, "confirm", cast.duty_leader), place

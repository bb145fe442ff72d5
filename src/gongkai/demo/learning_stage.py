"""Lets the demonstration's keeper of training and its leader act: each deed by the right person on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gongkai.core import clock
from gongkai.core.table_files import Row
from gongkai.demo.stage import Stage
from gongkai.duties.actions.learning import courses, examinations, results, sittings
from gongkai.duties.actions.learning.courses import CourseInput
from gongkai.duties.actions.learning.examinations import ExaminationInput
from gongkai.duties.actions.learning.sittings import SittingInput
from gongkai.duties.models import Candidate, Course, Examination, Learner, Sitting
from gongkai.people.models import Agency

TRAINER, LEADER = "law-drafter", "leader"
#: Moves the leader makes.
LED = ("send_back", "release", "return_results", "confirm", "return_correction", "confirm_correction")


class LearningStage:
    """A play about training; posts and units are the stage's."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.agency = Agency.objects.get(code="cgj")
        self.trainer, self.leader = stage.actor(TRAINER), stage.actor(LEADER)

    def course(self, moment: datetime, **said: Any) -> Course:
        """A draft of that moment."""
        with clock.travel_to(moment):
            return courses.draft_course(
                actor=self.trainer, agency_id=self.agency.pk, given=CourseInput(**said)
            )

    def move_course(self, found: Course, key: str, moment: datetime, reason: str = "") -> Course:
        """The course after the move."""
        with clock.travel_to(moment):
            return courses.move_course(
                course_id=found.pk, key=key, actor=self.trainer, expected_revision=None, reason=reason
            )

    def attended(self, found: Course, rows: Iterable[Row], moment: datetime) -> Course:
        """The attendance from a file, closed."""
        with clock.travel_to(moment):
            courses.bring_attendance(course_id=found.pk, actor=self.trainer, rows=rows)
        return self.move_course(found, "hold", moment + timedelta(minutes=5))

    def examination(self, moment: datetime, **said: Any) -> Examination:
        """A draft of that moment."""
        with clock.travel_to(moment):
            return examinations.draft_examination(
                actor=self.trainer, agency_id=self.agency.pk, given=ExaminationInput(**said)
            )

    def move(self, found: Examination, moment: datetime, *keys: str, reason: str = "") -> Examination:
        """The examination after the moves, a quarter of an hour apart."""
        for place, key in enumerate(keys):
            with clock.travel_to(moment + timedelta(minutes=15 * place)):
                found = examinations.move_examination(
                    examination_id=found.pk,
                    key=key,
                    actor=self.leader if key in LED else self.trainer,
                    expected_revision=None,
                    reason=reason,
                )
        return found

    def sitting(
        self,
        found: Examination,
        moment: datetime,
        begins: datetime,
        *,
        ends: datetime | None = None,
        **said: Any,
    ) -> Sitting:
        """A sitting set at that moment."""
        given = SittingInput(begins, ends or begins + timedelta(minutes=found.minutes), **said)
        with clock.travel_to(moment):
            return sittings.set_sitting(examination_id=found.pk, actor=self.trainer, given=given)

    def enrol(
        self,
        found: Sitting,
        moment: datetime,
        *,
        units: Sequence[str] = (),
        numbers: Sequence[str] = (),
        short: bool = False,
    ) -> None:
        """Whole units, people by their staff numbers, or all who are short of a pass."""
        people = Learner.objects.filter(agency=self.agency, staff_number__in=list(numbers))
        with clock.travel_to(moment):
            sittings.enrol(
                sitting_id=found.pk,
                actor=self.trainer,
                unit_ids=[self.stage.unit(code) for code in units],
                learner_ids=[each.pk for each in people],
                short=short,
            )

    def results(self, found: Sitting, rows: Iterable[Row], moment: datetime) -> None:
        """Results from a file."""
        with clock.travel_to(moment):
            results.bring_results(sitting_id=found.pk, actor=self.trainer, rows=rows)

    def enter(
        self, found: Sitting, moment: datetime, marks: Mapping[str, int | None], reason: str = ""
    ) -> None:
        """Results by hand: staff number → marks, ``None`` for absent."""
        rows = Candidate.objects.filter(sitting=found, learner__staff_number__in=list(marks))
        keys = dict(rows.values_list("learner__staff_number", "pk"))
        given = {keys[number]: None if each is None else Decimal(each) for number, each in marks.items()}
        with clock.travel_to(moment):
            results.enter_results(sitting_id=found.pk, actor=self.trainer, given=given, reason=reason)

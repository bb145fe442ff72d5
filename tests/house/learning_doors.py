"""Training and examinations with something behind every address: a course, a paper handed in, a certificate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.duties.actions.learning import certificates, online, sittings
from gongkai.duties.models import Attempt, Certificate, Question
from rooms.duties import training


class Learning:
    """What stands behind the addresses of training; names in it are hidden from the public."""

    def __init__(self, cast: Cast, hidden: str) -> None:
        me = training.learner(cast, "Z1", hidden, account="drafter")
        self.learner = me
        self.course = training.held(cast, [me])
        self.course_open = training.move_course(training.course(cast), "announce", cast.trainer)
        done, _place = training.confirmed(cast, {me: 80})
        certificates.issue_certificates(examination_id=done.pk, actor=cast.trainer)
        self.certificate = Certificate.objects.get()
        self.draft = training.examination(cast, title=f"{hidden}考试")
        self.open = training.online(cast, written=1)
        self.sitting = training.sitting(cast, self.open, begins=1, place="")
        sittings.enrol(sitting_id=self.sitting.pk, actor=cast.trainer, learner_ids=[me.pk])
        self.candidate = training.candidate(self.sitting, me)
        with clock.travel_to(clock.now() + timedelta(hours=1, minutes=5)):
            online.begin(candidate_id=self.candidate.pk, actor=cast.drafter)
            online.hand_in(candidate_id=self.candidate.pk, actor=cast.drafter, answers={6: hidden})
        other = training.learner(cast, "Z2", f"{hidden}乙", account="second_drafter".replace("_", "-"))
        sittings.enrol(sitting_id=self.sitting.pk, actor=cast.trainer, learner_ids=[other.pk])
        self.waiting = training.candidate(self.sitting, other)

    def of(self, name: str) -> dict[str, Any]:
        """The values of an address."""
        found: Any = self.open
        for part, record in (
            ("_course", self.course_open),
            ("_tick", self.course_open),
            ("_learner", self.learner),
            ("_question", Question.objects.order_by("pk")[0]),
            ("_examination_edit", self.draft),
            ("_sitting", self.sitting),
            ("_enrol", self.sitting),
            ("_call_off", self.sitting),
            ("_sit_", self.candidate),
            ("_strike", self.waiting),
            ("_paper", Attempt.objects.get()),
            ("_certificate", self.certificate),
        ):
            found = record if part in name else found
        found = self.candidate if name.endswith("_sit") else found
        found = self.open if name.endswith("_sitting_new") else found
        key = "hold" if "_course" in name else "cancel"
        return {"pk": found.pk, "kind": "roster", "number": 1, "key": key}

"""The year 2012: the roster comes in, the regulation is studied, and 936 sit the qualification examination."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from gongkai.core import clock
from gongkai.demo import learning_people as people
from gongkai.demo.learning_stage import LearningStage
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions.learning import roster
from gongkai.duties.models import Examination

#: Title, topic, first day, days, hours, how many are invited, every which one was missing.
COURSES = (
    ("政府信息公开条例全员轮训", "openness_regulation", date(2012, 4, 18), 2, Decimal(6), 940, 17),
    ("执法程序与文书规范培训", "enforcement_norms", date(2012, 6, 12), 3, Decimal(12), 700, 11),
    ("廉政与作风建设专题学习", "integrity", date(2012, 8, 21), 1, Decimal(3), 400, 23),
)
DRAFTED, SAT_ON, CONFIRMED = date(2012, 9, 3), date(2012, 9, 22), date(2012, 10, 9)


def play(stage: Stage) -> Examination:
    """Plays it from the roster to the confirmed results."""
    acting = LearningStage(stage)
    with clock.travel_to(at(date(2012, 3, 20), 60)):
        roster.bring_roster(actor=acting.trainer, agency_id=acting.agency.pk, rows=people.rows())
    for title, topic, day, days, hours, most, skipped in COURSES:
        made = acting.course(
            at(day - timedelta(days=14), 40),
            title=title,
            topic=topic,
            kind="lecture",
            begins_on=day,
            ends_on=day + timedelta(days=days - 1),
            hours=hours,
            place="局机关大会议室",
            teacher="法制科",
            units=[stage.unit(code) for code, _share in people.UNITS],
        )
        acting.move_course(made, "announce", at(day - timedelta(days=12), 20))
        acting.attended(made, people.there(most, skipped), at(day + timedelta(days=days), 90))
    return _examination(acting)


def _examination(acting: LearningStage) -> Examination:
    found = acting.examination(
        at(DRAFTED, 30),
        title="2012年度执法人员资格认证考试",
        subject="enforcement_qualification",
        about="闭卷笔试，请携带工作证，提前十五分钟入场。",
    )
    acting.move(found, at(DRAFTED, 60), "submit")
    acting.move(found, at(DRAFTED + timedelta(days=1), 30), "release")
    sitting = acting.sitting(found, at(DRAFTED + timedelta(days=1), 90), at(SAT_ON), place="市第三中学考点")
    acting.enrol(sitting, at(DRAFTED + timedelta(days=2), 20), units=[code for code, _share in people.UNITS])
    acting.move(found, at(SAT_ON, 400), "mark")
    acting.results(sitting, list(people.marks()), at(date(2012, 9, 28), 100))
    acting.move(found, at(date(2012, 9, 29), 30), "hand_in")
    return acting.move(found, at(CONFIRMED, 60), "confirm")

"""Collections for tests: a box that is open, a survey, a hearing, what comes in, and problems found in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.consultations.actions import collecting, problems, taking_part
from gongkai.consultations.actions.collecting import CollectionInput
from gongkai.consultations.actions.taking_part import RemarkInput, Taken
from gongkai.consultations.models import Collection, Problem, Remark, Sheet
from gongkai.core import clock, secret_codes
from gongkai.domain.consultations.questionnaires import Question

QUESTIONS = (
    Question("q1", "single", "您对办事效率满意吗？", ("满意", "一般", "不满意"), needed=True),
    Question("q2", "scale", "您给服务态度打几分？"),
    Question("q3", "free", "您还有什么建议？"),
)


def said(kind: str = "box", **changes: Any) -> CollectionInput:
    """What a complete collection says."""
    given: dict[str, Any] = {"kind": kind, "title": "局长意见箱", "begins_on": clock.today()}
    if kind != "box":
        given["ends_on"] = clock.today() + timedelta(days=20)
    if kind in ("survey", "appraisal"):
        given |= {"questions": QUESTIONS, "invited": 40, "sample": "沿街商户、环卫作业单位"}
    if kind in ("meeting", "hearing"):
        given |= {"place": "局二楼会议室", "sign_up_until": clock.today() + timedelta(days=10)}
    return CollectionInput(**{**given, **changes})


def drafted(cast: Cast, kind: str = "box", **changes: Any) -> Collection:
    """A draft of the unit's."""
    return collecting.draft_collection(
        actor=cast.rule_drafter,
        agency_id=cast.agency.pk,
        unit_id=cast.units["waste"].pk,
        given=said(kind, **changes),
    )


def go(collection: Collection, key: str, actor: Any, reason: str = "") -> Collection:
    """The collection after the move."""
    seen = Collection.objects.get(pk=collection.pk).revision
    return collecting.move_collection(
        collection_id=collection.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def opened(cast: Cast, kind: str = "box", **changes: Any) -> Collection:
    """A collection that is open."""
    return go(drafted(cast, kind, **changes), "open", cast.rule_publisher)


def remark(collection: Collection, text: str = "窗口排队时间长。", token: str = "", **changes: Any) -> Taken:
    """A remark given on the site."""
    return taking_part.say_something(
        collection_id=collection.pk,
        token=token or secret_codes.new_token(),
        given=RemarkInput(words=text, **changes),
    )


def row(taken: Taken) -> Remark:
    """The remark itself."""
    return Remark.objects.get(reference=taken.reference)


def sheet(collection: Collection, token: str = "", **answers: Any) -> Sheet:
    """A filled-in questionnaire."""
    return taking_part.fill_in(
        collection_id=collection.pk, token=token or secret_codes.new_token(), answers=answers or {"q1": 1}
    )


def problem(cast: Cast, collection: Collection, *remarks: Remark) -> Problem:
    """A problem found in the remarks."""
    return problems.find_problem(
        collection_id=collection.pk,
        actor=cast.rule_drafter,
        title="窗口排队时间长",
        remark_ids=[each.pk for each in remarks],
    )


def problem_go(found: Problem, key: str, actor: Any, reason: str = "") -> Problem:
    """The problem after the move."""
    seen = Problem.objects.get(pk=found.pk).revision
    return problems.move_problem(
        problem_id=found.pk, key=key, actor=actor, expected_revision=seen, reason=reason
    )


def planned(cast: Cast, found: Problem) -> Problem:
    """The problem with its measure, being put right."""
    problems.plan(
        problem_id=found.pk,
        actor=cast.rule_publisher,
        expected_revision=None,
        unit_id=cast.units["waste"].pk,
        measure="增开一个窗口，错峰预约。",
        due_on=clock.today() + timedelta(days=15),
    )
    return problem_go(found, "assign", cast.rule_publisher)


def told(cast: Cast) -> tuple[Collection, Problem]:
    """An appraisal whose results are published, with a remark that is shown, and the problem it led to."""
    made = opened(cast, "appraisal")
    sheet(made, q1=2, q2=4, q3="示例某某说的话")
    said_there = row(remark(made))
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[said_there.pk])
    found = planned(cast, problem(cast, made, said_there))
    made = go(made, "close", cast.rule_publisher)
    collecting.write_results(
        collection_id=made.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        minutes="共收到问卷一份。",
        results="将增开一个窗口。",
    )
    return go(made, "tell", cast.rule_publisher), found


def reported(cast: Cast, found: Problem) -> Problem:
    """The problem reported done."""
    problems.report(
        problem_id=found.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        outcome="已增开窗口，平均等候8分钟。",
        evidence="窗口排班表",
    )
    return problem_go(found, "finish", cast.rule_drafter)

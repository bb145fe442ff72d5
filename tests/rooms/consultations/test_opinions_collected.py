"""Is what comes through box, survey, meeting and visit kept once, tied to nobody, sorted, put right and told?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import collecting_stage as stage
import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction

from cast import Cast
from gongkai.consultations.actions import by_itself, collecting, problems, taking_part
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Problem, Remark, Sheet, SignUp
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock, ledger, secret_codes
from gongkai.core.models import Event, Mail
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.questionnaires import Question

pytestmark = pytest.mark.django_db


def test_a_box_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    made = stage.opened(cast)
    said = stage.row(stage.remark(made))
    problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[said.pk])
    found = stage.problem(cast, made, said)
    stage.planned(cast, found)
    stage.reported(cast, found)
    settled = stage.problem_go(found, "settle", cast.rule_leader)
    assert (settled.state, settled.settled_on) == ("settled", clock.today())
    stage.go(made, "close", cast.rule_drafter)
    collecting.write_results(
        collection_id=made.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        minutes="",
        results="收到一条，已整改。",
    )
    assert stage.go(made, "tell", cast.rule_publisher).told_on == clock.today()
    rows = Event.objects.filter(verb__startswith="consultations.").order_by("seq")
    assert [each.verb.removeprefix("consultations.") for each in rows] == [
        "collection.drafted", "collection.open", "remark.given", "remark.shown", "problem.found", "problem.planned",
        "problem.assign", "problem.reported", "problem.finish", "problem.settle", "collection.close",
        "collection.results", "collection.tell",
    ]  # fmt: skip
    assert ledger.verify()[1] is None


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("rule_drafter", True), ("rule_publisher", True), ("rule_leader", True), ("supervisor", True),
        ("rival_rule_drafter", False), ("drafter", False), ("outsider", False),
    ],
)  # fmt: skip
def test_who_sees_a_collection(cast: Cast, name: str, sees: bool) -> None:
    made = stage.drafted(cast)
    assert (reads.collection(getattr(cast, name), made.pk) is not None) is sees


@pytest.mark.parametrize(
    "name", ["rival_rule_drafter", "rule_legal", "rule_leader", "supervisor", "outsider"]
)
def test_only_the_unit_and_the_publisher_collect_and_sort(cast: Cast, name: str) -> None:
    actor, made = getattr(cast, name), stage.opened(cast)
    said = stage.row(stage.remark(made))
    deeds = (
        lambda: collecting.draft_collection(
            actor=actor, agency_id=cast.agency.pk, unit_id=cast.units["waste"].pk, given=stage.said()
        ),
        lambda: problems.show_remarks(collection_id=made.pk, actor=actor, remark_ids=[said.pk]),
        lambda: problems.hide_remark(collection_id=made.pk, actor=actor, remark_id=said.pk, reason="spam"),
        lambda: problems.find_problem(collection_id=made.pk, actor=actor, title="问题", remark_ids=[said.pk]),
        lambda: stage.go(made, "close", actor),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()


def test_who_drafted_it_does_not_open_it(cast: Cast) -> None:
    made = stage.drafted(cast)
    for name in ("rule_drafter", "second_rule_drafter", "rule_leader"):
        with pytest.raises(NotAllowed):
            stage.go(made, "open", getattr(cast, name))


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("survey", {"questions": ()}, "question:0"),
        ("survey", {"ends_on": None}, "ends_on"),
        ("hearing", {"place": ""}, "place"),
    ],
)
def test_what_is_not_complete_is_not_opened(
    cast: Cast, kind: str, changes: dict[str, Any], field: str
) -> None:
    made = stage.drafted(cast, kind, **changes)
    assert field in dict(reads.faults(made))
    with pytest.raises(Refusal):
        stage.go(made, "open", cast.rule_publisher)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "megaphone"}, "kind"), ({"title": ""}, "title"), ({"invited": 0}, "invited"),
        ({"ends_on": clock.today() - timedelta(days=1)}, "ends_on"), ({"document_id": 999}, "document"),
        ({"sample": "张三，13800138000"}, "sample"),
        (
            {"kind": "survey", "questions": (Question("q1", "free", "请致电13800138000"),)},
            "question:0",
        ),
    ],
)  # fmt: skip
def test_what_a_collection_cannot_say_is_refused(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        stage.drafted(cast, changes.pop("kind", "box"), **changes)
    assert refused.value.field == field


def test_an_anonymous_remark_is_tied_to_nobody_and_kept_once(cast: Cast) -> None:
    made, token = stage.opened(cast), secret_codes.new_token()
    one, two = stage.remark(made, token=token), stage.remark(made, token=token)
    assert (one.reference, one.code, two.again) == (two.reference, two.code, True)
    kept = stage.row(one)
    assert (kept.author, kept.entered_by_id) == ("", None)
    assert "排队" not in kept.words
    event = Event.objects.get(verb="consultations.remark.given")
    assert (event.person, set(event.data)) == (None, {"number", "title", "reference"})


def test_what_was_said_and_filled_in_never_changes(cast: Cast) -> None:
    stage.remark(stage.opened(cast))
    stage.sheet(stage.opened(cast, "survey"))
    for statement in (
        "UPDATE consultations_remark SET words = 'v1.other'",
        "UPDATE consultations_sheet SET answers = '{}'",
        "DELETE FROM consultations_remark",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_sheet_is_kept_once_and_its_free_answers_sealed(cast: Cast) -> None:
    made, token = stage.opened(cast, "survey"), secret_codes.new_token()
    for _ in range(2):
        kept = stage.sheet(made, token=token, q1=3, q2=4, q3="我叫示例甲，建议多开窗口")
    assert Sheet.objects.count() == 1
    assert kept.answers == {"q1": 3, "q2": 4, "q3": "…"}
    assert "示例甲" not in kept.free
    assert reads.free_answers(made) == [{"q3": "我叫示例甲，建议多开窗口"}]
    figures = {each.question.key: each for each in reads.figures(made)}
    assert (figures["q1"].counts[3], figures["q2"].mean, figures["q3"].answered) == (1, 4.0, 1)
    assert reads.response_rate(made) == 1 / 40


def test_a_wrong_answer_is_refused_at_its_question(cast: Cast) -> None:
    made = stage.opened(cast, "survey")
    for answers, field in (({"q2": 1}, "q:q1"), ({"q1": 9}, "q:q1"), ({"q1": 1, "q2": 6}, "q:q2")):
        with pytest.raises(Invalid) as refused:
            stage.sheet(made, **answers)
        assert refused.value.field == field
    assert not Sheet.objects.exists()


def test_a_closed_box_takes_nothing(cast: Cast) -> None:
    made = stage.drafted(cast)
    with pytest.raises(Refusal):
        stage.remark(made)
    stage.go(made, "open", cast.rule_publisher)
    with pytest.raises(Refusal):
        stage.sheet(made)
    stage.go(made, "close", cast.rule_drafter)
    with pytest.raises(Refusal):
        stage.remark(made)


def test_the_last_day_closes_it_by_itself(cast: Cast) -> None:
    made = stage.opened(cast, "form")
    assert by_itself.run() == 0
    Collection.objects.filter(pk=made.pk).update(
        begins_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1)
    )
    assert by_itself.run() == 1
    assert Collection.objects.get(pk=made.pk).state == "closed"


def test_staff_enter_what_was_said_on_a_visit(cast: Cast) -> None:
    made = stage.opened(cast, "visit")
    given = taking_part.RemarkInput("摊位划线不清。", Author("示例甲", "0558-5550001"))
    kept = taking_part.enter_remark(
        collection_id=made.pk,
        actor=cast.rule_drafter,
        channel="visit",
        received_on=clock.today(),
        given=given,
    )
    assert (kept.code_digest, reads.author_of(kept).name) == ("", "示例甲")
    for channel in ("web", "meeting"):
        with pytest.raises(Invalid):
            taking_part.enter_remark(
                collection_id=made.pk,
                actor=cast.rule_drafter,
                channel=channel,
                received_on=clock.today(),
                given=given,
            )


def test_people_sign_up_for_a_hearing_and_read_whether_they_come(cast: Cast) -> None:
    made = stage.opened(cast, "hearing")
    taken = taking_part.sign_up(
        collection_id=made.pk, token=secret_codes.new_token(), author=Author("示例甲", "0558-5550001"),
        stands_for="沿街商户", text="想谈谈行驶时间",
    )  # fmt: skip
    row = SignUp.objects.get(reference=taken.reference)
    assert "示例甲" not in row.author
    with pytest.raises(Invalid):
        taking_part.decide_sign_up(
            collection_id=made.pk, actor=cast.rule_drafter, sign_up_id=row.pk, accepted=False
        )
    decided = taking_part.decide_sign_up(
        collection_id=made.pk, actor=cast.rule_drafter, sign_up_id=row.pk, accepted=True
    )
    assert decided.accepted is True
    with pytest.raises(Invalid):
        taking_part.sign_up(
            collection_id=made.pk,
            token=secret_codes.new_token(),
            author=Author("示例乙"),
            stands_for="",
            text="",
        )
    Collection.objects.filter(pk=made.pk).update(sign_up_until=clock.today() - timedelta(days=1))
    with pytest.raises(Refusal):
        taking_part.sign_up(
            collection_id=made.pk,
            token=secret_codes.new_token(),
            author=Author("示例乙", "1"),
            stands_for="",
            text="",
        )


def test_nothing_personal_is_shown_and_results_wait_for_every_remark(cast: Cast) -> None:
    made = stage.opened(cast)
    said = stage.row(stage.remark(made, "示例甲，13800138000，排队长"))
    with pytest.raises(Invalid):
        problems.show_remarks(collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[said.pk])
    stage.go(made, "close", cast.rule_drafter)
    collecting.write_results(
        collection_id=made.pk, actor=cast.rule_drafter, expected_revision=None, minutes="", results="已研究。"
    )
    with pytest.raises(Refusal):
        stage.go(made, "tell", cast.rule_publisher)
    problems.show_remarks(
        collection_id=made.pk, actor=cast.rule_drafter, remark_ids=[said.pk], public_words="排队时间长"
    )
    assert stage.go(made, "tell", cast.rule_publisher).state == "told"
    assert [each.public_words for each in reads.public_remarks(made)] == ["排队时间长"]


def test_a_problem_is_put_right_by_one_and_found_so_by_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "GONGKAI_EMAIL_URL", "smtp://localhost")
    made = stage.opened(cast)
    said = stage.row(stage.remark(made, author=Author(email="someone@example.cn"), by_email=True))
    found = stage.problem(cast, made, said)
    with pytest.raises(Refusal):
        stage.problem_go(found, "assign", cast.rule_publisher)
    stage.planned(cast, found)
    with pytest.raises(Refusal):
        stage.problem_go(found, "finish", cast.rule_drafter)
    stage.reported(cast, found)
    for name in ("rule_drafter", "rival_rule_drafter", "supervisor", "outsider"):
        with pytest.raises(NotAllowed):
            stage.problem_go(found, "settle", getattr(cast, name))
    stage.problem_go(found, "not_enough", cast.rule_leader, "请补充照片")
    assert not reads.public_problems().filter(state="settled").exists()
    stage.reported(cast, found)
    stage.problem_go(found, "settle", cast.rule_leader)
    assert Mail.objects.count() == 1
    assert [each.number for each in reads.public_problems()] == [found.number]


@pytest.mark.parametrize("name", ["rule_drafter", "rule_leader", "rival_rule_drafter", "outsider"])
def test_only_the_publisher_plans(cast: Cast, name: str) -> None:
    made = stage.opened(cast)
    found = stage.problem(cast, made, stage.row(stage.remark(made)))
    with pytest.raises(NotAllowed):
        problems.plan(
            problem_id=found.pk, actor=getattr(cast, name), expected_revision=None,
            unit_id=cast.units["waste"].pk, measure="增开窗口", due_on=clock.today(),
        )  # fmt: skip


def test_remarks_tie_to_a_problem_found_before(cast: Cast) -> None:
    made = stage.opened(cast)
    one, two = stage.row(stage.remark(made)), stage.row(stage.remark(made, "等候太久"))
    found = stage.problem(cast, made, one)
    again = problems.find_problem(
        collection_id=made.pk, actor=cast.rule_drafter, title="", remark_ids=[two.pk], problem_id=found.pk
    )
    assert again.pk == found.pk
    assert Problem.objects.count() == 1
    assert Remark.objects.filter(problem=found).count() == 2
    assert reads.remarks(made, "loose").count() == 0

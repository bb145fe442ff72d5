"""Is a rule in force evaluated when it is due, by one, confirmed and published by others?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting
import evaluating_stage as stage
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.consultations.actions import evaluating as actions
from gongkai.consultations.models import Document, Evaluation, EvaluationStep
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries import evaluation_public as public
from gongkai.consultations.queries import evaluation_work as work
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.evaluating import years_on
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document]


def furnished() -> Stage:
    cast = make_cast()
    return cast, stage.in_force(cast)


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def now(found: Evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=found.pk)


def test_it_goes_from_the_unit_over_the_head_to_the_public(here: Stage) -> None:
    cast, rule = here
    found = stage.begun(cast, rule)
    assert (found.number, found.unit_id) == (f"{cast.agency.code}-PG-{clock.today().year}-001", rule.unit_id)
    assert found.due_on == years_on(clock.today(), 3)
    with pytest.raises(Refusal, match="conclusion"):
        stage.go(found, "submit", cast.rule_drafter)
    stage.written(cast, found)
    for key, who in (("submit", "rule_drafter"), ("confirm", "rule_leader")):
        stage.go(found, key, getattr(cast, who))
        assert public.evaluation(cast.agency.code, found.number) is None
    stage.go(found, "publish", cast.rule_publisher)
    shown = public.evaluation(cast.agency.code, found.number)
    assert shown is not None
    assert (shown.state, shown.published_on) == ("published", clock.today())
    verbs = [each.verb.rpartition(".")[2] for each in reads.told(now(found))]
    assert verbs == ["begun", "written", "submit", "confirm", "publish"]
    assert ledger.verify()[1] is None


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("rule_drafter", {"submit", "discard"}),
        ("second_rule_drafter", {"submit", "discard"}),
        ("rule_leader", {"confirm", "send_back"}),
        ("rule_publisher", {"publish", "send_back", "discard"}),
        ("rule_legal", set()),
        ("supervisor", set()),
        ("rival_rule_drafter", set()),
        ("outsider", set()),
    ],
)
def test_who_moves_an_evaluation(here: Stage, who: str, may: set[str]) -> None:
    cast, rule = here
    found = stage.written(cast, stage.begun(cast, rule))
    states = {"submit": "draft", "discard": "draft", "confirm": "confirming", "publish": "confirmed"}
    for key, state in {**states, "send_back": "confirming"}.items():
        Evaluation.objects.filter(pk=found.pk).update(state=state)
        with transaction.atomic():
            if key in may:
                assert stage.go(found, key, getattr(cast, who), reason="须补充").state != state
            else:
                with pytest.raises(NotAllowed):
                    stage.go(found, key, getattr(cast, who), reason="须补充")
                assert now(found).state == state


@pytest.mark.parametrize(
    "who", ["rule_publisher", "rule_leader", "rule_legal", "rival_rule_drafter", "outsider"]
)
def test_only_the_unit_begins_and_writes(here: Stage, who: str) -> None:
    cast, rule = here
    with pytest.raises(NotAllowed):
        actions.begin_evaluation(document_id=rule.pk, actor=getattr(cast, who))
    found = stage.begun(cast, rule)
    with pytest.raises(NotAllowed):
        actions.write_evaluation(
            evaluation_id=found.pk,
            actor=getattr(cast, who),
            expected_revision=None,
            given=actions.EvaluationInput(summary="改写"),
        )
    assert now(found).summary == ""


def test_whoever_evaluated_does_not_confirm_even_with_the_post(here: Stage) -> None:
    cast, rule = here
    found = stage.go(stage.written(cast, stage.begun(cast, rule)), "submit", cast.rule_drafter)
    EvaluationStep.objects.create(
        evaluation=found, move="author", person=cast.person("rule_leader"), at=clock.now()
    )
    with pytest.raises(Refusal):
        stage.go(found, "confirm", cast.rule_leader)


def test_only_what_is_in_force_is_evaluated_and_once_at_a_time(here: Stage) -> None:
    cast, rule = here
    found = stage.begun(cast, rule)
    assert stage.begun(cast, rule).pk == found.pk, "a second click is the same evaluation"
    for other in (
        consulting.consulting(cast, title="征求意见中"),
        stage.plan(cast),
    ):
        with pytest.raises(Refusal, match="in force"):
            stage.begun(cast, other)
    ended = stage.in_force(cast, title="已废止")
    consulting.go(ended, "repeal", cast.rule_leader, reason="被替代")
    with pytest.raises(Refusal, match="in force"):
        stage.begun(cast, ended)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.create(
            agency=cast.agency, unit=rule.unit, document=rule, number="X", due_on=clock.today(),
            created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"methods": ("nothing",)}, "methods"),
        ({"conclusion": "nothing"}, "conclusion"),
        ({"summary": "联系张三13800138000"}, "summary"),
        ({"evaluators": "张三13800138000"}, "evaluators"),
        ({"summary": "长" * 4001}, "summary"),
        ({"ahead": 1}, "evaluated_on"),
        ({"ahead": -1}, "evaluated_on"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(here: Stage, changes: dict[str, Any], field: str) -> None:
    cast, rule = here
    said = dict(changes)
    if "ahead" in said:
        said = {"evaluated_on": clock.today() + timedelta(days=said.pop("ahead"))}
    with pytest.raises(Invalid) as told:
        stage.written(cast, stage.begun(cast, rule), **said)
    assert told.value.field == field


def test_what_was_found_may_hold_what_the_public_never_reads(here: Stage) -> None:
    cast, rule = here
    found = stage.written(cast, stage.begun(cast, rule), findings="举报人张三13800138000")
    assert "13800138000" in now(found).findings
    assert not {field for field, _text in reads.faults(now(found))}
    events = Event.objects.filter(subject_type=reads.EVALUATION)
    assert not any("13800138000" in str(each.data) for each in events)


def test_two_at_once_and_a_double_click(here: Stage) -> None:
    cast, rule = here
    found = stage.written(cast, stage.begun(cast, rule))
    with pytest.raises(Conflict):
        actions.write_evaluation(
            evaluation_id=found.pk,
            actor=cast.second_rule_drafter,
            expected_revision=found.revision - 1,
            given=actions.EvaluationInput(),
        )
    given: dict[str, Any] = {"evaluation_id": found.pk, "key": "submit", "actor": cast.rule_drafter}
    for _ in range(2):
        assert actions.move_evaluation(**given, expected_revision=found.revision).state == "confirming"
    assert Event.objects.filter(verb="consultations.evaluation.submit").count() == 1
    with pytest.raises(Conflict):
        actions.move_evaluation(**{**given, "key": "discard"}, expected_revision=found.revision)


def test_one_published_is_corrected_and_meanwhile_says_only_that(here: Stage) -> None:
    cast, rule = here
    found = stage.published(cast, rule)
    stage.go(found, "correct", cast.rule_publisher, reason="数字有误")
    shown = public.evaluation(cast.agency.code, found.number)
    assert shown is not None
    assert shown.state == "draft"
    assert not public.evaluations().exists()
    stage.go(stage.written(cast, found, summary="更正后的摘要。"), "submit", cast.rule_drafter)
    stage.go(found, "confirm", cast.rule_leader)
    stage.go(found, "publish", cast.rule_publisher)
    assert public.evaluations().get().summary == "更正后的摘要。"


def test_one_is_not_corrected_while_another_is_under_way(here: Stage) -> None:
    cast, rule = here
    first = stage.published(cast, rule)
    stage.begun(cast, rule)
    with pytest.raises(Refusal, match="Another"):
        stage.go(first, "correct", cast.rule_publisher, reason="数字有误")


def test_what_is_due_stands_in_the_units_work(here: Stage) -> None:
    cast, rule = here
    assert work.due(cast.rule_drafter) == [], "three years are not over"
    rule = stage.aged(rule, years_on(clock.today(), -3) + timedelta(days=60))
    assert work.due(cast.rule_drafter) == [(rule, clock.today() + timedelta(days=60))]
    assert work.due(cast.rival_rule_drafter) == []
    assert work.due(cast.rule_publisher) == []
    found = stage.begun(cast, rule)
    assert work.due(cast.rule_drafter) == [], "it is being evaluated"
    assert work.my_work(cast.rule_drafter).evaluations == [found]
    stage.written(cast, found)
    assert work.to_do_count(cast.rule_leader) == 0
    stage.go(found, "submit", cast.rule_drafter)
    assert (work.to_do_count(cast.rule_leader), work.to_do_count(cast.rule_drafter)) == (1, 0)
    stage.go(found, "confirm", cast.rule_leader)
    assert work.to_do_count(cast.rule_publisher) == 1
    stage.go(found, "publish", cast.rule_publisher)
    assert work.due(cast.rule_drafter) == [], "it was evaluated today"
    assert reads.due_of(consulting.now(rule)) == years_on(clock.today(), 3)


def test_what_is_due_asks_no_more_for_more_rules(here: Stage) -> None:
    cast, rule = here
    long_ago = years_on(clock.today(), -3)
    stage.aged(rule, long_ago)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert work.my_work(cast.rule_drafter).due
        return len(queries)

    alone = asked()
    for number in range(3):
        stage.aged(stage.in_force(cast, title=f"办法{number}"), long_ago)
    assert asked() == alone
    assert len(work.due(cast.rule_drafter)) == 4


def test_the_database_keeps_it(here: Stage) -> None:
    cast, rule = here
    stage.begun(cast, rule)
    with pytest.raises(DatabaseError), transaction.atomic():
        EvaluationStep.objects.update(move="other")
    for kind in (Evaluation, EvaluationStep):
        with pytest.raises(DatabaseError), transaction.atomic():
            kind.objects.all()._raw_delete(kind.objects.db)  # type: ignore[attr-defined]

"""Who may move a case of accountability in each state, and does anything follow for somebody who was not heard?"""

from __future__ import annotations

from typing import Any

import case_stage as stage
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

import everybody
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event, EventSecret
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import PROCESS
from gongkai.people.models import Appointment, Person, Post
from gongkai.people.sentences import tell as sentences
from gongkai.supervision.models import Case, CaseStep, Talk
from gongkai.supervision.queries import cases
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)

SUPERVISION, CONCERNED, LEADER = {"supervisor"}, {stage.CONCERNED}, {"duty_leader"}
#: The leader who decided does not review; the other leaders do.
REVIEWERS = {"leader", "overseer"}
#: (state, move) → who may make it with a case about the handler; what is not named nobody may.
MAY = {
    ("opened", "look_into"): SUPERVISION,
    ("opened", "drop"): SUPERVISION,
    ("looking", "enquire"): SUPERVISION,
    ("looking", "tell"): SUPERVISION,
    ("looking", "drop"): SUPERVISION,
    ("hearing", "state"): CONCERNED,
    ("hearing", "take_down"): SUPERVISION,
    ("hearing", "drop"): SUPERVISION,
    ("heard", "look_again"): SUPERVISION,
    ("heard", "propose"): SUPERVISION,
    ("heard", "drop"): SUPERVISION,
    ("proposed", "send_back"): LEADER,
    ("proposed", "decide"): LEADER,
    ("proposed", "decline"): LEADER,
    ("decided", "talk"): SUPERVISION | LEADER,
    ("decided", "appeal"): SUPERVISION | CONCERNED,
    ("carried_out", "close"): SUPERVISION | LEADER,
    ("carried_out", "appeal"): SUPERVISION | CONCERNED,
    ("closed", "appeal"): SUPERVISION | CONCERNED,
    ("reviewing", "uphold"): REVIEWERS,
    ("reviewing", "change"): REVIEWERS,
    ("reviewing", "revoke"): REVIEWERS,
}


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("supervision.case")]


@pytest.mark.parametrize("state", stage.WAYS)
def test_who_may_make_each_move_in_each_state(cast: Cast, state: str) -> None:
    case = stage.at(cast, state)
    assert case.state == state
    before = (CaseStep.objects.count(), Case.objects.get(pk=case.pk).revision)
    for move in PROCESS.moves:
        key = move.key
        may = everybody.who_may(cast, lambda actor, key=key: stage.moved(cast, case, key, actor))
        assert may == MAY.get((state, key), set()), (state, key)
    assert (CaseStep.objects.count(), Case.objects.get(pk=case.pk).revision) == before


@pytest.mark.parametrize("state", stage.WAYS)
def test_the_offers_are_what_may_be_done(cast: Cast, state: str) -> None:
    case = stage.at(cast, state)
    for name in ("supervisor", "duty_leader", "overseer", stage.CONCERNED, "unit_head", "outsider"):
        actor = getattr(cast, name)
        possible = {each.move.key for each in cases.offers(case, actor) if not each.refused}
        expected = {key for (where, key), who in MAY.items() if where == state and name in who}
        assert possible == expected, name


def test_a_case_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    case = stage.at(cast, "closed")
    today = clock.today()
    assert (case.told_on, case.stated_on, case.decided_on, case.carried_out_on, case.closed_on) == (
        (today,) * 5
    )
    assert (case.proposed_measure, case.measure, case.act_by) == ("criticism", "criticism", None)
    moves = ["opened", *(key for key, _who in stage.WAYS["closed"])]
    assert deeds() == [f"supervision.case.{key}" for key in moves]
    assert [step.move for step in cases.steps(case)] == moves
    assert [each.verb for each in cases.told(case, "full")] == deeds()
    assert ledger.verify()[1] is None


def test_nothing_personal_stands_in_the_ledgers_data(cast: Cast) -> None:
    stage.at(cast, "revoked")
    stage.at(cast, "closed")
    names = {cast.person(stage.CONCERNED).name, *stage.SECRET.values(), "李示例"}
    for event in Event.objects.all():
        told = f"{event.data} {event.reason}"
        assert not [name for name in names if name in told], event.verb
    sealed = set(EventSecret.objects.filter(event__verb__startswith="supervision.case").values_list("value"))
    assert (stage.SECRET["talk"],) in sealed


def test_no_event_tells_whom_a_case_concerns_by_who_made_it(cast: Cast) -> None:
    stage.at(cast, "revoked")
    concerned = cast.person(stage.CONCERNED)
    events = Event.objects.filter(verb__startswith="supervision.case.")
    assert events.filter(verb__in=("supervision.case.state", "supervision.case.appeal")).count() == 2
    assert not events.filter(Q(person=concerned.pk) | Q(on_behalf_of=concerned.pk)).exists()
    said = [str(each) for each in sentences(list(events))]
    assert said
    assert not [each for each in said if concerned.name in each]


def test_nothing_follows_before_whom_it_concerns_was_heard(cast: Cast) -> None:
    case = stage.at(cast, "hearing")
    with pytest.raises(Refusal, match="Nobody has stated their side yet"):
        stage.moved(cast, case, "hear_out", cast.supervisor)
    Case.objects.filter(pk=case.pk).update(hear_until=stage.in_days(-1))
    assert stage.moved(cast, case, "hear_out", cast.supervisor).state == "heard"


def test_told_anew_they_are_heard_anew(cast: Cast) -> None:
    case = stage.at(cast, "heard")
    case = stage.moved(cast, case, "look_again", cast.supervisor)
    case = stage.moved(cast, case, "tell", cast.supervisor)
    with pytest.raises(Refusal, match="Nothing follows unheard"):
        stage.moved(cast, case, "hear_out", cast.supervisor)
    stage.moved(cast, case, "take_down", cast.supervisor)
    assert stage.moved(cast, case, "hear_out", cast.supervisor).state == "heard"


def test_the_database_itself_lets_nobody_be_judged_untold(cast: Cast) -> None:
    case = stage.opened(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(decided_on=clock.today())


@pytest.mark.parametrize("table", ["casestep", "talk", "statement"])
def test_steps_talks_and_statements_are_written_once(cast: Cast, table: str) -> None:
    stage.at(cast, "closed")
    for deed in (f"DELETE FROM supervision_{table}", f"UPDATE supervision_{table} SET id = id"):
        with (
            pytest.raises(DatabaseError, match="Written once"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(deed)
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM supervision_case")


def test_whoever_proposed_does_not_decide_and_whoever_decided_does_not_review(cast: Cast) -> None:
    """One person with both posts is not both pairs of eyes."""
    Post.objects.filter(appointments__person=cast.person("supervisor")).update(
        roles=["people.supervisor", "duties.leader"]
    )
    case = stage.at(cast, "proposed")
    for key in ("decide", "decline"):
        with pytest.raises(Refusal, match="must be done by another person"):
            stage.moved(cast, case, key, cast.supervisor)
    case = stage.at(cast, "reviewing")
    for actor in (cast.supervisor, cast.duty_leader):
        with pytest.raises(Refusal, match="must be done by another person"):
            stage.moved(cast, case, "revoke", actor)
    assert Case.objects.get(pk=case.pk).state == "reviewing"


def test_nobody_moves_or_opens_a_case_about_themselves(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="about yourself"):
        stage.opened(cast, person="supervisor", unit="leadership")
    case = stage.opened(cast)
    Post.objects.filter(appointments__person=cast.person(stage.CONCERNED)).update(
        roles=["people.supervisor", "duties.leader", "complaints.handler"]
    )
    actor = getattr(cast, stage.CONCERNED)
    assert cases.one(actor, case.pk) is None
    assert cases.to_do(actor).count() == 0
    for key in ("look_into", "drop"):
        with pytest.raises(NotAllowed):
            stage.moved(cast, case, key, actor)
    for key in ("look_into", "tell"):
        stage.moved(cast, case, key, cast.supervisor)
    assert {each.move.key for each in cases.offers(cases.one(actor, case.pk) or case, actor)} == {"state"}


def test_a_head_does_not_move_a_case_of_the_own_unit(cast: Cast) -> None:
    """Supervision that answers for the unit concerned speaks for it, and nothing else."""
    Post.objects.filter(appointments__person=cast.person("supervisor")).update(
        roles=["people.supervisor", "duties.doer"], unit=cast.units["waste"]
    )
    with pytest.raises(NotAllowed, match="about yourself"):
        stage.opened(cast, person="")


def test_a_case_of_a_unit_is_answered_by_whoever_answers_for_it(cast: Cast) -> None:
    case = stage.at(cast, "hearing", person="")
    heads = everybody.who_may(cast, lambda actor: stage.moved(cast, case, "state", actor))
    assert heads == {"section_head", "unit_head", "doer", "second_doer"}
    case = stage.moved(cast, case, "state", cast.unit_head)
    case = stage.moved(cast, case, "hear_out", cast.supervisor)
    with pytest.raises(Refusal, match="Choose what is to follow"):
        stage.moved(cast, case, "propose", cast.supervisor, measure="reminder")
    case = stage.moved(cast, case, "propose", cast.supervisor, measure="notice")
    case = stage.moved(cast, case, "decide", cast.duty_leader, measure="rectification")
    # No talk is asked for where the result is none.
    assert stage.moved(cast, case, "carry_out", cast.supervisor).state == "carried_out"


def test_no_graver_result_than_was_put_forward(cast: Cast) -> None:
    case = stage.at(cast, "proposed")
    with pytest.raises(Refusal, match="graver"):
        stage.moved(cast, case, "decide", cast.duty_leader, measure="notice")
    assert stage.moved(cast, case, "decide", cast.duty_leader, measure="reminder").measure == "reminder"
    case = stage.at(cast, "reviewing")
    with pytest.raises(Refusal, match="graver"):
        stage.moved(cast, case, "change", cast.overseer, measure="discipline")
    case = stage.moved(cast, case, "change", cast.overseer)
    assert (case.state, case.measure) == ("decided", "reminder")


def test_a_result_that_is_a_talk_needs_the_talk(cast: Cast) -> None:
    case = stage.at(cast, "decided")
    with pytest.raises(Refusal, match="Record the talk first"):
        stage.moved(cast, case, "carry_out", cast.supervisor)
    case = stage.moved(cast, case, "talk", cast.duty_leader)
    assert stage.moved(cast, case, "carry_out", cast.supervisor).state == "carried_out"
    # A changed result is carried out anew, by a talk of its own.
    case = stage.moved(cast, case, "appeal", getattr(cast, stage.CONCERNED))
    case = stage.moved(cast, case, "change", cast.overseer)
    with pytest.raises(Refusal, match="Record the talk first"):
        stage.moved(cast, case, "carry_out", cast.supervisor)


def test_an_upheld_decision_goes_on_where_it_stood(cast: Cast) -> None:
    case = stage.at(cast, "reviewing")
    with pytest.raises(Refusal, match="not carried out yet"):
        stage.moved(cast, case, "uphold_done", cast.overseer)
    assert stage.moved(cast, case, "uphold", cast.overseer).state == "decided"
    case = stage.moved(cast, stage.at(cast, "closed"), "appeal", getattr(cast, stage.CONCERNED))
    assert case.closed_on is None
    with pytest.raises(Refusal, match="carried out already"):
        stage.moved(cast, case, "uphold", cast.overseer)
    case = stage.moved(cast, case, "uphold_done", cast.overseer)
    assert case.state == "carried_out"
    assert stage.moved(cast, case, "close", cast.supervisor).closed_on == clock.today()


def test_a_review_is_asked_for_once_and_in_time(cast: Cast) -> None:
    case = stage.moved(cast, stage.at(cast, "reviewing"), "uphold", cast.overseer)
    with pytest.raises(Refusal, match="It is final"):
        stage.moved(cast, case, "appeal", getattr(cast, stage.CONCERNED))
    case = stage.at(cast, "closed")
    Case.objects.filter(pk=case.pk).update(appeal_until=stage.in_days(-1))
    with pytest.raises(Refusal, match="days to ask for a review are over"):
        stage.moved(cast, case, "appeal", getattr(cast, stage.CONCERNED))


def test_somebody_who_left_is_heard_on_paper(cast: Cast) -> None:
    person = cast.person(stage.CONCERNED)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    Appointment.objects.filter(person=person).update(ends_on=stage.in_days(-1))
    case = stage.at(cast, "hearing")
    case = stage.moved(cast, case, "take_down", cast.supervisor)
    case = stage.moved(cast, case, "hear_out", cast.supervisor)
    assert cases.statements(case, "full")[0].kind == "taken_down"
    for key, who in stage.WAYS["decided"][5:]:
        case = stage.moved(cast, case, key, getattr(cast, who))
    assert stage.moved(cast, case, "appeal", cast.supervisor).state == "reviewing"


def test_without_a_post_they_still_speak_for_themselves(cast: Cast) -> None:
    case = stage.at(cast, "hearing")
    Appointment.objects.filter(person=cast.person(stage.CONCERNED)).update(ends_on=stage.in_days(-1))
    case = stage.moved(cast, case, "state", getattr(cast, stage.CONCERNED))
    assert case.stated_on == clock.today()
    assert CaseStep.objects.latest("pk").post == ""


@pytest.mark.parametrize(
    ("state", "key", "changes", "field"),
    [
        ("looking", "tell", {"until": -1}, "until"),
        ("looking", "tell", {"until": 100}, "until"),
        ("looking", "tell", {"words": "长" * 4001}, "words"),
        ("looking", "enquire", {"on": 1}, "on"),
        ("looking", "enquire", {"on": -1}, "on"),
        ("looking", "enquire", {"led_by": "长" * 121}, "led_by"),
        ("decided", "talk", {"on": 1}, "on"),
        ("decided", "talk", {"words": "长" * 100_000}, "words"),
        ("heard", "drop", {"reason": "长" * 4001}, "reason"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(
    cast: Cast, state: str, key: str, changes: dict[str, Any], field: str
) -> None:
    case = stage.at(cast, state)
    days = {name: stage.in_days(value) for name, value in changes.items() if type(value) is int}
    with pytest.raises(Invalid) as refused:
        stage.moved(cast, case, key, cast.supervisor, **{**changes, **days})
    assert refused.value.field == field
    assert Case.objects.get(pk=case.pk).state == state
    assert Talk.objects.filter(kind="result").count() == 0


@pytest.mark.parametrize(
    ("state", "key", "who", "gone"),
    [
        ("looking", "tell", "supervisor", {"words": " \r\n\x00"}),
        ("looking", "tell", "supervisor", {"until": None}),
        ("looking", "enquire", "supervisor", {"held_with": ""}),
        ("hearing", "state", stage.CONCERNED, {"words": ""}),
        ("heard", "propose", "supervisor", {"measure": "nonsense"}),
        ("heard", "propose", "supervisor", {"words": ""}),
        ("proposed", "decide", "duty_leader", {"measure": ""}),
        ("proposed", "decline", "duty_leader", {"reason": ""}),
        ("decided", "talk", "supervisor", {"on": None}),
        ("decided", "appeal", stage.CONCERNED, {"words": ""}),
        ("opened", "drop", "supervisor", {"reason": " "}),
    ],
)
def test_what_is_missing_is_said(cast: Cast, state: str, key: str, who: str, gone: dict[str, Any]) -> None:
    case = stage.at(cast, state)
    with pytest.raises(Refusal) as refused:
        stage.moved(cast, case, key, getattr(cast, who), **gone)
    assert not isinstance(refused.value, (NotAllowed, Invalid))
    assert Case.objects.get(pk=case.pk).state == state


def test_a_double_click_is_one_deed_and_who_was_slower_is_told(cast: Cast) -> None:
    case = stage.at(cast, "proposed")
    seen = case.revision
    for _ in range(2):
        again = stage.moved(cast, case, "decide", cast.duty_leader, seen=seen)
    assert (again.state, again.revision) == ("decided", seen + 1)
    with pytest.raises(Conflict):
        stage.moved(cast, case, "decline", cast.duty_leader, seen=seen)
    assert deeds().count("supervision.case.decide") == 1


def test_days_come_from_the_data(cast: Cast) -> None:
    case = stage.at(cast, "decided")
    calendar, today = clock.calendar(), clock.today()
    assert case.appeal_until == calendar.after(today, liability.days()["appeal"])
    assert case.act_by == calendar.after(today, liability.days()["carry_out"])


def test_what_waits_for_whom(cast: Cast) -> None:
    rows = {state: stage.at(cast, state) for state in stage.WAYS}
    waiting = {
        "supervisor": {"opened", "looking", "heard", "decided", "carried_out"},
        "duty_leader": {"proposed"},
        "overseer": {"reviewing"},
        "leader": {"reviewing"},
        stage.CONCERNED: {"hearing"},
        "unit_head": set(),
        "outsider": set(),
    }
    for name, states in waiting.items():
        found = {each.pk for each in cases.to_do(getattr(cast, name))}
        assert found == {rows[state].pk for state in states}, name

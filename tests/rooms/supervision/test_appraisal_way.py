"""Who may move a round in each state, who is drawn and called, and can an answer be led back to anybody?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import appraisal_stage as stage
import pytest
from django.db import DatabaseError, transaction

import everybody
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.domain.supervision.appraisal import PROCESS
from gongkai.people.models import Appointment, Post
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.actions.appraisal_asking import run
from gongkai.supervision.actions.appraisal_moving import move_round
from gongkai.supervision.actions.appraisal_rounds import prepare_round, write_round
from gongkai.supervision.actions.appraisal_words import look_at
from gongkai.supervision.models import (
    AppraisalAnswer,
    AppraisalWords,
    FrameEntry,
    InterviewCall,
    Invitation,
    Round,
    RoundResult,
    RoundStep,
)
from gongkai.supervision.queries import appraisals
from gongkai.supervision.queries.appraisal_figures import satisfaction
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
SUPERVISION = {"supervisor"}
LEADERS = {"leader", "duty_leader"}
GIVEN: dict[str, dict[str, Any]] = {"call_off": {"reason": "数据有误。"}}
#: (state, move) → who may make it; what is not named nobody may.
MAY = {
    ("prepared", "draw"): SUPERVISION,
    ("drawn", "open"): SUPERVISION,
    ("closed", "count"): SUPERVISION,
    ("counted", "publish"): LEADERS,
    **{(state, "call_off"): SUPERVISION for state in ("prepared", "drawn", "open", "closed", "counted")},
}


def make() -> Cast:
    with clock.travel_to(stage.NOW):
        cast = make_cast()
        stage.reported(cast, 30)
        stage.applied(cast, 10, "other")
    return cast


built = once_a_file(make)


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    everybody.forget_actors()
    with clock.travel_to(stage.NOW):
        yield on_stage(built)


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("supervision.")]


def sheets(found: Round) -> list[Invitation]:
    return list(found.invitations.order_by("place"))


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", stage.WAYS)
@pytest.mark.parametrize("key", [move.key for move in PROCESS.moves])
def test_who_may_make_each_move_in_each_state(cast: Cast, state: str, key: str) -> None:
    found = stage.at(cast, state)
    before = (RoundStep.objects.count(), stage.now(found).revision)
    may = everybody.who_may(cast, lambda actor: stage.moved(found, key, actor, **GIVEN.get(key, {})))
    assert may == MAY.get((state, key), set())
    assert (RoundStep.objects.count(), stage.now(found).revision) == before


def test_who_may_prepare_change_and_look_through_a_round(cast: Cast) -> None:
    def prepare(actor: Any) -> None:
        prepare_round(agency_id=cast.agency.pk, actor=actor, given=stage.days())

    assert everybody.who_may(cast, prepare) == SUPERVISION
    found = stage.prepared(cast)

    def write(actor: Any) -> None:
        write_round(round_id=found.pk, actor=actor, expected_revision=None, given=stage.days(year=2024))

    assert everybody.who_may(cast, write) == SUPERVISION
    stage.at(cast, "open", found)
    stage.filled_in(found, better="网站搜索不好用。")
    stage.closed(found)
    row = AppraisalWords.objects.get()

    def look(actor: Any) -> None:
        look_at(round_id=found.pk, words_id=row.pk, actor=actor, shown="网站搜索不好用。")

    assert everybody.who_may(cast, look) == SUPERVISION
    assert everybody.who_may(cast, write) == set()


@pytest.mark.parametrize("name", ["supervisor", "duty_leader", "leader"])
def test_who_sees_rounds(cast: Cast, name: str) -> None:
    found = stage.prepared(cast)
    assert appraisals.one(getattr(cast, name), found.pk) is not None


@pytest.mark.parametrize("name", ["caller", "section_head", "office", "planner", "drafter", "outsider"])
def test_others_see_none(cast: Cast, name: str) -> None:
    found = stage.prepared(cast)
    assert appraisals.one(getattr(cast, name), found.pk) is None


def test_who_calls_whom(cast: Cast) -> None:
    found = stage.at(cast, "open")
    of_waste = next(each for each in sheets(found) if f",{cast.units['waste'].pk}," in each.units)

    def call(actor: Any) -> None:
        answering.note_call(invitation_id=of_waste.pk, actor=actor, tries_seen=0, result="refused")

    assert everybody.who_may(cast, call) == {"caller", "supervisor"}
    # A call-back officer of the unit that dealt with them calls others, and not them.
    post = Post.objects.create(
        unit=cast.units["waste"], title="回访", roles=["complaints.caller"], opened_on=date(2010, 1, 1)
    )
    Appointment.objects.create(person=cast.person("handler"), post=post, begins_on=date(2010, 1, 1))
    seen = {each.pk for each in appraisals.to_call(cast.handler)}
    assert of_waste.pk not in seen
    assert seen == {each.pk for each in sheets(found) if f",{cast.units['waste'].pk}," not in each.units}
    assert len(appraisals.to_call(cast.caller)) == 32
    for name in ("duty_leader", "leader", "office", "outsider", "unit_head"):
        assert not appraisals.to_call(getattr(cast, name)).exists(), name


def test_the_two_pairs_of_eyes_hold_for_a_supervisor_who_leads_too(cast: Cast) -> None:
    post = Post.objects.create(
        unit=cast.units["leadership"], title="双", roles=["duties.leader"], opened_on=date(2010, 1, 1)
    )
    Appointment.objects.create(person=cast.person("supervisor"), post=post, begins_on=date(2010, 1, 1))
    found = stage.at(cast, "counted")
    with pytest.raises(Refusal, match="another person"):
        stage.moved(found, "publish", cast.supervisor)
    assert stage.moved(found, "publish", cast.leader).state == "published"


# --- the way ----------------------------------------------------------------------------------------------------------


def test_a_round_goes_its_way_with_an_event_for_every_deed_and_nobody_in_it(cast: Cast) -> None:
    found = stage.at(cast, "open")
    first, second, third, fourth, *rest = sheets(found)
    stage.called(cast, first, answers=stage.graded(5, better="请打我电话13900001234。"))
    stage.called(cast, second, "refused")
    stage.called(cast, third, "wrong_number")
    for _ in range(3):
        stage.called(cast, fourth, "no_answer")
    for each in rest[:11]:
        stage.called(cast, each, answers=stage.graded(4))
    for grade in (1, 2, 1):
        stage.filled_in(found, overall=grade)
    stage.closed(found)
    stage.moved(found, "count", cast.supervisor)
    with pytest.raises(Refusal, match="look at what people wrote"):
        stage.moved(found, "publish", cast.leader)
    row = AppraisalWords.objects.get()
    with pytest.raises(Invalid) as refused:
        look_at(round_id=found.pk, words_id=row.pk, actor=cast.supervisor, shown="请打我电话13900001234。")
    assert refused.value.field == "shown"
    look_at(round_id=found.pk, words_id=row.pk, actor=cast.supervisor, shown="请打电话。")
    stage.moved(found, "publish", cast.leader)
    result = RoundResult.objects.get()
    assert result.outcomes == {
        "answered": 12,
        "refused": 1,
        "wrong_number": 1,
        "not_reached": 1,
        "waiting": 17,
    }
    assert (result.sample["answers"], result.open["answers"]) == (12, 3)
    # 49 of 12 is 4.08: to the second decimal it would tell that one alone gave a 5.
    assert result.sample["overall"] == {"value": 4.1, "low": None, "high": None}
    assert result.open["enough"] is False
    assert satisfaction(cast.agency.pk, stage.YEAR) == (4.1, 12, found.pk)
    assert satisfaction(cast.agency.pk, 2024) is None
    told = deeds()
    assert told.count("supervision.appraisal.called") == 17
    assert told.count("supervision.appraisal.filled_in") == 3
    for key in ("prepared", "draw", "open", "close", "count", "looked", "publish"):
        assert told.count(f"supervision.appraisal.{key}") == 1, key
    assert ledger.verify()[1] is None
    everything = json.dumps([[each.data, each.reason] for each in Event.objects.all()], ensure_ascii=False)
    assert "1390000" not in everything
    assert "某人" not in everything


def test_nothing_ties_an_answer_to_whom_it_came_from(cast: Cast) -> None:
    found = stage.at(cast, "open")
    stage.called(cast, sheets(found)[0], answers=stage.graded(2, better="改进。"))
    fields = {field.name for field in AppraisalAnswer._meta.get_fields()}
    assert fields == {"id", "round", "way", "grades"}
    assert {field.name for field in AppraisalWords._meta.get_fields()} == {
        "id", "round", "way", "question", "words", "public_words", "looked_at_by",
    }  # fmt: skip
    answer, said = AppraisalAnswer.objects.get(), AppraisalWords.objects.get()
    assert answer.grades == stage.graded(2)
    assert answer.pk != said.pk
    assert "改进" not in said.words
    asked = Invitation.objects.get(outcome="answered")
    assert not hasattr(asked, "answer")
    assert (asked.telephone, asked.email, asked.code_digest, asked.units) == ("", "", "", "")


def test_contacts_are_gone_when_it_is_closed_or_called_off(cast: Cast, mailing: None) -> None:
    stage.applied(cast, 6, first=7000, email="reader{}@example.cn")
    for ending in ("closed", "called_off"):
        found = stage.at(cast, "open")
        assert found.invitations.exclude(telephone="").exists()
        assert found.invitations.exclude(email="").exists()
        assert found.invitations.exclude(code_digest="").exists()
        if ending == "closed":
            stage.closed(found)
        else:
            stage.moved(found, "call_off", cast.supervisor, reason="数据有误。")
        kept = found.invitations.exclude(telephone="", email="", code_digest="", units="")
        assert not kept.exists()
        assert set(found.invitations.values_list("outcome", flat=True)) == {"waiting"}
        if ending == "closed":
            stage.moved(found, "call_off", cast.supervisor, reason="重来。")


def test_written_once(cast: Cast) -> None:
    found = stage.at(cast, "open")
    stage.called(cast, sheets(found)[0], answers=stage.graded(2, better="改进。"))
    stage.filled_in(found)
    stage.closed(found)
    stage.moved(found, "count", cast.supervisor)
    for model in (AppraisalAnswer, FrameEntry, InterviewCall, RoundResult, RoundStep):
        field = "way" if model is AppraisalAnswer else "round_id" if model is not InterviewCall else "result"
        for spoil in ({field: getattr(model.objects.first(), field)}, None):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.update(**spoil) if spoil else model.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        AppraisalWords.objects.update(words="another")
    for kept in (Round, Invitation, AppraisalWords):
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.objects.all()._raw_delete("default")


def test_what_people_wrote_is_erased_once_the_results_are_out(cast: Cast) -> None:
    found = stage.at(cast, "open")
    stage.filled_in(found, better="王某某13900001234说好。")
    stage.closed(found)
    row = AppraisalWords.objects.get()
    assert appraisals.read_words(row) == "王某某13900001234说好。"
    stage.moved(found, "count", cast.supervisor)
    look_at(round_id=found.pk, words_id=row.pk, actor=cast.supervisor, shown="")
    stage.moved(found, "publish", cast.leader)
    row.refresh_from_db()
    assert (row.words, row.public_words) == ("", "")


# --- days, twice, at once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 1999}, "year"),
        ({"year": 2027}, "year"),
        ({"period_from": date(2026, 1, 1), "period_to": date(2025, 1, 1)}, "period_to"),
        ({"period_to": date(2027, 1, 1)}, "period_to"),
        ({"period_from": date(2020, 1, 1)}, "period_from"),
        ({"closes_on": date(2026, 3, 3)}, "closes_on"),
        ({"closes_on": date(2027, 3, 3)}, "closes_on"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        stage.prepared(cast, **changes)
    assert refused.value.field == field


def test_a_round_prepared_twice_is_one_and_a_year_has_one_under_way(cast: Cast) -> None:
    found = stage.prepared(cast)
    assert stage.prepared(cast).pk == found.pk
    with pytest.raises(Refusal, match="under way"):
        stage.prepared(cast, closes_on=date(2026, 3, 30))
    other = stage.prepared(cast, year=2024)
    with pytest.raises(Invalid):
        write_round(round_id=other.pk, actor=cast.supervisor, expected_revision=None, given=stage.days())
    assert (found.number, other.number) == (
        f"{cast.agency.code}-PY-2026-001",
        f"{cast.agency.code}-PY-2026-002",
    )


def test_a_second_click_changes_nothing_and_an_old_page_is_told(cast: Cast) -> None:
    found = stage.prepared(cast)
    seen = found.revision
    stage.moved(found, "draw", cast.supervisor, seen=seen)
    stage.moved(found, "draw", cast.supervisor, seen=seen)
    assert deeds().count("supervision.appraisal.draw") == 1
    with pytest.raises(Conflict):
        move_round(
            round_id=found.pk, key="call_off", actor=cast.supervisor, expected_revision=seen, reason="x"
        )


def test_a_round_whose_last_day_is_over_is_not_opened(cast: Cast) -> None:
    found = stage.at(cast, "drawn")
    with clock.travel_to(stage.NOW + timedelta(days=30)), pytest.raises(Refusal, match="last day is over"):
        stage.moved(found, "open", cast.supervisor)


def test_the_clock_closes_on_the_day_after_the_last(cast: Cast) -> None:
    found = stage.at(cast, "open")
    with clock.travel_to(stage.NOW + timedelta(days=21)):
        run()
        assert stage.now(found).state == "open"
    with clock.travel_to(stage.NOW + timedelta(days=22)):
        assert run() == 1
        assert stage.now(found).state == "closed"
        assert run() == 0


def test_what_waits_for_whom(cast: Cast) -> None:
    found = stage.prepared(cast)
    waiting = {
        "prepared": SUPERVISION,
        "drawn": SUPERVISION,
        "open": set(),
        "closed": SUPERVISION,
        "counted": LEADERS,
    }
    for state, who in waiting.items():
        if state != "prepared":
            key = stage.WAYS[state][-1]
            stage.closed(found) if key == "close" else stage.moved(found, key, cast.supervisor)
        if state == "open":
            stage.filled_in(found, better="改进。")
        expected = SUPERVISION if state == "counted" else who
        for name in ("supervisor", "leader", "duty_leader", "caller", "office", "outsider"):
            assert appraisals.to_do(getattr(cast, name)).exists() == (name in expected), (state, name)
    row = AppraisalWords.objects.get()
    look_at(round_id=found.pk, words_id=row.pk, actor=cast.supervisor, shown="")
    assert not appraisals.to_do(cast.supervisor).exists()
    assert appraisals.to_do(cast.leader).exists()

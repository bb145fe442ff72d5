"""Does an assessment go its way, by whom it may, and do its results stand once they are published?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cast import PARTS, Cast, make_cast
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.supervision import scoring, sheets
from gongkai.supervision.actions import assessing, entries
from gongkai.supervision.actions import sheets as doing
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, ScoreSheet
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.scoring import digest, score_of
from rooms.supervision import assessment_stage as stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_sheet_is_simulated_before_the_leader_adopts_it(cast: Cast) -> None:
    made = stage.written(cast)
    with pytest.raises(Refusal):
        doing.move_sheet(sheet_id=made.pk, key="adopt", actor=cast.duty_leader, expected_revision=None)
    made = doing.simulate(sheet_id=made.pk, actor=cast.supervisor, expected_revision=None, year=stage.year())
    assert [row["points"] for row in made.simulation["subjects"]] == ["20"] * len(made.simulation["subjects"])
    assert {row["name"] for row in made.simulation["subjects"]} == {each.name for each in cast.units.values()}
    made = doing.move_sheet(sheet_id=made.pk, key="adopt", actor=cast.duty_leader, expected_revision=None)
    assert (made.state, made.in_force_from) == ("adopted", clock.today())


def test_a_change_after_the_simulation_asks_for_a_new_one(cast: Cast) -> None:
    made = stage.simulated(cast)
    made = doing.change(
        sheet_id=made.pk,
        actor=cast.supervisor,
        expected_revision=None,
        title="改过",
        indicators=stage.SMALL[:1],
    )
    assert made.state == "draft"
    with pytest.raises(Refusal):
        doing.move_sheet(sheet_id=made.pk, key="adopt", actor=cast.duty_leader, expected_revision=None)


def test_a_sheet_with_faults_is_not_simulated(cast: Cast) -> None:
    made = stage.written(cast, indicators=())
    with pytest.raises(Refusal, match="faults"):
        doing.simulate(sheet_id=made.pk, actor=cast.supervisor, expected_revision=None, year=stage.year())


def test_the_published_sheet_of_a_district_is_taken_over(cast: Cast) -> None:
    made = doing.take_over(actor=cast.supervisor, agency_id=cast.agency.pk, template="licheng2020")
    made = doing.simulate(sheet_id=made.pk, actor=cast.supervisor, expected_revision=None, year=stage.year())
    own = next(row for row in made.simulation["subjects"] if row["key"] == cast.agency.pk)
    assert (made.kind, len(made.simulation["subjects"])) == ("agencies", 2)
    assert sum(Decimal(line["points"]) for line in own["lines"]) == Decimal(own["points"])
    report = next(each for line in own["lines"] for each in line["deductions"] if each["key"] == "2.2")
    assert report["cases"] == 1, "no report of last year was published by 31 March"
    assert own["points"] == "32"


def test_who_is_assessed_gets_an_entry_when_it_opens(cast: Cast) -> None:
    row = stage.prepared(cast)
    assert not row.assessed.exists()
    row = stage.moved(cast, row, "open")
    assert {each.unit_id for each in row.assessed.all()} == {cast.units["waste"].pk, cast.units["other"].pk}
    assert row.self_until == clock.calendar().after(clock.today(), sheets.days("self_assessment"))


def test_nobody_assessed_is_no_assessment(cast: Cast) -> None:
    row = stage.prepared(cast)
    assessing.choose(assessment_id=row.pk, actor=cast.supervisor, expected_revision=None, who=[])
    with pytest.raises(Refusal, match="Nobody is assessed"):
        stage.moved(cast, row, "open")


def test_the_review_waits_for_the_last_day_or_for_all(cast: Cast) -> None:
    row = stage.opened(cast)
    with pytest.raises(Refusal, match="not over"):
        stage.moved(cast, row, "review")
    for unit, who in (("waste", cast.section_head), ("other", cast.neighbour)):
        entries.hand_in(entry_id=stage.entry(row, cast, unit).pk, actor=who, expected_revision=None, own={})
    assert stage.moved(cast, row, "review").state == "review"


def test_points_follow_records_and_what_was_judged(cast: Cast) -> None:
    row = stage.in_review(cast)
    done = stage.reviewed(cast, row, "waste", {"2.1": {"cases": 1}, "2.2": {"cases": 50}})
    # ten counted, nothing late; of ten judged four once and half of six
    assert (done.points, done.percent, done.grade) == (Decimal(13), Decimal(65), "passed")


def test_what_records_count_is_corrected_only_with_a_note(cast: Cast) -> None:
    row = stage.in_review(cast)
    with pytest.raises(Invalid) as caught:
        stage.reviewed(cast, row, "waste", {**stage.NOTHING, "1.1": {"cases": 2}})
    assert caught.value.field == "note-1.1"
    done = stage.reviewed(cast, row, "waste", {**stage.NOTHING, "1.1": {"cases": 2, "note": "另有两份"}})
    assert done.points == 16


def test_a_rule_nobody_judged_keeps_the_review_open(cast: Cast) -> None:
    row = stage.in_review(cast)
    with pytest.raises(Refusal, match="not judged"):
        stage.reviewed(cast, row, "waste", {"2.1": {"cases": 0}})


@pytest.mark.parametrize(
    ("judged", "field"),
    [
        ({"2.1": {"cases": -1}}, "cases-2.1"),
        ({"2.2": {"cases": 101}}, "cases-2.2"),
        ({"2.1": {"cases": 10**9}}, "cases-2.1"),
        ({"2.1": {"cases": 0, "note": "长" * 301}}, "note-2.1"),
    ],
)
def test_what_no_number_can_be_is_refused(cast: Cast, judged: dict[str, Any], field: str) -> None:
    row = stage.in_review(cast)
    with pytest.raises(Invalid) as caught:
        stage.reviewed(cast, row, "waste", judged)
    assert caught.value.field == field
    assert stage.entry(row, cast).judged == {}


def test_equals_share_a_rank_and_results_stand(cast: Cast) -> None:
    row = stage.published(cast)
    listed = [(each["name"], each["rank"], each["points"]) for each in row.results["assessed"]]
    assert listed == [(cast.units["other"].name, 1, "20.00"), (cast.units["waste"].name, 2, "13.00")]
    assert row.digest == digest(row.results)
    assert {each.state for each in row.assessed.all()} == {"final"}
    ScoreSheet.objects.filter(pk=row.sheet_id).update(indicators=[])
    assert score_of(stage.entry(row, cast)).points == 13, "the sheet stays as it stood when it opened"


def test_an_appeal_is_decided_by_the_leader_before_publication(cast: Cast) -> None:
    row = stage.told(cast)
    entry = stage.entry(row, cast)
    entries.appeal(entry_id=entry.pk, actor=cast.section_head, expected_revision=None, words="会议有记录")
    with clock.travel_to(clock.now() + timedelta(days=30)), pytest.raises(Refusal, match="appeal waits"):
        stage.moved(cast, row, "publish", "duty_leader")
    done = entries.decide(
        entry_id=entry.pk,
        actor=cast.duty_leader,
        expected_revision=None,
        reason="记录属实",
        judged={"2.1": {"cases": 0}, "2.2": {"cases": 50}},
    )
    assert (done.state, done.points, done.appeal_answer) == ("decided", Decimal(17), "记录属实")


def test_after_the_days_to_appeal_nobody_appeals(cast: Cast) -> None:
    row = stage.told(cast)
    entry = stage.entry(row, cast)
    with (
        clock.travel_to(clock.now() + timedelta(days=30)),
        pytest.raises(Refusal, match="for some days only"),
    ):
        entries.appeal(entry_id=entry.pk, actor=cast.section_head, expected_revision=None, words="晚了")


def test_records_are_counted_again_in_the_review(cast: Cast, django_assert_max_num_queries: Any) -> None:
    row = stage.in_review(cast)
    stage.reviewed(cast, row, "waste")
    with django_assert_max_num_queries(40):
        assessing.recount(assessment_id=row.pk, actor=cast.supervisor, expected_revision=None)
    assert stage.entry(row, cast).counted_at == clock.now() or stage.entry(row, cast).counted_at is not None


def test_by_one_sheet_a_year_is_assessed_once(cast: Cast) -> None:
    row = stage.opened(cast)
    with pytest.raises(Invalid):
        assessing.prepare(sheet_id=row.sheet_id, actor=cast.supervisor, year=row.year)
    stage.moved(cast, row, "call_off", "duty_leader", reason="改用新表")
    assert assessing.prepare(sheet_id=row.sheet_id, actor=cast.supervisor, year=row.year).state == "prepared"


def test_two_at_once_and_a_second_click(cast: Cast) -> None:
    row = stage.prepared(cast)
    seen = Assessment.objects.get(pk=row.pk).revision
    for _click in range(2):
        assessing.move_assessment(
            assessment_id=row.pk, key="open", actor=cast.supervisor, expected_revision=seen
        )
    assert AssessmentStep.objects.filter(assessment=row, move="open").count() == 1
    with pytest.raises(Conflict):
        assessing.move_assessment(
            assessment_id=row.pk, key="call_off", actor=cast.duty_leader, expected_revision=seen, reason="晚"
        )


def test_every_deed_is_told_once(cast: Cast) -> None:
    row = stage.published(cast)
    told = Event.objects.filter(subject_type="supervision.assessment", subject=str(row.pk))
    assert [each.verb.rpartition(".")[2] for each in told.order_by("seq")] == [
        "prepared", "open", "review", "tell", "publish",
    ]  # fmt: skip
    mine = Event.objects.filter(subject_type="supervision.assessed", subject=str(stage.entry(row, cast).pk))
    assert [each.verb.rpartition(".")[2] for each in mine.order_by("seq")] == ["hand_in", "review"]


SHEET_DEEDS: dict[str, tuple[str, Callable[[Cast, ScoreSheet, Any], Any], set[str]]] = {
    "simulate": (
        "draft",
        lambda cast, row, who: doing.simulate(
            sheet_id=row.pk, actor=who, expected_revision=None, year=stage.year()
        ),
        {"supervisor"},
    ),
    "change": (
        "draft",
        lambda cast, row, who: doing.change(
            sheet_id=row.pk, actor=who, expected_revision=None, title="甲", indicators=stage.SMALL
        ),
        {"supervisor"},
    ),
    "adopt": (
        "simulated",
        lambda cast, row, who: doing.move_sheet(
            sheet_id=row.pk, key="adopt", actor=who, expected_revision=None
        ),
        {"duty_leader"},
    ),
    "discard": (
        "draft",
        lambda cast, row, who: doing.move_sheet(
            sheet_id=row.pk, key="discard", actor=who, expected_revision=None, reason="不用"
        ),
        {"supervisor"},
    ),
}


@pytest.mark.parametrize("deed", list(SHEET_DEEDS))
def test_who_may_do_what_with_a_sheet(cast: Cast, deed: str) -> None:
    state, do, allowed = SHEET_DEEDS[deed]
    row = stage.written(cast) if state == "draft" else stage.simulated(cast)
    may = set()
    for name in (*PARTS, "outsider"):
        savepoint = ScoreSheet.objects.get(pk=row.pk)
        try:
            do(cast, row, getattr(cast, name))
        except NotAllowed:
            pass
        else:
            may.add(name)
            _put_back(savepoint)
    assert may == allowed


def _put_back(row: ScoreSheet | Assessment | Assessed) -> None:
    fields = {
        each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key
    }
    type(row).objects.filter(pk=row.pk).update(**fields)


ROUND_DEEDS = {
    "open": (stage.prepared, {"supervisor"}, {}),
    "call_off": (stage.opened, {"duty_leader"}, {"reason": "不考核了"}),
}


@pytest.mark.parametrize("key", list(ROUND_DEEDS))
def test_who_may_do_what_with_an_assessment(cast: Cast, key: str) -> None:
    make, allowed, given = ROUND_DEEDS[key]
    may = set()
    for name in (*PARTS, "outsider"):
        if name in allowed:
            continue
        row = Assessment.objects.first() or make(cast)
        with pytest.raises(NotAllowed):
            assessing.move_assessment(
                assessment_id=row.pk, key=key, actor=getattr(cast, name), expected_revision=None, **given
            )
    [only] = allowed
    assert stage.moved(cast, Assessment.objects.get(), key, only, **given)
    assert not may


ENTRY_DEEDS: dict[str, tuple[Callable[[Cast], Assessment], Callable[[Assessed, Any], Any], set[str]]] = {
    "hand_in": (
        stage.opened,
        lambda row, who: entries.hand_in(entry_id=row.pk, actor=who, expected_revision=None, own={}),
        {"section_head", "unit_head", "doer", "second_doer"},
    ),
    "review": (
        stage.in_review,
        lambda row, who: entries.review(
            entry_id=row.pk, actor=who, expected_revision=None, judged=stage.NOTHING
        ),
        {"supervisor"},
    ),
    "appeal": (
        stage.told,
        lambda row, who: entries.appeal(entry_id=row.pk, actor=who, expected_revision=None, words="不服"),
        {"section_head", "unit_head", "doer", "second_doer"},
    ),
}


@pytest.mark.parametrize("deed", list(ENTRY_DEEDS))
def test_who_may_do_what_with_an_entry(cast: Cast, deed: str) -> None:
    make, do, allowed = ENTRY_DEEDS[deed]
    assessment = make(cast)
    may = set()
    for name in (*PARTS, "outsider"):
        row = stage.entry(assessment, cast)
        try:
            do(row, getattr(cast, name))
        except NotAllowed:
            pass
        else:
            may.add(name)
            _put_back(row)
    assert may == allowed


def test_the_appeal_is_not_decided_by_who_reviewed(cast: Cast) -> None:
    row = stage.told(cast)
    entry = stage.entry(row, cast)
    entries.appeal(entry_id=entry.pk, actor=cast.doer, expected_revision=None, words="不服")
    for name in ("supervisor", "section_head", "planner", "outsider", "neighbour"):
        with pytest.raises(NotAllowed):
            entries.decide(
                entry_id=entry.pk, actor=getattr(cast, name), expected_revision=None, reason="维持"
            )
    assert entries.decide(
        entry_id=entry.pk, actor=cast.duty_leader, expected_revision=None, reason="维持"
    ).points == Decimal(13)


def test_others_entries_are_seen_once_they_are_published(cast: Cast) -> None:
    row = stage.told(cast)
    other = stage.entry(row, cast, "other")
    assert assessments.entry(cast.section_head, other.pk) is None
    assert assessments.entry(cast.supervisor, other.pk) is not None
    with clock.travel_to(clock.now() + timedelta(days=30)):
        stage.moved(cast, row, "publish", "duty_leader")
    assert assessments.entry(cast.section_head, other.pk) is not None
    assert assessments.entry(cast.outsider, other.pk) is None


def test_a_grade_is_one_of_the_data(cast: Cast) -> None:
    row = stage.published(cast)
    assert {each["grade"] for each in row.results["assessed"]} == {"excellent", "passed"}
    assert scoring.grade(Decimal(100), sheets.grades()).key == "excellent"

"""Who may urge, answer, settle and dismiss a finding in each state, and what stands in the way?"""

from __future__ import annotations

from typing import Any

import finding_stage as stage
import pytest

import everybody
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.process import offers as offered_by
from gongkai.domain.supervision.course import PROCESS
from gongkai.people.models import Post
from gongkai.supervision.actions.several import MOST, urge_several
from gongkai.supervision.models import Finding, FindingStep
from gongkai.supervision.queries import findings, lists
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)

SUPERVISION = {"supervisor"}
HEADS = {"section_head", "unit_head", "doer", "second_doer"}
#: What each move is given, so that only the person decides.
GIVEN: dict[str, dict[str, Any]] = {
    "urge": {"words": "请公开。"},
    "answer": {"words": "已公开。"},
    "not_enough": {"reason": "链接仍打不开。"},
    "settle": {},
    "dismiss": {"reason": "已说明。"},
    "mend": {},
}
#: (state, move) → who may make it with a finding of the unit "waste"; what is not named nobody may.
MAY = {
    ("found", "urge"): SUPERVISION,
    ("found", "dismiss"): SUPERVISION,
    ("urged", "answer"): HEADS,
    ("urged", "dismiss"): SUPERVISION,
    ("answered", "not_enough"): SUPERVISION,
    ("answered", "settle"): SUPERVISION,
    ("answered", "dismiss"): SUPERVISION,
}


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("supervision.")]


@pytest.mark.parametrize("state", stage.WAYS)
@pytest.mark.parametrize("key", GIVEN)
def test_who_may_make_each_move_in_each_state(cast: Cast, state: str, key: str) -> None:
    row = stage.at(cast, state)
    before = (FindingStep.objects.count(), Finding.objects.get(pk=row.pk).revision)
    may = everybody.who_may(cast, lambda actor: stage.moved(row, key, actor, **GIVEN[key]))
    assert may == MAY.get((state, key), set())
    assert (FindingStep.objects.count(), Finding.objects.get(pk=row.pk).revision) == before


@pytest.mark.parametrize(
    ("unit", "expected"), [("", {"office"}), ("other", {"neighbour", "rival", "rival_doer"})]
)
def test_whoever_answers_for_it_answers(cast: Cast, unit: str, expected: set[str]) -> None:
    row = stage.at(cast, "urged", unit)
    assert (
        everybody.who_may(cast, lambda actor: stage.moved(row, "answer", actor, words="已公开。")) == expected
    )


@pytest.mark.parametrize("state", ["found", "urged", "answered"])
def test_the_offers_are_what_may_be_done(cast: Cast, state: str) -> None:
    row = stage.at(cast, state)
    for name in (*SUPERVISION, *HEADS, "office", "neighbour", "drafter"):
        possible = {each.move.key for each in findings.offers(row, getattr(cast, name)) if not each.refused}
        assert possible == {key for (where, key), who in MAY.items() if where == state and name in who}, name
    assert offered_by(PROCESS, row.state, findings.facts(row, cast.outsider)) == ()


@pytest.mark.parametrize(
    ("name", "of_waste", "of_other", "of_none"),
    [
        ("supervisor", True, True, True), ("office", True, True, True), ("duty_leader", True, True, True),
        ("planner", True, True, True), ("section_head", True, False, False), ("unit_head", True, False, False),
        ("doer", True, False, False), ("neighbour", False, True, False), ("drafter", False, False, False),
        ("handler", False, False, False), ("outsider", False, False, False),
    ],
)  # fmt: skip
def test_who_sees_which_finding(cast: Cast, name: str, of_waste: bool, of_other: bool, of_none: bool) -> None:
    rows = [stage.found(cast, unit) for unit in ("waste", "other", "")]
    actor = getattr(cast, name)
    assert [findings.one(actor, row.pk) is not None for row in rows] == [of_waste, of_other, of_none]
    assert sum(findings.counts(actor).values()) == of_waste + of_other + of_none
    # Who is in another agency sees all of that one.
    assert lists.sees_all(actor) is (name in ("supervisor", "duty_leader", "outsider"))


@pytest.mark.parametrize("name", ["office", "planner"])
def test_findings_about_complaints_are_not_the_openness_offices(cast: Cast, name: str) -> None:
    row = stage.found(cast, "waste")
    Finding.objects.filter(pk=row.pk).update(monitor="late_handling")
    assert findings.one(getattr(cast, name), row.pk) is None
    for who in ("supervisor", "duty_leader", "doer"):
        assert findings.one(getattr(cast, who), row.pk) is not None, who


def test_a_finding_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    row = stage.at(cast, "answered")
    row = stage.moved(row, "not_enough", cast.supervisor, reason="链接仍打不开。", act_by=stage.in_days(9))
    assert (row.state, row.act_by) == ("urged", stage.in_days(9))
    row = stage.moved(row, "answer", cast.doer, words="链接已更换。")
    row = stage.moved(row, "settle", cast.supervisor)
    today = clock.today()
    assert (row.state, row.standing, row.urged_on, row.answered_on, row.closed_on) == (
        "settled", False, today, today, today,
    )  # fmt: skip
    assert (row.asked, row.answer) == ("请立即公开。", "链接已更换。")
    moves = ["urge", "answer", "not_enough", "answer", "settle"]
    assert deeds() == [f"supervision.finding.{key}" for key in moves]
    assert [step.move for step in findings.steps(row)] == moves
    assert [each.verb for each in findings.told(row)] == deeds()
    assert ledger.verify()[1] is None


def test_whoever_answered_does_not_find_it_settled(cast: Cast) -> None:
    """One person with both posts is not both pairs of eyes."""
    Post.objects.filter(appointments__person=cast.person("supervisor")).update(
        roles=["people.supervisor", "duties.doer"], unit=cast.units["waste"]
    )
    row = stage.found(cast)
    row = stage.moved(row, "urge", cast.supervisor, words="请公开。")
    row = stage.moved(row, "answer", cast.supervisor, words="已公开。")
    with pytest.raises(Refusal):
        stage.moved(row, "settle", cast.supervisor)
    assert Finding.objects.get(pk=row.pk).state == "answered"


@pytest.mark.parametrize(
    ("state", "key", "who", "given", "field"),
    [
        ("found", "urge", "supervisor", {"words": "请公开。", "act_by": None}, "act_by"),
        ("found", "urge", "supervisor", {"words": "请公开。", "act_by": -1}, "act_by"),
        ("found", "urge", "supervisor", {"words": "请公开。", "act_by": 400}, "act_by"),
        ("found", "urge", "supervisor", {"words": "长" * 2001}, "words"),
        ("urged", "answer", "section_head", {"words": "长" * 2001}, "words"),
        ("answered", "not_enough", "supervisor", {"reason": "长" * 2001}, "reason"),
        ("answered", "not_enough", "supervisor", {"reason": "未改", "act_by": -1}, "act_by"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(
    cast: Cast, state: str, key: str, who: str, given: dict[str, Any], field: str
) -> None:
    row = stage.at(cast, state)
    day = given.get("act_by")
    given = given | ({"act_by": stage.in_days(day)} if day is not None else {})
    with pytest.raises(Invalid) as refused:
        stage.moved(row, key, getattr(cast, who), **given)
    assert refused.value.field == field
    assert Finding.objects.get(pk=row.pk).state == state


@pytest.mark.parametrize(
    ("state", "key", "who", "words"),
    [
        ("found", "urge", "supervisor", "Write what is asked for and until when."),
        ("urged", "answer", "section_head", "Write what was done about it."),
        ("found", "dismiss", "supervisor", "the reason"),
        ("answered", "not_enough", "supervisor", "the reason"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, state: str, key: str, who: str, words: str) -> None:
    row = stage.at(cast, state)
    for nothing in ("", " \r\n ", "\x00"):
        with pytest.raises(Refusal) as refused:
            stage.moved(row, key, getattr(cast, who), words=nothing, reason=nothing)
        assert words in str(refused.value.reason)
        assert not isinstance(refused.value, NotAllowed)


def test_a_double_click_is_one_deed_and_who_was_slower_is_told(cast: Cast) -> None:
    row = stage.found(cast)
    for _ in range(2):
        again = stage.moved(row, "urge", cast.supervisor, words="请公开。", seen=1)
    assert (again.state, again.revision) == ("urged", 2)
    assert deeds() == ["supervision.finding.urge"]
    with pytest.raises(Conflict):
        stage.moved(row, "dismiss", cast.supervisor, reason="已说明。", seen=1)
    with pytest.raises(Conflict):
        stage.moved(row, "answer", cast.doer, words="已公开。", seen=1)
    assert deeds() == ["supervision.finding.urge"]


def test_what_was_dismissed_stays_and_what_was_settled_may_be_found_anew(cast: Cast) -> None:
    assert stage.at(cast, "dismissed").standing
    assert not stage.at(cast, "settled").standing


def test_several_are_urged_at_once_each_with_an_event_of_its_own(cast: Cast) -> None:
    rows = [stage.found(cast, unit) for unit in ("waste", "other", "")]
    seen = {row.pk: row.revision for row in rows}
    day = stage.in_days(6)
    for _ in range(2):
        urged = urge_several(seen=seen, actor=cast.supervisor, words="请公开。", act_by=day)
        assert (set(urged.done), urged.failed) == (set(seen), {})
    assert deeds() == ["supervision.finding.urge"] * 3
    for row in Finding.objects.all():
        assert (row.state, row.asked, row.act_by) == ("urged", "请公开。", day)


def test_one_that_cannot_be_urged_keeps_the_others_from_nothing(cast: Cast) -> None:
    fit, over, changed = stage.found(cast), stage.at(cast, "dismissed"), stage.found(cast)
    hidden = stage.found(cast, "", agency=cast.outside_agency)
    seen = {fit.pk: 1, over.pk: over.revision, changed.pk: 7, hidden.pk: 1, 10**15: 1}
    urged = urge_several(seen=seen, actor=cast.supervisor, words="请公开。", act_by=stage.in_days(6))
    assert urged.done == (fit.pk,)
    kinds = {pk: type(refusal) for pk, refusal in urged.failed.items()}
    assert kinds == {over.pk: Refusal, changed.pk: Conflict, hidden.pk: NotAllowed, 10**15: NotAllowed}
    assert Finding.objects.filter(state="urged").count() == 1


@pytest.mark.parametrize("name", ["office", "section_head", "drafter", "outsider"])
def test_only_supervision_urges_several(cast: Cast, name: str) -> None:
    row = stage.found(cast)
    urged = urge_several(
        seen={row.pk: None}, actor=getattr(cast, name), words="请公开。", act_by=stage.in_days(6)
    )
    assert (urged.done, [type(each) for each in urged.failed.values()]) == ((), [NotAllowed])


def test_a_notice_to_several_that_cannot_be_taken_urges_nobody(cast: Cast) -> None:
    row, day = stage.found(cast), stage.in_days(6)
    many = dict.fromkeys(range(1, MOST + 2))
    for seen, words, act_by, field in (
        ({}, "请公开。", day, ""),
        (many, "请公开。", day, ""),
        ({row.pk: None}, "长" * 2001, day, "words"),
        ({row.pk: None}, "请公开。", stage.in_days(-1), "act_by"),
        ({row.pk: None}, "请公开。", None, "act_by"),
    ):
        with pytest.raises(Invalid) as refused:
            urge_several(seen=seen, actor=cast.supervisor, words=words, act_by=act_by)
        assert refused.value.field == field
    assert Finding.objects.get(pk=row.pk).state == "found"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("supervisor", {"answered"}), ("section_head", {"urged"}), ("doer", {"urged"}), ("office", {"none"}),
        ("neighbour", set()), ("drafter", set()), ("planner", set()),
    ],
)  # fmt: skip
def test_what_waits_for_whom(cast: Cast, name: str, expected: set[str]) -> None:
    rows = {state: stage.at(cast, state) for state in stage.WAYS} | {"none": stage.at(cast, "urged", "")}
    waiting = {row.pk for row in findings.to_do(getattr(cast, name))}
    assert waiting == {rows[each].pk for each in expected}

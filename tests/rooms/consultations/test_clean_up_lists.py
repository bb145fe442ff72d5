"""Does a clean-up list say of every rule in force what is to become of it, past three pairs of eyes, and end none?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import consulting
import evaluating_stage as stage
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from gongkai.consultations.actions import cleaning as actions
from gongkai.consultations.models import CleanUp, CleanUpEntry, Document
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries import evaluation_public as public
from gongkai.consultations.queries import evaluation_work as work
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.consultations.evaluating import years_on
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Document, Document]
REPEAL = ("repeal", "已被新规定替代。")


def furnished() -> Stage:
    cast = make_cast()
    first = stage.aged(stage.in_force(cast), clock.today() - timedelta(days=400))
    return cast, first, stage.in_force(cast, title="示例市户外广告管理办法")


built = once_a_file(furnished)


@pytest.fixture
def here(built: Stage) -> Stage:
    return on_stage(built)


def said(found: CleanUp) -> dict[str, tuple[str, str]]:
    """Title → result and reason."""
    rows = CleanUpEntry.objects.filter(clean_up=found)
    return {each.document.title: (each.result, each.reason) for each in rows}


def now(found: CleanUp) -> CleanUp:
    return CleanUp.objects.get(pk=found.pk)


def test_what_was_in_force_on_the_day_is_on_it_and_nothing_else(here: Stage) -> None:
    cast, first, second = here
    consulting.consulting(cast, title="征求意见中")
    stage.plan(cast)
    gone = stage.in_force(cast, title="已废止")
    consulting.go(gone, "repeal", cast.rule_leader, reason="被替代")
    assert set(said(stage.listed(cast))) == {first.title, second.title}
    assert set(said(stage.listed(cast, stage.yesterday()))) == {first.title}
    lapsed = clock.today() - timedelta(days=10)
    Document.objects.filter(pk=first.pk).update(lapses_on=lapsed)
    assert set(said(stage.listed(cast))) == {second.title}, "its validity is over, noted or not"
    assert set(said(stage.listed(cast, lapsed))) == {first.title}, "its last day counts"


def test_what_an_evaluation_concluded_is_proposed(here: Stage) -> None:
    cast, first, second = here
    evaluated = stage.published(cast, first, conclusion="repeal")
    stage.published(cast, second, conclusion="keep")
    told = said(stage.listed(cast))
    assert told[first.title][0] == "repeal"
    assert evaluated.number in told[first.title][1]
    assert told[second.title] == ("continue", "")


def test_it_goes_past_three_pairs_of_eyes_and_repeals_nothing(here: Stage) -> None:
    cast, first, second = here
    found = stage.listed(cast)
    with pytest.raises(Refusal, match="result"):
        stage.go_list(found, "submit", cast.rule_drafter)
    stage.proposed(cast, found, n001=REPEAL)
    for key, who, given in (
        ("submit", "rule_drafter", {}),
        ("review", "rule_legal", {"opinion": "程序合法。"}),
        ("decide", "rule_leader", {}),
    ):
        stage.go_list(found, key, getattr(cast, who), **given)
        assert public.clean_up(cast.agency.code, found.number) is None
    done = stage.go_list(found, "publish", cast.rule_publisher)
    assert (done.decided_on, done.published_on) == (clock.today(), clock.today())
    assert said(found) == {first.title: REPEAL, second.title: ("continue", "")}
    assert {consulting.now(each).state for each in (first, second)} == {"published"}
    assert ledger.verify()[1] is None


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("rule_drafter", {"submit", "discard"}),
        ("rule_legal", {"review", "send_back"}),
        ("rule_leader", {"decide", "correct", "send_back"}),
        ("rule_publisher", {"publish", "correct", "discard", "send_back"}),
        ("supervisor", set()),
        ("rival_rule_drafter", set()),
        ("outsider", set()),
    ],
)
def test_who_moves_a_list(here: Stage, who: str, may: set[str]) -> None:
    cast, _first, _second = here
    found = stage.proposed(cast, stage.listed(cast))
    states = {
        "submit": "draft", "discard": "draft", "review": "legality", "decide": "deciding",
        "publish": "decided", "correct": "published", "send_back": "deciding",
    }  # fmt: skip
    for key, state in states.items():
        CleanUp.objects.filter(pk=found.pk).update(state=state)
        given = {"opinion": "合法"} if key == "review" else {"reason": "须补充"}
        if key in may:
            assert stage.go_list(found, key, getattr(cast, who), **given).state != state
        else:
            with pytest.raises(NotAllowed):
                stage.go_list(found, key, getattr(cast, who), **given)
            assert now(found).state == state


@pytest.mark.parametrize(
    "who", ["rule_publisher", "rule_legal", "rule_leader", "rival_rule_drafter", "outsider"]
)
def test_only_the_unit_draws_it_up(here: Stage, who: str) -> None:
    cast, _first, _second = here
    found = stage.listed(cast)
    acting = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.begin_clean_up(
            actor=acting,
            agency_id=cast.agency.pk,
            unit_id=cast.units["waste"].pk,
            title="目录",
            as_of=clock.today(),
        )
    with pytest.raises(NotAllowed):
        actions.write_clean_up(
            clean_up_id=found.pk,
            actor=acting,
            expected_revision=None,
            title="改",
            introduction="",
            entries={},
        )
    assert CleanUp.objects.count() == 1


def test_a_rule_that_was_forgotten_stops_it_until_it_is_brought_in(here: Stage) -> None:
    cast, _first, _second = here
    found = stage.proposed(cast, stage.listed(cast))
    third = stage.in_force(cast, title="后来公布的办法")
    assert [each.pk for each in reads.missing(found)] == [third.pk]
    with pytest.raises(Refusal, match="missing"):
        stage.go_list(found, "submit", cast.rule_drafter)
    stage.proposed(cast, found)
    assert third.title in said(found)
    stage.go_list(found, "submit", cast.rule_drafter)


def test_a_reason_is_owed_for_all_that_does_not_just_go_on(here: Stage) -> None:
    cast, first, _second = here
    found = stage.listed(cast)
    for result in ("amend", "repeal", "lapse"):
        stage.proposed(cast, found, n001=(result, " "))
        assert [entry.document_id for entry, _why in reads.unfinished(found)] == [first.pk]
        with pytest.raises(Refusal, match="reason"):
            stage.go_list(found, "submit", cast.rule_drafter)
    stage.proposed(cast, found, n001=("lapse", "调整对象已消失。"))
    assert reads.unfinished(found) == []


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (("nothing", ""), "entry"),
        (("repeal", "问张三13800138000"), "entry"),
        (("repeal", "长" * 501), "entry"),
    ],
)
def test_what_is_wrong_with_an_entry_is_refused_there(
    here: Stage, entry: tuple[str, str], field: str
) -> None:
    cast, _first, _second = here
    found = stage.listed(cast)
    with pytest.raises(Invalid) as told:
        stage.proposed(cast, found, n001=entry)
    assert told.value.field.startswith(field)
    assert {result for result, _reason in said(found).values()} == {""}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"introduction": "找张三13800138000"}, "introduction"),
        ({"unit_id": 0}, None),
    ],
)
def test_what_is_wrong_with_a_list_is_refused(
    here: Stage, changes: dict[str, Any], field: str | None
) -> None:
    cast, _first, _second = here
    with pytest.raises(Invalid if field else NotAllowed) as told:
        stage.listed(cast, **changes)
    if field:
        assert told.value.field == field  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as ahead:
        stage.listed(cast, clock.today() + timedelta(days=1))
    assert ahead.value.field == "as_of"


def test_two_at_once_lose_nothing_of_a_list(here: Stage) -> None:
    cast, _first, _second = here
    found = stage.listed(cast)
    seen = found.revision
    stage.proposed(cast, found, n001=REPEAL)
    with pytest.raises(Conflict):
        actions.write_clean_up(
            clean_up_id=found.pk, actor=cast.second_rule_drafter, expected_revision=seen, title="改",
            introduction="", entries={},
        )  # fmt: skip
    assert now(found).title == found.title


def test_one_published_is_corrected_and_meanwhile_shows_no_document(here: Stage) -> None:
    cast, _first, _second = here
    found = stage.published_list(cast, stage.proposed(cast, stage.listed(cast)))
    stage.go_list(found, "correct", cast.rule_leader, reason="有漏项")
    shown = public.clean_up(cast.agency.code, found.number)
    assert shown is not None
    assert (shown.state, shown.decided_on) == ("draft", None)
    assert not public.clean_ups().exists()
    stage.proposed(cast, now(found), n001=REPEAL)
    stage.published_list(cast, now(found))
    assert public.clean_ups().get().pk == found.pk


def test_the_work_goes_round_and_ends_with_the_repeal(here: Stage) -> None:
    cast, first, _second = here
    found = stage.proposed(cast, stage.listed(cast), n001=REPEAL)

    def waiting() -> dict[str, int]:
        names = ("rule_drafter", "rule_legal", "rule_leader", "rule_publisher")
        return {name: work.to_do_count(getattr(cast, name)) for name in names}

    steps = (("submit", "rule_drafter"), ("review", "rule_legal"), ("decide", "rule_leader"),
             ("publish", "rule_publisher"))  # fmt: skip
    for key, who in steps:
        assert {name for name, count in waiting().items() if count} == {who}
        stage.go_list(found, key, getattr(cast, who), **({"opinion": "合法"} if key == "review" else {}))
    entry = work.my_work(cast.rule_leader).to_end[0]
    assert (entry.document_id, waiting()["rule_leader"]) == (first.pk, 1)
    consulting.go(first, "repeal", cast.rule_leader, reason="按清理目录废止")
    assert sum(waiting().values()) == 0


def test_the_next_list_is_due_a_year_after_the_last(here: Stage) -> None:
    cast, first, _second = here
    assert work.next_list_on(cast.agency.pk) == years_on(first.in_force_from, 1)  # type: ignore[arg-type]
    found = stage.listed(cast)
    assert work.next_list_on(cast.agency.pk) == years_on(first.in_force_from, 1), "it is not published"  # type: ignore[arg-type]
    stage.published_list(cast, stage.proposed(cast, found))
    assert work.next_list_on(cast.agency.pk) == years_on(found.as_of, 1)
    assert work.next_list_on(cast.outside_agency.pk) is None


def test_a_long_list_asks_no_more(here: Stage) -> None:
    cast, first, _second = here
    found = stage.listed(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reads.unfinished(found)
            reads.missing(found)
            reads.results(found)
            [each.document.unit.name for each in reads.entries(found)]
        return len(queries)

    alone = asked()
    for number in range(4):
        copy = consulting.now(first)
        copy.pk, copy.number, copy.formal_number = None, f"X-{number}", ""
        copy.save(force_insert=True)
        CleanUpEntry.objects.create(clean_up=found, document=copy)
    assert asked() == alone


def test_nothing_of_a_list_is_deleted(here: Stage) -> None:
    cast, _first, _second = here
    stage.listed(cast)
    for kind in (CleanUpEntry, CleanUp):
        with pytest.raises(DatabaseError), transaction.atomic():
            kind.objects.all()._raw_delete(kind.objects.db)  # type: ignore[attr-defined]

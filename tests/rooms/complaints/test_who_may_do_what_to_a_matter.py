"""Who may do what: every move and every other deed on a matter, tried by everybody, from every stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

import mattering
from cast import Cast, person
from everybody import attempt, forget_actors, who_may
from gongkai.complaints import access, actions
from gongkai.complaints.actions import Correction, Given, ReplyInput
from gongkai.complaints.models import Matter
from gongkai.complaints.people import ReporterActor
from gongkai.core import clock
from gongkai.domain.complaints import PROCESS, REPORTER
from gongkai.domain.process import permission_matrix
from gongkai.people.actor import StaffActor
from matter_stage import STANDS, filled

#: Who holds each role over a matter of the waste section.
HOLDERS = {
    "complaints.desk": {"taker"},
    "complaints.handler": {"handler", "second_handler"},
    "complaints.head": {"unit_head"},
    "complaints.chief": {"chief"},
    "complaints.caller": {"caller"},
    "complaints.leader": {"overseer"},
}
#: Everybody with a post of the room, and a few of those without: of other rooms, of another unit, of another agency.
AMONG = (
    *sorted(who for holders in HOLDERS.values() for who in holders),
    "rival", "officer", "head", "supervisor", "neighbour", "outsider",
)  # fmt: skip
UNIT = HOLDERS["complaints.handler"] | HOLDERS["complaints.head"]
#: Moves that only something else makes possible → the stands where it is so.
ONLY = {
    "answer_directly": set(),  # it is a complaint; an enquiry is tried on its own
    "dispute": {"handling, returned"},
    "grant_extension": {"handling, more time asked for"},
    "refuse_extension": {"handling, more time asked for"},
    "shelve": {"handling, shelving asked for"},
    "refuse_shelving": {"handling, shelving asked for"},
    "look_again": set(),  # its day has not come
    "close": {"replied, called back"},
    "refer": {"replied, called back, unhappy"},
    "submit_reply": {"handling"},
}
NOT = {
    "return": {"handling, returned"},
    "ask_extension": {"handling, more time asked for"},
    "ask_shelving": {"handling, shelving asked for"},
}


def try_move(matter: Matter, key: str, given: dict[str, Any]) -> Callable[[Any], object]:
    return lambda actor: actions.move(
        matter_id=matter.pk, key=key, actor=actor, expected_version=matter.version, given=Given(**given)
    )


@pytest.mark.parametrize("name", STANDS)
def test_every_move_on_a_matter_by_everybody(cast: Cast, name: str) -> None:
    forget_actors()
    matter = Matter.objects.select_related("agency").get(pk=STANDS[name](cast).pk)
    given = filled(cast, matter)
    own = ReporterActor(matter.pk, cast.agency.code)
    stranger = ReporterActor(mattering.submitted(cast).pk, cast.agency.code)
    matrix = {(row.state, row.move): set(row.roles) for row in permission_matrix(PROCESS)}
    for move in PROCESS.moves:
        roles = matrix.get((matter.state, move.key), set())
        if name not in ONLY.get(move.key, {name}) or name in NOT.get(move.key, set()):
            roles = set()
        expected = {holder for role in roles - {REPORTER} for holder in HOLDERS[role]}
        if matter.unit_id is None:
            expected -= UNIT  # it is not in their hands yet
        # What does not leave this state is nobody's: tried by those who hold its roles elsewhere.
        elsewhere = sorted(who for role in set(move.roles) - {REPORTER} for who in HOLDERS[role])
        among = AMONG if matter.state in move.sources else elsewhere
        work = try_move(matter, move.key, given)
        assert who_may(cast, work, among) == expected, f"{name}: {move.key}"
        assert (attempt(partial(work, own)) is None) == (REPORTER in roles), f"{name}: {move.key}"
        assert attempt(partial(work, stranger)) is not None, f"{name}: {move.key} by another reporter"
        assert attempt(partial(work, None)) is not None, f"{name}: {move.key} by the clock"


def deeds(cast: Cast, matter: Matter) -> dict[str, tuple[set[str], Callable[[StaffActor], object]]]:
    """Every deed beside the moves on a matter being handled, with who may do it."""
    pk, soon = matter.pk, clock.today() + timedelta(days=20)
    desk, working = {"taker", "chief"}, {"taker", "chief", *UNIT}
    reply = ReplyInput(text=mattering.REPLY, result="solved")
    return {
        "correct": (
            desk,
            lambda who: actions.correct(
                matter_id=pk, actor=who, correction=Correction(urgent=True), expected_version=None
            ),
        ),
        "check": (working, lambda who: actions.enter_check(matter_id=pk, actor=who, text="看过")),
        "ask": (working, lambda who: actions.ask_reporter(matter_id=pk, actor=who, question="哪一栋？")),
        "add": (working, lambda who: actions.add_words(matter_id=pk, actor=who, text="来电补充")),
        "reply": (
            HOLDERS["complaints.handler"],
            lambda who: actions.write_reply(matter_id=pk, actor=who, reply=reply),
        ),
        "instruct": (
            {"overseer"},
            lambda who: actions.instruct(matter_id=pk, actor=who, text="请速办", due_on=soon),
        ),
        "urge": ({"overseer", "chief"}, lambda who: actions.urge(matter_id=pk, actor=who, text="请加快办理")),
        "link": (
            working,
            lambda who: actions.link(
                matter_id=pk, actor=who, kind="penalty_case", number="1", note="涉嫌违法"
            ),
        ),
        "reveal": (
            {"taker", "chief", "caller", *UNIT},
            lambda who: actions.reveal(matter_id=pk, actor=who, purpose="联系诉求人"),
        ),
        "prepare": (
            {"taker"},
            lambda who: actions.prepare(
                matter_id=pk, actor=who, title="路面垃圾", text="有垃圾。", answer="已清。"
            ),
        ),
        "hide": ({"chief"}, lambda who: actions.hide(matter_id=pk, actor=who, reason="不宜公开")),
    }


def test_every_other_deed_by_everybody(cast: Cast) -> None:
    forget_actors()
    matter = mattering.handling(cast)
    for name, (expected, work) in deeds(cast, matter).items():
        assert who_may(cast, work, AMONG) == expected, name


def test_one_person_with_every_post_still_needs_two_others_to_close(cast: Cast) -> None:
    forget_actors()
    cast.people["jack"] = person("jack", cast.agency, cast.units["waste"], sorted(HOLDERS))
    matter = mattering.go(cast, mattering.dispatched(cast), "sign", "jack")
    actions.write_reply(
        matter_id=matter.pk,
        actor=cast.jack,
        reply=ReplyInput(text=mattering.REPLY, result="solved", evidence="现场照片"),
    )
    matter = mattering.go(cast, matter, "submit_reply", "jack")
    given = filled(cast, matter)
    assert who_may(cast, try_move(matter, "agree_reply", given), ["jack"]) == set()
    matter = mattering.go(cast, matter, "agree_reply", "unit_head")
    matter = mattering.go(cast, matter, "send_reply", "jack")
    assert who_may(cast, try_move(matter, "call_back", given), ["jack", "unit_head", "caller"]) == {"caller"}


def test_what_is_against_a_person_or_a_unit_is_hidden_from_them(cast: Cast) -> None:
    forget_actors()
    whole_unit = mattering.entered(cast, kind="report", against_unit_id=cast.units["office"].pk)
    one_person = mattering.dispatched(cast, kind="report", against_person_id=cast.person("handler").pk)

    def sees(name: str, matter: Matter) -> bool:
        return Matter.objects.filter(access.visible_to(getattr(cast, name)), pk=matter.pk).exists()

    # The desk itself sits in the unit it is against: the leader still sees it.
    assert [name for name in ("taker", "chief", "caller", "overseer") if sees(name, whole_unit)] == [
        "overseer"
    ]
    assert [
        name for name in ("handler", "second_handler", "unit_head", "taker") if sees(name, one_person)
    ] == [
        "second_handler",
        "unit_head",
        "taker",
    ]
    for move in PROCESS.moves:
        assert who_may(cast, try_move(one_person, move.key, filled(cast, one_person)), ["handler"]) == set()
    named = mattering.go(cast, one_person, "sign", "second_handler")
    given = {**filled(cast, named), "officer": cast.person("handler").pk}
    assert who_may(cast, try_move(named, "name_handler", given), ["unit_head"]) == set()


def test_a_deputy_of_the_person_sees_it_no_more_than_the_person(cast: Cast) -> None:
    from gongkai.people.models import Appointment, Delegation

    matter = mattering.dispatched(cast, kind="report", against_person_id=cast.person("handler").pk)
    Delegation.objects.create(
        appointment=Appointment.objects.get(person=cast.person("handler")),
        deputy=cast.person("second_handler"),
        begins_on=clock.today(),
        ends_on=clock.today(),
        reason="出差",
    )
    assert not Matter.objects.filter(access.visible_to(cast.second_handler), pk=matter.pk).exists()


def test_the_two_ways_of_asking_who_sees_a_matter_agree(cast: Cast) -> None:
    """One asks the database for many, one looks at the matter in hand."""
    forget_actors()
    helped = mattering.go(
        cast,
        mattering.entered(cast),
        "dispatch",
        "taker",
        unit=cast.units["waste"].pk,
        co_units=(cast.units["other"].pk,),
    )
    mattering.submitted(cast)
    mattering.handling(cast)
    mattering.entered(cast, kind="report", against_unit_id=cast.units["waste"].pk)
    mattering.dispatched(cast, kind="report", against_person_id=cast.person("handler").pk)
    for name in AMONG:
        actor = getattr(cast, name)
        asked = set(Matter.objects.filter(access.visible_to(actor)).values_list("pk", flat=True))
        assert asked == {each.pk for each in Matter.objects.all() if access.sees(actor, each)}, name
    assert access.sees(cast.rival, Matter.objects.get(pk=helped.pk))

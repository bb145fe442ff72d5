"""Does what somebody complained about reach the case handlers, with both numbers kept and nothing of the reporter?"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

import mattering
from cast import Cast, make_cast
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.links import links_of
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.journeys import complaint_to_case
from gongkai.powers.actions import decisions as deeds
from gongkai.powers.models import Decision
from gongkai.powers.queries import decisions as reads
from rooms.powers import deciding
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


def furnished() -> tuple[Cast, Matter]:
    cast = make_cast()
    return cast, mattering.dispatched(cast)


built = once_a_file(furnished)


@pytest.fixture
def stage(built: tuple[Cast, Matter]) -> tuple[Cast, Matter]:
    return on_stage(built)


def begin(cast: Cast, matter: Matter, who: str = "handler", **changes: Any) -> Decision:
    given = {
        "unit_id": cast.units["waste"].pk,
        "conduct": "擅自倾倒建筑垃圾",
        "conduct_on": clock.today(),
        "note": "现场已查明有倾倒行为。",
        **changes,
    }
    return complaint_to_case.begin(matter_id=matter.pk, actor=getattr(cast, who), **given)


def test_case_and_matter_know_each_other(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    made = begin(cast, matter)
    assert (made.state, made.kind, made.unit.code, made.number) == (
        "filed",
        "penalty",
        "waste",
        f"线索{matter.number}",
    )
    link = links_of(matter)[-1]
    assert (link.kind, link.number, link.note) == ("penalty_case", made.number, "现场已查明有倾倒行为。")
    told = {event.verb: event.data for event in Event.objects.order_by("-seq")[:2]}
    assert told["powers.decision.from_clue"]["clue"] == matter.number
    assert told["complaints.link.made"]["link"] == made.number
    assert Matter.objects.get(pk=matter.pk).state == matter.state, "the matter goes on"
    assert made.party_sealed == ""
    assert ledger.verify()[1] is None


def test_a_case_handler_goes_on_with_it_under_the_number_it_gets(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    deciding.table(cast)
    made = begin(cast, matter)
    assert {fault.field for fault in reads.faults(made)} >= {"party", "outcome", "reasons"}
    written = deeds.write_case(
        decision_id=made.pk, actor=cast.case_handler, expected_revision=1, case=deciding.case()
    )
    assert written.number == deciding.case().number
    assert (
        deciding.moved(written, "notify", cast.case_handler, on=clock.today(), way="post").state == "notified"
    )


def test_only_those_who_handle_the_matter_pass_it_on(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    for who in ("case_handler", "rival", "drafter", "outsider"):
        with pytest.raises(NotAllowed):
            begin(cast, matter, who)
    assert not Decision.objects.exists()


def test_it_is_passed_on_once_not_by_halves_and_without_names(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    for changes, field in (
        ({"note": " "}, "note"),
        ({"conduct": ""}, "conduct"),
        ({"conduct": "x" * 301}, "conduct"),
        ({"conduct": "张小明（身份证号110101199001011237）倾倒垃圾"}, "conduct"),
        ({"unit_id": 0}, "unit"),
    ):
        with pytest.raises(Invalid) as told:
            begin(cast, matter, **changes)
        assert told.value.field == field
    assert not Decision.objects.exists()
    assert links_of(matter) == []
    number = begin(cast, matter).number
    with pytest.raises(Refusal, match=number):
        begin(cast, matter)
    assert Decision.objects.count() == 1


def test_a_report_against_somebody_stays_where_it_is(stage: tuple[Cast, Matter]) -> None:
    cast, _matter = stage
    against = mattering.entered(cast, kind="report", against_unit_id=cast.units["other"].pk)
    with pytest.raises(Refusal, match="against somebody"):
        begin(cast, against, "chief")


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_page(stage: tuple[Cast, Matter], lead: str) -> None:
    cast, matter = stage
    client = Client()
    client.force_login(cast.person("handler"))
    url = f"{lead}/workspace/complaints/{matter.pk}/to-cases/"
    record = f"{lead}/workspace/complaints/{matter.pk}/?part=handling"
    assert url in client.get(record).content.decode()
    assert client.get(url).status_code == 200
    given = {
        "unit": cast.units["waste"].pk,
        "conduct": "倾倒建筑垃圾",
        "conduct_on": clock.today().isoformat(),
        "note": "有现场照片",
    }
    assert client.post(url, {**given, "conduct": ""}).status_code == 422
    assert client.post(url, {**given, "conduct_on": "2126-01-01"}).status_code == 422
    assert client.post(url, {**given, "note": "\x00"}).status_code == 422
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 422, "passed on before"
    assert Decision.objects.get().number in client.get(record).content.decode()
    assert client.get(f"{lead}/workspace/complaints/999999/to-cases/").status_code == 404


def test_what_the_party_said_opens_under_the_number_the_case_gets(stage: tuple[Cast, Matter]) -> None:
    from gongkai.powers.actions.decisions.revealing import note_defence
    from gongkai.powers.identity import read_words

    cast, _matter = stage
    deciding.table(cast)
    made = deciding.filed(cast)
    deciding.moved(made, "notify", cast.case_handler, on=clock.today(), way="post")
    seen = Decision.objects.get(pk=made.pk).revision
    note_defence(decision_id=made.pk, actor=cast.case_handler, expected_revision=seen, words="已经清理。")
    written = deeds.write_case(
        decision_id=made.pk,
        actor=cast.case_handler,
        expected_revision=seen + 1,
        case=deciding.case(number="新文号"),
    )
    assert read_words("新文号", written.defence_sealed) == "已经清理。"

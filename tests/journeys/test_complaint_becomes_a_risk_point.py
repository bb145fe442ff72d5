"""Does what people complain about again and again reach the register of risks, with both numbers kept?"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

import mattering
from cast import Cast, make_cast
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.links import links_of
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.journeys import complaint_to_risk
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import register
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


def furnished() -> tuple[Cast, Matter]:
    cast = make_cast()
    return cast, mattering.dispatched(cast)


built = once_a_file(furnished)


@pytest.fixture
def stage(built: tuple[Cast, Matter]) -> tuple[Cast, Matter]:
    return on_stage(built)


def begin(cast: Cast, matter: Matter, who: str = "handler", **changes: Any) -> Version:
    given = {
        "unit_id": cast.units["waste"].pk,
        "title": "反复投诉不究因",
        "shows": "同一工地三次被投诉，只作个案处理。",
        "note": "三个月内第三件。",
        **changes,
    }
    return complaint_to_risk.begin(matter_id=matter.pk, actor=getattr(cast, who), **given)


def test_the_draft_and_the_matter_know_each_other(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    version = begin(cast, matter)
    assert (version.state, version.entry.kind, version.entry.unit.code) == ("draft", "risk", "waste")
    link = links_of(matter)[-1]
    assert (link.kind, link.number, link.note) == ("risk_point", version.entry.code, "三个月内第三件。")
    told = {event.verb: event.data for event in Event.objects.order_by("-seq")[:2]}
    assert told["powers.risk.from_clue"]["clue"] == matter.number
    assert told["complaints.link.made"]["link"] == version.entry.code
    assert Matter.objects.get(pk=matter.pk).state == matter.state, "the matter goes on"
    assert {fault.field for fault in register.faults(version)} >= {"measure", "grade"}, (
        "the unit completes it"
    )
    assert ledger.verify()[1] is None


def test_who_passed_it_on_counts_as_its_author(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    version = begin(cast, matter)
    author = register.facts(version, cast.power_reviewer).doers["author"]
    assert author == {str(cast.person("handler").pk)}


def test_only_those_who_handle_the_matter_pass_it_on(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    for who in ("power_editor", "rival", "drafter", "outsider"):
        with pytest.raises(NotAllowed):
            begin(cast, matter, who)
    assert not Entry.objects.filter(kind="risk").exists()


def test_it_is_passed_on_once_and_not_by_halves(stage: tuple[Cast, Matter]) -> None:
    cast, matter = stage
    for changes, field in (({"note": " "}, "note"), ({"title": ""}, "title"), ({"unit_id": 0}, "unit")):
        with pytest.raises(Invalid) as told:
            begin(cast, matter, **changes)
        assert told.value.field == field
    assert not Entry.objects.filter(kind="risk").exists()
    assert links_of(matter) == []
    code = begin(cast, matter).entry.code
    with pytest.raises(Refusal, match=code):
        begin(cast, matter)
    assert Entry.objects.filter(kind="risk").count() == 1


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
    url = f"{lead}/workspace/complaints/{matter.pk}/to-risks/"
    assert client.get(url).status_code == 200
    given = {"unit": cast.units["waste"].pk, "title": "反复投诉", "shows": "只作个案处理。", "note": "第三件"}
    assert client.post(url, {**given, "title": ""}).status_code == 422
    assert client.post(url, {**given, "shows": "\x00"}).status_code == 422
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 422, "passed on before"
    code = Entry.objects.get(kind="risk").code
    assert code in client.get(f"{lead}/workspace/complaints/{matter.pk}/?part=handling").content.decode()
    assert client.get(f"{lead}/workspace/complaints/999999/to-risks/").status_code == 404

"""Who was asked first, to whom did it go by name, and does each number open its matters?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import case_stage as stage
import pytest
from case_desk import FIRST_CONTACT, NEW, one
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import everybody
import mattering
from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.supervision.models import Case
from gongkai.supervision.queries import first_contact
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)
#: A Monday in a month that is over.
MONDAY = datetime(2026, 3, 2, 9)


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


def at(hours: float = 0, days: int = 0) -> Any:
    return clock.travel_to(timezone.make_aware(MONDAY + timedelta(days=days, hours=hours)))


def straight(cast: Cast) -> Matter:
    """By telephone, dispatched at once, signed for an hour later."""
    with at():
        matter = mattering.dispatched(cast, title="路灯不亮")
    with at(1):
        return mattering.go(cast, matter, "sign", "handler")


def to_and_fro(cast: Cast) -> Matter:
    """On the site; returned without naming anybody, disputed, ruled on, signed for three days later."""
    waste, other = cast.units["waste"].pk, cast.units["other"].pk
    with at(1):
        matter = mattering.submitted(cast, title="渣土车遗撒")
    with at(2):
        matter = mattering.go(cast, matter, "register", "taker")
        matter = mattering.go(cast, matter, "dispatch", "taker", unit=waste)
    with at(days=1):
        matter = mattering.go(cast, matter, "return", "handler", article="第五条", reason="不属本科")
        matter = mattering.go(cast, matter, "dispatch", "taker", unit=other)
    with at(1, days=1):
        matter = mattering.go(
            cast, matter, "dispute", "rival", article="第六条", reason="不属本科", suggested=waste
        )
        matter = mattering.go(
            cast, matter, "rule", "chief", unit=waste, article="第五条", reason="由渣土科办理"
        )
    with at(days=3):
        return mattering.go(cast, matter, "sign", "handler")


def ways(cast: Cast, **of: int) -> dict[str, first_contact.Asked]:
    with at(days=10):
        found = first_contact.of_month(cast.supervisor, of.get("year", 2026), of.get("month", 3))
    return {each.matter.title: each for each in found}


def test_who_was_asked_first_and_to_whom_it_went_by_name(cast: Cast) -> None:
    straight(cast)
    to_and_fro(cast)
    with at(2):
        mattering.submitted(cast, title="没有人看过")
    found = ways(cast)
    plain, passed, unseen = found["路灯不亮"], found["渣土车遗撒"], found["没有人看过"]
    assert (plain.person, plain.unit) == (cast.person("taker"), cast.units["office"])
    assert [(leg.unit, leg.signed_by) for leg in plain.legs] == [
        (cast.units["waste"], cast.person("handler"))
    ]
    assert (plain.hours, plain.faults) == (1, ())
    assert (passed.person, len(passed.legs), len(passed.returns)) == (cast.person("taker"), 3, 2)
    assert passed.faults == ("unnamed", "handed_on", "unsigned", "unreceived", "untold")
    assert (unseen.person, unseen.unit, unseen.hours) == (None, None, None)
    assert unseen.faults == ("unreceived", "untold")


def test_the_numbers_of_a_unit_are_those_of_its_matters(cast: Cast) -> None:
    straight(cast)
    to_and_fro(cast)
    with at(2):
        mattering.submitted(cast)
    rows = list(ways(cast).values())
    office, nobody = first_contact.by_unit(rows)
    assert (office.unit, office.matters, office.returned) == (cast.units["office"], 2, 1)
    assert office.faults == {"unnamed": 1, "handed_on": 1, "unsigned": 1, "unreceived": 1, "untold": 1}
    assert (nobody.unit, nobody.matters, nobody.hours) == (None, 1, None)
    whole = first_contact.total(rows)
    assert (whole.matters, whole.faults["unreceived"]) == (3, 2)
    for unit, of_unit in ((cast.units["office"].pk, office), (0, nobody), (None, whole)):
        for fault, number in {"": of_unit.matters, "returned": of_unit.returned, **of_unit.faults}.items():
            assert len(first_contact.narrowed(rows, unit=unit, fault=fault)) == number, (unit, fault)


def test_other_months_and_what_was_brought_in_are_not_counted(cast: Cast) -> None:
    matter = straight(cast)
    assert ways(cast, month=4) == ways(cast, month=2) == {}
    Matter.objects.filter(pk=matter.pk).update(imported=True)
    assert ways(cast) == {}


def test_who_looks_at_first_contacts(cast: Cast) -> None:
    for name, status in (
        ("supervisor", 200), ("outsider", 200), ("duty_leader", 404), ("chief", 404), ("taker", 404), ("office", 404),
    ):  # fmt: skip
        assert client_of(cast, name).get(FIRST_CONTACT).status_code == status, name


def test_each_number_opens_its_matters(cast: Cast) -> None:
    plain, passed = straight(cast), to_and_fro(cast)
    client = client_of(cast, "supervisor")
    with at(days=10):
        page = words_of(client.get(FIRST_CONTACT))
        answer = client.get(FIRST_CONTACT)
        lines = answer.context["lines"]
        opened = client.get(lines[0][3]["url"])
        everything = client.get(lines[-1][1]["url"])
        assert f"/workspace/complaints/{passed.pk}/" not in page
        assert [row["number"] for row in opened.context["ways"]] == [passed.number]
        assert {row["number"] for row in everything.context["ways"]} == {plain.number, passed.number}
        shown = words_of(opened)
    assert f'href="/workspace/complaints/{passed.pk}/"' in shown
    assert cast.person("handler").name in shown


def test_a_case_is_begun_from_a_row(cast: Cast) -> None:
    straight(cast)
    to_and_fro(cast)
    client = client_of(cast, "supervisor")
    with at(days=10):
        rows = client.get(f"{FIRST_CONTACT}?fault=all&month=2026-03").context["ways"]
        assert [bool(row["begin_url"]) for row in rows] == [False, True]
        begin = rows[1]["begin_url"]
        form = client.get(begin).context["form"]
        assert form["fault"].value() == "passing_on"
        assert int(form["unit"].value()) == cast.units["waste"].pk
        assert int(form["person"].value()) == cast.person("handler").pk
        given = {name: form[name].value() for name in ("token", "fault", "unit", "person", "title")}
        assert post(client, begin, **given, facts="退回时没有指明单位。").status_code == 302
        case = Case.objects.get()
        assert (case.source, case.person) == ("first_contact", cast.person("handler"))
        again = client.get(f"{FIRST_CONTACT}?fault=all&month=2026-03")
    assert f'href="{one(case)}"' in words_of(again)


def test_a_report_against_somebody_is_hidden_from_them_here_too(cast: Cast) -> None:
    with at():
        mattering.dispatched(
            cast, title="举报", kind="report", against_person_id=cast.person("supervisor").pk
        )
    assert ways(cast) == {}


@pytest.mark.parametrize(
    "query",
    ["?month=nonsense", "?month=2026-13&unit=x&fault=%00", f"?unit={10**30}&fault=unnamed", "?month=1999-01"],
)
def test_an_address_that_says_nothing_means_this_month(cast: Cast, query: str) -> None:
    answer = client_of(cast, "supervisor").get(f"{FIRST_CONTACT}{query}")
    assert answer.status_code == 200
    assert 'class="empty"' in words_of(answer)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_more_matters_ask_no_more(cast: Cast) -> None:
    straight(cast)
    to_and_fro(cast)
    client = client_of(cast, "supervisor")
    with at(days=10):
        queries(client, f"{FIRST_CONTACT}?fault=all")
        before = queries(client, f"{FIRST_CONTACT}?fault=all")
    for _ in range(3):
        straight(cast)
        matter = to_and_fro(cast)
    stage.opened(cast, matter_id=matter.pk)
    with at(days=10):
        assert queries(client, f"{FIRST_CONTACT}?fault=all") == before


def test_the_way_to_it_is_shown_to_whom_it_opens(cast: Cast) -> None:
    for name, there in (("supervisor", True), ("duty_leader", False), ("unit_head", False)):
        page = words_of(client_of(cast, name).get("/workspace/accountability/"))
        assert (f'href="{FIRST_CONTACT}"' in page) is there, name
        assert (f'href="{NEW}"' in page) is there, name

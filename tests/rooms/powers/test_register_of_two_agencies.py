"""Does one code in two agencies lead everybody to the right record, and do old addresses go on to work?"""

from __future__ import annotations

import pytest
import registering

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.people.models import Appointment, Post, Unit
from gongkai.powers import actions
from gongkai.powers.models import Entry, Version

pytestmark = pytest.mark.django_db
OURS, THEIRS = "擅自倾倒建筑垃圾的处罚", "违法建设的处罚"
OLD = "/workspace/powers/item/P-1/"


def at(agency: str) -> str:
    return f"/workspace/powers/of/{agency}/item/P-1/"


@pytest.fixture
def cast() -> Cast:
    """Both agencies have an entry P-1; the publisher and an editor of ours see theirs too."""
    made = make_cast()
    hall = Unit.objects.get(agency=made.outside_agency)
    actions.create(
        actor=made.outsider,
        agency_id=made.outside_agency.pk,
        unit_id=hall.pk,
        kind="item",
        code="P-1",
        title=THEIRS,
        content=registering.ITEM,
    )
    registering.drafted(made, title=OURS)
    there = Post.objects.create(unit=hall, title="挂职", roles=["powers.editor"], opened_on=hall.opened_on)
    for who in ("power_publisher", "power_editor"):
        Appointment.objects.create(person=made.person(who), post=there, begins_on=hall.opened_on)
    return made


def test_the_list_leads_to_the_record_of_each_agency(cast: Cast) -> None:
    client = client_of(cast, "power_publisher")
    listed = words_of(client.get("/workspace/powers/"))
    for agency, title, other in ((cast.agency, OURS, THEIRS), (cast.outside_agency, THEIRS, OURS)):
        assert f'href="{at(agency.code)}"' in listed
        record = words_of(client.get(at(agency.code)))
        assert title in record
        assert other not in record
        assert at(agency.code) in record
        assert OLD not in record


def test_an_address_without_an_agency_shows_the_own_one(cast: Cast) -> None:
    for who, title in (
        ("power_publisher", OURS),
        ("power_editor", OURS),
        ("power_rival", OURS),
        ("outsider", THEIRS),
    ):
        assert title in words_of(client_of(cast, who).get(OLD))
    Entry.objects.filter(agency=cast.agency, code="P-1").update(code="P-2")
    assert THEIRS in words_of(client_of(cast, "power_publisher").get(OLD))


def test_deeds_are_done_with_the_entry_of_the_address(cast: Cast) -> None:
    client = client_of(cast, "power_editor")
    here = at(cast.outside_agency.code)
    theirs = Version.objects.get(entry__agency=cast.outside_agency)
    edit = words_of(client.get(f"{here}edit/"))
    assert THEIRS in edit
    answer = post(client, f"{here}moves/submit/", number=theirs.number, version=theirs.revision)
    assert (answer.status_code, answer["Location"]) == (302, here)
    theirs.refresh_from_db()
    assert theirs.state == "in_review"
    assert Version.objects.get(entry__agency=cast.agency).state == "draft"
    for page in ("compare/", "version-1.pdf", "?part=course"):
        assert client.get(here + page).status_code == 200


def test_another_agencys_address_is_no_way_in(cast: Cast) -> None:
    rival = client_of(cast, "power_rival")
    for page in ("", "edit/", "compare/", "version-1.pdf"):
        assert rival.get(at(cast.outside_agency.code) + page).status_code == 404
    assert post(rival, f"{at(cast.outside_agency.code)}moves/submit/", number=1, version=1).status_code == 404
    assert rival.get(at("nobody")).status_code == 404
    assert rival.get(f"/workspace/powers/of/{cast.agency.code}/none/P-1/").status_code == 404


def test_the_search_field_prefers_the_own_agency(cast: Cast) -> None:
    found = client_of(cast, "power_publisher").get("/workspace/search/?q=p-1")
    assert found["Location"] == at(cast.agency.code)
    assert client_of(cast, "outsider").get("/workspace/search/?q=P-1")["Location"] == at(
        cast.outside_agency.code
    )

"""Do the screens of assessments lead from a sheet to published results, and lose nothing of what was typed?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import assessing_desk as at
import assessment_stage as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PARTS, Cast, make_cast
from desk import client_of, post, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.people.models import Unit
from gongkai.supervision.models import Assessed, Assessment
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NEW = f"{at.LIST}new/"
HOME = "/workspace/"
SEE_ALL = {"supervisor", "duty_leader"}
#: Who answers for the unit that is assessed.
ASSESSED = {"section_head", "unit_head", "doer", "second_doer"}
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_from_a_sheet_in_use_to_published_results(cast: Cast) -> None:
    sheet = stage.adopted(cast)
    supervisor, leader = client_of(cast, "supervisor"), client_of(cast, "duty_leader")
    page = supervisor.get(f"{NEW}?sheet={sheet.pk}")
    assert f'value="{clock.today().year - 1}"' in words_of(page), "last year is offered"
    units = [cast.units["waste"].pk, cast.units["other"].pk]
    made = supervisor.post(f"{NEW}?sheet={sheet.pk}", {"year": stage.year(), "title": "", "who": units})
    row = Assessment.objects.get()
    assert (made.status_code, made["Location"]) == (302, at.one(row))
    assert set(row.subjects) == set(units)
    assert post(supervisor, at.one(row, "choose/"), version=row.revision, who=units[:1]).status_code == 302
    assert Assessment.objects.get().subjects == units[:1]
    day = (clock.today() + timedelta(days=9)).isoformat()
    assert at.move(supervisor, row, "open", until=day).status_code == 302
    entry = Assessed.objects.get()
    assert at.of(entry) in words_of(supervisor.get(at.one(row)))
    with clock.travel_to(clock.now() + timedelta(days=40)):
        assert at.move(supervisor, row, "review").status_code == 302
        assert (
            post(supervisor, at.one(row, "recount/"), version=Assessment.objects.get().revision).status_code
            == 302
        )
        stage.reviewed(cast, row, "waste")
        assert at.move(supervisor, row, "tell").status_code == 302
    with clock.travel_to(clock.now() + timedelta(days=80)):
        page = words_of(leader.get(at.one(row)))
        assert "moves/publish/" in page
        assert at.move(leader, row, "publish").status_code == 302
        page = words_of(leader.get(at.one(row)))
    assert Assessment.objects.get().digest in page
    assert "/moves/" not in page


def test_nothing_of_what_was_typed_is_lost(cast: Cast) -> None:
    row = stage.prepared(cast)
    supervisor = client_of(cast, "supervisor")
    for day in ("", "昨天", "2020-01-01", "9999-12-31"):
        answer = at.move(supervisor, row, "open", until=day)
        page = words_of(answer)
        assert answer.status_code == 422
        assert 'href="#id_open-until"' in page
        assert f'value="{day}"' in page or not day
    leader = client_of(cast, "duty_leader")
    for reason in (" \n ", "长" * 5000):
        answer = at.move(leader, row, "call_off", reason=reason)
        assert answer.status_code == 422
        assert reason in words_of(answer)
    stale = at.move(leader, row, "call_off", seen=99, reason="不考核了")
    assert stale.status_code == 409
    assert "不考核了" in words_of(stale)
    assert Assessment.objects.get(pk=row.pk).state == "prepared"
    chosen = post(supervisor, at.one(row, "choose/"), version=99, who=[cast.units["office"].pk])
    assert chosen.status_code == 409
    assert chosen.context["who_form"].cleaned_data["who"] == [cast.units["office"].pk]
    assert post(supervisor, at.one(row, "choose/"), version=1, who=["x"]).status_code == 422


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"year": "去年"}, "year"),
        ({"year": ""}, "year"),
        ({"year": "9" * 400}, "year"),
        ({"year": "1999"}, "year"),
        ({"year": "2999"}, "year"),
        ({"title": "长" * 121}, "title"),
        ({"who": []}, "who"),
        ({"who": ["甲"]}, "who"),
    ],
)
def test_what_cannot_be_prepared_stands_at_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    sheet = stage.adopted(cast)
    supervisor = client_of(cast, "supervisor")
    said = {"year": stage.year(), "title": "甲", "who": [cast.units["waste"].pk], **given}
    answer = supervisor.post(f"{NEW}?sheet={sheet.pk}", said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert str(said["title"]) in words_of(answer)
    assert not Assessment.objects.exists()


def test_a_double_click_prepares_one_and_a_second_of_the_year_is_refused(cast: Cast) -> None:
    sheet = stage.adopted(cast)
    supervisor = client_of(cast, "supervisor")
    said = {"year": stage.year(), "title": "甲", "who": [cast.units["waste"].pk]}
    for _click in range(2):
        assert supervisor.post(f"{NEW}?sheet={sheet.pk}", said).status_code == 302
    assert Assessment.objects.count() == 1
    other = supervisor.post(f"{NEW}?sheet={sheet.pk}", {**said, "who": [cast.units["other"].pk]})
    assert other.status_code == 422
    assert "year" in other.context["form"].errors


def test_without_a_sheet_in_use_the_way_there_is_shown(cast: Cast) -> None:
    supervisor = client_of(cast, "supervisor")
    assert 'href="/workspace/score-sheets/"' in words_of(supervisor.get(at.LIST))
    assert 'class="empty"' in words_of(supervisor.get(NEW))
    stage.simulated(cast)
    assert supervisor.get(at.LIST).context["new_url"] == ""
    stage.adopted(cast, title="甲表")
    stage.adopted(cast, title="乙表")
    page = words_of(supervisor.get(NEW))
    assert "甲表" in page
    assert "乙表" in page
    assert supervisor.get(f"{NEW}?sheet=nonsense").context["sheet"] is None
    assert NEW in words_of(supervisor.get(at.LIST))
    for name in ("duty_leader", "section_head", "drafter"):
        assert client_of(cast, name).get(NEW).status_code == 404


def test_who_opens_which_page(cast: Cast) -> None:
    row = stage.opened(cast)
    entry = stage.entry(row, cast)
    opened: dict[str, set[str]] = {"list": set(), "record": set(), "entry": set(), "records": set()}
    for name in (*PARTS, "outsider"):
        client = client_of(cast, name)
        if row.title in client.get(at.LIST).content.decode():
            opened["list"].add(name)
        for key, address in (
            ("record", at.one(row)),
            ("entry", at.of(entry)),
            ("records", at.of(entry, "records/late_documents/")),
        ):
            status = client.get(address).status_code
            assert status in (200, 404)
            if status == 200:
                opened[key].add(name)
    mine = SEE_ALL | ASSESSED
    # The neighbouring unit is assessed too: it sees the assessment, not this unit's entry.
    neighbours = {"rival", "rival_doer", "neighbour"}
    assert opened["entry"] == opened["records"] == mine
    assert opened["record"] == opened["list"] == mine | neighbours


@pytest.mark.parametrize("deed", ["open", "choose", "call_off"])
def test_who_does_what_with_an_assessment(cast: Cast, deed: str) -> None:
    row = stage.prepared(cast)
    given = {
        "open": {"until": (clock.today() + timedelta(days=9)).isoformat()},
        "call_off": {"reason": "不考核了"},
    }
    allowed = {"open": "supervisor", "choose": "supervisor", "call_off": "duty_leader"}[deed]
    for name in (*(each for each in (*PARTS, "outsider") if each != allowed), allowed):
        client = client_of(cast, name)
        if deed == "choose":
            answer = post(client, at.one(row, "choose/"), version=row.revision, who=[cast.units["waste"].pk])
        else:
            answer = at.move(client, row, deed, **given[deed])
        expected = 302 if name == allowed else 403 if name in SEE_ALL else 404
        assert answer.status_code == expected, name


def test_what_is_not_there_and_what_is_no_move(cast: Cast) -> None:
    row = stage.prepared(cast)
    supervisor = client_of(cast, "supervisor")
    for nothing in ("0/", f"{10**30}/", f"{2**63}/", "entries/0/", f"entries/{10**30}/"):
        assert supervisor.get(f"{at.LIST}{nothing}").status_code == 404
    assert post(supervisor, at.one(row, "moves/nonsense/"), version=1).status_code == 404
    assert supervisor.get(at.one(row, "moves/open/")).status_code == 405
    assert supervisor.get(at.one(row, "choose/")).status_code == 405
    assert supervisor.get(at.one(row, "recount/")).status_code == 405
    assert post(supervisor, at.one(row, "recount/"), version=row.revision).status_code == 409
    assert at.move(supervisor, row, "review").status_code == 409


def test_a_second_click_is_one_deed(cast: Cast) -> None:
    row = stage.prepared(cast)
    supervisor = client_of(cast, "supervisor")
    day = (clock.today() + timedelta(days=9)).isoformat()
    for _click in range(2):
        assert at.move(supervisor, row, "open", seen=row.revision, until=day).status_code == 302
    assert Event.objects.filter(verb="supervision.assessment.open").count() == 1


def test_the_list_says_how_many_stand_where(cast: Cast) -> None:
    stage.in_review(cast)
    answer = client_of(cast, "supervisor").get(f"/en{at.LIST}")
    [year] = answer.context["years"]
    assert year["year"] == stage.year()
    assert {each["label"]: each["number"] for each in year["rows"][0]["steps"]} == {
        "Self-assessment awaited": 1,
        "Self-assessment handed in": 1,
    }
    mine = client_of(cast, "section_head").get(f"/en{at.LIST}").context["years"][0]["rows"][0]
    assert [each["number"] for each in mine["steps"]] == [1], "of others nothing is counted"


def test_the_table_shows_scores_ranks_and_grades(cast: Cast) -> None:
    row = stage.told(cast)
    rows = client_of(cast, "supervisor").get(f"/en{at.one(row)}").context["entries"]
    assert [(each["own"], each["points"], each["percent"], each["rank"]) for each in rows] == [
        ("", "20", "100", 1),
        ("19.4", "13", "65", 2),
    ]
    assert [each["grade"]["label"] for each in rows] == ["Excellent", "Passed"]
    head = client_of(cast, "section_head").get(at.one(row)).context["entries"]
    assert [each["points"] for each in head] == ["13"]


def test_queries_do_not_grow_with_entries_or_assessments(cast: Cast) -> None:
    row = stage.opened(cast)
    supervisor, head = client_of(cast, "supervisor"), client_of(cast, "section_head")
    addresses = [(supervisor, at.LIST), (supervisor, at.one(row)), (head, at.LIST), (head, at.one(row))]
    addresses += [(supervisor, HOME), (head, HOME)]
    before = [queries(client, address) for client, address in addresses]
    now = clock.now()
    for number in range(28):
        unit = Unit.objects.create(
            agency=cast.agency,
            code=f"u{number}",
            name=f"科室{number}",
            opened_on=cast.units["waste"].opened_on,
        )
        Assessed.objects.create(assessment=row, unit=unit, agency=cast.agency, updated_at=now)
    for year in range(2001, 2013):
        Assessment.objects.create(
            agency=cast.agency, sheet=row.sheet, year=year, title=f"{year}", created_at=now, updated_at=now
        )
    assert [queries(client, address) for client, address in addresses] == before
    assert len(supervisor.get(at.one(row)).context["entries"]) == 30


def test_what_waits_stands_in_my_work_behind_the_door_of_supervision(cast: Cast) -> None:
    row = stage.opened(cast)
    entry = stage.entry(row, cast)
    for name, waits in (
        ("section_head", True),
        ("supervisor", False),
        ("drafter", False),
        ("outsider", False),
    ):
        client = client_of(cast, name)
        answer = client.get(HOME)
        rows = {each["url"]: each for each in answer.context["rows"]}
        assert (at.of(entry) in rows) is waits, name
        if waits:
            assert rows[at.of(entry)]["due_on"] == row.self_until
    page = client_of(cast, "section_head").get(at.LIST)
    assert [item.url for item in page.context["staff_nav"] if item.current] == ["/workspace/supervision/"]
    review = stage.in_review(cast, title="乙表")
    urls = {each["url"] for each in client_of(cast, "supervisor").get(HOME).context["rows"]}
    assert {at.of(each) for each in review.assessed.all()} <= urls
    sheet = stage.simulated(cast, title="丙表")
    leader = {each["url"] for each in client_of(cast, "duty_leader").get(HOME).context["rows"]}
    assert f"/workspace/score-sheets/{sheet.pk}/" in leader


def test_the_processes_are_public_with_what_the_public_is_told(cast: Cast) -> None:
    row = stage.told(cast)
    for key in ("score_sheet", "assessment", "assessed"):
        page = words_of(Client().get(f"/processes/{key}/"))
        assert row.title not in page
    rows = Client().get("/en/processes/assessment/").context["table"]["rows"]
    assert [cells[2] for cells in rows] == ["—", "0", "1", "—", "0", "0"]
    heads = Client().get("/en/processes/assessed/").context["table"]["head"]
    assert len(heads) == 3

"""Are the matters asked for found, no others, newest first, and every fault of a question told at once?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast as people
from gongkai.complaints.models import PublicMatter
from gongkai.core import clock
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import COVER, LAMP, Program


def ids(program: Program, **query: object) -> list[str]:
    return [each["service_request_id"] for each in program.ask("requests", **query)]


def test_a_matter_shows_its_public_side(program: Program, office: people.Cast) -> None:
    row = stage.matter(office, 1)
    (said,) = program.ask("requests")
    assert said["service_request_id"] == row.public_id
    assert (said["status"], said["service_code"], said["service_name"]) == ("open", LAMP, "Street lamp")
    assert (said["requested_datetime"], said["updated_datetime"]) == ("2026-11-24T01:00:00Z",) * 2
    assert (said["lat"], said["long"]) == (
        (33.301, 116.75) if program.form == "json" else ("33.301", "116.75")
    )
    assert said["address"] == "West Town"
    assert said["agency_responsible"] == "测试市城市管理局"
    # Nobody has released any words yet.
    assert (said["description"], said["status_notes"], said["media_url"]) == (None, None, None)
    assert [said] == program.ask(f"requests/{row.public_id}")


def test_released_words_are_shown_and_hidden_matters_are_not(program: Program, office: people.Cast) -> None:
    shown = stage.matter(
        office,
        title="路灯",
        text="灯不亮 <&>",
        answer="已修好",
        released_at=clock.now(),
        status="closed",
        closed_at=clock.now(),
    )
    hidden = stage.matter(office, hidden_at=clock.now())
    (said,) = program.ask("requests", extensions="true")
    assert (said["description"], said["status_notes"], said["status"]) == ("灯不亮 <&>", "已修好", "closed")
    assert said["extended_attributes"] == {"title": "路灯", "detailed_status": "RECEIVED", "media_urls": []}
    assert (
        program.ask(f"requests/{shown.public_id}", extensions="1")[0]["extended_attributes"]["title"]
        == "路灯"
    )
    for path in (
        f"requests/{hidden.public_id}",
        f"tokens/{hidden.public_id}",
        f"requests/{hidden.matter.number}",
    ):
        program.get(path).errors(404)
    assert ids(program, service_request_id=hidden.public_id) == []


def test_the_closing_moment_is_the_moment_of_change(program: Program, office: people.Cast) -> None:
    closed = clock.now() - timedelta(days=1)
    stage.matter(office, 3, status="closed", closed_at=closed, updated_at=clock.now())
    assert program.ask("requests")[0]["updated_datetime"] == "2026-11-24T01:00:00Z"


def test_without_bounds_the_last_ninety_days_newest_first(program: Program, office: people.Cast) -> None:
    rows = [stage.matter(office, days).public_id for days in (89.9, 0, 30, 90.1, 400)]
    assert ids(program) == [rows[1], rows[2], rows[0]]
    assert ids(
        program, start_date="", end_date="", status="", service_code="", page="", extensions=""
    ) == ids(program)


def test_bounds_with_zones_days_and_lost_plus_signs(program: Program, office: people.Cast) -> None:
    rows = [stage.matter(office, days).public_id for days in (100, 20, 1)]
    assert ids(program, start_date="2026-08-01T00:00:00Z") == [rows[1], rows[0]][1:]
    assert ids(program, start_date="2026-11-05T09:00:00+08:00", end_date="2026-11-05T01:00:00Z") == [rows[1]]
    url = f"{program.prefix}requests.{program.form}?start_date=2026-11-05T09:00:00+08:00"
    assert rows[1].encode() in program.client.get(url).content
    assert ids(program, start_date="2026-11-05", end_date="2026-11-05") == [rows[1]]
    assert ids(program, end_date="2026-08-17T01:00:00Z") == [rows[0]]
    assert ids(program, start_date="2026-08-27", end_date="2026-11-25") == [rows[2], rows[1]]


def test_by_service_and_status_in_lists(program: Program, office: people.Cast) -> None:
    lamp = stage.matter(office, 1).public_id
    cover = stage.matter(office, 2, category=COVER, status="closed").public_id
    bare = stage.matter(office, 3, category="").public_id
    assert ids(program, service_code=LAMP) == [lamp]
    assert ids(program, service_code=f"{LAMP}, {COVER},") == [lamp, cover]
    assert ids(program, service_code="other") == [bare]
    assert ids(program, status="closed") == [cover]
    assert ids(program, status="open,closed") == [lamp, cover, bare]
    assert ids(program, status="OPEN", service_code=COVER) == []
    assert program.ask("requests", service_code="other")[0]["service_name"] == "Another kind of matter"


def test_numbers_override_everything_else(program: Program, office: people.Cast) -> None:
    rows = [stage.matter(office, days).public_id for days in (1, 400)]
    wanted = ",".join([*reversed(rows), "unknown", "'; DROP", "路灯", rows[0]])
    assert (
        ids(program, service_request_id=wanted, status="nonsense", start_date="never", service_code="x")
        == rows
    )
    assert ids(program, service_request_id="unknown") == []
    assert ids(program, service_request_id="路灯,%%") == []


def test_changes_are_found_whenever_the_matter_came(program: Program, office: people.Cast) -> None:
    old = stage.matter(office, 400, updated_at=clock.now() - timedelta(hours=1)).public_id
    late = stage.matter(office, 0.01).public_id
    still = stage.matter(office, 5).public_id
    assert ids(program, updated_after="2026-11-24T00:00:00Z") == [late, old]
    assert ids(program, updated_before="2026-11-21T00:00:00Z") == [still]
    assert ids(program, updated_after="2026-11-24", start_date="2026-11-01") == [late]


def test_paging_shows_each_matter_once(program: Program, office: people.Cast) -> None:
    stage.many(office, 7)
    pages = [ids(program, page=number, page_size=3) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [each for page in pages for each in page] == ids(program)
    assert ids(program, page_size=2) == pages[0][:2]


def test_a_thousand_at_most(office: people.Cast) -> None:
    stage.many(office, 1003)
    program = Program("xml")
    assert len(ids(program)) == 1000
    assert len(ids(program, page=2)) == 3


@pytest.mark.parametrize("call", ["requests", "servicerequestupdates"])
def test_as_many_queries_for_a_hundred_as_for_one(program: Program, office: people.Cast, call: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            program.ask(call, extensions="true")
        return len(queries)

    stage.many(office, 1)
    program.ask(call)
    few = asked()
    stage.many(office, 100)
    assert asked() == few <= 3
    assert len(program.ask(call)) == 101


def test_every_fault_is_told_at_once(program: Program) -> None:
    answer = program.get(
        "requests",
        service_code=f"{LAMP},nope",
        status="open,new",
        start_date="yesterday",
        end_date="2026-11-05T09:00:00",
        updated_after="2026-13-45",
        page="0",
        page_size="-3",
        extensions="perhaps",
    )
    sentences = " ".join(answer.errors(404))
    words = (
        "nope",
        "new",
        "yesterday",
        "2026-11-05T09:00:00",
        "2026-13-45",
        "page_size",
        "perhaps",
        "“page”",
    )
    assert [word for word in words if word not in sentences] == []
    assert len(answer.said) == 8
    assert {str(each["code"]) for each in answer.said} == {"400", "404"}


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-01-01", "end_date": "2026-04-02"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:01Z"},
        {"start_date": "2026-03-02", "end_date": "2026-03-01"},
        {"start_date": "0001-01-01"},
        {"end_date": "0001-01-02"},
        {"start_date": "9999-12-31T23:59:59-12:00"},
        {"start_date": "9999-12-31"},
        {"end_date": "9999-12-31"},
        {"start_date": "2026-02-30"},
        {"status": "开"},
        {"page": "1.5"},
        {"page": "１"},
        {"page_size": "1001"},
        {"page": "9" * 400},
        {"start_date": "\x00"},
        {"updated_after": "2026-03-02 08:00:00"},
    ],
    ids=lambda query: "-".join(f"{name}={value[:24]!r}" for name, value in query.items()),
)
def test_a_question_that_cannot_be_answered_is_400(program: Program, query: dict[str, str]) -> None:
    answer = program.get("requests", **query)
    if query == {"start_date": "\x00"}:  # nothing is left of it, so nothing was said
        assert answer.status == 200
        return
    assert len(answer.errors(400)) == 1


@pytest.mark.parametrize("identity", ["m-nothing", "路灯", "a b", "%00", "x" * 900, "'--", "<x>"])
def test_a_matter_that_is_none_is_404(program: Program, identity: str) -> None:
    from urllib.parse import quote

    for path in ("requests", "tokens"):
        assert "no public matter" in program.get(f"{path}/{quote(identity)}").errors(404)[0]


def test_a_number_stands_for_its_own_token(program: Program, office: people.Cast) -> None:
    row = stage.matter(office)
    assert program.ask(f"tokens/{row.public_id}") == [
        {"service_request_id": row.public_id, "token": row.public_id}
    ]


def test_updates_are_told_oldest_first_with_their_word(program: Program, office: people.Cast) -> None:
    row, other = stage.matter(office, 2), stage.matter(office, 1)
    hidden = stage.matter(office)
    PublicMatter.objects.filter(pk=hidden.pk).update(hidden_at=clock.now())
    with clock.travel_to(stage.NOW - timedelta(days=91)):
        old = stage.matter(office)
    said = program.ask("servicerequestupdates")
    assert [each["service_request_id"] for each in said] == [row.public_id, other.public_id]
    assert set(said[0]) == {
        *("update_id", "service_request_id", "status", "updated_datetime", "description", "media_url"),
    }
    assert said[0]["status"] == "OPEN"
    assert said[0]["updated_datetime"] == "2026-11-25T01:00:00Z"
    span = {"start_date": "2026-08-01", "end_date": "2026-09-01"}
    assert [each["service_request_id"] for each in program.ask("servicerequestupdates", **span)] == [
        old.public_id
    ]
    named = program.ask("servicerequestupdates", service_request_id=f"{old.public_id},x")
    assert [each["service_request_id"] for each in named] == [old.public_id]
    program.get("servicerequestupdates", start_date="x").errors(400)


def test_an_update_is_not_taken_and_says_so(program: Program) -> None:
    given = {"service_request_id": "m-1", "status": "FIXED", "description": "x"}
    assert "not taken here" in program.send(given, "servicerequestupdates").errors(400)[0]
    program.key = ""
    assert "missing" in program.send(given, "servicerequestupdates").errors(403)[0]


def test_a_released_photo_has_an_address_and_no_other_has(program: Program, office: people.Cast) -> None:
    row = stage.illustrated(office)
    address = f"/open311/v2/media/{row.public_id}/1"
    assert program.client.get(address).status_code == 404
    assert program.ask("requests")[0]["media_url"] is None
    PublicMatter.objects.filter(pk=row.pk).update(released_at=clock.now())
    (said,) = program.ask("requests", extensions="true")
    assert said["media_url"] == f"http://testserver{address}"
    assert said["extended_attributes"]["media_urls"] == [said["media_url"]]
    shown = program.client.get(address)
    assert (shown.status_code, shown["Content-Type"], shown.content) == (200, "image/jpeg", b"veiled")
    for wrong in (
        f"{row.public_id}/0",
        f"{row.public_id}/2",
        f"{row.public_id}/9999",
        "nothing/1",
        "%00/1",
        "路灯/1",
    ):
        assert program.client.get(f"/open311/v2/media/{wrong}").status_code == 404
    PublicMatter.objects.filter(pk=row.pk).update(hidden_at=clock.now())
    assert program.client.get(address).status_code == 404

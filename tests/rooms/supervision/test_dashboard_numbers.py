"""Does every number of the dashboard open exactly the records it counts, and count only what the reader may see?"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import dashboard_stage as stage
import html5lib
import pytest
from dashboard_stage import BOARD
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PARTS, Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.domain.supervision.dashboard import Days, span
from gongkai.people.models import Unit
from gongkai.supervision.access_dashboard import SEEING
from gongkai.supervision.queries.dashboard import counting, records, rooms, scope
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NUMBER = re.compile(
    r'<a class="count-link" data-count href="([^"]+)">([\d,]+)<span class="visually-hidden"> ([^<]+)'
)


def build() -> Cast:
    cast = make_cast()
    stage.chief_of(cast)
    stage.furnish(cast, "waste", 3)
    stage.furnish(cast, "other", 2)
    stage.report(cast, 2025)
    stage.matter(cast, "", -1, grid="nowhere-known")
    return cast


built = once_a_file(build)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def numbers(client: Client, query: str = "", language: str = "/en") -> list[tuple[str, int, str]]:
    """Every number of the page: its address, the number, what it is called."""
    page = client.get(f"{language}{BOARD}{query}").content.decode()
    return [
        (url.replace("&amp;", "&"), int(value.replace(",", "")), label)
        for url, value, label in NUMBER.findall(page)
    ]


def listed(client: Client, url: str) -> int:
    """How many records the address lists, over all its pages."""
    seen = 0
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, url
        if "groups" in answer.context:
            rows = [row for group in answer.context["groups"] for row in group["rows"]]
            assert all(row["url"] for row in rows), "every record can be opened"
        else:
            rows = answer.context["rows"]
        seen += len(rows)
        url = answer.context["next_url"]
    return seen


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("grand_leader", ""),
        ("supervisor", "?span=quarter&room=matters"),
        ("office", ""),
        ("unit_head", "?span=week"),
        ("doer", "?span=year"),
    ],
)
def test_every_number_opens_the_records_it_counts(cast: Cast, who: str, query: str) -> None:
    client = client_of(cast, who)
    found = numbers(client, query)
    assert len(found) > (60 if who == "grand_leader" else 3)
    wrong = [f"{label}: {value}, {url}" for url, value, label in found if listed(client, url) != value]
    assert wrong == []


def test_the_same_holds_for_one_unit_for_none_and_for_a_day_that_is_past(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    for query in (f"?unit={cast.units['waste'].pk}", "?unit=none", f"?day={stage.day(-5)}"):
        found = [
            each for each in numbers(client, query) if "-" not in each[2]
        ]  # the months are the same as ever
        assert found
        assert [url for url, value, _label in found if listed(client, url) != value] == [], query


def test_a_number_of_more_than_a_page_is_paged_to_its_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records.page, "__defaults__", (4,))
    client = client_of(cast, "grand_leader")
    wanted = [each for each in numbers(client) if each[1] > 8]
    assert len(wanted) > 4
    assert [url for url, value, _label in wanted if listed(client, url) != value] == []


def test_the_way_back_from_a_number_keeps_the_time_span(cast: Cast) -> None:
    client = client_of(cast, "unit_head")
    url = next(url for url, _value, label in numbers(client, f"?span=quarter&day={stage.day(-1)}") if label)
    back = client.get(url).context["back_url"]
    assert "span=quarter" in back
    assert f"day={stage.day(-1)}" in back


def test_each_room_counts_what_it_should(cast: Cast) -> None:
    """Held against numbers worked out by hand from the stage: 3 turns in one unit, 2 in the other."""
    wanted = scope.scope(stage.chief_of(cast), cast.agency, day=stage.day(0))
    board = counting.board(wanted, month())
    assert board.number("came", room="documents") == 5
    assert board.number("closed", room="documents") == 5
    assert board.number("open", room="documents") == 5
    assert board.number("came", room="matters") == 16
    assert board.number("closed", room="matters") == 10
    assert board.number("closed_before", room="matters") == 5
    assert board.number("open", room="matters") == 6
    assert board.number("closed", room="tasks") == 5
    assert board.number("came", room="reports") == 1
    assert board.number("overdue", room="requests") == 2, "the first turn of each unit"
    assert board.number("due", room="requests") == 2
    assert board.number("soon", room="requests") == 1
    assert board.number("stopped", room="tasks") == 5
    assert board.number("kept", room="tasks") == 2, "stopped before its limit in every second turn"
    assert (board.number("urged"), board.number("overdue", room="findings")) == (5, 2)
    assert dict(board.ratings) == {"yes": 5, "no": 5}
    assert board.late_replies == 5
    assert board.places["nowhere-known"] == 1


def month() -> Days:
    return span("month", stage.day(0))


def test_what_is_against_somebody_is_in_no_number(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    before = numbers(client)
    for against in ({"against_person": cast.person("handler")}, {"against_unit": cast.units["waste"]}):
        row = stage.matter(cast, "other", -1, **against, grid="DC01", title="举报某人")
        stage.clock_on("complaints.matter", row, -3, cast.units["other"])
    shelved = stage.matter(cast, "other", -500, state="shelved")
    stage.clock_on("complaints.matter", shelved, -3, cast.units["other"])
    after = [each for each in numbers(client) if "Not closed yet" not in each[2]]
    assert after == [each for each in before if "Not closed yet" not in each[2]]
    pages = "".join(words_of(client.get(url)) for url, _value, _label in numbers(client))
    assert "举报某人" not in pages


def test_what_the_applicant_owes_and_steps_on_the_way_are_no_limits_here(cast: Cast) -> None:
    before = numbers(client_of(cast, "grand_leader"))
    request, matter = stage.request(cast, "waste", -500), stage.matter(cast, "waste", -500)
    stage.clock_on("requests.request", request, -3, cast.units["waste"], rule="request.correction")
    stage.clock_on("complaints.matter", matter, -3, cast.units["waste"], rule="complaint.step.2")
    after = numbers(client_of(cast, "grand_leader"))
    kept = [each for each in before if "Past their limit" in each[2]]
    assert [each for each in after if "Past their limit" in each[2]] == kept


def test_a_matter_due_earlier_today_is_late_and_no_more_due(cast: Cast) -> None:
    Deadline.objects.update(stopped_on=stage.day(-90))
    row = stage.matter(cast, "waste", -2)
    made = stage.clock_on("complaints.matter", row, 0, cast.units["waste"])
    for shift, expected in ((-1, ("overdue", 1)), (1, ("due", 1))):
        made.due_at = clock.now() + timedelta(minutes=shift)
        made.save()
        wanted = scope.scope(stage.chief_of(cast), cast.agency, day=stage.day(0))
        board = counting.board(wanted, month())
        numbers_now = {name: board.number(name, room="matters") for name in ("overdue", "due")}
        assert numbers_now == {"overdue": 0, "due": 0, expected[0]: expected[1]}


def test_who_sees_it_and_who_finds_no_such_page(cast: Cast) -> None:
    for who, (_unit, roles) in PARTS.items():
        expected = 200 if SEEING & set(roles) else 404
        client = client_of(cast, who)
        assert client.get(BOARD).status_code == expected, who
        assert client.get(f"{BOARD}records/?part=open").status_code == expected, who
    there = client_of(cast, "outsider").get(BOARD)
    assert there.context["who"] == cast.outside_agency.name, "whoever has a post there sees that agency alone"
    assert {unit.agency_id for unit in scope.units(cast.outsider, cast.outside_agency.pk)} == {
        cast.outside_agency.pk
    }
    assert numbers(client_of(cast, "outsider")) == []
    assert Client().get(BOARD).status_code == 302


def test_a_leader_sees_the_rooms_of_the_own_posts_only(cast: Cast) -> None:
    shown = {
        "leader": {"documents"},
        "approver": {"requests", "reviews"},
        "overseer": {"matters"},
        "case_leader": {"decisions"},
        "duty_leader": {"tasks", "findings"},
        "office": {"documents", "findings"},
        "supervisor": {room.key for room in rooms.ROOMS},
    }
    for who, expected in shown.items():
        wanted = scope.scope(getattr(cast, who), cast.agency, day=stage.day(0))
        assert {each.key for each in rooms.seen(wanted)} == expected, who


def test_a_head_sees_the_own_unit_and_no_other(cast: Cast) -> None:
    client = client_of(cast, "unit_head")
    page = client.get(BOARD)
    assert [row["name"] for row in page.context["units"]] == ["渣土管理科"]
    assert page.context["rooms"][0]["came"]["value"] == 9, "three turns of three in the own unit"
    other = cast.units["other"].pk
    refused = client.get(f"/en{BOARD}?unit={other}")
    assert "This unit is not among those shown to you" in words_of(refused)
    records_there = client.get(f"{BOARD}records/?part=open&unit={other}")
    titles = [row["unit"] for group in records_there.context["groups"] for row in group["rows"]]
    assert set(titles) == {"渣土管理科"}


def test_another_agency_is_no_part_of_it(cast: Cast) -> None:
    before = numbers(client_of(cast, "grand_leader"))
    stage.document(cast, "waste", -1, agency=cast.outside_agency)
    stage.matter(cast, "", -1, agency=cast.outside_agency)
    assert numbers(client_of(cast, "grand_leader")) == before


NAMES = ("agency", "unit", "day", "span", "room", "part", "first", "last", "place", "after")
ODD = ("", "x" * 5000, "\x00", "9" * 40, "-1", "2026-13-45", "0001-01-01", "9999-12-31", "'\"<b>",
       "matters~9999-99-99~1", "matters~~99999999999999999999", "none")  # fmt: skip


@pytest.mark.parametrize("value", ODD)
def test_whatever_an_address_says_there_is_a_page(cast: Cast, value: str) -> None:
    client = client_of(cast, "grand_leader")
    together = dict.fromkeys(NAMES, value)
    apart = [
        {"part": "came", "first": value, "last": "2026-01-01"},
        {"part": "open", "after": value},
        {"day": value},
    ]
    for asked in (together, *apart):
        for page in (BOARD, f"{BOARD}records/"):
            answer = client.get(page, asked)
            assert answer.status_code == 200
            assert "<b>" not in answer.content.decode()


def test_what_is_not_understood_is_told(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    page = words_of(
        client.get(f"/en{BOARD}?agency=nobody&unit=7777777&day={stage.day(1)}&span=century&room=attic")
    )
    for sentence in (
        "This agency is not among those shown to you.",
        "This unit is not among those shown to you.",
        "This day has not come yet.",
        "This time span is not known.",
        "This kind of record is not among those shown to you.",
    ):
        assert sentence in page
    page = words_of(
        client.get(f"/en{BOARD}records/?part=nothing&room=attic&place=x&first=2026-02-02&last=2026-01-01")
    )
    for sentence in (
        "This number is not known.",
        "This kind of record is not known.",
        "This place is not known.",
        "These days are not understood.",
    ):
        assert sentence in page


def test_a_past_day_shows_what_was_open_then(cast: Cast) -> None:
    wanted = scope.scope(stage.chief_of(cast), cast.agency, day=stage.day(-2))
    board = counting.board(wanted, month())
    assert board.number("open", room="matters") == 10, (
        "closed a day later, or still open; not what came after it"
    )


def test_the_units_as_a_file(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.units["leadership"].pk).update(name="=1+1")
    answer = client_of(cast, "grand_leader").get(f"/en{BOARD}?format=csv&span=quarter")
    assert answer["Content-Type"].startswith("text/csv")
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][0] == "Unit"
    assert "'=1+1" in [row[0] for row in rows], "no spreadsheet takes a name for a formula"
    assert [row[0] for row in rows[1:]][-1] == "Total"
    named = {row[0]: row for row in rows}
    assert int(named["渣土管理科"][1]) + int(named["市容科"][1]) + int(named["Not with a unit"][1]) == int(
        named["Total"][1]
    )


def test_more_records_and_units_ask_no_more_questions(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    pages = (
        BOARD,
        f"{BOARD}records/?part=open",
        f"{BOARD}records/?part=overdue",
        f"{BOARD}records/?part=came",
    )

    def asked() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            found.append(len(queries))
        return found

    before = asked()
    for number in range(6):
        code = f"more{number}"
        cast.units[code] = Unit.objects.create(
            agency=cast.agency, code=code, name=f"新设第{number}科", opened_on=stage.day(-900)
        )
        stage.furnish(cast, code, 1)
    after = asked()
    # A page of records that is full sooner looks into fewer rooms.
    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)
    assert (after[0], before[0] < 90) == (before[0], True)


def test_the_page_is_valid_html_and_says_differences_in_words(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    for query in (BOARD, f"{BOARD}records/?part=open"):
        for language in ("", "/en"):
            html5lib.HTMLParser(strict=True).parse(client.get(f"{language}{query}").content.decode())
    page = words_of(client.get(f"/en{BOARD}"))
    for said in ("more", "fewer", "as many as before"):
        assert said in page


def test_nothing_leads_from_nought(cast: Cast) -> None:
    client = client_of(cast, "grand_leader")
    query = f"?unit={cast.units['leadership'].pk}"
    assert numbers(client, query) == []
    assert "Nothing is behind this number" in words_of(client.get(f"/en{BOARD}records/{query}&part=due"))

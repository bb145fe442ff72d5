"""Does the calendar file hold what falls due for the person, and nobody's name?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from cast import Cast, make_cast
from desk import client_of
from gongkai.core import clock
from requesting import MARKERS, handling, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


def file(cast: Cast, who: str) -> str:
    response = client_of(cast, who).get("/workspace/requests/due.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content.decode().replace("\r\n ", "")


def events(content: str) -> list[dict[str, str]]:
    found = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", content, flags=re.DOTALL)
    return [
        dict(
            re.split(":", line, maxsplit=1)
            for line in each.partition("BEGIN:VALARM")[0].split("\r\n")
            if line
        )
        for each in found
    ]


def test_every_clock_of_mine_is_a_day(cast: Cast) -> None:
    mine = handling(cast)
    for who in ("officer", "desk", "head"):
        (found,) = events(file(cast, who))
        assert found["DTSTART;VALUE=DATE"] == "20260330"
        assert found["DTEND;VALUE=DATE"] == "20260331"
        assert mine.number in found["SUMMARY"]
        assert "政府信息公开申请答复期限" in found["SUMMARY"]
        assert found["STATUS"] == "CONFIRMED"
        assert found["UID"] == f"requests.request.{mine.pk}.request.reply@{cast.agency.code.lower()}"
    for who in ("drafter", "outsider", "neighbour"):
        assert events(file(cast, who)) == []


def test_the_same_matter_keeps_its_mark_when_its_day_moves(cast: Cast) -> None:
    request = handling(cast)
    before = events(file(cast, "desk"))[0]
    from gongkai.core import deadlines

    (reply,) = deadlines.running(("requests.request", request.pk), "request.reply")
    deadlines.extend(reply, 5)
    after = events(file(cast, "desk"))[0]
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] < after["DTSTART;VALUE=DATE"]


def test_a_provisional_day_says_so(cast: Cast) -> None:
    with clock.travel_to(date(2026, 12, 21)):
        handling(cast)
        (found,) = events(file(cast, "desk"))
    assert found["STATUS"] == "TENTATIVE"
    assert found["SUMMARY"].endswith(")")


def test_nobodys_data_are_in_it(cast: Cast) -> None:
    handling(cast)
    submitted(cast)
    content = file(cast, "desk")
    assert len(events(content)) == 2
    assert [marker for marker in MARKERS.values() if marker in content] == []

"""Can the keeper of a register bring one in from the browser, and see first what would happen?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.requests.models import Dispute, Request
from register_files import DISPUTE_HEADINGS, GOOD, HEADINGS, OPEN

pytestmark = pytest.mark.django_db

IMPORTS = "/workspace/requests/imports/"
BAD = "2,2023-13-05,natural_persn,online,<script>,granted,2023-02-01"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


def send(
    client: Client, *lines: str, register: str = "requests", headings: str = HEADINGS, **more: Any
) -> Any:
    file = SimpleUploadedFile("登记簿.csv", "\n".join([headings, *lines]).encode())
    return client.post(IMPORTS, {"register": register, "file": file, **more})


def test_what_would_happen_is_shown_and_nothing_has(cast: Cast) -> None:
    client = client_of(cast, "desk")
    response = send(client, GOOD, OPEN)
    assert response.status_code == 302
    html = words_of(client.get(response["Location"]))
    for told in ("登记簿.csv", "渣土运输", "停车收费", "予以公开", "自然人", "2023年1月5日"):
        assert told in html
    assert 'value="bring"' in html
    assert not Request.objects.exists()


def test_all_of_it_is_brought_in(cast: Cast) -> None:
    client = client_of(cast, "desk")
    address = send(client, GOOD, OPEN)["Location"]
    response = client.post(address, {"do": "bring"})
    assert response["Location"] == "/workspace/requests/"
    assert Request.objects.count() == 2
    assert Event.objects.latest("seq").person == cast.person("desk").pk
    assert client.get(address).status_code == 404


def test_problems_are_listed_by_line_and_column_and_nothing_can_be_brought_in(cast: Cast) -> None:
    client = client_of(cast, "desk")
    address = send(client, GOOD, BAD)["Location"]
    html = words_of(client.get(address))
    assert "received_on (B)" in html
    assert "2023-13-05" in html
    assert "natural_person" in html
    assert "<script>" not in html.replace("<script src", "")
    assert 'value="bring"' not in html
    assert client.post(address, {"do": "bring"}).status_code == 200
    assert not Request.objects.exists()


def test_thrown_away_it_is_gone(cast: Cast) -> None:
    client = client_of(cast, "desk")
    address = send(client, GOOD)["Location"]
    assert client.post(address, {"do": "discard"})["Location"] == IMPORTS
    assert client.get(address).status_code == 404
    assert not Request.objects.exists()


def test_the_legal_officer_brings_reviews_and_suits_in(cast: Cast) -> None:
    client = client_of(cast, "legal")
    line = "litigation_direct,2023-03-01,upheld,2023-06-01"
    address = send(client, line, register="disputes", headings=DISPUTE_HEADINGS)["Location"]
    assert "未经复议直接起诉" in words_of(client.get(address))
    assert client.post(address, {"do": "bring"})["Location"] == "/workspace/disputes/"
    assert Dispute.objects.count() == 1
    again = send(client, line, register="disputes", headings=DISPUTE_HEADINGS)["Location"]
    assert 'value="bring"' not in words_of(client.get(again))


def test_whoever_keeps_no_register_is_told_whom_to_ask(cast: Cast) -> None:
    for who in ("officer", "drafter", "supervisor"):
        client = client_of(cast, who)
        assert "<form" not in words_of(client.get(IMPORTS)).partition("<h1>")[2], who
        assert send(client, GOOD).status_code == 422
    assert not Request.objects.exists()


def test_a_file_sent_by_another_is_not_found_and_another_register_not_reached(cast: Cast) -> None:
    address = send(client_of(cast, "desk"), GOOD)["Location"]
    assert client_of(cast, "officer").get(address).status_code == 403
    token = address.rstrip("/").rpartition("/")[2]
    desk = client_of(cast, "desk")
    assert desk.get(f"{IMPORTS}disputes/{cast.agency.pk}/{token}/").status_code == 403
    assert desk.get(f"{IMPORTS}requests/{cast.outside_agency.pk}/{token}/").status_code == 403
    assert desk.get(f"{IMPORTS}other/{cast.agency.pk}/{token}/").status_code == 404
    assert desk.get(f"{IMPORTS}requests/{cast.agency.pk}/{'x' * 32}/").status_code == 404


def test_without_a_file_the_field_says_so(cast: Cast) -> None:
    response = client_of(cast, "desk").post(IMPORTS, {"register": "requests"})
    assert response.status_code == 422
    assert "id_file" in words_of(response)


def test_a_file_that_is_too_large_is_refused_with_the_limit(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 1024 * 1024
    response = send(client_of(cast, "desk"), *[GOOD] * 20_000)
    assert response.status_code == 422
    assert "1 MB" in words_of(response)

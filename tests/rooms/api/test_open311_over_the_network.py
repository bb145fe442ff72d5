"""Do real clients get on with the server as it is served, and does it stand what is thrown at it there?"""

from __future__ import annotations

import http.client
import io
import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from gongkai.core import clock
from rooms.api.open311_stage import COVER, LAMP, LAT, LONG
from rooms.api.served_house import Served, served

# The client was written for Python 2; this is all it misses.
itertools.ifilter = filter  # type: ignore[attr-defined]
Three = pytest.importorskip("three").Three


@pytest.fixture(scope="module")
def house() -> Iterator[Served]:
    with served() as found:
        yield found


@pytest.fixture(
    params=["/open311/v2", "/open311/v2/", "/open311/v2//"], ids=["plain", "slash", "two-slashes"]
)
def three(request: pytest.FixtureRequest, house: Served) -> Any:
    client = Three(f"{house.address}{request.param}", api_key=house.key, jurisdiction="cg")
    client.session.trust_env = False
    return client


def test_three_finds_out_what_there_is(three: Any) -> None:
    found = three.discovery()
    assert [each["type"] for each in found["endpoints"]] == ["production", "production"]
    services = {each["service_code"]: each for each in three.services()}
    assert services[LAMP]["service_name"] == "路灯"
    definition = three.services(COVER)
    assert definition["attributes"][0]["code"] == "cover_state"


def test_three_reports_and_follows(three: Any) -> None:
    answers = {"attribute[cover_state]": "missing"}
    (taken,) = three.post(
        COVER, address="人民路1号", name="小明 王", phone="0558-5550000", description="井盖不见了", **answers
    )
    identity = taken["service_request_id"]
    (seen,) = three.request(identity)
    assert (seen["status"], seen["service_code"]) == ("open", COVER)
    assert three.token(identity) == [{"service_request_id": identity, "token": identity}]
    today = clock.today() + timedelta(days=1)
    week = [(today - timedelta(days=7)).strftime("%m-%d-%Y"), today.strftime("%m-%d-%Y")]
    listed = three.requests(COVER, between=week, count=2)
    assert identity in [each["service_request_id"] for each in listed]
    assert len(listed) <= 2
    assert three.requests(start=week[0], end=week[1], count=1) == listed[:1]


def test_three_sends_a_photo(three: Any) -> None:
    content = io.BytesIO()
    Image.effect_noise((900, 600), 80).convert("RGB").save(content, "JPEG", quality=95)
    content.seek(0)
    content.name = "photo.jpg"
    (taken,) = three.post(LAMP, lat=LAT, long=LONG, description="灯不亮", media=content)
    assert three.request(taken["service_request_id"])[0]["service_code"] == LAMP


def test_three_is_told_what_is_wrong(three: Any) -> None:
    codes = [each["code"] for each in three.post("NOPE", description="<b>x</b>")]
    assert sorted(codes) == [400, 400, 404]
    assert [each["code"] for each in three.request("nothing")] == [404]
    three.api_key = "wrong"
    assert [each["code"] for each in three.post(LAMP, address="x")] == [403]
    assert three.post_response.status_code == 403


def post(house: Served, path: str, body: bytes, content_type: str) -> tuple[int, str, bytes]:
    parts = urlsplit(house.address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def test_bodies_of_ten_megabytes_are_answered(house: Served) -> None:
    key = house.key
    form = "application/x-www-form-urlencoded"
    for body in (b"description=" + b"x" * 10_000_000, b"x" * 10_000_000, b"a=1&" * 2_600_000):
        status, content_type, said = post(house, f"/open311/v2/requests.json?api_key={key}", body, form)
        assert (status, content_type) == (400, "application/json; charset=utf-8"), said[:300]
        assert json.loads(said)[0]["description"]
    status, content_type, said = post(house, "/open311/v2/requests.xml", b"x" * 10_000_000, form)
    assert (status, content_type) == (403, "text/xml; charset=utf-8"), said[:300]


def test_a_report_larger_than_any_file_is_refused_unread(house: Served) -> None:
    """The sender may still be sending when the answer comes; what counts is that the server goes on."""
    key = house.key
    try:
        status, _, _ = post(
            house,
            f"/open311/v2/requests.json?api_key={key}",
            bytes(56 * 1024 * 1024),
            "multipart/form-data; boundary=b",
        )
    except (BrokenPipeError, ConnectionResetError):
        status = 400
    assert status == 400
    client = Three(f"{house.address}/open311/v2")
    client.session.trust_env = False
    assert len(client.services()) > 40


def test_answers_are_not_kept_in_front_of_django(house: Served) -> None:
    """What somebody reported a moment ago is on the list of whoever asks next."""
    key = house.key
    client = Three(f"{house.address}/open311/v2", api_key=key)
    client.session.trust_env = False
    before = {each["service_request_id"] for each in client.requests(LAMP)}
    (taken,) = client.post(LAMP, lat=LAT, long=LONG)
    after = {each["service_request_id"] for each in client.requests(LAMP)}
    assert after - before == {taken["service_request_id"]}
    assert "Traceback" not in house.said()

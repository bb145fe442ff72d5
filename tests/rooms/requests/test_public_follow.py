"""Does the code open the request to whoever holds it, however it is typed, and to nobody else?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import requesting
from applying import FOLLOW, MINE, code_of, errors, fresh, let_in
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.requests import house
from gongkai.requests.models import Request

pytestmark = pytest.mark.django_db
OWN = ("mine/", "mine/clock/", "mine/complete/", "mine/reasons/", "mine/withdraw/", "mine/notices/")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def tried(client: Client, number: str, code: str) -> Any:
    return client.post(FOLLOW, {"number": number, "code": code})


def sentence(answer: Any) -> str:
    assert answer.status_code == 422
    (said,) = errors(answer)["__all__"]
    return said


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_valid_private_and_unlisted(cast: Cast, client: Client, prefix: str) -> None:
    answer = client.get(prefix + FOLLOW)
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert set(answer.cookies) == {"gongkai_csrf"}


def test_number_and_code_open_it_however_they_are_typed(cast: Cast) -> None:
    request = requesting.submitted(cast)
    number, code = request.number, code_of(request)
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in map(chr, range(33, 127))}
    for typed_number, typed_code in (
        (number, code),
        (f"  {number.lower()} ", code.lower()),
        (number.translate(wide), code.translate(wide)),
        (number.replace("-", "—"), code.replace("-", " ")),
        (number.replace("-", "–"), code.replace("-", "")),
        (number.replace("-", " - "), f"{code[:3]} {code[3:]}"),
    ):
        answer = tried(Client(), typed_number, typed_code)
        assert (answer.status_code, answer.headers.get("Location")) == (302, MINE), (typed_number, typed_code)


def test_an_unknown_number_and_a_wrong_code_are_told_alike_for_the_same_work(cast: Cast) -> None:
    request = requesting.submitted(cast)
    told = {}
    for name, number, code in (
        ("unknown", "341600CG-2026-99999", code_of(request)),
        ("wrong", request.number, "AAAAA-AAAAA"),
        ("no code", request.number, "0"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = tried(Client(), number, code)
        asked = [each["sql"].split(" ")[0] for each in queries if "requests_request" in each["sql"]]
        told[name] = (sentence(answer), asked, sorted(answer.cookies))
    assert told["unknown"] == told["wrong"] == told["no code"]


def test_a_number_without_a_code_is_opened_by_none(cast: Cast) -> None:
    request = requesting.submitted(cast)
    Request.objects.filter(pk=request.pk).update(code_digest="")
    assert sentence(tried(Client(), request.number, code_of(request)))
    assert fresh(request).tries == 0


def test_too_many_wrong_codes_in_a_row_lock_it_for_a_while(cast: Cast) -> None:
    request = requesting.submitted(cast)
    most = house.number("tries")
    events = Event.objects.count()
    with clock.travel_to(clock.now()):
        wrong = {sentence(tried(Client(), request.number, "AAAAA-AAAAA")) for _ in range(most)}
        assert len(wrong) == 1
        locked = sentence(tried(Client(), request.number, code_of(request)))
        assert locked not in wrong, "the right code does not open it either"
        clock.step(timedelta(minutes=house.number("lock_minutes") - 1))
        assert sentence(tried(Client(), request.number, code_of(request))) == locked
        clock.step(timedelta(minutes=2))
        assert tried(Client(), request.number, code_of(request)).status_code == 302
    after = fresh(request)
    assert (after.tries, after.locked_until, after.version) == (0, None, request.version)
    assert Event.objects.count() == events, "who looked when is nobody's business"
    assert ledger.verify()[1] is None


def test_the_right_code_forgets_the_wrong_ones(cast: Cast) -> None:
    request = requesting.submitted(cast)
    for _ in range(3):
        for _again in range(house.number("tries") - 1):
            tried(Client(), request.number, "AAAAA-AAAAA")
        assert tried(Client(), request.number, code_of(request)).status_code == 302
        assert fresh(request).tries == 0


def test_the_cookie_goes_to_the_requests_pages_alone(cast: Cast) -> None:
    client = let_in(requesting.submitted(cast))
    for name, path in (("gongkai_request", "/requests/"), ("gongkai_request_en", "/en/requests/")):
        cookie = client.cookies[name]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
            path, True, "Lax", 3600,
        )  # fmt: skip
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/requests/mine/").status_code == 200


def test_without_it_every_own_page_asks_for_number_and_code(cast: Cast) -> None:
    request = requesting.submitted(cast)
    for prefix in ("", "/en"):
        for path in (
            *OWN,
            "mine/letters/1.pdf",
            "mine/files/1/",
            f"mine/parts/{request.pk}/",
            "leave/",
            "done/",
        ):
            for method in ("get", "post"):
                answer = getattr(Client(), method)(f"{prefix}/requests/{path}")
                assert answer.status_code == 302, path
                assert answer.headers["Location"] == f"{prefix}{FOLLOW}", path
                assert "no-store" in answer.headers["Cache-Control"], path
                assert request.number not in answer.content.decode(), path


def test_a_cookie_somebody_made_up_or_changed_opens_nothing(cast: Cast) -> None:
    request = requesting.submitted(cast)
    own = let_in(request).cookies["gongkai_request"].value
    for value in (
        str(request.pk),
        own[:-1] + ("A" if own[-1] != "A" else "B"),
        own.replace(str(request.pk), str(request.pk + 1), 1),
        signing.TimestampSigner(salt="gongkai_handed_in").sign(str(request.pk)),
        signing.TimestampSigner(salt="gongkai_request").sign("1 OR 1=1"),
        signing.TimestampSigner(salt="gongkai_request").sign("999999"),
        signing.TimestampSigner(salt="gongkai_request").sign("9" * 30),
    ):
        client = Client()
        client.cookies["gongkai_request"] = value
        assert client.get(MINE).status_code == 302, value


def test_it_closes_an_hour_after_the_last_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = let_in(requesting.submitted(cast))
    now = {"passed": 0.0}
    import time

    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + now["passed"])
    for _ in range(3):
        now["passed"] += 3500
        assert client.get(MINE).status_code == 200, "every page counts anew"
    now["passed"] += 3700
    assert client.get(MINE).status_code == 302


def test_leaving_takes_everything_back(cast: Cast) -> None:
    client = let_in(requesting.submitted(cast))
    client.get("/requests/leave/")
    assert client.get(MINE).status_code == 200, "a link alone closes nothing"
    answer = client.post("/requests/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (302, FOLLOW)
    assert {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0} == {
        "gongkai_request", "gongkai_request_en", "gongkai_handed_in", "gongkai_handed_in_en",
    }  # fmt: skip
    assert client.get(MINE).status_code == 302
    assert client.get("/en/requests/mine/").status_code == 302

"""Does the desk enter what comes on paper once, with its code, its scans and where it came from?"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.requests import own_words, secret
from gongkai.requests.identity import read
from gongkai.requests.models import Applicant, Request, SealedFile, Transfer

pytestmark = pytest.mark.django_db
NEW = "/workspace/requests/new/"
TOKEN = "t" * 32


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def paper(**changes: Any) -> dict[str, Any]:
    values = {
        "channel": "letter_registered",
        "arrived_on": clock.today().isoformat(),
        "evidence": "XA12345678934",
        "applicant_kind": "natural_person",
        "matter": "information",
        "subject": "渣土车核准名单",
        "description": "2025年核准的企业",
        "form_wanted": "paper",
        "way_wanted": "post",
        "identity": "id_card",
        "name": requesting.MARKERS["name"],
        "identity_number": requesting.MARKERS["identity_number"],
        "address": requesting.MARKERS["address"],
        "token": TOKEN,
    }
    return {**values, **changes}


def test_slip_gives_number_and_code_and_the_record_follows(cast: Cast) -> None:
    response = client_of(cast, "desk").post(NEW, paper())
    assert response.status_code == 200
    page = words_of(response)
    request = Request.objects.get()
    assert request.number in page
    (code,) = re.findall(r"<dd>([2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5})</dd>", page)
    assert secret.fits(request.number, code, request.code_digest)
    assert requesting.MARKERS["name"] not in page, "the slip may be left lying about"
    assert (request.channel, own_words.read(request, "receipt_evidence"), request.received_on) == (
        "letter_registered", "XA12345678934", None,
    )  # fmt: skip
    assert read(Applicant.objects.get(request=request)).address == requesting.MARKERS["address"]


def test_sent_twice_it_is_one_request_with_one_code(cast: Cast) -> None:
    desk = client_of(cast, "desk")
    codes = {
        re.findall(r"<dd>([2-9A-Z]{5}-[2-9A-Z]{5})</dd>", words_of(desk.post(NEW, paper())))[0]
        for _ in range(2)
    }
    assert len(codes) == 1
    assert Request.objects.count() == 1


def test_scans_are_sealed(cast: Cast, settings: Any) -> None:
    scan = io.BytesIO("身份证扫描件".encode())
    scan.name = "id.txt"
    assert client_of(cast, "desk").post(NEW, {**paper(), "proof": [scan]}).status_code == 200
    assert SealedFile.objects.get().kind == "identity"
    on_disk = [path.read_bytes() for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]
    assert on_disk
    assert not [content for content in on_disk if "身份证".encode() in content]


def test_number_of_the_complaint_is_kept(cast: Cast) -> None:
    client_of(cast, "desk").post(NEW, paper(from_complaint="12345-2026-1", from_system="12345"))
    transfer = Transfer.objects.get()
    assert (transfer.direction, transfer.number, transfer.system) == (
        "from_complaint",
        "12345-2026-1",
        "12345",
    )


def test_every_way_in_says_what_proves_its_day(cast: Cast) -> None:
    page = words_of(client_of(cast, "desk").get(NEW))
    for key in ("letter_registered", "letter_ordinary", "in_person", "fax", "email", "oral"):
        assert f'name="channel" value="{key}"' in page
    for key in ("online", "other"):
        assert f'name="channel" value="{key}"' not in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"channel": "pigeon"}, "channel"),
        ({"arrived_on": "明天"}, "arrived_on"),
        ({"email": "no address"}, "email"),
        ({"applicant_kind": ""}, "applicant_kind"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_kept(cast: Cast, changes: dict[str, str], field: str) -> None:
    response = client_of(cast, "desk").post(NEW, paper(**changes))
    assert response.status_code == 422
    page = words_of(response)
    assert f'id="id_{field}_error"' in page
    assert "2025年核准的企业" in page
    assert requesting.MARKERS["address"] in page
    assert not Request.objects.exists()


def test_day_to_come_is_refused(cast: Cast) -> None:
    ahead = (clock.today() + timedelta(days=2)).isoformat()
    response = client_of(cast, "desk").post(NEW, paper(arrived_on=ahead))
    assert response.status_code == 422
    assert 'id="id_arrived_on_error"' in words_of(response)


def test_paper_may_be_incomplete(cast: Cast) -> None:
    bare = paper(description="", name="", identity_number="", address="", evidence="")
    assert client_of(cast, "desk").post(NEW, bare).status_code == 200
    assert Request.objects.get().description == ""


@pytest.mark.parametrize("who", ["officer", "legal", "head", "supervisor", "drafter"])
def test_only_the_desk_enters(cast: Cast, who: str) -> None:
    client = client_of(cast, who)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, paper()).status_code == 403
    assert not Request.objects.exists()

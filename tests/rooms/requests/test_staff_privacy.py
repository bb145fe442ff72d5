"""Are the applicant's data masked until somebody says for what, shown once, and every look written down?"""

from __future__ import annotations

import io
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.requests import actions
from gongkai.requests.actions import Upload
from gongkai.requests.models import Request, SealedFile

pytestmark = pytest.mark.django_db
HANDLING = ("desk", "officer", "legal", "head")
OTHERS = ("approver", "supervisor")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def record(request: Request, further: str = "") -> str:
    return f"/workspace/requests/{request.pk}/{further}"


def events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb).order_by("seq"))


def with_file(cast: Cast) -> tuple[Request, SealedFile]:
    scan = Upload(io.BytesIO("身份证扫描件".encode()), "id.txt", "identity")
    request = actions.submit(
        agency_id=cast.agency.pk, actor=None, application=requesting.application(), files=[scan]
    ).request
    return request, SealedFile.objects.get(request=request)


def seen(page: str) -> list[str]:
    return [name for name, marker in requesting.MARKERS.items() if marker in page]


def test_shown_once_for_a_purpose_that_stands_in_the_ledger(cast: Cast) -> None:
    request = requesting.handling(cast)
    for who in HANDLING:
        client = client_of(cast, who)
        assert seen(words_of(client.get(record(request)))) == []
        response = client.post(record(request, "applicant/"), {"reveal-purpose": "电话核实申请内容"})
        assert response.status_code == 200
        assert seen(words_of(response)) == list(requesting.MARKERS)
        assert "no-store" in response.headers["Cache-Control"]
        assert seen(words_of(client.get(record(request)))) == [], "on the next page it is masked again"
    told = events("requests.applicant.revealed")
    assert [event.reason for event in told] == ["电话核实申请内容"] * len(HANDLING)
    assert not [event for event in told if seen(str(event.data))]


@pytest.mark.parametrize("purpose", ["", "  ", "看看"])
def test_without_a_purpose_nothing_is_shown(cast: Cast, purpose: str) -> None:
    request = requesting.handling(cast)
    response = client_of(cast, "officer").post(record(request, "applicant/"), {"reveal-purpose": purpose})
    assert response.status_code == 422
    page = words_of(response)
    assert seen(page) == []
    assert 'id="id_reveal-purpose_error"' in page
    assert not events("requests.applicant.revealed")


@pytest.mark.parametrize("who", OTHERS)
def test_whoever_does_not_handle_it_sees_no_data(cast: Cast, who: str) -> None:
    request, file = with_file(cast)
    client = client_of(cast, who)
    purpose = {"reveal-purpose": "想了解一下情况"}
    for address in ("applicant/", f"files/{file.pk}/"):
        response = client.post(record(request, address), purpose)
        assert response.status_code == 403
        assert seen(words_of(response)) == []
    assert "id.txt" not in words_of(client.get(record(request))), "a file's name may name somebody"


def test_file_is_opened_for_a_purpose_and_sent_as_a_download(cast: Cast) -> None:
    request, file = with_file(cast)
    desk = client_of(cast, "desk")
    address = record(request, f"files/{file.pk}/")
    assert desk.get(address).status_code == 405, "an address in a letter opens nothing"
    assert desk.post(address, {"reveal-purpose": ""}).status_code == 422
    sent = desk.post(address, {"reveal-purpose": "核对身份证明"})
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["Cache-Control"] == "no-store, private"
    assert b"".join(sent.streaming_content) == "身份证扫描件".encode()  # type: ignore[attr-defined]
    (event,) = events("requests.applicant.file_opened")
    assert event.reason == "核对身份证明"
    other = requesting.submitted(cast)
    assert (
        desk.post(record(other, f"files/{file.pk}/"), {"reveal-purpose": "核对身份证明"}).status_code == 422
    )


def test_letter_names_the_applicant_and_is_opened_like_the_data(cast: Cast) -> None:
    request = requesting.closed(cast)
    letter = request.letters.select_related("letter").order_by("id").last()
    assert letter is not None
    address = record(request, f"letters/{letter.letter_id}/")
    desk = client_of(cast, "desk")

    def ask(who: Any, **data: str) -> Any:
        return who.post(address, data)

    sent = ask(desk, purpose="send", kind="pdf")
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "application/pdf")
    assert sent.content.startswith(b"%PDF-")
    assert sent.headers["Cache-Control"] == "no-store, private"
    word = ask(desk, purpose="file", kind="docx")
    assert word.content.startswith(b"PK")
    assert len(events("requests.letter.opened")) == 2
    for who, purpose in (("desk", "no such"), ("approver", "send"), ("supervisor", "send")):
        refused = ask(client_of(cast, who), purpose=purpose)
        assert refused.status_code == 302
        assert refused.headers["Location"].endswith("?part=letters")
    assert len(events("requests.letter.opened")) == 2
    other = requesting.submitted(cast)
    assert desk.post(record(other, f"letters/{letter.letter_id}/"), {"purpose": "send"}).status_code == 302
    assert len(events("requests.letter.opened")) == 2


def test_proof_of_service_is_shown_to_those_who_handle_it(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "issued")
    requesting.go(cast, request, "serve", "desk", way="direct", day=clock.today(), evidence="张三丰本人签收")
    assert "张三丰本人签收" in words_of(client_of(cast, "desk").get(record(request, "?part=letters")))
    assert "张三丰本人签收" not in words_of(
        client_of(cast, "supervisor").get(record(request, "?part=letters"))
    )

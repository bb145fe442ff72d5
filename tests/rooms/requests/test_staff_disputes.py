"""Does the register hold each review and suit with its clock, its result, and the request it is about?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock, deadlines
from gongkai.requests.models import Dispute

pytestmark = pytest.mark.django_db
LIST = "/workspace/disputes/"
TODAY = date(2026, 3, 9)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def case(**changes: Any) -> dict[str, Any]:
    values = {
        "kind": "administrative_review",
        "number": "测复〔2026〕3号",
        "authority": "测试市人民政府",
        "filed_on": "2026-03-02",
        "copy_received_on": "2026-03-06",
        "simple": "on",
    }
    return {**values, **changes}


def entered(cast: Cast, **changes: Any) -> Dispute:
    with clock.travel_to(TODAY):
        response = client_of(cast, "legal").post(f"{LIST}new/", case(**changes))
    assert response.status_code == 302, words_of(response)
    return Dispute.objects.latest("pk")


def test_entered_with_its_clock_and_its_request(cast: Cast) -> None:
    request = requesting.closed(cast)
    dispute = entered(cast, request_number=request.number)
    assert dispute.request_id == request.pk
    (clock_of,) = deadlines.of(("requests.dispute", dispute.pk))
    assert clock_of.rule == "dispute.review_reply_simple"
    with clock.travel_to(TODAY):
        for address in (LIST, f"{LIST}{dispute.pk}/", f"/workspace/requests/{request.pk}/?part=disputes"):
            assert "测复〔2026〕3号" in words_of(client_of(cast, "legal").get(address))
        board = words_of(client_of(cast, "head").get("/workspace/deadlines/"))
    assert f"{LIST}{dispute.pk}/" in board


def test_replied_and_concluded(cast: Cast) -> None:
    dispute = entered(cast)
    legal = client_of(cast, "legal")
    here = f"{LIST}{dispute.pk}/"
    with clock.travel_to(TODAY):
        wrong = legal.post(here, {"do": "reply", "version": 1, "reply-on": "2027-01-01"})
        assert wrong.status_code == 422
        assert 'id="id_reply-on_error"' in words_of(wrong)
        assert legal.post(here, {"do": "reply", "version": 1, "reply-on": "2026-03-09"}).status_code == 302
        late = legal.post(
            here,
            {
                "do": "conclude",
                "version": 1,
                "conclude-result": "upheld",
                "conclude-on": "2026-03-09",
                "conclude-note": "写了说明",
            },
        )
        assert late.status_code == 409
        assert "写了说明" in words_of(late)
        early = legal.post(
            here, {"do": "conclude", "version": 2, "conclude-result": "upheld", "conclude-on": "2026-03-01"}
        )
        assert early.status_code == 422
        done = legal.post(
            here,
            {"do": "conclude", "version": 2, "conclude-result": "corrected", "conclude-on": "2026-03-09"},
        )
        assert done.status_code == 302
        page = words_of(legal.get(here))
    dispute.refresh_from_db()
    assert (dispute.result, dispute.replied_on, dispute.closed_on) == ("corrected", TODAY, TODAY)
    assert 'value="conclude"' not in page


def test_set_aside_answer_hints_at_answering_anew(cast: Cast) -> None:
    request = requesting.closed(cast)
    dispute = entered(cast, request_number=request.number)
    with clock.travel_to(TODAY):
        client_of(cast, "legal").post(
            f"{LIST}{dispute.pk}/",
            {"do": "conclude", "version": 1, "conclude-result": "corrected", "conclude-on": "2026-03-09"},
        )
        page = words_of(client_of(cast, "legal").get(f"{LIST}{dispute.pk}/"))
        assert "Answer anew" in page or "重新答复" in page
        record = words_of(client_of(cast, "legal").get(f"/workspace/requests/{request.pk}/?part=disputes"))
    assert "/moves/redo/" in record


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "quarrel"}, "kind"), ({"filed_on": "2027-01-01"}, "filed_on"), ({"filed_on": ""}, "filed_on"),
     ({"request_number": "NO-1"}, "request_number"), ({"after": "77777"}, "after")],
)  # fmt: skip
def test_wrong_input_is_said_at_its_field_and_kept(cast: Cast, changes: dict[str, str], field: str) -> None:
    with clock.travel_to(TODAY):
        response = client_of(cast, "legal").post(f"{LIST}new/", case(**changes))
    assert response.status_code == 422
    page = words_of(response)
    assert f'id="id_{field}_error"' in page
    assert "测复〔2026〕3号" in page
    assert not Dispute.objects.exists()


def test_suit_follows_its_review(cast: Cast) -> None:
    review = entered(cast)
    suit = entered(cast, kind="litigation_after_review", number="(2026)测行初5号", after=str(review.pk))
    assert suit.after_id == review.pk
    assert f'href="{LIST}{review.pk}/"' in words_of(client_of(cast, "legal").get(f"{LIST}{suit.pk}/"))


def test_list_is_narrowed(cast: Cast) -> None:
    entered(cast)
    entered(cast, kind="litigation_direct", number="(2026)测行初9号", authority="测试市人民法院")
    client = client_of(cast, "head")
    for question, there, gone in (
        ("kind=litigation_direct", "测行初9号", "测复"),
        ("text=人民政府", "测复", "测行初9号"),
        ("result=pending&year=2026", "测复", "没有"),
        ("result=upheld", "upheld", "测复"),
        ("kind=none&after=x~y&year=soon", "测复", "没有这样的"),
    ):
        page = words_of(client.get(f"{LIST}?{question}"))
        assert there in page, question
        assert gone not in page.partition("<main")[2], question


def test_who_sees_and_who_keeps_it(cast: Cast) -> None:
    dispute = entered(cast)
    for who in ("desk", "head", "approver", "supervisor"):
        client = client_of(cast, who)
        assert "测复" in words_of(client.get(LIST))
        assert client.get(f"{LIST}{dispute.pk}/").status_code == 200
        assert client.get(f"{LIST}new/").status_code == 403
        refused = client.post(f"{LIST}{dispute.pk}/", {"do": "reply", "version": 1, "reply-on": "2026-03-09"})
        assert refused.status_code == 403
    for who in ("officer", "drafter", "outsider"):
        client = client_of(cast, who)
        assert "测复" not in words_of(client.get(LIST))
        assert client.get(f"{LIST}{dispute.pk}/").status_code == 404
    dispute.refresh_from_db()
    assert dispute.replied_on is None

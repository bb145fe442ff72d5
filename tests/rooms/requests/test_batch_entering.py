"""Can the desk enter the morning's post on one page: all of it, or none, and nothing twice?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.core.refusals import NotAllowed
from gongkai.requests import own_words
from gongkai.requests.actions.batch import RowsRefused, submit_all
from gongkai.requests.identity import read
from gongkai.requests.models import Applicant, Request
from requesting import application

pytestmark = pytest.mark.django_db

BATCH = "/workspace/requests/batch/"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


def typed(*rows: dict[str, str], do: str = "enter", count: int = 3) -> dict[str, str]:
    """What the browser sends: every row, the empty ones with what is chosen beforehand."""
    sent = {"rows": str(count), "do": do}
    for number in range(count):
        row = {"channel": "letter_registered", "arrived_on": "2026-03-02", "applicant_kind": "natural_person"}
        row |= {"token": f"{number}" * 32}
        row |= rows[number] if number < len(rows) else {}
        sent |= {f"{number}-{name}": value for name, value in row.items()}
    return sent


FIRST = {"subject": "道路挖掘许可", "name": "秘密姓名甲", "telephone": "138００００1111", "evidence": "XA123"}
SECOND = {"subject": "停车收费", "channel": "in_person", "applicant_kind": "commercial_enterprise"}


def test_every_filled_row_becomes_a_request_with_its_slip(cast: Cast) -> None:
    response = client_of(cast, "desk").post(BATCH, typed(FIRST, {}, SECOND))
    html = words_of(response)
    first, second = Request.objects.order_by("id")
    assert (first.subject, first.channel, own_words.read(first, "receipt_evidence")) == (
        *("道路挖掘许可", "letter_registered"),
        "XA123",
    )
    assert (second.subject, second.channel, second.applicant_kind) == (
        *("停车收费", "in_person"),
        "commercial_enterprise",
    )
    assert read(Applicant.objects.get(request=first)).telephone == "13800001111"
    for request in (first, second):
        assert request.number in html
    assert len(re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", html)) == 2
    assert Event.objects.filter(verb="requests.request.entered").count() == 2
    assert "秘密姓名甲" not in html


def test_sent_twice_they_are_the_same_ones(cast: Cast) -> None:
    client = client_of(cast, "desk")
    first, again = (words_of(client.post(BATCH, typed(FIRST, SECOND))) for _ in range(2))
    assert Request.objects.count() == 2
    codes = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}")
    assert codes.findall(first) == codes.findall(again)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "李四"}, "1-subject"),
        ({"subject": "a", "arrived_on": "x"}, "1-arrived_on"),
        ({"subject": "a", "arrived_on": ""}, "1-arrived_on"),
        ({"subject": "a", "arrived_on": "2026-03-03"}, "1-arrived_on"),
        ({"subject": "长" * 201}, "1-subject"),
        ({"subject": "a", "channel": "pigeon"}, "1-channel"),
        ({"subject": "a", "applicant_kind": "nobody"}, "1-applicant_kind"),
    ],
)
def test_a_wrong_row_is_named_and_none_is_entered(cast: Cast, wrong: dict[str, str], field: str) -> None:
    response: Any = client_of(cast, "desk").post(BATCH, typed(FIRST, wrong))
    assert response.status_code == 422
    html = words_of(response)
    assert f'href="#id_{field}"' in html
    assert f'id="id_{field}_error"' in html
    assert 'value="道路挖掘许可"' in html
    assert 'value="秘密姓名甲"' in html
    assert not Request.objects.exists()


def test_nothing_filled_in(cast: Cast) -> None:
    response: Any = client_of(cast, "desk").post(BATCH, typed())
    assert response.status_code == 422
    assert not Request.objects.exists()


def test_more_rows_keep_what_is_typed_and_check_nothing(cast: Cast) -> None:
    client = client_of(cast, "desk")
    response: Any = client.post(BATCH, typed(FIRST, {"name": "李四"}, do="more"))
    assert response.status_code == 200
    html = words_of(response)
    assert html.count('class="sheet batch-row"') == 6
    assert 'value="李四"' in html
    assert f'value="{"0" * 32}"' in html
    assert "field__error" not in html
    assert words_of(client.post(BATCH, typed(do="more", count=30))).count('class="sheet batch-row"') == 30
    assert words_of(client.post(BATCH, {"rows": "x", "do": "more"})).count('class="sheet batch-row"') == 6


def test_only_the_desk_enters_them(cast: Cast) -> None:
    for who in ("officer", "legal", "drafter", "supervisor"):
        assert client_of(cast, who).get(BATCH).status_code == 403
    with pytest.raises(NotAllowed):
        submit_all(actor=cast.officer, agency_id=cast.agency.pk, applications=[])


def test_the_action_names_every_row_it_refuses(cast: Cast) -> None:
    rows = [
        (application(channel="in_person"), "a" * 32),
        (application(channel="in_person", subject=" "), "b" * 32),
        (application(channel="pigeon"), "c" * 32),
    ]
    with pytest.raises(RowsRefused) as refused:
        submit_all(actor=cast.desk, agency_id=cast.agency.pk, applications=rows)
    assert [(at, getattr(each, "field", "")) for at, each in refused.value.rows] == [
        (1, "subject"),
        (2, "channel"),
    ]
    assert not Request.objects.exists()

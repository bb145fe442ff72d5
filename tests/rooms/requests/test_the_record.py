"""Does the record show where a request stands, offer what may be done, and say why not?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.requests import actions, secret
from gongkai.requests.models import Consultation, Request

pytestmark = pytest.mark.django_db
PARTS = ("matter", "answer", "hearings", "letters", "course", "disputes")
SEEING = ("desk", "officer", "second_officer", "legal", "head", "approver", "supervisor")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def record(request: Request, part: str = "") -> str:
    return f"/workspace/requests/{request.pk}/" + (f"?part={part}" if part else "")


def move(client: Client, request: Request, key: str, **data: Any) -> Any:
    version = data.pop("version", Request.objects.get(pk=request.pk).version)
    given = {f"{key}-{name}": value for name, value in data.items()}
    return client.post(f"{record(request)}moves/{key}/", {"version": version, **given})


def state(request: Request) -> str:
    return Request.objects.get(pk=request.pk).state


def heard(cast: Cast) -> Request:
    request = requesting.handling(cast)
    return requesting.go(
        cast, request, "hear_third_party", "officer", party="示例运输公司", reason="商业秘密"
    )


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_shown_to_everybody_who_sees_it(cast: Cast, part: str) -> None:
    for request in (requesting.submitted(cast), heard(cast), requesting.closed(cast)):
        for who in SEEING:
            response = client_of(cast, who).get(record(request, part))
            if who.endswith("officer") and request.unit_id is None:
                assert response.status_code == 404, "nothing was given to their unit yet"
                continue
            page = words_of(response)
            assert response.status_code == 200
            assert request.number in page
            for marker in requesting.MARKERS.values():
                assert marker not in page, "who asks stands nowhere without a purpose"


def test_others_meet_no_such_page(cast: Cast) -> None:
    request = requesting.handling(cast)
    further = (
        "",
        "answer/",
        "answer/preview/",
        "answer/preview.pdf",
        "answer/files/1/",
        "answer/files/1/redact/",
    )
    for who in ("outsider", "drafter", "office", "neighbour", "system_admin"):
        client = client_of(cast, who)
        for path in further:
            assert client.get(f"{record(request)}{path}").status_code == 404, who
        assert client.post(f"{record(request)}applicant/", {"reveal-purpose": "想看看"}).status_code == 404
        assert move(client, request, "archive").status_code == 404
    desk = client_of(cast, "desk")
    assert desk.get("/workspace/requests/99999999/").status_code == 404
    assert move(desk, request, "no-such-move").status_code == 404
    assert move(desk, request, "opinion").status_code == 404, "an opinion belongs to its hearing"
    assert desk.post(f"{record(request)}deeds/nothing/").status_code == 404


def test_supervision_sees_all_and_changes_nothing(cast: Cast) -> None:
    request = requesting.handling(cast)
    before = Event.objects.count()
    client = client_of(cast, "supervisor")
    page = words_of(client.get(record(request)))
    assert "/moves/" not in page
    assert "/deeds/" not in page
    assert "/applicant/" not in page
    assert move(client, request, "withdraw", evidence="他来电话说的").status_code == 403
    assert client.post(f"{record(request)}applicant/", {"reveal-purpose": "督查需要"}).status_code == 403
    assert client.get(f"{record(request)}answer/").status_code == 403
    assert Event.objects.count() == before
    assert state(request) == "handling"


def test_the_whole_way_on_screen(cast: Cast) -> None:
    request = requesting.submitted(cast)
    waste, officer = cast.units["waste"].pk, cast.person("officer").pk
    today = clock.today()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        (
            "register",
            "desk",
            {"arrived_on": today, "agency_confirmed_on": today, "applicant_confirmed_on": today},
        ),
        ("accept", "desk", {"unit": waste, "officer": officer}),
        ("submit_answer", "officer", {}),
        ("legal_agree", "legal", {}),
        ("approve", "approver", {}),
        ("issue", "desk", {}),
        ("serve", "desk", {"way": "electronic", "day": today, "evidence": "网上查询系统"}),
        ("archive", "desk", {}),
    ]
    for key, who, given in steps:
        if key == "submit_answer":
            requesting.answered(cast, request)
        client = client_of(cast, who)
        assert f"/moves/{key}/" in words_of(client.get(record(request)))
        response = move(client, request, key, **given)
        assert response.status_code == 302, words_of(response)
    assert state(request) == "archived"


def test_move_that_is_refused_now_says_why(cast: Cast) -> None:
    request = requesting.handling(cast)
    page = words_of(client_of(cast, "officer").get(record(request)))
    assert 'aria-describedby="why-submit_answer"' in page
    assert "/moves/submit_answer/" not in page
    assert "/answer/#id_kind" in page, "what is missing leads to its field"


def test_missing_fields_are_asked_for_in_place(cast: Cast) -> None:
    request = requesting.handling(cast)
    response = move(client_of(cast, "officer"), request, "hear_third_party", party="甲公司", reason=" ")
    assert response.status_code == 422
    page = words_of(response)
    assert 'id="move-hear_third_party" open' in page
    assert 'value="甲公司"' in page
    assert state(request) == "handling"


def test_what_an_action_refuses_stands_at_its_field(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "issued")
    response = move(
        client_of(cast, "desk"), request, "serve", way="post", day=clock.today(), evidence="回执", tracking=""
    )
    assert response.status_code == 422
    assert 'id="id_serve-tracking_error"' in words_of(response)
    ahead = clock.today() + timedelta(days=3)
    response = move(client_of(cast, "desk"), request, "serve", way="direct", day=ahead, evidence="本人签收")
    assert 'id="id_serve-day_error"' in words_of(response)
    assert state(request) == "issued"


def test_conflict_keeps_what_was_typed(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "approval")
    seen = request.version
    requesting.go(cast, request, "approve", "approver")
    before = Event.objects.count()
    response = move(
        client_of(cast, "approver"), request, "approve_return", version=seen, reason="我写了很长的理由"
    )
    assert response.status_code == 409
    assert "我写了很长的理由" in words_of(response)
    assert Event.objects.count() == before


def test_double_click_is_one_deed(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "approval")
    approver = client_of(cast, "approver")
    for _ in range(2):
        assert move(approver, request, "approve", version=request.version).status_code == 302
    assert request.steps.filter(move="approve").count() == 1


def test_registering_asks_what_the_way_in_needs(cast: Cast) -> None:
    letter = requesting.entered(cast, channel="letter_registered", evidence="")
    page = words_of(client_of(cast, "desk").get(record(letter)))
    assert 'name="register-evidence"' in page
    assert 'name="register-applicant_confirmed_on"' not in page
    fax = requesting.entered(cast, channel="fax", evidence="")
    page = words_of(client_of(cast, "desk").get(record(fax)))
    assert 'name="register-applicant_confirmed_on"' in page
    online = requesting.submitted(cast)
    assert 'name="register-evidence"' not in words_of(client_of(cast, "desk").get(record(online)))


def test_opinions_are_entered_where_the_hearing_stands(cast: Cast) -> None:
    request = heard(cast)
    request = requesting.go(cast, request, "ask_agency", "officer", agency="测试市公安局", reason="是否掌握")
    first, second = Consultation.objects.order_by("id")
    officer = client_of(cast, "officer")
    page = words_of(officer.get(record(request, "hearings")))
    assert "示例****" in page
    assert "示例运输公司" not in page, "a third party is masked"
    assert "测试市公安局" in page

    def enter(asked: Consultation, **data: Any) -> Any:
        given = {f"opinion-{asked.pk}-{name}": value for name, value in data.items()}
        version = Request.objects.get(pk=request.pk).version
        return officer.post(f"{record(request)}hearings/{asked.pk}/opinion/", {"version": version, **given})

    response = enter(first, result="objects", opinion="", day=clock.today())
    assert response.status_code == 422
    assert f'id="id_opinion-{first.pk}-opinion_error"' in words_of(response)
    assert enter(first, result="objects", opinion="涉及报价", day=clock.today()).status_code == 302
    assert state(request) == "consulting"
    early = enter(second, result="silent", opinion="", day=clock.today())
    assert early.status_code == 409, "it may still answer"
    assert enter(second, result="agrees", opinion="同意公开", day=clock.today()).status_code == 302
    assert state(request) == "handling"
    page = words_of(officer.get(record(request, "hearings")))
    assert "涉及报价" in page
    assert "/opinion/" not in page


def test_day_the_letter_was_received_moves_its_clock(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        request = heard(cast)
    (asked,) = Consultation.objects.all()
    with clock.travel_to(date(2026, 3, 9)):
        desk = client_of(cast, "desk")
        address = f"{record(request)}hearings/{asked.pk}/received/"
        wrong = desk.post(address, {"version": request.version, f"received-{asked.pk}-on": "2026-02-01"})
        assert wrong.status_code == 422
        right = desk.post(address, {"version": request.version, f"received-{asked.pk}-on": "2026-03-06"})
        assert right.status_code == 302
    asked.refresh_from_db()
    assert asked.letter_received_on == date(2026, 3, 6)


def test_who_held_it_how_long_is_counted_in_working_days(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        request = requesting.submitted(cast)
        requesting.go(cast, request, "register", "desk")
    with clock.travel_to(date(2026, 3, 4)):
        requesting.go(cast, request, "accept", "desk", unit=cast.units["waste"].pk)
    with clock.travel_to(date(2026, 3, 9)):
        page = words_of(client_of(cast, "head").get(record(request, "course")))
    table = page.partition('<th scope="col" class="num">')[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in table.split("<tr>")[1:]]
    days = [row.split()[-1] for row in rows]
    assert days == ["0", "2", "3"], rows
    assert "渣土管理科" in rows[2]


@pytest.mark.parametrize(
    ("key", "data", "told"),
    [
        ("fee", {"method": "by_page", "count": 250, "before": 0}, "4700.00"),
        ("transfer", {"number": "12345-88", "system": "12345", "reason": "投诉"}, "12345-88"),
        ("help", {"text": "窗口代读"}, "窗口代读"),
    ],
)
def test_deeds_beside_the_process(cast: Cast, key: str, data: dict[str, Any], told: str) -> None:
    request = requesting.handling(cast)
    desk = client_of(cast, "desk")
    assert f"/deeds/{key}/" in words_of(desk.get(record(request)))
    given = {f"{key}-{name}": value for name, value in data.items()}
    address = f"{record(request)}deeds/{key}/"
    empty = desk.post(address, {"version": request.version})
    assert empty.status_code == 422
    assert f'id="deed-{key}" open' in words_of(empty)
    assert desk.post(address, {"version": request.version + 7, **given}).status_code == 409
    assert desk.post(address, {"version": request.version, **given}).status_code == 302
    assert told in words_of(desk.get(record(request)))


def test_a_hearing_that_ends_with_the_request_is_no_longer_needed(cast: Cast) -> None:
    request = heard(cast)
    officer = client_of(cast, "officer")
    waiting = words_of(officer.get(record(request, "hearings")))
    requesting.go(cast, request, "withdraw", "applicant")
    page = words_of(officer.get(record(request, "hearings")))
    for sentence, before, after in (
        ("No longer needed", False, True), ("No answer yet", True, False), ("Answered on", False, False),
    ):  # fmt: skip
        said = str(gettext(sentence))
        assert (said in waiting, said in page) == (before, after), sentence


def test_parts_split_off_are_handed_over_with_their_codes(cast: Cast) -> None:
    request = requesting.handling(cast)
    desk, address = client_of(cast, "desk"), f"{record(request)}deeds/split/"
    assert desk.post(address, {"version": request.version}).status_code == 422
    given = {"version": request.version, "split-subjects": "第一项\n第二项\n第三项"}
    assert desk.post(address, {**given, "version": request.version + 7}).status_code == 409
    slips = desk.post(address, given)
    assert slips.status_code == 200
    assert "no-store" in slips["Cache-Control"]
    page = words_of(slips)
    parts = list(Request.objects.filter(parent=request))
    assert [part.subject for part in parts] == ["第二项", "第三项"]
    for part in parts:
        code = secret.code_of(part.token or "")
        assert code in page
        assert part.number in page
        assert actions.let_in(number=part.number, code=code).pk == part.pk
    again = words_of(desk.post(address, given))
    assert [secret.code_of(part.token or "") in again for part in parts] == [True, True], "a second click"
    assert Request.objects.filter(parent=request).count() == 2
    other = {**given, "split-subjects": "第一项\n另一项\n第三项"}
    assert desk.post(address, other).status_code == 409, "that is another deed"
    assert client_of(cast, "officer").post(address, given).status_code == 409, (
        "nor is it another person's click"
    )


def test_record_costs_the_same_however_long_its_history(cast: Cast) -> None:
    request = heard(cast)
    officer = client_of(cast, "officer")

    def cost(part: str) -> int:
        officer.get(record(request, part))
        with CaptureQueriesContext(connection) as asked:
            officer.get(record(request, part))
        return len(asked)

    before = {part: cost(part) for part in PARTS}
    for number in range(3):
        requesting.go(
            cast, request, "hear_third_party", "officer", party=f"第{number}家公司", reason="商业秘密"
        )
    assert {part: cost(part) for part in PARTS} == before


def test_two_people_on_one_record_see_each_other(cast: Cast) -> None:
    request = requesting.handling(cast)
    address = f"{record(request)}presence/"
    assert client_of(cast, "officer").post(address).json()["people"] == []
    assert client_of(cast, "second_officer").post(address).json()["people"] == ["officer-name"]

"""Can the applicant complete, explain and withdraw a request, once and only where the table allows it?"""

from __future__ import annotations

from datetime import date
from typing import Any

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import requesting
from applying import FOLLOW, MINE, code_of, errors, fresh, let_in, picture
from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Event
from gongkai.domain import outcomes
from gongkai.requests import own_words
from gongkai.requests.models import Applicant, Request, SealedFile, Step
from gongkai.requests.queries.subjects import subject_of

pytestmark = pytest.mark.django_db
COMPLETE, REASONS, WITHDRAW = f"{MINE}complete/", f"{MINE}reasons/", f"{MINE}withdraw/"
NOTICES = f"{MINE}notices/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def by_day() -> date:
    return clock.calendar().after(clock.today(), 10)


@pytest.fixture
def incomplete(cast: Cast) -> Request:
    return requesting.go(
        cast,
        requesting.handling(cast),
        "ask_correction",
        "officer",
        correction="请写明年度。",
        by_day=by_day(),
    )


@pytest.fixture
def excessive(cast: Cast) -> Request:
    return requesting.go(
        cast, requesting.handling(cast), "ask_reasons", "officer", reason="本月二十件", by_day=by_day()
    )


def send(client: Client, path: str, request: Request, **more: Any) -> Any:
    return client.post(path, {"version": fresh(request).version, **more})


def moves(request: Request) -> list[str]:
    return list(Step.objects.filter(request=request, by_applicant=True).values_list("move", flat=True))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_says_what_is_missing_and_is_valid(incomplete: Request, prefix: str) -> None:
    html = let_in(incomplete).get(prefix + COMPLETE).content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "请写明年度。" in html
    assert f'name="version" value="{incomplete.version}"' in html


def test_words_and_files_complete_it_in_one_deed(incomplete: Request) -> None:
    client = let_in(incomplete)
    answer = send(client, COMPLETE, incomplete, text="  2025年度  ", papers=[picture(), picture("二.png")])
    assert answer.headers["Location"] == f"{MINE}?said=completed"
    request = fresh(incomplete)
    assert (request.state, own_words.read(request, "supplement"), request.corrected_on) == (
        "registered",
        "2025年度",
        clock.today(),
    )
    assert list(SealedFile.objects.values_list("kind", flat=True)) == ["supplement", "supplement"]
    (reply,) = deadlines.running(subject_of(request), "request.reply")
    assert (reply.started_on, reply.pauses) == (clock.today(), [])
    assert moves(request) == ["submitted", "corrected"]
    event = list(ledger.events_of([subject_of(request)]))[-1]
    assert (event.verb, "2025" in str(event.data)) == ("requests.request.corrected", False)
    shown = client.get(f"{MINE}?said=completed").content.decode()
    assert 'role="status"' in shown
    assert "PNG" in shown
    assert 'role="status"' not in client.get(f"{MINE}?said=nonsense").content.decode()


def test_a_second_click_is_no_error_and_takes_no_file_twice(incomplete: Request) -> None:
    client = let_in(incomplete)
    for _ in range(2):
        answer = client.post(
            COMPLETE, {"version": incomplete.version, "text": "2025年度", "papers": [picture()]}
        )
        assert answer.status_code == 302
    assert SealedFile.objects.count() == 1
    assert moves(incomplete) == ["submitted", "corrected"]
    assert own_words.read(fresh(incomplete), "supplement") == "2025年度"


def test_a_file_that_cannot_be_taken_refuses_the_whole_and_loses_no_word(incomplete: Request) -> None:
    program = SimpleUploadedFile("补正.pdf", b"MZ\x90\x00" + b"\0" * 200)
    answer = send(let_in(incomplete), COMPLETE, incomplete, text="2025年度", papers=[picture(), program])
    html = answer.content.decode()
    assert (answer.status_code, set(errors(answer))) == (422, {"papers"})
    assert "2025年度" in html
    assert "请重新选择文件" in html or "choose your files again" in html
    assert fresh(incomplete).state == "correction"
    assert not SealedFile.objects.exists()


def test_empty_words_are_asked_for(incomplete: Request, excessive: Request) -> None:
    for path, request in ((COMPLETE, incomplete), (REASONS, excessive)):
        answer = send(let_in(request), path, request, text="   ")
        assert set(errors(answer)) == {"text"}, path
        html5lib.HTMLParser(strict=True).parse(answer.content.decode())


def test_when_somebody_was_faster_the_words_stand_and_can_be_sent_again(
    cast: Cast, incomplete: Request
) -> None:
    client = let_in(incomplete)
    requesting.go(
        cast,
        incomplete,
        "allow_longer",
        "desk",
        by_day=clock.calendar().after(clock.today(), 20),
        reason="生病",
    )
    answer = client.post(COMPLETE, {"version": incomplete.version, "text": "2025年度"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "2025年度" in html
    assert f'name="version" value="{fresh(incomplete).version}"' in html
    assert send(client, COMPLETE, incomplete, text="2025年度").status_code == 302


def test_when_it_is_too_late_the_words_can_still_be_copied(cast: Cast, incomplete: Request) -> None:
    client = let_in(incomplete)
    requesting.go(cast, incomplete, "withdraw", "applicant")
    answer = send(client, COMPLETE, incomplete, text="写了很久的话")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很久的话" in html
    assert '<button class="button">' not in html[html.index("<main") : html.index("</main>")]
    for path in (COMPLETE, REASONS):
        assert client.get(path).headers["Location"] == MINE


@pytest.mark.parametrize(("path", "writes"), [(COMPLETE, "complete"), (REASONS, "reasons")])
def test_what_was_written_while_the_hour_ran_out_is_given_back(
    incomplete: Request, excessive: Request, path: str, writes: str
) -> None:
    request = incomplete if writes == "complete" else excessive
    client = Client()
    answer = client.post(path, {"version": request.version, "text": "写了很久的话"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert request.number not in html, "it is not known whose it is"
    assert 'name="kept" value="写了很久的话"' in html
    assert f'name="onward" value="{writes}"' in html
    again = {"number": request.number, "kept": "写了很久的话", "onward": writes}
    wrong = client.post(FOLLOW, {**again, "code": "AAAAA-AAAAA"})
    assert 'name="kept" value="写了很久的话"' in wrong.content.decode()
    back = client.post(FOLLOW, {**again, "code": code_of(request)})
    html5lib.HTMLParser(strict=True).parse(back.content.decode())
    assert (back.status_code, "写了很久的话" in back.content.decode()) == (200, True)
    assert back.context["form"].initial["text"] == "写了很久的话"
    assert send(client, path, request, text="写了很久的话").status_code == 302
    assert "corrected" in moves(request) or "reasons_given" in moves(request)


def test_the_page_given_back_is_sent_to_its_own_address(incomplete: Request) -> None:
    answer = Client().post(
        FOLLOW,
        {"number": incomplete.number, "code": code_of(incomplete), "kept": "话", "onward": "complete"},
    )
    assert f'action="{COMPLETE}"' in answer.content.decode()


def test_reasons_are_given(excessive: Request) -> None:
    answer = send(let_in(excessive), REASONS, excessive, text="研究需要")
    assert answer.headers["Location"] == f"{MINE}?said=reasons"
    request = fresh(excessive)
    assert (request.state, own_words.read(request, "reasons")) == ("handling", "研究需要")
    assert "研究需要" not in str(list(Event.objects.values_list("data", flat=True)))


def test_it_is_withdrawn_after_asking_once_more(cast: Cast) -> None:
    request = requesting.handling(cast)
    client = let_in(request)
    asked = client.get(WITHDRAW).content.decode()
    html5lib.HTMLParser(strict=True).parse(asked)
    assert fresh(request).state == "handling", "looking withdraws nothing"
    version = fresh(request).version
    for _ in range(2):
        answer = client.post(WITHDRAW, {"version": version})
        assert answer.headers["Location"] == f"{MINE}?said=withdrawn"
    after = fresh(request)
    row = outcomes.allowed("withdrawn")[0].key
    assert (after.state, after.outcome, after.withdrawn_on) == ("closed", row, clock.today())
    assert moves(request) == ["submitted", "withdraw"]
    assert request.letters.filter(letter__kind="withdrawal_acknowledgement").count() == 1


def test_what_is_issued_cannot_be_withdrawn(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "issued")
    client = let_in(request)
    assert '<form method="post"><input' not in client.get(WITHDRAW).content.decode()
    assert WITHDRAW not in client.get(MINE).content.decode()
    answer = send(client, WITHDRAW, request)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert fresh(request).state == "issued"


def test_a_conflict_withdraws_nothing_and_shows_the_new_version(cast: Cast) -> None:
    request = requesting.handling(cast)
    answer = let_in(request).post(WITHDRAW, {"version": 1})
    assert answer.status_code == 422
    assert f'value="{fresh(request).version}"' in answer.content.decode()
    assert fresh(request).state == "handling"


def test_notices_are_switched_where_there_is_an_address(cast: Cast) -> None:
    request = requesting.submitted(cast)
    client = let_in(request)
    for on, wanted in (("yes", True), ("yes", True), ("no", False)):
        assert client.post(NOTICES, {"on": on}).headers["Location"] == f"{MINE}?said=notices"
        assert Applicant.objects.get(request=request).by_email is wanted
    verbs = [each.verb for each in ledger.events_of([subject_of(request)])]
    assert verbs[1:] == ["requests.applicant.notices_on", "requests.applicant.notices_off"]
    assert client.get(NOTICES).headers["Location"] == MINE
    without = requesting.submitted(cast, identity={"email": ""})
    answer = let_in(without).post(NOTICES, {"on": "yes"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Applicant.objects.get(request=without).by_email is False


def test_only_the_own_request_is_moved(cast: Cast, incomplete: Request) -> None:
    other = requesting.submitted(cast)
    client = let_in(other)
    assert client.post(COMPLETE, {"version": incomplete.version, "text": "别人的"}).status_code == 422
    assert fresh(incomplete).state == "correction"


def test_forged_forms_are_refused(incomplete: Request) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = let_in(incomplete).cookies
    for path in (COMPLETE, REASONS, WITHDRAW, NOTICES, "/requests/leave/", FOLLOW, "/requests/new/"):
        answer = strict.post(path, {"version": incomplete.version, "text": "x"})
        assert answer.status_code == 403, path
    assert fresh(incomplete).state == "correction"

"""What does the applicant see of the own request, in every state, and what not?"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import html5lib
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import requesting
from applying import MINE, TEXTS, fresh, in_state, let_in
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.core.paper import pdf
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from gongkai.core.text import render
from gongkai.domain.requests import PROCESS
from gongkai.requests import actions
from gongkai.requests.models import Answer, AnswerFile, Correspondence, Request
from gongkai.requests.public import told
from gongkai.requests.queries.following import following

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def paper(words: str) -> io.BytesIO:
    return io.BytesIO(pdf.pdf(Sheet(title=words, blocks=(Paragraph((Run(words),)),))))


def page(client: Client, path: str = MINE, prefix: str = "") -> str:
    answer = client.get(prefix + path)
    assert answer.status_code == 200, path
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in html
    return html


@pytest.mark.parametrize("state", [state.key for state in PROCESS.states])
def test_every_state_is_told_in_a_sentence_with_what_comes_next(cast: Cast, state: str) -> None:
    with clock.travel_to(DAY):
        request = in_state(cast, state)
        client = let_in(request)
        english = page(client, prefix="/en")
        now = PROCESS.state(state)
        assert now.sentence in english
        with translation.override("en"):
            assert render(told.next_step(following(fresh(request)))) in english
        chinese = page(client)
        assert request.number in chinese
        assert TEXTS["party"] not in chinese, "who was heard is not the applicant's business"
        assert not [each.name for each in cast.people.values() if each.name in english + chinese]
        assert not [marker for marker in requesting.MARKERS.values() if marker in english + chinese]
        for path in ("clock/", "withdraw/"):
            page(client, f"{MINE}{path}")


def test_every_move_is_told_or_left_out_on_purpose() -> None:
    moves = {move.key for move in PROCESS.moves} | {"submitted", "split", "split_off", "author"}
    assert set(told.TOLD) | told.WITHIN == moves
    assert not set(told.TOLD) & told.WITHIN


def test_the_back_and_forth_of_the_staff_is_not_told(cast: Cast) -> None:
    request = requesting.walk_to(cast, requesting.answered(cast, requesting.handling(cast)), "legal_check")
    requesting.go(cast, request, "legal_return", "legal", reason="内部理由不外传")
    request = requesting.go(cast, request, "ask_extension", "officer", days=5, reason="内部延期理由")
    html = page(let_in(request))
    assert "内部" not in html
    assert len(following(fresh(request)).steps) - len(told.timeline(following(fresh(request)).steps)) == 3


def test_the_story_names_days_units_and_numbers(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = requesting.handling(cast)
        requesting.go(cast, request, "ask_extension", "officer", days=7, reason="内容多")
        requesting.go(cast, request, "grant_extension", "head")
        request = requesting.go(
            cast, request, "ask_correction", "officer", correction="请写明年度。", by_day=date(2026, 3, 9)
        )
    with clock.travel_to(date(2026, 3, 5)):
        requesting.go(cast, request, "corrected", "applicant", supplement="2025年度")
        html = page(let_in(request), prefix="/en")
    for sentence in (
        "counts as received on 2 March 2026",
        "given to 渣土管理科",
        "extended by 7 working days",
        "by 9 March 2026",
        "begins anew on 5 March 2026",
    ):
        assert sentence in html, sentence
    assert "2025年度" in html, "what was completed"


def test_a_day_that_is_provisional_is_marked_and_not_promised(cast: Cast) -> None:
    last = date(2027, 12, 20)  # the notice for 2028 is not out
    with clock.travel_to(last):
        request = requesting.handling(cast)
        client = let_in(request)
        html = page(client, prefix="/en")
        assert "(provisional)" in html
        assert "is not promised" in html
        assert "by about" in html
        assert "provisional" in page(client, f"{MINE}clock/", "/en")
        actions.work_out_fee(
            request_id=request.pk, actor=cast.officer, expected_version=None, method="by_page", count=119
        )
        requesting.go(cast, request, "charge_fee", "head")
        status = re.search(r'<div class="status">.*?</div>', page(client, prefix="/en"), re.S)
        assert status is not None
        assert "2028" not in status[0]


def test_why_this_date_counts_day_by_day(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = in_state(cast, "handling")
    with clock.travel_to(date(2026, 3, 10)):
        requesting.go(cast, request, "hear_third_party", "officer", party="甲", reason="商业秘密")
        html = page(let_in(request), f"{MINE}clock/", "/en")
        assert "paused" in html
        assert "a third party is heard" in html
        assert html.count("<tr>") - 1 == 9 + 1, "from 2 to 11 March: the day it began, and each one since"


def test_a_day_set_by_decision_has_no_count(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = in_state(cast, "excessive")
        requesting.go(cast, request, "reasons_given", "applicant", reasons="研究需要")
        requesting.go(cast, request, "delay", "head", by_day=date(2026, 6, 30), reason="数量多")
        html = page(let_in(request), f"{MINE}clock/", "/en")
    assert "30 June 2026" in html
    assert "set by a decision" in html
    assert "<tr>" not in html


def test_an_overdue_answer_is_said_with_what_can_be_done(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = in_state(cast, "handling")
        assert "The time to answer is over" not in page(let_in(request), prefix="/en")
    with clock.travel_to(date(2026, 4, 20)):
        assert "The time to answer is over" in page(let_in(request), prefix="/en")


def test_letters_to_the_applicant_can_be_loaded_down_others_cannot(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = in_state(cast, "consulting")
        other = requesting.handling(cast)
    client = let_in(request)
    own = Correspondence.objects.filter(request=request, to_applicant=True).latest("pk").letter
    html = page(client)
    assert own.number in html
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(f"/requests/mine/letters/{own.pk}.{kind}")
        content = b"".join(answer.streaming_content)
        assert content.startswith(start)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        if kind == "pdf":
            words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages)
            assert request.number in words.replace("\n", "")
    third = Correspondence.objects.get(request=request, to_applicant=False).letter
    theirs = Correspondence.objects.filter(request=other).latest("pk").letter
    assert third.number not in html
    for path in (f"{third.pk}.pdf", f"{theirs.pk}.pdf", f"{own.pk}.exe", "999999.pdf"):
        assert client.get(f"/requests/mine/letters/{path}").status_code == 404, path


def given(cast: Cast, request: Request) -> dict[str, AnswerFile]:
    """An answer with a file that is given, one that is taken off again, an original and its redacted copy."""

    def add(name: str, **more: Any) -> AnswerFile:
        return actions.add_file(
            request_id=request.pk, actor=cast.officer, expected_version=None, source=paper(name), name=f"{name}.pdf",
            **more,
        )  # fmt: skip

    found = {"given": add("名单"), "removed": add("误加"), "original": add("原件", title="名册")}
    actions.remove_file(
        request_id=request.pk, actor=cast.officer, expected_version=None, file_id=found["removed"].pk
    )
    found["copy"] = actions.add_redacted(
        request_id=request.pk,
        actor=cast.officer,
        expected_version=None,
        original_id=found["original"].pk,
        source=paper("脱敏件"),
        name="名册（脱敏）.pdf",
        boxes=[],
        proof={"text": "", "pictures": 1},
    )
    return found


def test_files_of_the_answer_come_with_its_issue_and_originals_never(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = requesting.handling(cast)
        content = requesting.AnswerInput(
            kind="partial", outcome="partially_granted", ground="trade_secret", reason="部分涉及商业秘密。"
        )
        requesting.answered(cast, request, content)
        files = given(cast, request)
        client = let_in(request)
        statuses: dict[str, dict[str, int]] = {}
        for state in ("legal_check", "approval", "approved", "issued", "closed"):
            Request.objects.filter(pk=request.pk).update(state=state)
            if state == "issued":
                Request.objects.filter(pk=request.pk).update(state="approved")
                requesting.go(cast, request, "issue", "desk")
            statuses[state] = {
                name: client.get(f"/requests/mine/files/{each.pk}/").status_code
                for name, each in files.items()
            }
    hidden = dict.fromkeys(files, 404)
    assert statuses["legal_check"] == statuses["approval"] == statuses["approved"] == hidden
    assert statuses["issued"] == statuses["closed"] == {**hidden, "given": 200, "copy": 200}
    html = page(client)
    assert "名单.pdf" in html
    assert "误加" not in html
    answer = client.get(f"/requests/mine/files/{files['given'].pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    stranger = let_in(requesting.submitted(cast, identity={"name": "另一人"}))
    assert stranger.get(f"/requests/mine/files/{files['given'].pk}/").status_code == 404
    assert Answer.objects.get().letter is not None


def test_the_answer_says_how_it_ended_and_what_can_be_done_against_it(cast: Cast) -> None:
    request = requesting.closed(cast)
    html = page(let_in(request))
    answer = Answer.objects.select_related("letter").get()
    assert answer.letter is not None
    assert answer.letter.remedies.splitlines()[0][:30] in html
    assert "属于内部事务信息" in html or "内部事务" in html
    assert f"/requests/mine/letters/{answer.letter.pk}.pdf" in html


def test_after_erasing_the_page_says_so_and_shows_no_letter(cast: Cast) -> None:
    with clock.travel_to(DAY):
        request = requesting.closed(cast)
    with clock.travel_to(DAY + timedelta(days=2000)):
        assert actions.erase_due() == 1
        html = page(let_in(request), prefix="/en")
    assert "was erased" in html
    assert "/requests/mine/letters/" not in html


def test_the_parts_of_a_request_are_one_applicants(cast: Cast) -> None:
    request = requesting.handling(cast)
    (part,) = actions.split(
        request_id=request.pk, actor=cast.desk, expected_version=None, subjects=["第一件", "第二件"]
    )
    stranger = requesting.submitted(cast)
    client = let_in(request)
    assert part.number in page(client)
    assert client.get(f"/requests/mine/parts/{stranger.pk}/").status_code == 404
    assert client.get(f"/requests/mine/parts/{part.pk}/").headers["Location"] == MINE
    html = page(client)
    assert "第二件" in html
    assert f"/requests/mine/parts/{request.pk}/" in html, "and back"
    client.get(f"/requests/mine/parts/{request.pk}/")
    assert "第一件" in page(client)


def test_the_number_of_queries_is_fixed(cast: Cast) -> None:
    counts = []
    for more in (0, 4):
        request = requesting.handling(cast)
        for at in range(more):
            requesting.go(
                cast, request, "hear_third_party", "officer", party=f"第三方{at}", reason="商业秘密"
            )
        client = let_in(request)
        client.get(MINE)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[1] <= counts[0], "more hearings ask no more queries"
    assert counts[0] <= 20

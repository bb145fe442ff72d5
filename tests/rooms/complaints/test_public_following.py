"""Does the page of a matter tell its reporter where it stands, and let them do what is theirs and nothing else?"""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import html5lib
from django.test import Client

import mattering
from cast import Cast
from complaining import FOLLOW, MINE, code_of, errors, let_in, photo
from gongkai.complaints import actions
from gongkai.complaints.models import Call, Exchange, Matter, MatterFile, Reporter
from gongkai.complaints.public import told
from gongkai.complaints.public.told import TOLD, WITHIN
from gongkai.core import clock
from gongkai.domain.complaints import PROCESS
from mattering import go

ADD, RATE, OBJECT = f"{MINE}add/", f"{MINE}rate/", f"{MINE}object/"


def handled(cast: Cast, **changes: Any) -> Matter:
    """Handed in on the site, dispatched and signed for."""
    matter = mattering.submitted(cast, **changes)
    go(cast, matter, "register", "taker")
    go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk)
    return go(cast, matter, "sign", "handler")


def answered(cast: Cast, matter: Matter) -> Matter:
    """With a reply that was sent, and a photo that goes with it."""
    actions.enter_check(matter_id=matter.pk, actor=cast.handler, text="现场已清理干净。")
    reply = actions.ReplyInput(text=mattering.REPLY, result="solved", evidence="现场照片")
    actions.write_reply(matter_id=matter.pk, actor=cast.handler, reply=reply)
    shown = actions.Upload(io.BytesIO(photo().read()), "a.jpg", MatterFile.Kind.REPLY)
    kept = actions.Upload(io.BytesIO(photo().read()), "b.jpg", MatterFile.Kind.EVIDENCE)
    actions.add_files(matter_id=matter.pk, actor=cast.handler, files=[shown, kept])
    go(cast, matter, "submit_reply", "handler")
    go(cast, matter, "agree_reply", "unit_head")
    return go(cast, matter, "send_reply", "taker", way="online")


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency").get(pk=matter.pk)


def page(client: Client, prefix: str = "") -> str:
    """The own page, valid."""
    answer = client.get(prefix + MINE)
    assert answer.status_code == 200
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert answer.headers["Cache-Control"] == "no-store, private"
    return html


def test_number_and_code_open_it_and_one_sentence_refuses(cast: Cast, client: Client) -> None:
    matter = mattering.submitted(cast)
    wrong = client.post(FOLLOW, {"number": matter.number, "code": "AAAAA-AAAAA"})
    unknown = client.post(FOLLOW, {"number": "341600CG-T-2026-99999", "code": "AAAAA-AAAAA"})
    assert (wrong.status_code, errors(wrong)) == (422, errors(unknown))
    assert client.get(MINE).headers["Location"] == FOLLOW
    loose = {"number": f" {matter.number.lower()}", "code": code_of(matter).lower().replace("-", " ")}
    assert client.post(FOLLOW, loose).headers["Location"] == MINE
    cookie = client.cookies["gongkai_matter"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        MINE,
        True,
        "Lax",
        3600,
    )
    for prefix in ("", "/en"):
        assert matter.number in page(client, prefix)
    client.post(f"{MINE}leave/")
    assert client.get(MINE).status_code == 302


def test_many_wrong_codes_lock_the_matter_for_a_while(cast: Cast, client: Client) -> None:
    matter = mattering.submitted(cast)
    for _ in range(9):
        answer = client.post(FOLLOW, {"number": matter.number, "code": "AAAAA-AAAAA"})
    right = client.post(FOLLOW, {"number": matter.number, "code": code_of(matter)})
    assert (answer.status_code, right.status_code) == (422, 422)


def test_every_state_is_told_without_a_name_of_the_staff(cast: Cast) -> None:
    names = [each.name for each in cast.people.values()]
    first = handled(cast)
    stands = [mattering.submitted(cast), first]
    stands.append(
        go(cast, mattering.submitted(cast), "decline", "chief", ground="other_agency", reason="供电公司")
    )
    later = clock.today() + timedelta(days=40)
    shelved = handled(cast)
    go(cast, shelved, "ask_shelving", "handler", reason="待改造", review_again_on=later)
    stands.append(go(cast, shelved, "shelve", "overseer", review_again_on=later))
    stands.append(go(cast, mattering.submitted(cast), "merge", "taker", lead=first.number))
    replied = answered(cast, handled(cast))
    stands.append(replied)
    closed = answered(cast, handled(cast))
    go(cast, closed, "call_back", "caller", call=mattering.HAPPY)
    stands.append(go(cast, closed, "close", "caller"))
    for matter in stands:
        client = let_in(matter)
        html, english = page(client), page(client, "/en")
        state = PROCESS.state(fresh(matter).state)
        assert state.sentence in english, matter.state
        assert not [name for name in names if name in html], matter.state
        assert mattering.MARKERS["telephone"] not in html
        assert first.number not in html or matter.pk == first.pk, (
            "a joined matter keeps the other's number to itself"
        )
    declined = page(let_in(stands[2]))
    assert "12345" in declined, "where to turn"
    assert "供电公司" in declined


def test_every_move_is_told_or_is_the_staffs_own() -> None:
    every = {move.key for move in PROCESS.moves}
    assert every - set(TOLD) == every & WITHIN
    assert not set(TOLD) & WITHIN
    ways = {*told._NEXT, "shelved", "replied", "closed", "merged"}
    assert {state.key for state in PROCESS.states} == ways


def test_the_clock_says_why_this_moment(cast: Cast) -> None:
    matter = handled(cast)
    client = let_in(matter)
    answer = client.get(f"{MINE}clock/")
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    period = answer.context["period"]
    assert (period["due_at"].date() > date(2026, 11, 25), len(period["trail"]) > 1) == (True, True)
    early = let_in(mattering.submitted(cast)).get(f"{MINE}clock/")
    assert (early.status_code, early.context["period"]) == (200, None)


def test_a_question_is_answered_once_with_photos_and_more_can_be_added(cast: Cast) -> None:
    matter = handled(cast)
    row = actions.ask_reporter(matter_id=matter.pk, actor=cast.handler, question="从哪一天开始？")
    other = actions.ask_reporter(matter_id=handled(cast).pk, actor=cast.handler, question="别人的问题")
    client = let_in(matter)
    assert "从哪一天开始？" in page(client)
    asked = client.get(f"{ADD}?question={row.pk}")
    assert asked.context["question"].pk == row.pk
    html5lib.HTMLParser(strict=True).parse(asked.content.decode())
    assert client.get(f"{ADD}?question={other.pk}").context["question"] is None
    empty = client.post(ADD, {"text": " ", "question": row.pk, "photos": [photo()]})
    assert (empty.status_code, list(errors(empty)), empty.context["question"].pk) == (422, ["text"], row.pk)
    told_ = {"text": "上周一开始的", "question": row.pk, "photos": [photo()]}
    assert client.post(ADD, told_).headers["Location"] == f"{MINE}?said=answered"
    assert client.post(ADD, told_ | {"photos": []}).headers["Location"] == f"{MINE}?said=added", (
        "asked no more"
    )
    other.refresh_from_db()
    assert other.answered_at is None
    assert Exchange.objects.filter(matter=matter).count() == 2
    assert MatterFile.objects.filter(matter=matter, kind="reported").count() == 1
    for question in ("0", "9" * 40, "x", "\x00", "-1"):
        answer = client.post(ADD, {"text": "补充", "question": question})
        assert answer.headers["Location"] == f"{MINE}?said=added", question
    many = client.post(ADD, {"text": "很多照片", "photos": [photo(f"{each}.jpg") for each in range(30)]})
    assert (many.status_code, list(errors(many))) == (422, ["photos"])
    assert (client.post(ADD, {"text": "a\x00b"}).status_code, client.post(ADD, {"text": "水" * 5000}).status_code) == (
        422, 422,
    )  # fmt: skip


def test_the_reply_is_read_as_sent_with_its_photos_alone(cast: Cast) -> None:
    matter = answered(cast, handled(cast))
    joined = mattering.submitted(cast)
    go(cast, joined, "merge", "taker", lead=handled(cast).number)
    client = let_in(matter)
    assert mattering.REPLY in page(client)
    given = MatterFile.objects.get(matter=matter, kind="reply")
    kept = MatterFile.objects.get(matter=matter, kind="evidence")
    shown = client.get(f"{MINE}files/{given.pk}/")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    for number in (kept.pk, 0, 10**25):
        assert client.get(f"{MINE}files/{number}/").status_code == 404
    assert let_in(joined).get(f"{MINE}files/{given.pk}/").status_code == 404, "another matter's"
    assert Client().get(f"{MINE}files/{given.pk}/").status_code == 302


def test_answered_solved_and_content_are_three_questions_and_asked_once(cast: Cast) -> None:
    matter = answered(cast, handled(cast))
    client = let_in(matter)
    half = client.post(RATE, {"rating": "satisfied"})
    assert (half.status_code, list(errors(half))) == (422, ["answered", "solved"])
    for strange in ({"rating": "unreached"}, {"rating": "x", "answered": "maybe"}, {}):
        assert client.post(RATE, strange).status_code == 422, strange
    said = {"answered": "yes", "solved": "no", "rating": "dissatisfied", "text": "还没清干净"}
    assert client.post(RATE, said).headers["Location"] == f"{MINE}?said=rated"
    call = Call.objects.get(matter=matter, by_reporter=True)
    assert (call.answered, call.solved, call.rating) == (True, False, "dissatisfied")
    assert "还没清干净" not in call.note, "sealed"
    again = client.post(RATE, said)
    assert (again.status_code, Call.objects.count()) == (422, 1)
    assert client.get(RATE).headers["Location"] == MINE
    assert not client.get(MINE).context["followed"].may_rate


def test_a_joined_matter_has_the_common_reply_and_its_own_vote(cast: Cast) -> None:
    lead, joined = handled(cast), mattering.submitted(cast)
    go(cast, joined, "merge", "taker", lead=lead.number)
    client = let_in(joined)
    assert not client.get(MINE).context["followed"].may_rate
    answered(cast, lead)
    html = page(client)
    assert mattering.REPLY in html
    assert lead.number not in html
    undecided = {"rating": "undecided"}
    assert client.post(RATE, undecided).headers["Location"] == f"{MINE}?said=rated"
    assert (fresh(joined).rating, fresh(lead).rating) == ("undecided", "")


def test_an_objection_needs_reasons_and_its_days(cast: Cast) -> None:
    matter = answered(cast, handled(cast))
    go(cast, matter, "call_back", "caller", call=mattering.HAPPY)
    matter = go(cast, matter, "close", "caller")
    client = let_in(matter)
    assert OBJECT in page(client)
    empty = client.post(OBJECT, {"text": "", "version": matter.version})
    assert (empty.status_code, list(errors(empty))) == (422, ["text"])
    old = client.post(OBJECT, {"text": "又堆上了", "version": matter.version - 1})
    assert (old.status_code, fresh(matter).state) == (422, "closed")
    assert "又堆上了" in old.content.decode()
    later = clock.now() + timedelta(days=16)
    with clock.travel_to(later):
        late = let_in(matter)
        assert OBJECT not in page(late)
        refused = late.post(OBJECT, {"text": "又堆上了", "version": matter.version})
        assert (refused.status_code, fresh(matter).state) == (422, "closed")
    client = let_in(matter)
    done = client.post(OBJECT, {"text": "又堆上了", "version": fresh(matter).version})
    assert (done.headers["Location"], fresh(matter).state) == (f"{MINE}?said=objected", "deciding")


def test_it_is_withdrawn_once_and_the_e_mails_are_switched(cast: Cast) -> None:
    matter = handled(cast)
    client = let_in(matter)
    assert client.post(f"{MINE}notices/", {"on": "yes"}).headers["Location"] == f"{MINE}?said=notices"
    assert Reporter.objects.get(matter=matter).by_email
    assert client.get(f"{MINE}notices/").headers["Location"] == MINE
    asks = client.get(f"{MINE}withdraw/")
    html5lib.HTMLParser(strict=True).parse(asks.content.decode())
    seen = {"version": fresh(matter).version}
    for _ in range(2):
        answer = client.post(f"{MINE}withdraw/", seen)
        assert answer.headers["Location"] == f"{MINE}?said=withdrawn"
    assert fresh(matter).state == "withdrawn"
    assert client.post(f"{MINE}withdraw/", {"version": "x"}).status_code == 422
    gone = client.post(ADD, {"text": "还有话说"})
    assert (gone.status_code, "还有话说" in gone.content.decode()) == (422, True)
    quiet = let_in(mattering.submitted(cast, contact={"email": ""}))
    assert quiet.post(f"{MINE}notices/", {"on": "yes"}).status_code == 422


def test_what_was_written_is_not_lost_when_the_hour_is_over(cast: Cast) -> None:
    matter = handled(cast)
    client = let_in(matter)
    client.cookies.clear()
    over = client.post(ADD, {"text": "写了很久的话"})
    assert (over.status_code, over.templates[0].name) == (403, "complaints/public/follow.html")
    kept = {"kept": "写了很久的话", "onward": "add"}
    back = client.post(FOLLOW, {"number": matter.number, "code": code_of(matter), **kept})
    assert (back.status_code, back.context["form"]["text"].value()) == (200, "写了很久的话")
    assert client.post(ADD, {"text": "写了很久的话"}).headers["Location"] == f"{MINE}?said=added"
    assert Client().post(RATE, {"rating": "x"}).headers["Location"] == FOLLOW


def test_a_meddled_cookie_opens_nothing(cast: Cast) -> None:
    first, second = mattering.submitted(cast), mattering.submitted(cast)
    client = let_in(first)
    value = client.cookies["gongkai_matter"].value
    client.cookies.clear()
    for forged in (value[:-2] + "xx", value.replace(str(first.pk), str(second.pk), 1), "1", "", "x" * 5000):
        client.cookies["gongkai_matter"] = forged
        assert client.get(MINE).status_code == 302, forged


def test_the_page_asks_as_often_however_much_has_happened(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    matter = handled(cast)
    client = let_in(matter)
    page(client)
    with django_assert_max_num_queries(16):
        page(client)
    for number in range(5):
        actions.add_words(matter_id=matter.pk, actor=cast.handler, text=f"电话里补充{number}")
        actions.ask_reporter(matter_id=matter.pk, actor=cast.handler, question=f"第{number}问？")
    with django_assert_max_num_queries(16):
        assert "第4问？" in page(client)


def test_erased_data_leave_a_page_that_says_so(cast: Cast) -> None:
    matter = mattering.submitted(cast)
    Reporter.objects.filter(matter=matter).update(sealed="", erased_at=clock.now())
    Matter.objects.filter(pk=matter.pk).update(text="", address="")
    answer = let_in(matter).get(f"/en{MINE}")
    assert answer.status_code == 200
    assert "your data and words were erased" in answer.content.decode()

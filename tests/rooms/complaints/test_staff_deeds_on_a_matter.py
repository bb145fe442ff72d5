"""Do the deeds beside the process leave their trace, and do photos and names stay with whoever may see them?"""

from __future__ import annotations

from datetime import timedelta

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints.models import MatterFile
from gongkai.core import clock
from gongkai.core.models import Event
from mattering import MARKERS, go
from matters_on_screen import LIST, deed, fresh, move, photo, record


def test_a_check_with_photos_from_the_street(cast: Cast) -> None:
    matter = mattering.handling(cast)
    handler = client_of(cast, "handler")
    page = words_of(handler.get(record(matter)))
    assert page.index('id="deed-check"') < page.index('class="tabs"'), "first of all on a small screen"
    empty = deed(handler, matter, "check", text=" ", after=photo())
    assert empty.status_code == 422
    assert 'id="deed-check" open' in words_of(empty)
    assert not matter.checks.exists()
    done = deed(
        handler, matter, "check", text="现场三堆垃圾已清。", before=photo("前.jpg"), after=[photo("后.jpg")]
    )
    assert done.status_code == 302
    assert [each.kind for each in matter.files.order_by("id")] == ["before", "after"]
    page = words_of(handler.get(done.headers["Location"]))
    assert "现场三堆垃圾已清。" in page
    first = matter.files.order_by("id")[0]
    small = f"{LIST}{matter.pk}/files/{first.pk}/small/"
    assert f'src="{small}"' in page
    shown = handler.get(small)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in shown.headers["Cache-Control"]
    not_a_photo = deed(
        handler, matter, "check", text="看过", after=photo("坏.jpg").__class__("坏.jpg", b"abc", "image/jpeg")
    )
    assert not_a_photo.status_code == 422


def test_opening_a_whole_file_stands_in_the_ledger(cast: Cast) -> None:
    matter = mattering.handling(cast)
    handler = client_of(cast, "handler")
    deed(handler, matter, "files", kind="evidence", files=photo())
    file = matter.files.get()
    before = Event.objects.count()
    opened = handler.post(f"{LIST}{matter.pk}/files/{file.pk}/")
    assert opened.headers["Content-Type"] == "image/jpeg"
    assert opened.headers["Cache-Control"] == "no-store, private"
    assert Event.objects.count() == before + 1
    other = mattering.handling(cast)
    assert handler.post(f"{LIST}{other.pk}/files/{file.pk}/").status_code == 404, (
        "a file belongs to its matter"
    )
    assert handler.get(f"{LIST}{other.pk}/files/{file.pk}/small/").status_code == 404


def test_faces_are_veiled_and_files_taken_out(cast: Cast) -> None:
    matter = mattering.handling(cast)
    handler = client_of(cast, "handler")
    deed(handler, matter, "files", kind="before", files=photo())
    file = matter.files.get()
    address = f"{LIST}{matter.pk}/files/{file.pk}/"
    assert 'data-redact-page="1"' in words_of(handler.get(f"{address}veil/"))
    wrong = handler.post(f"{address}veil/", {"boxes": "1 10 10 abc 5 face", "do": "veil"})
    assert wrong.status_code == 422
    assert "1 10 10 abc 5 face" in words_of(wrong), "what was typed stays"
    assert handler.post(f"{address}veil/", {"boxes": "1 10 10 20 20 face", "do": "veil"}).status_code == 302
    file = MatterFile.objects.get(pk=file.pk)
    assert file.veiled_key
    assert [round(each, 3) for each in file.boxes[0][:4]] == [0.1, 0.1, 0.2, 0.2]
    assert "1 10 10 20 20 face" in words_of(handler.get(f"{address}veil/")), "one goes on from what was drawn"
    assert handler.post(f"{address}remove/", {"reason": ""}).status_code == 422
    assert handler.post(f"{address}remove/", {"reason": "拍错了地方"}).status_code == 302
    assert handler.get(f"{address}small/").status_code == 404


def test_the_reporter_is_shown_for_a_purpose_only(cast: Cast) -> None:
    matter = mattering.handling(cast)
    address = f"{LIST}{matter.pk}/reporter/"
    handler = client_of(cast, "handler")
    assert handler.post(address, {"reveal-purpose": "看"}).status_code == 422
    page = words_of(handler.post(address, {"reveal-purpose": "电话核实现场位置"}))
    assert MARKERS["telephone"] in page
    assert Event.objects.order_by("-seq").values_list("reason", flat=True)[0] == "电话核实现场位置"
    assert MARKERS["telephone"] not in words_of(handler.get(record(matter)))
    assert client_of(cast, "overseer").post(address, {"reveal-purpose": "想看看是谁"}).status_code == 403


def test_an_instruction_has_its_day_and_its_report(cast: Cast) -> None:
    matter = mattering.handling(cast)
    leader, handler = client_of(cast, "overseer"), client_of(cast, "handler")
    past = deed(leader, matter, "instruct", text="尽快办理", due_on=clock.today())
    assert 'id="id_instruct-due_on_error"' in words_of(past)
    due = clock.today() + timedelta(days=6)
    assert deed(leader, matter, "instruct", text="尽快办理并报告", due_on=due).status_code == 302
    row = matter.instructions.get()
    board = words_of(leader.get("/workspace/deadlines/"))
    assert board.count(matter.number) >= 2, "the matter's own clock and the instruction's"
    assert deed(leader, matter, "report", instruction=row.pk, text="我自己报告").status_code == 403, (
        "not the leader's"
    )
    assert deed(handler, matter, "report", instruction=row.pk, text="已清运完毕。").status_code == 302
    assert "已清运完毕。" in words_of(leader.get(record(matter, "handling")))
    assert 'id="deed-report"' not in words_of(handler.get(record(matter))), "nothing is left to report on"


def test_questions_help_urging_and_clues(cast: Cast) -> None:
    matter = mattering.entered(cast)
    go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk, co_units=(cast.units["other"].pk,))
    go(cast, matter, "sign", "handler")
    handler, helper = client_of(cast, "handler"), client_of(cast, "rival")
    assert deed(handler, matter, "ask", question="垃圾在路的哪一侧？").status_code == 302
    asked = matter.exchanges.get()
    assert deed(handler, matter, "words", text="在北侧。", exchange=asked.pk).status_code == 302
    assert matter.exchanges.get().answer == "在北侧。"
    assert "contribute" in words_of(helper.get(record(matter)))
    assert "/moves/" not in words_of(helper.get(record(matter))), "who helps does not decide"
    assert deed(helper, matter, "contribute", text="夜间已派人值守。").status_code == 302
    assert deed(client_of(cast, "chief"), matter, "urge", text="请今日答复").status_code == 302
    clue = {"kind": "penalty_case", "number": "立案21号", "note": "疑似无证运输"}
    assert deed(handler, matter, "clue", **clue).status_code == 302
    page = words_of(client_of(cast, "taker").get(record(matter, "handling")))
    for words in ("在北侧。", "夜间已派人值守。", "立案21号"):
        assert words in page, words
    assert "请今日答复" in words_of(handler.get(record(matter, "course")))


def test_kind_class_and_place_are_put_right(cast: Cast) -> None:
    matter = mattering.submitted(cast, category="")
    client = client_of(cast, "taker")
    address = f"{LIST}{matter.pk}/correct/"
    data = {
        "version": matter.version, "kind": "complaint", "category": "C01-01", "title": "井盖缺失",
        "district": "xicheng", "address": "汤王大道东侧", "lat": "", "lon": "", "grid": "", "reason": "电话核实",
    }  # fmt: skip
    wrong = client.post(address, {**data, "lat": "91", "lon": "181"})
    assert wrong.status_code == 422
    assert "汤王大道东侧" in words_of(wrong)
    assert client.post(address, data).status_code == 302
    now = fresh(matter)
    assert (now.category, now.title, now.district, now.address) == (
        "C01-01",
        "井盖缺失",
        "xicheng",
        "汤王大道东侧",
    )
    late = client.post(address, {**data, "title": "我改的标题"})
    assert late.status_code == 409
    assert "我改的标题" in words_of(late)
    assert move(client, matter, "register").status_code == 302


def test_what_the_reporter_said_in_the_call_is_read_by_few(cast: Cast) -> None:
    matter = mattering.replied(cast)
    caller = client_of(cast, "caller")
    said = {
        "reached": "yes", "answered": "yes", "solved": "no", "rating": "dissatisfied", "way": "telephone",
        "note": "还有一堆没有清", "minutes": 4,
    }  # fmt: skip
    assert move(caller, matter, "call_back", **said).status_code == 302
    assert "还有一堆没有清" in words_of(caller.get(record(matter, "reply")))
    assert "还有一堆没有清" not in words_of(client_of(cast, "supervisor").get(record(matter, "reply")))
    page = words_of(caller.get(record(matter)))
    assert 'aria-describedby="why-close"' in page
    assert move(caller, matter, "refer").status_code == 302

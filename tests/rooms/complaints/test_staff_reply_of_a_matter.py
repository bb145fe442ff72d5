"""Is a reply written without losing a word, begun with a wording that fits, and complete before it goes on?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions
from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.core.models import Event
from mattering import REPLY
from matters_on_screen import LIST, photo


def address(matter: Matter) -> str:
    return f"{LIST}{matter.pk}/reply/"


def send(client: Any, matter: Matter, **data: Any) -> Any:
    mark = data.pop("mark", None)
    if mark is None:
        mark = actions.mark_of(matter.replies.filter(round=matter.round).first())
    given = {"version": mark, "text": "", "result": "", "evidence": "", "do": "save", **data}
    return client.post(address(matter), given)


def test_what_is_missing_is_listed_until_nothing_is(cast: Cast) -> None:
    matter = mattering.handling(cast)
    client = client_of(cast, "handler")
    assert send(client, matter, text="短").status_code == 302
    page = words_of(client.get(address(matter)))
    for anchor in ("#id_text", "#id_result", "#evidence"):
        assert f"/reply/{anchor}" in page, anchor
    assert send(client, matter, text=REPLY, result="solved", evidence="现场照片").status_code == 302
    page = words_of(client.get(address(matter)))
    assert "/reply/#" not in page
    assert REPLY in page
    finished = send(client, matter, text=REPLY, result="solved", evidence="现场照片", do="finish")
    assert finished.headers["Location"] == f"{LIST}{matter.pk}/"


def test_wordings_are_offered_by_class_and_put_in_before_anything_is_saved(cast: Cast) -> None:
    def keep(key: str, category: str, text: str) -> int:
        row = actions.keep_template(
            agency_id=cast.agency.pk, actor=cast.chief, key=key, title=f"范本{key}", text=text, reason="常用",
            category=category, result="solved",
        )  # fmt: skip
        return row.pk

    fits, large = keep("a", mattering.CATEGORY, "建筑垃圾已清运。"), keep("b", "E01", "已清理。")
    keep("c", "C01", "井盖已更换。")
    matter = mattering.handling(cast)
    client = client_of(cast, "handler")
    page = words_of(client.get(address(matter)))
    assert page.index("范本a") < page.index("范本b"), "the nearest first"
    assert "范本c" not in page
    put_in = send(client, matter, text="您好。", template=fits, do="insert")
    page = words_of(put_in)
    assert "您好。\n\n建筑垃圾已清运。" in page.replace("\r\n", "\n")
    assert '<option value="solved" selected>' in page
    assert not matter.replies.exists()
    assert send(client, matter, text="您好。", do="insert").status_code == 422
    assert send(client, matter, text="您好。已清理。", template=large).status_code == 302
    assert matter.replies.get().template_id == large


def test_two_authors_never_write_over_each_other(cast: Cast) -> None:
    matter = mattering.handling(cast)
    one, other = client_of(cast, "handler"), client_of(cast, "second_handler")
    send(one, matter, text="第一位写的话。")
    seen = actions.mark_of(matter.replies.get())
    with clock.travel_to(clock.now() + timedelta(minutes=1)):
        assert send(other, matter, text="第二位写的话。").status_code == 302
        late = send(one, matter, text="第一位后来写的话。", mark=seen)
        assert late.status_code == 409
        page = words_of(late)
        assert "第一位后来写的话。" in page
        assert "第二位写的话。" in page, "both stand on the page"
        assert "data-autosave-url" not in page, "nothing saves itself over the other's words"
        assert matter.replies.get().text == "第二位写的话。"
        assert send(one, matter, text="两位商定的话。").status_code == 302


def test_it_saves_itself_and_the_ledger_is_not_flooded(cast: Cast) -> None:
    matter = mattering.handling(cast)
    client = client_of(cast, "handler")
    before = Event.objects.count()
    mark, autosave = "", f"{address(matter)}autosave/"
    for second in range(1, 4):
        with clock.travel_to(clock.now() + timedelta(seconds=second)):
            saved = client.post(
                autosave, {"version": mark, "text": f"写到第{second}句", "result": "", "evidence": ""}
            )
        assert saved.status_code == 200
        mark = saved.json()["version"]
    assert matter.replies.get().text == "写到第3句"
    assert Event.objects.count() == before + 1
    stale = client.post(autosave, {"version": "2026-01-01T00:00:00+00:00", "text": "旧的", "result": ""})
    assert stale.status_code == 409
    assert stale.json()["message"]
    assert client.post(autosave, {"version": mark, "text": "字" * 9000, "result": ""}).status_code == 422
    assert client_of(cast, "taker").post(autosave, {"version": mark, "text": "不是我写的"}).status_code == 403


def test_files_go_along_and_a_sent_reply_is_closed(cast: Cast) -> None:
    matter = mattering.handling(cast)
    client = client_of(cast, "handler")
    assert (
        send(client, matter, text=REPLY, **{"file-kind": "reply", "file-files": photo()}).status_code == 302
    )
    assert matter.files.get().kind == "reply"
    assert matter.replies.get().text == REPLY, "every button saves first"
    done = mattering.replied(cast)
    assert client.get(address(done)).status_code == 403
    assert send(client, done, text="改一改").status_code == 403
    enquiry = mattering.entered(cast, kind="enquiry")
    taker = client_of(cast, "taker")
    assert "/reply/" in words_of(taker.get(f"{LIST}{enquiry.pk}/")), "the desk answers enquiries itself"
    plain = mattering.entered(cast)
    assert f"{LIST}{plain.pk}/reply/" not in words_of(taker.get(f"{LIST}{plain.pk}/"))

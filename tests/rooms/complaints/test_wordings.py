"""Are wordings for replies kept by class and result, with every version readable, and assets brought in whole?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from desk import client_of, words_of
from gongkai.complaints.models import Asset, ReplyTemplate
from gongkai.core import clock, ledger

pytestmark = pytest.mark.django_db

WORDINGS = "/workspace/complaints/wordings/"
ASSETS = "/workspace/complaints/assets/"
HEAD = "标识码,小类代码,名称,纬度,经度\n"
LAMPS = HEAD + "LD-1,C01-10,路灯一,33.3204,116.8134\nLD-2,C01-10,路灯二,33.3205,116.8135\n"


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "key": "cleared",
        "title": "已清运",
        "category": "E01",
        "result": "solved",
        "text": "您反映的建筑垃圾已于当日清运完毕。",
        "reason": "统一口径",
    }
    return {**values, **changes}


def test_a_wording_is_written_changed_and_retired_and_every_version_stays(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{WORDINGS}new/", typed())
    first = ReplyTemplate.objects.get()
    changed = client.post(
        f"{WORDINGS}{first.pk}/change/", typed(text="您反映的问题已经解决。", reason="更简洁")
    )
    second = ReplyTemplate.objects.get(version=2)
    assert changed["Location"] == f"{WORDINGS}{second.pk}/"
    assert (second.key, second.category, second.result) == ("cleared", "E01", "solved")
    old = words_of(client.get(f"{WORDINGS}{first.pk}/"))
    for shown in (
        "您反映的建筑垃圾已于当日清运完毕。",
        "统一口径",
        "更简洁",
        f'href="{WORDINGS}{second.pk}/"',
    ):
        assert shown in old
    assert client.post(f"{WORDINGS}{second.pk}/retire/", {"reason": ""}).status_code == 422
    client.post(f"{WORDINGS}{second.pk}/retire/", {"reason": "不再使用"})
    page = words_of(client.get(WORDINGS))
    assert "不再使用" in page
    assert "<table" not in page


def test_the_list_shows_what_fits_class_and_result(cast: Cast) -> None:
    client = client_of(cast, "chief")
    client.post(f"{WORDINGS}new/", typed())
    client.post(f"{WORDINGS}new/", typed(key="any", title="通用说明", category="", result=""))
    client.post(f"{WORDINGS}new/", typed(key="lamp", title="路灯已修", category="C01-10", result="solved"))
    page = words_of(client.get(WORDINGS, {"category": "E01-03", "result": "solved"}))
    assert "已清运" in page
    assert "通用说明" in page
    assert "路灯已修" not in page


def test_wrong_input_is_said_at_its_field_and_kept(cast: Cast) -> None:
    client = client_of(cast, "chief")
    for changes, field in (({"key": ""}, "key"), ({"title": " "}, "title"), ({"result": "x"}, "result"),
                           ({"reason": ""}, "reason"), ({"category": "Z99"}, "category")):  # fmt: skip
        response = client.post(f"{WORDINGS}new/", typed(**changes))
        assert response.status_code == 422
        page = words_of(response)
        assert f'id="id_{field}_error"' in page
        assert "您反映的建筑垃圾已于当日清运完毕。" in page
    assert not ReplyTemplate.objects.exists()


def test_only_the_head_of_the_desk_keeps_wordings(cast: Cast) -> None:
    client_of(cast, "chief").post(f"{WORDINGS}new/", typed())
    pk = ReplyTemplate.objects.get().pk
    handler = client_of(cast, "handler")
    assert "已清运" in words_of(handler.get(WORDINGS))
    assert handler.get(f"{WORDINGS}new/").status_code == 403
    assert handler.get(f"{WORDINGS}{pk}/change/").status_code == 403
    assert handler.post(f"{WORDINGS}{pk}/retire/", {"reason": "x"}).status_code == 403
    assert client_of(cast, "outsider").get(f"{WORDINGS}{pk}/").status_code == 404


def send(client: Client, text: str) -> Any:
    file = SimpleUploadedFile("assets.csv", text.encode())
    return client.post(f"{ASSETS}bring/", {"file": file})["Location"]


def test_assets_are_shown_first_then_brought_in_with_one_event(cast: Cast) -> None:
    client = client_of(cast, "taker")
    look = send(client, LAMPS)
    assert "路灯一" in words_of(client.get(look))
    assert not Asset.objects.exists()
    assert client.post(look, {"do": "bring"})["Location"] == ASSETS
    assert Asset.objects.get(code="LD-1").district == "dongcheng"
    (event,) = ledger.events_of([("complaints.assets", cast.agency.code)])
    assert (event.data["count"], event.data["new"], event.data["changed"]) == (2, 2, 0)

    second = HEAD + "LD-2,C01-10,路灯二（新）,33.3205,116.8135\n"
    look = send(client, second)
    client.post(look, {"do": "bring", "whole": "on"})
    assert Asset.objects.get(code="LD-2").name == "路灯二（新）"
    assert Asset.objects.get(code="LD-1").closed_on == clock.today()
    assert "路灯二（新）" in words_of(client.get(ASSETS, {"text": "ld-2"}))
    client.post(send(client, LAMPS), {"do": "bring"})
    assert Asset.objects.get(code="LD-1").closed_on is None, "what is in the table stands again"


def test_one_wrong_row_and_nothing_is_brought_in(cast: Cast) -> None:
    client = client_of(cast, "taker")
    look = send(client, LAMPS + "LD-3,C01-10,路灯三,0,0\n")
    page = words_of(client.get(look))
    assert 'value="bring"' not in page
    assert "4" in page
    assert client.post(look, {"do": "bring"}).status_code == 422
    strange = send(client, HEAD + "LD-9,Z99-01,怪东西,33.3204,116.8134\n")
    assert "LD-9" in words_of(client.get(strange))
    assert client.post(strange, {"do": "bring"}).status_code == 422
    assert not Asset.objects.exists()
    assert client_of(cast, "handler").get(f"{ASSETS}bring/").status_code == 403

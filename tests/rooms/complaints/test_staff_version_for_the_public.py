"""Does nothing of a person become public: findings in place, another's eyes, and a way back?"""

from __future__ import annotations

from typing import Any

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints.models import Matter
from matters_on_screen import LIST, deed, fresh, photo, record

TEXT = {"title": "路边建筑垃圾", "text": "小区附近路边堆放建筑垃圾。", "answer": "已于当日清运，并加强巡查。"}


def write(client: Any, matter: Matter, **changes: Any) -> Any:
    return client.post(f"{LIST}{matter.pk}/public/", {"version": fresh(matter).version, **TEXT, **changes})


def test_what_is_personal_is_shown_where_it_stands(cast: Cast) -> None:
    matter = mattering.closed(cast)
    response = write(client_of(cast, "taker"), matter, text="居民电话13912345678反映垃圾。")
    page = words_of(response)
    assert response.status_code == 422
    assert 'id="id_text_error"' in page
    assert "居民电话139****5678反映垃圾" in page
    assert not matter.public.answer


def test_written_by_one_and_released_by_another(cast: Cast) -> None:
    matter = mattering.closed(cast)
    taker, chief = client_of(cast, "taker"), client_of(cast, "chief")
    release = f"{LIST}{matter.pk}/public/release/"
    assert write(taker, matter).status_code == 302
    assert TEXT["answer"] in words_of(chief.get(record(matter, "public")))
    taker.post(release, {"version": fresh(matter).version})
    assert not fresh(matter).public.released_at, "the desk does not release"
    assert chief.post(release, {"version": fresh(matter).version}).status_code == 302
    assert fresh(matter).public.released_at
    hide = f"{LIST}{matter.pk}/public/hide/"
    assert chief.post(hide, {"hide-reason": ""}).status_code == 422
    assert chief.post(hide, {"hide-reason": "当事人要求"}).status_code == 302
    assert fresh(matter).public.hidden_reason == "当事人要求"


def test_only_veiled_photos_can_be_chosen(cast: Cast) -> None:
    matter = mattering.handling(cast)
    handler, taker = client_of(cast, "handler"), client_of(cast, "taker")
    for _ in range(2):
        deed(handler, matter, "files", kind="after", files=photo())
    veiled, bare = matter.files.order_by("id")
    handler.post(f"{LIST}{matter.pk}/files/{veiled.pk}/veil/", {"boxes": "", "do": "veil"})
    page = words_of(taker.get(f"{LIST}{matter.pk}/public/"))
    assert f'name="photos" value="{veiled.pk}"' in page
    assert f'name="photos" value="{bare.pk}"' not in page
    assert write(taker, matter, photos=[bare.pk]).status_code == 422
    assert write(taker, matter, photos=[veiled.pk]).status_code == 302
    assert f"/files/{veiled.pk}/small/?veiled=1" in words_of(taker.get(record(matter, "public")))


def test_reports_are_never_published(cast: Cast) -> None:
    matter = mattering.entered(cast, kind="report")
    taker = client_of(cast, "taker")
    assert taker.get(f"{LIST}{matter.pk}/public/").status_code == 404
    assert "/public/" not in words_of(taker.get(record(matter, "public")))

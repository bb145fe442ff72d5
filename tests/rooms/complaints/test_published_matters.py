"""Is what everybody reads of single matters the released projection, found where it belongs, and nothing else?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import html5lib
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

import complaining
import mattering
from cast import Cast, make_cast
from gongkai.complaints import actions, indexing
from gongkai.complaints.actions.files import content_of
from gongkai.complaints.api import schemas
from gongkai.complaints.models import Matter, MatterFile, PublicMatter
from gongkai.complaints.queries.figures import KEYS
from gongkai.complaints.queries.published import Cursor
from gongkai.complaints.urls import told
from gongkai.core import clock, photos, search
from rooms.complaints.conftest import NOW
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/complaints/published/"
WORDS = {
    "title": "东门外建筑垃圾",
    "text": "路边堆放建筑垃圾，无人清理。",
    "answer": "已清运完毕并加强巡查。",
}
#: What the reporter said: never shown, as it was said.
SAID = "小区东门外的路边堆了很多建筑垃圾"
LATER = timezone.make_aware(datetime(2027, 2, 10, 9, 0))


@dataclass
class Shown:
    """A released matter with a photo, one without words, one only prepared, one hidden again, a report of a wrong."""

    cast: Cast
    released: PublicMatter
    bare: PublicMatter
    prepared: PublicMatter
    hidden: PublicMatter
    report: Matter
    photo: MatterFile


def stage() -> Shown:
    with clock.travel_to(timezone.make_aware(NOW)):
        cast = make_cast()
        place = {"lat": 33.3006, "lon": 116.7519}
        released = mattering.closed(cast, **place)
        photo = add_photo(cast, released)
        prepare(cast, released, photos=[photo.pk])
        actions.release(matter_id=released.pk, actor=cast.chief)
        bare = mattering.dispatched(cast)
        prepared = mattering.closed(cast)
        prepare(cast, prepared, title="只写好的一件")
        hidden = mattering.closed(cast)
        prepare(cast, hidden, title="又撤下的一件")
        actions.release(matter_id=hidden.pk, actor=cast.chief)
        actions.hide(matter_id=hidden.pk, actor=cast.chief, reason="有误")
        report = mattering.entered(cast, kind="report", title="举报的一件")
    rows = {name: PublicMatter.objects.get(matter=each) for name, each in (
        ("released", released), ("bare", bare), ("prepared", prepared), ("hidden", hidden))}  # fmt: skip
    return Shown(cast=cast, report=report, photo=photo, **rows)


def prepare(cast: Cast, matter: Matter, photos: tuple[int, ...] | list[int] = (), **words: str) -> None:
    actions.prepare(matter_id=matter.pk, actor=cast.taker, photos=photos, **{**WORDS, **words})


def add_photo(cast: Cast, matter: Matter) -> MatterFile:
    """Two colours, of which the veil covers one."""
    upload: SimpleUploadedFile = complaining.photo("门牌.jpg", at=(33.3, 116.75))
    kept = actions.add_files(
        matter_id=matter.pk, actor=cast.taker, files=[actions.Upload(upload.file, "门牌.jpg", MatterFile.Kind.EVIDENCE)]
    )[0]  # fmt: skip
    return actions.veil_photo(file_id=kept.pk, actor=cast.taker, boxes=[photos.Box(0, 0, 0, 8, 8)])


built = once_a_file(stage)


@pytest.fixture
def shown(built: Shown, db: None) -> Iterator[Shown]:
    with clock.travel_to(timezone.make_aware(NOW)):
        yield on_stage(built)


def answer(url: str, status: int = 200) -> Any:
    response = Client().get(url)
    assert response.status_code == status, url
    return response


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def text(url: str, status: int = 200) -> str:
    return body(answer(url, status)).decode()


def test_a_released_matter_is_read_by_everybody(shown: Shown) -> None:
    for prefix in ("", "/en"):
        page = text(f"{prefix}{LIST}{shown.released.public_id}/")
        assert all(words in page for words in WORDS.values())
        assert f"{prefix}{LIST}{shown.released.public_id}/photos/1/" in page
        assert WORDS["title"] in text(f"{prefix}{LIST}")
    assert "33.301" in text(LIST)


def test_what_is_not_released_is_shown_without_words_and_what_is_hidden_not_at_all(shown: Shown) -> None:
    for row in (shown.bare, shown.prepared):
        page = text(f"/en{LIST}{row.public_id}/")
        assert "Its words are not published" in page
        assert not any(words in page for words in (*WORDS.values(), "只写好的一件"))
        assert row.public_id not in text(LIST)
        assert row.public_id in text(f"{LIST}?show=all")
    text(f"{LIST}{shown.hidden.public_id}/", status=404)
    text(f"{LIST}nothing/", status=404)
    every = text(f"{LIST}?show=all")
    assert shown.hidden.public_id not in every
    assert len(re.findall(r'class="entry"', every)) == 3


def test_a_photo_is_the_veiled_copy_of_a_released_matter(shown: Shown) -> None:
    url = f"{LIST}{shown.released.public_id}/photos/1/"
    response = answer(url)
    content = body(response)
    assert content == content_of(shown.photo, veiled=True).read()
    assert content != content_of(shown.photo).read()
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    for number in (0, 2, 99):
        text(f"{LIST}{shown.released.public_id}/photos/{number}/", status=404)
    prepare(shown.cast, shown.released.matter, photos=[shown.photo.pk])  # released no more until it is again
    text(url, status=404)
    MatterFile.objects.filter(pk=shown.photo.pk).update(veiled_key="")
    PublicMatter.objects.filter(pk=shown.released.pk).update(released_at=clock.now())
    text(url, status=404)


@pytest.mark.parametrize(
    ("narrow", "there"),
    [
        ("text=清运", True),
        ("text=没有的词", False),
        ("text=诉求人", False),
        (f"category={mattering.CATEGORY}", True),
        ("category=E01", True),
        ("category=C01", False),
        ("month=2026-11", True),
        ("month=2026", True),
        ("month=2026-10", True),  # no such month among the choices: left out, not an error
        ("kind=complaint", True),
        ("kind=enquiry", False),
        ("after=nonsense", True),
        ("text=%00", True),
        ("category=%00&district=%00&figure=%00", True),
        ("first=2026-12-01", False),
        ("last=2026-11-24", False),
        ("figure=closed&show=all", True),
        ("figure=merged&show=all", False),
    ],
)
def test_the_list_is_narrowed(shown: Shown, narrow: str, there: bool) -> None:
    assert (shown.released.public_id in text(f"{LIST}?{narrow}")) is there


def test_a_figure_tells_how_many_it_counts_that_are_not_shown(shown: Shown) -> None:
    page = text(f"/en{LIST}?show=all&figure=received&first=2026-01-01&last=2026-12-31")
    assert "2 more matters are counted and not shown" in page  # the hidden one, and the report of a wrong
    assert "Counted in the figure" in page
    for key in KEYS:
        text(f"{LIST}?show=all&figure={key}")


def test_pages_follow_one_another_without_gap_or_double(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.complaints.public.published.SIZE", 1)
    url, seen = f"{LIST}?show=all", []
    while url:
        page = text(url)
        seen += re.findall(rf'entry__title"[^>]*><a href="{LIST}([^/]+)/"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == 3
    assert set(seen) == {each.public_id for each in (shown.released, shown.bare, shown.prepared)}
    for wrong in ("", "x~1", "2026-01-01~1", "2026-01-01T00:00:00+08:00~x", "2026-01-01T00:00:00+08:00~²"):
        assert Cursor.parse(wrong) is None


def test_the_search_and_the_site_map_know_what_is_released(shown: Shown) -> None:
    def found() -> list[int]:
        return [hit.key for hit in search.search(search.Query(text="建筑垃圾", kinds=(indexing.KIND,))).hits]

    address = f"{LIST}{shown.released.public_id}/"
    assert found() == [shown.released.pk]
    assert address in text(f"/search/?q={quote('建筑垃圾')}")
    assert address in text("/sitemap-0.xml")
    assert indexing.rebuild() == 1
    assert found() == [shown.released.pk]
    actions.hide(matter_id=shown.released.matter_id, actor=shown.cast.chief, reason="有误")
    assert found() == []
    assert address not in text("/sitemap-0.xml")
    assert address not in text(f"/search/?q={quote('建筑垃圾')}")


def test_the_api_gives_the_projection_page_by_page(shown: Shown) -> None:
    first = json.loads(text("/api/v1/complaints?limit=1"))
    assert first["count"] == 3
    ids, url = [first["items"][0]["id"]], first["next"]
    while url:
        page = json.loads(text(url))
        ids += [each["id"] for each in page["items"]]
        url = page["next"]
    assert len(ids) == len(set(ids)) == 3
    items = {each["id"]: each for each in json.loads(text("/api/v1/complaints"))["items"]}
    own = items[shown.released.public_id]
    assert {name: own[name] for name in WORDS} == WORDS
    assert len(own["photos"]) == 1
    assert (own["lat"], own["lon"]) == (33.301, 116.752)
    assert items[shown.prepared.public_id]["title"] == items[shown.bare.public_id]["text"] == ""
    assert tuple(own) == tuple(schemas.PublicMatter.model_fields)
    assert json.loads(text("/api/v1/complaints?answered=true"))["count"] == 1
    assert json.loads(text("/api/v1/complaints?status=open"))["count"] == 1
    assert json.loads(text("/api/v1/complaints?q=清运"))["count"] == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("cursor=x", "游标"),
        ("agency=nobody", "nobody"),
        ("kind=report", "report"),
        ("received_from=2026-02-02&received_until=2026-01-01", "received_until"),
        ("limit=0", "limit"),
    ],
)
def test_the_api_refuses_with_a_sentence(shown: Shown, question: str, said: str) -> None:
    response = answer(f"/api/v1/complaints?{question}", status=422)
    assert said in json.loads(response.content)["message"] or "cursor" in response.content.decode()


def test_the_api_counts(shown: Shown) -> None:
    asked = json.loads(text("/api/v1/complaints/figures?year=2026"))
    known = {each["key"]: each for each in asked["figures"]}
    assert set(known) == set(KEYS)
    assert (known["received"]["number"], known["closed"]["number"], known["closed"]["of"]) == (5, 3, 5)
    assert known["closed"]["percent"] == 60.0
    assert sum(each["received"] for each in asked["kinds"]) == 5
    nothing = json.loads(
        text("/api/v1/complaints/figures?received_from=2020-01-01&received_until=2020-12-31")
    )
    assert nothing["figures"][2]["percent"] is None
    assert nothing["figures"][2]["reason"]
    assert json.loads(text("/api/v1/complaints/figures"))["first"] == "2025-01-01"


def test_the_files_hold_what_the_dictionary_says(shown: Shown) -> None:
    rows = list(csv.DictReader(io.StringIO(text("/complaints/open-data/matters.csv").lstrip("\ufeff"))))
    objects = json.loads(text("/complaints/open-data/matters.json"))
    assert [row["id"] for row in rows] == [each["id"] for each in objects]
    assert len(rows) == 3
    dictionary = text("/complaints/open-data/")
    for name in rows[0]:
        assert f"<code>{name}</code>" in dictionary
    assert set(rows[0]) == set(objects[0]) == set(schemas.PublicMatter.model_fields)
    PublicMatter.objects.filter(pk=shown.released.pk).update(title="=1+1")
    assert "'=1+1" in text("/complaints/open-data/matters.csv")


def every_address(shown: Shown) -> list[str]:
    """Every public address of what is told of matters, in both languages, and what else reads it."""
    values = {"year": 2026, "period": "2026-11", "number": 1}
    found = []
    for pattern in told:
        parts = pattern.pattern.regex.groupindex.keys() | pattern.pattern.converters.keys()
        for kind in ("pdf", "csv", "json") if "kind" in parts else ("",):
            for row in (
                (shown.released, shown.bare, shown.prepared) if "public_id" in parts else (shown.released,)
            ):
                given = {**values, "kind": kind, "public_id": row.public_id}
                if kind == "pdf" and pattern.name == "complaint_open_file":
                    continue
                for language in ("zh-hans", "en"):
                    with translation.override(language):
                        asked = {part: given[part] for part in parts}
                        found.append(reverse(f"portal:{pattern.name}", kwargs=asked))
    more = ("show=all", f"text={quote('秘密')}", "show=all&figure=received")
    found += [f"{LIST}?{each}" for each in more]
    found += ["/api/v1/complaints", "/api/v1/complaints/figures?year=2026", "/sitemap-0.xml", "/sitemap/"]
    found += [f"/search/?q={quote(word)}" for word in ("建筑垃圾", "秘密", mattering.MARKERS["telephone"])]
    return [*found, "/open311/v2/requests.json", "/open311/v2/requests.xml"]


def test_nothing_of_a_reporter_is_on_any_page_feed_file_or_answer(shown: Shown) -> None:
    numbers = list(Matter.objects.values_list("number", flat=True))
    names = [each.name for each in shown.cast.people.values()]
    forbidden = [
        *mattering.MARKERS.values(),
        *numbers,
        *names,
        SAID,
        "只写好的一件",
        "又撤下的一件",
        "举报的一件",
    ]
    wrong, seen = [], 0
    with clock.travel_to(LATER):
        for url in every_address(shown):
            response = Client().get(url)
            content = body(response)
            assert response.status_code in (200, 404), url
            said = content.decode(errors="replace")
            if content.startswith(b"%PDF"):
                said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
            asked = {mattering.MARKERS["telephone"]} if "/search/" in url else set()
            wrong += [(url, each) for each in forbidden if each not in asked and each in said]
            seen += response.status_code == 200
    assert wrong == []
    assert seen > 30


def test_every_page_is_valid_and_light(shown: Shown) -> None:
    with clock.travel_to(LATER):
        for url in every_address(shown):
            if (not url.endswith("/") and "?" not in url) or url.startswith(("/api", "/open311")):
                continue
            response = Client().get(url)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                page = response.content.decode()
                html5lib.HTMLParser(strict=True).parse(page)
                assert len(re.findall(r"<h1[ >]", page)) == 1, url
                ids = re.findall(r'\sid="([^"]+)"', page)
                assert len(ids) == len(set(ids)), url
                assert not re.search(r'\sstyle="|<script(?![^>]*\ssrc=)', page), url


def test_lists_cost_the_same_however_many_there_are(shown: Shown) -> None:
    def cost() -> list[int]:
        found = []
        for url in (f"{LIST}?show=all", "/api/v1/complaints", "/complaints/open-data/matters.csv"):
            with CaptureQueriesContext(connection) as seen:
                text(url)
            found.append(len(seen))
        return found

    cost()
    few = cost()
    for at in range(4):
        mattering.dispatched(shown.cast, title=f"第{at}件")
    assert cost() == few

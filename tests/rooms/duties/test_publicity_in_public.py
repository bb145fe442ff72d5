"""Does the public read what took place and in which numbers, and nothing that is not published?"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

import publicizing as stage
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.core import clock, search
from gongkai.duties import publicity_indexing
from gongkai.duties.actions import publicity_photos
from gongkai.duties.models import Activity
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
HIDDEN = "未公开的标题"


@dataclass
class Street:
    """A published activity with a photo, one of the year before, one withdrawn, and one nobody outside may see."""

    cast: Cast
    shown: Activity
    lecture: Activity
    withdrawn: Activity
    draft: Activity


def _build() -> Street:
    cast = make_cast()
    shown = stage.drafted(cast, partner_ids=(stage.partner(cast).pk,))
    stage.photographed(cast, shown)
    hidden = stage.photographed(cast, shown, caption=HIDDEN)
    publicity_photos.keep_photo_back(photo_id=hidden.pk, actor=cast.publicist)
    stage.moved(shown, "submit", cast.publicist)
    shown = stage.moved(shown, "publish", cast.duty_leader)
    lecture = stage.published(cast, title="校园讲座", kind="lecture", begins_on=date(2025, 11, 3), printed=40)
    gone = stage.published(cast, title="没有举行的讲座", words="撤下的内容")
    gone = stage.moved(gone, "withdraw", cast.duty_leader, "日期写错")
    return Street(cast, shown, lecture, gone, stage.in_review(cast, title=HIDDEN))


built = once_a_file(_build)


@pytest.fixture
def street(built: Street) -> Street:
    return on_stage(built)


def page(address: str) -> str:
    answer = Client().get(address)
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return words_of(answer) if answer["Content-Type"].startswith("text/html") else answer.content.decode()


def here(found: Activity) -> str:
    return f"/publicity/{found.agency.code}/{found.number}/"


def test_the_list_counts_what_it_shows(street: Street) -> None:
    every = page("/publicity/")
    assert street.shown.title in every
    assert "540" in every, "500 and 40 copies"
    assert HIDDEN not in every
    assert street.withdrawn.title not in every
    narrowed = page("/publicity/?year=2025&kind=lecture")
    assert street.lecture.title in narrowed
    assert street.shown.title not in narrowed
    assert street.shown.title in page("/publicity/?year=9&kind=%00x&after=~~"), "nonsense is left out"


def test_the_page_shows_veiled_photos_and_partners_but_no_person(street: Street) -> None:
    shown = page(here(street.shown))
    photos = list(street.shown.photos.order_by("id"))
    assert f"/publicity/photos/{photos[0].pk}.jpg" in shown
    assert f"/publicity/photos/{photos[1].pk}.jpg" not in shown
    assert "示例晚报" in shown
    for name in ("publicist-name", "duty-leader-name", HIDDEN):
        assert name not in shown
    answer = Client().get(f"/publicity/photos/{photos[0].pk}.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert (
        Client().get(f"/publicity/photos/{photos[0].pk}.jpg", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code
        == 304
    )
    assert Client().get(f"/publicity/photos/{photos[1].pk}.jpg").status_code == 404
    assert Client().get(here(street.draft)).status_code == 404
    assert Client().get("/publicity/none/%00/").status_code == 404


def test_of_what_was_withdrawn_only_the_reason_stays(street: Street) -> None:
    answer = Client().get(here(street.withdrawn))
    assert answer.status_code == 410
    told = words_of(answer)
    assert "日期写错" in told
    assert street.withdrawn.title not in told
    assert "撤下的内容" not in told


def test_the_files_hold_what_the_list_shows(street: Street) -> None:
    text = page("/publicity/activities.csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [each["number"] for each in rows] == [street.shown.number, street.lecture.number]
    assert (rows[0]["printed"], rows[0]["partners"]) == ("500", "示例晚报")
    told = json.loads(page("/publicity/activities.json?kind=lecture"))["activities"]
    assert [each["title"] for each in told] == ["校园讲座"]
    assert told[0]["begins_on"] == "2025-11-03"
    assert Client().get("/publicity/activities.xls").status_code == 404


def test_the_feed_tells_the_newest_and_is_kept(street: Street) -> None:
    answer = Client().get("/publicity/feed.atom")
    titles = [each.text for each in ET.fromstring(answer.content).iter(f"{ATOM}title")]
    assert street.shown.title in titles
    assert street.withdrawn.title not in titles
    assert Client().get("/publicity/feed.atom", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_the_search_and_the_map_of_the_site_lead_there(street: Street) -> None:
    assert here(street.lecture) in page("/search/?q=校园讲座")
    assert here(street.lecture) in page("/sitemap-0.xml")
    assert here(street.withdrawn) not in page("/sitemap-0.xml")
    assert publicity_indexing.rebuild() == 2
    assert search.search(search.Query("校园讲座")).hits
    assert "/publicity/" in page("/sitemap/")


def test_the_procedure_is_drawn_with_how_many_stand_where(street: Street) -> None:
    drawn = page("/processes/publicity/")
    assert "<svg" in drawn
    assert Client().get("/processes/publicity.bpmn").status_code == 200


def test_the_public_list_asks_no_more_for_more_rows(street: Street) -> None:
    def asked(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page(address)
        return len(queries)

    addresses = ("/publicity/", "/publicity/activities.json", "/publicity/feed.atom", here(street.shown))
    before = {address: asked(address) for address in addresses}
    for number in range(3):
        stage.published(street.cast, title=f"再一次{number}", photos=1, begins_on=clock.today())
    assert {address: asked(address) for address in addresses} == before


def test_in_english_the_words_of_the_page_are_english(street: Street) -> None:
    told = page(f"/en{here(street.shown)}")
    assert "Law-publicity day" in told
    assert 'lang="zh-Hans"' in told

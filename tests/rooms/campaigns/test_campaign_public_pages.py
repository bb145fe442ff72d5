"""Does the public read what was found at each site, and never who looked, who was there or how to reach anybody?"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import campaigning as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, make_cast
from desk import words_of
from gongkai.campaigns.actions import letters, preparing, writing
from gongkai.campaigns.models import Campaign, Inspection, InspectionPhoto, Site
from gongkai.core import clock
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
#: Whoever was there, whoever speaks for a party, and the officers: nobody finds them in public.
NEVER = (
    *("示例甲", "示例乙", "示例丙", "0558-5550001", "0558-5550002", "builder@example.cn"),
    *("inspector-name", "second-inspector-name", "campaign-publisher-name", "organiser-name"),
    *("CGJ-T-2026-00099", "未公开的备注", "内部说明", "示例戊", "33.8501", "115.7801"),
)
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Street:
    """A running campaign with a record of every fate, and one that is over."""

    cast: Cast
    running: Campaign
    closed: Campaign
    draft: Campaign
    site: Site
    public: Inspection
    hidden: Inspection
    withdrawn: Inspection
    photo: InspectionPhoto
    kept_back: InspectionPhoto
    not_looked_at: InspectionPhoto


def _build() -> Street:
    cast = make_cast()
    site, other = stage.site(cast), stage.site(cast, "示例新区学校工地", lat=None, lon=None)
    running = stage.running(cast, site, other)
    before = clock.now() - timedelta(hours=3)
    gone = stage.published(cast, running, "fence", made_at=before, cause="follow_up", remark="录错的备注")
    gone = stage.record_moved(gone, "withdraw", cast.campaign_publisher, "地址录入有误")
    made = stage.recorded(
        cast,
        running,
        "washing",
        "sweeping",
        made_at=before + timedelta(hours=1),
        cause="complaint",
        cause_number="CGJ-T-2026-00099",
        remark="已当场告知整改要求",
    )
    one, two = made.photos.order_by("pk")
    preparing.veil_photo(photo_id=one.pk, actor=cast.campaign_publisher, boxes=[])
    preparing.keep_photo_back(photo_id=two.pk, actor=cast.campaign_publisher)
    public = stage.record_moved(made, "publish", cast.campaign_publisher)
    hidden = stage.recorded(cast, running, "paving", remark="未公开的备注", cause="follow_up")
    sent = stage.written_to(cast, running)[0]
    letters.acknowledge(reference=sent.reference, code=stage.code_in(sent), name="示例戊", function="资料员")
    closed = stage.running(cast, stage.site(cast, "示例路口工地"), title="户外广告安全专项治理")
    writing.write_results(
        campaign_id=closed.pk, actor=cast.organiser, expected_revision=None, results="共检查一处。"
    )
    closed = stage.moved(closed, "close", cast.campaign_publisher)
    draft = stage.drafted(cast, title="起草中的专项治理", aim="内部说明")
    return Street(
        cast,
        running,
        closed,
        draft,
        site,
        public,
        hidden,
        gone,
        photo=InspectionPhoto.objects.get(pk=one.pk),
        kept_back=InspectionPhoto.objects.get(pk=two.pk),
        not_looked_at=hidden.photos.get(),
    )


built = once_a_file(_build)


@pytest.fixture
def street(built: Any) -> Street:
    found: Street = on_stage(built)
    return found


def page_of(found: Campaign) -> str:
    return f"/campaigns/{found.agency.code}/{found.number}/"


def site_page(street: Street) -> str:
    return f"{page_of(street.running)}{street.site.code}/"


def everything(street: Street) -> list[str]:
    """Every address at which the public meets the campaigns."""
    own = page_of(street.running)
    local = [
        *("/campaigns/", own, page_of(street.closed), site_page(street), "/campaigns/letters/"),
        *(f"{own}records.csv", f"{own}records.json", "/processes/campaign/", "/processes/inspection/"),
        *("/search/?q=渣土车辆", "/", "/sitemap/", "/powers/"),
    ]
    found = [f"{language}{address}" for language in ("", "/en") for address in local]
    found += ["/campaigns/feed.atom", "/sitemap-0.xml", "/api/v1/campaigns", "/api/v1/docs"]
    api = f"/api/v1/campaigns/{street.cast.agency.code}/{street.running.number}"
    return [*found, api, f"{api}/sites", f"/campaigns/photos/{street.photo.pk}.jpg"]


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def test_no_address_tells_a_person_or_what_is_not_public(street: Street) -> None:
    for address in everything(street):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        said = f"{answer.headers} {body(answer)}"
        for never in (*NEVER, street.hidden.number, street.draft.number, "录错的备注"):
            assert never not in said, (address, never)


def test_the_list_shows_what_runs_and_what_is_over(street: Street) -> None:
    for language, runs, over in (("", "正在进行", "已结束"), ("/en", "Running now", "Closed, with")):
        page = words_of(Client().get(f"{language}/campaigns/"))
        assert page.index(street.running.title) < page.index(street.closed.title)
        assert (runs in page and over in page) or language == ""
        assert street.draft.title not in page


def test_a_campaign_says_what_it_is_for_and_marks_what_is_configuration(street: Street) -> None:
    page = words_of(Client().get(f"/en{page_of(street.running)}"))
    assert street.running.aim in page
    assert street.running.basis in page
    assert "Wheel washing in place" in page
    assert "The washer works and is manned" in page
    assert "本机关规定" in page
    assert "Set by the agency, not by a text that was checked" in page
    assert "共检查一处" not in page
    assert "共检查一处" in words_of(Client().get(page_of(street.closed)))


def test_the_figures_are_those_of_the_published_records(street: Street) -> None:
    answer = Client().get(f"/en{page_of(street.running)}")
    cards = {each["label"]: each["value"] for each in answer.context["cards"]}
    assert (cards["Sites"], cards["Published inspections"], cards["Found wrong"]) == (2, 1, 1)
    assert (cards["To be put right"], cards["Not inspected yet"], cards["Put right again"]) == (1, 1, 0)
    unmet = {each["key"]: each["unmet"] for each in answer.context["requirements"]}
    assert unmet == {"papers": 0, "fence": 0, "paving": 0, "washing": 1, "covering": 0, "sweeping": 1}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["示例新区安置房二期工地", "示例新区学校工地"]),
        ("?stand=to_correct", ["示例新区安置房二期工地"]),
        ("?stand=unseen", ["示例新区学校工地"]),
        ("?stand=overdue", []),
        ("?stand=nonsense", ["示例新区安置房二期工地", "示例新区学校工地"]),
        ("?stand=%00", ["示例新区安置房二期工地", "示例新区学校工地"]),
    ],
)
def test_the_sites_follow_the_address(street: Street, query: str, names: list[str]) -> None:
    answer = Client().get(f"{page_of(street.running)}{query}")
    words_of(answer)
    assert [each["name"] for each in answer.context["sites"]] == names
    placed = [each for each in names if each != "示例新区学校工地"]
    assert len(answer.context["points"]) == len(placed)


def test_a_site_shows_its_organisations_and_each_record(street: Street) -> None:
    page = words_of(Client().get(f"/en{site_page(street)}"))
    for said in (
        *("示例建设开发有限公司", "示例建筑工程有限公司", "Builder", "Contractor", "示渣准字2026-12"),
        *(street.public.number, "已当场告知整改要求", "出口有带泥", "Not met", "To be put right until"),
        *(street.withdrawn.number, "地址录入有误", "Withdrawn"),
    ):
        assert said in page, said
    assert f'src="/en/campaigns/photos/{street.photo.pk}.jpg" alt="Photo 1 of the inspection on' in page
    assert f"/photos/{street.kept_back.pk}.jpg" not in page
    words_of(Client().get(site_page(street)))


def test_a_photo_is_the_veiled_copy_asked_for_again_each_time(street: Street) -> None:
    address = f"/campaigns/photos/{street.photo.pk}.jpg"
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "no-cache"
    again = Client().get(address, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")
    for photo in (street.kept_back, street.not_looked_at, *street.withdrawn.photos.all()):
        assert Client().get(f"/campaigns/photos/{photo.pk}.jpg").status_code == 404
    assert Client().get("/campaigns/photos/" + "9" * 30 + ".jpg").status_code == 404
    stage.record_moved(street.public, "withdraw", street.cast.campaign_publisher, "录入有误")
    answer = Client().get(address, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert answer.status_code == 404


def test_what_is_not_announced_is_not_there(street: Street) -> None:
    number = street.running.number
    for address in (
        page_of(street.draft),
        f"{page_of(street.draft)}records.csv",
        f"/campaigns/nowhere/{number}/",
        f"/campaigns/{street.cast.agency.code}/{number}%00/",
        f"/campaigns/{street.cast.agency.code}/{number}/CGJ-GD-9999/",
        f"/campaigns/{street.cast.agency.code}/{number}/%00/",
        f"/campaigns/{street.cast.agency.code}/{number}/records.xml",
    ):
        assert Client().get(address).status_code == 404, address


def test_the_feed_names_each_published_record_once_and_changes_with_them(street: Street) -> None:
    answer = Client().get("/campaigns/feed.atom")
    (entry,) = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert "2项不合格" in str(entry.findtext(f"{ATOM}title"))
    assert "冲洗到位：出口有带泥" in str(entry.findtext(f"{ATOM}summary"))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(f"{site_page(street)}#{street.public.number}")
    assert Client().get("/campaigns/feed.atom", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    stage.record_moved(street.public, "withdraw", street.cast.campaign_publisher, "录入有误")
    empty = Client().get("/campaigns/feed.atom", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert empty.status_code == 200
    assert ET.fromstring(empty.content).findall(f"{ATOM}entry") == []


def test_search_site_map_and_procedures_know_the_campaigns(street: Street) -> None:
    found = words_of(Client().get("/search/?q=渣土车辆运输专项"))
    assert f'href="{page_of(street.running)}"' in found
    assert street.draft.number not in words_of(Client().get("/search/?q=起草中的专项治理"))
    site_map = body(Client().get("/sitemap-0.xml"))
    assert page_of(street.running) in site_map
    assert site_page(street) in site_map
    for key in ("campaign", "inspection"):
        words_of(Client().get(f"/processes/{key}/"))
    table = Client().get("/en/processes/campaign/").context["table"]
    counts = {row[0]: row[2] for row in table["rows"]}
    assert (counts["Running"], counts["Closed"], counts["Being drafted"]) == ("1", "1", "1")


def test_a_page_asks_as_often_for_many_as_for_few(street: Street) -> None:
    counts = []
    own = page_of(street.running)
    addresses = ["/campaigns/", own, site_page(street), f"{own}records.json", "/campaigns/feed.atom"]
    addresses += ["/api/v1/campaigns", f"/api/v1/campaigns/{street.cast.agency.code}/{street.running.number}"]
    addresses += [
        f"/api/v1/campaigns/{street.cast.agency.code}/{street.running.number}/sites",
        "/search/?q=专项治理",
    ]
    for turn in range(2):
        asked = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                body(Client().get(address))
            asked.append(len(queries))
        counts.append(asked)
        if not turn:
            _more(street)
    assert counts[0] == counts[1]


def _more(street: Street) -> None:
    cast = street.cast
    places = [stage.site(cast, f"示例工地{at}") for at in range(5)]
    from gongkai.campaigns.actions import sites

    sites.put_sites(
        campaign_id=street.running.pk, actor=cast.organiser, site_ids=[each.pk for each in places]
    )
    for at in range(3):
        made = clock.now() - timedelta(minutes=50 - at)
        stage.published(
            cast, street.running, "washing", cause="follow_up", made_at=made, device_key=uuid.uuid4()
        )
    stage.running(cast, places[0], title="又一项专项治理")

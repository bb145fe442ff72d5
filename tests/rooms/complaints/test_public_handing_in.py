"""Does the form take a matter page by page, lose nothing that was typed, and make one matter of many clicks?"""

from __future__ import annotations

from datetime import date

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import mattering
from cast import Cast
from complaining import DONE, LAT, LON, NEW, code_of, errors, photo, typed
from gongkai.complaints import house
from gongkai.complaints.identity import read
from gongkai.complaints.models import Matter, MatterFile, PublicMatter, Reporter
from gongkai.complaints.queries.similar import said_same
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import ledger
from gongkai.domain.complaints import categories
from gongkai.people.models import Agency, Person

CLOSED = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def one_agency(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.outside_agency.pk).update(closed_on=CLOSED)


def sent(client: Client, **changes: object) -> Matter:
    """The last page, sent and confirmed."""
    answer = client.post(NEW, typed(**changes))
    assert (answer.status_code, answer.headers["Location"]) == (302, DONE), errors(answer)
    return Matter.objects.select_related("agency").latest("pk")


def hidden(answer: object) -> dict[str, str]:
    """What travels along in the page's hidden fields."""
    tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)  # type: ignore[attr-defined]
    inputs = [each for each in tree.iter("input") if each.get("type") == "hidden"]
    return {str(each.get("name")): str(each.get("value")) for each in inputs}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_valid_private_and_carries_the_ones_before(
    cast: Cast, client: Client, prefix: str
) -> None:
    pages = [
        client.get(prefix + NEW),
        client.post(prefix + NEW, typed(at="what")),
        client.post(prefix + NEW, typed(at="where")),
    ]
    for answer in pages:
        html = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(html)
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert '<meta name="robots" content="noindex">' in html
    assert [page.templates[0].name for page in pages] == [
        f"complaints/public/{name}.html" for name in ("what", "where", "last")
    ]
    carried = hidden(pages[2])
    assert (carried["text"], carried["another"], carried["lat"]) == (
        typed()["text"],
        mattering.CATEGORY,
        LAT,
    )
    assert "places.js" in pages[1].content.decode()
    assert "places.js" not in pages[0].content.decode() + pages[2].content.decode(), (
        "the map only where it is used"
    )
    assert Matter.objects.count() == 0


def test_the_class_is_suggested_from_the_words(cast: Cast, client: Client) -> None:
    answer = client.post(NEW, {"at": "what", "text": "楼下的路灯不亮了"})
    form = answer.context["form"]
    assert form.suggested[0].code == "C01-10"
    assert form["category"].value() == "C01-10"
    answer = client.post(NEW, {"at": "what", "text": "。。"})
    assert answer.context["form"].suggested == []


def test_what_was_sent_is_the_matter(cast: Cast, client: Client) -> None:
    matter = sent(
        client,
        q_waste_amount="cart",
        email="a＠example.org",
        by_email="on",
        may_publish="on",
        photos=[photo(), photo("二.jpg")],
    )
    assert (matter.agency_id, matter.channel, matter.state) == (cast.agency.pk, "web", "received")
    assert (matter.kind, matter.category, matter.title) == (
        "complaint",
        mattering.CATEGORY,
        "路边堆放建筑垃圾",
    )
    assert (matter.lat, matter.lon, matter.address) == (float(LAT), float(LON), "光明路东侧")
    assert matter.district != ""
    assert matter.answers == {"waste_amount": "cart"}
    assert matter.may_publish
    reporter = Reporter.objects.get(matter=matter)
    contact = read(reporter)
    assert (contact.name, contact.email) == (mattering.MARKERS["name"], "a@example.org")
    assert (reporter.by_email, reporter.anonymous, reporter.language) == (True, False, "zh-hans")
    assert list(MatterFile.objects.values_list("kind", "content_type")) == [("reported", "image/jpeg")] * 2
    assert PublicMatter.objects.get().text == ""


def test_nobody_need_say_who_they_are(cast: Cast, client: Client) -> None:
    matter = sent(client, name=None, telephone=None, title=None)
    assert Reporter.objects.get(matter=matter).anonymous
    assert matter.title.startswith("建筑垃圾"), "the class gives the line nobody wrote"
    assert matter.title != typed()["text"][: len(matter.title)], "the reporter's words may hold names"


def test_the_receipt_shows_number_code_and_proof_as_often_as_it_is_loaded(cast: Cast, client: Client) -> None:
    matter = sent(client)
    first = next(iter(ledger.events_of([subject_of(matter)])))
    for prefix in ("", "/en"):
        answer = client.get(prefix + DONE)
        html = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(html)
        for shown in (matter.number, code_of(matter), first.digest):
            assert shown in html
        assert "<svg" in html
        assert mattering.MARKERS["name"] not in html
        check = Client().get(f"{prefix}/ledger/check/?event={first.seq}&digest={first.digest}")
        assert check.context["held"] is True
    assert client.get(DONE).headers["Cache-Control"] == "no-store, private"
    assert Client().get(DONE).headers["Location"] == "/complaints/follow/"
    cookie = client.cookies["gongkai_matter_handed_in"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == ("/complaints/done/", True, 1800)
    assert str(matter.token) not in cookie.value, "the token is the code: it is sealed, not only signed"
    client.post("/complaints/mine/leave/")
    assert client.get(DONE).status_code == 302


def test_sent_twice_it_is_one_matter_and_says_when_something_was_changed(cast: Cast, client: Client) -> None:
    form = typed()
    first, again = client.post(NEW, form), client.post(NEW, form)
    assert (first.headers["Location"], again.headers["Location"]) == (DONE, DONE)
    other = client.post(NEW, {**form, "text": "换了一句话"})
    assert other.headers["Location"] == f"{DONE}?sent=before"
    assert Matter.objects.count() == 1
    assert "notice--warning" in client.get(other.headers["Location"]).content.decode()


def test_danger_comes_first_and_is_asked_once(cast: Cast, client: Client) -> None:
    burning = {"text": "小区门口的配电箱起火冒烟了", "at": "what"}
    warned = client.post(NEW, burning)
    assert warned.templates[0].name == "complaints/public/danger.html"
    html = warned.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.index("tel:119") < html.index("data-send"), "the number stands before the way on"
    assert hidden(warned)["text"] == burning["text"]
    on = client.post(NEW, {**hidden(warned)})
    assert on.templates[0].name == "complaints/public/where.html"
    more = client.post(NEW, {**hidden(on), "text": "起火了，还有人受伤"})
    assert more.templates[0].name == "complaints/public/danger.html", "another danger is asked about anew"
    safe = hidden(warned)["safe"]
    matter = sent(client, text=burning["text"], safe=safe)
    assert matter.steps.get(move="submitted").data["warned"] == safe.split()


def test_a_dangerous_class_is_asked_about_whatever_the_words(cast: Cast, client: Client) -> None:
    dangerous = next(row for row in categories.categories(date(2026, 11, 25)) if row.danger)
    answer = client.post(NEW, typed(at="where", another=dangerous.code, text="那里有点不对"))
    assert (answer.templates[0].name, answer.context["by_class"]) == ("complaints/public/danger.html", True)
    answer = client.post(NEW, {**hidden(answer), "at": "where"})
    assert answer.templates[0].name == "complaints/public/last.html"


def test_a_like_matter_nearby_is_shown_without_its_words_and_choosing_it_is_a_hint(
    cast: Cast, client: Client
) -> None:
    first = sent(client)
    public = PublicMatter.objects.get(matter=first)
    own = {"title": "", "address": "东门", "name": "", "telephone": ""}
    answer = client.post(NEW, typed(at="where", text="又有人在这里倒渣土", **own))
    assert [each["id"] for each in answer.context["near"]] == [public.public_id]
    html = answer.content.decode()
    for secret in (first.number, first.text, first.title, first.address, *mattering.MARKERS.values()):
        assert secret not in html
    second = sent(client, same=public.public_id)
    assert (second.number != first.number, second.lead_id, second.state) == (True, None, "received")
    assert said_same(second) == first.number
    assert said_same(sent(client, same="m-nothing")) == ""
    event = next(iter(ledger.events_of([subject_of(second)])))
    assert event.data["perhaps_same"] == first.number
    far = client.post(NEW, typed(at="where", lat="33.280000"))
    other = client.post(NEW, typed(at="where", another="C01-10"))
    wrong = client.post(NEW, typed(at="where", kind="report"))
    assert [far.context["near"], other.context["near"], wrong.context["near"]] == [[], [], []]


def test_the_number_of_queries_does_not_grow_with_what_is_nearby(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(2):
        sent(client)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        few = client.post(NEW, typed(at="where"))
    for _ in range(6):
        sent(client)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        many = client.post(NEW, typed(at="where"))
    assert (len(few.context["near"]), len(many.context["near"])) == (2, 4)


def test_a_report_against_a_unit_or_a_person_is_hidden_from_them(cast: Cast, client: Client) -> None:
    waste = cast.units["waste"]
    matter = sent(client, kind="report", against_unit=str(waste.pk))
    assert (matter.against_unit_id, PublicMatter.objects.filter(matter=matter).count()) == (waste.pk, 0)
    handler = Person.objects.get(pk=cast.handler.person_id)
    named = sent(client, kind="report", against_words=handler.name)
    assert named.against_person_id == handler.pk, "a name somebody bears is hidden from them"
    assert named.text.endswith(handler.name)
    unknown = sent(client, kind="report", against_words="没有这个人")
    assert (unknown.against_person_id, "没有这个人" in unknown.text) == (None, True)


def test_a_photo_gives_the_place_only_where_that_is_wanted_and_keeps_none(cast: Cast, client: Client) -> None:
    there = (float(LAT), float(LON))
    without = sent(client, lat="", lon="", photos=[photo(at=there)])
    assert without.lat is None
    wanted = sent(client, lat="", lon="", use_photo_place="on", photos=[photo(), photo("二.jpg", at=there)])
    assert (round(wanted.lat or 0, 4), round(wanted.lon or 0, 4)) == (33.3006, 116.7519)
    abroad = sent(client, lat="", lon="", use_photo_place="on", photos=[photo(at=(1.0, 1.0))])
    assert (abroad.lat, abroad.state) == (None, "received")


#: The page that is sent, what is wrong on it, and the field at which that is said.
WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("what", {"text": "  "}, "text"),
    ("what", {"text": "水" * 3801}, "text"),
    ("what", {"homepage": "https://example.org"}, "homepage"),
    ("where", {"kind": ""}, "kind"),
    ("where", {"kind": "nothing"}, "kind"),
    ("where", {"category": "E99-99"}, "category"),
    ("where", {"lat": "1", "lon": "1"}, "lat"),
    ("where", {"lat": "", "lon": "", "address": ""}, "address"),
    ("last", {"telephone": "12"}, "telephone"),
    ("last", {"email": "nobody"}, "email"),
    ("last", {"by_email": "on"}, "email"),
    ("last", {"q_waste_amount": "nothing"}, "q_waste_amount"),
    ("last", {"against_unit": "x"}, "against_unit"),
)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(cast: Cast, client: Client) -> None:
    for page, changes, field in WRONG:
        answer = client.post(NEW, typed(at=page, **changes))
        assert answer.status_code == 422, changes
        assert answer.templates[0].name == f"complaints/public/{page}.html", changes
        assert list(errors(answer)) == [field], changes
        kept = {**hidden(answer), **{each.html_name: each.value() for each in answer.context["form"]}}
        for name in ("text", "kind", "another", "address", "telephone"):
            assert kept[name] == {**typed(), **changes}[name], (changes, name)
    assert Matter.objects.count() == 0
    assert client.post(NEW, typed(at="where", address="")).status_code == 200, "a pin alone is a place"
    assert client.post(NEW, typed(at="where", lat="", lon="")).status_code == 200, "an address alone is one"


def test_photos_must_be_photos_and_have_to_be_chosen_again(cast: Cast, client: Client) -> None:
    words = SimpleUploadedFile("一.txt", "文字".encode())
    broken = SimpleUploadedFile("二.jpg", b"\xff\xd8\xff\xe0broken")
    answer = client.post(NEW, typed(photos=[photo(), words]))
    assert list(errors(answer)) == ["photos"]
    assert answer.context["form"].files_again
    assert list(errors(client.post(NEW, typed(photos=[broken])))) == ["photos"]
    many = client.post(NEW, typed(photos=[photo(f"{number}.jpg") for number in range(30)]))
    assert (many.status_code, list(errors(many))) == (422, ["photos"])
    assert (Matter.objects.count(), MatterFile.objects.count()) == (0, 0)


def test_a_step_back_loses_nothing(cast: Cast, client: Client) -> None:
    answer = client.post(NEW, typed(at="last", back="where", telephone="12"))
    assert (answer.status_code, answer.templates[0].name) == (200, "complaints/public/where.html")
    assert answer.context["form"]["another"].value() == mattering.CATEGORY
    assert hidden(answer)["telephone"] == "12"
    answer = client.post(NEW, typed(at="where", back="what"))
    assert answer.context["form"]["text"].value() == typed()["text"]
    assert hidden(answer)["address"] == "光明路东侧"


def test_too_many_from_one_address_have_to_wait_and_lose_nothing(
    cast: Cast, client: Client, settings: object
) -> None:
    settings.GONGKAI_REPORTS_PER_MINUTE = 2  # type: ignore[attr-defined]
    for _ in range(2):
        sent(client)
    answer = client.post(NEW, typed())
    assert (answer.status_code, Matter.objects.count()) == (429, 2)
    assert hidden(answer)["text"] == typed()["text"]
    assert client.post(NEW, typed(), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_hostile_input_is_refused_with_a_sentence(cast: Cast, client: Client) -> None:
    strange = (
        {"text": "渣土\x00堆放"}, {"token": "\x00"}, {"title": "a\x00b"}, {"same": "\x00"}, {"name": "\x00"},
        {"another": "\x00"}, {"lat": "nan", "lon": "inf"}, {"lat": "1e400"}, {"at": "nothing", "text": ""},
        {"back": "nothing", "text": ""}, {"grid": "\x00"}, {"district": "nothing"}, {"against_words": "x" * 500},
        {"q_waste_amount": "\x00"}, {"against_unit": "9" * 40}, {"text": "<script>alert(1)</script>" * 400},
    )  # fmt: skip
    for changes in strange:
        answer = client.post(NEW, typed(**changes))
        assert answer.status_code == 422, changes
        html = answer.content.decode()
        assert "<script>alert" not in html, changes
    assert Matter.objects.count() == 0
    twice = client.post(NEW, {**typed(at="where"), "q_nothing": ["a"] * 50, "q_<b>": "x"})
    assert twice.status_code == 200
    assert "q_<b>" not in twice.content.decode()


def test_the_front_page_says_what_one_can_do_with_one_query(
    cast: Cast, client: Client, django_assert_num_queries: object
) -> None:
    for prefix in ("", "/en"):
        client.get(prefix + "/complaints/")
        with django_assert_num_queries(1):  # type: ignore[operator]
            answer = client.get(prefix + "/complaints/")
        html = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(html)
        assert html.index("tel:119") < html.index("/complaints/new/")
        assert cast.agency.telephone in html
        assert "12388" in html, "where to turn with what is not taken up"
        assert str(house.period("full")["length"]) in html
        assert set(answer.cookies) <= {"gongkai_csrf"}

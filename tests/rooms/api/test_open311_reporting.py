"""Is a report taken in either form, with every field where it belongs, and is every fault of one told at once?"""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import override_settings
from PIL import Image

import cast as people
from gongkai.complaints import identity
from gongkai.complaints.models import Matter
from gongkai.core import api_keys, ledger
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import COVER, LAMP, Program, good


def photo(side: int = 40) -> io.BytesIO:
    content = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(content, "JPEG")
    content.seek(0)
    content.name = "照片 1.jpg"
    return content


def only_matter() -> Matter:
    return Matter.objects.get()


def test_a_report_is_taken_and_has_its_number_at_once(program: Program) -> None:
    answer = program.send(good(account_id="42"))
    assert answer.status == 200
    (said,) = answer.said
    assert set(said) == {"service_request_id", "service_notice", "account_id"}
    matter = only_matter()
    assert matter.number in said["service_notice"]
    assert said["account_id"] == "42"
    assert "no-store" in answer.response["Cache-Control"]
    assert (matter.channel, matter.category, matter.text) == ("open311", LAMP, "路灯不亮，已经三天了")
    assert (matter.lat, matter.lon, matter.state) == (33.3012, 116.7503, "received")
    (seen,) = program.ask(f"requests/{said['service_request_id']}")
    assert (seen["status"], seen["service_code"], seen["description"]) == ("open", LAMP, None)
    told = [event.verb for event in ledger.events_of([("complaints.matter", matter.pk)])]
    assert told == ["complaints.matter.submitted"]


def test_chinese_in_every_field_comes_through(program: Program) -> None:
    program.report(
        description="第一行：井盖碎了\r\n第二行：<5米 & “很危险” ]]> 𠮷",
        address_string="人民路与解放路交叉口，𠮷祥小区东门",
        first_name="小明",
        last_name="王",
        email="xiaoming@example.org",
        phone="0558-555 0000 转 12",
        **{"attribute[pole_number]": "甲-０１２号"},
    )
    matter = only_matter()
    assert matter.text == "第一行：井盖碎了\n第二行：<5米 & “很危险” ]]> 𠮷"
    assert matter.title == "第一行：井盖碎了"
    assert matter.address == "人民路与解放路交叉口，𠮷祥小区东门"
    assert matter.answers == {"pole_number": "甲-０１２号"}
    who = identity.read(matter.reporter)
    assert (who.name, who.email, who.telephone) == ("王小明", "xiaoming@example.org", "0558-555 0000 转 12")


@pytest.mark.parametrize(
    ("first", "last", "name"), [("Zach", "Li", "Zach Li"), ("", "王", "王"), ("", "", "")]
)
def test_names_are_put_together_as_their_language_does(
    office: people.Cast, first: str, last: str, name: str
) -> None:
    Program(key=stage.key_for(office)).report(first_name=first, last_name=last)
    assert identity.read(only_matter().reporter).name == name


def test_a_report_with_photos_is_taken_as_multipart(program: Program) -> None:
    identity_ = program.report(media=photo(), media_url="https://photos.example.org/1.jpg?x=1&y=2")
    matter = only_matter()
    assert [file.content_type for file in matter.files.all()] == ["image/jpeg"]
    # It is kept as words and never opened from here.
    assert matter.text.endswith("\nhttps://photos.example.org/1.jpg?x=1&y=2")
    # What nobody has looked through is shown to nobody.
    assert program.ask(f"requests/{identity_}")[0]["media_url"] is None


def test_files_are_taken_whatever_their_field_is_called(office: people.Cast) -> None:
    Program(key=stage.key_for(office)).report(**{"media[]": photo(), "photo1": photo()})
    assert only_matter().files.count() == 2


@pytest.mark.parametrize(
    "place",
    [
        {"lat": "33.3012", "long": "116.7503"},
        {"address_string": "人民路1号"},
        {"address_id": "LAMP-12"},
        {"lat": "", "long": "", "address_string": "人民路1号"},
    ],
    ids=["point", "words", "number", "empty-point"],
)
def test_one_way_to_say_the_place_is_enough(program: Program, place: dict[str, str]) -> None:
    program.report(**{"lat": "", "long": "", **place})
    matter = only_matter()
    assert matter.lat or matter.address == (place.get("address_string") or place.get("address_id"))


def test_without_words_the_service_speaks(office: people.Cast) -> None:
    program = Program(key=stage.key_for(office), prefix="/open311/v2/")
    program.report(description="")
    assert (only_matter().title, only_matter().text) == ("路灯", "路灯")


def test_what_fits_no_service_is_taken_for_the_desk_to_class(program: Program) -> None:
    identity_ = program.report(service_code="other")
    assert only_matter().category == ""
    assert program.ask(f"requests/{identity_}")[0]["service_code"] == "other"


@pytest.mark.parametrize(
    "name", ["attribute[cover_state]", "attribute[cover_state][]", "attribute[cover_state][0]"]
)
def test_answers_are_taken_in_every_spelling(program: Program, name: str) -> None:
    program.report(service_code=COVER, **{name: "missing"})
    assert only_matter().answers == {"cover_state": "missing"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "attribute[cover_state] is missing: What is wrong with the cover"),
        ({"attribute[cover_state]": ""}, "is missing"),
        ({"attribute[cover_state]": "melted"}, "“melted” is no answer to attribute[cover_state]"),
        ({"attribute[cover_state]": "缺失"}, "Possible are: missing, broken"),
        ({"attribute[cover_state]": ["missing", "broken"]}, "takes one answer; 2 were sent"),
        ({"attribute[cover_state]": "missing", "attribute[NOPE]": "1"}, "has no attribute “NOPE”"),
        ({"attribute[cover_state]": "missing", "attribute[]": "1"}, "has no attribute “”"),
    ],
    ids=["none", "empty", "unknown", "by-name", "two", "more", "nameless"],
)
def test_a_wrong_answer_is_told(program: Program, answers: dict[str, Any], said: str) -> None:
    sentences = program.send(good(service_code=COVER, **answers)).errors(400)
    assert len(sentences) == 1
    assert said in sentences[0]
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lat": ""}, "belong together"),
        ({"long": ""}, "belong together"),
        ({"lat": "", "long": ""}, "The place is missing"),
        ({"lat": "116.7503", "long": "33.3012"}, "exchanged"),
        ({"lat": "39.9", "long": "116.4"}, "outside"),
        ({"lat": "NaN", "long": "116.7503"}, "not numbers"),
        ({"lat": "1e999", "long": "116.7503"}, "not numbers"),
        ({"lat": "北", "long": "东"}, "not numbers"),
        ({"description": "x" * 4001}, "4001 characters; 4000"),
        ({"description": "<script>alert(1)</script>"}, "HTML"),
        ({"description": 'a<img src="x" onerror=alert(1)>'}, "HTML"),
        ({"description": "一<br/>二"}, "HTML"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"phone": "call me"}, "not a telephone number"),
        ({"media_url": "file:///etc/passwd"}, "not an address of the web"),
        ({"media_url": "javascript:alert(1)"}, "not an address of the web"),
        ({"first_name": "名" * 31}, "31 characters"),
        ({"address_string": "x" * 301}, "301 characters"),
    ],
    ids=lambda value: (
        None if isinstance(value, str) else "-".join(value) + str(list(value.values())[-1])[:12]
    ),
)
def test_a_wrong_field_is_told(program: Program, changes: dict[str, str], said: str) -> None:
    sentences = program.send(good(**changes)).errors(400)
    assert len(sentences) == 1, sentences
    assert said in sentences[0]
    assert not Matter.objects.exists()


def test_every_fault_is_told_at_once(program: Program) -> None:
    answer = program.send(
        {
            "service_code": COVER,
            "lat": "33",
            "description": "<b>" + "x" * 10,
            "email": "x",
            "phone": "?",
            "media_url": "x",
            "attribute[cover_state]": "x",
            "attribute[y]": "x",
        }
    )
    sentences = answer.errors(400)
    assert len(sentences) == 7, sentences
    assert not Matter.objects.exists()


def test_an_unknown_service_is_404_beside_what_else_is_wrong(program: Program) -> None:
    answer = program.send(good(service_code="NOPE", email="x"))
    assert len(answer.errors(404)) == 2
    assert "“service_code” is missing" in program.send(good(service_code="")).errors(400)[0]


def test_another_jurisdiction_takes_nothing(program: Program) -> None:
    program.send(good(jurisdiction_id="other.example.org")).errors(404)
    assert not Matter.objects.exists()
    program.report(jurisdiction_id="testserver")


@pytest.mark.parametrize("key", ["", "gk_00000000_" + "0" * 48, "密钥", "x" * 5000, "gk_\x00"])
def test_without_a_right_key_nothing_else_is_looked_at(program: Program, key: str) -> None:
    program.key = key
    sentences = program.send({"service_code": "NOPE", "lat": "x"}).errors(403)
    assert len(sentences) == 1
    program.send({**good(), "media": photo()}).errors(403)
    assert not Matter.objects.exists()


def test_a_revoked_key_takes_nothing(program: Program) -> None:
    program.report()
    api_keys.revoke(which="随手拍", actor=ledger.System(), reason="x")
    assert "revoked" in program.send(good()).errors(403)[0]


def test_the_key_may_stand_in_the_address(office: people.Cast) -> None:
    program = Program()
    response = program.client.post(f"/open311/v2/requests.json?api_key={stage.key_for(office)}", good())
    assert response.status_code == 200, response.content


def test_a_key_is_counted_and_so_is_an_address(program: Program, office: people.Cast) -> None:
    with override_settings(GONGKAI_OPEN311_WRITES=2):
        reports = [good(description=f"第{number}盏路灯不亮") for number in range(3)]
        assert [program.send(each).status for each in reports] == [200, 200, 429]
        refused = program.send(good())
        assert "too often" in refused.errors(429)[0]
        assert refused.response["Retry-After"] == "30"
        other = Program(program.form, stage.key_for(office, "another"))
        assert other.send(good()).status == 200
    with override_settings(GONGKAI_OPEN311_READS=1):
        elsewhere = {"REMOTE_ADDR": "198.51.100.9"}
        urls = [f"{program.prefix}{path}.{program.form}" for path in ("services", "requests")]
        assert [program.client.get(url, **elsewhere).status_code for url in urls] == [200, 429]
        assert program.client.get("/open311/v2/media/m-x/1", **elsewhere).status_code == 429
        assert program.client.get(urls[0], REMOTE_ADDR="198.51.100.10").status_code == 200
    assert Matter.objects.count() == 3

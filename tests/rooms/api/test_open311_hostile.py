"""Does whatever is thrown at the server get an answer in its form, and break nothing?"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any
from urllib.parse import quote

import pytest
from django.test import override_settings
from PIL import Image

import cast as people
from gongkai.complaints.models import Matter, MatterFile
from rooms.api.open311_stage import Answer, Program, good

FORM = "application/x-www-form-urlencoded"


def sent(program: Program, body: bytes | str, content_type: str = FORM, **more: Any) -> Answer:
    """A body as it is; the key stands in the address."""
    url = f"{program.prefix}requests.{program.form}?api_key={program.key}"
    return Answer(program.client.generic("POST", url, body, content_type=content_type, **more), program.form)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"\x00\xff\xfe", FORM),
        (b"{}", "application/json"),
        (b"<a/>", "text/xml"),
        (b"x", ""),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
        (b"x", "multipart/form-data; boundary=" + "b" * 300),
        (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n", "multipart/form-data; boundary=b"),
        (b"description=\xc2\xb7", f"{FORM}; charset=gbk"),
        (b"description=x", f"{FORM}; charset=nonsense"),
        (b"&".join(b"a%d=1" % number for number in range(3000)), FORM),
    ],
    ids=[
        *(
            "empty",
            "bytes",
            "json",
            "xml",
            "no-type",
            "no-boundary",
            "empty-boundary",
            "long-boundary",
            "cut-off",
        ),
        *("gbk", "no-charset", "fields"),
    ],
)
def test_a_body_that_is_no_report_is_400(program: Program, body: bytes, content_type: str) -> None:
    answer = sent(program, body, content_type)
    assert answer.errors(400)
    assert not Matter.objects.exists()


def test_ten_megabytes_of_text_are_refused(program: Program) -> None:
    program.send(good(description="字" * (10 * 1024 * 1024 // 3))).errors(400)
    assert "too large" in sent(program, b"description=" + b"x" * 13_000_000).errors(400)[0]
    assert not Matter.objects.exists()


@override_settings(GONGKAI_MAX_UPLOAD=100_000)
def test_a_huge_photo_is_refused_and_left_nowhere(program: Program, settings: Any) -> None:
    for size, said in ((100_001, "larger than"), (3_000_000, "too large")):
        big = io.BytesIO(b"\xff\xd8\xff" + bytes(size))
        big.name = "big.jpg"
        assert said in program.send(good(media=big)).errors(400)[0]
    assert not Matter.objects.exists()
    assert not list((settings.DATA_DIR / "files").rglob("*.part"))


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00" * 50, b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0" + bytes(50), b"%PDF-1.4 nothing"],
)
def test_a_file_that_is_no_photo_is_refused_with_the_report(program: Program, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = "../../照片\x00.jpg"
    assert program.send(good(media=file)).errors(400)
    assert not Matter.objects.exists()
    assert not MatterFile.objects.exists()


def test_a_picture_that_would_not_fit_into_memory_is_refused(program: Program) -> None:
    picture = io.BytesIO()
    Image.new("1", (1, 1)).save(picture, "PNG")
    drawn = picture.getvalue()
    # Only its header says that it is a hundred thousand pixels wide and high.
    header = b"IHDR" + struct.pack(">II", 100_000, 100_000) + drawn[24:29]
    content = io.BytesIO(drawn[:12] + header + struct.pack(">I", zlib.crc32(header)) + drawn[33:])
    content.name = "wall.png"
    assert program.send(good(media=content)).errors(400)
    assert not Matter.objects.exists()


def test_too_many_photos_are_refused(program: Program) -> None:
    files = {}
    for number in range(10):
        files[f"media{number}"] = io.BytesIO(b"x")
        files[f"media{number}"].name = "x.jpg"
    assert "10 files were sent" in program.send(good(**files)).errors(400)[0]


@pytest.mark.parametrize(
    "place", ["description", "address_string", "first_name", "account_id", "device_id", "address_id"]
)
def test_signs_nobody_can_write_are_left_out(program: Program, place: str) -> None:
    answer = program.send(good(**{place: "一\x00\x0b\x1f二 ]]> <&>\ufffe"}))
    assert answer.status == 200, answer.said
    matter = Matter.objects.get()
    assert "\x00" not in f"{matter.text}{matter.address}{matter.title}"
    if place == "account_id":
        assert answer.said[0]["account_id"] == "一二 ]]> <&>"


def test_no_name_of_a_field_breaks_anything(program: Program) -> None:
    names = [
        "attribute[\x00]",
        "attribute[[a]]",
        "attribute[a][b]",
        "\x00",
        "路灯",
        "__proto__",
        "a" * 3000,
        "attribute",
    ]
    answer = program.send(good(**dict.fromkeys(names, "x")))
    assert answer.status == 400
    assert "has no attribute" in answer.errors(400)[0]


@pytest.mark.parametrize(
    "query",
    [
        "service_request_id=" + ",".join(f"m-{number}" for number in range(3000)),
        "service_code=%00,%ff,%ed%a0%80",
        "status=open%00,closed",
        "start_date=%ff&end_date=%00",
        "page=%2B1&page_size=1e3",
        "extensions[]=true&service_request_id[]=x",
        "jurisdiction_id=%3Cscript%3E%00",
        "updated_after=2026-03-02T08:00:00%2B99:99",
        "&&&=&a",
    ],
    ids=["ids", "codes", "status", "dates", "numbers", "lists", "jurisdiction", "zone", "nothing"],
)
def test_no_question_breaks_anything(program: Program, query: str) -> None:
    response = program.client.get(f"{program.prefix}requests.{program.form}?{query}")
    answer = Answer(response, program.form)
    assert answer.status in (200, 400, 404)
    assert answer.status == 200 or answer.errors(answer.status)


@pytest.mark.parametrize(
    "path", ["requests/%ff", "services/%0a", "tokens/%2e%2e", "requests/%c0%ae", "%00", "requests/<x>"]
)
def test_no_address_breaks_anything(program: Program, path: str) -> None:
    answer = Answer(program.client.get(f"{program.prefix}{path}.{program.form}"), program.form)
    assert answer.errors(404)


def test_what_is_repeated_in_a_sentence_is_short_and_escaped(program: Program) -> None:
    said = program.get("requests", status="<script>" + "x" * 5000).errors(400)[0]
    assert len(said) < 200
    assert "<script>" in said


def test_a_program_needs_no_cookie_and_gets_none(office: people.Cast, program: Program) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"{program.prefix}requests.{program.form}", {**good(), "api_key": program.key})
    assert response.status_code == 200
    assert not response.cookies


def test_a_secret_stands_in_the_receipt_alone(program: Program) -> None:
    """The reporter's code is told to the program that reported, once, and nobody else."""
    notice = program.send(good()).said[0]["service_notice"]
    matter = Matter.objects.get()
    code = notice.partition("secret code ")[2].partition(".")[0]
    assert len(code) > 6
    row = matter.public
    for path in (f"requests/{row.public_id}", "requests", "servicerequestupdates", f"tokens/{row.public_id}"):
        content = program.get(path, extensions="true").response.content.decode()
        assert code not in content
        assert matter.number not in content
        assert quote(matter.text) not in content

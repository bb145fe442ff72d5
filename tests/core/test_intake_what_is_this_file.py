"""Is a file taken for what its content is, whatever it is called?"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.core.intake import Inspected, inspect, safe_name
from gongkai.core.refusals import Invalid

LIMIT = 50 * 1024 * 1024


def look(data: bytes, name: str, limit: int = LIMIT) -> Inspected:
    return inspect(io.BytesIO(data), name, max_bytes=limit)


def refusal(data: bytes, name: str, limit: int = LIMIT) -> str:
    with pytest.raises(Invalid) as caught:
        look(data, name, limit)
    return str(caught.value.reason)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name.replace("__", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("城管局公告.pdf", "城管局公告.pdf"),
        ("..\\..\\秘密/公告.pdf", "公告.pdf"),
        ("公告\u202efdp.exe", "公告fdp.exe"),
        ("a\x00b\n c\u200b.txt", "ab c.txt"),
        ("...", "file"),
        ("con.txt", "_con.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_loses_what_could_harm_and_keeps_its_chinese(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_long_name_is_shortened_before_its_ending() -> None:
    assert safe_name("长" * 300 + ".docx") == "长" * 115 + ".docx"


@given(st.text())
def test_no_name_is_ever_unsafe(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 121
    assert not set(safe) & set('/\\\0\n\r<>:"|?*\u202e\u200b')
    assert safe not in {".", ".."}


def test_plain_text_is_known_by_its_letters_in_every_usual_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"):
        found = look("渣土运输管理办法\r\n第一条".encode(encoding), "办法.txt")
        assert (found.kind, found.content_type, found.has_text) == ("text", "text/plain", True), encoding


def test_the_sum_and_the_size_are_those_of_the_bytes_and_the_file_is_left_at_its_start(
    tmp_path: Path,
) -> None:
    data = "公开".encode() * 1000
    file = io.BytesIO(data)
    found = inspect(file, "a.txt", max_bytes=LIMIT)
    assert (found.size, found.sha256, file.tell()) == (6000, hashlib.sha256(data).hexdigest(), 0)
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert inspect(path, "a.txt", max_bytes=LIMIT) == found


def test_an_empty_file_and_one_too_large_are_refused_with_the_limit_in_megabytes() -> None:
    assert "empty" in refusal(b"", "a.txt")
    assert "3 MB" in refusal(b"a" * 3 * 1024 * 1024, "a.txt", 2 * 1024 * 1024)
    assert "the 2 MB" in refusal(b"a" * 3 * 1024 * 1024, "a.txt", 2 * 1024 * 1024)


def test_a_name_that_contradicts_the_content_is_refused() -> None:
    assert "ends in .pdf, but the content is plain text" in refusal("公告".encode(), "公告.pdf")
    assert "program" in refusal(b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "公告.pdf")


def test_a_name_without_ending_gets_the_right_one() -> None:
    assert look("公告".encode(), "公告").name == "公告.txt"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(50),
        b"#!/bin/sh\nrm -rf /\n",
        b"\xef\xbb\xbf#!/usr/bin/python\n",
        b"@echo off\r\ndel *.*\r\n",
        b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(50),
    ],
)
def test_programs_and_scripts_are_refused_under_any_name(data: bytes) -> None:
    for name in ("a.exe", "公告.txt", "公告.pdf"):
        assert "program or a script" in refusal(data, name)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>x</p>",
        b"  <!-- x --> <script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b'<?xml version="1.0"?><svg/>',
        "<html>公告</html>".encode("utf-16"),
        b"<?php echo 1;",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
)
def test_active_pages_are_refused_even_as_text(data: bytes) -> None:
    assert "web page" in refusal(data, "公告.txt")


def test_honest_words_that_begin_like_a_program_are_text() -> None:
    assert look("MZ厂搬迁公告".encode(), "a.txt").kind == "text"


@pytest.mark.parametrize(
    "data", [b"Rar!\x1a\x07\x00" + bytes(40), b"7z\xbc\xaf\x27\x1c" + bytes(40), b"\x1f\x8b\x08" + bytes(40)]
)
def test_archives_that_cannot_be_looked_into_are_refused(data: bytes) -> None:
    assert "archive" in refusal(data, "a.zip")


def test_sound_and_video_are_known() -> None:
    wave = b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(100)
    film = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(100)
    assert look(wave, "a.wav").kind == "audio"
    assert look(film, "会议.mp4").content_type == "video/mp4"
    assert look(b"\xff\xfb\x90\x64\x00" + bytes(range(128, 256)) * 4, "a.mp3").kind == "audio"


def test_a_table_whose_cells_a_spreadsheet_would_run_is_warned_about() -> None:
    assert look("名称,数\n渣土,3\n-5,+7".encode(), "表.csv").warnings == ()
    assert "run them" in str(look(b"a,b\n=cmd|'/c calc'!A1,2", "表.csv").warnings[0])
    assert look(b"a,b\n1,@SUM(A1)", "表.csv").warnings


def test_a_zip_is_taken_when_every_file_in_it_would_be() -> None:
    inner = zipped(readme__txt="公开".encode())
    found = look(inner, "附件.zip")
    assert (found.kind, found.content_type) == ("zip", "application/zip")
    assert "In the archive, “run.txt”" in refusal(zipped(run__txt=b"#!/bin/sh"), "a.zip")
    assert "inside an archive" in refusal(zipped(inner__zip=inner), "a.zip")


def test_chinese_names_from_old_archivers_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("AAAA.txt", b"#!/bin/sh")
    data = out.getvalue().replace(b"AAAA", "公告".encode("gbk"))
    assert "公告.txt" in refusal(data, "a.zip")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_paths_that_lead_outside_are_refused(name: str) -> None:
    assert "leads outside" in refusal(zipped(**{name: b"a"}), "a.zip")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "unpacks to far more" in refusal(zipped(a__txt=bytes(30 * 1024 * 1024)), "a.zip")


def test_a_cut_off_archive_is_refused() -> None:
    data = zipped(a__txt=b"a" * 1000, b__txt=b"b" * 1000)
    assert "damaged" in refusal(data[:-30], "a.zip")
    broken = bytearray(data)
    broken[45] ^= 0xFF
    refusal(bytes(broken), "a.zip")


def outcome(data: bytes, name: str) -> str:
    """The kind, or the sentence of the refusal with its values in place; anything else is a crash."""
    try:
        return look(data, name).kind
    except Invalid as error:
        return str(error.reason)


_STARTS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff\xe0",
     b"\x89PNG\r\n\x1a\n",
     b"GIF89a", b"II*\x00", b"RIFF\x00\x00\x00\x00WEBP", b"BM", b"ID3", b"{", b"<", b"\xff\xfe"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_STARTS, st.binary(max_size=3000), st.sampled_from(["", "%%EOF"]), st.text(max_size=20))
def test_no_bytes_crash_the_intake(start: bytes, middle: bytes, end: str, name: str) -> None:
    assert outcome(start + middle + end.encode(), name)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_broken_archive_crashes_the_intake(data: st.DataObject) -> None:
    members = {
        "[Content_Types].xml": b"<Types/>",
        "OFD.xml": b"<OFD/>",
        "content.xml": b"<a/>",
        "a.txt": b"x",
    }
    chosen = data.draw(st.lists(st.sampled_from(sorted(members)), unique=True))
    whole = bytearray(zipped(**{name: members[name] for name in chosen}))
    for _ in range(data.draw(st.integers(0, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole), data.draw(st.sampled_from(["a.zip", "a.docx", "a.ofd"])))

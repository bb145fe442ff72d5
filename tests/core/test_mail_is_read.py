"""Does a mail say here what its sender wrote, whatever program sent it?"""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.mail_samples import (
    ARRIVED,
    TRADITIONAL,
    WORDS,
    encoded,
    head,
    mail,
    nested,
    part,
    rfc2231,
    several,
)
from gongkai.core.mailbox import Message, reading


def read(raw: bytes) -> Message:
    return reading.read(raw, ARRIVED)


@pytest.mark.parametrize(
    ("charset", "codec", "words"),
    [
        ("gb2312", "gb2312", WORDS),
        ("GBK", "gbk", WORDS),
        ("gb18030", "gb18030", WORDS + "𠮷"),
        ("GB2312", "gb18030", WORDS + "镕喆"),  # the old name, newer characters
        ("utf-8", "utf-8", WORDS),
        ("BIG5", "big5", TRADITIONAL),
        ("hz-gb-2312", "hz", WORDS),
        ("x-no-such-set", "utf-8", WORDS),
        ("iso-8859-1", "iso-8859-1", "Café"),
        ("us-ascii", "gb18030", WORDS),  # a lie
        ("utf-8", "gb18030", WORDS),  # another
        ("punycode", "utf-8", WORDS),  # a codec that is no character set
        ("", "gb18030", WORDS),
        ("", "big5", TRADITIONAL),
        ("", "utf-8", WORDS),
    ],
)
def test_the_body_is_read_in_every_character_set(charset: str, codec: str, words: str) -> None:
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    assert read(mail(words.encode(codec), kind)).text == words


@pytest.mark.parametrize(
    "subject",
    [
        encoded(WORDS, "GB2312"),
        encoded(WORDS, "gb18030"),
        encoded(WORDS, "utf-8"),
        WORDS,  # bare UTF-8
        WORDS.encode("gb18030").decode("ascii", "surrogateescape"),  # bare GBK
    ],
)
def test_the_subject_is_read_in_every_writing(subject: str) -> None:
    assert read(mail(Subject=subject)).subject == WORDS


def test_a_character_cut_in_two_by_folding_is_whole_again() -> None:
    raw = "路灯".encode("gb18030")
    first, second = raw[:3], raw[3:]
    pieces = [f"=?gbk?B?{base64.b64encode(each).decode()}?=" for each in (first, second)]
    assert read(mail(Subject="\r\n ".join(pieces))).subject == "路灯"


def test_traditional_characters_in_the_head_are_read() -> None:
    found = read(
        mail(
            Subject=encoded(TRADITIONAL, "big5"), From_=f"{encoded('陳大文', 'big5')} <chan@citizen.example>"
        )
    )
    assert (found.subject, found.sender_name) == (TRADITIONAL, "陳大文")


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        (f"{encoded('张三', 'gb2312')} <zhang@citizen.example>", "张三", "zhang@citizen.example"),
        (f'"{encoded("张, 三", "utf-8")}" <zhang@citizen.example>', "张, 三", "zhang@citizen.example"),
        ("张三 <zhang@citizen.example>", "张三", "zhang@citizen.example"),
        ("zhang@citizen.example (张三)", "张三", "zhang@citizen.example"),
        ("zhang@citizen.example", "", "zhang@citizen.example"),
        ("<zhang@citizen.example>, other@x.example", "", "zhang@citizen.example"),
        ('"a@b.example" <zhang@citizen.example>', "a@b.example", "zhang@citizen.example"),
        ("Zhang San zhang@citizen.example", "Zhang San", "zhang@citizen.example"),
        ("undisclosed", "", ""),
        ("张\u202e三 <zhang@citizen.example>", "张三", "zhang@citizen.example"),  # no text turned round
    ],
)
def test_who_wrote(written: str, name: str, address: str) -> None:
    found = read(mail(From_=written))
    assert (found.sender_name, found.sender_address) == (name, address)


@pytest.mark.parametrize(
    ("disposition", "kind"),
    [
        (rfc2231("路灯 照片.jpg", "utf-8"), "image/jpeg"),
        (rfc2231("路灯 照片.jpg", "gb18030"), "image/jpeg"),
        (f'attachment; filename="{encoded("路灯 照片.jpg", "gb2312")}"', "image/jpeg"),
        ('attachment; filename="路灯 照片.jpg"', "image/jpeg"),
        (
            'attachment; filename="路灯 照片.jpg"'.encode("gb18030").decode("ascii", "surrogateescape"),
            "image/jpeg",
        ),
        ("attachment", f'image/jpeg; name="{encoded("路灯 照片.jpg", "utf-8")}"'),
        (
            "attachment; filename*0*=utf-8''%E8%B7%AF%E7%81%AF%20; filename*1*=%E7%85%A7%E7%89%87.jpg",
            "image/jpeg",
        ),
        (f'attachment; filename="../../{encoded("路灯 照片.jpg", "utf-8")}"', "image/jpeg"),
    ],
)
def test_the_names_of_files_are_read(disposition: str, kind: str) -> None:
    raw = several(
        part(b"See the photo", "text/plain"),
        part(b"\xff\xd8photo", kind, disposition=disposition, encoding="base64"),
    )
    found = read(raw)
    assert found.text == "See the photo"
    (file,) = found.attachments
    assert (file.name, file.content, file.content_type) == ("路灯 照片.jpg", b"\xff\xd8photo", "image/jpeg")


def test_parts_within_parts_are_taken_in_order() -> None:
    raw = several(
        nested(
            nested(
                part(b"Plain words", "text/plain"),
                part(b"<p>Rich words</p>", "text/html"),
                kind="alternative",
                boundary="b",
            ),
            part(b"PIC", "image/png", disposition="inline"),
            kind="related",
            boundary="a",
        ),
        part(b"A text file", "text/plain", disposition='attachment; filename="list.txt"'),
        part(b"Signed below", "text/plain"),
    )
    found = read(raw)
    assert found.text == "Plain words\n\nSigned below"
    assert [(file.name, file.content) for file in found.attachments] == [
        ("attachment-1.png", b"PIC"),
        ("list.txt", b"A text file"),
    ]


def test_an_empty_plain_part_gives_way_to_the_rich_one() -> None:
    raw = several(part(b" \r\n", "text/plain"), part(b"<p>Rich</p>", "text/html"), kind="alternative")
    assert read(raw).text == "Rich"


def test_html_becomes_plain_words() -> None:
    html = (
        "<html><head><meta charset=gb2312><title>No</title><style>p{}</style></head><body><script>alert(1)</script>"
        "<h1>路灯</h1><div>第一行<br>第二行</div><ul><li>甲</li><li>乙</li></ul>"
        '<p>见<a href="https://x.example/a?b=1&amp;c=2">照片</a>，<a href="javascript:alert(1)">点我</a> &lt;b&gt;</p>'
        '<table><tr><td>1</td><td>2</td></tr></table><img src="http://spy.example/1.gif" onerror="alert(1)"></body>'
    )
    found = read(mail(html.encode("gb18030"), "text/html")).text
    lines = [line for line in found.splitlines() if line]
    assert lines == [
        "路灯",
        "第一行",
        "第二行",
        "- 甲",
        "- 乙",
        "见照片 (https://x.example/a?b=1&c=2)，点我 <b>",
        "1 2",
    ]


@pytest.mark.parametrize(
    ("lines", "kind", "expected"),
    [
        ({}, "text/plain", False),
        ({"Auto_Submitted": "no"}, "text/plain", False),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "text/plain", True),
        ({"Auto_Submitted": "auto-generated; owner-email=x"}, "text/plain", True),
        ({"Precedence": "Bulk"}, "text/plain", True),
        ({"Return_Path": "<>"}, "text/plain", True),
        ({"Return_Path": "<zhang@citizen.example>"}, "text/plain", False),
        ({}, "multipart/report; report-type=delivery-status; boundary=x", True),
        ({"From_": "MAILER-DAEMON@citizen.example"}, "text/plain", True),
        ({"Subject": encoded("自动回复：您的来信已收到", "utf-8")}, "text/plain", True),
        ({"Subject": encoded("请自动回复我", "utf-8")}, "text/plain", False),
        ({"X_Autoreply": "yes"}, "text/plain", True),
        ({"List_Id": "<news.x.example>"}, "text/plain", True),
    ],
)
def test_what_a_machine_wrote_is_known(lines: dict[str, str], kind: str, expected: bool) -> None:
    assert read(mail(b"x", kind, **lines)).auto is expected


def test_what_it_answers_and_its_own_id() -> None:
    found = read(mail(In_Reply_To="<a@x>", References="<b@x> <c@x>"))
    assert (found.message_id, found.in_reply_to) == ("<one@citizen.example>", "<a@x>")
    assert read(mail(References="<b@x>\r\n <c@x>")).in_reply_to == "<c@x>"
    without = read(mail(Message_ID=""))
    assert without.message_id.endswith("@missing.invalid>")
    assert without.message_id == read(mail(Message_ID="")).message_id


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 02 Mar 2026 08:59:00 +0800", datetime(2026, 3, 2, 0, 59, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 00:59:00 -0000", datetime(2026, 3, 2, 0, 59, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Mar 2026 08:59:00 +0800", None),
        ("Fri, 31 Dec 9999 23:59:00 -1400", None),
        ("", None),
    ],
)
def test_when_it_was_sent(written: str, expected: datetime | None) -> None:
    assert read(mail(Date=written)).sent_at == expected


def test_copies_of_one_mail_have_one_key_and_other_mails_another() -> None:
    one = mail(b"Hello\r\n")
    hop = b"Received: from a by b\r\n" + one.replace(b"\r\n", b"\n")
    assert read(one).key == read(hop).key
    others = [mail(b"Help!\r\n"), mail(Message_ID="<two@citizen.example>"), mail(From_="li@citizen.example")]
    assert len({read(each).key for each in [one, *others]}) == 4  # the same id is not the same mail
    assert read(mail(b"a", Message_ID="")).key != read(mail(b"b", Message_ID="")).key


def test_winmail_and_encryption_are_told_not_hidden() -> None:
    raw = several(
        part(b"Hello", "text/plain"),
        part(
            b"x",
            "application/octet-stream",
            disposition='attachment; filename="winmail.dat"',
            encoding="base64",
        ),
        part(
            b"x",
            "application/pkcs7-signature",
            disposition='attachment; filename="smime.p7s"',
            encoding="base64",
        ),
        part(
            b"x", "application/pkcs7-mime", disposition='attachment; filename="smime.p7m"', encoding="base64"
        ),
        part(b"", "image/jpeg", disposition='attachment; filename="empty.jpg"'),
    )
    found = read(raw)
    assert [file.name for file in found.attachments] == ["smime.p7m"]
    assert all(
        each in str(note)
        for note, each in zip(found.notes, ("winmail.dat", "encrypted", "empty.jpg"), strict=True)
    )


def test_a_mail_inside_the_mail_is_kept_as_a_file() -> None:
    inner = mail("旧信".encode(), Subject=encoded("旧信", "utf-8"))
    raw = several(part(b"See below", "text/plain"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    found = read(raw)
    (file,) = found.attachments
    assert (found.text, file.name, file.content_type) == ("See below", "旧信.eml", "message/rfc822")
    assert read(file.content).text == "旧信"


def test_lines_broken_for_the_way_are_joined() -> None:
    flowed = b"Only one \r\nparagraph.\r\n\r\n-- \r\nZhang\r\n"
    found = read(mail(flowed, "text/plain; charset=utf-8; format=flowed"))
    assert found.text == "Only one paragraph.\n\n--\nZhang"
    chinese = "只有一 \r\n段。\r\n".encode()
    assert read(mail(chinese, "text/plain; charset=utf-8; format=flowed; delsp=yes")).text == "只有一段。"


def test_a_very_long_text_is_cut_and_says_so() -> None:
    found = read(mail(b"word " * 40_000))
    assert len(found.text) <= reading.MOST_TEXT
    assert "cut off" in str(found.notes[0])


def test_what_no_database_takes_is_gone() -> None:
    found = read(mail(b"a\x00b\x1b[31mc\r\nd\xed\xa0\x80", Subject="x\x00y\x07z"))
    assert (found.subject, found.text[:8]) == ("xyz", "ab[31mc\n")
    assert all(each < "\ud800" or each > "\udfff" for each in found.text)
    found.text.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"no head at all",
        head() + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n" for _ in range(2000)),
        head() + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(1500)
        ),
    ],
    ids=["nothing", "noise", "no head", "too many parts", "too deep"],
)  # fmt: skip
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(reading.Unreadable):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        mail(b"hi", "multipart/mixed"),  # no boundary
        mail(b"hi", "text"),
        mail(b"hi", 'text/plain; charset="'),
        mail(b"aGk", "text/plain", Content_Transfer_Encoding="base64"),  # no padding
        mail(b"hi", "text/plain", Content_Transfer_Encoding="x-unheard-of"),
        several(part(b"hi", "text/plain"))[:-9],  # cut off
    ],
    ids=["no boundary", "half a type", "open quote", "no padding", "unknown encoding", "cut off"],
)
def test_careless_mails_are_read(raw: bytes) -> None:
    assert read(raw).text.strip() == "hi"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    for raw in (head() + noise, mail(noise), several(noise, part(noise, "text/html")), b"Subject: " + noise):
        try:
            found = read(raw)
        except reading.Unreadable:
            continue
        for each in (found.subject, found.text, found.sender_name, found.sender_address, found.message_id):
            assert "\x00" not in each
            each.encode()


def test_a_head_written_to_keep_one_busy_is_read_at_once() -> None:
    """Quadratic reading of these would take minutes and run into the suite's own limit."""
    long = "a" * 900_000
    found = read(mail(From_=long, Subject="=?utf-8?Q?" * 50_000, To=long, Message_ID="<" * 900_000))
    assert found.sender_address == ""
    assert len(found.subject) <= 300
    assert read(mail(b"<div>" * 70_000 + b"x", "text/html")).text == "x"
    assert read(mail(b"<a href='" * 50_000, "text/html")).text == ""

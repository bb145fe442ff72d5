"""Does wrong input of every kind get a sentence, never an error page of the server, and change nothing?"""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote

import pytest

from journeys.steps import Answer, House, Wire

NOWHERE = (
    "/nowhere/", "/documents/nothing/", "/documents/nothing.pdf", "/documents/nothing/versions/1/",
    "/documents/nothing/versions/99999999999999999999/", "/catalogue/nothing/", "/topics/nothing/",
    "/agencies/nothing/", "/processes/nothing/", "/feeds/topics/nothing.atom", "/sitemap-99.xml",
    "/api/v1/nothing", "/api/v1/documents/nothing", "/documents/%00/", "/documents/%ff%fe/", "/%c0%ae%c0%ae/",
    "/documents/nothing/attachments/1/..%2f..%2fetc%2fpasswd", "/static/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/en/nowhere/", "/.git/config", "/admin/",
)  # fmt: skip
STAFF_NOWHERE = (
    "/workspace/documents/999999/", "/workspace/documents/99999999999999999999/", "/workspace/documents/0/edit/",
    "/workspace/deadlines/999999/", "/workspace/people/accounts/999999/", "/workspace/people/units/999999/",
    "/workspace/calendars/0/0/", "/workspace/calendars/99999/13/", "/workspace/imports/nothing/",
    "/workspace/catalogue/nothing/", "/workspace/channels/99999/", "/workspace/nowhere/",
)  # fmt: skip
STRANGE = (
    "'", '"', "''; DROP TABLE publishing_document; --", "a AND", "NEAR(", "*", "渣土*", '"渣土', "(", "a:b", "-", "^",
    "\\", "%", "_", "\x00", "\ud83d\ude97".encode("utf-16", "surrogatepass").decode("utf-16"), "渣" * 3000, " ",
    "<script>alert(1)</script>",
    "{{7*7}}", "OR OR OR", "NOT 渣土", "+-&|!(){}[]^~?:", "0x00", "١٢٣", "\u202e渣土", "\n\r\t",
)  # fmt: skip
BROKEN = (
    "/documents/?agency=%00", "/documents/?validity=nothing", "/documents/?made_from=2026-02-30",
    "/documents/?made_from=gestern", "/documents/?after=xxx", "/documents/?after=%F0%28", "/documents/?page=-1",
    "/search/?q=%ff%fe", "/search/?q=a&from=31.12.2026", "/search/?q=a&after=999999999999999999999999",
    "/search/?row=nothing&q=a", "/clock/?rule=nothing&start=2026-01-05",
    "/clock/?rule=request.reply&start=99999-01-01",
    "/clock/?rule=request.reply&start=2026-01-05&extend=-1", "/clock/?rule=request.reply&start=2026-01-05&extend=1e9",
    "/clock/?rule=request.reply&start=2026-01-05&pause=2026-01-09:2026-01-06",
    "/clock/?rule=request.reply&start=0001-01-01",
    "/clock/?rule=request.reply&start=2026-01-05&pause_first=x", "/view/?set=%00", "/view/?set=nothing",
    "/api/v1/documents?limit=0", "/api/v1/documents?limit=a", "/api/v1/documents?cursor=%ff",
    "/api/v1/documents?nothing=1",
    "/documents/?q=a&q=b&agency=1&agency=2", "/catalogue/?agency=%27", "/search/?" + "a=1&" * 1500,
)  # fmt: skip


def whole(answer: Answer, asked: object) -> None:
    """Whatever was asked: no fault of the server, no trace of its insides, and words to read."""
    assert answer.status < 500, (asked, answer.status)
    assert "Traceback" not in answer.text, asked
    assert "django" not in answer.text.lower(), asked
    if answer.status >= 400 and answer.kind == "text/html":
        assert re.search(r"[一-鿿]{6}|[A-Za-z]{4,} [a-z]+", answer.sentence), (asked, answer.text[:300])


def refused(answer: Answer, asked: object) -> None:
    """The same, and it was a refusal."""
    whole(answer, asked)
    assert 400 <= answer.status < 500, (asked, answer.status, answer.headers.get("location"))


@pytest.fixture(scope="module")
def wire(house: House) -> Wire:
    """Somebody who has not signed in."""
    return Wire(house)


@pytest.fixture(scope="module")
def office(house: House) -> Wire:
    """The openness office."""
    return Wire(house).sign_in("office")


@pytest.fixture(scope="module")
def drafter(house: House) -> Wire:
    """A drafter."""
    return Wire(house).sign_in("drafter")


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_said_to_be_not_there(path: str, wire: Wire) -> None:
    answer = wire.ask(path)
    refused(answer, path)
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", STAFF_NOWHERE)
def test_what_is_not_in_the_workspace_either(path: str, office: Wire) -> None:
    refused(office.ask(path), path)


def test_strange_words_are_searched_for(wire: Wire, office: Wire) -> None:
    for words in STRANGE:
        for who, path in (
            (wire, "/search/?q="),
            (wire, "/api/v1/documents?q="),
            (wire, "/documents/?q="),
            (office, "/workspace/documents/?text="),
            (office, "/workspace/search/?q="),
        ):
            answer = who.ask((path + quote(words)).encode())
            whole(answer, (path, words))
            assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize("path", BROKEN)
def test_broken_questions_are_explained(path: str, wire: Wire) -> None:
    whole(wire.ask(path.encode()), path)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "NONSENSE"])
def test_other_methods_change_nothing(method: str, wire: Wire, office: Wire) -> None:
    for who, path in (
        (wire, "/"),
        (wire, "/documents/"),
        (wire, "/api/v1/documents"),
        (office, "/workspace/"),
        (wire, "/healthz"),
    ):
        answer = who.ask(path, method)
        assert answer.status < 500, (method, path)
        if method == "HEAD":
            assert (answer.status, answer.body) == (200, b"")
        elif method != "OPTIONS":
            assert answer.status in {400, 403, 405, 501}, (method, path, answer.status)


def test_an_unknown_host_is_refused(wire: Wire) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "", "a b", "[::1"):
        answer = wire.ask("/", headers={"Host": host})
        assert answer.status == 400, (host, answer.status)
        whole(answer, host)
    known = wire.ask("/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in known.text


def test_after_signing_in_nobody_is_sent_to_another_site(house: House) -> None:
    for onward in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ):
        fresh = Wire(house)
        answer = fresh.post(
            "/workspace/sign-in/?next=" + quote(onward),
            {"username": "leader", "password": "Gongkai-Demo-2026", "next": onward},
        )
        assert answer.status == 302
        assert answer.headers["location"] == "/workspace/", onward
        there = fresh.ask("/view/?set=dark&next=" + quote(onward))
        assert there.status == 302
        assert there.headers["location"].startswith("/"), onward
        assert not there.headers["location"].startswith(("//", "/\\")), onward


def test_bad_cookies_are_nobodys(house: House) -> None:
    for cookie in (
        "gongkai_session=" + "x" * 5000,
        "gongkai_session=%00%ff",
        "gongkai_session=; gongkai_csrf=",
        "=;=;;",
        "gongkai_view=" + "dark." * 400,
        "gongkai_session=../../etc/passwd",
        "\xff\xfe=1",
    ):
        for path in ("/", "/workspace/", "/documents/"):
            answer = Wire(house).ask(path, headers={"Cookie": cookie})
            whole(answer, (cookie[:40], path))
            if path == "/workspace/":
                assert answer.status in {302, 400, 431}, cookie[:40]


def test_a_form_without_its_mark_is_not_taken(house: House, office: Wire) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/workspace/sign-out/", "/workspace/topics/", "/workspace/documents/1/moves/withdraw/"):
        answer = office.ask(path, "POST", b"title=x", headers)
        assert answer.status == 403, path
        assert "页面" in answer.sentence
    foreign = office.post("/workspace/topics/", {"title": "x"}, Origin="https://evil.example")
    assert foreign.status == 403
    assert Wire(house).post("/workspace/documents/new/", {"title": "x"}).status == 302


def test_huge_and_malformed_bodies_are_refused(drafter: Wire, house: House) -> None:
    where = "/workspace/documents/new/"
    refused(drafter.post(where, {"title": "长" * 10_000, "unit": "1"}), "long title")
    refused(drafter.post(where, {"title": "x" * 13_000_000, "unit": "1"}), "13 MB field")
    refused(drafter.post(where, [(f"field{n}", "1") for n in range(2500)]), "2500 fields")
    mark = {"X-CSRFToken": drafter.cookies["gongkai_csrf"]}
    for kind, body in (
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
        ("application/json", b"{"),
        ("application/x-www-form-urlencoded; charset=nothing", b"title=%ff"),
        ("application/x-www-form-urlencoded", b"title=%ff%fe&unit=%00"),
        ("", b"\x00\xff"),
    ):
        refused(drafter.ask(where, "POST", body, {"Content-Type": kind, **mark}), (kind, body))


def begun(wire: Wire) -> tuple[str, str]:
    """A fresh draft: its path in the workspace and its version."""
    unit = re.findall(r'<option value="(\d+)"', wire.ask("/workspace/documents/new/").text)[0]
    there = wire.post(
        "/workspace/documents/new/", {"title": f"试写{uuid.uuid4().hex[:6]}", "unit": unit}
    ).headers["location"]
    version = re.findall(r'name="version" value="(\d+)"', wire.ask(there).text)[0]
    return there.removesuffix("edit/"), version


def test_a_wrong_field_keeps_everything_typed(drafter: Wire) -> None:
    path, version = begun(drafter)
    kept = "一段写了很久的概述"
    for wrong in (
        {"date_made": "2026-02-30"}, {"date_made": "99999-01-01"}, {"date_made": "-1"}, {"openness": "nothing"},
        {"catalogue": "nothing"}, {"title": "长" * 201}, {"keywords": "词" * 400}, {"expires_on": "\x00"},
    ):  # fmt: skip
        answer = drafter.post(
            path + "edit/", {"title": "试写", "summary": kept, "version": version, "do": "save", **wrong}
        )
        refused(answer, wrong)
        assert answer.status == 422, wrong
        assert kept in answer.text, wrong
        quiet = drafter.post(
            path + "autosave/", {"title": "试写", "version": version, **wrong}, Accept="application/json"
        )
        assert quiet.status in {400, 422}, wrong
        assert '"message"' in quiet.text
    for stale in ("0", "999", "-1", "x", "9" * 40, ""):
        answer = drafter.post(
            path + "edit/", {"title": "试写", "summary": kept, "version": stale, "do": "save"}
        )
        assert answer.status == 409, stale
        assert kept in answer.text
        assert drafter.post(path + "autosave/", {"title": "试写", "version": stale}).status == 409
        whole(drafter.post(path + "moves/submit/", {"version": stale}), stale)
    for key in ("nothing", "publish_scheduled", "approve", "publish", "withdraw", "secrecy_close"):
        refused(drafter.post(path + f"moves/{key}/", {"version": version}), key)
    for do in ("remove-0", "strip-99999999999999999999", "unlink-x", "remove--1", "nothing", "attach"):
        whole(drafter.post(path + "edit/", {"title": "试写", "version": version, "do": do}), do)


def upload(wire: Wire, path: str, name: str, content: bytes, field: str = "file") -> Answer:
    """Sends one file as a browser does."""
    mark, edge = wire.cookies["gongkai_csrf"], "gongkai-edge"
    body = (
        (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{mark}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{edge}--\r\n".encode()
    )
    return wire.ask(
        path,
        "POST",
        body,
        {"Content-Type": f"multipart/form-data; boundary={edge}", "Accept": "application/json"},
    )


def test_files_that_cannot_be_taken_are_refused_with_the_reason(drafter: Wire) -> None:
    path, _version = begun(drafter)
    for name, content in (
        ("leer.pdf", b""), ("programm.exe", b"MZ" + bytes(200)), ("falsch.pdf", b"MZ" + bytes(200)),
        ("seite.html", b"<script>alert(1)</script>"), ("bombe.docx", b"PK\x03\x04" + bytes(50)),
        ("rest.pdf", b"%PDF-1.7\n"),
    ):  # fmt: skip
        answer = upload(drafter, path + "attach/", name, content)
        assert 400 <= answer.status < 500, (name, answer.status)
        assert re.search(
            r"[一-鿿]{4}",
            answer.text.encode().decode("unicode_escape") if "\\u" in answer.text else answer.text,
        ), name
    refused(drafter.post(path + "attach/", {}), "no file")
    for name in (
        "../../etc/passwd.txt",
        "..\\..\\x.txt",
        "/etc/passwd.txt",
        "a\x00b.txt",
        "名" * 300 + ".txt",
        "CON.txt",
        '"x".txt',
    ):
        answer = upload(drafter, path + "attach/", name, "正文".encode())
        whole(answer, name)
    page = drafter.ask(path + "edit/").text
    for stored in re.findall(r'class="attachment__name"><a href="[^"]+">.*?</svg> ([^<]+)</a>', page):
        assert ".." not in stored
        assert "/" not in stored
        assert len(stored) <= 200


def test_nobody_gets_in_without_signing_in(wire: Wire) -> None:
    for path in (
        "/workspace/",
        "/workspace/documents/1/",
        "/workspace/people/ledger/",
        "/workspace/styleguide/",
        "/en/workspace/",
    ):
        answer = wire.ask(path)
        assert answer.status == 302
        assert "/sign-in/" in answer.headers["location"]


def test_the_server_stayed_whole(house: House, wire: Wire) -> None:
    """Last in the file: nothing above left a trace of a fault."""
    assert wire.ask("/healthz").status == 200
    faults = re.findall(r".*(?:Internal Server Error|ERROR gongkai|CRITICAL).*", house.said())
    assert not faults, "\n".join(faults)

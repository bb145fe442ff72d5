"""What visitors of the journeys do again and again, and what must never go wrong around them."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from gongkai.demo.cast import PASSWORD

__all__ = ["PASSWORD", "House", "Visitor", "Wire", "expect"]

_WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
_INSIDE = """
import sys, django
from os import environ
environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
django.setup()
"""
#: What a browser says about an answer that was meant to refuse; the journeys look at the page instead.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass(frozen=True)
class House:
    """The served installation."""

    address: str
    log: Path | None
    #: The environment it is served in; ``None`` where it was served already.
    environment: Mapping[str, str] | None = None

    def said(self) -> str:
        """What the server and its jobs have said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log else ""

    def do(self, script: str, *words: str) -> str:
        """Runs a script inside the installation, as a clerk's deeds elsewhere would be done. Gives what it prints."""
        if self.environment is None:
            pytest.skip("this journey needs an installation of its own")
        done = subprocess.run(
            [sys.executable, "-c", _INSIDE + script, *words],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()


@dataclass
class Visitor:
    """One browser window, and everything that went wrong in it."""

    page: Page
    house: House
    scripts: bool = True
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.add_init_script(_WATCH)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _REFUSED.match(message.text):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.house.address, "data:", "blob:", "chrome-extension:")):
            self.wrong.append(f"asks another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status}: {response.request.method} {response.url}")

    def check(self) -> None:
        """Nothing may have gone wrong: no script error, no policy violation, no other host, no 5xx."""
        assert not self.wrong, "\n".join([*self.wrong, "The server said last:", self.house.said()[-4000:]])

    def sign_in(self, username: str, password: str = PASSWORD) -> Visitor:
        """Signs in as somebody of the demonstration."""
        self.page.goto("/workspace/sign-in/")
        self.enter(username, password)
        return self

    def enter(self, username: str, password: str) -> None:
        """Fills the sign-in page and sends it."""
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.get_by_role("button", name="登录", exact=True).click()

    def open(self, path: str) -> Page:
        """Opens a page; a refusal comes back as a page as well."""
        self.page.goto(path)
        return self.page

    def record(self, document: int, part: str = "") -> Page:
        """Opens a document's record in the workspace."""
        return self.open(f"/workspace/documents/{document}/" + (f"?part={part}" if part else ""))

    def move(self, key: str, **given: str) -> None:
        """Makes a move on the record that is open: its fields, its button, its question."""
        page = self.page
        action = page.url.split("?")[0].split("#")[0].split("/moves/")[0].rstrip("/") + f"/moves/{key}/"
        path = urlsplit(action).path
        form = page.locator(f'form[action="{path}"]')
        fold = page.locator(f"details#move-{key}")
        if fold.count() and fold.get_attribute("open") is None:
            fold.locator("summary").click()
        for name, value in given.items():
            control = form.locator(f"[name={key}-{name}]")
            if control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        button = form.locator("button").last
        asks = self.scripts and button.get_attribute("data-confirm")
        button.click()
        if asks:
            page.get_by_role("alertdialog").get_by_role("button", name=button.inner_text().strip()).click()
        page.wait_for_load_state()


class Wire:
    """Plain HTTP without a browser: every byte as the test says, and cookies kept."""

    def __init__(self, house: House) -> None:
        self.host = urlsplit(house.address).netloc
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection(self.host, timeout=30)

    def ask(
        self,
        path: str | bytes,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request, never redirected; the path goes out as it is, broken or not."""
        target = (
            path.decode("latin-1") if isinstance(path, bytes) else quote(path, safe="/?&=%:;+,@!$'()*~.-_#[]")
        )
        connection = self._connection
        sent = {"Host": self.host, "Accept-Encoding": "gzip", **(headers or {})}
        if self.cookies and "Cookie" not in sent:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for attempt in (1, 2):
            try:
                connection.putrequest(method, "/", skip_host=True, skip_accept_encoding=True)
                # http.client refuses odd paths and headers by itself; the server has to.
                connection._buffer[0] = f"{method} {target} HTTP/1.1".encode("latin-1")  # type: ignore[attr-defined]
                for name, value in sent.items():
                    connection.putheader(name, value)
                if body is not None:
                    connection.putheader("Content-Length", str(len(body)))
                with contextlib.suppress(BrokenPipeError):  # refused before everything was sent
                    connection.endheaders(body)
                raw = connection.getresponse()
                content = raw.read()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                connection.close()
                if attempt == 2:
                    raise
        for line in raw.msg.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(raw.status, {key.lower(): value for key, value in raw.getheaders()}, content)

    def post(self, path: str, fields: dict[str, object] | list[tuple[str, str]], **headers: str) -> Answer:
        """Sends a form with the mark against forged forms, which any page of the workspace gives."""
        if "gongkai_csrf" not in self.cookies:
            self.ask("/workspace/sign-in/")
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        body = urlencode([*pairs, ("csrfmiddlewaretoken", self.cookies["gongkai_csrf"])], doseq=True).encode()
        return self.ask(path, "POST", body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def sign_in(self, username: str, password: str = PASSWORD) -> Wire:
        """A session of somebody of the demonstration."""
        answer = self.post("/workspace/sign-in/", {"username": username, "password": password})
        assert answer.status == 302, (username, answer.status, answer.sentence)
        return self


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, unpacked."""
        body = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return body.decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        """The media type without its parameters; what is sent to be kept as a file is no page, whatever it is."""
        if self.headers.get("content-disposition", "").startswith("attachment"):
            return "attachment"
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def sentence(self) -> str:
        """The words of the page's main part, or of an answer that is no page."""
        if self.kind != "text/html":
            return self.text[:2000]
        reader = _Words()
        reader.feed(self.text)
        return " ".join(" ".join(reader.words).split())


class _Words(HTMLParser):
    """Collects the text inside ``<main>``."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)

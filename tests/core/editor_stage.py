"""A stage for the browser scripts: a small server with the product's strict policy, and a page to act on.

No Django here: the scripts must work in any page that keeps their contract, so the tests write that page.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

STATIC = Path(__file__).parents[2] / "src" / "gongkai" / "core" / "static" / "gongkai"
SAMPLES = Path(__file__).parent / "samples"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".txt": "text/plain"}
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Answer:
    """What the server says to a POST; `hold` keeps it waiting until the test lets go."""

    status: int = 200
    body: str = "{}"
    kind: str = "application/json"
    hold: threading.Event | None = None


@dataclass
class Stage:
    """The server's side and the browser's side of one test."""

    address: str
    browser: Browser
    document: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    posts: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    scripts: tuple[str, ...] = ("editor.js", "workspace.js", "public.js")

    def open(self, body: str, *, lang: str = "en", body_attributes: str = "") -> Page:
        """Serve `body` as a whole page with the scripts and show it."""
        tags = "".join(f'<script src="/static/{name}" defer></script>' for name in self.scripts)
        self.document = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>t</title>'
            '<link rel="icon" href="/static/favicon.svg"><link rel="stylesheet" href="/static/gongkai.css">'
            f'<link rel="stylesheet" href="/static/editor.css">{tags}</head>'
            f"<body {body_attributes}><main>{body}</main></body></html>"
        )
        self.posts.clear()
        self.errors.clear()
        page = self.browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(8000)
        page.add_init_script(WATCH)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.address)
        return page

    def close(self, page: Page, *, expected: str = "") -> None:
        """Close the page; any error or policy violation nobody expected fails the test."""
        violations = page.evaluate("window.violations")
        page.close()
        assert not violations, violations
        unexpected = [error for error in self.errors if not expected or expected not in error]
        assert not unexpected, unexpected


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stage: Stage


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing: the tests' output is enough."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self._send(200, TYPES[file.suffix], file.read_text(encoding="utf-8"))
        elif path == "/media/picture.svg":
            self._send(200, "image/svg+xml", PIXEL)
        else:
            self._send(200, "text/html", self.server.stage.document)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length).decode("utf-8", "replace")
        self.server.stage.posts.append((self.path, sent, dict(self.headers.items())))
        answer = self.server.stage.answers.get(self.path, Answer(body="posted", kind="text/html"))
        if answer.hold:
            answer.hold.wait(10)
        self._send(answer.status, answer.kind, answer.body)

    def _send(self, status: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def stage() -> Iterator[Stage]:
    """Start the server and one browser for a module's tests."""
    server = _Server(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        server.stage = Stage(address=f"http://127.0.0.1:{server.server_address[1]}/", browser=browser)
        try:
            yield server.stage
        finally:
            browser.close()
            server.shutdown()
            server.server_close()


PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  if (text) data.setData('text/plain', text);
  const target = document.querySelector('.editor-text');
  target.focus();
  target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def paste(page: Page, *, html: str = "", text: str = "") -> str:
    """Paste into the editor as the clipboard would; returns what the form would send."""
    page.evaluate(PASTE, [html, text])
    return stored(page)


def stored(page: Page) -> str:
    """The body as the form would send it now."""
    value: str = page.evaluate("new FormData(document.querySelector('form')).get('body')")
    return value


def form(*, body: str = "", form_attributes: str = "", editor_attributes: str = "") -> str:
    """A form with one editor, as a template would write it."""
    return (
        f'<form method="post" action="/save" {form_attributes}>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="token-1">'
        '<input type="hidden" name="version" value="6">'
        '<p><label for="id_title">Title</label><input id="id_title" name="title" value="T"></p>'
        '<p data-autosave-status></p><label for="id_body">Body</label>'
        f'<textarea id="id_body" name="body" data-editor {editor_attributes}>{body}</textarea>'
        '<button type="submit" name="move" value="send">Send</button></form>'
    )


def as_json(**values: object) -> str:
    """JSON that can stand in a double-quoted attribute."""
    return json.dumps(values, ensure_ascii=False).replace('"', "&quot;")

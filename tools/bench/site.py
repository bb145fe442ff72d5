"""Every kind of page of the demonstration, as everybody and as each account: which are slow beside the home page.

A crawl over the served site without its front cache. A page that took longer than a second is asked for twice more and
its best time counts, so that a busy machine makes no page slow that is not.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import re
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import pages, servers
from bench.report import Report

#: Accounts that walk; "" is somebody without one. What each opens at most.
WALKERS = (
    "", "office", "drafter", "section-head", "leader", "request-desk", "request-officer", "request-legal",
    "complaint-desk", "complaint-chief", "law-drafter", "b1-officer", "supervisor", "system-admin", "audit-admin",
    "permission-admin",
)  # fmt: skip
MOST, MOST_WITHOUT = 260, 420
#: Pages of one kind that are opened: an address with its numbers and names taken out.
OF_ONE_KIND = 4
#: No page of the demonstration takes longer, in seconds; tries of one that seems to.
LIMIT, TRIES = 1.0, 3
#: Seconds until a page is asked for again where the server hung up (a worker that ended is replaced by then), and what
#: a page counts that gives no answer the second time either.
PAUSE, UNANSWERED = 2.0, 60.0
SHOWN = 15
HOME = "Home page"
_HREF = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
#: What is a name or a number in an address: digits, codes, words of an own choosing.
_OWN = re.compile(r"(?<=/)(?:[^/]*\d[^/]*|[^/]{25,})(?=/)")
_PAPERS = (".pdf", ".docx", ".xlsx", ".csv", ".json", ".xml", ".ics", ".svg", ".zip", ".bpmn")


@dataclass(order=True)
class Timed:
    """A page and the seconds its best answer took."""

    seconds: float
    who: str = field(compare=False)
    path: str = field(compare=False)


def run(report: Report, data: Path | None = None) -> None:
    """Prepare a demonstration, or take the one in ``data``, and time its pages."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        folder = data or Path(name) / "data"
        if data is None:
            pages.prepare(folder)
        with servers.gongkai(folder, cache=False) as address:
            measure(report, address)


def measure(report: Report, address: str) -> None:
    """Time the pages and tell the slowest, and all that take longer than the limit."""
    home = min(_seconds(_opener(), f"{address}/") for _ in range(10))
    timed = sorted((each for who in WALKERS for each in walk(address, who)), reverse=True)
    slow = [each for each in timed if each.seconds > LIMIT]
    section = f"Whole site ({len(timed)} pages, {len(WALKERS)} visitors)"
    report.row(section, HOME, [home * 1000], unit="ms")
    for each in timed[: max(SHOWN, len(slow))]:
        note = "LONGER THAN A SECOND" if each in slow else ""
        who = each.who or "everybody"
        report.row(section, f"{who} {each.path}"[:70], [each.seconds * 1000], unit="ms", note=note)
    report.compare(section, HOME)
    report.remark(
        f"Whole site: {len(slow)} of {len(timed)} pages take longer than {LIMIT:.0f} s at their best."
    )


def walk(address: str, who: str) -> Iterator[Timed]:
    """Opens page after page of one visitor, so many of each kind."""
    opener = _opener()
    start = "/"
    if who:
        start = "/workspace/"
        _sign_in(opener, address, who)
    waiting, known, kinds = deque([start]), {start}, Counter[str]()
    for _ in range(MOST if who else MOST_WITHOUT):
        if not waiting:
            return
        path = waiting.popleft()
        seconds, text = _asked(opener, address + path)
        yield Timed(seconds, who, path)
        for href in _HREF.findall(text):
            found = urllib.parse.urljoin(address + path, href.replace("&amp;", "&"))
            rest = found.removeprefix(address)
            kind = _kind(rest)
            if found == rest or rest in known or kinds[kind] >= OF_ONE_KIND or not _walks_on(rest, who):
                continue
            known.add(rest)
            kinds[kind] += 1
            waiting.append(rest)


def _walks_on(path: str, who: str) -> bool:
    plain = path.partition("?")[0]
    staff = plain.startswith(("/workspace/", "/en/workspace/"))
    return staff == bool(who) and not plain.endswith(_PAPERS) and "sign-out" not in plain


def _kind(path: str) -> str:
    plain, _, query = path.partition("?")
    names = sorted(name for name, _ in urllib.parse.parse_qsl(query))
    return f"{_OWN.sub('…', plain)}?{names}"


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def _sign_in(opener: urllib.request.OpenerDirector, address: str, who: str) -> None:
    from gongkai.demo.cast import PASSWORD  # the installation is there by now

    page = f"{address}/workspace/sign-in/"
    token = _TOKEN.search(opener.open(page, timeout=60).read().decode())
    given = {"username": who, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    opener.open(page, urllib.parse.urlencode(given).encode(), timeout=60).read()


def _asked(opener: urllib.request.OpenerDirector, url: str) -> tuple[float, str]:
    """The best time of a page, asked for again where it seems to take long, and its text."""
    best, text = _once(opener, url)
    for _ in range(TRIES - 1):
        if best > LIMIT:
            best = min(best, _once(opener, url)[0])
    return best, text


def _seconds(opener: urllib.request.OpenerDirector, url: str) -> float:
    return _once(opener, url)[0]


def _once(opener: urllib.request.OpenerDirector, url: str) -> tuple[float, str]:
    """Seconds and text of one answer; where the server hung up, it is asked once more, and the page is told of."""
    try:
        return _answered(opener, url)
    except (OSError, http.client.HTTPException) as broken:
        print(f"No answer ({type(broken).__name__}): {url}", file=sys.stderr)
        time.sleep(PAUSE)
    try:
        return _answered(opener, url)
    except (OSError, http.client.HTTPException):
        return UNANSWERED, ""


def _answered(opener: urllib.request.OpenerDirector, url: str) -> tuple[float, str]:
    began = time.perf_counter()
    try:
        with opener.open(urllib.parse.quote(url, safe=":/?&=%+,;@~"), timeout=60) as answer:
            body: bytes = answer.read()
            page = answer.headers.get_content_type() == "text/html"
    except urllib.error.HTTPError as refused:
        refused.read()
        body, page = b"", False
    return time.perf_counter() - began, body.decode("utf-8", "replace") if page else ""

"""Walks through every link of the site as one visitor, keeping one page of each kind."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override

from journeys.steps import Answer, Wire

#: Pages of one kind that are opened: enough to meet every state of the demonstration, not every year of it.
_OF_ONE_KIND = 14
#: Different questions in the address that are followed for one kind of page.
_QUESTIONS = 6


@dataclass(frozen=True)
class Seen:
    """A page that was opened."""

    path: str
    kind: str
    answer: Answer
    came_from: str


class Tags(HTMLParser):
    """The links of a page, and what every page must have once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.counts: Counter[str] = Counter()
        self.ids: list[str] = []
        self.lang = self.title = ""
        self.sources: list[str] = []
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.counts[tag] += 1
        self._in_title = tag == "title" and self.counts["title"] == 1
        if tag == "html":
            self.lang = found.get("lang", "")
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in {"script", "img", "iframe", "source"} and "src" in found:
            self.sources.append(found["src"])
        if tag == "link" and found.get("rel") in {"stylesheet", "icon"}:
            self.sources.append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


@dataclass
class Walk:
    """A walk from ``start``; links to other hosts are noted, never opened."""

    wire: Wire
    start: tuple[str, ...]
    most: int
    within: str = "/"
    seen: list[Seen] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)
    _kinds: Counter[str] = field(default_factory=Counter)
    _met: Counter[str] = field(default_factory=Counter)
    _queue: deque[tuple[str, str]] = field(default_factory=deque)

    def go(self) -> Walk:
        """Opens page after page until nothing new is left or ``most`` are seen."""
        for path in self.start:
            self._add(path, "")
        while self._queue and len(self.seen) < self.most:
            path, came_from = self._next()
            answer = self.wire.ask(path)
            self.seen.append(Seen(path, kind_of(path), answer, came_from))
            if "location" in answer.headers:
                self._add(answer.headers["location"], path)
            if answer.kind == "text/html":
                for href in Tags(answer.text).links:
                    self._add(href, path)
        return self

    def _next(self) -> tuple[str, str]:
        """The next page to open: of the kind met least, so that a short walk still meets every kind."""
        chosen = min(self._queue, key=lambda waiting: self._met[kind_of(waiting[0])])
        self._queue.remove(chosen)
        self._met[kind_of(chosen[0])] += 1
        return chosen

    def one_of_each_kind(self) -> dict[str, Seen]:
        """The first page of each kind that answered with a page."""
        first: dict[str, Seen] = {}
        for page in self.seen:
            if page.answer.kind == "text/html" and page.answer.status == 200:
                first.setdefault(page.kind, page)
        return first

    def _add(self, href: str, came_from: str) -> None:
        whole = urljoin(f"http://{self.wire.host}{came_from or '/'}", href)
        parts = urlsplit(whole)
        if parts.netloc != self.wire.host:
            self.elsewhere.add(whole)
            return
        if not parts.path.startswith(self.within):
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = kind_of(path)
        known = f"{kind}?{sorted(name for name, _ in parse_qsl(parts.query))}" if parts.query else kind
        if path in self._known or self._kinds[known] >= (_QUESTIONS if parts.query else _OF_ONE_KIND):
            return
        self._known.add(path)
        self._kinds[known] += 1
        self._queue.append((path, came_from))


@cache
def kind_of(path: str) -> str:
    """The name of the page's address in the house's table of addresses; English and Chinese apart."""
    plain = unquote(path.partition("?")[0])
    if plain.startswith("/static/"):
        return "static"
    english = plain.startswith("/en/")
    try:
        with override("en" if english else "zh-hans"):
            name = resolve(plain).view_name
    except Resolver404:
        return f"nowhere {plain}"
    return f"en {name}" if english else name

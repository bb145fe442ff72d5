"""The nightly walk through the own site (夜间巡查): pages are asked for in this process, nothing goes over the net.

What is looked at follows from the site map: the standing pages first, then what was published last. A page is looked at
as a reader without scripts meets it: does it open, has it a title, one heading and a language, do pictures have words,
does it lead anywhere, does anything personal stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from gongkai.domain.supervision.monitors import walk as numbers

_LOC = re.compile(r"<loc>([^<]+)</loc>")
#: Parts of a page that say the same on every page: numbers there are the agency's own.
_ASIDE = frozenset({"header", "footer", "nav", "script", "style"})


@dataclass(slots=True)
class Page:
    """What the walk saw of a page. ``status`` 0: it raised. ``text``: the words of its main part."""

    path: str
    status: int
    title: str = ""
    lang: str = ""
    headings: int = 0
    bare_pictures: int = 0
    links: list[str] = field(default_factory=list)
    text: str = ""
    ids: frozenset[str] = frozenset()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lang, self.headings, self.bare, self.links = "", 0, 0, list[str]()
        self.ids = set[str]()
        self._title, self._words = list[str](), list[str]()
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids.update(
            str(each) for each in (given.get("id"), given.get("name") if tag == "a" else None) if each
        )
        if tag == "html":
            self.lang = given.get("lang") or ""
        elif tag == "h1":
            self.headings += 1
        elif tag == "img" and "alt" not in given:
            self.bare += 1
        elif tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "title" or tag in _ASIDE:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside == ["title"]:
            self._title.append(data)
        elif not self._inside:
            self._words.append(data)

    @property
    def title(self) -> str:
        return "".join(self._title).strip()

    @property
    def words(self) -> str:
        return " ".join(part.strip() for part in self._words if part.strip())


def walk(most: int = 0) -> Iterator[Page]:
    """The pages of the walk, one after the other; ``most`` 0: as many as ``law/supervision.toml`` says."""
    most = most or int(numbers()["pages"])
    own = client()
    for path in _paths(own, most):
        yield look_at(own, path)


def client() -> Client:
    """Who walks: a reader without an account, under the name people use."""
    return Client(SERVER_NAME=urlsplit(settings.PUBLIC_URL or "").hostname or "localhost")


def _paths(client: Client, most: int) -> list[str]:
    files = _LOC.findall(_text(client, reverse("plain:sitemap")))
    found: dict[str, None] = {}
    for file in files:
        for each in _LOC.findall(_text(client, urlsplit(file).path)):
            found.setdefault(unquote(urlsplit(each).path))
            if len(found) >= most:
                return list(found)
    return list(found)


def _text(client: Client, path: str) -> str:
    return client.get(path).content.decode("utf-8", "replace")


def look_at(client: Client, path: str) -> Page:
    """One page."""
    try:
        with transaction.atomic():  # a page that fails in the database takes no more than itself along
            answer: Any = client.get(path)
    except Exception:  # whatever a page raises is what is to be told
        return Page(path, 0)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return Page(path, answer.status_code)
    reader = _Reader()
    reader.feed(answer.content.decode("utf-8", "replace"))
    return Page(
        path, 200, reader.title, reader.lang, reader.headings, reader.bare, reader.links, reader.words,
        frozenset(reader.ids),
    )  # fmt: skip


def inside(page: str, href: str) -> str:
    """The path of a link on this site, without query and fragment; empty for other sites and for mail."""
    try:
        whole = urljoin(page, href.strip())
    except ValueError:
        return ""
    own = settings.PUBLIC_URL
    whole = whole.removeprefix(own) if own and whole.startswith(f"{own}/") else whole
    return re.split("[?#]", whole)[0] if whole.startswith("/") and not whole.startswith("//") else ""


def leads_nowhere(path: str) -> bool:
    """Whether no page of the site has this address."""
    with translation.override("en" if path.startswith("/en/") else settings.LANGUAGE_CODE):
        try:
            resolve(unquote(path))
        except Resolver404:
            return not path.startswith(settings.STATIC_URL)
    return False

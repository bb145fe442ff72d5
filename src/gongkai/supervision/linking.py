"""Where links stand in what the public reads, and what is wrong with those that need no other site to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet

from gongkai.domain import prose
from gongkai.domain.supervision.outside import is_inner, is_outside, target
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.powers.models import Version
from gongkai.powers.queries.public import in_force
from gongkai.publishing.models import Channel, Document, Release
from gongkai.supervision import walking

CHUNK = 200
#: What a link may begin with, and what an address of e-mail and a telephone number look like.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(?:\.[^@\s,;.]+)+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9() -]{2,24}")
_PORTS = range(1, 65536)
_DOCUMENT = re.compile(r"(?:/en)?/documents/[\w-]+(?:/|\.pdf|\.docx)", re.ASCII)
_STAFF = re.compile(r"(?:/en)?/workspace(?:/|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """A link to another site, and the public record it stands in."""

    url: str
    shown: str
    agency: int
    key: str
    title: str
    unit: int | None
    address: tuple[str, tuple[str | int, ...]]


def published(agency: Agency | None = None) -> QuerySet[Document]:
    """What everybody reads, of one agency or of all."""
    rows = Document.objects.filter(state="published", audience=Document.Audience.PUBLIC, live__isnull=False)
    rows = rows if agency is None else rows.filter(agency=agency)
    return rows.select_related("live__document__agency", "unit").order_by("id")


def outside(agency: Agency | None = None) -> Iterator[Found]:
    """Links to other sites: of documents, of the register's entries in force, of channels and releases."""
    for document in published(agency).filter(live__body__contains="href=").iterator(chunk_size=CHUNK):
        live = document.live
        assert live is not None  # asked for above
        for link in prose.links(live.body):
            if url := plain(link.href):
                address = ("workspace:document", (document.pk,))
                yield Found(
                    url,
                    link.href,
                    document.agency_id,
                    f"{document.pk}",
                    live.title,
                    document.unit_id,
                    address,
                )
    yield from _of_the_register(agency)
    yield from (each for each in of_channels(agency) if each.url)


def plain(href: str) -> str:
    """A link as it is asked for, without its fragment; empty: none to another site, or none that may be asked for."""
    if not is_outside(href) or _is_own(href):
        return ""
    whole = f"https:{href.strip()}" if href.strip().startswith("//") else href.strip()
    found = target(whole, _PORTS)
    return "" if found is None or is_inner(whole) else found.url


def _is_own(href: str) -> bool:
    own = settings.PUBLIC_URL
    return bool(own) and (href.strip() == own or href.strip().startswith(f"{own}/"))


def _of_the_register(agency: Agency | None) -> Iterator[Found]:
    rows = Version.objects.filter(in_force())
    rows = rows if agency is None else rows.filter(entry__agency=agency)
    for version in rows.select_related("entry__agency").order_by("id").iterator(chunk_size=CHUNK):
        own = version.entry
        for text in _strings(version.content):
            if url := plain(text):
                address = ("workspace:power", (own.agency.code, own.kind, own.code))
                key = f"{own.kind}:{own.code}"
                yield Found(
                    url, text, own.agency_id, key, f"{own.code} {version.title}", own.unit_id, address
                )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def of_channels(agency: Agency | None) -> Iterator[Found]:
    """The addresses of channels and of releases; ``url`` is empty for those no other site is asked for."""
    channels = Channel.objects.filter(closed_on__isnull=True).exclude(url="").select_related("agency")
    for channel in (channels if agency is None else channels.filter(agency=agency)).order_by("id"):
        key, own = f"channel:{channel.pk}", ("workspace:channels", ())
        yield Found(plain(channel.url), channel.url, channel.agency_id, key, channel.name, None, own)
    releases = Release.objects.filter(struck_at__isnull=True, document__in=published(agency)).exclude(url="")
    for release in releases.select_related("document", "revision").order_by("id").iterator(chunk_size=CHUNK):
        of, title = release.document, release.revision.title
        key, address = f"release:{release.pk}", ("workspace:document", (of.pk,))
        yield Found(plain(release.url), release.url, of.agency_id, key, title, of.unit_id, address)


def malformed(href: str) -> Text | None:
    """What is wrong with a link by its words alone: no address at all, or one that nobody outside can open."""
    scheme = _SCHEME.match(href.strip())
    name = scheme[1].lower() if scheme else ""
    rest = unquote(href.strip()[len(name) + 1 :]) if name else ""
    wrong = (
        (bool(name) and name not in _SCHEMES)
        or (name == "mailto" and not _all_mail(rest))
        or (name == "tel" and not _TELEPHONE.fullmatch(rest))
        or (is_outside(href) and not _is_own(href) and target(_with_scheme(href), _PORTS) is None)
        or (name in ("http", "https") and not is_outside(href))
    )
    if wrong:
        return say("The link “{href}” is no address that can be opened.", href=href)
    if is_outside(href) and not _is_own(href) and is_inner(_with_scheme(href)):
        return say("The link “{href}” leads into an inner network; nobody outside can open it.", href=href)
    return None


def _all_mail(rest: str) -> bool:
    return all(_MAIL.fullmatch(each.strip()) for each in rest.partition("?")[0].split(","))


def _with_scheme(href: str) -> str:
    return f"https:{href.strip()}" if href.strip().startswith("//") else href.strip()


@dataclass(slots=True)
class Inside:
    """Tries the links inside of what is published; each page is asked for once in a look."""

    asked: dict[str, walking.Page] = field(default_factory=dict)

    def wrong(self, page: str, href: str) -> Text | None:
        """What is wrong with a link on ``page`` of this site; nothing for links to others."""
        if _SCHEME.match(href.strip()) and not _is_own(href):
            return None
        path = walking.inside(page, href)
        if not path or (_DOCUMENT.fullmatch(path) and not urlsplit(href.strip()).fragment):
            return None  # documents are looked up in the records
        if _STAFF.match(path):
            return say(
                "The link “{href}” leads to a page of the staff; nobody outside can open it.", href=href
            )
        query = urlsplit(href.strip()).query
        found = self._page(f"{path}?{query}" if query else path)
        if found.status == 0 or (found.status >= 400 and found.status != 405):
            return say("The link “{href}” does not open (status {status}).", href=href, status=found.status)
        mark = unquote(urlsplit(href.strip()).fragment)
        if mark and found.text and found.status == 200 and mark not in found.ids:
            return say("The link “{href}” leads to a place that is not on its page.", href=href)
        return None

    def lacks(self, page: str, src: str) -> bool:
        """Whether a picture of this site that a page shows is not there."""
        path = "" if _SCHEME.match(src.strip()) and not _is_own(src) else walking.inside(page, src)
        return bool(path) and self._page(path).status in (0, 404, 410)

    def _page(self, path: str) -> walking.Page:
        if path not in self.asked:
            self.asked[path] = walking.look_at(walking.client(), path)
        return self.asked[path]

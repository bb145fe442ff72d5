"""What is open as a calendar file, and what was put out and decided as an Atom feed. In Chinese: so are the texts."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from gongkai.consultations.public import present
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.records import Document, Version
from gongkai.core import clock, ics, periods
from gongkai.core.access import public_page

#: Entries of the feed, open consultations in the calendar, and days before the last one on which programs remind.
LENGTH, MOST_OPEN, REMIND = 30, 200, 3
PRODUCT = "-//Gongkai//Consultations//ZH"
#: What the identifiers of the feed's entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("5a1f1c0e-62b7-5d0f-8e3b-0f6b8f1d2a47")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public_page
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The last day of every open consultation, a whole day each; 304 where the reader holds it already."""
    rows = list(reads.open_now()[:MOST_OPEN])
    made = max((each.updated_at for each in rows), default=periods.midnight(clock.today()))
    content = ics.calendar(
        "正在征求意见", [_day(request, each) for each in rows], made_at=made, product=PRODUCT
    )
    return conditional(request, content, "text/calendar; charset=utf-8")


def _day(request: HttpRequest, found: Document) -> ics.Day:
    assert found.closes_on is not None  # it is open
    return ics.Day(
        uid=f"consultation.{found.agency.code}.{found.number.lower()}",
        on=found.closes_on,
        title=f"征求意见截止：{found.title}",
        text=f"起草单位：{found.unit.name}\n今天是提出意见的最后一天。",
        url=present.absolute(request, present.address_of(found)),
        alarm_days=REMIND,
    )


@dataclass(frozen=True, slots=True)
class _News:
    """Something that became public: a version, or the final text."""

    on: date
    title: str
    text: str
    path: str
    name: str
    agency: str


@public_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """Versions put out for opinions and texts published, the newest first; 304 where the reader holds it already."""
    news = sorted(
        [*map(_put_out, reads.newest_versions(LENGTH)), *map(_published, reads.newest_published(LENGTH))],
        key=lambda each: (each.on, each.name),
        reverse=True,
    )[:LENGTH]
    made = Atom1Feed(
        title="意见征集",
        link=present.absolute(request, reverse("portal:consultations")),
        description="",
        subtitle="公开征求意见的文稿和最终公布的文件。",
        language="zh-Hans",
        author_name=news[0].agency if news else "",
        feed_url=present.absolute(request, request.path),
        feed_guid=uuid.uuid5(SPACE, "feed").urn,
    )
    for each in news:
        made.add_item(
            title=writable(each.title),
            link=present.absolute(request, each.path),
            description=linebreaks(writable(each.text), autoescape=True),
            author_name=each.agency,
            pubdate=periods.midnight(each.on),
            updateddate=periods.midnight(each.on),
            unique_id=uuid.uuid5(SPACE, each.name).urn,
        )
    if not news:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        made.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return conditional(request, made.writeString("utf-8"), "application/atom+xml; charset=utf-8")


def _put_out(version: Version) -> _News:
    found = version.document
    assert version.opens_on is not None  # it was put out
    assert version.closes_on is not None
    return _News(
        version.opens_on,
        f"征求意见：{found.title}" + (f"（第{version.number}稿）" if version.number > 1 else ""),
        f"提出意见的期限：{version.opens_on.isoformat()}至{version.closes_on.isoformat()}\n{version.explanation}",
        present.version_address(found, version),
        f"{found.agency.code}:{found.number}:{version.number}",
        found.agency.name,
    )


def _published(found: Document) -> _News:
    assert found.published_on is not None  # it was published
    number = f"（{found.formal_number}）" if found.formal_number else ""
    return _News(
        found.published_on,
        f"公布：{found.title}{number}",
        found.interpretation,
        present.address_of(found),
        f"{found.agency.code}:{found.number}:published",
        found.agency.name,
    )


def writable(text: str) -> str:
    """``text`` without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def conditional(request: HttpRequest, written: str, content_type: str) -> HttpResponseBase:
    """The file, marked by its content: a consultation that ended changes it too."""
    body = written.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

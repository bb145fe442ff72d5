"""The publicity published last, as an Atom feed. In Chinese: so are the records."""

from __future__ import annotations

import hashlib
import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from gongkai.core import clock, periods
from gongkai.core.access import public_page
from gongkai.domain.duties import publicity as rules
from gongkai.duties.public import publicity_present as present
from gongkai.duties.queries import publicity_public as reads

#: Activities in the feed.
LENGTH = 30
#: What the identifiers of feed and entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("5b0c51e2-77f4-5b57-8b0e-2f0a6f3f6c41")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """The activities published last; 304 where the reader holds it already."""
    rows = reads.newest(LENGTH)
    made = Atom1Feed(
        title="普法宣传",
        link=present.absolute(request, reverse("portal:publicity")),
        description="",
        subtitle="最近公布的普法宣传活动、法制走廊和公示栏更新。",
        language="zh-Hans",
        author_name=rows[0].agency.name if rows else "",
        feed_url=present.absolute(request, request.path),
        feed_guid=_identifier("feed"),
    )
    for each in rows:
        assert each.published_on is not None  # it is published
        made.add_item(
            title=_writable(each.title),
            link=present.absolute(request, present.address_of(each)),
            description=linebreaks(_writable(each.words), autoescape=True),
            author_name=each.agency.name,
            categories=[rules.kinds()[each.kind].label],
            pubdate=periods.midnight(each.published_on),
            updateddate=periods.midnight(each.published_on),
            unique_id=_identifier(f"{each.agency.code}:{each.number}"),
        )
    if not rows:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        made.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return _conditional(request, made.writeString("utf-8"))


def _identifier(name: str) -> str:
    """What the feed or an entry is called for ever."""
    return uuid.uuid5(SPACE, name).urn


def _writable(text: str) -> str:
    """``text`` without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def _conditional(request: HttpRequest, written: str) -> HttpResponseBase:
    """Marked by its content: an activity withdrawn changes it too."""
    body = written.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

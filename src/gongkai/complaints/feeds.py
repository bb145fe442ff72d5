"""The Atom feed of published matters, in the language of its address. What people wrote is Chinese in both."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from gongkai.complaints import words
from gongkai.complaints.public.present import absolute, content_lang
from gongkai.complaints.queries import published
from gongkai.core import clock, periods
from gongkai.core.access import public_page
from gongkai.people.context import host_agency

#: Matters in the feed.
LENGTH = 30
#: What the identifiers of feed and entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("0b6c8a52-6f0e-5d0b-9a0c-3c1d7e5f2a94")

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Feed(Atom1Feed):
    """Atom whose entries say in which language they are, where that is not the feed's."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        lang = content_lang()
        return {**super().item_attributes(item), **({"xml:lang": lang} if lang else {})}


@public_page
def matters(request: HttpRequest) -> HttpResponseBase:
    """The matters released last, with what was said and answered; 304 where the reader holds it already."""
    feed = _empty(request)
    rows = published.newest(LENGTH)
    for row in rows:
        feed.add_item(
            title=_plain(row.title),
            link=absolute(request, reverse("portal:complaint_published_one", args=[row.public_id])),
            description=_summary(row),
            author_name=row.agency_name,
            categories=_classes(row),
            pubdate=timezone.localtime(row.released_at),
            updateddate=timezone.localtime(row.updated_at),
            unique_id=_identifier(row.public_id),
        )
    if not rows:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        feed.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return _conditional(request, feed.writeString("utf-8"))


def _empty(request: HttpRequest) -> _Feed:
    host = host_agency()
    name = host.name if host else _("Complaints and suggestions")
    return _Feed(
        title=f"{_('Published matters')} - {name}",
        link=absolute(request, reverse("portal:complaint_published")),
        description="",
        subtitle=_("Matters people handed in, without anything personal, and what was answered."),
        language="zh-Hans" if words.in_chinese() else "en",
        author_name=name,
        feed_url=absolute(request, request.path),
        feed_guid=_identifier("feed"),
    )


def _summary(row: Any) -> str:
    """Question and answer as paragraphs. Django writes summaries as HTML: what was typed must not be taken for it."""
    said = _("{text}\n\nAnswer: {answer}").format(text=row.text, answer=row.answer)
    return linebreaks(_plain(said), autoescape=True)


def _classes(row: Any) -> list[str]:
    on = timezone.localtime(row.requested_at).date()
    named = (words.kind(row.kind), words.category(row.category, on=on), words.district(row.district))
    return [each for each in named if each]


def _identifier(name: str) -> str:
    """What the feed or an entry is called for ever; in each language it is another."""
    return uuid.uuid5(SPACE, f"{'zh' if words.in_chinese() else 'en'}:{name}").urn


def _plain(text: str) -> str:
    """``text`` without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def _conditional(request: HttpRequest, written: str) -> HttpResponseBase:
    """Marked by its content: a matter taken away changes it too, which no date of the newest would show."""
    body = written.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

"""Atom feeds: everything, a catalogue row, a topic, an agency. In Chinese: so are the documents."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.people.context import host_agency
from gongkai.publishing import queries
from gongkai.publishing.public.present import absolute
from gongkai.publishing.queries import public as reads

#: Documents in a feed.
LENGTH = 30
#: What the identifiers of feeds and entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("6f6e9b1e-7f0a-5a52-9a55-67ba9a3f8b10")


@public_page
def everything(request: HttpRequest) -> HttpResponse:
    """What was published last."""
    return _feed(request, "all", _site_name(), queries.public_documents(), reverse("portal:documents"))


@public_page
def row(request: HttpRequest, key: str) -> HttpResponse:
    """What was published under a catalogue row and its parts."""
    entry = queries.entry(key)
    if entry is None:
        raise Http404
    page = reverse("portal:catalogue_row", args=[key])
    return _feed(request, f"row:{key}", entry.label, queries.public_documents(row=key), page)


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published in a topic."""
    found = queries.topic(slug)
    if found is None:
        raise Http404
    page = reverse("portal:topic", args=[slug])
    return _feed(request, f"topic:{slug}", found.title, queries.public_documents(topic=slug), page)


@public_page
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """What an agency published."""
    found = next((each for each in reads.agencies() if each.code == code), None)
    if found is None:
        raise Http404
    page = reverse("portal:agency", args=[code])
    return _feed(request, f"agency:{code}", found.name, queries.public_documents(agency=code), page)


def _site_name() -> str:
    host = host_agency()
    return host.name if host else "政府信息公开"


def _feed(
    request: HttpRequest, name: str, title: str, query: QuerySet[reads.Document], page: str
) -> HttpResponse:
    documents = reads.newest(LENGTH, query)
    feed = Atom1Feed(
        title=f"{title} - 政府信息公开",
        link=absolute(request, page),
        description="",
        subtitle=f"{_site_name()}依法公开的政府信息",
        language="zh-Hans",
        author_name=_site_name(),
        feed_url=absolute(request, request.path),
        feed_guid=identifier(f"feed:{name}"),
    )
    for document in documents:
        live = document.live
        assert live is not None
        feed.add_item(
            title=live.title,
            link=absolute(request, reverse("portal:document", args=[document.slug])),
            description=live.summary or live.title,
            author_name=live.issuing_agency or document.agency.name,
            pubdate=_local(document.first_published_at),
            updateddate=_local(document.published_at),
            unique_id=identifier(f"document:{document.index_number}"),
        )
    if not documents:
        # An empty feed still has to say when it was made.
        feed.latest_post_date = clock.now  # type: ignore[method-assign]
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def identifier(name: str) -> str:
    """What a feed or an entry is called for ever, whatever address it has."""
    return uuid.uuid5(SPACE, name).urn


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None

"""The Atom feed of published annual reports. In Chinese: so are the reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from gongkai.annual_reports import queries, words
from gongkai.annual_reports.public import page_address
from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.people.context import host_agency
from gongkai.publishing.feeds import LENGTH, identifier
from gongkai.publishing.public.present import absolute


@public_page
def reports(request: HttpRequest) -> HttpResponse:
    """The annual reports published or corrected last, of every agency."""
    host = host_agency()
    name = host.name if host else "政府信息公开"
    feed = Atom1Feed(
        title="政府信息公开工作年度报告 - 政府信息公开",
        link=absolute(request, reverse("portal:reports")),
        description="",
        subtitle=f"{name}依法公布的政府信息公开工作年度报告",
        language="zh-Hans",
        author_name=name,
        feed_url=absolute(request, request.path),
        feed_guid=identifier("feed:reports"),
    )
    listed = sorted(queries.published(), key=lambda each: each.last_at, reverse=True)[:LENGTH]
    for each in listed:
        own = each.report
        feed.add_item(
            title=words.title(own) + ("（汇总）" if own.scope == own.Scope.SUM else ""),
            link=absolute(request, page_address(own.agency.code, own.year, own.scope)),
            description=words.title(own),
            author_name=own.agency.name,
            pubdate=timezone.localtime(each.first_at),
            updateddate=timezone.localtime(each.last_at),
            unique_id=identifier(f"report:{own.agency.code}:{own.year}:{own.scope}"),
        )
    if not listed:
        # An empty feed still has to say when it was made.
        feed.latest_post_date = clock.now  # type: ignore[method-assign]
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

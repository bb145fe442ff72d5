"""Clean-up lists and evaluations published, as an Atom feed. In Chinese: so are they."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from gongkai.consultations.public import present
from gongkai.consultations.public.evaluating.pages import address_of
from gongkai.consultations.public.feeds import LENGTH, SPACE, conditional, writable
from gongkai.consultations.queries import evaluation_public as reads
from gongkai.consultations.queries.records import CleanUp, Evaluation
from gongkai.core import clock, periods
from gongkai.core.access import public_page


@public_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """What was published last, the newest first; 304 where the reader holds it already."""
    rows: list[Evaluation | CleanUp] = [
        *reads.evaluations().order_by("-published_on", "-id")[:LENGTH],
        *reads.clean_ups()[:LENGTH],
    ]
    news = sorted(rows, key=lambda each: (_day(each), each.number), reverse=True)[:LENGTH]
    made = Atom1Feed(
        title="文件清理和后评估",
        link=present.absolute(request, reverse("portal:rules_in_force")),
        description="",
        subtitle="行政规范性文件清理目录和后评估结论。",
        language="zh-Hans",
        author_name=news[0].agency.name if news else "",
        feed_url=present.absolute(request, request.path),
        feed_guid=uuid.uuid5(SPACE, "rules in force").urn,
    )
    for each in news:
        at = periods.midnight(_day(each))
        title, text = _words(each)
        made.add_item(
            title=writable(title),
            link=present.absolute(request, address_of(each)),
            description=linebreaks(writable(text), autoescape=True),
            author_name=each.agency.name,
            pubdate=at,
            updateddate=at,
            unique_id=uuid.uuid5(SPACE, f"{each.agency.code}:{each.number}").urn,
        )
    if not news:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        made.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return conditional(request, made.writeString("utf-8"), "application/atom+xml; charset=utf-8")


def _day(found: Evaluation | CleanUp) -> Any:
    assert found.published_on is not None  # it was published
    return found.published_on


def _words(found: Evaluation | CleanUp) -> tuple[str, str]:
    if isinstance(found, Evaluation):
        return f"后评估：{found.document.title}", found.summary
    return f"清理目录：{found.title}", found.introduction

"""The inspections published last, as an Atom feed. In Chinese: so are the records."""

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

from gongkai.campaigns.public import present
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Inspection
from gongkai.core import clock, periods
from gongkai.core.access import public_page
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import PASSED

#: Records in the feed.
LENGTH = 30
#: What the identifiers of feed and entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("0c7f5d8a-3b0e-5a64-9c1d-72f3a6f0b915")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """The records published last; 304 where the reader holds it already."""
    rows = reads.newest(LENGTH)
    made = Atom1Feed(
        title="现场检查结果 - 专项治理",
        link=present.absolute(request, reverse("portal:campaigns")),
        description="",
        subtitle="按检查对象公布的现场检查结果，不含任何个人信息。",
        language="zh-Hans",
        author_name=rows[0].listed.campaign.agency.name if rows else "",
        feed_url=present.absolute(request, request.path),
        feed_guid=_identifier("feed"),
    )
    for each in rows:
        assert each.published_on is not None  # it is published
        campaign, site = each.listed.campaign, each.listed.site
        made.add_item(
            title=_writable(f"{site.name}：{_result(each)}"),
            link=present.absolute(request, f"{present.site_address(campaign, site)}#{each.number}"),
            description=linebreaks(_writable(_text(each)), autoescape=True),
            author_name=campaign.agency.name,
            categories=[_writable(campaign.title)],
            pubdate=periods.midnight(each.published_on),
            updateddate=periods.midnight(each.published_on),
            unique_id=_identifier(f"{campaign.agency.code}:{each.number}"),
        )
    if not rows:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        made.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return _conditional(request, made.writeString("utf-8"))


def _result(found: Inspection) -> str:
    count = sum(each["verdict"] == "unmet" for each in found.answers.values())
    return "合格" if found.result == PASSED else f"{count}项不合格"


def _text(found: Inspection) -> str:
    """The day, and what was not met with its note."""
    listed = checklists.checklist(found.checklist, found.checklist_from)
    names = {each.key: each.label for each in (listed.items if listed else ())}
    lines = [f"{present.day_of(found.made_at).isoformat()}检查，{_result(found)}。"]
    lines += [
        f"{names.get(key, key)}：{each.get('note', '')}"
        for key, each in found.answers.items()
        if each["verdict"] == "unmet"
    ]
    if found.correct_by is not None and found.result != PASSED:
        lines.append(f"整改期限：{found.correct_by.isoformat()}")
    return "\n".join(lines)


def _identifier(name: str) -> str:
    """What the feed or an entry is called for ever."""
    return uuid.uuid5(SPACE, name).urn


def _writable(text: str) -> str:
    """``text`` without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def _conditional(request: HttpRequest, written: str) -> HttpResponseBase:
    """Marked by its content: a record withdrawn changes it too."""
    body = written.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

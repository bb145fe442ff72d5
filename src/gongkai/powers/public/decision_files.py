"""Published decisions for machines: CSV and JSON row by row, and the Atom feed."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from gongkai.core import clock, periods
from gongkai.core.access import public_page
from gongkai.core.cells import harmless
from gongkai.core.lawwords import in_chinese
from gongkai.powers import decision_words as words
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.forms.public_decisions import PublishedFilter
from gongkai.powers.public import decisions as pages
from gongkai.powers.public.present import absolute
from gongkai.powers.queries import public_decisions as reads
from gongkai.powers.queries.records import Decision

#: Decisions in the feed.
LENGTH = 30
#: What the identifiers of feed and entries are made from; never changed, whatever address the site has.
SPACE = uuid.UUID("5d4f1c0e-91f4-5c7e-8a55-6a1c0d4b7f29")
COLUMNS = (
    *("number", "kind", "agency", "unit", "party", "party_kind", "conduct", "conduct_on", "decided_on"),
    *("published_on", "outcome", "amount", "minimum", "maximum", "outside_range", "table", "rows", "item"),
    *("public_text", "url"),
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public_page
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """All published decisions the filters leave, as one file; row by row."""
    if form not in ("csv", "json"):
        raise Http404
    asked = PublishedFilter(
        without_nul(request.GET), tables=reads.tables_used(), years=reads.years(), agencies=reads.agencies()
    ).asked()
    rows = reads.published(**asked).iterator(chunk_size=500)
    pieces = _csv(request, rows) if form == "csv" else _json(request, rows)
    kind = "text/csv" if form == "csv" else "application/json"
    response = StreamingHttpResponse(pieces, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="decisions.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def record(found: Decision, url: str) -> dict[str, Any]:
    """A published decision as plain data: for files and the API. Amounts in yuan."""
    return {
        "id": found.pk,
        "number": found.number,
        "kind": found.kind,
        "agency": found.agency.code,
        "unit": found.unit.code,
        "party": found.party_public,
        "party_kind": found.party_kind,
        "conduct": found.conduct,
        "conduct_on": found.conduct_on,
        "decided_on": found.decided_on,
        "published_on": found.published_on,
        "outcome": found.outcome,
        "amount": found.amount,
        "minimum": found.minimum,
        "maximum": found.maximum,
        "outside_range": found.outside_range,
        "table": found.table.code if found.table else "",
        "rows": [str(each) for each in found.rows],
        "item": found.item.code if found.item else "",
        "public_text": found.public_text,
        "url": url,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv(request: HttpRequest, rows: Iterable[Decision]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # by which spreadsheets know UTF-8
    yield writer.writerow(COLUMNS)
    for each in rows:
        said = record(each, absolute(request, pages.address_of(each)))
        said["rows"] = "|".join(said["rows"])
        cells = (_plain(said[name]) for name in COLUMNS)
        yield writer.writerow([harmless("" if cell is None else str(cell)) for cell in cells])


def _json(request: HttpRequest, rows: Iterable[Decision]) -> Iterator[str]:
    yield '{"decisions": ['
    for at, each in enumerate(rows):
        said = record(each, absolute(request, pages.address_of(each)))
        plain = {name: _plain(value) for name, value in said.items()}
        yield (",\n" if at else "\n") + json.dumps(plain, ensure_ascii=False)
    yield "\n]}\n"


@public_page
def feed(request: HttpRequest) -> HttpResponseBase:
    """The decisions published last; 304 where the reader holds it already."""
    rows = reads.newest(LENGTH)
    made = Atom1Feed(
        title=_("Published decisions"),
        link=absolute(request, reverse("portal:power_decisions")),
        description="",
        subtitle=_("Penalties, licences and coercive measures, without names of persons."),
        language="zh-Hans" if in_chinese() else "en",
        author_name=rows[0].agency.name if rows else "",
        feed_url=absolute(request, request.path),
        feed_guid=_identifier("feed"),
    )
    for each in rows:
        assert each.published_on is not None  # it is published
        made.add_item(
            title=_writable(f"{each.conduct} {words.result(each)}"),
            link=absolute(request, pages.address_of(each)),
            description=linebreaks(_writable(each.public_text), autoescape=True),
            author_name=each.agency.name,
            categories=[words.kind_name(each.kind)],
            pubdate=periods.midnight(each.published_on),
            updateddate=periods.midnight(each.published_on),
            unique_id=_identifier(str(each.pk)),
        )
    if not rows:
        # An empty feed still has to say when it was made: the day, so that it stays the same until the next.
        made.latest_post_date = lambda: periods.midnight(clock.today())  # type: ignore[method-assign]
    return _conditional(request, made.writeString("utf-8"))


def _identifier(name: str) -> str:
    """What the feed or an entry is called for ever; in each language it is another."""
    return uuid.uuid5(SPACE, f"{'zh' if in_chinese() else 'en'}:{name}").urn


def _writable(text: str) -> str:
    """``text`` without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def _conditional(request: HttpRequest, written: str) -> HttpResponseBase:
    """Marked by its content: a decision withdrawn changes it too."""
    body = written.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response

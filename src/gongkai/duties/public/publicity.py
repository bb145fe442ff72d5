"""Publicity as everybody reads it: the list with its figures, one activity with its photos, and files of them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core import sealed
from gongkai.core.access import public_page
from gongkai.core.cells import harmless
from gongkai.core.formfields import one_line
from gongkai.core.listpages import frame
from gongkai.core.sending import attachment
from gongkai.duties import publicity_words as words
from gongkai.duties.forms.publicity import PublicFilter
from gongkai.duties.public import publicity_present as present
from gongkai.duties.queries import publicity_public as reads
from gongkai.duties.queries.records_publicity import Activity

COLUMNS = (
    *(
        "number",
        "title",
        "kind",
        "kind_label",
        "unit",
        "begins_on",
        "ends_on",
        "place",
        "co_organisers",
        "partners",
    ),
    *("printed", "in_stock", "given_out", "consulted", "counted_how", "words", "press_title", "press_outlet"),
    *("press_on", "press_url", "published_on", "url"),
)


@public_page
def activities(request: HttpRequest) -> HttpResponse:
    """The published activities, narrowed by year and kind, with the figures of what is shown."""
    form = PublicFilter(_plain(request), years=reads.years())
    chosen = form.chosen()
    query = reads.published(**chosen)
    page = reads.page(query, one_line(request.GET.get("after", ""), 60))
    figures = reads.figures(query)
    here = reverse("portal:publicity")
    asked = f"?{urlencode(chosen)}" if chosen else ""
    context = {
        **frame(request, form, here, page.after),
        "rows": [present.row(each) for each in page.rows],
        "shown": words.counted(figures.activities),
        "figures": [
            {"label": _(words.FIGURES[name]), "value": f"{getattr(figures, name):,}"}
            for name in present.FIGURES
        ],
        "files": [
            {"label": name.upper(), "url": reverse("portal:publicity_file", args=[name]) + asked}
            for name in ("csv", "json")
        ],
        "crumbs": present.crumbs(),
    }
    return render(request, "duties/public/publicity_list.html", context)


def _plain(request: HttpRequest) -> dict[str, str]:
    """What the address says; PostgreSQL cannot be asked for a NUL."""
    return {name: str(value).replace("\x00", "") for name, value in request.GET.items()}


@public_page
def activity(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One activity; of a withdrawn one only when and why."""
    found = reads.activity(agency, number) if "\x00" not in number else None
    if found is None:
        raise Http404
    here = present.address_of(found)
    gone = found.state == "withdrawn"
    # What was withdrawn may stand in its name as well.
    title = _("Withdrawn activity") if gone else found.title
    context = {
        "activity": found,
        "gone": gone,
        "title": title,
        "badges": [words.state_badge(found)]
        if gone
        else [{"label": words.kind_name(found.kind), "kind": "plain"}],
        "facts": _facts(found, gone=gone),
        "figures": [each for each in words.cards(found) if not gone and each["value"] != "0"],
        "photos": [
            {
                "url": present.photo_address(each),
                "caption": each.caption,
                "alt": _("Photo {n}: {caption}").format(n=at, caption=each.caption or found.title),
            }
            for at, each in enumerate(reads.shown(found), start=1)
        ],
        "page_url": present.absolute(request, here),
        "lang": words.content_lang(),
        "title_lang": "" if gone else words.content_lang(),
        "crumbs": present.crumbs((title, "")),
    }
    return render(request, "duties/public/publicity_activity.html", context, status=410 if gone else 200)


def _facts(found: Activity, *, gone: bool) -> list[dict[str, Any]]:
    rows = [(_("Number"), found.number), (_("Agency"), words.name_of(found.agency))]
    if gone and found.withdrawn_on is not None:
        rows.append((_("Withdrawn on"), date_format(found.withdrawn_on, "DATE_FORMAT")))
    if not gone:
        helped = [f"{name} · {words.partner_kind(kind)}" for kind, name in reads.partners(found)]
        rows += [
            (_("Unit"), words.name_of(found.unit)),
            (_("Day"), present.days(found)),
            (_("Place"), found.place),
            (_("Board that was renewed"), found.board.name if found.board else ""),
            (_("Together with"), found.co_organisers),
            (_("Partners"), _(", ").join(helped)),
            (_("How they were counted"), found.counted_how if found.consulted else ""),
            (_("Published on"), date_format(found.published_on, "DATE_FORMAT") if found.published_on else ""),
        ]
    return [{"label": label, "value": value} for label, value in rows if value]


@public_page
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The veiled copy of a photo and never the photo itself; asked for again each time, as it may be withdrawn."""
    found = reads.photo(pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    etag = f'"{hashlib.blake2b(found.veiled_key.encode(), digest_size=12).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["Cache-Control"] = "no-cache"
        return unchanged
    response = attachment(
        sealed.fetch(found.veiled_key), name=f"{found.pk}.jpg", content_type="image/jpeg", inline=True
    )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


@public_page
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The published activities as one file; row by row. ``?year=`` and ``?kind=`` as on the list."""
    if form not in ("csv", "json"):
        raise Http404
    chosen = PublicFilter(_plain(request), years=reads.years()).chosen()
    rows = reads.published(**chosen).prefetch_related("partners", "photos").iterator(chunk_size=500)
    pieces = _csv(request, rows) if form == "csv" else _json(request, rows)
    kind = "text/csv" if form == "csv" else "application/json"
    response = StreamingHttpResponse(pieces, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="publicity.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def record(request: HttpRequest, found: Activity) -> dict[str, Any]:
    """A published activity as plain data."""
    told: dict[str, Any] = {name: getattr(found, name, None) for name in COLUMNS}
    days = {name: told[name].isoformat() if told[name] else None for name in told if name.endswith("_on")}
    return {
        **told,
        **days,
        "kind_label": words.kind_name(found.kind),
        "unit": found.unit.code,
        "partners": [each.name for each in found.partners.all()],
        "url": present.absolute(request, present.address_of(found)),
        "photos": [present.absolute(request, present.photo_address(each)) for each in reads.shown(found)],
    }


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv(request: HttpRequest, rows: Iterable[Activity]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # by which spreadsheets know UTF-8
    yield writer.writerow(COLUMNS)
    for each in rows:
        told = record(request, each)
        cells = ["、".join(told[name]) if name == "partners" else told[name] for name in COLUMNS]
        yield writer.writerow(["" if cell is None else harmless(cell) for cell in cells])


def _json(request: HttpRequest, rows: Iterable[Activity]) -> Iterator[str]:
    yield '{"activities": ['
    for at, each in enumerate(rows):
        yield (",\n" if at else "\n") + json.dumps(record(request, each), ensure_ascii=False)
    yield "\n]}\n"


def entries_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Published activities as rows of the site's search; one query."""
    return present.entries_by_number(reads.by_numbers(numbers))


def pages() -> list[tuple[str, datetime]]:
    """The address of every published activity, and when it changed last, for the site map."""
    return [(reverse("portal:activity", args=[agency, number]), at) for agency, number, at in reads.pages()]

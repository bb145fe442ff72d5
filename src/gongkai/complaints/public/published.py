"""Single matters as everybody may read them: the anonymised projection, its answers and its veiled photos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import words
from gongkai.complaints.actions.files import content_of
from gongkai.complaints.forms.published import PublishedFilter
from gongkai.complaints.public.figures import counted_in_list
from gongkai.complaints.public.present import content_lang, crumbs
from gongkai.complaints.queries import figures
from gongkai.complaints.queries import published as reads
from gongkai.core import clock
from gongkai.core.access import public_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.sending import attachment
from gongkai.domain.text import N_

#: Rows of a page, each with its pin.
SIZE = 20
#: Signs of the text a row shows.
EXCERPT = 90
#: The status words of the updates extension → what they say here.
_UPDATES = {
    "OPEN": N_("received"),
    "IN_PROGRESS": N_("in hand"),
    "FOR_TRIAGE": N_("It is being decided which unit is responsible"),
    "ACTION_SCHEDULED": N_("On the list of what cannot be solved now"),
    "INVESTIGATING": N_("It is being decided whether it is taken up again"),
    "CLOSED": N_("closed matter"),
    "DUPLICATE": N_("Joined with an earlier matter"),
    "NOT_COUNCILS_RESPONSIBILITY": N_("not taken up here"),
    "INTERNAL_REFERRAL": N_("Goes on as a request for information"),
    "CANCELLED": N_("Withdrawn by the reporter"),
    "REOPEN": N_("Taken up again"),
}


@public_page
def published(request: HttpRequest) -> HttpResponse:
    """The public matters, narrowed by the filters in the address, with a map of those shown."""
    today = clock.today()
    form = PublishedFilter(request.GET, months=reads.months(), today=today)
    asked = form.asked(today)
    query = reads.public(asked)
    page = reads.page(query, request.GET.get("after", ""), SIZE)
    count = query[: COUNTED + 1].count()
    here = reverse("portal:complaint_published")
    counted = ""
    if asked.figure:
        counted = counted_in_list(figures.counted(*asked.figure).count(), query.count())
    rows = [_row(each) for each in page.rows]
    context = {
        **frame(request, form, here, page.after),
        "rows": rows,
        "points": [_point(number, row) for number, row in enumerate(rows, start=1) if row["lat"] is not None],
        "count": _count(count),
        "counted": counted,
        "only_released": asked.released,
        "lang": content_lang(),
        "crumbs": crumbs((_("Published matters"), "")),
    }
    return render(request, "complaints/public/published.html", context)


def _count(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} matters").format(count=f"{COUNTED:,}")
    return ngettext("{count} matter", "{count} matters", count).format(count=f"{count:,}")


def _row(row: Any) -> dict[str, Any]:
    """A public matter for ``components/entry.html`` and the map."""
    released = row.released_at is not None
    kind = _class(row)
    badges = [
        {"label": words.public_state(row.detailed), "kind": "done" if row.status == "closed" else "soon"}
    ]
    if row.result:
        badges.append({"label": words.result(row.result), "kind": "plain"})
    return {
        "title": row.title if released else kind,
        "lang": content_lang() if released else "",
        "url": address(row),
        "summary": _excerpt(row.text) if released else "",
        "at": row.requested_at,
        "number": kind if released else "",
        "unit": words.district(row.district),
        "badges": badges,
        "lat": row.lat,
        "lon": row.lon,
    }


def _excerpt(text: str) -> str:
    return f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text


def _point(number: int, row: dict[str, Any]) -> dict[str, Any]:
    label = " · ".join(each for each in (row["title"], row["unit"]) if each)
    return {"number": number, "label": label, "lat": row["lat"], "lon": row["lon"], "href": row["url"]}


def _class(row: Any) -> str:
    on = timezone.localtime(row.requested_at).date()
    return words.category(row.category, on=on) or _("Not classed yet")


def address(row: Any) -> str:
    """The address of a public matter's page."""
    return reverse("portal:complaint_published_one", args=[row.public_id])


@public_page
def published_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One public matter: class, district and course; words, answer and photos once they are released."""
    row = reads.matter(public_id)
    if row is None:
        raise Http404
    released = row.released_at is not None
    title = row.title if released else _class(row)
    context = {
        "row": row,
        "released": released,
        "title": title,
        "state": {
            "label": words.public_state(row.detailed),
            "kind": "done" if row.status == "closed" else "soon",
        },
        "facts": _facts(row),
        "updates": [{"at": each.at, "label": _update(each.status)} for each in reads.updates(row)],
        "photos": _photos(row) if released else [],
        "lang": content_lang(),
        "crumbs": crumbs((_("Published matters"), reverse("portal:complaint_published")), (title, "")),
    }
    return render(request, "complaints/public/published_one.html", context)


def _facts(row: Any) -> list[dict[str, Any]]:
    known = [
        (_("Number of the public version"), row.public_id),
        (_("Kind of matter"), words.kind(row.kind)),
        (_("Class"), _class(row)),
        (_("District of the city"), words.district(row.district)),
        (_("Agency"), row.agency_name),
        (_("Result according to the reply"), words.result(row.result)),
    ]
    return [{"label": label, "value": value} for label, value in known if value]


def _update(status: str) -> str:
    return _(_UPDATES.get(status, status))


def _photos(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("portal:complaint_published_photo", args=[row.public_id, number]),
            "alt": _("Photo {n} of the matter").format(n=number),
        }
        for number in range(1, len(row.photos) + 1)
        if reads.photo(row.public_id, number) is not None
    ]


@public_page
def published_photo(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """A photo of a released matter: the veiled copy, and never anything else."""
    found = reads.photo(public_id, number)
    if found is None:
        raise Http404
    content = content_of(found, veiled=True)
    return attachment(content, name=f"{public_id}-{number}.jpg", content_type=found.content_type, inline=True)


def entries_by_number(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Released matters for lists that mix kinds, such as the search; one query."""
    return {key: _row(row) for key, row in reads.by_numbers(list(numbers)).items()}


def pages() -> list[tuple[str, datetime]]:
    """The address of every released matter and when it changed last, for the site map."""
    return [
        (reverse("portal:complaint_published_one", args=[public_id]), at) for public_id, at in reads.pages()
    ]

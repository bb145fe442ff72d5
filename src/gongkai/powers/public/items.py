"""The public's lists: powers by category, unit and words; services by unit with how complete they are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import public_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.domain.powers.schema import kinds
from gongkai.powers import words
from gongkai.powers.forms.lists import PublicFilter
from gongkai.powers.public import present
from gongkai.powers.queries import catalogue
from gongkai.powers.queries.paging import page


@public_page
def items(request: HttpRequest) -> HttpResponse:
    """The list of powers and responsibilities (权责清单)."""
    return _list(request, "item")


@public_page
def services(request: HttpRequest) -> HttpResponse:
    """What the units do for people (办事公开), each with its eight elements."""
    return _list(request, "service")


@public_page
def of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Any kind of entry."""
    if kind not in kinds():
        raise Http404
    if kind in present.LISTS:  # it has a list of its own
        return redirect(present.list_address(kind))
    return _list(request, kind)


def _list(request: HttpRequest, kind: str) -> HttpResponse:
    units = catalogue.units_with(kind)
    form = PublicFilter(request.GET, kind=kind, units=units, agencies=catalogue.agencies_of(units))
    chosen = form.chosen()
    query = catalogue.listed(kind, **chosen)
    listed = page(query, request.GET.get("after", ""), "entry__")
    here = present.list_address(kind)
    context = {
        **frame(request, form, here, listed.after),
        "kind": kind,
        "heading": _heading(kind),
        "lede": _lede(kind),
        "rows": [present.row(each) for each in listed.rows],
        "count": _count(query.order_by()[: COUNTED + 1].count()),
        "on": chosen.get("on"),
        "misread": bool(request.GET.get("on")) and "on" not in chosen,
        "files": _files(kind, chosen),
        # Where the flowcharts stand, so do the procedures this system itself carries out.
        "procedures_url": reverse("portal:processes") if kind == "chart" else "",
        "lang": words.content_lang(),
        "crumbs": present.crumbs((_heading(kind), "")),
    }
    return render(request, "powers/public/register_list.html", context)


def _heading(kind: str) -> str:
    known = {"item": _("List of powers"), "service": _("Services and their guides")}
    return known.get(kind) or words.kind_name(kind)


def _lede(kind: str) -> str:
    known = {
        "item": _(
            "What the agencies may do, on which basis, who decides, in which limit, and who watches over it."
        ),
        "service": _("What the units do for you, with the eight elements that must be open to everybody."),
    }
    return known.get(kind, "")


def _count(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} entries").format(count=f"{COUNTED:,}")
    return ngettext("{count} entry", "{count} entries", count).format(count=f"{count:,}")


def _files(kind: str, chosen: dict[str, Any]) -> list[dict[str, str]]:
    """The same list as files, of the day and agency chosen."""
    if kind not in present.LISTS:
        return []
    asked = {"on": chosen["on"].isoformat()} if chosen.get("on") else {}
    asked |= {"agency": chosen["agency"]} if chosen.get("agency") else {}
    mark = f"?{urlencode(asked)}" if asked else ""
    name = f"portal:{present.LISTS[kind]}_file"
    return [{"label": form.upper(), "url": reverse(name, args=[form]) + mark} for form in ("csv", "json")]

"""Risk points (廉政风险点) as the staff works with them: what is to be graded again, the heat map, and the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.listpages import frame
from gongkai.core.refusals import NotAllowed
from gongkai.core.sending import attachment
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.powers import risk_file
from gongkai.domain.powers.course import EDITOR
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import risk_sheets, risk_words
from gongkai.powers.forms.lists import unit_name
from gongkai.powers.forms.risks import StaffRiskFilter
from gongkai.powers.public.risks import cell_address
from gongkai.powers.queries import risk_import, searches
from gongkai.powers.queries import risks as queries
from gongkai.powers.queries.paging import page
from gongkai.powers.queries.risks import Agency, Version
from gongkai.powers.staff.common import address_of, show

FORMS = ("csv", "xlsx")


def opened(request: HttpRequest) -> tuple[StaffActor, Agency]:
    """Who reads, and the agency whose register it is."""
    acting = actor(request)
    agency = searches.agency_of(acting)
    if agency is None:
        raise NotAllowed(
            say("The register of risks is open to editors of the units, the legal review and the publisher.")
        )
    return acting, agency


def trail(*further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page about risk points."""
    here = address("risks") if further else ""
    return crumbs((_("Powers in the open"), address("powers")), (_("Integrity risks"), here), *further)


@staff_page
def risks(request: HttpRequest) -> HttpResponse:
    """The risk points in force, those to be graded again marked; narrowed by the filters in the address."""
    acting, agency = opened(request)
    form = StaffRiskFilter(request.GET, units=queries.units(agency.code))
    chosen = form.chosen()
    asked = replace(form.asked(), agency=agency.code)
    query = queries.for_staff(acting, asked, due_only=bool(chosen.get("due")))
    listed = page(query, request.GET.get("after", ""), "entry__")
    here = address("risks")
    kept = {name: value for name, value in chosen.items() if name in ("text", "category")}
    found = queries.heat_map(replace(asked, unit=None, grade=""))
    context = {
        **frame(request, form, here, listed.after),
        "rows": [_row(version) for version in listed.rows],
        "shown": risk_words.points(query.order_by().count()),
        "heat": risk_words.heat(found, lambda unit, grade: cell_address(here, kept, unit, grade)),
        "due": queries.number_due(acting),
        "to_sign": [_to_sign(part) for part in searches.to_sign(acting)],
        "due_url": f"{here}?due=on#points",
        "drafts": EDITOR in acting.roles,
        "crumbs": trail(),
    }
    return show(request, "risks", context)


def _row(version: Version) -> dict[str, Any]:
    entry = version.entry
    point = entry.risk_point
    badges = [risk_words.grade_badge(point.grade)]
    if version.is_due:  # type: ignore[attr-defined]
        badges.append({"label": _("To be graded again now"), "kind": "danger"})
    return {
        "title": version.title,
        "url": address_of(entry),
        "number": entry.code,
        "unit": unit_name(entry.unit),
        "note": say("To be graded again by {day}", day=point.regrade_on),
        "badges": badges,
    }


def _to_sign(part: searches.SearchPart) -> dict[str, Any]:
    last = part.search.closes_on
    return {
        "title": part.search.title,
        "unit": unit_name(part.unit),
        "url": f"{address('risk_search', part.search_id)}#part-{part.pk}",
        "last": last,
        "overdue": last < clock.today(),
    }


@staff_page
def risks_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The agency's register in force as a file, in the order of the published registers."""
    _acting, agency = opened(request)
    if form not in FORMS:
        raise Http404
    points = risk_import.register(agency.pk)
    rows = risk_file.table(points, risk_import.names_of(agency.pk))
    content, kind = risk_sheets.file_of(rows, form)
    name = f"risks-{agency.code}-{clock.today():%Y%m%d}.{form}"
    answer: HttpResponseBase = attachment(content, name=name, content_type=kind)
    answer["Cache-Control"] = "no-store, private"
    return answer

"""The records a person may see, narrowed by the filters in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.forms.inspections import InspectionFilter
from gongkai.campaigns.queries import inspection_lists, worklists
from gongkai.campaigns.queries.records import Inspection
from gongkai.campaigns.staff.inspections.common import show, trail
from gongkai.core.access import staff_page
from gongkai.core.deadlines import Standing
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, due_fields
from gongkai.domain.campaigns.course import INSPECTOR
from gongkai.people.middleware import actor


@staff_page
def inspections(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    acting = actor(request)
    form = InspectionFilter(
        _plain(request),
        units=inspection_lists.units_seen(acting),
        campaigns=inspection_lists.campaigns_seen(acting),
    )
    query = inspection_lists.listed(acting, **form.chosen())
    listed = inspection_lists.page(query, request.GET.get("after", ""))
    clocks = worklists.clocks_of(listed.rows)
    context = {
        **frame(request, form, address("inspections"), listed.after),
        "rows": [row(each, clocks.get(each.pk)) for each in listed.rows],
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": inspection_lists.sees(acting),
        "street_url": address("street") if INSPECTOR in acting.roles else "",
        "crumbs": trail(None),
    }
    return show(request, "inspection_list", context)


def _plain(request: HttpRequest) -> dict[str, str]:
    """What the address says; PostgreSQL cannot be asked for a NUL."""
    return {name: str(value).replace("\x00", "") for name, value in request.GET.items()}


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} records").format(count=f"{COUNTED:,}")
    return ngettext("{count} record", "{count} records", count).format(count=f"{count:,}")


def row(found: Inspection, clock: Standing | None = None) -> dict[str, Any]:
    """A record for ``components/work_row.html``."""
    return {
        "title": found.listed.site.name,
        "url": address("inspection", found.pk),
        "number": found.number,
        "unit": words.unit_name(found.unit),
        "person": f"{found.inspector.name}{_(', ')}{found.second.name}",
        "at": found.made_at,
        "badges": [words.result_badge(found), words.state_badge(found)],
        **due_fields(clock),
    }

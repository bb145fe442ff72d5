"""The cases a person may see by where they stand, and the register as a file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.cells import harmless
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address
from gongkai.domain.supervision.accountability import OPEN, PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import access_accountability as access
from gongkai.supervision import case_words
from gongkai.supervision.access import agencies_seen
from gongkai.supervision.forms.cases import CaseFilter
from gongkai.supervision.queries import case_choices, case_numbers, cases, first_contact
from gongkai.supervision.staff.case_common import show, trail
from gongkai.supervision.staff.case_rows import case_row
from gongkai.supervision.staff.common import without_nul

#: Column of the register → its heading.
COLUMNS = {
    "agency": "机关",
    "number": "编号",
    "unit": "单位",
    "person": "人员",
    "fault": "追责情形",
    "source": "来源",
    "state": "状态",
    "measure": "处理结果",
    "opened_on": "立案日期",
    "told_on": "告知日期",
    "decided_on": "决定日期",
    "carried_out_on": "执行日期",
    "appealed_on": "申请复核日期",
    "closed_on": "办结日期",
}


@staff_page
def accountability(request: HttpRequest) -> HttpResponse:
    """The list."""
    acting = actor(request)
    form = CaseFilter(without_nul(request.GET), units=case_choices.units_concerned(acting))
    chosen = form.narrowing()
    query = cases.listed(acting, **chosen)
    listed = cases.page(query, request.GET.get("after", ""))
    days = clock.calendar()
    counts = cases.counts(acting)
    context = {
        **frame(request, form, address("accountability"), listed.after),
        "rows": [case_row(each, days) for each in listed.rows],
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": bool(acting.roles & access.SEEING),
        "tabs": _tabs(counts, str(chosen.get("state", ""))),
        "any": bool(counts),
        "new_url": address("accountability_new") if access.opening_in(acting) else "",
        "register_url": address("accountability_register") if sees_register(acting) else "",
        "first_contact_url": (
            address("accountability_first_contact") if first_contact.may_see(acting) else ""
        ),
        "crumbs": trail(),
    }
    return show(request, "case_list", context)


def sees_register(acting: StaffActor) -> bool:
    """Whether the person takes the register out as a file."""
    return bool(agencies_seen(acting, access.SEEING_ALL))


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} cases").format(count=f"{COUNTED:,}")
    return ngettext("{count} case", "{count} cases", count).format(count=f"{count:,}")


def _tabs(counts: Mapping[str, int], chosen: str) -> list[dict[str, Any]]:
    here = address("accountability")
    open_ones = sum(counts.get(state, 0) for state in OPEN)
    whole = sum(counts.values())
    tabs = [
        {"label": _("All that are open"), "url": here, "count": open_ones, "current": not chosen},
        {"label": _("All cases"), "url": f"{here}?state=all", "count": whole, "current": chosen == "all"},
    ]
    return tabs + [
        {
            "label": _(state.label),
            "url": f"{here}?state={state.key}",
            "count": counts.get(state.key, 0),
            "current": state.key == chosen,
        }
        for state in PROCESS.states
        if counts.get(state.key) or state.key == chosen
    ]


@staff_page
def register(request: HttpRequest) -> HttpResponse:
    """The register as CSV: numbers, days, kinds, states; nothing anybody said."""
    acting = actor(request)
    if not sees_register(acting):
        raise Http404
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="accountability.csv"'
    response["Cache-Control"] = "no-store, private"
    writer = csv.writer(response)
    writer.writerow(COLUMNS.values())
    agencies = agencies_seen(acting, access.SEEING_ALL)
    query = cases.for_staff(acting).filter(agency_id__in=agencies)
    for row in case_numbers.rows(query.iterator(chunk_size=500), with_person=True):
        told = {
            **row,
            "fault": case_words.fault_name(row["fault"]),
            "source": case_words.source_name(row["source"]),
            "state": _(PROCESS.state(row["state"]).label),
            "measure": case_words.measure_name(row["measure"]) if row["measure"] else "",
        }
        writer.writerow([harmless(told[key]) for key in COLUMNS])
    return response

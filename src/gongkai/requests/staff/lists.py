"""The register of requests, and what lies with whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.requests import access
from gongkai.requests.forms.lists import Filter, RequestFilter
from gongkai.requests.queries import desk
from gongkai.requests.staff.common import address, crumbs, show
from gongkai.requests.staff.rows import work_rows

#: Above this a list is not counted: it would mean reading the whole register.
COUNTED = 2_000


def chips(form: Form, state: dict[str, str], here: str) -> list[dict[str, str]]:
    """What is chosen, each with the address that leaves it out."""
    found = []
    for name, value in state.items():
        choices: Any = getattr(form.fields[name], "choices", [])
        labels = {str(key): label for key, label in choices}
        rest = {other: kept for other, kept in state.items() if other != name}
        label = f"{form.fields[name].label}{_(': ')}{labels.get(value, value)}"
        found.append({"label": label, "remove_url": f"{here}?{urlencode(rest)}" if rest else here})
    return found


def frame(request: HttpRequest, form: Filter, here: str, after: str) -> dict[str, Any]:
    """What a filtered, paged list needs around its rows."""
    state = {name: str(value) for name, value in form.chosen().items()}
    return {
        "form": form,
        "here": here,
        "chosen": chips(form, state, here),
        "reset_url": here if state else "",
        "next_url": f"{here}?{urlencode({**state, 'after': after})}" if after else "",
        "first_url": f"{here}?{urlencode(state)}" if request.GET.get("after") else "",
    }


@staff_page
def requests(request: HttpRequest) -> HttpResponse:
    """The requests the person may see, narrowed by the filters in the address."""
    acting = actor(request)
    agencies = desk.agencies_of(acting)
    form = RequestFilter(
        request.GET,
        units=desk.units_of(agencies),
        officers=desk.officers_of(agencies),
        years=desk.years(acting),
    )
    chosen = form.chosen()
    query = desk.requests_for_staff(acting, **chosen)
    page = desk.page_of(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    context = {
        **frame(request, form, address("requests"), page.after),
        "query": chosen.get("text", ""),
        "rows": work_rows(desk.items(page.rows)),
        "shown": shown(count),
        "may_enter": "requests.desk" in acting.roles,
        "sees": bool(agencies),
        **taken_out("request_export", acting, chosen.get("year")),
        "crumbs": crumbs((_("My work"), address("home")), (_("Requests"), "")),
    }
    return show(request, "requests", context)


def taken_out(name: str, acting: StaffActor, year: int | None) -> dict[str, str]:
    """The address of the register's files, for whom it is open, and the year chosen."""
    open_to = any(access.may_see_register(acting, each) for each in desk.agencies_of(acting))
    return {"export": f"workspace:{name}" if open_to else "", "export_query": f"?year={year}" if year else ""}


def shown(count: int) -> str:
    """How many there are, as far as they were counted."""
    if count > COUNTED:
        return _("More than {count} requests").format(count=f"{COUNTED:,}")
    return ngettext("{count} request", "{count} requests", count).format(count=f"{count:,}")


@staff_page
def load(request: HttpRequest) -> HttpResponse:
    """Open, overdue and soon due requests by unit and officer; every number leads to what it counts."""
    acting = actor(request)
    here = address("requests")
    rows = desk.load(acting)

    def url(row: desk.Load, **more: str) -> str:
        who = {
            "unit": row.unit.pk if row.unit else desk.NOBODY,
            "officer": row.officer.pk if row.officer else desk.NOBODY,
        }
        return f"{here}?{urlencode({'state': 'open', **who, **more})}"

    context = {
        "rows": [
            {
                "unit": row.unit.name if row.unit else _("Not assigned yet"),
                "officer": row.officer.name if row.officer else _("Nobody named"),
                "open": row.open,
                "overdue": row.overdue,
                "soon": row.soon,
                "open_url": url(row),
                "overdue_url": url(row, due="overdue"),
                "soon_url": url(row, due="soon"),
            }
            for row in rows
        ],
        "total": {name: sum(getattr(row, name) for row in rows) for name in ("open", "overdue", "soon")},
        "open_url": f"{here}?state=open",
        "overdue_url": f"{here}?state=open&due=overdue",
        "soon_url": f"{here}?state=open&due=soon",
        "crumbs": crumbs((_("Requests"), here), (_("Who has how many"), "")),
    }
    return show(request, "load", context)

"""The activities a person may see, by where they stand; and the same as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, crumbs
from gongkai.core.table_files import write_csv
from gongkai.duties import publicity_words as words
from gongkai.duties.forms.publicity import PublicityFilter
from gongkai.duties.queries import publicity_import, publicity_lists
from gongkai.duties.staff.publicity.common import show, without_nul
from gongkai.duties.staff.publicity.rows import listed_row
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def activities(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    acting = actor(request)
    form = _form(request, acting)
    chosen = form.chosen()
    query = publicity_lists.listed(acting, **chosen)
    page = publicity_lists.page(query, request.GET.get("after", ""))
    keeps = bool(publicity_lists.agencies_kept(acting))
    count = query.order_by()[: COUNTED + 1].count()
    context = {
        **frame(request, form, address("publicity"), page.after),
        "rows": [listed_row(each) for each in page.rows],
        "shown": words.counted(count)
        if count <= COUNTED
        else _("More than {count} activities").format(count=f"{COUNTED:,}"),
        "sees": publicity_lists.sees_publicity(acting),
        "tabs": _tabs(acting, chosen),
        "keeps": keeps,
        "stale": len(publicity_lists.stale_boards(acting)),
        "export_url": f"{address('publicity_export')}?{urlencode(chosen)}",
        "crumbs": crumbs((_("My work"), address("home")), (_("Publicity"), "")),
    }
    return show(request, "publicity_list", context)


def _form(request: HttpRequest, acting: StaffActor) -> PublicityFilter:
    return PublicityFilter(
        without_nul(request.GET),
        units=publicity_lists.units_seen(acting),
        years=publicity_lists.years(acting),
    )


def _tabs(acting: StaffActor, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """The states; what else was chosen stays."""
    counted, here = publicity_lists.counts_by_state(acting), address("publicity")
    rest = {name: value for name, value in chosen.items() if name != "state"}
    state = str(chosen.get("state", ""))

    def url(**more: str) -> str:
        return f"{here}?{urlencode({**more, **rest})}" if more or rest else here

    tabs = [{"label": _("All"), "url": url(), "count": sum(counted.values()), "current": not state}]
    return tabs + [
        {"label": label, "url": url(state=key), "count": counted.get(key, 0), "current": key == state}
        for key, label in words.state_options()
        if counted.get(key) or key == state
    ]


@staff_page
def export(request: HttpRequest) -> HttpResponse:
    """The activities of the list as a CSV that can be brought in again."""
    acting = actor(request)
    rows = publicity_lists.listed(acting, **_form(request, acting).chosen())
    written = write_csv(publicity_import.SHAPE, publicity_import.as_rows(rows.prefetch_related("partners")))
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="publicity.csv"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response

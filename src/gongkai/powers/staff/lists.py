"""The register as the staff sees it: every entry with what is in force and what is on its way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.powers.course import EDITOR
from gongkai.domain.powers.schema import kinds
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import words
from gongkai.powers.forms.lists import EntryFilter
from gongkai.powers.queries import lists, worklists
from gongkai.powers.queries.paging import page
from gongkai.powers.staff.bulk import offered
from gongkai.powers.staff.common import show
from gongkai.powers.staff.rows import entry_rows


@staff_page
def powers(request: HttpRequest) -> HttpResponse:
    """The entries the person may see, narrowed by the filters in the address."""
    acting = actor(request)
    form = EntryFilter(request.GET, units=lists.units_seen(acting))
    chosen = form.chosen()
    query = lists.listed(acting, **chosen)
    listed = page(query, request.GET.get("after", ""))
    context = {
        **frame(request, form, address("powers"), listed.after),
        "rows": entry_rows(listed.rows),
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": worklists.sees_register(acting),
        "bulk": offered(acting, str(chosen.get("state", ""))),
        "tabs": _tabs(acting, chosen.get("kind", "")),
        "new": _new(acting, chosen.get("kind", "")),
        "crumbs": crumbs((_("My work"), address("home")), (_("Powers in the open"), "")),
    }
    return show(request, "register_list", context)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} entries").format(count=f"{COUNTED:,}")
    return ngettext("{count} entry", "{count} entries", count).format(count=f"{count:,}")


def _tabs(acting: StaffActor, chosen: str) -> list[dict[str, Any]]:
    counted = lists.counts(acting)
    here = address("powers")
    every = {
        "label": _("All"),
        "url": here,
        "count": sum(counts for counts in counted.values()),
        "current": not chosen,
    }
    return [every] + [
        {
            "label": words.kind_name(kind),
            "url": f"{here}?kind={kind}",
            "count": counted[kind],
            "current": kind == chosen,
        }
        for kind in kinds()
    ]


def _new(acting: StaffActor, chosen: str) -> list[dict[str, str]]:
    """What the person may begin: of the kind chosen, or of every kind."""
    if EDITOR not in acting.roles:
        return []
    wanted = [chosen] if chosen else list(kinds())
    return [{"label": words.kind_name(kind), "url": address("power_new", kind)} for kind in wanted]

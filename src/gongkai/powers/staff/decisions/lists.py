"""The decisions a person may see, narrowed by the filters in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.powers.decision_course import HANDLER
from gongkai.people.middleware import actor
from gongkai.powers import decision_access
from gongkai.powers.forms.decisions import DecisionFilter
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.queries import decision_lists, decision_work
from gongkai.powers.queries.day_paging import page
from gongkai.powers.staff.decisions.common import show
from gongkai.powers.staff.decisions.rows import list_rows


@staff_page
def decisions(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    acting = actor(request)
    form = DecisionFilter(without_nul(request.GET), units=decision_lists.units_seen(acting))
    query = decision_lists.listed(acting, **form.chosen())
    listed = page(query, request.GET.get("after", ""))
    count = query.order_by()[: COUNTED + 1].count()
    sees_all = bool(acting.roles & decision_access.SEEING_ALL)
    context = {
        **frame(request, form, address("power_decisions"), listed.after),
        "rows": list_rows(listed.rows, decision_work.clocks_of(listed.rows)),
        "shown": _shown(count),
        "sees": decision_lists.sees_decisions(acting),
        "new_url": address("power_decision_new") if HANDLER in acting.roles else "",
        "oversight_url": address("power_oversight") if sees_all else "",
        "publicity_url": address("power_publicity") if sees_all else "",
        "crumbs": crumbs((_("My work"), address("home")), (_("Decisions"), "")),
    }
    return show(request, "decision_list", context)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} decisions").format(count=f"{COUNTED:,}")
    return ngettext("{count} decision", "{count} decisions", count).format(count=f"{count:,}")

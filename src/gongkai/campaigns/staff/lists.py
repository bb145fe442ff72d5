"""The campaigns a person may see, by where they stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.forms.campaigns import CampaignFilter
from gongkai.campaigns.queries import lists
from gongkai.campaigns.staff.common import show, without_nul
from gongkai.campaigns.staff.rows import listed_row
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, address_if_any, crumbs
from gongkai.domain.campaigns.course import INSPECTOR
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def campaigns(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    acting = actor(request)
    form = CampaignFilter(without_nul(request.GET), units=lists.units_seen(acting))
    chosen = form.chosen()
    query = lists.listed_campaigns(acting, **chosen)
    listed = lists.campaign_page(lists.with_counts(query), request.GET.get("after", ""))
    organises = bool(lists.agencies_organised(acting))
    context = {
        **frame(request, form, address("campaigns"), listed.after),
        "rows": [listed_row(each) for each in listed.rows],
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": lists.sees_campaigns(acting),
        "tabs": _tabs(acting, str(chosen.get("state", ""))),
        "new_url": address("campaign_new") if organises else "",
        "ways": _ways(acting),
        "crumbs": crumbs((_("My work"), address("home")), (_("Campaigns"), "")),
    }
    return show(request, "campaign_list", context)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} campaigns").format(count=f"{COUNTED:,}")
    return ngettext("{count} campaign", "{count} campaigns", count).format(count=f"{count:,}")


def _tabs(acting: StaffActor, chosen: str) -> list[dict[str, Any]]:
    counted, here = lists.counts_by_state(acting), address("campaigns")
    tabs = [{"label": _("All"), "url": here, "count": sum(counted.values()), "current": not chosen}]
    return tabs + [
        {
            "label": label,
            "url": f"{here}?state={state}",
            "count": counted.get(state, 0),
            "current": state == chosen,
        }
        for state, label in words.state_options()
        if counted.get(state) or state == chosen
    ]


def _ways(acting: StaffActor) -> list[dict[str, str]]:
    """The other lists of the room, and the page for the street."""
    if not lists.sees_campaigns(acting):
        return []
    ways = [
        ("workspace:sites", _("Sites"), "pin"),
        ("workspace:inspections", _("Inspection records"), "list"),
    ]
    if INSPECTOR in acting.roles:
        ways.append(("workspace:street", _("On the street"), "edit"))
    found = [(address_if_any(name), label, icon) for name, label, icon in ways]
    return [{"url": url, "label": label, "icon": icon} for url, label, icon in found if url]

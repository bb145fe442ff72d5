"""The plans, tasks, meetings and themes a person may see, narrowed by the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.staffpages import address, crumbs
from gongkai.duties import plan_words as words
from gongkai.duties.forms.plans import StateFilter, TaskFilter
from gongkai.duties.queries import plan_lists as lists
from gongkai.duties.queries import plan_worklists as worklists
from gongkai.duties.queries import tasks as task_reads
from gongkai.duties.staff.plans.common import show, trail, without_nul
from gongkai.duties.staff.plans.rows import meeting_row, plan_row, task_row, theme_row
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def plans(request: HttpRequest) -> HttpResponse:
    """The plans, the latest first."""
    return _list(request, "plan", "plans", plan_row)


@staff_page
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, likewise."""
    return _list(request, "meeting", "meetings", meeting_row)


@staff_page
def themes(request: HttpRequest) -> HttpResponse:
    """The themes, likewise."""
    return _list(request, "theme", "themes", theme_row)


def _list(
    request: HttpRequest, kind: str, name: str, row_of: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    acting = actor(request)
    form = StateFilter(without_nul(request.GET), kind=kind)
    chosen = form.chosen()
    query = lists.listed(kind, acting, **chosen)
    counted = query.order_by()[: COUNTED + 1].count()
    listed = lists.page(lists.with_tasks(query) if kind == "plan" else query, request.GET.get("after", ""))
    home = (_("My work"), address("home"))
    context = {
        **frame(request, form, address(name), listed.after),
        "rows": [row_of(each) for each in listed.rows],
        "shown": _shown(counted),
        "sees": lists.sees_plans(acting) or (kind == "meeting" and worklists.sits_only(acting)),
        "tabs": _tabs(acting, kind, name, str(chosen.get("state", ""))),
        "new_url": address(f"{kind}_new") if lists.agencies_planned(acting) else "",
        "ways": _ways(acting, name),
        "crumbs": crumbs(home, (_("Work plans"), "")) if kind == "plan" else trail(kind, None),
    }
    return show(request, f"{kind}_list", context)


@staff_page
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks, the next due first: those that are open, unless others are asked for."""
    acting = actor(request)
    form = TaskFilter(without_nul(request.GET), units=lists.units_seen(acting))
    every, chosen = task_reads.for_staff(acting), form.narrowing()
    query = task_reads.narrowed(every, **chosen)
    listed = lists.task_page(query, request.GET.get("after", ""))
    clocks = task_reads.clocks_of(listed.rows)
    context = {
        **frame(request, form, address("tasks"), listed.after),
        "rows": [task_row(each, clocks.get(each.pk)) for each in listed.rows],
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "finished": _finished(form, every, chosen),
        "sees": lists.sees_plans(acting),
        "ways": _ways(acting, "tasks"),
        "crumbs": trail("task", None),
    }
    return show(request, "task_list", context)


def _finished(form: TaskFilter, every: Any, chosen: dict[str, Any]) -> dict[str, str]:
    """What the same filters leave out because it is finished, with the way to it; nothing where nothing is."""
    if chosen.get("state") != task_reads.OPEN_ONES or chosen.get("overdue"):
        return {}
    left = task_reads.narrowed(every, **{**chosen, "state": task_reads.FINISHED}).order_by()
    if not (count := left[: COUNTED + 1].count()):
        return {}
    said = ngettext("{n} finished task is not shown.", "{n} finished tasks are not shown.", count)
    state = {name: str(value) for name, value in form.chosen().items()}
    return {
        "said": said.format(n=f"{count:,}"),
        "url": f"{address('tasks')}?{urlencode({**state, 'state': 'finished'})}",
    }


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} records").format(count=f"{COUNTED:,}")
    return ngettext("{count} record", "{count} records", count).format(count=f"{count:,}")


def _tabs(acting: StaffActor, kind: str, name: str, chosen: str) -> list[dict[str, Any]]:
    counted, here = lists.counts_by_state(kind, acting), address(name)
    tabs = [{"label": _("All"), "url": here, "count": sum(counted.values()), "current": not chosen}]
    return tabs + [
        {
            "label": label,
            "url": f"{here}?state={state}",
            "count": counted.get(state, 0),
            "current": state == chosen,
        }
        for state, label in words.state_options(kind)
        if counted.get(state) or state == chosen
    ]


def _ways(acting: StaffActor, here: str) -> list[dict[str, str]]:
    """The other lists of this part of the room."""
    if not lists.sees_plans(acting):
        return []
    late = f"{address('tasks')}?overdue=on"
    ways = [
        ("plans", address("plans"), _("Work plans"), "list"),
        ("tasks", address("tasks"), _("Tasks"), "check"),
        ("overdue", late, _("Overdue tasks"), "alert"),
        ("meetings", address("meetings"), _("Meetings"), "calendar"),
        ("themes", address("themes"), _("Themes"), "tag"),
    ]
    return [{"url": url, "label": label, "icon": icon} for name, url, label, icon in ways if name != here]

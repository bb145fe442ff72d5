"""The list of matters, the lists of their own for what waits, and the precedents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import words
from gongkai.complaints.forms.lists import MatterFilter
from gongkai.complaints.queries import desk, proposals, register
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.common import address, address_if_any, crumbs, show
from gongkai.complaints.staff.own_unit import figures_of_units
from gongkai.complaints.staff.rows import work_rows
from gongkai.complaints.staff.ticks import BULK, Failed, ticked_rows
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.listpages import COUNTED, frame
from gongkai.domain.complaints import CHIEF, DESK, OPEN
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Rows of a list of its own.
SIZE = 50


@staff_page
def complaints(request: HttpRequest) -> HttpResponse:
    """The matters the person may see, narrowed by the filters in the address."""
    acting = actor(request)
    agencies = desk.agencies_of(acting)
    form = MatterFilter(
        request.GET,
        units=desk.units_of(agencies),
        handlers=desk.handlers_in(agencies),
        years=register.years(acting),
        today=clock.today(),
    )
    query = register.matters_for_staff(acting, **form.chosen())
    page = register.page_of(query, request.GET.get("after", ""))
    context = {
        **frame(request, form, address("complaints"), page.after),
        "rows": work_rows(desk.items(page.rows)),
        "shown": shown(query.order_by()[: COUNTED + 1].count()),
        "sees": bool(agencies),
        "tabs": tabs(acting, "", desk.counts(acting)),
        "enter_url": address_if_any("workspace:complaint_enter") if DESK in acting.roles else "",
        "crumbs": crumbs((_("My work"), address("home")), (_("Complaints"), "")),
    }
    return show(request, "complaints", context)


def shown(count: int) -> str:
    """How many there are, as far as they were counted."""
    if count > COUNTED:
        return _("More than {count} matters").format(count=f"{COUNTED:,}")
    return ngettext("{count} matter", "{count} matters", count).format(count=f"{count:,}")


def labels() -> dict[str, str]:
    """The lists of their own and what they are called."""
    return {
        "register": _("To register"),
        "dispatch": _("To dispatch"),
        "send": _("To send"),
        "call-back": _("To call back"),
        "decide": _("To decide"),
        "disputed": _("Disputed"),
        "shelved": _("Shelved list"),
    }


def tabs(acting: StaffActor, current: str, counts: Any) -> list[dict[str, Any]]:
    """Every list with its count; for handlers and heads, who meet their work on My work, what is of their unit."""
    here = address("complaints")
    if not desk.sees_all(acting):
        return _tabs_of_unit(acting, current, sum(counts[state] for state in OPEN))
    found = [
        {
            "label": _("All matters"),
            "url": here,
            "count": sum(counts[state] for state in OPEN),
            "current": not current,
        }
    ]
    found += [
        {
            "label": label,
            "url": address("complaint_list", name),
            "count": sum(counts[state] for state in register.LISTS[name]),
            "current": name == current,
        }
        for name, label in labels().items()
    ]
    found.append(
        {
            "label": _("Precedents"),
            "url": address("complaint_precedents"),
            "count": None,
            "current": current == "precedents",
        }
    )
    found.append(
        {
            "label": _("Figures about matters"),
            "url": address("complaint_figures"),
            "count": None,
            "current": False,
        }
    )
    return found


def _tabs_of_unit(acting: StaffActor, current: str, count: int) -> list[dict[str, Any]]:
    """The matters of the unit, what was ruled on, and the figures of each unit the person holds a post in."""
    if not desk.sees_matters(acting):
        return []
    found: list[dict[str, Any]] = [
        {
            "label": _("Matters of my unit"),
            "url": address("complaints"),
            "count": count,
            "current": not current,
        },
        {
            "label": _("Precedents"),
            "url": address("complaint_precedents"),
            "count": None,
            "current": current == "precedents",
        },
    ]
    return found + [
        {"label": each["label"], "url": each["url"], "count": None, "current": False}
        for each in figures_of_units(acting)
    ]


@staff_page
def complaint_list(request: HttpRequest, which: str) -> HttpResponse:
    """What waits for one thing: the longest waiting first, what is urgent before all."""
    return list_page(request, which)


def list_page(
    request: HttpRequest, name: str, failed: tuple[Failed, ...] = (), nothing: bool = False, status: int = 200
) -> HttpResponse:
    """The same after a deed done to several rows; ``failed``: those that were not done, and why."""
    if name not in register.LISTS:
        raise Http404
    acting = actor(request)
    counts = desk.counts(acting)
    total = sum(counts[state] for state in register.LISTS[name])
    matters = list(register.listed(acting, name)[:SIZE])
    bulk = name in BULK and DESK in acting.roles
    rows = work_rows(desk.items(matters))
    if name == "shelved":
        _look_again(rows, matters)
    if name == "dispatch":
        _proposed(rows, matters)
    ticked = ticked_rows(request)
    for row in rows:
        row["ticked"] = row["id"].partition(":")[0] in ticked
    context = {
        "name": name,
        "label": labels()[name],
        "hint": _hints()[name],
        "rows": rows,
        "bulk": bulk,
        "total": total,
        "most": SIZE if total > SIZE else 0,
        "failed": failed,
        "nothing": nothing,
        "sees": desk.sees_matters(acting),
        "tabs": tabs(acting, name, counts),
        "crumbs": crumbs((_("Complaints"), address("complaints")), (labels()[name], "")),
    }
    return show(request, "list", context, status)


def _look_again(rows: list[dict[str, Any]], matters: list[Matter]) -> None:
    """The shelved list shows the day to look again in the place of a clock that stands still."""
    for row, matter in zip(rows, matters, strict=True):
        row["again_on"] = matter.review_again_on


def _proposed(rows: list[dict[str, Any]], matters: list[Matter]) -> None:
    """Where the rules would send each; the tick carries what was proposed, so that nothing else is done."""
    known = proposals.for_many(matters)
    for row, matter in zip(rows, matters, strict=True):
        proposal = known[matter.pk]
        row["id"] = f"{row['id']}:{proposal.unit or 0}"
        row["proposal"] = proposal


def _hints() -> dict[str, str]:
    return {
        "register": _("Look at kind and class, then register. What is ticked is registered one by one."),
        "dispatch": _(
            "The unit named is what the routing rules propose. Tick the rows that are right; the others are opened."
        ),
        "send": _("The reply is agreed. It is sent, and the reporter is told."),
        "call-back": _("Somebody other than the handler asks: answered, solved, content?"),
        "decide": _("The reporter is not content or objects. It is opened again or closed, with reasons."),
        "disputed": _("Two units say that it is not theirs. The clock runs on until somebody rules."),
        "shelved": _("What cannot be solved now, with the day to look at it again. The clock is held."),
    }


@staff_page
def precedents(request: HttpRequest) -> HttpResponse:
    """The rulings on who is responsible: routing offers them next time."""
    acting = actor(request)
    rows = [
        {
            "number": each.matter.number,
            "url": address("complaint", each.matter_id),
            "category": words.category(each.category, each.matter.category_version) or "—",
            "district": words.district(each.district),
            "from_unit": each.from_unit.name if each.from_unit else "",
            "to_unit": each.to_unit.name,
            "article": each.article,
            "reason": each.reason,
            "person": each.person.name,
            "at": each.at,
        }
        for each in proposals.precedents(acting)
    ]
    context = {
        "rows": rows,
        "sees": desk.sees_matters(acting),
        "may_rule": CHIEF in acting.roles,
        "tabs": tabs(acting, "precedents", desk.counts(acting)),
        "crumbs": crumbs((_("Complaints"), address("complaints")), (_("Precedents"), "")),
    }
    return show(request, "precedents", context)

"""The findings a person may see, by where they stand, with the monitors above them and the notice to several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import COUNTED, frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.calendar import Calendar
from gongkai.domain.supervision.course import OPEN, PROCESS, SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import access
from gongkai.supervision.actions import several
from gongkai.supervision.forms.findings import FindingFilter, SeveralForm
from gongkai.supervision.queries import findings, lists
from gongkai.supervision.queries.records import Finding
from gongkai.supervision.staff.common import show, trail, without_nul
from gongkai.supervision.staff.rows import listed_row, monitor_cards


@dataclass
class Tried:
    """A notice to several that was not sent to all, with everything typed and ticked."""

    form: SeveralForm | None = None
    ticks: frozenset[int] = frozenset()
    refusal: Refusal | None = None
    failed: list[dict[str, Any]] = field(default_factory=list)


@staff_page
def supervision(request: HttpRequest) -> HttpResponse:
    """The list; sent, the notice to those ticked."""
    acting = actor(request)
    if request.method != "POST":
        return page(request, acting)
    return _urge(request, acting)


def page(
    request: HttpRequest, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The list, also after a notice that was not sent to all."""
    tried = tried or Tried()
    form = FindingFilter(without_nul(request.GET), units=lists.units_concerned(acting))
    chosen = form.narrowing()
    query = findings.listed(acting, **chosen)
    listed = lists.page(query, request.GET.get("after", ""))
    counts = findings.counts(acting)
    urges = SUPERVISOR in acting.roles
    days = clock.calendar()
    rows = [listed_row(each, days, tried.ticks, urges=urges) for each in listed.rows]
    overseen = lists.overseen(acting)
    context = {
        **frame(request, form, address("supervision"), listed.after),
        "rows": rows,
        "shown": _shown(query.order_by()[: COUNTED + 1].count()),
        "sees": bool(acting.roles & access.SEEING),
        "sees_all": lists.sees_all(acting),
        "tabs": _tabs(counts, str(chosen.get("state", ""))),
        "monitors": monitor_cards(counts, lists.last_looks(access.agencies_seen(acting))),
        "look_url": address("supervision_look") if overseen else "",
        "ticking": any(row["tick"] for row in rows),
        "most": several.MOST,
        "tried": tried,
        "errors": error_summary(tried.form)["errors"] if tried.form else [],
        "several": tried.form or SeveralForm(last_day=_last_day(listed.rows, days)),
        "this": request.get_full_path(),
        "crumbs": trail(None),
    }
    return show(request, "finding_list", context, status)


def _last_day(rows: Sequence[Finding], days: Calendar) -> date | None:
    """What a notice to several offers as their last day: the latest of those on the page that wait for one."""
    return max((lists.last_day(each, days) for each in rows if each.state == "found"), default=None)


def _shown(count: int) -> str:
    if count > COUNTED:
        return _("More than {count} findings").format(count=f"{COUNTED:,}")
    return ngettext("{count} finding", "{count} findings", count).format(count=f"{count:,}")


def _tabs(counts: Mapping[tuple[str, str], int], chosen: str) -> list[dict[str, Any]]:
    here = address("supervision")
    by_state = {state.key: 0 for state in PROCESS.states}
    for (_monitor, state), number in counts.items():
        by_state[state] += number
    open_ones = sum(by_state[state] for state in OPEN)
    tabs = [{"label": _("All that are open"), "url": here, "count": open_ones, "current": not chosen}]
    return tabs + [
        {
            "label": _(state.label),
            "url": f"{here}?state={state.key}",
            "count": by_state[state.key],
            "current": state.key == chosen,
        }
        for state in PROCESS.states
        if by_state[state.key] or state.key == chosen
    ]


def _urge(request: HttpRequest, acting: StaffActor) -> HttpResponse:
    data = without_nul(request.POST)
    ticks = _ticks(data.getlist("chosen"))
    form = SeveralForm(data)
    tried = Tried(form=form, ticks=frozenset(ticks))
    if not form.is_valid():
        return page(request, acting, tried=tried, status=422)
    try:
        urged = several.urge_several(seen=ticks, actor=acting, **form.given())
    except Invalid as invalid:
        refuse(form, invalid)
        return page(request, acting, tried=tried, status=422)
    if urged.done:
        count = len(urged.done)
        sentence = ngettext("Urged: {count} finding.", "Urged: {count} findings.", count)
        tell(request, sentence.format(count=count))
    if not urged.failed:
        return HttpResponse(status=302, headers={"Location": request.get_full_path()})
    tried.ticks = frozenset(urged.failed)
    tried.failed = _failed(acting, urged.failed)
    return page(request, acting, tried=tried, status=409)


def _ticks(values: Sequence[str]) -> dict[int, int | None]:
    """Finding → the revision the person saw; what is no tick is left out."""
    ticks: dict[int, int | None] = {}
    for value in values[: several.MOST + 1]:
        pk, mark, revision = value.partition(":")
        if mark and _is_number(pk) and _is_number(revision):
            ticks[int(pk)] = int(revision)
    return ticks


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19


def _failed(acting: StaffActor, failed: Mapping[int, Refusal]) -> list[dict[str, Any]]:
    """Those that were not urged, each with the reason; of what the person may not see nothing but that."""
    known = {each.pk: each for each in lists.ticked(acting, failed)}
    rows = []
    for pk, refusal in failed.items():
        found = known.get(pk)
        rows.append(
            {
                "title": found.title if found else say("A record that is not shown to you"),
                "url": address("supervision_finding", pk) if found else "",
                "reason": refusal.reason,
            }
        )
    return rows

"""Words of plans, tasks, meetings and themes in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.lawwords import in_chinese, label
from gongkai.domain.duties import meetings, plans, tasks, themes
from gongkai.domain.duties.gantt import Span, chart
from gongkai.domain.process import Kind, Process
from gongkai.domain.text import N_
from gongkai.duties.models import Called, Task
from gongkai.people.models import Agency, Membership, Unit

PROCESSES: dict[str, Process] = {
    "plan": plans.PROCESS,
    "task": tasks.PROCESS,
    "meeting": meetings.PROCESS,
    "theme": themes.PROCESS,
}
_BADGES = {
    "draft": "plain",
    "in_review": "soon",
    "adopted": "info",
    "running": "info",
    "planned": "plain",
    "doing": "info",
    "reported": "soon",
    "called": "info",
    "held": "soon",
    "done": "done",
    "minuted": "done",
    "closed": "done",
}
#: What the fields of a plan are called, where a fault names one, and the field of the form it leads to.
FIELDS = {
    "title": (N_("Name of the plan"), "id_title"),
    "basis": (N_("Basis"), "id_basis"),
    "text": (N_("Text of the plan"), "id_text"),
    "tasks": (N_("Tasks"), ""),
}
_SEATS = {
    "head": N_("Head of the body"),
    "deputy": N_("Deputy head"),
    "director": N_("Director"),
    "member": N_("Member"),
}
#: What a bar looks like beside its colour: told in the legend under the picture.
_BARS = {"planned": "planned", "doing": "doing", "reported": "reported", "done": "done", "dropped": "dropped"}


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def name_of(of: Unit | Agency) -> str:
    """The name of a unit or an agency in the reader's language."""
    return of.name if in_chinese() or not of.name_en else of.name_en


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(name_of(unit.agency), []).append((unit.pk, name_of(unit)))
    groups = list(by_agency.items())
    return groups if len(groups) > 1 else [each for _name, rows in groups for each in rows]


def state_badge(kind: str, state: str) -> dict[str, str]:
    """Where a record stands, as a badge."""
    return {"label": _(PROCESSES[kind].state(state).label), "kind": _BADGES.get(state, "quiet")}


def task_badges(found: Task) -> list[dict[str, str]]:
    """Where a task stands, and whether its limit is over."""
    badges = [state_badge("task", found.state)]
    if found.given_on and tasks.is_overdue(found.state, found.due_on, clock.today()):
        badges.append({"label": _("Overdue"), "kind": "danger"})
    return badges


def state_options(kind: str) -> list[tuple[str, str]]:
    """Every state with its name."""
    return [(state.key, _(state.label)) for state in PROCESSES[kind].states]


def next_step(kind: str, found_state: str) -> str:
    """Who has the next step; nothing once it is over."""
    process = PROCESSES[kind]
    state = process.state(found_state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(process.lane(state.lane).label))


def seat_name(seat: str) -> str:
    """What a seat in a body is called."""
    return _(_SEATS[seat]) if seat in _SEATS else seat


def member_name(member: Membership) -> str:
    """Who sits there, by unit and post; by name where the seat is a person's own."""
    if member.post is not None:
        return f"{name_of(member.post.unit)} {member.post.title}"
    return member.person.name if member.person else ""


def presence_badge(called: Called) -> dict[str, str]:
    """How a member was at the meeting."""
    if not called.presence:
        return {"label": _("Not noted yet"), "kind": "plain"}
    kind = {"present": "done", "excused": "quiet"}.get(called.presence, "danger")
    return {"label": presence_name(called.presence), "kind": kind}


def presence_name(presence: str) -> str:
    """The same in words."""
    return label("duties_plans", "presence", presence)


def heads_of(found: Task) -> str:
    """Goal and measure of a task."""
    if found.measure is None:
        return ""
    return f"{found.measure.goal.title} › {found.measure.title}"


def picture(rows: list[Task], url_of: Any = None) -> dict[str, Any] | None:
    """The plan as a picture: months, bars by state, today's line; nothing where there is no task."""
    spans = [Span(each.pk, each.title, each.begins_on, each.due_on) for each in rows]
    today = clock.today()
    found = chart(spans, today)
    if found is None:
        return None
    by_key = {each.pk: each for each in rows}
    bars = []
    for bar in found.bars:
        task = by_key[bar.key]
        late = bool(task.given_on) and tasks.is_overdue(task.state, task.due_on, today)
        bars.append(
            {
                "label": bar.label,
                "x": bar.x,
                "y": bar.y + 6,
                "text_y": bar.y + 17,
                "width": bar.width,
                "kind": "overdue" if late else _BARS[task.state],
                "url": url_of(task) if url_of else "",
            }
        )
    kinds = list(dict.fromkeys(bar["kind"] for bar in bars))
    return {
        "width": found.width,
        "height": found.height,
        "months": [
            {
                "x": each.x,
                "text_x": each.x + 4,
                "label": _("{month}/{year}").format(month=each.month, year=each.year % 100),
            }
            for each in found.months
        ],
        "bars": bars,
        "today": found.today,
        "legend": [{"kind": kind, "label": _legend(str(kind))} for kind in kinds],
    }


def _legend(kind: str) -> str:
    return _("Overdue") if kind == "overdue" else _(tasks.PROCESS.state(kind).label)

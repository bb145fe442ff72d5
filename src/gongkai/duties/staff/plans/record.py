"""A plan's record: text, picture and tasks by goal and measure, what is missing, what happened, and the deeds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.listpages import frame
from gongkai.core.staffpages import address, address_if_any
from gongkai.domain.duties.plans import PROCESS, PUBLIC
from gongkai.duties import plan_access
from gongkai.duties import plan_words as words
from gongkai.duties.actions.plans import move_plan
from gongkai.duties.forms.plans import TaskFilter
from gongkai.duties.queries import plans, tasks
from gongkai.duties.queries.plan_records import Task, WorkPlan
from gongkai.duties.staff.plans.common import Tried, cards, found_in, make_move, show, trail, without_nul
from gongkai.duties.staff.plans.rows import days_of
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences


@staff_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_in(request, plans.plan, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest, found: WorkPlan, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    writes = bool(plan_access.may_write_plan(acting, found))
    adds = bool(plan_access.may_add_task(acting, found))
    writing = found.state in ("draft", "in_review")
    context: dict[str, Any] = {
        "plan": found,
        "badges": [words.state_badge("plan", found.state)],
        "facts": _facts(found),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step("plan", found.state),
        "returned": plans.last_reason("plan", found.pk) if found.state == "draft" else "",
        **_tasks(request, found, acting),
        "cards": cards("plan", found.pk, plans.offers(found, acting), tried),
        "tried": tried,
        "writing": writing,
        "faults": _faults(found, writes=writes) if writing else [],
        "edit_url": address("plan_edit", found.pk) if writes else "",
        "add_url": address("task_new", found.pk) if adds else "",
        "bring_url": address("plan_bring", found.pk) if writes else "",
        "files": [(form.upper(), address("plan_file", found.pk, form)) for form in ("csv", "xlsx", "json")],
        "public_url": address_if_any("portal:plan", found.agency.code, found.number)
        if found.state in PUBLIC
        else "",
        "timeline": list(reversed(sentences(plans.told(found)))),
        "crumbs": trail("plan", found),
    }
    return show(request, "plan_record", context, status)


def _facts(found: WorkPlan) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Year"), "value": str(found.year)},
    ]
    days = ((_("Adopted on"), found.adopted_on), (_("Closed on"), found.closed_on))
    return rows + [
        {"label": name, "value": date_format(day, "DATE_FORMAT")} for name, day in days if day is not None
    ]


def _tasks(request: HttpRequest, found: WorkPlan, acting: StaffActor) -> dict[str, Any]:
    """The tasks narrowed by the address, as a picture and by goal and measure."""
    every = list(plans.tasks_of(found))
    units = list({each.unit_id: each.unit for each in every}.values())
    known = tasks.units_of(found.agency_id, [each.pk for each in units])
    form = TaskFilter(without_nul(request.GET), units=known, of_plan=True)
    chosen = form.chosen()
    shown = list(tasks.narrowed(plans.tasks_of(found), **chosen)) if chosen else every
    goals = plans.outline(shown)
    in_order = [task for goal in goals for measure in goal.measures for task in measure.tasks]
    return {
        **frame(request, form, address("plan", found.pk), ""),
        "picture": words.picture(in_order, lambda task: address("task", task.pk)),
        "goals": [
            {
                "title": goal.title,
                "measures": [
                    {"title": measure.title, "tasks": [_row(task) for task in measure.tasks]}
                    for measure in goal.measures
                ],
            }
            for goal in goals
        ],
        "task_count": sum(each.state != "dropped" for each in every),
        "done_count": sum(each.state == "done" for each in every),
        "acting": acting,
    }


def _row(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.title,
        "url": address("task", task.pk),
        "unit": words.name_of(task.unit),
        "helping": [words.name_of(each) for each in task.co_units.all()],
        "person": task.person.name if task.person else task.post.title if task.post else "",
        "days": days_of(task),
        "due_on": task.due_on,
        "percent": task.percent,
        "badges": words.task_badges(task),
    }


def _faults(found: WorkPlan, *, writes: bool) -> list[dict[str, Any]]:
    """What the plan lacks, each with the way to its field."""
    edit, numbers = address("plan_edit", found.pk), {each.number: each.pk for each in plans.tasks_of(found)}
    rows = []
    for name, reason in plans.faults(found):
        if name in words.FIELDS:
            label, anchor = words.FIELDS[name]
            url = f"{edit}#{anchor}" if anchor else address("task_new", found.pk)
            rows.append({"label": _(label), "reason": reason, "url": url if writes else ""})
        else:
            url = address("task_edit", numbers[name]) if writes else ""
            rows.append({"label": name, "reason": reason, "url": url})
    return rows


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move."""
    found, acting = found_in(request, plans.plan, pk)

    def do(seen: int, reason: str) -> WorkPlan:
        return move_plan(plan_id=pk, key=key, actor=acting, expected_revision=seen, reason=reason)

    def again(tried: Tried, status: int) -> HttpResponse:
        now, _acting = found_in(request, plans.plan, pk)
        return page(request, now, acting, tried, status)

    return make_move(request, PROCESS, "plan", found.pk, key, do, again)

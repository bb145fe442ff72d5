"""Writing a plan, and putting tasks into it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.duties import plan_access
from gongkai.duties.actions import plans as actions
from gongkai.duties.actions import tasks as task_actions
from gongkai.duties.forms.plans import PlanForm, TaskForm
from gongkai.duties.queries import plan_lists, plans, tasks
from gongkai.duties.queries.plan_records import Task, WorkPlan
from gongkai.duties.staff.plans.common import (
    found_in,
    planned_agency,
    revision_now,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.people.middleware import actor


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a plan."""
    acting = actor(request)
    agency = planned_agency(acting)
    form = PlanForm(
        without_nul(request.POST) if request.method == "POST" else None, initial={"year": clock.today().year}
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_plan(actor=acting, agency_id=agency, given=form.given())
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            return go("plan", made.pk)
    return _plan_page(request, None, form, refusal)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that is written on."""
    found, acting = found_in(request, plans.plan, pk)
    plan_access.may_write_plan(acting, found).require()
    form = PlanForm(
        without_nul(request.POST) if request.method == "POST" else None,
        fixed_year=True,
        initial={name: getattr(found, name) for name in ("title", "basis", "text")},
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        given = form.given(found.year)
        try:
            actions.write_plan(plan_id=pk, actor=acting, expected_revision=version_seen(request), given=given)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            return go("plan", pk)
    return _plan_page(request, found, form, refusal)


def _plan_page(
    request: HttpRequest, found: WorkPlan | None, form: PlanForm, refusal: Refusal | None
) -> HttpResponse:
    heading = _("Write on plan {number}").format(number=found.number) if found else _("Draft a plan")
    context: dict[str, Any] = {
        "plan": found,
        "form": form,
        "refusal": refusal,
        "revision": revision_now(request, found, refusal),
        "heading": heading,
        "back_url": address("plan", found.pk) if found else address("plans"),
        "crumbs": trail("plan", found, (_("Write"), "") if found else (_("New"), "")),
    }
    return show(request, "plan_edit", context, status_of(refusal, form))


@staff_page
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A task put into a draft, or with a reason into an adopted plan."""
    found, acting = found_in(request, plans.plan, pk)
    plan_access.may_add_task(acting, found).require()
    first, last = date(found.year, 1, 1), date(found.year, 12, 31)
    today = clock.today()
    begins = today if first <= today <= last else first
    form = _task_form(
        request,
        found.agency_id,
        {"begins_on": begins, "due_on": last, "goal": request.GET.get("goal", "")},
        reason=found.state == "adopted",
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            task_actions.add_task(
                plan_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                given=form.given(),
                reason=form.why(),
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The task is in the plan."))
            return go("task_new", pk) if request.POST.get("do") == "next" else go("plan", pk)
    context = {
        **_around(request, found, form, refusal),
        "heading": _("Put a task into plan {number}").format(number=found.number),
        "more": True,
        "revision": revision_now(request, found, refusal),
        "back_url": address("plan", pk),
        "crumbs": trail("plan", found, (_("New task"), "")),
    }
    return show(request, "task_edit", context, status_of(refusal, form))


@staff_page
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A task of a draft that is written on."""
    found, acting = found_in(request, tasks.task, pk)
    plan_access.may_write_task(acting, found).require()
    form = _task_form(request, found.agency_id, _said(found))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            task_actions.write_task(
                task_id=pk, actor=acting, expected_revision=version_seen(request), given=form.given()
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The task is saved."))
            return go("task", pk)
    context = {
        **_around(request, found.plan, form, refusal),
        "heading": _("Write on task {number}").format(number=found.number),
        "revision": revision_now(request, found, refusal),
        "back_url": address("task", pk),
        "crumbs": trail("task", found, (_("Write"), "")),
    }
    return show(request, "task_edit", context, status_of(refusal, form))


def _around(
    request: HttpRequest, plan: WorkPlan | None, form: TaskForm, refusal: Refusal | None
) -> dict[str, Any]:
    known = plans.goals_of(plan) if plan is not None else []
    return {
        "form": form,
        "refusal": refusal,
        "goals": [goal for goal, _measures in known],
        "measures": sorted({one for _goal, measures in known for one in measures}),
    }


def _task_form(
    request: HttpRequest, agency: int, initial: dict[str, Any], *, reason: bool = False
) -> TaskForm:
    return TaskForm(
        without_nul(request.POST) if request.method == "POST" else None,
        units=tasks.units_of(agency),
        people=plan_lists.people_of(agency),
        posts=plan_lists.posts_of(agency),
        reason=reason,
        initial=initial,
    )


def _said(found: Task) -> dict[str, Any]:
    return {
        "goal": found.measure.goal.title if found.measure else "",
        "measure": found.measure.title if found.measure else "",
        "title": found.title,
        "standard": found.standard,
        "unit": found.unit_id,
        "co_units": [each.pk for each in found.co_units.all()],
        "person": found.person_id,
        "post": found.post_id,
        "begins_on": found.begins_on,
        "due_on": found.due_on,
    }

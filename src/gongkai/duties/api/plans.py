"""Plans and themes as open data: what is adopted, with its tasks; nobody is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.core import clock
from gongkai.core.open_data import Problem
from gongkai.domain.duties.tasks import OPEN
from gongkai.domain.text import N_, say
from gongkai.duties import plan_words as words
from gongkai.duties.api import schemas
from gongkai.duties.api.asking import AGENCY, SHOWN, check_cursor, clean, missing, next_page
from gongkai.duties.public import plan_words as said
from gongkai.duties.public.plans import FORMS
from gongkai.duties.queries import open_data, plan_public
from gongkai.duties.queries import plans as outline
from gongkai.duties.queries.plan_records import Task, Theme, WorkPlan

router = Router(tags=["duties"])
PLAN = param.Path(..., description=N_("Number of the plan, as the list gives it."), example="CGJ-FA-2026-01")


@router.get(
    "/plans",
    response={200: schemas.PlanPage, 422: Problem},
    summary=N_("List the work plans"),
    description=N_("The adopted work plans, the newest first. Follow “next” until it is empty."),
)
def plans(request: HttpRequest, question: Query[schemas.PlansQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor)
    rows = open_data.plans(year=question.year or 0, agency=question.agency, state=question.state or "")
    listed = open_data.page(rows, question.cursor, question.limit)
    return {
        "items": [_short(request, each, tasks=each.task_count, done=each.done_count) for each in listed.rows],
        "next": next_page(request, "/api/v1/plans", listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/plans/{agency}/{number}",
    response={200: schemas.Plan, 404: Problem},
    summary=N_("Read a work plan with its tasks"),
    description=N_(
        "Its text and its tasks with state, limit and lead unit, in the order of the plan. Nobody is named."
    ),
)
def plan(request: HttpRequest, agency: str = AGENCY, number: str = PLAN) -> dict[str, Any]:
    found = plan_public.plan(agency, number) if clean(agency, number) else None
    if found is None:
        raise missing(say("There is no work plan {number}. /api/v1/plans lists them.", number=number[:SHOWN]))
    rows = list(outline.tasks_of(found))
    kept = [each for each in rows if each.state != "dropped"]
    return {
        **_short(request, found, tasks=len(kept), done=sum(each.state == "done" for each in kept)),
        "basis": found.basis,
        "text": found.text,
        "by_state": open_data.by_state(rows),
        "items": [task(each, found.number) for each in rows],
        "files": [
            said.absolute(request, reverse("portal:plan_file", args=[agency, number, form])) for form in FORMS
        ],
    }


@router.get(
    "/themes",
    response={200: schemas.ThemePage, 422: Problem},
    summary=N_("List the campaign years and themes"),
    description=N_(
        "The themes that are under way or over, the newest first. Follow “next” until it is empty."
    ),
)
def themes(request: HttpRequest, question: Query[schemas.ThemesQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor)
    rows = open_data.all_themes(agency=question.agency, state=question.state or "")
    listed = open_data.page(rows, question.cursor, question.limit)
    return {
        "items": [theme_in_list(request, each) for each in listed.rows],
        "next": next_page(request, "/api/v1/themes", listed.after),
        "cursor": listed.after or None,
    }


def _short(request: HttpRequest, found: WorkPlan, *, tasks: int, done: int) -> dict[str, Any]:
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "year": found.year,
        "state": found.state,
        "adopted_on": found.adopted_on,
        "closed_on": found.closed_on,
        "tasks": tasks,
        "done": done,
        "url": said.absolute(request, said.plan_address(found)),
    }


def task(each: Task, plan_number: str) -> dict[str, Any]:
    """A task in the shape of ``schemas.TaskShape``."""
    measure = each.measure
    return {
        "number": each.number,
        "plan": plan_number,
        "goal": measure.goal.title if measure else "",
        "measure": measure.title if measure else "",
        "title": each.title,
        "standard": each.standard,
        "unit": each.unit.code,
        "unit_name": words.name_of(each.unit),
        "helping": [unit.code for unit in each.co_units.all()],
        "begins_on": each.begins_on,
        "due_on": each.due_on,
        "state": each.state,
        "overdue": each.state in OPEN and each.due_on < clock.today(),
        "percent": each.percent,
        "done_on": each.done_on,
        "added_because": each.added_because,
    }


def theme_in_list(request: HttpRequest, found: Theme) -> dict[str, Any]:
    """A theme in the shape of ``schemas.ThemeInList``."""
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "aim": found.aim,
        "state": found.state,
        "begins_on": found.begins_on,
        "ends_on": found.ends_on,
        "url": said.absolute(request, said.theme_address(found)),
    }

"""The adopted plans, the page of one with its tasks, its tasks as open data, and the list of themes."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.duties import plan_files
from gongkai.duties import plan_words as words
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import plan_public as reads
from gongkai.duties.queries import plan_rows
from gongkai.duties.queries import plans as outline
from gongkai.duties.queries import themes as theme_reads
from gongkai.duties.queries.plan_records import WorkPlan

#: Plans and themes on a list: an agency has a handful a year.
MOST = 200
FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@public_page
def plans(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    context = {
        "rows": [said.plan_row(each) for each in reads.with_counts()[:MOST]],
        "crumbs": said.crumbs((_("Work plans"), "")),
    }
    return render(request, "duties/public/plans.html", context)


@public_page
def themes(request: HttpRequest) -> HttpResponse:
    """The campaign years and themes, the latest first."""
    context = {
        "rows": [said.theme_row(each) for each in theme_reads.public()[:MOST]],
        "crumbs": said.crumbs((_("Campaign years and themes"), "")),
    }
    return render(request, "duties/public/themes.html", context)


@public_page
def plan(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One plan."""
    found = _found_or_404(agency, number)
    goals = outline.outline(list(outline.tasks_of(found)))
    tasks = [task for goal in goals for measure in goal.measures for task in measure.tasks]
    here = said.plan_address(found)
    context: dict[str, Any] = {
        "plan": found,
        "badges": [said.state_badge("plan", found.state)],
        "facts": _facts(found),
        "goals": [
            {
                "title": goal.title,
                "measures": [
                    {"title": measure.title, "tasks": [said.task_row(task) for task in measure.tasks]}
                    for measure in goal.measures
                ],
            }
            for goal in goals
        ],
        "picture": words.picture(tasks),
        "task_count": sum(task.state != "dropped" for task in tasks),
        "done_count": sum(task.state == "done" for task in tasks),
        "files": [
            {"label": form.upper(), "url": reverse("portal:plan_file", args=[agency, number, form])}
            for form in FORMS
        ],
        "page_url": said.absolute(request, here),
        "lang": words.content_lang(),
        "crumbs": said.crumbs((_("Work plans"), reverse("portal:plans")), (found.title, "")),
    }
    return render(request, "duties/public/plan.html", context)


def _facts(found: WorkPlan) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Agency"), "value": words.name_of(found.agency)},
        {"label": _("Year"), "value": str(found.year)},
    ]
    for label, day in ((_("Adopted on"), found.adopted_on), (_("Closed on"), found.closed_on)):
        if day is not None:
            rows.append({"label": label, "value": date_format(day, "DATE_FORMAT")})
    return rows


@public_page
def file(request: HttpRequest, agency: str, number: str, form: str) -> HttpResponse:
    """The tasks of a plan for machines; nobody is named."""
    found = _found_or_404(agency, number)
    if form not in FORMS:
        raise Http404
    rows = plan_rows.for_public(found)
    if form == "json":
        told = {
            "plan": found.number,
            "title": found.title,
            "year": found.year,
            "state": found.state,
            "tasks": [
                {key: value for key, value in row.items() if key != "person"} for row in plan_rows.plain(rows)
            ],
        }
        content = json.dumps(told, ensure_ascii=False)
    else:
        content = "".join(plan_files.write_csv(rows))
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{form}"'
    return response


def _found_or_404(agency: str, number: str) -> WorkPlan:
    found = reads.plan(agency, number) if "\x00" not in number else None
    if found is None:
        raise Http404
    return found

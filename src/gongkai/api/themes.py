"""A theme as open data: its tasks come from the duties, its documents from what is published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router
from ninja.params import functions as param

from gongkai.core.open_data import Problem
from gongkai.domain.text import N_, say
from gongkai.duties.api import schemas
from gongkai.duties.api.asking import AGENCY, SHOWN, clean, missing
from gongkai.duties.api.plans import task, theme_in_list
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import themes as reads
from gongkai.duties.queries.plan_records import Theme
from gongkai.publishing.queries import public as publications

router = Router(tags=["duties"])
NUMBER = param.Path(
    ..., description=N_("Number of the theme, as the list gives it."), example="CGJ-ZT-2026-01"
)


@router.get(
    "/themes/{agency}/{number}",
    response={200: schemas.Theme, 404: Problem},
    summary=N_("Read a campaign year or theme"),
    description=N_("Its measures, its tasks of adopted plans, and the documents of it that are public now."),
)
def theme(request: HttpRequest, agency: str = AGENCY, number: str = NUMBER) -> dict[str, Any]:
    found = reads.public_theme(agency, number) if clean(agency, number) else None
    if found is None:
        raise missing(say("There is no theme {number}. /api/v1/themes lists them.", number=number[:SHOWN]))
    tasks = list(reads.public_tasks(found).select_related("measure__goal").prefetch_related("co_units"))
    progress = reads.progress(tasks)
    return {
        **theme_in_list(request, found),
        "measures": found.measures,
        "tasks": progress.tasks,
        "percent": progress.percent,
        "by_state": progress.by_state,
        "items": [task(each, each.plan.number) for each in tasks if each.plan],
        "documents": _documents(request, found),
    }


def _documents(request: HttpRequest, found: Theme) -> list[dict[str, Any]]:
    rows = reads.publications(found)
    slugs = publications.slugs_of([each.index_number for each in rows])
    return [
        {
            "index_number": each.index_number,
            "title": each.title or each.index_number,
            "url": said.absolute(request, reverse("portal:document", args=[slugs[each.index_number]])),
        }
        for each in rows
        if each.index_number in slugs
    ]

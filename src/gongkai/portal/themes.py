"""The page of a campaign year or theme: its aim and measures, its tasks, and what was published of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.core.access import public_page
from gongkai.duties import plan_words as words
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import themes
from gongkai.duties.queries.plan_records import Theme
from gongkai.publishing.queries import public as publications


@public_page
def theme(request: HttpRequest, agency: str, number: str) -> HttpResponse:
    """One theme."""
    found = themes.public_theme(agency, number) if "\x00" not in number else None
    if found is None:
        raise Http404
    tasks = list(themes.public_tasks(found).prefetch_related("co_units"))
    progress = themes.progress(tasks)
    here = said.theme_address(found)
    context: dict[str, Any] = {
        "theme": found,
        "badges": [said.state_badge("theme", found.state)],
        "facts": [
            {"label": gettext("Number"), "value": found.number},
            {"label": gettext("Agency"), "value": words.name_of(found.agency)},
            {
                "label": gettext("Days"),
                "value": said.days(found),
            },
        ],
        "cards": [
            {"label": gettext("Tasks"), "value": progress.tasks},
            *(
                {"label": words.state_badge("task", key)["label"], "value": n}
                for key, n in progress.by_state.items()
            ),
            {"label": gettext("Per cent done"), "value": progress.percent},
        ],
        "tasks": [
            {**said.task_row(task), "url": said.plan_address(task.plan)} for task in tasks if task.plan
        ],
        "publications": _publications(found),
        "page_url": said.absolute(request, here),
        "lang": words.content_lang(),
        "crumbs": said.crumbs(
            (gettext("Campaign years and themes"), reverse("portal:themes")), (found.title, "")
        ),
    }
    return render(request, "portal/theme.html", context)


def _publications(found: Theme) -> list[dict[str, Any]]:
    """Its publications, those the public reads now as links; one that was withdrawn is left out."""
    rows = themes.publications(found)
    slugs = publications.slugs_of([each.index_number for each in rows])
    return [
        {
            "title": each.title or each.index_number,
            "number": each.index_number,
            "url": reverse("portal:document", args=[slugs[each.index_number]]),
        }
        for each in rows
        if each.index_number in slugs
    ]

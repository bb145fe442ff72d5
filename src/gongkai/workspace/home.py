"""My work: what waits for me, what I wait for, what I did, what falls due."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people.middleware import actor
from gongkai.publishing import queries
from gongkai.publishing.staff.rows import title_of, work_rows

LISTS = ("to_do", "waiting", "soon", "done")
#: Rows of each list; more are in the list of documents.
LIMIT = 50


@staff_page
def home(request: HttpRequest) -> HttpResponse:
    """The list chosen in the address, with the counts of all four."""
    acting = actor(request)
    work = queries.my_work(acting, limit=LIMIT)
    lists = {"to_do": work.to_do, "waiting": work.waiting, "soon": work.due_soon, "done": work.done}
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else LISTS[0]
    context: dict[str, Any] = {
        "today": clock.today(),
        "tabs": _tabs(chosen, {name: len(rows) for name, rows in lists.items()}),
        "chosen": chosen,
        "empty": _empty(chosen),
        "rows": work_rows(lists[chosen]),
        "full": len(lists[chosen]) >= LIMIT,
        "again": [
            {
                "title": title_of(each),
                "url": reverse("workspace:document", args=[each.pk]),
                "on": each.review_again_on,
            }
            for each in queries.closed_to_reassess(acting)
        ],
        "may_start": bool(acting.units_where("publishing.drafter")),
    }
    return render(request, "workspace/home.html", context)


def _tabs(chosen: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "to_do": _("To do"),
        "waiting": _("Waiting for others"),
        "soon": _("Due soon"),
        "done": _("Done lately"),
    }
    here = reverse("workspace:home")
    return [
        {
            "label": labels[name],
            "url": here if name == LISTS[0] else f"{here}?list={name}",
            "count": f"{counts[name]}+" if counts[name] >= LIMIT else counts[name],
            "current": name == chosen,
        }
        for name in LISTS
    ]


def _empty(chosen: str) -> dict[str, str]:
    """What to say, and what to do, where a list is empty."""
    return {
        "to_do": {
            "title": _("Nothing waits for you"),
            "text": _(
                "When somebody passes a document on to you, it stands here, the one waiting longest first."
            ),
        },
        "waiting": {
            "title": _("Nothing of yours is with others"),
            "text": _("Documents you wrote or passed on stand here until they are published."),
        },
        "soon": {
            "title": _("Nothing falls due within three working days"),
            "text": _("The deadline board shows every period that runs."),
        },
        "done": {
            "title": _("Nothing done in the last thirty days"),
            "text": _("What you passed on, approved or published stands here for thirty days."),
        },
    }[chosen]

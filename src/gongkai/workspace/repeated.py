"""What is asked for several times: seen by those who handle requests, made into a draft by drafters (Article 44)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import crumbs, tell, tell_refusal
from gongkai.journeys import request_to_publication as story
from gongkai.people.middleware import actor
from gongkai.requests import words
from gongkai.requests.queries import desk
from gongkai.requests.queries.repeated import Group, groups

#: Numbers shown of a group; the others are counted.
SHOWN = 6


@staff_page
def repeated(request: HttpRequest) -> HttpResponse:
    """The groups, most askers first; the button begins a draft."""
    acting = actor(request)
    if request.method == "POST":
        return _propose(request)
    found = groups(acting) if desk.sees_requests(acting) else []
    proposed = story.proposals([each.opened.pk for each in found if each.opened]) if found else {}
    context: dict[str, Any] = {
        "groups": [_row(each, proposed) for each in found],
        "may_propose": story.may_propose(acting),
        "sees": desk.sees_requests(acting),
        "crumbs": crumbs((_("Requests"), reverse("workspace:requests")), (_("Asked for several times"), "")),
    }
    return render(request, "workspace/repeated.html", context)


def _row(group: Group, proposed: dict[int, tuple[int, str]]) -> dict[str, Any]:
    assert group.opened is not None  # groups() gives no other
    document = proposed.get(group.opened.pk)
    return {
        "title": group.subject,
        "askers": group.askers,
        "pk": group.opened.pk,
        "outcome": words.outcome(group.opened.outcome),
        "requests": [
            {"number": each.number, "url": reverse("workspace:request", args=[each.pk])}
            for each in group.requests[:SHOWN]
        ],
        "more": max(0, len(group.requests) - SHOWN),
        "document": document[1] if document else "",
        "document_url": reverse("workspace:document", args=[document[0]]) if document else "",
    }


def _propose(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("request", "")
    here = HttpResponseRedirect(reverse("workspace:requests_repeated"))
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return here
    try:
        document = story.propose_publication(int(chosen), actor(request))
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return here
    tell(
        request,
        _("The draft {index} was begun. Read it closely: nothing of an applicant may stand in it.").format(
            index=document.index_number
        ),
    )
    return HttpResponseRedirect(reverse("workspace:document_edit", args=[document.pk]))

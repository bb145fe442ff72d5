"""What every staff view of publicity does: find the record, show the page, say where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.text import say
from gongkai.duties import publicity_words as words
from gongkai.duties.queries import publicity, publicity_lists
from gongkai.duties.queries.records_publicity import Activity
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Numbers above this are no row's.
MOST = 2**63


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def found(request: HttpRequest, pk: int) -> tuple[Activity, StaffActor]:
    """The activity and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    activity = publicity.activity(acting, pk) if pk < MOST else None
    if activity is None:
        raise Http404
    return activity, acting


def kept_agency(acting: StaffActor) -> int:
    """The agency the person records publicity for; the own one first. ``NotAllowed`` without one."""
    agencies = publicity_lists.agencies_kept(acting)
    if not agencies:
        raise NotAllowed(say("Only the keeper of publicity of the unit does this. Ask that person."))
    return agencies[0]


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``duties/staff/<name>.html``; no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"duties/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(activity: Activity | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the activity, or of publicity as a whole."""
    steps = [(_("Publicity"), address("publicity"))]
    if activity is not None:
        steps.append((activity.number, address("activity", activity.pk) if rest else ""))
    return crumbs(*steps, *rest)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    return [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]


def revision(request: HttpRequest, kept: Any, refusal: Refusal | None) -> int | str:
    """The revision a form sends along: after a refusal that of the record as it stands now."""
    if kept is None:
        return 0
    if refusal is not None:
        kept.refresh_from_db(fields=["revision"])
        return int(kept.revision)
    return str(request.POST.get("version", kept.revision))


def status_of(form: forms.Form, refusal: Refusal | None) -> int:
    """How a page with a form answers."""
    return refusal.status if refusal else 422 if form.errors else 200

"""What every staff view of training does: find the record, show the page, say why a deed was not done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.text import say
from gongkai.duties import learning_words as words
from gongkai.duties.queries.learning import roster
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

Found = TypeVar("Found")


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def find(
    request: HttpRequest, pk: int, look: Callable[[StaffActor, int], Found | None]
) -> tuple[Found, StaffActor]:
    """The record and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = look(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def kept_agency(acting: StaffActor) -> int:
    """The agency the person keeps training for; the own one first. ``NotAllowed`` without one."""
    agencies = roster.keeps(acting)
    if not agencies:
        raise NotAllowed(say("Only the keeper of training and examinations does this. Ask that person."))
    return agencies[0]


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``duties/staff/learning/<name>.html``; it may speak of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"duties/staff/learning/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of training and examinations; each step with its address, the last without."""
    return crumbs((_("Training and examinations"), address("learning") if rest else ""), *rest)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, if something was."""
    return without_nul(request.POST) if request.method == "POST" else None


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    return [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]


def revision(request: HttpRequest, found: Any, refusal: Refusal | None) -> int | str:
    """The revision a form sends along: after a refusal that of the record as it stands now."""
    if found is None:
        return 0
    if refusal is not None:
        found.refresh_from_db(fields=["revision"])
        return int(found.revision)
    return str(request.POST.get("version", found.revision))


def status_of(form: forms.Form, refusal: Refusal | None) -> int:
    """The status of a page with a form."""
    return refusal.status if refusal else 422 if form.errors else 200
